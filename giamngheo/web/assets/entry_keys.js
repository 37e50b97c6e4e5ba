// A review form by keyboard alone: Enter goes on, a number chooses an option, Ctrl+Enter saves and
// opens the next household. Without the script Tab, Space and the buttons do the same.
const FIELDS = "input:not([type=hidden]):not(:disabled), select:not(:disabled)";

function stops(form) {
  const names = new Set();
  return [...form.querySelectorAll(FIELDS)].filter((field) => {
    if (field.closest("details:not([open])")) return false;
    if (field.type !== "radio") return true;
    if (names.has(field.name)) return false;
    names.add(field.name);
    return true;
  });
}

function focusOf(form, stop) {
  return stop.type === "radio"
    ? form.querySelector(`input[name="${CSS.escape(stop.name)}"]:checked`) ?? stop
    : stop;
}

function goOn(form, field) {
  const list = stops(form);
  const at = list.findIndex((stop) => stop === field || (stop.type === "radio" && stop.name === field.name));
  const following = list[at + 1] ?? form.querySelector("[data-giamngheo-next]");
  if (!following) return;
  const target = following.type === "radio" ? focusOf(form, following) : following;
  target.focus();
  target.select?.();
}

function choose(form, field, digit) {
  const box = field.closest("[data-giamngheo-choices]");
  const option = box?.querySelectorAll("input[type=radio]")[digit - 1];
  if (!option) return false;
  option.checked = true;
  option.dispatchEvent(new Event("change", { bubbles: true }));
  goOn(form, option);
  return true;
}

export function typeInForm(event) {
  const form = event.target.closest?.("[data-giamngheo-entry]");
  if (!form || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector("[data-giamngheo-next]")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    goOn(form, event.target);
    return;
  }
  if (/^[1-9]$/.test(event.key) && event.target.matches("input[type=radio]")) {
    if (choose(form, event.target, Number(event.key))) event.preventDefault();
  }
}
