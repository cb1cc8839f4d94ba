// One connection for every tab of this browser: HTTP/1.1 allows six, and an officer opens twelve.
import { listen } from "./live-source.js";

const ports = new Set();
let state = "connecting";

listen(message => {
  state = message.state ?? state;
  for (const port of ports) port.postMessage(message);
});

self.onconnect = event => {
  const [port] = event.ports;
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  port.postMessage({ state });
};
