// Light or dark, local time or UTC: changed at once, kept in the cookie that the server renders from.
const year = 365 * 24 * 3600;

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
  document.documentElement.dataset[name] = value;
}

const isDark = () => document.documentElement.dataset.theme
  ? document.documentElement.dataset.theme === "dark"
  : matchMedia("(prefers-color-scheme: dark)").matches;

export function startTheme() {
  document.addEventListener("click", event => {
    const theme = event.target.closest("[data-theme-switch]");
    const zone = event.target.closest("[data-zone-switch]");
    if (!theme && !zone) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (theme) {
      keep("theme", isDark() ? "light" : "dark");
      document.dispatchEvent(new CustomEvent("governance:theme"));
    } else {
      keep("zone", document.documentElement.dataset.zone === "utc" ? "local" : "utc");
      zone.querySelector("[data-zone-word]").textContent = document.documentElement.dataset.zone === "utc" ? "UTC" : "local";
      document.dispatchEvent(new CustomEvent("governance:zone"));
    }
  }, true);
}
