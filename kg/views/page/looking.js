/* What is looked at: an entity and its neighbourhood, a relation, the paths between two entities; and the way back. */

/* An entity was chosen, by search, list or click: an end of a path where one is asked for, else the focus. */
function chooseNode(node) {
  if (!view.picking) setFocus(node);
  else if (view.picking.from < 0) pickPath(node);
  else setPath(view.picking.from, node);
}

/* Focuses a node and remembers the step. */
function setFocus(node) {
  theme.isMoved = false;
  takeFocus(node);
  saveAddress(true);
}

function takeFocus(node) {
  dropPath();
  view.edge = view.hover = view.hoverEdge = -1;
  view.focus = node;
  byId("tip").hidden = true;
  unhide(node);
  refilter();
  fitNear();
  beyond?.focused(node);
}

/* Takes back filters that keep a node out; one without edges is shown while it is the focus. */
function unhide(node) {
  applyFilters();
  if (view.nodeShown[node] && (shownEdgesOf(node).length || !graph.edgesOf[node].length)) return;
  view.hiddenClasses.delete(graph.nodes[node].cls);
  applyFilters();
  if (view.nodeShown[node]) return;
  if (view.placed && !view.placed.has(node)) setLayout("network");
  for (const [, set] of facetSets()) set.clear();
  view.years = null;
  view.confidence = 0;
}

function fitNear() {
  const spread = view.sides ? { side: view.arcs || view.depth > 1 ? 120 : NAME, above: 44 } : { above: 60, side: isNarrow() ? 40 : 110 };
  fit([...view.near], spread);
}

function setDepth(depth) {
  view.depth = depth;
  if (view.focus < 0) return;
  refocus();
  fitNear();
  saveAddress(true);
}

/* Shows the neighbourhood of the focus as the filters have it. */
function refocus() {
  const steps = stepsFrom(view.focus, view.depth);
  view.near = new Set(steps.keys());
  view.nearEdges = new Set([...view.near].flatMap((node) => shownEdgesOf(node)).filter((index) => isWithin(graph.edges[index], steps)));
  refreshDetail(); // first, because it takes some of the window
  moveTo(aroundFocus(view.focus, steps), view.focus);
}

/* Whether an edge belongs to a neighbourhood: one of the last step's nodes among each other does not. */
function isWithin({ from, to }, steps) {
  return steps.has(from) && steps.has(to) && (steps.get(from) < view.depth || steps.get(to) < view.depth);
}

function setEdge(index) {
  takeEdge(index);
  saveAddress(true);
}

function takeEdge(index) {
  view.edge = index;
  view.hoverEdge = -1;
  byId("tip").hidden = true;
  const { from, to } = graph.edges[index];
  if (view.focus >= 0 && view.focus !== from && view.focus !== to && !view.nearEdges?.has(index)) dropFocus();
  if (view.path && !view.nearEdges.has(index)) dropPath();
  showEdge(index);
  redraw();
  beyond?.taken(index);
}

/* Asks for the ends of a path; from -1 for both. */
function pickPath(from = -1) {
  dropPath();
  dropFocus();
  view.edge = -1;
  view.picking = { from };
  setHover(-1, -1);
  byId("query").dataset.hint = "searchTarget";
  byId("path").setAttribute("aria-pressed", "true");
  sayAll();
  refreshDetail();
  byId("query").focus();
  redraw();
}

function stopPicking() {
  view.picking = null;
  byId("query").dataset.hint = "search";
  byId("path").setAttribute("aria-pressed", String(view.path !== null));
  sayAll();
}

function setPath(from, to) {
  theme.isMoved = false;
  takePath(from, to);
  saveAddress(true);
}

function takePath(from, to) {
  dropFocus();
  view.edge = -1;
  applyFilters();
  view.path = { from, to, chosen: -1 };
  stopPicking();
  rewalk();
  fitPath();
  beyond?.walked(from, to);
}

function fitPath() {
  if (view.near.size) fit([...view.near], { side: isNarrow() ? 50 : 120, above: 70 });
}

/* The paths as the filters have them now. */
function rewalk() {
  Object.assign(view.path, shortestPaths(view.path.from, view.path.to));
  if (view.path.chosen >= view.path.found.length) view.path.chosen = -1;
  const { found, chosen, from, to } = view.path;
  const paths = chosen < 0 ? found : [found[chosen]];
  view.near = new Set(paths.length ? paths.flat() : [from, to]);
  view.nearEdges = new Set(paths.flatMap((path) => path.slice(1).flatMap((node, step) => edgesBetween(path[step], node))));
  refreshDetail();
  moveTo(alongPaths(view.path), -1);
}

function choosePath(place) {
  view.path.chosen = place;
  rewalk();
  saveAddress(false);
}

function dropPath() {
  if (view.picking) stopPicking();
  if (!view.path) return;
  view.path = view.near = view.nearEdges = null;
  byId("path").setAttribute("aria-pressed", "false");
  move(homewards());
}

function dropFocus() {
  if (view.focus < 0) return;
  view.focus = -1;
  view.near = view.nearEdges = null;
  move(homewards());
}

function leaveAll() {
  view.edge = -1;
  dropPath();
  dropFocus();
}

/* One step back: from an edge to what was looked at before, else out of everything. */
function goBack() {
  if (view.edge >= 0 && (view.focus >= 0 || view.path)) view.edge = -1;
  else leaveAll();
  refilter();
  saveAddress(true);
}
