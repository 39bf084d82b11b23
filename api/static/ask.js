// The sentence and the query of a question while it is filled in: the same page is asked for without its rows, and what
// it says takes the place of what stands there. Without this script the form is sent as ever.
"use strict";

const PAUSE_TYPING = 300; // milliseconds after the last change before the server is asked
const questionForm = document.querySelector(".ask-form");
let waitingToAsk = 0;
let askedNow = null;

async function say() {
  askedNow?.abort();
  askedNow = new AbortController();
  const fields = [...new FormData(questionForm)].filter(([, value]) => value);
  const address = new URLSearchParams([...fields, ["rows", "no"]]);
  try {
    const answer = await fetch(`/ask?${address}`, { signal: askedNow.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.getElementById("ask-said");
    if (said) document.getElementById("ask-said").replaceChildren(...said.childNodes);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function sayLater() {
  clearTimeout(waitingToAsk);
  waitingToAsk = setTimeout(say, PAUSE_TYPING);
}

questionForm.addEventListener("input", sayLater);
questionForm.addEventListener("change", sayLater);
questionForm.addEventListener("submit", () => {
  clearTimeout(waitingToAsk);
  askedNow?.abort();
  for (const field of questionForm.elements) field.disabled = field.name !== "" && field.name !== "go" && !field.value;
});
addEventListener("pageshow", () => {
  for (const field of questionForm.elements) field.disabled = false;
});
