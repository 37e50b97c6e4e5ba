// Arrow keys move between the links and fields of a table: up and down in a column, Home and End
// to its first and last row.
const FOCUSABLE = "a[href], button, input, select";

function cellsOfColumn(table, column) {
  return [...table.tBodies]
    .flatMap((body) => [...body.rows])
    .map((row) => row.cells[column]?.querySelector(FOCUSABLE))
    .filter(Boolean);
}

function next(list, current, key) {
  const at = list.indexOf(current);
  const places = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 };
  return list[places[key]];
}

export function moveInTable(event) {
  if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const cell = event.target.closest?.("[data-giamngheo-keys] tbody :is(td, th)");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const typing = event.target.matches("select, input");
  if (typing && ["Home", "End"].includes(event.key)) return;
  if (event.target.matches("select, input[type=number]")) return;
  const target = next(cellsOfColumn(cell.closest("table"), cell.cellIndex), event.target, event.key);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select?.();
}
