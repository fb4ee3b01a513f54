/* What the reader does with the drawing: brings entities and neighbours into it, takes them away. The steps stand in the address. */

const PREFIX = { expand: "e", bring: "b", path: "p", collapse: "c", away: "r" };
const SEPARATOR = "|"; // stands in no IRI

let steps = []; // as they stand in the address: a letter, a blank, and the entities that it was done with

async function begin() {
  HELP.helpKeys.splice(5, 0, ["X", "keyExpand"], ["C", "keyCollapse"], ["Delete", "keyAway"]);
  HELP.helpMouse.push(["", "mouseTwice"]);
  if (!begun) {
    byId("nothing").hidden = true;
    return;
  }
  network.on("doubleClick", ({ pointer }) => {
    const node = nodeAt(pointer.DOM);
    if (node >= 0) expand(node);
  });
  addEventListener("popstate", () => restore());
  byId("whole").dataset.values = JSON.stringify([count(begun.entities ?? 0), count(begun.links ?? 0), begun.first ?? 0]);
  byId("whole").dataset.text = begun.focus ? "wholeAround" : "whole";
  byId("whole").hidden = !begun.entities;
  Object.assign(window.kg, {
    expand: (key) => expand(graph.byKey.get(key)),
    steps: () => steps,
    isAsking: () => served.asking > 0,
    keyOf: (label) => presentNodes().find((node) => node.label === label)?.key,
    left: (key) => graph.nodes[graph.byKey.get(key)].left,
    edgeIndex: (from, to) => graph.edges.findIndex((edge) => graph.nodes[edge.from].key === from && graph.nodes[edge.to].key === to),
    places: () => presentNodes().map(({ key, x, y }) => [key, [x, y]]),
  });
  takeBegun();
  sayAll();
  if (begun.candidates) showCandidates();
  await restore();
  window.kg.isReady = true;
}

/* The first view: arranged by the server, or around the entity that it began with. */
function takeBegun() {
  if (begun.candidates || begun.missing) return;
  const focus = begun.nodes.findIndex(({ key }) => key === begun.focus);
  if (focus > 0) begun.nodes.unshift(...begun.nodes.splice(focus, 1));
  absorb(inOrder(begun), { arranged: !begun.focus });
  fitAll(true);
}

/* The tables with the edges' ends as the nodes stand now. */
function inOrder({ nodes, edges, rest }) {
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  const ordered = { nodes, rest, edges: edges.map((edge) => ({ ...edge, from: place.get(edge.from), to: place.get(edge.to) })) };
  return ordered;
}

function shortOf(node) {
  const { key } = graph.nodes[node];
  return key.startsWith(served.base) ? key.slice(served.base.length) : key;
}

function wholeOf(short) {
  return /^[a-z][a-z0-9+.-]*:/iu.test(short) ? short : served.base + short;
}

function presentNumbers() {
  return presentNodes().map(({ number }) => number).join(",");
}

function shownNumbers() {
  return shownNodes().map((node) => graph.nodes[node].number).join(",");
}

/* Remembers a step, unless it is one that is being done again. */
function remember(letter, shorts, isAgain) {
  steps.push(`${letter} ${shorts}`);
  if (!isAgain) saveAddress(true);
}

function saveSteps(parts) {
  if (steps.length) parts.set("x", steps.join(SEPARATOR));
}

/* The next neighbours of an entity. */
function expand(node, isAgain = false) {
  const work = async () => {
    const told = graph.nodes[node];
    const start = (told.batch ?? 0) * begun.batch < told.around ? (told.batch ?? 0) * begun.batch : 0;
    const answer = await ask("around.json", { of: told.key, start, with: presentNumbers() });
    told.batch = start / begun.batch + 1;
    const arrived = absorb(answer, { centre: node });
    remember(PREFIX.expand, shortOf(node), isAgain);
    if (isAgain) return;
    byId("spoken").textContent = say("arrived", count(arrived.length), told.label);
    if (view.focus === node) refreshDetail();
    if (view.near) fitNear();
    else fit([node, ...arrived]);
  };
  return isAgain ? work() : inTurn(work);
}

