// One stream of hints, opened again whenever it ends: also after an answer that EventSource takes for final.
const againMs = 1500;
const silentMs = 35000; // the server speaks at least every 15 s; a silent stream is a dead one

export function listen(tell) {
  let source, timer, watchdog;
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, silentMs);
  };
  const lost = () => {
    source.close();
    clearTimeout(watchdog);
    tell({ state: "reconnecting" });
    clearTimeout(timer);
    timer = setTimeout(connect, againMs);
  };
  const connect = () => {
    source = new EventSource("/live");
    source.addEventListener("hello", () => { alive(); tell({ state: "live", opened: true }); });
    source.addEventListener("beat", alive);
    source.addEventListener("hint", event => { alive(); tell({ hint: JSON.parse(event.data) }); });
    source.onerror = lost;
  };
  connect();
}
