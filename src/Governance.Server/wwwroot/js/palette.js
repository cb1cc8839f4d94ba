// Ctrl+K: go to a page, press one of this page's actions, or search for what was typed.
const entriesMax = 12;
let shown = [];
let at = 0;

const label = element => [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join("").trim();

function entries(typed) {
  const go = [...document.querySelectorAll("#nav a.nav-item")].map(link => ({ text: `Go to ${label(link)}`, key: `g ${link.dataset.go}`, run: () => link.click() }));
  const act = [...document.querySelectorAll("#page [data-key]")].map(action => ({ text: label(action), key: action.dataset.key, run: () => action.click() }));
  const wanted = typed.trim().toLowerCase();
  const found = [...act, ...go].filter(entry => entry.text.toLowerCase().includes(wanted));
  const query = encodeURIComponent(typed.trim());
  const search = wanted ? [
    { text: `Search incidents for “${typed.trim()}”`, run: () => location.assign(`/incidents?q=${query}`) },
    { text: `Search the audit log for “${typed.trim()}”`, run: () => location.assign(`/audit?q=${query}`) },
  ] : [];
  return [...found, ...search].slice(0, entriesMax);
}

function draw(input, list) {
  shown = entries(input.value);
  at = Math.min(at, Math.max(0, shown.length - 1));
  list.replaceChildren(...shown.map((entry, index) => {
    const item = document.createElement("li");
    item.id = `palette-${index}`;
    item.role = "option";
    item.ariaSelected = String(index === at);
    item.append(entry.text);
    if (entry.key) item.append(Object.assign(document.createElement("kbd"), { textContent: entry.key }));
    item.addEventListener("click", () => run(index));
    return item;
  }));
  if (shown.length) input.setAttribute("aria-activedescendant", `palette-${at}`);
  else input.removeAttribute("aria-activedescendant");
}

function run(index) {
  document.getElementById("palette").close();
  shown[index]?.run();
}

export function startPalette() {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const [input, list] = [palette.querySelector("input"), palette.querySelector("ul")];
  document.addEventListener("keydown", event => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (palette.open) return palette.close();
    [input.value, at] = ["", 0];
    draw(input, list);
    palette.showModal();
    input.focus();
  });
  input.addEventListener("input", () => { at = 0; draw(input, list); });
  input.addEventListener("keydown", event => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) at = (at + move + shown.length) % Math.max(1, shown.length);
    if (move) draw(input, list);
    if (event.key === "Enter") run(at);
    if (move || event.key === "Enter") event.preventDefault();
  });
}
