// The editor: a layer with colours behind a text area, a list of completions, the place of a fault marked. Keyboard alone is enough.
"use strict";
(() => {
  const form = document.getElementById("ask"), area = document.getElementById("query"), list = document.getElementById("completions");
  const editor = form.querySelector(".editor"), layer = editor.querySelector("pre");
  const kinds = Object.fromEntries(list.dataset.kinds.split(";").filter(Boolean).map((pair) => pair.split("=")));
  const TOKENS = new RegExp([
    /(?<comment>#[^\n]*)/, /(?<string>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)/,
    /(?<iri><[^<>"{}|^`\\\s]*>)/, /(?<variable>[?$][\p{L}\p{N}_]+)/, /(?<name>[\p{L}][\p{L}\p{N}_.-]*:(?:[\p{L}\p{N}_][\p{L}\p{N}_-]*)?|:[\p{L}\p{N}_]+)/,
    /(?<word>[A-Za-z_]+)/, /(?<number>\d+(?:\.\d+)?)/,
  ].map((each) => each.source).join("|"), "gu");
  let terms = [], words = new Set(["A"]), open = [], chosen = 0, fault = null;

  function pieces(text) {
    const found = [];
    let at = 0;
    for (const match of text.matchAll(TOKENS)) {
      if (match.index > at) found.push([text.slice(at, match.index), ""]);
      let kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
      if (kind === "word" && !words.has(match[0].toUpperCase())) kind = "";
      found.push([match[0], kind]);
      at = match.index + match[0].length;
    }
    found.push([text.slice(at) + "\n", ""]);
    return found;
  }

  function colour() {
    const nodes = [];
    let at = 0;
    for (const [text, kind] of pieces(area.value)) {
      for (const [part, wrong] of cut(text, at)) {
        const span = document.createElement("span");
        if (kind) span.className = "t-" + kind;
        if (wrong) span.classList.add("at-fault");
        span.textContent = part;
        nodes.push(span);
      }
      at += text.length;
    }
    layer.replaceChildren(...nodes);
  }

  // A piece of text in parts, the one that the fault is at apart.
  function cut(text, at) {
    if (fault === null || fault < at || fault >= at + text.length) return [[text, false]];
    const place = fault - at, after = place + (text.codePointAt(place) > 0xffff ? 2 : 1);
    return [[text.slice(0, place), false], [text.slice(place, after), true], [text.slice(after), false]].filter(([part]) => part);
  }

  // Where a place of the text is drawn.
  function rectangle(place) {
    const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    let left = place;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (left < node.length) {
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        return range.getClientRects()[0] || range.getBoundingClientRect();
      }
      left -= node.length;
    }
    return layer.getBoundingClientRect();
  }

  // The word before the caret; null within a comment, a string or an IRI.
  function word() {
    const caret = area.selectionStart;
    if (caret !== area.selectionEnd) return null;
    let at = 0;
    for (const [text, kind] of pieces(area.value)) {
      if (["comment", "string", "iri"].includes(kind) && at < caret && caret <= at + text.length) return null;
      at += text.length;
    }
    return /[?$]?[\p{L}\p{N}_]*(?::[\p{L}\p{N}_]*)?$/u.exec(area.value.slice(0, caret))[0];
  }

  function variables(skip) {
    const found = new Set(area.value.match(/[?$][\p{L}\p{N}_]+/gu) || []);
    return [...found].filter((name) => name !== skip).map((term) => ({ term, zh: "", en: "", kind: "variable" }));
  }

  // How well a term suits a word, from 0; null where it does not.
  function suits(row, typed) {
    const wanted = typed.toLowerCase(), term = row.term.toLowerCase(), local = term.slice(term.indexOf(":") + 1);
    if (row.kind === "prefix" && !typed.includes(":")) return wanted && term.startsWith(wanted) ? 2 : null;
    if (term === wanted) return 0;
    if (term.startsWith(wanted)) return typed.includes(":") || row.kind === "keyword" || row.kind === "variable" ? 1 : 3;
    if (typed.includes(":") || row.kind === "variable") return null;
    if (row.zh === typed) return 0;
    if (local.startsWith(wanted)) return 2;
    if (row.kind === "keyword" || row.kind === "prefix") return null;
    if (row.zh.startsWith(typed)) return 1;
    if (row.en.toLowerCase().split(/\s+/).some((each) => each.startsWith(wanted))) return 4;
    return row.zh.includes(typed) || (wanted.length > 2 && local.includes(wanted)) ? 5 : null;
  }

  function complete(asked) {
    const typed = word();
    if (typed === null || (!asked && typed.length < (/^[\p{ASCII}]*$/u.test(typed) ? 2 : 1))) return shut();
    const rows = (/^[?$]/.test(typed) ? variables(typed) : typed ? [...terms, ...variables("")] : [...terms])
      .map((row) => [suits(row, typed), row]).filter(([rank]) => rank !== null)
      .sort((a, b) => a[0] - b[0] || a[1].term.length - b[1].term.length || (a[1].term < b[1].term ? -1 : 1));
    if (!rows.length || (!asked && rows[0][1].term.toUpperCase() === typed.toUpperCase())) return shut();
    open = (typed ? rows : rows.filter(([, row]) => row.kind !== "keyword")).slice(0, 60).map(([, row]) => row);
    chosen = 0;
    list.replaceChildren(...open.map(drawn));
    list.hidden = false;
    list.scrollTop = 0;
    const box = form.getBoundingClientRect(), at = rectangle(area.selectionStart - typed.length);
    list.style.left = Math.max(8, Math.min(at.left - box.left, box.width - list.offsetWidth - 8)) + "px";
    list.style.top = at.bottom - box.top + 4 + "px";
    point();
  }

  function drawn(row, index) {
    const item = document.createElement("li"), code = document.createElement("code"), says = document.createElement("span"), kind = document.createElement("small");
    item.id = "completion-" + index;
    item.setAttribute("role", "option");
    code.textContent = row.term;
    says.className = "says";
    says.textContent = row.zh === row.en ? row.zh : row.zh + (row.en ? " · " + row.en : "");
    kind.textContent = kinds[row.kind];
    item.append(code, says, kind);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); chosen = index; accept(); });
    return item;
  }

  function point() {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", "completion-" + chosen);
  }

  function shut() {
    list.hidden = true;
    open = [];
    area.removeAttribute("aria-activedescendant");
  }

  function accept() {
    const typed = word() || "", row = open[chosen];
    shut();
    area.focus();
    area.setSelectionRange(area.selectionStart - typed.length, area.selectionStart);
    write(row.kind === "prefix" ? row.term : row.term + " ");
    if (row.kind === "prefix") complete(true);
  }

  // Text in the place of what is selected, so that it can be undone.
  function write(text) {
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input"));
    }
  }

  function run() {
    shut();
    if (!area.value.trim()) { area.reportValidity(); return; }
    const said = new URLSearchParams(new FormData(form)), view = new URLSearchParams(location.search).get("view");
    if (view) said.set("view", view);
    window.asking.load(new URL("/query?" + said, location.href).href, "push");
  }

  // The place of a line and a column, both from 1, columns in characters.
  function placed(line, column) {
    const lines = area.value.split("\n"), before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    return before + Array.from(lines[line - 1] || "").slice(0, column - 1).join("").length;
  }

  function faulty() {
    const box = document.querySelector("#answer .wrong[data-line]");
    fault = box ? placed(Number(box.dataset.line), Number(box.dataset.column)) : null;
    colour();
    if (box) { area.setAttribute("aria-invalid", "true"); area.focus({ preventScroll: true }); area.setSelectionRange(fault, fault); } else area.removeAttribute("aria-invalid");
  }

  area.addEventListener("input", (event) => {
    fault = null;
    area.removeAttribute("aria-invalid");
    colour();
    if (!event.isComposing && (event.inputType || "").startsWith("insert") && event.inputType !== "insertFromPaste") complete(false);
    else if (!list.hidden && !event.isComposing) complete(false);
  });
  area.addEventListener("compositionend", () => complete(false));
  area.addEventListener("blur", shut);
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); return; }
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); complete(true); return; }
    if (list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      event.preventDefault();
      chosen = Math.abs(steps[event.key]) === 1 ? (chosen + steps[event.key] + open.length) % open.length : Math.max(0, Math.min(open.length - 1, chosen + steps[event.key]));
      point();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) { event.preventDefault(); accept(); }
    else if (event.key === "Escape") { event.preventDefault(); shut(); }
    else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) shut();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".there")) return;
    event.preventDefault();
    faulty();
    area.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("answered", faulty);
  window.addEventListener("restored", (event) => { area.value = event.detail; colour(); });

  area.setAttribute("aria-haspopup", "listbox");  // a text of several lines has no role of a combobox
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", "completions");
  editor.classList.add("live");
  shut();
  faulty();
  fetch(form.dataset.terms).then((reply) => reply.json()).then((rows) => {
    terms = rows;
    words = new Set(["A", ...rows.filter((row) => row.kind === "keyword").map((row) => row.term)]);
    colour();
  }).catch(() => {});
})();
