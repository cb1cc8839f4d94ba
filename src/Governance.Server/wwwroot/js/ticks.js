// How many rows are ticked; the bulk bar stays away while none are.
export function countTicks() {
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    const ticks = document.querySelectorAll(`input[type="checkbox"][form="${bar.dataset.bulk}"]:checked`).length;
    bar.dataset.ticked = ticks;
    bar.querySelector("[data-ticks]").textContent = ticks === 1 ? "1 row ticked" : `${ticks} rows ticked`;
  }
}

export function startTicks() {
  document.addEventListener("change", event => {
    if (event.target.matches("input[type='checkbox'][form]")) countTicks();
  });
  document.addEventListener("reset", () => setTimeout(countTicks));
}
