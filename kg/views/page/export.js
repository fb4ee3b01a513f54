/* What is visible as Turtle and as tables. The triples are triples of the graph that the page was made of. */

const PREFIXES = {
  dcterms: "http://purl.org/dc/terms/",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
const DATE_TYPES = [
  [/^\d{4}$/u, "gYear"],
  [/^\d{4}-\d\d$/u, "gYearMonth"],
  [/^\d{4}-\d\d-\d\d$/u, "date"],
];

function toTurtle() {
  const prefixes = Object.entries({ ...PREFIXES, rc: graph.namespace }).sort();
  const blocks = shownNodes().map((node) => {
    const lines = [...statementsOf(node), ...relationsFrom(node)];
    return `${iri(graph.nodes[node].key)} ${lines.join(" ;\n    ")} .`;
  });
  return `${prefixes.map(([prefix, name]) => `@prefix ${prefix}: <${name}> .`).join("\n")}\n\n${blocks.sort().join("\n\n")}\n`;
}

function statementsOf(node) {
  const { key, label, type, dates = [], documents = [] } = graph.nodes[node];
  const cls = type ?? classOf(node).name;
  const lines = [`a rc:${cls}`];
  if (key !== label) lines.push(`skos:prefLabel ${literal(label)}@zh-Hans`);
  for (const place of documents) lines.push(`rc:mentionedIn ${iri(graph.sources[place])}`);
  for (const { date } of dates) {
    const typed = date && DATE_TYPES.find(([pattern]) => pattern.test(date[1]));
    if (typed) lines.push(`rc:${date[0]} ${literal(date[1])}^^xsd:${typed[1]}`);
  }
  return lines;
}

/* The relations of the vocabulary; a post is no triple between a person and a body. */
function relationsFrom(node) {
  const found = new Set();
  for (const index of shownEdgesOf(node)) {
    const edge = graph.edges[index];
    const name = graph.relations[edge.rel].name.replace(/-background$/u, "");
    if (edge.from === node && /^[A-Za-z]\w*$/u.test(name)) found.add(`rc:${name} ${iri(graph.nodes[edge.to].key)}`);
  }
  return [...found].sort();
}

function iri(text) {
  return `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}>`;
}

function literal(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${text.replace(/[\\"\n\r\t]/gu, (letter) => escapes[letter])}"`;
}

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
    return [key, label, kindOf(node), alt.join(" | "), shownEdgesOf(node).length, ...at, documents.map((place) => graph.documents[place]).join(" | ")];
  });
  return toTable(["iri", "label", "class", "aliases", "relations", "longitude", "latitude", "documents"], rows);
}

function edgesTable() {
  const rows = shownEdges().map((edge) => {
    const ends = [edge.from, edge.to].flatMap((node) => [graph.nodes[node].key, graph.nodes[node].label]);
    const status = edge.status === undefined ? "" : named(graph.statuses[edge.status]);
    const quotes = (edge.evidence ?? []).map(([quote, title]) => `${graph.quotes[quote]} [${graph.documents[title]}]`).join(" | ");
    return [...ends, graph.relations[edge.rel].name, named(graph.relations[edge.rel]), edge.role, edge.date, status, edge.confidence, quotes];
  });
  const head = ["subject", "subject_label", "object", "object_label", "relation", "relation_label", "role", "date", "status", "confidence", "evidence"];
  return toTable(head, rows);
}
