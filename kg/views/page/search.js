/* Search by name, alias, pinyin and initials. */

const HITS = 12;

let known = null; // of each node its names, each {name, reading, full, initials, starts}

function knownNames() {
  known ??= graph.nodes.map(({ label, alt = [], readings = [], away }) =>
    (away ? [] : [label, ...alt]).map((name, place) => {
      const syllables = (readings[place] ?? "").split(" ");
      const starts = syllables.map((_, index) => syllables.slice(index).join(""));
      return { name: name.toLowerCase(), full: starts[0], starts, initials: syllables.map((syllable) => syllable[0] ?? "").join("") };
    }),
  );
  return known;
}

/* Whether a text is in one of a node's names, or begins one of its syllables in pinyin, or is among its initials. */
function isNamed(node, text) {
  const typed = /^[a-z0-9'\s]+$/u.test(text) ? text.replace(/['\s]/gu, "") : "";
  return knownNames()[node].some(
    ({ name, starts, initials }) => name.includes(text) || (typed.length > 1 && (initials.includes(typed) || starts.some((start) => start.startsWith(typed)))),
  );
}

/*
 * [{node, name}] of the best hits: the whole name or its whole pinyin, then what begins so, then initials, then what contains it, then all words
 * in any order; of equals, nodes with more relations first.
 */
function findNames(text) {
  const words = text.split(/\s+/u);
  const typed = /^[a-z0-9'\s]+$/u.test(text) ? text.replace(/['\s]/gu, "") : "";
  const tests = [
    ({ name, full }) => name === text || (typed && full === typed),
    ({ name, full }) => name.startsWith(text) || (typed && full.startsWith(typed)),
    ({ initials }) => typed && initials === typed,
    ({ initials }) => typed && initials.startsWith(typed),
    ({ name, starts }) => name.includes(text) || (typed.length > 1 && starts.some((start) => start.startsWith(typed))),
    ({ initials }) => typed.length > 1 && initials.includes(typed),
    ({ name }) => words.every((word) => name.includes(word)),
  ];
  const found = new Map();
  for (const test of tests) {
    knownNames().forEach((names, node) => {
      const place = found.has(node) || found.size >= HITS ? -1 : names.findIndex(test);
      if (place >= 0) found.set(node, { node, name: place });
    });
  }
  return [...found.values()];
}

function buildSearch() {
  const input = byId("query");
  const list = byId("hits");
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (index) => {
    const items = [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
    if (!items.length) return input.removeAttribute("aria-activedescendant");
    chosen = (index + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const open = () => {
    const text = input.value.trim().toLowerCase();
    if (!text) return close();
    const found = findNames(text);
    const show = (items) => {
      if (input.value.trim().toLowerCase() !== text) return; // an answer that comes late
      list.replaceChildren(...items);
      if (!items.length) list.append(noHit());
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      chosen = -1;
      choose(0);
    };
    const items = found.map((hit, index) => hitItem(hit, index, close));
    if (items.length || !beyond) show(items);
    beyond?.find(text, found, (others) => show([...items, ...others]), close);
  };

  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("blur", close); // a press on a hit keeps the focus, so that it comes first
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      event.preventDefault();
    } else if (event.key === "Enter") {
      list.querySelector("[aria-selected=true]")?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
    } else if (event.key === "Escape") {
      event.stopPropagation();
      input.blur();
    }
  });
}

function noHit() {
  const item = element("li", "none", say("notFound"));
  item.setAttribute("role", "option");
  item.setAttribute("aria-disabled", "true");
  item.setAttribute("aria-selected", "false");
  return item;
}

function hitItem({ node, name }, index, close) {
  const item = element("li");
  item.id = `hit-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(icon(graph.nodes[node].cls), element("span", "name", graph.nodes[node].label));
  const isHidden = !view.nodeShown[node] && !view.isAlone[node];
  item.append(element("span", "quiet", name > 0 ? say("alias", graph.nodes[node].alt[name - 1]) : isHidden ? say("hidden") : kindOf(node)));
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    close();
    byId("query").value = "";
    byId("query").blur();
    chooseNode(node);
  });
  return item;
}
