// What the last act came to, for a few seconds, read aloud by the status region.
const shownMs = 6000;

export function toast(text, problem = false) {
  const element = document.createElement("div");
  element.className = problem ? "toast problem" : "toast";
  element.textContent = text;
  document.getElementById("toasts")?.append(element);
  setTimeout(() => element.remove(), shownMs);
}

// The sentence that the server put into the page moves out of it, so that a live change does not take it away.
export function moveFlash() {
  const flash = document.querySelector("#flash > *");
  if (!flash) return;
  toast(flash.textContent.trim());
  flash.remove();
}
