// The page is there at the first load and again after every swap; what depends on its elements runs then.
export function onPage(run) {
  run();
  document.addEventListener("htmx:after:swap", run);
  document.addEventListener("governance:page", run);
}

export const page = () => document.getElementById("page");

// Puts another version of this page in place of the shown one, keeping focus, cursor, ticks and open details.
export async function showPage(next) {
  const nav = document.getElementById("nav");
  const newNav = next.getElementById("nav");
  await window.htmx.swap({ sourceElement: page(), target: page(), swap: "outerMorph", text: next.getElementById("page").outerHTML });
  if (nav && newNav) {
    await window.htmx.swap({ sourceElement: nav, target: nav, swap: "outerMorph", text: newNav.outerHTML });
  }
}
