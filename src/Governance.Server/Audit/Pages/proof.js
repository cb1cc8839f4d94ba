// Checks one fact's proof here, with nothing but this browser's own cryptography: payload, leaf, path, signature.
const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const base64 = (array) => btoa(String.fromCharCode(...array));
const utf8 = (text) => new TextEncoder().encode(text);
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const node = (left, right) => sha256([1], left, right);

class Mismatch extends Error {}

function demand(holds, why) {
  if (!holds) throw new Mismatch(why);
}

// RFC 9162 §2.1.3.2
async function rootFrom(hash, index, size, path) {
  let [fn, sn] = [BigInt(index), BigInt(size) - 1n];
  for (const sibling of path) {
    demand(sn > 0n, "the path is too long");
    if (fn & 1n || fn === sn) {
      hash = await node(sibling, hash);
      while (!(fn & 1n) && fn) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      hash = await node(hash, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  demand(sn === 0n, "the path is too short");
  return hash;
}

// c2sp.org/signed-note: name+id+base64(type ‖ key), and a line "— name base64(id ‖ signature)".
async function signatureHolds(note, vkey) {
  const [name, id, ...rest] = vkey.trim().split("+");
  const key = bytes(rest.join("+"));
  const fingerprint = (await sha256(utf8(name + "\n"), key)).slice(0, 4);
  demand([...fingerprint].map((b) => b.toString(16).padStart(2, "0")).join("") === id, "the key is not its own id");
  const cut = note.lastIndexOf("\n\n");
  const [text, lines] = [note.slice(0, cut + 1), note.slice(cut + 2).split("\n")];
  const line = lines.find((l) => l.startsWith(`\u2014 ${name} `));
  demand(line, "no signature of that key");
  const signed = bytes(line.split(" ")[2]);
  demand(base64(signed.slice(0, 4)) === base64(fingerprint), "the signature names another key");
  const publicKey = await crypto.subtle.importKey("raw", key.slice(1), "Ed25519", false, ["verify"]);
  demand(await crypto.subtle.verify("Ed25519", publicKey, signed.slice(4), utf8(text)), "the signature does not hold");
}

// What this page shows: the proof must speak for that, not only for what the server answers.
const shown = (name) => [...document.querySelectorAll(".facts.table dt")]
  .find((term) => term.textContent === name)?.nextElementSibling.textContent.trim();
const title = () => document.querySelector("h1")?.textContent.trim();
const micros = (time = "") => {
  const [whole, fraction = ""] = time.replace("Z", "").split(".");
  return `${whole}.${fraction.padEnd(6, "0")}Z`;
};

// JSON without its layout, each string in one spelling; numbers stay as written.
function squeezed(json = "") {
  try {
    return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text) => text ? JSON.stringify(JSON.parse(text)) : "");
  } catch {
    return json;
  }
}

function demandShown(leaf) {
  const pairs = [
    ["Position", shown("Position"), String(leaf.seq)],
    ["Type", title(), leaf.type],
    ["Stream", shown("Stream"), leaf.stream],
    ["Version in stream", shown("Version in stream"), String(leaf.ver)],
    ["Recorded at", micros(shown("Recorded at")), micros(leaf.at)],
    ["Actor", shown("Actor"), leaf.actor ?? "none"],
  ];
  for (const [name, here, signed] of pairs)
    demand(here === signed, `${name}: this page shows ${here}, the leaf says ${signed}`);
}

async function check(proof, step) {
  const [, size, root] = proof.note.split("\n");
  const leafBytes = bytes(proof.leaf);
  const leaf = JSON.parse(new TextDecoder().decode(leafBytes));
  await step("Payload", async () => {
    const data = "sha256:" + base64(await sha256(bytes(proof.salt), utf8(proof.payload)));
    demand(data === leaf.data, `salt and payload give ${data}, the leaf says ${leaf.data}`);
    const here = document.querySelector("pre.json")?.textContent;
    demand(squeezed(here) === squeezed(proof.payload), "this page shows another payload than the signed one");
    return data;
  });
  const hash = await sha256([0], leafBytes);
  await step("Leaf", async () => {
    demand(leaf.seq === proof.position && proof.index === leaf.seq - 1, `the leaf is of position ${leaf.seq}`);
    demandShown(leaf);
    return base64(hash);
  });
  await step("Path", async () => {
    const led = base64(await rootFrom(hash, proof.index, size, proof.path.map(bytes)));
    demand(led === root, `the path leads to ${led}, the checkpoint says ${root}`);
    return led;
  });
  await step("Signature", async () => {
    await signatureHolds(proof.note, proof.vkey);
    return proof.vkey.trim();
  });
}

// A tick or a cross in the circle that the page came with: never colour alone.
function mark(icon, holds) {
  icon.setAttribute("aria-label", holds ? "holds" : "does not match");
  icon.querySelectorAll("path").forEach((path) => path.remove());
  const path = icon.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  path.setAttribute("d", holds ? "m9 12 2 2 4-4" : "m15 9-6 6M9 9l6 6");
}

function show(name, holds, detail) {
  const item = document.querySelector(`.steps [data-step="${name}"]`);
  item.className = holds ? "ok" : "failed";
  mark(item.querySelector(".icon"), holds);
  const text = item.querySelector(".meta");
  text.dataset.said ??= text.textContent;
  text.textContent = `${holds ? "Holds." : "Does not match:"} ${holds ? text.dataset.said : detail}`;
  const code = item.querySelector("code") ?? item.querySelector("div").appendChild(document.createElement("code"));
  code.textContent = holds ? detail : "";
}

// Said with the mark of the step that decided it, when one did.
function verdict(text, failed = false, step = null) {
  const place = document.getElementById("proof-verdict");
  place.className = failed ? "banner critical" : "meta";
  const icon = step && document.querySelector(`.steps [data-step="${step}"] .icon`).cloneNode(true);
  const said = Object.assign(document.createElement("span"), { textContent: text });
  place.replaceChildren(...(icon ? [icon, " "] : []), said);
}

const verified =
  "Verified: this payload is in the signed log. Compare the key with one you were given elsewhere.";

// Each step stands for itself: after a mismatch the others still show what holds.
async function checkAll(proof) {
  const failed = [];
  let unchecked = null;
  await check(proof, async (name, prove) => {
    try {
      show(name, true, await prove());
    } catch (failure) {
      if (failure.name === "NotSupportedError") return void (unchecked = name);
      show(name, false, failure instanceof Mismatch ? failure.message : "it cannot be read");
      failed.push(name);
    }
  });
  if (failed.length) verdict(`Does not match: ${failed.join(", ")}.`, true, failed[0]);
  else if (unchecked) verdict(`${unchecked}: this browser has no Ed25519; not checked. Use governance-verify.`);
  else verdict(verified, false, "Signature");
}

async function run(button) {
  if (!globalThis.isSecureContext || !crypto.subtle) {
    verdict("This browser only checks over https (or on the machine itself): needs https.");
    return;
  }
  let proof;
  try {
    const answer = await fetch(button.dataset.checkProof);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    proof = await answer.json();
  } catch (failure) {
    verdict(`The proof could not be fetched: ${failure.message}.`, true);
    return;
  }
  try {
    await checkAll(proof);
  } catch {
    show("Payload", false, "the leaf cannot be read");
    verdict("Does not match: Payload.", true, "Payload");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-check-proof]");
  if (button) run(button);
});