/* Takes away what hangs on an entity alone. */
function collapse(node, isAgain = false) {
  const hanging = [...neighboursOf(node)].filter((other) => other !== view.focus && neighboursOf(other).size === 1);
  for (const other of hanging) graph.nodes[other].away = true;
  graph.nodes[node].batch = 0;
  redrawn();
  remember(PREFIX.collapse, shortOf(node), isAgain);
  if (!isAgain) byId("spoken").textContent = say("takenAway", count(hanging.length));
}

function neighboursOf(node) {
  const others = graph.edgesOf[node].map((index) => otherEnd(graph.edges[index], node));
  return new Set(others.filter((other) => other !== node && !graph.nodes[other].away));
}

function takeAway(node, isAgain = false) {
  const { label } = graph.nodes[node];
  leaveAll();
  graph.nodes[node].away = true;
  redrawn();
  remember(PREFIX.away, shortOf(node), isAgain);
  if (!isAgain) byId("spoken").textContent = say("takenAway", label);
}

/* Puts an entity into the drawing, and looks at it. */
function bring(iri, isAgain = false) {
  const work = async () => {
    const known = graph.byKey.get(iri);
    if (known === undefined || graph.nodes[known].away) {
      absorb(await ask("entities.json", { of: iri, with: presentNumbers() }));
      const node = graph.byKey.get(iri);
      remember(PREFIX.bring, shortOf(node), true);
    }
    if (!isAgain) chooseNode(graph.byKey.get(iri));
  };
  return isAgain ? work() : inTurn(work);
}

/* The paths between two entities over all of the graph. */
function fetchPaths(from, to, isAgain = false) {
  const ends = [from, to].map(shortOf).join(" ");
  if (steps.includes(`${PREFIX.path} ${ends}`)) return Promise.resolve();
  const work = async () => {
    const answer = await ask("paths.json", { one: graph.nodes[from].key, other: graph.nodes[to].key, with: presentNumbers() });
    absorb(answer);
    if (answer.length > 0) remember(PREFIX.path, ends, true);
    if (isAgain || !view.path || view.path.from !== from || view.path.to !== to) return;
    view.path.said = answer;
    rewalk();
    fitPath();
    saveAddress(false);
  };
  return isAgain ? work() : inTurn(work);
}

function toldOfNoPath() {
  const { said } = view.path;
  if (!said) return say("lookingForPath");
  return said.cut ? say("pathGivenUp", count(said.looked)) : say("noPathWithin", said.most);
}

/* Brings the drawing to what the address says, by the same steps. */
function restore() {
  return inTurn(async () => {
    const wanted = (new URLSearchParams(location.hash.slice(1)).get("x") ?? "").split(SEPARATOR).filter((step) => step);
    if (wanted.slice(0, steps.length).join(SEPARATOR) !== steps.join(SEPARATOR)) {
      leaveAll();
      for (const node of graph.nodes) Object.assign(node, { away: true, batch: 0 });
      steps = [];
      takeBegun();
    }
    let failed = 0;
    for (const step of wanted.slice(steps.length)) await again(step).catch(() => (failed += 1));
    fitAll(true);
    readAddress();
    if (failed) tell(say("notRestored", failed), true);
  });
}

async function again(step) {
  const [letter, ...shorts] = step.split(" ");
  const iris = shorts.map(wholeOf);
  if (letter === PREFIX.bring) return bring(iris[0], true);
  if (letter === PREFIX.path) {
    for (const iri of iris) if (graph.byKey.get(iri) === undefined) absorb(await ask("entities.json", { of: iri, with: presentNumbers() }));
  }
  const [node, other] = iris.map((iri) => graph.byKey.get(iri));
  if (node === undefined) throw new Error(step);
  if (letter === PREFIX.expand) return expand(node, true);
  if (letter === PREFIX.collapse) return collapse(node, true);
  if (letter === PREFIX.away) return takeAway(node, true);
  return fetchPaths(node, other, true);
}
