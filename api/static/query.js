// The SPARQL page: Ctrl+Enter (or Cmd+Enter) runs the query; Tab indents, Escape lets Tab leave the box again.
// A query that is too long for an address is sent as a form.
"use strict";

const LONGEST_ADDRESS = 6000;
const box = document.getElementById("query");
const form = box.form;
let leaveByTab = false;

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape") {
    leaveByTab = true;
  } else if (event.key === "Tab" && !event.shiftKey && !leaveByTab) {
    event.preventDefault();
    box.setRangeText("  ", box.selectionStart, box.selectionEnd, "end");
  }
});
box.addEventListener("blur", () => {
  leaveByTab = false;
});
form.addEventListener("submit", () => {
  form.method = encodeURIComponent(box.value).length > LONGEST_ADDRESS ? "post" : "get";
});
