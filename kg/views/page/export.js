/* What is visible as tables. Relations and facts have a row for each sentence that says so; offsets count characters from 0, the end excluded. */

const SENTENCE = ["sentence", "document", "document_date", "document_iri", "start", "end"];
const FIGURE = ["role", "measure", "value", "unit", "qualifier", "period", "basis", "wording"];

function toTable(head, rows) {
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/* A cell; what a spreadsheet would take for a formula gets a sign before it. */
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+@\t\r]|^-(?![\d.])/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replace(/"/gu, '""')}"` : safe;
}

function nodesTable() {
  const rows = shownNodes().map((node) => {
    const { key, label, alt = [], at = ["", ""], documents = [] } = graph.nodes[node];
    return [key, label, kindOf(node), alt.join(" | "), shownEdgesOf(node).length, ...at, documents.map(datedTitle).join(" | ")];
  });
  return toTable(["iri", "label", "class", "aliases", "relations", "longitude", "latitude", "documents"], rows);
}

function edgesTable() {
  const rows = shownEdges().flatMap((edge) => {
    const ends = [edge.from, edge.to].flatMap((node) => [graph.nodes[node].key, graph.nodes[node].label]);
    const relation = graph.relations[edge.rel];
    const said = [...ends, relation.name.replace(/-(background|denied)$/u, ""), named(relation), edge.role, edge.date];
    return sentencesOf(edge).map((sentence) => [...said, ...ratedAs({ ...edge, denied: isDenied(edge) }), ...sentence]);
  });
  const head = ["subject", "subject_label", "object", "object_label", "relation", "relation_label", "role", "date", "status", "polarity", "confidence"];
  return toTable([...head, ...SENTENCE], rows);
}

function factsTable() {
  const rows = shownNodes().flatMap((node) => {
    const { key, label } = graph.nodes[node];
    return ["posts", "indicators", "dates"].flatMap((kind) =>
      (graph.nodes[node][kind] ?? []).flatMap((fact) => {
        const { fields = {}, date = [] } = fact;
        const said = [key, label, say(kind), textOf(fact), fields.name, date[0], ...FIGURE.map((name) => (name === "value" ? fields.value ?? date[1] : fields[name]))];
        return sentencesOf(fact).map((sentence) => [...said, ...ratedAs(fact), ...sentence]);
      }),
    );
  });
  return toTable(["entity", "entity_label", "kind", "text", "organization", "property", ...FIGURE, "status", "polarity", "confidence", ...SENTENCE], rows);
}

/* [status, polarity, confidence]; the polarity says, too, whether what is affirmed is a fact of the graph. */
function ratedAs({ status, confidence, denied, stated }) {
  return [status === undefined ? "" : named(graph.statuses[status]), say(denied ? "denied" : stated ? "stated" : "affirmed"), confidence];
}

/* The sentences of an edge or a fact, each as the last columns of a row; one empty row where no document says so. */
function sentencesOf({ evidence = [] }) {
  const rows = evidence.map(([quote, place, start, end]) => [
    ...[graph.quotes[quote], graph.documents[place], graph.issued?.[place], graph.sources[place]],
    ...[start, end].map((offset) => (offset < 0 ? "" : offset)),
  ]);
  return rows.length ? rows : [SENTENCE.map(() => "")];
}
