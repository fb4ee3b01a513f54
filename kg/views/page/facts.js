/* One fact: what it says, how sure and how far it is, the sentences that say so with its words marked, and what says otherwise. */

/* Chips for an edge or a fact: that it is denied, or stated and no fact of the graph; its status, its confidence. */
function ratings({ status, confidence, denied, stated }) {
  const made = element("span", "ratings");
  if (denied) made.append(element("span", "chip Denied", say("denied")));
  if (stated) made.append(element("span", "chip stated", say("stated")));
  if (status !== undefined) made.append(element("span", `chip ${graph.statuses[status].name}`, named(graph.statuses[status])));
  if (confidence !== undefined) {
    const meter = element("span", "chip sure", say("confidenceOf", confidence));
    meter.style.setProperty("--part", String(Math.min(Number(confidence) || 0, 1)));
    made.append(meter);
  }
  return made;
}

function relatedFact(edge, node) {
  const other = otherEnd(edge, node);
  const item = element("li", "fact");
  item.append(nodeButton(other));
  appendSaid(item, edge);
  appendEvidence(item, edge, { own: namesOf(node), others: namesOf(other) });
  return item;
}

/* The role and the date of an edge, and its ratings. */
function appendSaid(item, edge) {
  const line = element("p", "said-line");
  if (edge.role) line.append(element("span", "said", edge.role));
  if (edge.date) line.append(element("span", "quiet", edge.date));
  line.append(ratings({ ...edge, denied: isDenied(edge) }));
  item.append(line);
  for (const index of edge.against ?? []) item.append(contradiction(say(isDenied(edge) ? "affirmed" : "denied"), graph.edges[index]));
}

function nodeButton(node) {
  const link = button("other", "", () => setFocus(node));
  link.append(icon(graph.nodes[node].cls), graph.nodes[node].label);
  return link;
}

/* A post, a figure or a date; `all`: the facts of its kind, some of which may contradict it. */
function statedFact(fact, node, all) {
  const item = element("li", "fact");
  item.append(element("span", "said", textOf(fact)), ratings(fact));
  for (const place of fact.against ?? []) item.append(contradiction(textOf(all[place]), all[place]));
  appendEvidence(item, fact, { own: namesOf(node), others: fact.fields ? wordsOf(fact.fields) : dateWords(fact) });
  return item;
}

function textOf({ text, date }) {
  return date && TEXTS[date[0]] ? `${say(date[0])}${languageAt ? ": " : "："}${date[1]}` : text;
}

/* What of a fact's fields can stand in a sentence. */
function wordsOf({ wording, role, measure }) {
  return [wording, role, measure].filter((word) => word);
}

/* How a date can stand in a sentence: 2023年7月, 7月, 2023年. */
function dateWords({ date }) {
  if (!date) return [];
  const [year, month, day] = date[1].split("-").map(Number);
  const words = [`${year}年`];
  if (month) words.push(`${year}年${month}月`, `${month}月`);
  if (day) words.push(`${year}年${month}月${day}日`, `${month}月${day}日`, `${day}日`);
  return words;
}

/* That other documents say something else: what, and which ones. */
function contradiction(text, { evidence = [] }) {
  const titles = [...new Set(evidence.map((quotation) => datedTitle(quotation[1])))].join(say("separator"));
  return element("p", "against", say("against", text, titles));
}

/* The title of a document, with its own date where that is known. */
function datedTitle(place) {
  const date = graph.issued?.[place];
  return date ? say("datedTitle", graph.documents[place], date) : graph.documents[place];
}

/* The sentences of a fact: the first at once, the others behind a button; all of them where `isOpen`. */
function appendEvidence(item, fact, names, isOpen = false) {
  const { evidence = [] } = fact;
  const quotes = evidence.map((source) => () => quotation(source, names));
  const first = isOpen ? quotes.length : 1;
  for (const make of quotes.slice(0, first)) item.append(make());
  const others = beyond?.sentencesOf(fact);
  if (others) item.append(others);
  else if (!quotes.length) item.append(element("p", "quiet", say("noSource")));
  if (quotes.length <= first || others) return;
  const more = button("more", say("moreSources", quotes.length - first), () => more.replaceWith(...quotes.slice(first).map((make) => make())));
  item.append(more);
}

function quotation(source, { own, others }) {
  const made = element("blockquote");
  const words = element("p", "words");
  markNames(words, graph.quotes[source[0]], own, others);
  const footer = element("footer");
  const told = [graph.documents[source[1]], graph.issued?.[source[1]], whereIn(source)].filter((part) => part).join(" · ");
  footer.append(beyond?.placeOf(source, told) ?? element("span", "", told));
  const copy = button("cite", say("cite"), () => {
    const text = graph.quotes[source[0]].replace(/\s*\n\s*/gu, "");
    const place = [graph.issued?.[source[1]], whereIn(source)].filter((part) => part).map((part) => `${languageAt ? ", " : "，"}${part}`);
    copyText(say("citation", text, graph.documents[source[1]], place.join("")), copy);
  });
  footer.append(copy);
  made.append(words, footer);
  return made;
}

function whereIn([, , start, end]) {
  if (start < 0) return "";
  return end >= 0 ? say("characters", start + 1, end) : say("fromCharacter", start + 1);
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
