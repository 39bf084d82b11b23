// Buttons that copy a line of the page: `data-copies` names what they copy, the status beside them tells how it went.
// Browsers give pages without TLS no clipboard; there the line is selected, to be copied by key.
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const line = document.getElementById(button.dataset.copies);
    const status = button.parentElement.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(line.textContent);
      status.textContent = status.dataset.copied;
    } catch {
      getSelection().selectAllChildren(line);
      status.textContent = status.dataset.uncopied;
    }
  });
}
