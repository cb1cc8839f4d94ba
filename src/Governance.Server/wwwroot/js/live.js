// Keeps the page true: a hint says what changed, the page asks for its own address again and morphs.
// No state travels in the hint, so a restart of the server, a lost hint or a double one does no harm.
import { page, showPage } from "./page.js";
import { toast } from "./toast.js";

const gatherMs = 150;   // hints within this time become one request
const restMs = 1000;    // at most one request a second for one page
const retryMs = 2000;   // after a failed request
let state = "connecting";
let waiting = 0;
let asking = false;
let again = false;
let seen = null;        // when what is shown was true
let held = new Set();   // ids of rows that came in and wait for "show"

const clock = () => new Date().toISOString().slice(11, 19);

function showState() {
  const pill = document.getElementById("live");
  if (!pill || !page()?.hasAttribute("data-live")) return;
  pill.dataset.state = state;
  pill.textContent = state === "live" ? "Live" : state === "connecting" ? "Connecting" : `Reconnecting · as of ${seen} UTC`;
}

function showBanner(text) {
  const banner = document.getElementById("banner");
  if (!banner) return;
  const own = banner.querySelector("[data-live-banner]");
  if (!text) return own?.remove();
  if (own) return;
  const element = Object.assign(document.createElement("div"), { className: "banner", textContent: text });
  element.dataset.liveBanner = "";
  banner.append(element);
}

const concerns = id => (page()?.dataset.live ?? "").split(" ").some(prefix => prefix && (id === "*" || prefix === "*" || id.startsWith(prefix)));

function soon(delay = gatherMs) {
  if (asking) return void (again = true);
  clearTimeout(waiting);
  waiting = setTimeout(refresh, delay);
}

// A new row never shifts the ones under the cursor: it waits behind "3 new, show".
function holdBack(next) {
  const [now, then] = [document.querySelector("[data-rows]"), next.querySelector("[data-rows]")];
  if (!now || !then || !now.children.length) return 0;
  const known = new Set([...now.children].map(row => row.id));
  const fresh = [...then.children].filter(row => !known.has(row.id));
  held = new Set(fresh.map(row => row.id));
  fresh.forEach(row => row.remove());
  const order = [...now.children].map(row => row.id);
  const kept = [...then.children].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  then.append(...kept);
  return held.size;
}

function offer(count) {
  const place = document.querySelector("[data-new-rows]");
  if (!place) return;
  place.hidden = count === 0;
  place.querySelector("[data-count]").textContent = `${count} new`;
}

async function refresh({ all = false } = {}) {
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true", Accept: "text/html" }, cache: "no-store" });
    if (answer.status === 401) return showBanner("You are signed out. Sign in again to go on; nothing on this page is lost.");
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!next.getElementById("page")) throw new Error("not a page");
    const count = all ? 0 : holdBack(next);
    await showPage(next);
    offer(count);
    seen = clock();
    showBanner(null);
    showState();
  } catch {
    showBanner("The server or its database cannot be reached. What you see may be out of date; it comes back by itself.");
    setTimeout(() => soon(0), retryMs);
  } finally {
    setTimeout(() => {
      asking = false;
      if (again) { again = false; soon(0); }
    }, restMs);
  }
}

function receive(message) {
  if (message.hint) {
    if (concerns(message.hint.id)) soon();
    return;
  }
  const back = state !== "live" && message.state === "live" && message.opened;
  state = message.state;
  showState();
  if (state === "reconnecting") showBanner("The connection is lost. What you see may be out of date; it comes back by itself.");
  if (back) soon(0);
}

export function startLive() {
  seen = clock();
  if (!page()?.hasAttribute("data-live")) return;
  showState();
  const url = new URL("./live-worker.js", import.meta.url);
  if (window.SharedWorker) {
    const { port } = new SharedWorker(url, { type: "module", name: "governance-live" });
    port.onmessage = event => receive(event.data);
    port.start();
    addEventListener("pagehide", () => port.postMessage("bye"));
    addEventListener("pageshow", event => event.persisted && location.reload());
  } else {
    import("./live-source.js").then(({ listen }) => listen(receive));
  }
  document.addEventListener("click", event => {
    if (event.target.closest("[data-new-rows]")) refresh({ all: true }).catch(() => toast("The rows could not be loaded.", true));
  });
}
