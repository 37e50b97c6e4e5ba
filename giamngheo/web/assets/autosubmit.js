// Choosers marked data-giamngheo-autosubmit send their form at once; their button is .without-js.
export function submitOnChange(event) {
  const field = event.target.closest("[data-giamngheo-autosubmit]");
  field?.form?.requestSubmit();
}
