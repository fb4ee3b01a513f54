/* The dialogs: what can be taken along, and what the keys do. */

const HELP = {
  helpKeys: [
    ["/", "keySearch"],
    ["Esc", "keyEscape"],
    ["← ↑ → ↓", "keyArrows"],
    ["N  B", "keyTab"],
    ["Enter", "keyEnter"],
    ["1  2", "keyDepth"],
    ["P", "pathTip"],
    ["F", "fitTip"],
    ["+  -", "keyZoom"],
    ["L", "listTip"],
    ["↑ ↓  PgUp PgDn  Home End", "keyList"],
    ["M", "mapTip"],
    ["T", "keyPlay"],
    ["E", "saveTip"],
    ["D", "keyTheme"],
    ["G", "languageTip"],
    ["?", "helpTip"],
  ],
  helpMouse: [["", "mouseClick"], ["", "mouseShift"], ["", "mouseDrag"]],
};

function openHelp() {
  const parts = Object.entries(HELP).flatMap(([title, lines]) => {
    const list = element("dl", "keys");
    for (const [keys, text] of lines) {
      const term = element("dt");
      for (const key of keys.split("  ").filter((each) => each)) term.append(element("kbd", "", key), " ");
      list.append(term, element("dd", "", say(text).replace(/[（(][A-Z?][）)]$|\s\([A-Z?]\)$/u, "")));
    }
    return [element("h3", "", say(title)), list];
  });
  byId("help-body").replaceChildren(...parts);
  byId("help-dialog").showModal();
}

function openExport() {
  byId("export-told").textContent = "";
  byId("export-note").textContent = say("exportNote", count(shownNodes().length), count(shownEdges().length));
  byId("export-dialog").showModal();
}

async function saveTurtle() {
  byId("turtle").disabled = true;
  try {
    saveFile(".ttl", await readTurtle(), "text/turtle");
  } catch (error) {
    byId("export-told").textContent = error.message;
  } finally {
    byId("turtle").disabled = false;
  }
}

function buildDialogs() {
  buildList();
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
  byId("png").addEventListener("click", savePng);
  byId("svg").addEventListener("click", () => saveFile(".svg", toSvg(), "image/svg+xml"));
  byId("turtle").hidden = !hasTriples();
  byId("turtle").addEventListener("click", saveTurtle);
  byId("csv-nodes").addEventListener("click", () => saveFile("-nodes.csv", nodesTable(), "text/csv"));
  byId("csv-edges").addEventListener("click", () => saveFile("-edges.csv", edgesTable(), "text/csv"));
  byId("csv-facts").addEventListener("click", () => saveFile("-facts.csv", factsTable(), "text/csv"));
  byId("link").addEventListener("click", () => copyText(location.href.split("#")[0] + addressOf({ viewport: true }), byId("link")));
  byId("print").addEventListener("click", () => {
    byId("export-dialog").close();
    print();
  });
}
