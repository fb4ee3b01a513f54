/* Neighbourhoods and shortest paths in what is shown of the graph. */

const PATHS = 20; // paths that are listed at most

function isAny(edge) {
  return !isDenied(edge);
}

/* What documents state. Over the hierarchy of divisions all regions are a few steps apart, which says nothing of them. */
function isStated(edge) {
  return !isBackground(edge) && !isDenied(edge);
}

/* Map node → steps from `start`, as far as `depth`, nearest first, over the shown edges that `counts` lets through. */
function stepsFrom(start, depth, counts = () => true) {
  const steps = new Map([[start, 0]]);
  for (const node of steps.keys()) {
    if (steps.get(node) >= depth) break;
    for (const index of shownEdgesOf(node)) {
      const other = otherEnd(graph.edges[index], node);
      if (!steps.has(other) && counts(graph.edges[index])) steps.set(other, steps.get(node) + 1);
    }
  }
  return steps;
}

/*
 * {length, found, isMore}: up to PATHS shortest paths as lists of nodes, those over large nodes first; directions do not matter. Over what
 * documents state, and over the hierarchy of divisions where that does not lead there.
 */
function shortestPaths(from, to) {
  const stated = pathsOver(from, to, isStated);
  return stated.length < 0 ? pathsOver(from, to, isAny) : stated;
}

function pathsOver(from, to, counts) {
  const steps = stepsFrom(to, Infinity, counts);
  const found = [];
  if (!steps.has(from)) return { length: -1, found, isMore: false };
  const walk = (path) => {
    const node = path[path.length - 1];
    if (node === to) {
      found.push(path);
      return;
    }
    const edges = shownEdgesOf(node).map((index) => graph.edges[index]).filter(counts);
    const next = new Set(edges.map((edge) => otherEnd(edge, node)));
    for (const other of [...next].sort((a, b) => a - b)) {
      if (found.length <= PATHS && steps.get(other) === steps.get(node) - 1) walk([...path, other]);
    }
  };
  walk([from]);
  return { length: steps.get(from), found: found.slice(0, PATHS), isMore: found.length > PATHS };
}

/* The shown edges between two nodes. */
function edgesBetween(a, b) {
  return shownEdgesOf(a).filter((index) => otherEnd(graph.edges[index], a) === b);
}
