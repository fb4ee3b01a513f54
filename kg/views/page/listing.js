/* All shown entities as a table: the graph for keyboards, screen readers and those who prefer lists. */

const COLUMNS = [
  { title: "name", first: 1, compare: (a, b) => graph.nodes[a].label.localeCompare(graph.nodes[b].label, "zh-CN") },
  { title: "types", first: 1, compare: (a, b) => graph.nodes[a].cls - graph.nodes[b].cls },
  { title: "relations", first: -1, compare: (a, b) => shownEdgesOf(a).length - shownEdgesOf(b).length },
];

function openList() {
  fillList(COLUMNS[2], COLUMNS[2].first);
  byId("list").showModal();
}

/* Entities without a relation are here, too, though the drawing folds them away. */
function fillList(column, direction) {
  const nodes = [...graph.nodes.keys()].filter((node) => view.nodeShown[node] || view.isAlone[node]).sort((a, b) => direction * column.compare(a, b) || a - b);
  const table = element("table");
  const line = table.createTHead().insertRow();
  for (const each of COLUMNS) {
    const cell = element("th");
    cell.scope = "col";
    if (each === column) cell.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    cell.append(button("", say(each.title), () => fillList(each, each === column ? -direction : each.first)));
    line.append(cell);
  }
  const body = table.createTBody();
  for (const node of nodes) {
    const entry = body.insertRow();
    const link = button("", graph.nodes[node].label, () => {
      byId("list").close();
      chooseNode(node);
    });
    entry.insertCell().append(link);
    entry.insertCell().textContent = kindOf(node);
    const number = entry.insertCell();
    number.className = "number";
    number.textContent = String(shownEdgesOf(node).length);
  }
  byId("table").replaceChildren(table);
}
