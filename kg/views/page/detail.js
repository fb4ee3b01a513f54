/* The panel beside the drawing: of an entity, of a relation, of the paths between two entities. */

const FIRST = 8; // facts of one relation that are shown at once
const NAMED = 3; // documents that are named at once

function showPanel(head, parts) {
  const panel = byId("detail");
  const body = element("div", "body");
  body.tabIndex = 0;
  body.append(...parts);
  panel.replaceChildren(head, body);
  panel.hidden = false;
  document.body.classList.add("with-detail");
}

function hideDetail() {
  byId("detail").hidden = true;
  document.body.classList.remove("with-detail");
}

/* What is looked at, in the panel; or no panel. */
function refreshDetail() {
  if (view.picking || view.path) showPaths();
  else if (view.edge >= 0) showEdge(view.edge);
  else if (view.focus >= 0) showNode(view.focus);
  else hideDetail();
}

function closeButton() {
  const close = button("close", "✕", goBack);
  close.setAttribute("aria-label", say("closeDetail"));
  return close;
}

function showNode(node) {
  const sections = sectionsOf(node);
  const parts = sections.map((section) => section.made);
  if (!parts.length) parts.push(element("p", "quiet", say(graph.edgesOf[node].length ? "noRelationsShown" : "noRelations")));
  parts.push(...(beyond?.rest(node) ?? []));
  showPanel(headOf(node, sections), parts);
}

function headOf(node, sections) {
  const { alt = [], background, documents = [], cls, label } = graph.nodes[node];
  const top = element("header");
  const kind = element("p", "kind");
  kind.append(icon(cls), kindOf(node));
  if (background) kind.append(element("span", "quiet", say("unmentioned")));
  const title = element("h2");
  title.append(beyond?.pageOf(node) ?? label);
  top.append(title, kind, closeButton());
  if (alt.length) top.append(element("p", "alias", say("aliases", alt.join(say("separator")))));
  if (documents.length) top.append(mentionsIn(documents));
  const actions = element("p", "actions");
  const depths = [1, 2].map((depth) => {
    const made = button("", say(depth === 1 ? "depthOne" : "depthTwo"), () => setDepth(depth));
    made.setAttribute("aria-pressed", String(view.depth === depth));
    made.title = say("depthTip");
    return made;
  });
  actions.append(...depths, button("", say("findPath"), () => pickPath(node)));
  top.append(actions, ...(beyond?.actions(node) ?? []));
  if (sections.length > 1) {
    const jumps = element("p", "jumps");
    for (const { title, number, made } of sections) jumps.append(button("", `${title} ${number}`, () => made.scrollIntoView({ block: "start" })));
    top.append(jumps);
  }
  return top;
}

/* The documents that mention an entity, the latest first, each with its own date; of many the first ones, and a button for the rest. */
function mentionsIn(documents) {
  const latest = [...documents].sort((a, b) => (graph.issued?.[b] ?? "").localeCompare(graph.issued?.[a] ?? "") || a - b).map(datedTitle);
  const made = element("p", "alias", say("mentionedIn", documents.length, latest.slice(0, NAMED).join(say("separator"))));
  const left = latest.slice(NAMED);
  if (!left.length) return made;
  const more = button("more", say("more", left.length), () => more.replaceWith(`${say("separator")}${left.join(say("separator"))}`));
  made.append(more);
  return made;
}

/* [{title, number, made}] of the relations, posts, indicators and dates, as far as there are any. */
function sectionsOf(node) {
  const sections = [];
  const relations = relationsOf(node);
  if (relations.number) sections.push({ title: say("relations"), ...relations });
  for (const kind of ["posts", "indicators", "dates"]) {
    const facts = graph.nodes[node][kind] ?? [];
    if (!facts.length) continue;
    const made = element("section");
    made.append(heading(say(kind), facts.length));
    appendFacts(made, facts.map((fact) => () => statedFact(fact, node, facts)));
    sections.push({ title: say(kind), number: facts.length, made });
  }
  return sections;
}

function heading(text, number, direction) {
  const made = element("h3");
  if (direction) {
    const arrow = element("span", "direction", direction === "out" ? "→" : "←");
    arrow.setAttribute("role", "img");
    arrow.setAttribute("aria-label", say(direction === "out" ? "outgoing" : "incoming"));
    made.append(arrow);
  }
  made.append(text, element("small", "", String(number)));
  return made;
}

