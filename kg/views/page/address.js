/* The focus and the filters stand in the fragment of the address, so that a view can be kept, sent and gone back to. */

function saveAddress(isStep) {
  const parts = new URLSearchParams();
  if (view.focus >= 0) parts.set("n", graph.nodes[view.focus].key);
  if (view.hiddenClasses.size) parts.set("c", [...view.hiddenClasses].sort((a, b) => a - b).map((cls) => graph.classes[cls].name).join(","));
  if (view.hiddenRelations.size) parts.set("r", [...view.hiddenRelations].sort((a, b) => a - b).map((relation) => graph.relations[relation].name).join(","));
  const address = `#${parts}`;
  if (address === location.hash || (address === "#" && !location.hash)) return;
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  fillHidden(view.hiddenClasses, graph.classes, parts.get("c"));
  fillHidden(view.hiddenRelations, graph.relations, parts.get("r"));
  const key = parts.get("n");
  const node = key === null ? -1 : graph.nodes.findIndex((each) => each.key === key);
  if (node < 0) dropFocus();
  refilter();
  if (node >= 0) takeFocus(node);
}

function fillHidden(set, all, names) {
  const hidden = new Set((names ?? "").split(","));
  set.clear();
  all.forEach((each, index) => {
    if (hidden.has(each.name)) set.add(index);
  });
}
