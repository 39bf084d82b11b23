// An answer as a table: 100 rows at a time, sorted by a column, names beside IRIs.

import { learn, nameOf } from "query/names";
import { curie, isNumber, momentOf, typeName } from "query/terms";
import { config, cut, make, moment, number, say } from "query/tools";

const PAGE = 100;
const LONGEST_TEXT = 500;
const WIDE = 60;
const LARGEST_EXACT = 2 ** 53;

/** Give the rows in the order of a column ("-name" is downwards); unbound values come last. */
export function sorted(answer, sort) {
  const down = sort.startsWith("-");
  const column = answer.columns.indexOf(sort.replace(/^-/, ""));
  if (column < 0) return answer.rows;
  const collator = new Intl.Collator(config.lang, { numeric: true });
  const bound = answer.rows.filter((row) => row[column]);
  bound.sort((one, other) => {
    const [a, b] = [one[column], other[column]];
    const order = isNumber(a) && isNumber(b) ? Number(a.value) - Number(b.value) : collator.compare(a.value, b.value);
    return down ? -order : order;
  });
  return [...bound, ...answer.rows.filter((row) => !row[column])];
}

/** Write a literal as the reader's country does; the value itself is kept as title. */
export function written(term) {
  if (isNumber(term) && Math.abs(Number(term.value)) < LARGEST_EXACT) return number(Number(term.value));
  const precision = { date: "day", gYearMonth: "month", gYear: "year" }[typeName(term)];
  const milliseconds = precision ? momentOf(term) : NaN;
  return Number.isNaN(milliseconds) ? term.value : moment(milliseconds, precision);
}

function local(iri) {
  return iri.startsWith(`${config.base}id/`) ? `…/${iri.slice(config.base.length)}` : iri;
}

function cell(term, name) {
  const column = { "data-label": name };
  if (!term) return make("td", column, make("span", { class: "none", text: "–" }));
  if (term.kind === "iri") {
    const { label, page } = nameOf(term.value);
    const short = curie(term.value, config.prefixes);
    const words = cut(label || short, LONGEST_TEXT);
    const shown = page ? make("a", { href: page, text: words }) : make("span", { text: words });
    if (!label) shown.classList.add("mono");
    return make("td", { ...column, class: words.length > WIDE ? "wide" : null }, shown, label ? make("small", { class: "iri mono", title: term.value, text: cut(local(short), 200) }) : null);
  }
  if (term.kind === "blank") return make("td", column, make("span", { class: "mono", text: term.value }));
  const text = written(term);
  const shown = make("span", { class: "said", text: cut(text, LONGEST_TEXT), title: text === term.value ? null : term.value });
  const numeric = isNumber(term);
  const plain = numeric || text !== term.value || typeName(term) === "string";
  const note = term.lang || (plain ? "" : typeName(term));
  return make("td", { ...column, class: numeric ? "num" : text.length > WIDE ? "wide" : null }, shown, note ? " " : null, note ? make("span", { class: "tag", text: note }) : null);
}

/** Show a page of an answer in `place`; `change` is told of another page or order. */
export function showTable(place, answer, state, change) {
  const pages = Math.max(1, Math.ceil(answer.rows.length / PAGE));
  const page = Math.min(Math.max(1, Number(state.page) || 1), pages);
  const sort = state.sort || "";
  const rows = sorted(answer, sort).slice((page - 1) * PAGE, page * PAGE);
  const draw = () => {
    const head = make("tr", {}, ...answer.columns.map((name) => heading(name, sort, change)));
    const body = rows.map((row) => make("tr", {}, ...answer.columns.map((name, index) => cell(row[index], name))));
    const table = make("table", { class: "data answer" }, make("thead", {}, head), make("tbody", {}, ...body));
    const frame = make("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-labelledby": "result-head" }, table);
    place.replaceChildren(frame, ...(pages > 1 ? [pager(page, pages, change)] : []));
  };
  draw();
  const iris = rows.flat().filter((term) => term?.kind === "iri").map((term) => term.value);
  return learn(iris).then(() => {
    if (place.isConnected && place.querySelector("table") && Number(state.page || 1) === page) draw();
  });
}

function heading(name, sort, change) {
  const order = sort === name ? "ascending" : sort === `-${name}` ? "descending" : null;
  const next = order === "ascending" ? `-${name}` : order === "descending" ? "" : name;
  const mark = { ascending: " ↑", descending: " ↓" }[order] || "";
  const button = make("button", {
    type: "button",
    class: "plain",
    title: say("query.js.sort", { column: name }),
    text: name + mark,
    onclick: () => change({ sort: next, page: "" }, `th[data-name="${CSS.escape(name)}"] button`),
  });
  return make("th", { scope: "col", "aria-sort": order, "data-name": name }, button);
}

function pager(page, pages, change) {
  const turn = (to, key) =>
    make("button", {
      type: "button",
      class: "quiet",
      disabled: to < 1 || to > pages,
      text: say(key),
      "data-turn": key,
      onclick: () => change({ page: to === 1 ? "" : String(to) }, `[data-turn="${key}"]`),
    });
  return make(
    "nav",
    { class: "result-pager", "aria-label": say("query.js.pages") },
    turn(page - 1, "query.js.previous"),
    make("span", { text: say("query.js.page", { page: number(page), pages: number(pages) }) }),
    turn(page + 1, "query.js.next"),
  );
}
