// The page is there at the first load and again after every swap; what depends on its elements runs then.
export function onPage(run) {
  run();
  document.addEventListener("htmx:after:swap", run);
}

export const page = () => document.getElementById("page");

const morph = (old, text) =>
  window.htmx.swap({ sourceElement: old, target: old, swap: "outerMorph", text });

// Puts another version of this page in place of the shown one, keeping focus, cursor, ticks and open details.
export async function showPage(next) {
  await morph(page(), next.getElementById("page").outerHTML);
  await renewAround(next);
}

// What stands around the page: the numbers in the navigation, and the dialogs, but never one that is open.
async function renewAround(next) {
  const [nav, newNav] = [document.getElementById("nav"), next.getElementById("nav")];
  if (nav && newNav) await morph(nav, newNav.outerHTML);
  const [dialogs, newDialogs] = [document.getElementById("dialogs"), next.getElementById("dialogs")];
  if (!dialogs || !newDialogs) return;
  for (const dialog of [...newDialogs.querySelectorAll("dialog:not(#palette, #key-help)")]) {
    const shown = document.getElementById(dialog.id);
    if (shown?.open) continue;
    dialog.removeAttribute("open");
    if (shown) shown.replaceWith(dialog);
    else dialogs.append(dialog);
    window.htmx.process(dialog);
  }
}

// After an act htmx has put the page in; the rest of its answer is renewed here.
export function startPages() {
  document.addEventListener("htmx:after:swap", event => {
    const { ctx } = event.detail;
    if (ctx?.select !== "#page" || !ctx.text) return;
    renewAround(new DOMParser().parseFromString(ctx.text, "text/html"));
  });
}
