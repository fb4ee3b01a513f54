/* Focus, keys, buttons; starts the page. */

/* Focuses a node and remembers the step. */
function setFocus(node) {
  takeFocus(node);
  saveAddress(true);
}

function takeFocus(node) {
  if (!view.nodeShown[node]) {
    view.hiddenClasses.delete(graph.nodes[node].cls);
    applyFilters();
    if (!view.nodeShown[node]) view.hiddenRelations.clear();
    view.focus = -1;
    refilter();
  }
  view.focus = node;
  view.hover = -1;
  byId("tip").hidden = true;
  refocus();
  const spread = view.sides ? { side: NAME, above: 40 } : {};
  fit([...view.near], spread);
}

/* Shows the neighbourhood of the focus as the filters have it. */
function refocus() {
  view.near = new Set([view.focus, ...shownEdgesOf(view.focus).map((index) => otherEnd(graph.edges[index], view.focus))]);
  showDetail(view.focus); // first, because it takes some of the window
  const back = homewards();
  const around = aroundFocus(view.focus);
  const at = back.get(view.focus);
  for (const node of around.keys()) home.set(node, back.get(node) ?? { ...target(node) });
  for (const node of around.keys()) back.delete(node);
  if (at) back.set(view.focus, at);
  move(new Map([...back, ...around]));
}

function clearFocus() {
  if (view.focus < 0) return;
  dropFocus();
  saveAddress(true);
}

function dropFocus() {
  if (view.focus < 0) return;
  view.focus = -1;
  view.near = null;
  move(homewards());
  hideDetail();
  network.redraw();
}

function savePicture() {
  const drawn = network.canvas.frame.canvas;
  const copy = element("canvas");
  copy.width = drawn.width;
  copy.height = drawn.height;
  const context = copy.getContext("2d");
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(drawn, 0, 0);
  copy.toBlob((blob) => {
    const link = element("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${document.title.replace(/[\\/:*?"<>|\s]+/gu, "_") || "graph"}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }, "image/png");
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = theme === "dark" ? "浅色" : "深色";
  readColours();
  network?.redraw();
}

/* The system's choice until the reader makes one. */
function buildTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let isChosen = false;
  const follow = () => {
    if (!isChosen) setTheme(system.matches ? "dark" : "light");
  };
  system.addEventListener("change", follow);
  byId("theme").addEventListener("click", () => {
    isChosen = true;
    setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  });
  follow();
}

function buildNetwork() {
  const options = readJson("options");
  options.nodes.ctxRenderer = nodeRenderer;
  const nodes = new vis.DataSet(graph.nodes.map(({ id, x, y, size }) => ({ id, x, y, size })));
  network = new vis.Network(byId("canvas"), { nodes, edges: new vis.DataSet([]) }, options);
  network.on("beforeDrawing", drawEdges);
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ pointer }) => {
    const node = nodeAt(pointer.DOM);
    if (node >= 0) setFocus(node);
    else clearFocus();
  });
  byId("canvas").addEventListener("mousemove", showTip);
  byId("canvas").addEventListener("mouseleave", () => setHover(-1));
}

function showTip(event) {
  const node = event.buttons ? -1 : nodeAt({ x: event.clientX, y: event.clientY });
  setHover(node);
  if (node < 0) return;
  const tip = byId("tip");
  tip.textContent = `${graph.nodes[node].label} · ${classOf(node).label} · ${shownEdgesOf(node).length} 条关系`;
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 310)}px`;
  tip.style.top = `${Math.min(event.clientY + 16, innerHeight - 60)}px`;
}

function setHover(node) {
  byId("tip").hidden = node < 0;
  byId("canvas").style.cursor = node < 0 ? "" : "pointer";
  if (node === view.hover) return;
  view.hover = node;
  network.redraw();
}

const KEYS = {
  "/": () => byId("query").focus(),
  Escape: clearFocus,
  f: () => fitAll(),
  l: openList,
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
};

function buildKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("list").open || event.target.matches("input[type=search]")) return;
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  byId("fit").addEventListener("click", () => fitAll());
  byId("closer").addEventListener("click", () => zoom(1.3));
  byId("farther").addEventListener("click", () => zoom(1 / 1.3));
  byId("open-list").addEventListener("click", openList);
  byId("close-list").addEventListener("click", () => byId("list").close());
  byId("picture").addEventListener("click", savePicture);
}

/* What other scripts, and tests, may ask of the page. */
function publish() {
  const byKey = new Map(graph.nodes.map((node) => [node.key, node.id]));
  window.kg = {
    focus: (key) => setFocus(byKey.get(key)),
    clear: clearFocus,
    locate: (key) => network.canvasToDOM(target(byKey.get(key))),
    labels: () => placed,
    shown: () => ({ nodes: shownNodes().length, edges: view.edgeShown.reduce((sum, shown) => sum + shown, 0) }),
    isStill: () => moving.size === 0,
  };
}

function main() {
  buildTheme();
  buildNetwork();
  buildFilters();
  buildSearch();
  buildKeys();
  refilter();
  fitAll(true);
  readAddress();
  addEventListener("popstate", readAddress);
  publish();
}
