// One connection for every tab of this browser: HTTP/1.1 allows six, and an officer opens twelve.
import { listen } from "./live-source.js";

const rememberedMs = 10000; // longer than a page takes from its rendering to its first message here
const rememberedMax = 200;
const ports = new Set();
let recent = [];
let state = "connecting";

listen(message => {
  state = message.state ?? state;
  if (message.hint) recent = [...recent, { at: Date.now(), message }].slice(-rememberedMax);
  for (const port of ports) port.postMessage(message);
});

// A tab that has just opened may have missed what moved while it loaded.
self.onconnect = event => {
  const [port] = event.ports;
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  port.postMessage({ state });
  recent = recent.filter(({ at }) => Date.now() - at < rememberedMs);
  for (const { message } of recent) port.postMessage(message);
};
