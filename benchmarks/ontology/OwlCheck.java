import java.io.File;
import java.util.TreeSet;

import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Whether RDF/XML files are OWL 2 DL, consistent, and without classes that nothing can be of.
 * One line for each finding, "FILE TAB profile|inconsistent|unsatisfiable|unreadable TAB what", and one "FILE TAB checked TAB AXIOMS" for
 * each file; sorted. Run from source: java -cp HermiT.jar OwlCheck.java FILE...
 */
public class OwlCheck {

    public static void main(String[] files) {
        for (String file : files) {
            TreeSet<String> found = new TreeSet<>();
            int axioms = 0;
            try {
                OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
                axioms = ontology.getAxiomCount();
                for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(ontology).getViolations()) {
                    found.add("profile\t" + violation);
                }
                // What is outside the profile may be outside what the reasoner understands.
                if (found.isEmpty()) {
                    reason(ontology, found);
                }
            } catch (Exception error) {
                found.add("unreadable\t" + error);
            }
            for (String line : found) {
                System.out.println(file + "\t" + line.replaceAll("[\\r\\n]+", " "));
            }
            System.out.println(file + "\tchecked\t" + axioms);
        }
    }

    private static void reason(OWLOntology ontology, TreeSet<String> found) {
        Reasoner hermit = new Reasoner(new Configuration(), ontology);
        if (!hermit.isConsistent()) {
            found.add("inconsistent\tno world is as the file says");
            return;
        }
        for (OWLClass each : hermit.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
            found.add("unsatisfiable\t" + each.toStringID());
        }
    }
}
