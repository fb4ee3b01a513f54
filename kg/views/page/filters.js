/* The filters, each value with the number that all the others leave it. The filter by class is the legend. */

let rows = []; // {made, box, number, set, members, facet}: a row stands for one or several values that a set may hide

function buildFilters() {
  rows = [];
  buildClasses();
  const relations = graph.relations.map((relation, index) => ({ text: named(relation), member: index }));
  buildRows("relation", view.hiddenRelations, relations);
  const statuses = graph.statuses.map((status, index) => ({ text: named(status), member: index }));
  if (graph.hasBare) statuses.push({ text: say("unstated"), member: NO_STATUS });
  const used = new Set(graph.edges.map((edge) => edge.status ?? NO_STATUS));
  buildRows("status", view.hiddenStatuses, statuses.filter(({ member }) => used.has(member)).reverse());
  const cited = new Set(graph.edges.flatMap((edge) => edge.documents).concat(graph.nodes.flatMap((node) => node.documents ?? [])));
  buildRows("document", view.hiddenDocuments, graph.documents.map((title, index) => ({ text: title, member: index })).filter(({ member }) => cited.has(member)));
}

function buildClasses() {
  const groups = new Map();
  graph.classes.forEach((look, cls) => {
    if (!groups.has(look.group)) groups.set(look.group, []);
    groups.get(look.group).push(cls);
  });
  const list = byId("cls-rows");
  list.replaceChildren();
  for (const members of groups.values()) {
    const several = members.length > 1;
    const look = graph.classes[members[0]];
    const dot = iconOf("M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z", look.colour);
    list.append(row("cls", view.hiddenClasses, members, several ? groupOf(look) : named(look), several ? dot : icon(members[0])));
    if (!several) continue;
    const inner = element("ul", "inner-rows");
    for (const cls of members) inner.append(row("cls", view.hiddenClasses, [cls], named(graph.classes[cls]), icon(cls), "inner"));
    const item = element("li");
    item.append(inner);
    list.append(item);
  }
  byId("cls").hidden = !graph.classes.length;
}

function buildRows(facet, set, values) {
  byId(`${facet}-rows`).replaceChildren(...values.map(({ text, member }) => row(facet, set, [member], text, null)));
  byId(facet).hidden = values.length < 2 && facet !== "relation" || !values.length;
}

function row(facet, set, members, text, picture, className = "") {
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
  const only = button("only", say("only"), () => {
    for (const each of rows) if (each.facet === facet) each.members.forEach((member) => set.add(member));
    for (const member of members) set.delete(member);
    filtersChanged();
  });
  only.setAttribute("aria-label", say("onlyThis", text));
  const number = element("span", "number");
  made.append(label, only, number);
  rows.push({ made, box, number, set, members, facet });
  return made;
}

function wireFilters() {
  for (const [facet, set] of facetSets()) {
    byId(`all-${facet}`).addEventListener("click", () => {
      set.clear();
      filtersChanged();
    });
  }
  byId("unfold").addEventListener("click", () => {
    const open = byId("finder").classList.toggle("unfolded");
    byId("unfold").setAttribute("aria-expanded", String(open));
  });
  byId("sure").addEventListener("input", () => {
    view.confidence = Number(byId("sure").value) / 100;
    filtersChanged();
  });
  byId("reset-all").addEventListener("click", clearFilters);
  byId("alone").addEventListener("change", () => {
    view.alone = byId("alone").checked;
    filtersChanged();
    if (!view.near) fitAll();
  });
  byId("regions").addEventListener("change", () => {
    view.regions = byId("regions").checked;
    redraw();
    saveAddress(false);
  });
}

function facetSets() {
  return [
    ["cls", view.hiddenClasses],
    ["relation", view.hiddenRelations],
    ["status", view.hiddenStatuses],
    ["document", view.hiddenDocuments],
  ];
}

function clearFilters() {
  for (const [, set] of facetSets()) set.clear();
  view.years = null;
  view.confidence = 0;
  filtersChanged();
}

function filtersChanged() {
  refilter();
  saveAddress(false);
}

/* Brings everything in line with the filters. */
function refilter() {
  applyFilters();
  outlines = null;
  showRows();
  showTime();
  byId("sure").value = String(Math.round(view.confidence * 100));
  byId("sure-told").textContent = view.confidence ? say("atLeast", view.confidence.toFixed(2)) : say("anyConfidence");
  const alone = view.isAlone.reduce((sum, each) => sum + each, 0);
  byId("alone").checked = view.alone;
  byId("alone-told").textContent = say("dimAlone", count(alone));
  byId("alone").closest("label").hidden = !alone;
  byId("regions").checked = view.regions;
  byId("regions").closest("label").hidden = !graph.regions.length;
  byId("reset-all").hidden = !isFiltered();
  if (view.path) rewalk();
  if (view.focus >= 0 && view.nodeShown[view.focus]) refocus();
  else if (view.focus >= 0) dropFocus();
  else refreshDetail();
  showCount();
  redraw();
}

function showRows() {
  const counted = {
    cls: classCounts(),
    relation: edgeCounts("relation", graph.relations.length, (edge) => [edge.rel]),
    document: edgeCounts("document", graph.documents.length, (edge) => edge.documents),
    status: edgeCounts("status", graph.statuses.length + 1, (edge) => [edge.status ?? graph.statuses.length]),
  };
  for (const { made, box, number, set, members, facet } of rows) {
    const hidden = members.filter((member) => set.has(member)).length;
    const total = members.reduce((sum, member) => sum + counted[facet][member === NO_STATUS ? graph.statuses.length : member], 0);
    box.checked = hidden < members.length;
    box.indeterminate = hidden > 0 && hidden < members.length;
    number.textContent = count(total);
    made.classList.toggle("off", hidden === members.length || total === 0);
    made.classList.toggle("none", hidden === 0 && total === 0);
  }
  for (const [facet, set] of facetSets()) byId(`all-${facet}`).hidden = !set.size;
}

function showCount() {
  const nodes = shownNodes().length;
  const edges = shownEdges().length;
  const part = (shown, all) => (shown === all ? count(all) : say("part", count(shown), count(all)));
  const present = presentNodes().length;
  const links = graph.edges.filter((_, index) => !(view.failed[index] & FACET.away)).length;
  byId("count").textContent = say("countAll", part(nodes, present), part(edges, links));
  byId("empty").hidden = nodes > 0 || !present;
  byId("nothing").hidden = present > 0;
  const away = view.placed ? presentNodes().filter(({ id }) => !view.placed.has(id)).length : 0;
  const told = [away ? say("unplaced", count(away)) : "", basemapTold()].filter((part) => part).join(" · ");
  byId("unplaced").hidden = !told;
  byId("unplaced").textContent = told;
}
