// Everything here makes a page that already works without it more comfortable.
// Hooks are data-giamngheo-* attributes; htmx swaps are handled by listening on the document.
import { enhanceConfirm } from "./confirm.js";
import { moveInTable } from "./table_keys.js";
import { submitOnChange } from "./autosubmit.js";
import { closeMenus, focusSearch } from "./frame.js";
import { sayNotSent } from "./network.js";
import { measureTables } from "./table_fits.js";
import { typeInForm } from "./entry_keys.js";
import { enterRow, leaveRow, noteRow } from "./entry_grid.js";
import { deskKeys, deskSettled } from "./plan_keys.js";

document.documentElement.classList.add("js");

document.addEventListener("keydown", (event) => {
  focusSearch(event);
  moveInTable(event);
  typeInForm(event);
  enterRow(event);
  deskKeys(event);
  closeMenus(event);
});
document.addEventListener("click", (event) => {
  closeMenus(event);
  enhanceConfirm(event);
  if (event.target.closest("[data-giamngheo-print]")) window.print();
});
document.addEventListener("change", submitOnChange);
document.addEventListener("input", noteRow);
document.addEventListener("focusout", leaveRow);
document.addEventListener("htmx:afterSettle", measureTables);
document.addEventListener("htmx:afterSettle", deskSettled);
document.addEventListener("htmx:sendError", sayNotSent);
document.addEventListener("htmx:timeout", sayNotSent);
window.addEventListener("resize", measureTables);
measureTables();
document.fonts.ready.then(measureTables);
