// A consequence is confirmed in a <details>; with the script the same content opens as a dialog.
function openAsDialog(details) {
  const body = details.querySelector(".confirm-body");
  const dialog = document.createElement("dialog");
  dialog.className = "confirm-dialog";
  dialog.setAttribute("aria-labelledby", body.querySelector("h2").id);
  dialog.append(body);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    details.append(body);
    dialog.remove();
    details.querySelector("summary").focus();
  });
  dialog.showModal();
}

export function enhanceConfirm(event) {
  const summary = event.target.closest("[data-giamngheo-confirm] > summary");
  if (summary) {
    event.preventDefault();
    openAsDialog(summary.parentElement);
    return;
  }
  const cancel = event.target.closest("[data-giamngheo-cancel]");
  if (cancel) {
    event.preventDefault();
    cancel.closest("dialog")?.close();
  }
}
