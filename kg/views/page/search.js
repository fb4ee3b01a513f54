/* Search by name and alias. */

const HITS = 12;

function buildSearch() {
  const input = byId("query");
  const list = byId("hits");
  const known = graph.nodes.map(({ label, alt = [] }) => [label, ...alt].map((name) => name.toLowerCase()));
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (index) => {
    const items = [...list.querySelectorAll("[role=option]")];
    if (!items.length) return;
    chosen = (index + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const open = () => {
    const text = input.value.trim().toLowerCase();
    if (!text) return close();
    const found = findNames(known, text);
    list.replaceChildren(...found.map((hit, index) => hitItem(hit, index, close)));
    if (!found.length) list.append(element("li", "none", "没有找到"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    chosen = -1;
    choose(0);
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

/* [{node, name}] of the best hits: names that begin so, then names that contain it, then all words in any order. */
function findNames(known, text) {
  const words = text.split(/\s+/u);
  const tests = [(name) => name === text, (name) => name.startsWith(text), (name) => name.includes(text), (name) => words.every((word) => name.includes(word))];
  const found = new Map();
  for (const test of tests) {
    known.forEach((names, node) => {
      const place = found.has(node) ? -1 : names.findIndex(test);
      if (place >= 0 && found.size < HITS) found.set(node, { node, name: place });
    });
  }
  return [...found.values()];
}

function hitItem({ node, name }, index, close) {
  const item = element("li");
  item.id = `hit-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(icon(graph.nodes[node].cls), element("span", "name", graph.nodes[node].label));
  const remark = view.nodeShown[node] ? classOf(node).label : "已隐藏";
  item.append(element("span", "quiet", name > 0 ? `又名 ${graph.nodes[node].alt[name - 1]}` : remark));
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    close();
    byId("query").blur();
    setFocus(node);
  });
  return item;
}
