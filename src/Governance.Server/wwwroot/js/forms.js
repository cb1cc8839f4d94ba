// After an act: a "no" is said where it was asked, a "yes" closes the dialog and clears the form.
import { toast } from "./toast.js";

function words(text) {
  try {
    const problem = JSON.parse(text);
    return problem.detail ?? problem.title;
  } catch {
    return "That did not work. Please try again.";
  }
}

function say(form, text) {
  const slot = form?.querySelector(".problem-slot");
  if (!slot || !form.closest("dialog[open]")) return toast(text, true);
  const problem = document.createElement("div");
  problem.className = "problem";
  problem.append(document.createElement("span"), document.createElement("b"));
  problem.lastChild.textContent = text;
  slot.replaceChildren(problem);
}

export function startForms() {
  document.addEventListener("htmx:response:error", event => {
    const { ctx } = event.detail;
    if (ctx.response.status === 401) return void (location.href = `/sign-in?returnTo=${encodeURIComponent(location.pathname + location.search)}`);
    say(ctx.request.form, words(ctx.text));
  });
  document.addEventListener("htmx:error", event => {
    const form = event.detail.ctx?.request?.form;
    if (form?.method === "post") say(form, "The server cannot be reached. Nothing was changed; please try again.");
  });
  document.addEventListener("htmx:after:request", event => {
    const { ctx } = event.detail;
    if (!ctx.response || ctx.response.status >= 400 || ctx.request.method !== "POST") return;
    ctx.request.form?.closest("dialog")?.close();
    ctx.request.form?.querySelector(".problem-slot")?.replaceChildren();
    ctx.request.form?.reset();
    // An act may lead to another page: the address follows where the answer came from.
    const there = new URL(ctx.response.raw.url);
    if (ctx.response.raw.redirected && there.href !== location.href) history.pushState({ htmx: true }, "", there);
  });
}
