/* Pointer, keys, theme and language; starts the page. */

const STEP = 90; // pixels of an arrow key

const theme = { chosen: null, isMoved: false }; // what the reader chose, and whether the reader moved the view

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").dataset.text = name === "dark" ? "light" : "dark";
  byId("theme").textContent = say(byId("theme").dataset.text);
  readColours();
  redraw();
}

/* The system's choice until the reader makes one. */
function chooseTheme(name) {
  theme.chosen = ["dark", "light"].includes(name) ? name : null;
  setTheme(theme.chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
}

function turnTheme() {
  chooseTheme(isDark() ? "light" : "dark");
  saveAddress(false);
}

function setLanguage(place) {
  if (place === languageAt) return;
  languageAt = place;
  sayAll();
  buildFilters();
}

function turnLanguage() {
  setLanguage(1 - languageAt);
  refilter();
  saveAddress(false);
}

function buildNetwork() {
  const options = readOptions();
  options.nodes.ctxRenderer = nodeRenderer;
  const nodes = new vis.DataSet(graph.nodes.map(drawnNode));
  network = new vis.Network(byId("canvas"), { nodes, edges: new vis.DataSet([]) }, options);
  hurryNodes();
  network.on("beforeDrawing", drawEdges);
  network.on("dragEnd", ({ nodes }) => nodes.forEach((node) => place(node).updateBoundingBox()));
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ pointer, event }) => clicked(pointer.DOM, event.srcEvent?.shiftKey));
  network.on("dragStart", () => moveView(true));
  for (const moved of ["zoom", "dragEnd"]) {
    network.on(moved, () => {
      moveView(false);
      outlines = null;
      theme.isMoved = true;
      clearTimeout(theme.timer);
      theme.timer = setTimeout(() => saveAddress(false), 300);
    });
  }
  byId("canvas").addEventListener("mousemove", showTip);
  byId("canvas").addEventListener("mouseleave", () => setHover(-1, -1));
}

/* A node as vis-network has it. */
function drawnNode({ id, x, y, size }) {
  return { id, x, y, size };
}

function clicked(point, withShift) {
  const node = nodeAt(point);
  if (node >= 0 && withShift && view.focus >= 0 && view.focus !== node) setPath(view.focus, node);
  else if (node >= 0) chooseNode(node);
  else if (view.picking) return;
  else {
    const edge = edgeAt(point);
    if (edge >= 0) setEdge(edge);
    else if (view.focus >= 0 || view.edge >= 0 || view.path) goBack();
  }
}

function showTip(event) {
  const point = { x: event.clientX, y: event.clientY };
  const node = event.buttons ? -1 : nodeAt(point);
  const edge = event.buttons || node >= 0 ? -1 : edgeAt(point);
  setHover(node, edge);
  if (node < 0 && edge < 0) return;
  const tip = byId("tip");
  tip.textContent = node >= 0 ? `${graph.nodes[node].label} · ${kindOf(node)} · ${say("relationCount", shownEdgesOf(node).length)}` : toldOf(graph.edges[edge]);
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 310)}px`;
  tip.style.top = `${Math.min(event.clientY + 16, innerHeight - 60)}px`;
}

function toldOf(edge) {
  const said = [named(graph.relations[edge.rel]), edge.role].filter((part) => part).join(" ");
  const parts = [`${graph.nodes[edge.from].label} → ${said} → ${graph.nodes[edge.to].label}`, edge.date];
  parts.push(edge.evidence?.length ? say("sources", edge.evidence.length) : "");
  return parts.filter((part) => part).join(" · ");
}

function setHover(node, edge) {
  byId("tip").hidden = node < 0 && edge < 0;
  byId("canvas").style.cursor = node < 0 && edge < 0 ? "" : "pointer";
  if (node === view.hover && edge === view.hoverEdge) return;
  [view.hover, view.hoverEdge] = [node, edge];
  redraw();
}

/* The next shown entity, the largest first; within a neighbourhood, of that. */
function hoverNext(step) {
  const nodes = view.near ? [...view.near].filter((node) => node !== view.focus).sort((a, b) => a - b) : shownNodes();
  if (!nodes.length) return;
  const place = nodes.indexOf(view.hover);
  const node = nodes[place < 0 ? (step > 0 ? 0 : nodes.length - 1) : (place + step + nodes.length) % nodes.length];
  setHover(node, -1);
  byId("spoken").textContent = `${graph.nodes[node].label}, ${kindOf(node)}, ${say("relationCount", shownEdgesOf(node).length)}`;
  const at = network.canvasToDOM(target(node));
  const area = freeArea();
  if (at.x < area.left || at.x > area.right || at.y < area.top || at.y > area.bottom) fit([node], { largest: network.getScale() });
}

const KEYS = {
  "/": () => byId("query").focus(),
  Escape: () => (view.focus >= 0 || view.edge >= 0 || view.path || view.picking ? goBack() : null),
  Enter: () => view.hover >= 0 && chooseNode(view.hover),
  f: () => fitAll(),
  l: () => openList(),
  m: () => turnLayout(),
  p: () => turnPath(),
  e: () => openExport(),
  d: () => turnTheme(),
  g: () => turnLanguage(),
  t: () => playTime(),
  n: () => hoverNext(1),
  b: () => hoverNext(-1),
  1: () => setDepth(1),
  2: () => setDepth(2),
  "?": () => openHelp(),
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  ArrowLeft: () => pan(-STEP, 0),
  ArrowRight: () => pan(STEP, 0),
  ArrowUp: () => pan(0, -STEP),
  ArrowDown: () => pan(0, STEP),
};

function turnLayout() {
  theme.isMoved = false;
  setLayout(view.layout === "map" ? "network" : "map");
  saveAddress(true);
}

function turnPath() {
  if (view.picking || view.path) goBack();
  else pickPath(view.focus);
}

function buildKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input[type=search]")) return;
    const isOnControl = event.target.matches("button, input, summary, .body");
    if (isOnControl && ["Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  const buttons = { fit: () => fitAll(), closer: () => zoom(1.3), farther: () => zoom(1 / 1.3), map: turnLayout, path: turnPath };
  Object.assign(buttons, { "open-list": openList, "open-export": openExport, "open-help": openHelp, theme: turnTheme, language: turnLanguage });
  for (const [id, action] of Object.entries(buttons)) byId(id).addEventListener("click", action);
  Object.assign(KEYS, beyond?.keys);
  byId("map").hidden = !graph.basemap && !graph.nodes.some((node) => node.at);
}

/* What other scripts, and tests, may ask of the page. */
function publish() {
  const node = (key) => graph.byKey.get(key);
  window.kg = {
    focus: (key) => setFocus(node(key)),
    clear: goBack,
    locate: (key) => network.canvasToDOM(target(node(key))),
    locateEdge: (index) => network.canvasToDOM(pointAt(lineOf(graph.edges[index]), 0.5)),
    labels: () => placed,
    shown: () => ({ nodes: shownNodes().length, edges: shownEdges().length }),
    turtle: readTurtle,
    svg: toSvg,
    address: () => addressOf({ viewport: true }),
    isStill: () => moving.size === 0,
  };
}

function main() {
  chooseTheme(new URLSearchParams(location.hash.slice(1)).get("t"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => theme.chosen ?? chooseTheme(null));
  buildNetwork();
  buildFilters();
  wireFilters();
  buildTime();
  buildSearch();
  buildDialogs();
  buildKeys();
  sayAll();
  refilter();
  fitAll(true);
  publish();
  if (beyond) return beyond.begin();
  if (location.hash) readAddress();
  addEventListener("popstate", readAddress);
  window.kg.isReady = true;
}
