/* What is visible as Turtle: triples of the graph that the page was made of, with its statements and their evidence, and no others. */

const PREFIXES = {
  dcterms: "http://purl.org/dc/terms/",
  oa: "http://www.w3.org/ns/oa#",
  org: "http://www.w3.org/ns/org#",
  owl: "http://www.w3.org/2002/07/owl#",
  prov: "http://www.w3.org/ns/prov#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  schema: "http://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  rc: graph.namespace,
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
const PREFIX_NAMES = Object.keys(PREFIXES);
const LOCAL = /^[A-Za-z_][\w-]*$/u; // what may follow a prefix as it is

/* The tables are those of kg.graph.triple_tables; `told`: what is to be said of them at the head. */
function toTurtle(tables, told = "") {
  const triples = graphTriples(tables);
  const kept = keptTriples(triples);
  const prefixes = Object.entries(PREFIXES).sort();
  const blocks = [...kept].map(([subject, pairs]) => {
    const lines = pairs.map(([predicate, object]) => `${predicate === `${PREFIXES.rdf}type` ? "a" : shortened(predicate)} ${termOf(object)}`);
    return `${shortened(subject)} ${[...new Set(lines)].join(" ;\n    ")} .`;
  });
  return `${told && `# ${told}\n`}${prefixes.map(([prefix, space]) => `@prefix ${prefix}: <${space}> .`).join("\n")}\n\n${blocks.sort().join("\n\n")}\n`;
}

/* Map subject → [[predicate, object], …]; IRIs as they are, literals as in Turtle, with a quotation mark before them. */
function graphTriples({ spaces, terms, shapes, rows }) {
  const whole = (text) => {
    const [, space, local] = /^(\d+) (.*)$/su.exec(text);
    return spaces[space] + local;
  };
  const values = terms.map((term) => {
    if (!term.startsWith('"')) return whole(term);
    const typed = /^(".*")\^\^(\d+ .*)$/su.exec(term);
    return typed ? `${typed[1]}^^${shortened(whole(typed[2]))}` : term;
  });
  return new Map(rows.map(([shape, subject, ...objects]) => [values[subject], objects.map((object, place) => [values[shapes[shape][place]], values[object]])]));
}

/* The triples of the entities that are shown, of the statements about them, and of what these lead to: posts, figures, documents, evidence. */
function keptTriples(triples) {
  const shown = new Set(shownNodes().map((node) => graph.nodes[node].key));
  const isLeftOut = hiddenLinks(shown);
  const places = quotedPlaces();
  const kept = new Map();
  const statements = new Map([...triples].filter(([, pairs]) => firstOf(pairs, "rdf", "subject")));
  const waiting = [...shown];
  for (const [node, pairs] of statements) {
    const [subject, predicate, object] = ["subject", "predicate", "object"].map((part) => firstOf(pairs, "rdf", part));
    const isDenied = firstOf(pairs, "rc", "polarity") === `${graph.namespace}Denied`;
    if (shown.has(subject) && !isLeftOut(subject, predicate, object, isDenied)) waiting.push(node);
  }
  while (waiting.length) {
    const node = waiting.pop();
    if (kept.has(node)) continue;
    const pairs = triples.get(node) ?? places(node);
    if (!pairs) continue;
    const own = shown.has(node) ? pairs.filter(([predicate, object]) => !isLeftOut(node, predicate, object, false)) : pairs;
    kept.set(node, own);
    for (const [, object] of own) if (!graph.byKey.has(object) && !statements.has(object)) waiting.push(object);
  }
  return kept;
}

function firstOf(pairs, prefix, name) {
  const predicate = PREFIXES[prefix] + name;
  return pairs.find((pair) => pair[0] === predicate)?.[1];
}

/* (subject, predicate, object, whether denied) → whether that is a relation, or a post, that the filters hide, or leads to a hidden entity. */
function hiddenLinks(shown) {
  const all = new Map(); // the triple of a relation, or the IRI of a post → whether an edge of it is shown
  graph.edges.forEach((edge, index) => {
    const key = edge.node ?? [graph.nodes[edge.from].key, relationIri(edge), graph.nodes[edge.to].key, isDenied(edge)].join(" ");
    all.set(key, all.get(key) || view.edgeShown[index] === 1);
  });
  return (subject, predicate, object, isDenied) => {
    if (all.has(object)) return !all.get(object);
    if (!graph.byKey.has(object)) return false;
    const key = [subject, predicate, object, isDenied].join(" ");
    return all.has(key) ? !all.get(key) : !shown.has(object);
  };
}

function relationIri({ rel }) {
  return graph.namespace + graph.relations[rel].name.replace(/-(background|denied)$/u, "");
}

/* IRI of a place of evidence, or of one of its two selectors → its triples, where they are what every document's places have. */
function quotedPlaces() {
  const words = new Map();
  const facts = graph.nodes.flatMap((node) => ["posts", "indicators", "dates"].flatMap((kind) => node[kind] ?? []));
  for (const { evidence = [] } of [...graph.edges, ...facts]) {
    for (const [quote, place, start, end] of evidence) words.set(`${graph.sources[place]}#char=${start},${end}`, quote);
  }
  const { oa, rdf } = PREFIXES;
  return (node) => {
    const [, document, kind, start, end] = /^(.*)#(char|position|quote)=(\d+),(\d+)$/su.exec(node) ?? [];
    const quote = words.get(`${document}#char=${start},${end}`);
    if (quote === undefined) return undefined;
    const number = (value) => `"${value}"^^xsd:nonNegativeInteger`;
    if (kind === "position") return [[`${rdf}type`, `${oa}TextPositionSelector`], [`${oa}start`, number(start)], [`${oa}end`, number(end)]];
    if (kind === "quote") return [[`${rdf}type`, `${oa}TextQuoteSelector`], [`${oa}exact`, literal(graph.quotes[quote])]];
    const selectors = ["position", "quote"].map((each) => [`${oa}hasSelector`, `${document}#${each}=${start},${end}`]);
    return [[`${rdf}type`, `${oa}SpecificResource`], [`${oa}hasSource`, document], ...selectors];
  };
}

function termOf(term) {
  return term.startsWith('"') ? term : shortened(term);
}

function shortened(iri) {
  const prefix = PREFIX_NAMES.find((each) => iri.startsWith(PREFIXES[each]));
  const local = prefix && iri.slice(PREFIXES[prefix].length);
  return prefix && LOCAL.test(local) ? `${prefix}:${local}` : `<${iri}>`;
}

function literal(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${text.replace(/[\\"\n\r\t]/gu, (letter) => escapes[letter])}"`;
}
