// Small things that the parts of the query page share: its settings, messages, numbers and elements.

import "picture-file";

/** Give a file to the reader. */
export const { save } = globalThis.pictureFile;

export const config = JSON.parse(document.getElementById("query-config").textContent);
export const nonce = document.getElementById("query-config").nonce;
const locale = config.lang === "vi" ? "vi-VN" : "en-GB";

/** Give a message in the reader's language with its places filled; {n:row|rows} is the word that fits the count. */
export function say(key, values = {}) {
  const text = config.messages[key] ?? config.messages["query.problem.other"];
  return text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name, one, other) => {
    if (!(name in values)) return whole;
    if (one === undefined) return values[name];
    return String(values[name]) === "1" ? one : other;
  });
}

/** Write a number as the reader's country does. */
export function number(value, digits = 20) {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** Write a moment, at the precision that it has: "year", "month" or "day". */
export function moment(milliseconds, precision = "day") {
  const fields = { year: "numeric" };
  if (precision !== "year") fields.month = "numeric";
  if (precision === "day") fields.day = "numeric";
  return new Intl.DateTimeFormat(locale, { ...fields, timeZone: "UTC" }).format(milliseconds);
}

/** Make an element: attributes, "text" for its words, on… for listeners; then its children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "text") element.textContent = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Fold a text for comparing: small letters, no marks, đ as d. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}+/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** Cut a text that is too long to show, with an ellipsis. */
export function cut(text, most) {
  const points = Array.from(text);
  return points.length > most ? `${points.slice(0, most - 1).join("").trimEnd()}…` : text;
}