/* The shown relations of a node, grouped by direction and name: outgoing first, the frequent relations before the rare. */
function relationsOf(node) {
  const groups = new Map();
  const edges = shownEdgesOf(node);
  for (const index of edges) {
    const edge = graph.edges[index];
    const key = (edge.from === node ? 0 : graph.relations.length) + edge.rel;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(edge);
  }
  const made = element("section");
  for (const key of [...groups.keys()].sort((a, b) => a - b)) {
    const members = groups.get(key);
    const outgoing = key < graph.relations.length;
    made.append(heading(named(graph.relations[members[0].rel]), members.length, outgoing ? "out" : "in"));
    appendFacts(made, members.map((edge) => () => relatedFact(edge, node)));
  }
  return { number: edges.length, made };
}

/* Puts the first facts into a section, and a button for the rest. */
function appendFacts(section, makers) {
  const list = element("ul");
  for (const make of makers.slice(0, FIRST)) list.append(make());
  section.append(list);
  if (makers.length <= FIRST) return;
  const more = button("more", say("more", makers.length - FIRST), () => {
    for (const make of makers.slice(FIRST)) list.append(make());
    more.remove();
  });
  section.append(more);
}

/* One relation with all of its sentences, then the others between the same two. */
function showEdge(index) {
  const edge = graph.edges[index];
  const top = element("header");
  const ends = element("p", "ends");
  ends.append(nodeButton(edge.from), element("span", "direction", "→"), nodeButton(edge.to));
  top.append(element("h2", "", named(graph.relations[edge.rel])), ends, closeButton());
  const others = edgesBetween(edge.from, edge.to).filter((other) => other !== index);
  showPanel(top, [edgeFact(index, true), ...others.map((other) => edgeFact(other, false))]);
}

/* A relation as a section; `isOpen`: with all of its sentences. */
function edgeFact(index, isOpen) {
  const edge = graph.edges[index];
  const made = element("section", "fact edge-fact");
  if (!isOpen) {
    const line = element("h3");
    line.append(button("other", `${graph.nodes[edge.from].label} → ${named(graph.relations[edge.rel])} → ${graph.nodes[edge.to].label}`, () => setEdge(index)));
    made.append(line);
  }
  appendSaid(made, edge);
  appendEvidence(made, edge, { own: namesOf(edge.from), others: namesOf(edge.to) }, isOpen);
  return made;
}

/* The paths between two entities, or the question for their ends. */
function showPaths() {
  const top = element("header");
  if (view.picking) {
    const { from } = view.picking;
    top.append(element("h2", "", say("path")), element("p", "picking", from < 0 ? say("pickStart") : say("pickEnd", graph.nodes[from].label)), closeButton());
    showPanel(top, []);
    return;
  }
  const { from, to, found, length, isMore, chosen } = view.path;
  top.append(element("h2", "", say("pathTitle", graph.nodes[from].label, graph.nodes[to].label)), closeButton());
  const told = length < 0 ? beyond?.toldOfNoPath() ?? say("noPath") : length === 0 ? say("samePath") : say(isMore ? "pathMost" : "pathCount", found.length, length);
  top.append(element("p", "quiet", told));
  if (found.length > 1) {
    const choice = element("p", "actions");
    for (let place = -1; place < found.length; place += 1) {
      const made = button("", place < 0 ? say("allPaths") : String(place + 1), () => choosePath(place));
      if (place >= 0) made.setAttribute("aria-label", say("pathNumber", place + 1));
      made.setAttribute("aria-pressed", String(place === chosen));
      choice.append(made);
    }
    top.append(choice);
  }
  showPanel(top, length > 0 ? pathSteps(found[Math.max(chosen, 0)]) : []);
}

/* A path as a list: each entity, and between two of them what the documents say. */
function pathSteps(path) {
  return path.flatMap((node, step) => {
    const place = element("p", "station");
    place.append(nodeButton(node));
    if (step === path.length - 1) return [place];
    const between = edgesBetween(node, path[step + 1]).map((index) => {
      const edge = graph.edges[index];
      const made = element("section", "step");
      const line = element("h3");
      line.append(element("span", "direction", edge.from === node ? "↓" : "↑"), named(graph.relations[edge.rel]));
      made.append(line);
      appendSaid(made, edge);
      appendEvidence(made, edge, { own: namesOf(edge.from), others: namesOf(edge.to) });
      return made;
    });
    return [place, ...between];
  });
}
