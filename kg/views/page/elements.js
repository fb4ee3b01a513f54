/* Elements of the page. What a document says becomes text, never markup. */

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(className, text, action) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

/* What stands in the page as JSON. */
function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function saveFile(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${document.title.replace(/[\\/:*?"<>|\s]+/gu, "_") || "graph"}${name}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/* Copies a text, also where a page from a file may not use the clipboard of its own accord; says so on the button. */
async function copyText(text, pressed) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = pressed.textContent;
  pressed.textContent = say("copied");
  setTimeout(() => (pressed.textContent = before), 1200);
}
