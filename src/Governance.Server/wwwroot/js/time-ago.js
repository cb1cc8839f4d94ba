// Relative times that stay true while a page is open; the same words as Moment.cs, so a morph changes nothing.
const everySecond = 1000;

export function relative(at, now) {
  const seconds = Math.floor((now - at) / 1000);
  const span = Math.abs(seconds);
  if (span < 5) return "just now";
  const words = span < 60 ? `${span} s`
    : span < 3600 ? `${Math.floor(span / 60)} min`
    : span < 172800 ? `${Math.floor(span / 3600)} hr`
    : `${Math.floor(span / 86400)} days`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

export function due(at, now) {
  const words = relative(at, now);
  return words.endsWith(" ago") ? `overdue ${words.slice(0, -4)}` : `due ${words}`;
}

export function absolute(at) {
  const utc = document.documentElement.dataset.zone === "utc";
  const shifted = utc ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60000);
  const text = shifted.toISOString().slice(0, 19).replace("T", " ");
  return utc || at.getTimezoneOffset() === 0 ? `${text} UTC` : `${text} ${offset(at)}`;
}

function offset(at) {
  const minutes = -at.getTimezoneOffset();
  const two = number => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${minutes < 0 ? "−" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

export function showTimes() {
  const now = Date.now();
  for (const time of document.querySelectorAll("time[data-time]")) {
    const at = new Date(time.dateTime);
    const exact = time.dataset.time === "exact";
    const words = (time.dataset.time === "due" ? due : relative)(at, now);
    const [shown, hover] = exact ? [absolute(at), words] : [words, absolute(at)];
    if (time.textContent !== shown) time.textContent = shown;
    if (time.title !== hover) time.title = hover;
  }
}

export function startTimes() {
  setInterval(showTimes, everySecond);
  document.addEventListener("governance:zone", showTimes);
}
