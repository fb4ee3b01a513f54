/* All shown entities as a table: the graph for keyboards, screen readers and those who prefer lists. So many at a time as are quickly drawn. */

const PAGE = 100; // rows of a page

const COLUMNS = [
  { title: "name", first: 1, compare: (a, b) => a.label - b.label },
  { title: "types", first: 1, compare: (a, b) => a.cls - b.cls },
  { title: "relations", first: -1, compare: (a, b) => a.number - b.number },
];
const DOUBTS = { title: "doubts", first: -1, compare: (a, b) => a.doubts - b.doubts }; // a column where documents contradict each other

const listing = { entries: [], found: [], columns: COLUMNS, column: COLUMNS[2], direction: COLUMNS[2].first, at: 0 }; // `at`: the first row of the page

/* Entities without a relation are here, too, though the drawing folds them away. */
function openList() {
  const nodes = [...graph.nodes.keys()].filter((node) => view.nodeShown[node] || view.isAlone[node]);
  listing.entries = nodes.map((node) => ({ node, cls: graph.nodes[node].cls, number: shownEdgesOf(node).length, doubts: doubtsOf(node), label: -1 }));
  listing.columns = listing.entries.some(({ doubts }) => doubts) ? [...COLUMNS, DOUBTS] : COLUMNS;
  byId("list-query").value = "";
  sortList(COLUMNS[2], COLUMNS[2].first);
  byId("list").showModal();
  focusRow(0);
}

function sortList(column, direction) {
  Object.assign(listing, { column, direction });
  if (column === COLUMNS[0]) orderNames();
  listing.entries.sort((a, b) => direction * column.compare(a, b) || a.node - b.node);
  narrowList();
}

/* How many facts and shown relations of an entity another document contradicts. */
function doubtsOf(node) {
  const facts = ["posts", "indicators", "dates"].flatMap((kind) => graph.nodes[node][kind] ?? []);
  const edges = shownEdgesOf(node).map((index) => graph.edges[index]);
  return [...facts, ...edges].filter(({ against }) => against).length;
}

/* Tells each entry the place of its name, once: comparing names in Chinese takes most of the time. */
function orderNames() {
  if (!listing.entries.length || listing.entries[0].label >= 0) return;
  const order = new Intl.Collator("zh-CN");
  const byName = [...listing.entries].sort((a, b) => order.compare(graph.nodes[a.node].label, graph.nodes[b.node].label) || a.node - b.node);
  byName.forEach((entry, place) => (entry.label = place));
}

/* Leaves the entities that one of their names, or its pinyin, finds. */
function narrowList() {
  const text = byId("list-query").value.trim().toLowerCase();
  listing.found = text ? listing.entries.filter(({ node }) => isNamed(node, text)) : listing.entries;
  turnTo(0);
}

/* Shows the page with this row. */
function turnTo(row) {
  const { found } = listing;
  listing.at = Math.max(Math.min(Math.floor(row / PAGE), Math.ceil(found.length / PAGE) - 1), 0) * PAGE;
  const last = Math.min(listing.at + PAGE, found.length);
  byId("list-range").textContent = found.length ? say("listRange", count(listing.at + 1), count(last), count(found.length)) : say("notFound");
  byId("list-back").disabled = listing.at === 0;
  byId("list-on").disabled = last >= found.length;
  byId("list-pages").hidden = found.length <= PAGE;
  fillTable(found.slice(listing.at, last));
}

function fillTable(entries) {
  const table = element("table");
  const line = table.createTHead().insertRow();
  for (const each of listing.columns) {
    const { column, direction } = listing;
    const cell = element("th");
    cell.scope = "col";
    if (each === column) cell.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    cell.append(button("", say(each.title), () => {
      sortList(each, each === column ? -direction : each.first);
      byId("table").querySelectorAll("th button")[listing.columns.indexOf(each)].focus();
    }));
    line.append(cell);
  }
  const body = table.createTBody();
  for (const { node, cls, number, doubts } of entries) {
    const entry = body.insertRow();
    const link = button("", graph.nodes[node].label, () => {
      byId("list").close();
      chooseNode(node);
    });
    link.prepend(icon(cls));
    entry.insertCell().append(link);
    entry.insertCell().textContent = kindOf(node);
    for (const value of listing.columns === COLUMNS ? [number] : [number, doubts]) {
      const cell = entry.insertCell();
      cell.className = "number";
      cell.textContent = String(value);
    }
  }
  byId("table").replaceChildren(table);
  byId("table").scrollTop = 0;
}

/* Puts the focus on a row of all that are found, and turns to its page; where there is none, on the search. */
function focusRow(row) {
  const place = Math.max(Math.min(row, listing.found.length - 1), 0);
  if (Math.floor(place / PAGE) * PAGE !== listing.at) turnTo(place);
  (byId("table").querySelectorAll("tbody button")[place - listing.at] ?? byId("list-query")).focus();
}

/* The row of all that are found on which the focus is; -1 where it is on none. */
function focusedRow() {
  const place = [...byId("table").querySelectorAll("tbody button")].indexOf(document.activeElement);
  return place < 0 ? -1 : listing.at + place;
}

/* Where a key leads from a row; undefined for other keys. */
function rowAfter(key, row) {
  const { found } = listing;
  const steps = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: listing.at + PAGE, PageUp: listing.at - PAGE, Home: 0, End: found.length - 1 };
  return steps[key];
}

function buildList() {
  byId("list-query").addEventListener("input", narrowList);
  byId("list-back").addEventListener("click", () => turnTo(listing.at - PAGE));
  byId("list-on").addEventListener("click", () => turnTo(listing.at + PAGE));
  byId("list").addEventListener("keydown", (event) => {
    const row = focusedRow();
    const isTyping = document.activeElement === byId("list-query");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping && !["ArrowDown", "PageDown", "PageUp"].includes(event.key)) return;
    const next = rowAfter(event.key, row);
    if (next === undefined) return;
    event.preventDefault();
    if (row === 0 && event.key === "ArrowUp") byId("list-query").focus();
    else if (!(event.key === "PageDown" && byId("list-on").disabled)) focusRow(next);
  });
}
