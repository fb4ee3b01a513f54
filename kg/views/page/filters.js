/* The legend, which is the filter by class, and the filter by relation; each row with its count. */

const rows = []; // {made, box, set, members}: a row stands for one or several members of a set of hidden things

function buildFilters() {
  const classCounts = counts(graph.classes.length, graph.nodes.map((node) => node.cls));
  const groups = new Map();
  graph.classes.forEach((look, cls) => {
    if (!groups.has(look.group)) groups.set(look.group, []);
    groups.get(look.group).push(cls);
  });
  const list = byId("classes");
  for (const [group, members] of groups) {
    const several = members.length > 1;
    const total = members.reduce((sum, cls) => sum + classCounts[cls], 0);
    const dot = iconOf("M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z", graph.classes[members[0]].colour);
    const text = several ? group : graph.classes[members[0]].label;
    list.append(row(view.hiddenClasses, members, text, total, several ? dot : icon(members[0]), several ? "outer" : ""));
    if (!several) continue;
    const inner = element("ul", "inner-rows");
    for (const cls of members) inner.append(row(view.hiddenClasses, [cls], graph.classes[cls].label, classCounts[cls], icon(cls), "inner"));
    list.lastElementChild.after(wrap(inner));
  }
  const relationCounts = counts(graph.relations.length, graph.edges.map((edge) => edge.rel));
  graph.relations.forEach((relation, index) => {
    byId("relations").append(row(view.hiddenRelations, [index], relation.label, relationCounts[index], null, ""));
  });
  byId("classes").closest("section").hidden = !graph.classes.length;
  byId("relations").closest("section").hidden = !graph.relations.length;
  byId("all-classes").addEventListener("click", () => showAll(view.hiddenClasses));
  byId("all-relations").addEventListener("click", () => showAll(view.hiddenRelations));
  byId("unfold").addEventListener("click", () => {
    const open = byId("finder").classList.toggle("unfolded");
    byId("unfold").setAttribute("aria-expanded", String(open));
  });
}

function wrap(list) {
  const item = element("li");
  item.append(list);
  return item;
}

function counts(length, values) {
  const result = new Array(length).fill(0);
  for (const value of values) result[value] += 1;
  return result;
}

function row(set, members, text, count, picture, className) {
  const made = element("li", `row ${className}`);
  const label = element("label");
  const box = element("input");
  box.type = "checkbox";
  box.addEventListener("change", () => {
    for (const member of members) box.checked ? set.delete(member) : set.add(member);
    filtersChanged();
  });
  const name = element("span", "", text);
  name.title = text;
  label.append(box, ...(picture ? [picture] : []), name);
  const only = button("only", "仅看", () => {
    const all = set === view.hiddenClasses ? graph.classes : graph.relations;
    all.forEach((_, index) => set.add(index));
    for (const member of members) set.delete(member);
    filtersChanged();
  });
  only.setAttribute("aria-label", `仅看${text}`);
  made.append(label, only, element("span", "number", count.toLocaleString("en-US")));
  rows.push({ made, box, set, members });
  return made;
}

function showAll(set) {
  set.clear();
  filtersChanged();
}

function filtersChanged() {
  refilter();
  saveAddress(false);
}

/* Brings everything in line with the filters. */
function refilter() {
  applyFilters();
  for (const { made, box, set, members } of rows) {
    const hidden = members.filter((member) => set.has(member)).length;
    box.checked = hidden < members.length;
    box.indeterminate = hidden > 0 && hidden < members.length;
    made.classList.toggle("off", hidden === members.length);
  }
  byId("all-classes").hidden = !view.hiddenClasses.size;
  byId("all-relations").hidden = !view.hiddenRelations.size;
  if (view.focus >= 0 && view.nodeShown[view.focus]) refocus();
  else if (view.focus >= 0) dropFocus();
  showCount();
  network.redraw();
}

function showCount() {
  const nodes = shownNodes().length;
  const edges = view.edgeShown.reduce((sum, shown) => sum + shown, 0);
  const part = (shown, all, unit) => (shown === all ? `${all.toLocaleString("en-US")} ${unit}` : `${shown.toLocaleString("en-US")} / ${all.toLocaleString("en-US")} ${unit}`);
  byId("count").textContent = `${part(nodes, graph.nodes.length, "个实体")} · ${part(edges, graph.edges.length, "条关系")}`;
  byId("empty").hidden = nodes > 0;
}
