/* The panel of one entity: what it is called, what the documents say of it, and the sentences that say so. */

const FIRST = 8; // facts of one relation that are shown at once

function showDetail(node) {
  const panel = byId("detail");
  const sections = sectionsOf(node);
  const body = element("div", "body");
  body.tabIndex = 0;
  for (const section of sections) body.append(section.made);
  if (!sections.length) body.append(element("p", "quiet", graph.edgesOf[node].length ? "当前筛选下没有关系。" : "没有关系或数据。"));
  panel.replaceChildren(headOf(node, sections), body);
  panel.hidden = false;
  document.body.classList.add("with-detail");
}

function hideDetail() {
  byId("detail").hidden = true;
  document.body.classList.remove("with-detail");
}

function headOf(node, sections) {
  const { label, alt = [] } = graph.nodes[node];
  const top = element("header");
  const kind = element("p", "kind");
  kind.append(icon(graph.nodes[node].cls), graph.nodes[node].kind ?? classOf(node).label);
  if (graph.nodes[node].background) kind.append(element("span", "quiet", "（文档未提及，为所属行政区）"));
  const close = button("close", "✕", clearFocus);
  close.setAttribute("aria-label", "关闭详情");
  top.append(element("h2", "", label), kind, close);
  if (alt.length) top.append(element("p", "alias", `又名：${alt.join("、")}`));
  if (sections.length > 1) {
    const jumps = element("p", "jumps");
    for (const { title, count, made } of sections) jumps.append(button("", `${title} ${count}`, () => made.scrollIntoView({ block: "start" })));
    top.append(jumps);
  }
  return top;
}

/* [{title, count, made}] of the relations, posts, indicators and dates, as far as there are any. */
function sectionsOf(node) {
  const sections = [];
  const relations = relationsOf(node);
  if (relations.count) sections.push({ title: "关系", ...relations });
  const others = [["posts", "任职"], ["indicators", "指标"], ["dates", "日期"]];
  for (const [kind, title] of others) {
    const facts = graph.nodes[node][kind] ?? [];
    if (!facts.length) continue;
    const made = element("section");
    made.append(heading(title, facts.length));
    appendFacts(made, facts.map((fact) => () => statedFact(fact, node)));
    sections.push({ title, count: facts.length, made });
  }
  return sections;
}

function heading(text, count, direction) {
  const made = element("h3");
  if (direction) {
    const arrow = element("span", "direction", direction === "out" ? "→" : "←");
    arrow.setAttribute("role", "img");
    arrow.setAttribute("aria-label", direction === "out" ? "由它指出" : "指向它");
    made.append(arrow);
  }
  made.append(text, element("small", "", String(count)));
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
    made.append(heading(graph.relations[members[0].rel].label, members.length, outgoing ? "out" : "in"));
    appendFacts(made, members.map((edge) => () => relatedFact(edge, node)));
  }
  return { count: edges.length, made };
}

/* Puts the first facts into a section, and a button for the rest. */
function appendFacts(section, makers) {
  const list = element("ul");
  for (const make of makers.slice(0, FIRST)) list.append(make());
  section.append(list);
  if (makers.length <= FIRST) return;
  const more = button("more", `显示其余 ${makers.length - FIRST} 条`, () => {
    for (const make of makers.slice(FIRST)) list.append(make());
    more.remove();
  });
  section.append(more);
}

function relatedFact(edge, node) {
  const other = otherEnd(edge, node);
  const item = element("li", "fact");
  const link = button("other", "", () => setFocus(other));
  link.append(icon(graph.nodes[other].cls), graph.nodes[other].label);
  item.append(link);
  if (edge.role) item.append(element("span", "said", ` ${edge.role}`));
  if (edge.date) item.append(element("span", "quiet", ` ${edge.date}`));
  if (edge.status) item.append(element("span", "quiet", ` ${edge.status}`));
  appendEvidence(item, edge, node, other, edge.confidence);
  return item;
}

function statedFact(fact, node) {
  const item = element("li", "fact");
  item.append(element("span", "said", fact.text));
  appendEvidence(item, fact, node, -1);
  return item;
}

/* The sentences of a fact: the first at once, the others behind a button. */
function appendEvidence(item, { evidence = [] }, node, other, confidence) {
  const quotes = evidence.map((source) => () => quotation(source, node, other, confidence));
  if (quotes.length) item.append(quotes[0]());
  else item.append(element("p", "quiet", "背景知识，无文档出处"));
  if (quotes.length < 2) return;
  const more = button("more", `另有 ${quotes.length - 1} 处出处`, () => more.replaceWith(...quotes.slice(1).map((make) => make())));
  item.append(more);
}

function quotation([quote, title, start, end], node, other, confidence) {
  const made = element("blockquote");
  markNames(made, graph.quotes[quote], namesOf(node), other < 0 ? [] : namesOf(other));
  const source = [graph.documents[title]];
  if (start >= 0) source.push(end >= 0 ? `第 ${start + 1}–${end} 字` : `第 ${start + 1} 字起`);
  if (confidence !== undefined) source.push(`置信度 ${confidence}`);
  made.append(element("footer", "", source.filter((part) => part).join(" · ")));
  return made;
}

/* All that a node is called, also without the level of a division (苏州 for 苏州市). */
function namesOf(node) {
  const { label, alt = [] } = graph.nodes[node];
  const names = new Set([label, ...alt]);
  const short = label.replace(/(特别行政区|自治区|自治州|自治县|省|市|县|区)$/u, "");
  if (short.length > 1) names.add(short);
  return [...names].filter((name) => name);
}

/* Appends a text in which names are marked, also where a line break or a blank stands within one. */
function markNames(parent, text, own, others) {
  const isOwn = new Set(own.map(bare));
  const names = [...own, ...others].sort((a, b) => b.length - a.length);
  const pattern = names.map((name) => [...bare(name)].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")).join("\\s*")).filter((part) => part);
  if (!pattern.length) {
    parent.append(text);
    return;
  }
  let end = 0;
  for (const found of text.matchAll(new RegExp(pattern.join("|"), "gu"))) {
    parent.append(text.slice(end, found.index), element("mark", isOwn.has(bare(found[0])) ? "" : "other-name", found[0]));
    end = found.index + found[0].length;
  }
  parent.append(text.slice(end));
}

function bare(name) {
  return name.replace(/\s+/gu, "");
}
