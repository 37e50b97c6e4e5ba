// A row of a grid is saved when one leaves it: its <tr> hears "rowleft". Enter goes one row down.
const CHANGED = "giamngheoChanged";

export function noteRow(event) {
  const row = event.target.closest?.("[data-giamngheo-grid] tbody tr");
  if (row) row.dataset[CHANGED] = "1";
}

export function leaveRow(event) {
  const row = event.target.closest?.("[data-giamngheo-grid] tbody tr");
  if (!row || !row.dataset[CHANGED] || row.contains(event.relatedTarget)) return;
  delete row.dataset[CHANGED];
  row.dispatchEvent(new CustomEvent("rowleft"));
}

export function enterRow(event) {
  if (event.key !== "Enter" || !event.target.matches?.("[data-giamngheo-grid] input[type=text]")) return;
  event.preventDefault();
  const cell = event.target.closest("td, th");
  const below = cell.parentElement.nextElementSibling?.querySelector("input[type=text]");
  if (below) {
    below.focus();
    below.select();
  } else {
    event.target.blur();
  }
}
