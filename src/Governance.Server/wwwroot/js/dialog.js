// Dialogs open modally in place; without script the same link brings the page back with the dialog open.
const open = id => {
  const dialog = document.getElementById(id);
  if (!dialog) return false;
  if (!dialog.open) dialog.showModal();
  check(dialog);
  return true;
};

// A dangerous act stays off until its name is typed exactly and a reason is given. The server checks again.
function check(root) {
  const form = root.querySelector("form");
  const typed = form?.querySelector("[data-must-equal]");
  if (!typed) return;
  const ready = typed.value.trim() === typed.dataset.mustEqual && form.checkValidity();
  for (const button of form.querySelectorAll("[type='submit']")) button.disabled = !ready;
}

export function startDialogs() {
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && open(opener.dataset.dialog)) event.preventDefault();
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });
  document.addEventListener("input", event => {
    const dialog = event.target.closest("dialog");
    if (dialog) check(dialog);
  });
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    dialog.close();
    open(dialog.id);
  }
}
