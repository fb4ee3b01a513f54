/* Where the graph comes from on the server's page: asked for the first view, and then for more. What goes on elsewhere calls `beyond`. */

const AGAIN = 1500; // milliseconds until the server is asked again that is preparing its index
const TRIES = 400;

const served = { state: "", base: "", asking: 0 };

/* The answer of the server as JSON; an Error with what it says where there is none. */
async function ask(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const each of [value].flat()) query.append(name, each);
  if (served.state) query.set("state", served.state);
  served.asking += 1;
  tell(say("asking"));
  try {
    for (let turn = 0; ; turn += 1) {
      const answer = await fetch(`/explore/${path}?${query}`, { headers: { Accept: "application/json", "Accept-Language": languageAt ? "en" : "zh" } });
      const said = await answer.json();
      if (answer.ok) return said;
      if (said.title !== "preparing" || turn === TRIES) throw new Error(said.detail ?? say("noAnswer"));
      tell(say("preparing"));
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  } catch (error) {
    throw error instanceof TypeError ? new Error(say("noAnswer")) : error;
  } finally {
    served.asking -= 1;
    if (!served.asking) tell("");
  }
}

/* What is under way, or went wrong. */
function tell(text, isWrong = false) {
  const place = byId("asking");
  if (!text && place.classList.contains("wrong")) return;
  place.textContent = text;
  place.hidden = !text;
  place.classList.toggle("wrong", isWrong);
}

/* Does something that asks the server; what goes wrong is told. One after the other, so that each finds what the one before it brought. */
function inTurn(work) {
  served.last = (served.last ?? Promise.resolve()).then(async () => {
    byId("asking").classList.remove("wrong");
    try {
      return await work();
    } catch (error) {
      tell(error.message, true);
      return null;
    }
  });
  return served.last;
}

for (const each of document.querySelectorAll("[data-zh]")) TEXTS[each.dataset.text] = [each.dataset.zh, each.dataset.en];

const begun = await inTurn(() => ask("start.json", { focus: new URLSearchParams(location.search).get("focus") ?? "" }));

function readOptions() {
  return begun?.options ?? { nodes: {} };
}

function hasTriples() {
  return true;
}

/* The visible part as Turtle, out of triples that are fetched; what they leave out is said in it, and here. */
async function readTurtle() {
  byId("export-told").textContent = say("asking");
  const { triples, statements, left, mentions_left: mentions } = await ask("triples.json", { with: shownNumbers() });
  const told = [left ? say("statementsLeft", count(statements - left), count(statements)) : "", mentions ? say("mentionsLeft", count(mentions)) : ""];
  const said = told.filter((part) => part).join(languageAt ? " " : "");
  byId("export-told").textContent = said;
  return toTurtle(triples, said);
}

/* Nothing yet but the legend: `absorb` puts in what comes. */
function readData() {
  const empty = { nodes: [], edges: [], relations: [], statuses: [], documents: [], sources: [], quotes: [], regions: [] };
  Object.assign(served, { state: begun?.state ?? "", base: begun?.base ?? "" });
  return { ...empty, classes: begun?.classes ?? [], namespace: begun?.namespace ?? "" };
}

const beyond = {
  begin: () => begin(),
  find: (text, found, show, close) => findElsewhere(text, found, show, close),
  focused: (node) => tellMore(node),
  taken: (edge) => tellWhole(edge),
  walked: (from, to) => fetchPaths(from, to),
  toldOfNoPath: () => toldOfNoPath(),
  actions: (node) => nodeActions(node),
  rest: (node) => restOf(node),
  pageOf: (node) => pageOf(node),
  sentencesOf: (fact) => sentencesOf(fact),
  placeOf: (source, told) => placeOf(source, told),
  saveSteps: (parts) => saveSteps(parts),
  hasMore: (node) => graph.nodes[node].left > 0,
  keys: {
    x: () => view.focus >= 0 && expand(view.focus),
    c: () => view.focus >= 0 && collapse(view.focus),
    delete: () => view.focus >= 0 && takeAway(view.focus),
  },
};
