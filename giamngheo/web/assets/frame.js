// '/' goes to the search box; Escape or a click elsewhere closes an open menu.
export function focusSearch(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-giamngheo-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

export function closeMenus(event) {
  if (event.type === "keydown" && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-giamngheo-menu][open]")) {
    if (event.type === "click" && menu.contains(event.target)) continue;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  }
}
