/* What the panels of the server's page have besides: facts that are fetched when they are looked at, ways to other pages, what can be done. */

const WAIT = 180; // milliseconds after the last letter until the server is asked for names

/* The server's page of an IRI, at a place of it. */
function addressOfPage(iri, place = "") {
  const language = languageAt !== languageGiven || new URLSearchParams(location.search).has("lang") ? `lang=${languageAt ? "en" : "zh"}` : "";
  const isOurs = iri.startsWith(served.base) && !iri.includes("#");
  const path = isOurs ? `/page/${plainText(iri.slice(served.base.length)).split("/").map(encodeURIComponent).join("/")}` : "/node";
  const query = [isOurs ? "" : `iri=${encodeURIComponent(iri)}`, language].filter((part) => part).join("&");
  return `${path}${query ? `?${query}` : ""}${place}`;
}

/* What is percent-encoded in an IRI is encoded once in an address. */
function plainText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function linkTo(href, text, className = "") {
  const made = element("a", className, text);
  made.href = href;
  return made;
}

function pageOf(node) {
  return linkTo(addressOfPage(graph.nodes[node].key), graph.nodes[node].label);
}

function placeOf([, source, start, end], told) {
  return linkTo(addressOfPage(graph.sources[source], start >= 0 ? `#char=${start},${end}` : ""), told);
}

function nodeActions(node) {
  const { left, key } = graph.nodes[node];
  const made = element("p", "actions");
  const more = button("main", left ? say("expandMore", count(left)) : say("allShown"), () => expand(node));
  more.disabled = !left;
  more.id = "expand";
  const fewer = button("", say("collapse"), () => collapse(node));
  fewer.title = say("collapseTip");
  fewer.id = "collapse";
  const away = button("", say("away"), () => takeAway(node));
  away.title = say("awayTip");
  away.id = "away";
  made.append(more, fewer, away, linkTo(addressOfPage(key), say("wholePage")));
  return [made];
}

function restOf(node) {
  const { isTold, leftFacts, key, label } = graph.nodes[node];
  if (!isTold) return [element("p", "quiet", say("asking"))];
  if (!Object.keys(leftFacts ?? {}).length) return [];
  const made = element("p", "quiet", say("moreFacts"));
  made.append(linkTo(addressOfPage(key), label));
  return [made];
}

/* Fetches the facts of an entity that is looked at. */
function tellMore(node) {
  const told = graph.nodes[node];
  if (told.isTold) return;
  inTurn(async () => {
    if (told.isTold) return;
    const answer = await ask("entity.json", { of: told.key });
    absorb(answer);
    Object.assign(told, { isTold: true, leftFacts: answer.left });
    buildFilters();
    showRows();
    if (view.focus === node && !view.path && view.edge < 0) refreshDetail();
  });
}

/* Fetches all sentences of a relation that is looked at. */
function tellWhole(index) {
  const edge = graph.edges[index];
  if (!isShort(edge)) return Promise.resolve();
  return inTurn(async () => {
    if (!isShort(edge)) return;
    absorb(await ask("link.json", { one: graph.nodes[edge.from].key, other: graph.nodes[edge.to].key }));
    edge.isWhole = true;
    if (view.edge === index) refreshDetail();
  });
}

/* Whether a relation has sentences that have not come yet. */
function isShort(edge) {
  return !edge.isWhole && edge.told > (edge.evidence?.length ?? 0);
}

/* What fetches the sentences of a relation that have not come yet; null where all have, and for facts, which come with theirs. */
function sentencesOf(edge) {
  if (edge.told === undefined || !isShort(edge)) return null;
  const { length } = edge.evidence;
  return button("more", say(length ? "moreSources" : "readSources", count(edge.told - length)), async () => {
    await tellWhole(edge.id);
    refreshDetail();
  });
}

let typing = 0;

/* Names that the server knows, after those in the drawing. */
function findElsewhere(text, found, show, close) {
  clearTimeout(typing);
  typing = setTimeout(async () => {
    try {
      const here = new Set(found.map(({ node }) => graph.nodes[node].key));
      const { entities } = await ask("search.json", { q: text });
      show(entities.filter(({ iri }) => !here.has(iri)).map((entity, index) => otherHit(entity, found.length + index, close)));
    } catch (error) {
      tell(error.message, true);
    }
  }, WAIT);
}

function otherHit(entity, index, close) {
  const item = element("li");
  item.id = `hit-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const kind = languageAt ? entity.kind_en : entity.kind;
  const alias = entity.found === entity.label ? kind : say("alias", entity.found);
  item.append(iconOf(entity.look.path, entity.look.colour), element("span", "name", entity.label), element("span", "quiet", `${alias} · ${say("elsewhere")}`));
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    close();
    byId("query").value = "";
    byId("query").blur();
    bring(entity.iri);
  });
  return item;
}

/* The entities that the address may mean. */
function showCandidates() {
  const { candidates, asked } = begun;
  const top = element("header");
  top.append(element("h2", "", say(candidates.length ? "candidates" : "noCandidates", asked)));
  const list = element("ul");
  for (const each of candidates) {
    const link = linkTo(`/explore?focus=${encodeURIComponent(each.iri)}`, "", "other");
    link.append(iconOf(each.look.path, each.look.colour), each.label);
    const item = element("li", "fact");
    item.append(link, " ", element("span", "quiet", languageAt ? each.kind_en : each.kind));
    list.append(item);
  }
  showPanel(top, [list]);
}
