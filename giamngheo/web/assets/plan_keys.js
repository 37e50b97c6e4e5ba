// The items of a read plan by keyboard: j and k go up and down, a accepts, r rejects, e edits, and
// the line an item stands on comes into view beside it. Without the script the buttons do the same.
const ITEM = "[data-giamngheo-item]";
let place = 0;

function items() {
  return [...document.querySelectorAll(`[data-giamngheo-desk] ${ITEM}`)];
}

function showSource(item) {
  const link = item.querySelector("[data-giamngheo-source]");
  const line = link && document.querySelector(link.hash);
  const pane = line?.closest(".desk-source");
  document.querySelectorAll(".line-shown").forEach((shown) => shown.classList.remove("line-shown"));
  if (!line) return;
  line.classList.add("line-shown");
  if (pane && getComputedStyle(pane).position === "sticky") {
    pane.scrollTop = line.offsetTop - pane.offsetTop - pane.clientHeight / 3;
  }
}

function goTo(at) {
  const list = items();
  if (!list.length) return;
  place = Math.max(0, Math.min(at, list.length - 1));
  list[place].focus();
  list[place].scrollIntoView({ block: "nearest" });
  showSource(list[place]);
}

export function deskKeys(event) {
  if (!document.querySelector("[data-giamngheo-desk]")) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const list = items();
  const here = list.findIndex((item) => item.contains(document.activeElement));
  const hooks = { a: "accept", r: "reject", e: "edit" };
  if (event.key === "j") goTo(here < 0 ? place : here + 1);
  else if (event.key === "k") goTo(here < 0 ? place : here - 1);
  else if (hooks[event.key] && here >= 0) {
    place = event.key === "e" ? here : here + 1;
    list[here].querySelector(`[data-giamngheo-${hooks[event.key]}]`)?.click();
  } else return;
  event.preventDefault();
}

export function deskSettled(event) {
  if (event.target.querySelector?.("[data-giamngheo-desk]")) goTo(place);
}
