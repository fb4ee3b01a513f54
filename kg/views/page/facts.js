/* One fact: what it says, how sure and how far it is, the sentences that say so with its words marked, and what says otherwise. */

/* Chips for the status and the confidence of an edge or a fact. */
function ratings({ status, confidence }) {
  const made = element("span", "ratings");
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
  line.append(ratings(edge));
  item.append(line);
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
  for (const place of fact.against ?? []) item.append(contradiction(all[place]));
  appendEvidence(item, fact, { own: namesOf(node), others: fact.words ?? dateWords(fact) });
  return item;
}

function textOf({ text, date }) {
  return date && TEXTS[date[0]] ? `${say(date[0])}${languageAt ? ": " : "："}${date[1]}` : text;
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

function contradiction(other) {
  const titles = (other.evidence ?? []).map((quotation) => graph.documents[quotation[1]]);
  return element("p", "against", say("against", `${textOf(other)}（${[...new Set(titles)].join(say("separator"))}）`));
}

/* The sentences of a fact: the first at once, the others behind a button; all of them where `isOpen`. */
function appendEvidence(item, { evidence = [] }, names, isOpen = false) {
  const quotes = evidence.map((source) => () => quotation(source, names));
  const first = isOpen ? quotes.length : 1;
  for (const make of quotes.slice(0, first)) item.append(make());
  if (!quotes.length) item.append(element("p", "quiet", say("noSource")));
  if (quotes.length <= first) return;
  const more = button("more", say("moreSources", quotes.length - first), () => more.replaceWith(...quotes.slice(first).map((make) => make())));
  item.append(more);
}

function quotation(source, { own, others }) {
  const made = element("blockquote");
  const words = element("p", "words");
  markNames(words, graph.quotes[source[0]], own, others);
  const footer = element("footer");
  const told = [graph.documents[source[1]], whereIn(source)].filter((part) => part).join(" · ");
  footer.append(beyond?.placeOf(source, told) ?? element("span", "", told));
  const copy = button("cite", say("cite"), () => {
    const text = graph.quotes[source[0]].replace(/\s*\n\s*/gu, "");
    copyText(say("citation", text, graph.documents[source[1]], `${languageAt ? ", " : "，"}${whereIn(source)}`), copy);
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
