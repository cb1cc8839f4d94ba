// Single keys: j/k/Enter/x on the rows of a list, g-then-letter to go, and whatever the page's actions declare.
import { countTicks } from "./ticks.js";

const goWithinMs = 1200;
let going = 0;

const rows = () => [...document.querySelectorAll("[data-rows] > tr[id]")];
const cursor = () => document.querySelector("tr[data-cursor]");

function moveTo(row) {
  if (!row) return;
  cursor()?.removeAttribute("data-cursor");
  row.setAttribute("data-cursor", "");
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(cursor());
  moveTo(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

function tick(row) {
  const box = row?.querySelector("input[type='checkbox']");
  if (!box) return;
  box.checked = !box.checked;
  countTicks();
}

const lists = {
  j: () => step(1),
  k: () => step(-1),
  x: () => tick(cursor()),
  Enter: () => cursor()?.querySelector("a.main-link")?.click(),
};

// An action of the ticked rows; with none ticked it means the row under the cursor.
function press(key) {
  const action = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!action) return false;
  const bar = action.closest("[data-bulk]");
  if (bar && bar.dataset.ticked === "0") {
    if (!cursor()) return false;
    tick(cursor());
  }
  action.click();
  return true;
}

const typing = target => target.closest("input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable]");

export function startKeys() {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.documentElement.dataset.shortcuts === "off") return;
    if (typing(event.target)) return void (event.key === "Escape" && event.target.blur());
    if (document.querySelector("dialog:modal")) return;
    if (handle(event)) event.preventDefault();
  });
  document.addEventListener("click", event => {
    if (event.target.closest("[data-dialog='key-help']")) listKeys();
  }, true);
}

function handle(event) {
  const { key } = event;
  const go = going && event.timeStamp - going < goWithinMs;
  going = 0;
  if (go) return follow(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  if (key === "g") return Boolean(going = event.timeStamp);
  if (key === "/") return focus(document.querySelector("[data-focus-key='/']"));
  if (key in lists && rows().length) {
    // Enter on a focused link or button stays theirs.
    if (key === "Enter" && (!cursor() || event.target.closest("a, button, summary"))) return false;
    lists[key]();
    return true;
  }
  return press(key);
}

function follow(link) {
  link?.click();
  return Boolean(link);
}

function focus(input) {
  input?.focus();
  input?.select();
  return Boolean(input);
}

// The help lists what this page's actions declare, in their own words; the key that shows new rows is in it already.
function listKeys() {
  const list = document.getElementById("key-list");
  list.querySelectorAll("[data-of-page]").forEach(element => element.remove());
  for (const action of document.querySelectorAll("#page [data-key]:not([data-new-rows] *)")) {
    const [name, does] = [document.createElement("dt"), document.createElement("dd")];
    name.append(Object.assign(document.createElement("kbd"), { textContent: action.dataset.key }));
    does.textContent = [...action.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join("").trim();
    name.dataset.ofPage = does.dataset.ofPage = "";
    list.prepend(name, does);
  }
}
