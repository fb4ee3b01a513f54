/* The whole view stands in the fragment of the address, so that it can be kept, sent and gone back to. */

/* Which set of hidden values stands under which letter, and what a value is called there. */
function hiddenSets() {
  return [
    ["c", view.hiddenClasses, (cls) => graph.classes[cls]?.name, graph.classes.length],
    ["r", view.hiddenRelations, (relation) => graph.relations[relation]?.name, graph.relations.length],
    ["s", view.hiddenStatuses, (status) => (status === NO_STATUS ? "-" : graph.statuses[status]?.name), graph.statuses.length],
    ["f", view.hiddenDocuments, (place) => (place < 0 ? undefined : shortSource(place)), graph.sources.length],
  ];
}

/* The end of a document's IRI; its title where it has none. */
function shortSource(place) {
  return graph.sources[place].split("/").pop().slice(0, 12);
}

function edgeKey(index) {
  const { from, to, rel, role = "" } = graph.edges[index];
  return [graph.nodes[from].key, graph.relations[rel].name, role, graph.nodes[to].key].join(" ");
}

function addressOf({ viewport = false } = {}) {
  const parts = new URLSearchParams();
  if (view.focus >= 0) parts.set("n", graph.nodes[view.focus].key);
  if (view.focus >= 0 && view.depth > 1) parts.set("d", String(view.depth));
  if (view.edge >= 0) parts.set("e", edgeKey(view.edge));
  if (view.path) {
    parts.append("p", graph.nodes[view.path.from].key);
    parts.append("p", graph.nodes[view.path.to].key);
    if (view.path.chosen >= 0) parts.set("k", String(view.path.chosen + 1));
  }
  for (const [letter, set, name] of hiddenSets()) {
    if (set.size) parts.set(letter, [...set].sort((a, b) => a - b).map(name).join(","));
  }
  if (view.years) parts.set("y", view.years.join("-"));
  if (view.undated) parts.set("u", "1");
  if (view.confidence) parts.set("q", String(view.confidence));
  if (view.alone) parts.set("a", "1");
  if (!view.regions) parts.set("g", "0");
  if (view.layout === "map") parts.set("m", "1");
  if (languageAt !== languageGiven) parts.set("l", languageAt ? "en" : "zh");
  beyond?.saveSteps(parts);
  if (theme.chosen) parts.set("t", theme.chosen);
  if (viewport || theme.isMoved) {
    const { x, y } = turned(network.getViewPosition());
    parts.set("v", [x.toFixed(1), y.toFixed(1), network.getScale().toPrecision(4)].join(","));
  }
  return `#${parts}`;
}

function saveAddress(isStep) {
  const address = addressOf();
  if (address === location.hash || (address === "#" && !location.hash)) return;
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  stopTime();
  setLanguage(["zh", "en"].includes(parts.get("l")) ? Number(parts.get("l") === "en") : languageGiven);
  chooseTheme(parts.get("t"));
  for (const [letter, set, name, length] of hiddenSets()) fillHidden(set, name, length, parts.get(letter));
  const years = /^(\d{4})-(\d{4})$/u.exec(parts.get("y") ?? "");
  view.years = years ? [Number(years[1]), Number(years[2])] : null;
  view.undated = parts.get("u") === "1";
  view.confidence = Math.min(Math.max(Number(parts.get("q")) || 0, 0), 1);
  view.alone = parts.get("a") === "1";
  view.regions = parts.get("g") !== "0";
  view.depth = parts.get("d") === "2" ? 2 : 1;
  readChosen(parts);
  const at = (parts.get("v") ?? "").split(",").map(Number);
  theme.isMoved = at.length === 3 && at.every(Number.isFinite) && at[2] > 0;
  if (theme.isMoved) network.moveTo({ position: turned({ x: at[0], y: at[1] }), scale: at[2], animation: false });
}

/* A place as an address has it, where the network stands on its side; and back. */
function turned({ x, y }) {
  return upright && view.layout === "network" ? { x: y, y: x } : { x, y };
}

/* The focus, the edge or the paths that an address names. */
function readChosen(parts) {
  const wanted = parts.get("m") === "1" ? "map" : "network";
  const node = graph.byKey.get(parts.get("n")) ?? -1;
  const ends = parts.getAll("p").map((key) => graph.byKey.get(key) ?? -1);
  const edge = parts.has("e") ? graph.edges.findIndex((_, index) => edgeKey(index) === parts.get("e")) : -1;
  leaveAll();
  refilter();
  setLayout(wanted);
  if (ends.length === 2 && ends.every((end) => end >= 0)) {
    takePath(ends[0], ends[1]);
    const chosen = Number(parts.get("k") ?? 0) - 1;
    if (chosen >= 0 && chosen < view.path.found.length) choosePath(chosen);
  } else if (node >= 0) takeFocus(node);
  if (edge >= 0) takeEdge(edge);
}

function fillHidden(set, name, length, names) {
  const hidden = new Set((names ?? "").split(",").filter((part) => part));
  set.clear();
  for (let index = NO_STATUS; index < length; index += 1) if (hidden.has(name(index))) set.add(index);
}
