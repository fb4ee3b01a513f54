// The name of the chosen file, and a button, in the language of the page: a browser has its own. Without this script it shows them itself.
"use strict";
(() => {
  const drop = document.querySelector(".drop"), input = drop.querySelector("input"), chosen = drop.querySelector(".chosen");
  const tell = () => { chosen.textContent = input.files.length ? input.files[0].name : ""; };
  drop.classList.add("live");
  input.addEventListener("change", tell);
  tell();
})();
