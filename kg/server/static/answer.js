// Answers without leaving the page: forms and links with data-swap ask the same addresses that they would lead to, under an id by which
// a query can be stopped, and the part #answer of what comes takes the place of the one that is there. Without this script they lead there.
"use strict";
window.asking = (() => {
  const answer = document.getElementById("answer");
  const find = (selector) => document.querySelector(selector);
  let running = null;

  function number() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function busy(run) {
    document.body.classList.toggle("busy", Boolean(run));
    answer.setAttribute("aria-busy", String(Boolean(run)));
    const doing = find(".doing"), stop = find("button.stop"), form = find("#ask");
    if (!form) return;
    stop.hidden = !run;
    doing.textContent = "";
    if (run) {
      const begun = performance.now();
      run.clock = setInterval(() => {
        doing.textContent = form.dataset.running.replace("{}", Math.round((performance.now() - begun) / 1000));
      }, 1000);
    }
  }

  function ended(run) {
    clearInterval(run.clock);
    if (running === run) { running = null; busy(null); }
  }

  function take(page, address, back) {
    const fresh = page.getElementById("answer");
    if (!fresh) { location.assign(address); return; }
    document.title = page.title;
    const tongue = page.querySelector(".tongue");
    if (tongue) find(".tongue").href = tongue.getAttribute("href");
    if (back && !find("#ask")) { find("main").replaceChildren(...page.querySelector("main").childNodes); return; }
    answer.replaceChildren(...fresh.childNodes);
    if (back) window.dispatchEvent(new CustomEvent("restored", { detail: page.querySelector("#ask textarea").value }));
    window.dispatchEvent(new CustomEvent("answered"));
  }

  function tell(text) {
    const said = document.createElement("p"), box = document.createElement("div");
    said.textContent = text;
    box.className = "group wrong";
    box.setAttribute("role", "alert");
    box.append(said);
    answer.replaceChildren(box);
  }

  // Asks an address and shows what comes. `how`: push (a new entry of the history) or back (an entry is gone back to).
  async function load(address, how) {
    cancel();
    const run = { id: number(), control: new AbortController() };
    running = run;
    busy(run);
    if (how === "push" && address !== location.href) history.pushState(null, "", address);
    try {
      const reply = await fetch(address, { headers: { "Query-Id": run.id, Accept: "text/html" }, signal: run.control.signal });
      const text = await reply.text();
      if (running !== run) return;
      take(new DOMParser().parseFromString(text, "text/html"), address, how === "back");
    } catch (error) {
      if (error.name !== "AbortError") tell((find("#ask") || document.body).dataset.unreachable || String(error));
    } finally {
      ended(run);
    }
  }

  // Gives up what runs: who asked is gone, and the server stops working for them.
  function cancel() {
    if (running) { running.control.abort(); ended(running); }
  }

  // Stops what runs, and lets the server say so.
  async function stop() {
    const run = running;
    if (!run) return;
    const reply = await fetch("/queries/" + run.id, { method: "POST" }).catch(() => null);
    if (!reply || !reply.ok) { run.control.abort(); ended(run); }
  }

  function plain(event) {
    return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    load(link.href, "push");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-swap]");
    if (!form) return;
    event.preventDefault();
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    load(new URL(form.getAttribute("action") + "?" + said, location.href).href, "push");
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.choose, form.narrow");
    if (form && event.target.matches("select")) form.requestSubmit();
  });
  window.addEventListener("popstate", () => load(location.href, "back"));
  find("button.stop")?.addEventListener("click", stop);
  return { load };
})();
