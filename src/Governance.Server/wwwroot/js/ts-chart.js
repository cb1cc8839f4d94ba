// Draws a chart's data with uPlot over the server's own small picture. Colours come from the tokens.
import uPlot from "../vendor/uplot/uPlot.esm.js";
import { onPage } from "./page.js";

const height = 260;

// A token may be light-dark(…): let the browser resolve it once.
function resolve(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

class TimeSeriesChart extends HTMLElement {
  #plot = null;
  #drawn = null;
  #resizing = new ResizeObserver(() => this.#plot?.setSize({ width: this.clientWidth, height }));

  connectedCallback() {
    this.draw();
    this.#resizing.observe(this);
  }

  disconnectedCallback() {
    this.#resizing.disconnect();
    this.#plot?.destroy();
    [this.#plot, this.#drawn] = [null, null];
  }

  redraw() {
    this.#drawn = null;
    this.draw();
  }

  draw() {
    const text = document.getElementById(this.dataset.for)?.textContent;
    if (!text || text === this.#drawn) return;
    this.#drawn = text;
    this.#plot?.destroy();
    this.replaceChildren();
    const data = JSON.parse(text);
    this.#plot = new uPlot(options(data, this.clientWidth || 600), columns(data), this);
  }
}

const seconds = iso => Date.parse(iso) / 1000;

function columns({ points, lines }) {
  return [
    points.map(point => seconds(point.at)),
    points.map(point => point.high),
    points.map(point => point.low),
    points.map(point => point.value),
    ...lines.map(line => line.values),
  ];
}

function options(data, width) {
  const [text, grid, line] = [resolve("muted"), resolve("line"), resolve("low")];
  const axis = { stroke: text, font: "12px 'Inter Variable'", grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  const shown = (_, value) => value === null ? "–" : `${+value.toFixed(4)} ${data.unit}`;
  return {
    width, height,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    tzDate: at => document.documentElement.dataset.zone === "utc" ? uPlot.tzDate(new Date(at * 1000), "Etc/UTC") : new Date(at * 1000),
    scales: { y: { range: (_, low, high) => span(low, high, data.threshold) } },
    axes: [{ ...axis, values: clockLabels }, { ...axis, size: 64, values: (_, ticks) => ticks.map(tick => `${tick} ${data.unit}`.trim()) }],
    bands: [{ series: [1, 2], fill: resolve("band") }],
    series: [
      {},
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { label: data.name, stroke: line, width: 1.5, value: shown, spanGaps: false },
      ...data.lines.map(other => ({ label: other.name, stroke: text, width: 1.5, dash: [4, 3], value: shown })),
    ],
    hooks: { drawClear: [plot => shade(plot, data)], draw: [plot => marks(plot, data)] },
  };
}

const two = number => String(number).padStart(2, "0");

function clockLabels(plot, ticks) {
  const shown = plot.scales.x.max - plot.scales.x.min;
  const [long, short] = [shown > 172800, shown < 600];
  return ticks.map(tick => {
    const at = plot.axes ? new Date(tick * 1000) : null;
    const utc = document.documentElement.dataset.zone === "utc";
    const [month, day, hour, minute, second] = utc
      ? [at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
      : [at.getMonth(), at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()];
    if (long) return `${two(month + 1)}-${two(day)}`;
    return short ? `${two(hour)}:${two(minute)}:${two(second)}` : `${two(hour)}:${two(minute)}`;
  });
}

function span(low, high, threshold) {
  const top = Math.max(high ?? 0, threshold ?? high ?? 0);
  const bottom = Math.min(low ?? 0, threshold ?? low ?? 0);
  const room = (top - bottom || 1) * 0.08;
  return [bottom >= 0 ? Math.max(0, bottom - room) : bottom - room, top + room];
}

function shade(plot, { spans }) {
  const { ctx, bbox } = plot;
  for (const { from, to, label, tone } of spans) {
    const [left, right] = [plot.valToPos(seconds(from), "x", true), plot.valToPos(seconds(to), "x", true)];
    ctx.save();
    ctx.fillStyle = resolve(tone === "critical" ? "shade" : "band");
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    for (const edge of [left, right]) dashed(plot, edge, resolve(tone));
    word(plot, label, left - 6, bbox.top + 14 * devicePixelRatio, resolve(tone), "right");
    ctx.restore();
  }
}

/** Marks close to each other stand on lines of their own; more than these share one again. */
const lanes = 6;

function marks(plot, { marks: all, threshold }) {
  const { ctx, bbox } = plot;
  all.forEach(({ at, label, tone }, index) => {
    const x = plot.valToPos(seconds(at), "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    dashed(plot, x, resolve(tone));
    word(plot, label, x + 6, bbox.top + (14 + (index % lanes) * 16) * devicePixelRatio, resolve(tone), "left");
  });
  if (threshold === null) return;
  const y = plot.valToPos(threshold, "y", true);
  ctx.save();
  ctx.strokeStyle = resolve("high");
  ctx.setLineDash([2, 4]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  word(plot, "threshold", bbox.left + bbox.width - 6, y - 6, resolve("high"), "right");
  ctx.restore();
}

function dashed({ ctx, bbox }, x, stroke) {
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

// A word that would be cut off at an edge stands on the other side of its line.
function word({ ctx, bbox }, text, x, y, fill, align) {
  ctx.save();
  ctx.font = `600 ${11 * devicePixelRatio}px 'Inter Variable'`;
  ctx.fillStyle = fill;
  const { width } = ctx.measureText(text);
  const cut = align === "left" ? x + width > bbox.left + bbox.width : x - width < bbox.left;
  ctx.textAlign = cut ? (align === "left" ? "right" : "left") : align;
  ctx.fillText(text, cut ? x + (align === "left" ? -12 : 12) : x, y);
  ctx.restore();
}

customElements.define("ts-chart", TimeSeriesChart);
const all = () => document.querySelectorAll("ts-chart");
onPage(() => all().forEach(chart => chart.draw()));
for (const change of ["governance:theme", "governance:zone"]) {
  document.addEventListener(change, () => all().forEach(chart => chart.redraw()));
}
