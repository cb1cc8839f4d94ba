// Everything the console does in the browser. Each module is small, does one thing, and the page works without it.
import { onPage, startPages } from "./page.js";
import { startDialogs } from "./dialog.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startPalette } from "./palette.js";
import { startTheme } from "./theme.js";
import { showTimes, startTimes } from "./time-ago.js";
import { moveFlash } from "./toast.js";
import { countTicks, startTicks } from "./ticks.js";

document.documentElement.classList.add("scripted");
startPages();
startTheme();
startTimes();
startDialogs();
startForms();
startTicks();
startKeys();
startPalette();
startLive();
onPage(() => {
  showTimes();
  moveFlash();
  countTicks();
  if (document.querySelector("ts-chart")) import("./ts-chart.js");
});
