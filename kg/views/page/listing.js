/* All shown entities as a table: the graph for keyboards, screen readers and those who prefer lists. */

const COLUMNS = [
  { title: "名称", first: 1, compare: (a, b) => graph.nodes[a].label.localeCompare(graph.nodes[b].label, "zh-CN") },
  { title: "类型", first: 1, compare: (a, b) => graph.nodes[a].cls - graph.nodes[b].cls },
  { title: "关系", first: -1, compare: (a, b) => shownEdgesOf(a).length - shownEdgesOf(b).length },
];

function openList() {
  fillList(COLUMNS[2], COLUMNS[2].first);
  byId("list").showModal();
}

function fillList(column, direction) {
  const nodes = shownNodes().sort((a, b) => direction * column.compare(a, b) || a - b);
  const table = element("table");
  const line = table.createTHead().insertRow();
  for (const each of COLUMNS) {
    const cell = element("th");
    cell.scope = "col";
    if (each === column) cell.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    cell.append(button("", each.title, () => fillList(each, each === column ? -direction : each.first)));
    line.append(cell);
  }
  const body = table.createTBody();
  for (const node of nodes) {
    const entry = body.insertRow();
    const link = button("", graph.nodes[node].label, () => {
      byId("list").close();
      setFocus(node);
    });
    entry.insertCell().append(link);
    entry.insertCell().textContent = classOf(node).label;
    const count = entry.insertCell();
    count.className = "number";
    count.textContent = String(shownEdgesOf(node).length);
  }
  byId("table").replaceChildren(table);
}
