// Checks one observation's proof here: its line gives the leaf, the leaf leads to the segment's root, the header that
// names that root is the one in the leaf of the log. The log's own signature is checked on the header's page.
const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const base64 = (array) => btoa(String.fromCharCode(...array));
const utf8 = (text) => new TextEncoder().encode(text);
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));

// RFC 9162 §2.1.3.2; null when the path has the wrong length.
async function rootFrom(hash, index, size, path) {
  let [fn, sn] = [BigInt(index), BigInt(size) - 1n];
  for (const sibling of path) {
    if (sn === 0n) return null;
    if (fn & 1n || fn === sn) {
      hash = await sha256([1], sibling, hash);
      while (!(fn & 1n) && fn) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      hash = await sha256([1], hash, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n ? base64(hash) : null;
}

// JSON without its layout, each string in one spelling; numbers stay as written.
const squeezed = (json = "") =>
  json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text) => text ? JSON.stringify(JSON.parse(text)) : "");

async function check(proof) {
  const [position, index] = proof.address.split(":").map(Number);
  const header = JSON.parse(proof.header.payload);
  const leaf = JSON.parse(new TextDecoder().decode(bytes(proof.header.leaf)));
  const line = await sha256([0], bytes(proof.leafSalt), utf8(proof.line));
  const committed = "sha256:" + base64(await sha256(bytes(proof.header.salt), utf8(proof.header.payload)));
  const [, size, root] = proof.header.note.split("\n");
  const led = await rootFrom(await sha256([0], bytes(proof.header.leaf)), leaf.seq - 1, size,
    proof.header.path.map(bytes));
  const shown = squeezed(document.querySelector("#stored pre.json")?.textContent);
  return {
    Leaf: shown === squeezed(proof.line),
    Segment: header.count === proof.count
      && await rootFrom(line, index, proof.count, proof.path.map(bytes)) === header.root,
    Header: committed === leaf.data && leaf.seq === position,
    Log: led === root,
  };
}

function mark(name, holds) {
  const item = document.querySelector(`.steps [data-step="${name}"]`);
  item.className = holds ? "ok" : "failed";
  const icon = item.querySelector(".icon");
  icon.setAttribute("aria-label", holds ? "holds" : "does not match");
  icon.querySelectorAll("path").forEach((path) => path.remove());
  icon.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"))
    .setAttribute("d", holds ? "m9 12 2 2 4-4" : "m15 9-6 6M9 9l6 6");
}

function say(text, failed = false) {
  const place = document.getElementById("observation-verdict");
  place.className = failed ? "banner critical" : "meta";
  place.textContent = text;
}

async function run(button) {
  if (!globalThis.isSecureContext || !crypto.subtle) {
    say("This browser only checks over https (or on the machine itself): needs https.");
    return;
  }
  try {
    const answer = await fetch(button.dataset.checkObservation);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const steps = Object.entries(await check(await answer.json()));
    for (const [name, holds] of steps) mark(name, holds);
    const failed = steps.filter(([, holds]) => !holds).map(([name]) => name);
    if (failed.length) say(`Does not match: ${failed.join(", ")}.`, true);
    else say("Verified: this observation is in the log's signed root. The header's page checks the signature.");
  } catch (failure) {
    say(`The proof could not be checked: ${failure.message}.`, true);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-check-observation]");
  if (button) run(button);
});
