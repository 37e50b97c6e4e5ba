// A table that fits its place lets the page scroll, so that its head can stay under the page's head.
// Until it is measured, and always without the script, a wide table scrolls in its own box.
const LAPTOP = window.matchMedia("(min-width: 992px)");

export function measureTables() {
  for (const box of document.querySelectorAll("[data-giamngheo-table]")) {
    box.classList.remove("table-fits");
    const fits = box.firstElementChild.offsetWidth <= box.clientWidth + 1;
    box.classList.toggle("table-fits", LAPTOP.matches && fits);
  }
}
