// The query page: it joins editor, answer, views, address and history. Without scripts the form works alone.

import { ask, MOST_ROWS, send, Trouble } from "query/answer";
import { columnsFor, showChart } from "query/chart";
import { loadVocabulary } from "query/complete";
import { clearError, makeEditor, markError, setText } from "query/editor";
import { showGraph } from "query/graph";
import { curl, keep, keepAll, kept, LONGEST_LINK, readState, writeState } from "query/keep";
import { showTable } from "query/table";
import { config, cut, make, moment, number, save, say } from "query/tools";

const LONGEST_TEXT = 200_000;
const QUICK = 1;
const byId = (id) => document.getElementById(id);
const form = byId("query-form");
const box = byId("query");
const result = byId("result");
const status = byId("run-status");

let answer = null;
let asked = "";
let running = null;
let state = {};
let cleared = null;

const view = makeEditor(byId("editor"), box.value, run, () => {
  if (byId("query-problem")?.dataset.marked) clearProblem();
});
const textNow = () => view.state.doc.toString();

function showControls() {
  byId("editor").hidden = false;
  box.hidden = true;
  for (const control of document.querySelectorAll("[data-script]")) control.hidden = false;
  byId("query-label").addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  byId("stop").addEventListener("click", () => running?.abort());
  byId("share").addEventListener("click", share);
  byId("curl").addEventListener("click", () => copy(curl(textNow(), isGraphForm() ? "text/turtle" : "text/csv"), "query.js.curl.done"));
  byId("history-clear").addEventListener("click", forget);
  for (const link of document.querySelectorAll("[data-example]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      take(new URL(link.href).searchParams.get("query"));
      announce(say("query.js.example.done"));
    });
  }
  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", () => {
      const address = new URL(link.href);
      if (location.hash) address.searchParams.delete("query");
      link.href = address.pathname + address.search + location.hash;
    });
  }
  addEventListener("hashchange", restore);
}

function isGraphForm() {
  return answer && asked === textNow() ? answer.kind === "triples" : /^\s*(?:(?:PREFIX|BASE)[^\n]*\s*|#[^\n]*\s*)*(?:CONSTRUCT|DESCRIBE)/i.test(textNow());
}

function take(query) {
  setText(view, query);
  form.scrollIntoView({ block: "nearest" });
  view.focus();
}

function announce(text) {
  status.textContent = text;
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    announce(say(done));
  } catch {
    const shown = make("textarea", { readonly: true, rows: "3", class: "to-copy", "aria-label": say("query.js.copy.self") });
    shown.value = text;
    status.replaceChildren(say("query.js.copy.self"), shown);
    shown.select();
  }
}

function share() {
  const link = location.origin + location.pathname + writeState({ query: textNow(), ...(textNow() === asked ? state : {}) });
  if (link.length > LONGEST_LINK) {
    announce(say("query.js.share.long"));
    return;
  }
  copy(link, "query.js.share.done");
}

// Running

async function run(wanted = {}) {
  running?.abort();
  const query = textNow();
  if (!query.trim()) {
    fail(new Trouble("empty"));
    return;
  }
  const mine = new AbortController();
  running = mine;
  clearProblem();
  byId("stop").disabled = false;
  form.setAttribute("aria-busy", "true");
  const began = performance.now();
  const ticking = setInterval(() => announce(say("query.js.running", { seconds: number((performance.now() - began) / 1000, 0) })), 1000);
  announce(say("query.js.running", { seconds: number(0) }));
  try {
    const found = await ask(query, mine.signal);
    if (running !== mine) return;
    answer = found;
    asked = query;
    state = wanted;
    keep(query, found.rows.length);
    cleared = null;
    showHistory();
    remember();
    announce(summary());
    await show();
  } catch (error) {
    if (running !== mine) return;
    if (error.name === "AbortError") announce(say("query.js.stopped"));
    else fail(error instanceof Trouble ? error : new Trouble("other", { detail: String(error.message || error) }));
  } finally {
    clearInterval(ticking);
    if (running === mine) {
      running = null;
      byId("stop").disabled = true;
      form.removeAttribute("aria-busy");
    }
  }
}

function summary() {
  const seconds = number(answer.seconds, answer.seconds < 10 ? 2 : 0);
  if (answer.kind === "boolean") return say("query.js.done.boolean", { seconds });
  const key =
    answer.kind === "triples"
      ? answer.more ? "query.js.done.triples.more" : "query.js.done.triples"
      : answer.more ? "query.js.done.rows.more" : "query.js.done.rows";
  return say(key, { rows: number(answer.rows.length), seconds });
}

function fail(trouble) {
  const title = trouble.title ? `${trouble.title}.` : say("query.js.problem");
  const said = trouble.detail || (trouble.slug === "other" ? "" : say(`query.problem.${trouble.slug}`));
  result.hidden = true;
  const place = byId("problem-place");
  const words = make("p", {}, make("strong", { text: title }), " ", make("span", { class: "wrap-anywhere", text: said }));
  const note = make("div", { class: "note bad", role: "alert", id: "query-problem" }, words);
  place.replaceChildren(note);
  announce("");
  mark(trouble.line, trouble.column, said, note);
}

function mark(line, column, said, note) {
  if (line === null || Number.isNaN(line)) return;
  const at = markError(view, line, column, said);
  if (at === null) return;
  note.dataset.marked = "yes";
  note.append(
    make("p", {}, make("button", { type: "button", class: "quiet", text: say("query.js.goto"), onclick: () => {
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    } })),
  );
}

function clearProblem() {
  byId("problem-place").replaceChildren();
  clearError(view);
}

// Showing

function views() {
  if (answer.kind === "boolean") return [];
  if (answer.kind === "triples") return answer.rows.length ? ["table", "graph", "text"] : ["table"];
  return columnsFor(answer) ? ["table", "chart"] : ["table"];
}

async function change(parts, focus) {
  Object.assign(state, parts);
  remember();
  await show();
  if (focus) result.querySelector(focus)?.focus();
}

function remember() {
  const fragment = writeState({ query: asked, ...state });
  history.replaceState(null, "", location.pathname + (fragment.length > LONGEST_LINK ? "" : fragment));
}

async function show() {
  delete result.dataset.shown;
  const possible = views();
  const now = possible.includes(state.view) ? state.view : possible[0];
  const place = make("div", { class: "result-view" });
  const head = make("h2", { id: "result-head", text: say("query.js.result") });
  const parts = [make("div", { class: "result-head" }, head, make("span", { class: "result-figures", text: summary() }))];
  if (answer.more) parts.push(make("p", { class: "note", text: say("query.js.cut", { rows: number(MOST_ROWS) }) }));
  if (possible.length > 1) parts.push(make("div", { class: "views", role: "group", "aria-label": say("query.js.views") }, ...possible.map((name) => choice(name, now))));
  parts.push(downloads(), place);
  result.replaceChildren(...parts);
  result.hidden = false;
  if (answer.kind === "boolean") place.append(make("p", { class: "verdict", text: say(answer.value ? "query.js.yes" : "query.js.no") }));
  else if (!answer.rows.length) place.append(make("p", { class: "empty", text: say("query.js.none") }));
  else if (now === "chart") await showChart(place, answer, state, change);
  else if (now === "graph") await showGraph(place, answer);
  else if (now === "text") await showText(place);
  else await showTable(place, answer, state, change);
  if (place.isConnected) result.dataset.shown = now || "boolean";
}

function choice(name, now) {
  const pick = () => change({ view: name === "table" ? "" : name }, `[data-view="${name}"]`);
  return make("button", { type: "button", class: "quiet", "aria-pressed": String(name === now), "data-view": name, text: say(`query.js.view.${name}`), onclick: pick });
}

async function showText(place) {
  const code = make("code", { text: say("query.js.wait") });
  place.append(make("pre", { class: "code", tabindex: "0", "aria-label": "Turtle", role: "region" }, code));
  try {
    const text = await (await send(asked, "text/turtle")).text();
    code.textContent = text.slice(0, LONGEST_TEXT);
    if (text.length > LONGEST_TEXT) place.append(make("p", { class: "rule", text: say("query.js.text.cut") }));
  } catch (error) {
    fail(error instanceof Trouble ? error : new Trouble("other", { detail: String(error) }));
  }
}

function downloads() {
  const formats = config.formats[answer.kind === "triples" ? "triples" : "rows"];
  return make(
    "p",
    { class: "downloads" },
    `${say("query.js.download")} `,
    ...formats.map(([type, ending, shown]) => make("button", { type: "button", class: "plain", text: shown, onclick: () => download(type, ending) })),
  );
}

async function download(type, ending) {
  announce(say("query.js.downloading"));
  try {
    const response = await send(asked, type);
    save(await response.blob(), `nhiemvu.${ending}`);
    announce(say("query.js.downloaded"));
  } catch (error) {
    fail(error instanceof Trouble ? error : new Trouble("other", { detail: String(error) }));
  }
}

// History

function showHistory() {
  const list = kept();
  byId("history-none").hidden = list.length > 0;
  byId("history-clear").hidden = list.length === 0 && !cleared;
  byId("history-clear").textContent = say(cleared ? "query.js.history.undo" : "query.js.history.clear");
  byId("history-list").replaceChildren(
    ...list.map(({ query, rows, at }) => {
      const body = query.replace(/^\s*(?:(?:PREFIX|BASE)\s[^\n]*|#[^\n]*)?$/gim, "").replace(/\s+/g, " ").trim();
      const open = () => take(query);
      return make(
        "li",
        {},
        make("button", { type: "button", class: "plain mono", text: cut(body || query, 90), title: cut(query, 600), onclick: open }),
        make("small", { text: say("query.js.history.when", { when: moment(at), rows: number(rows) }) }),
      );
    }),
  );
}

function forget() {
  if (cleared) {
    keepAll([...kept(), ...cleared]);
    cleared = null;
  } else {
    cleared = kept();
    keepAll([]);
  }
  announce(say(cleared ? "query.js.history.cleared" : "query.js.history.back"));
  showHistory();
}

// Opening

function restore() {
  const wanted = readState(location.hash);
  if (!wanted) return false;
  if (wanted.broken) {
    fail(new Trouble(wanted.broken === "long" ? "long-link" : "garbled"));
    return true;
  }
  const { query, ...rest } = wanted;
  if (query !== textNow()) setText(view, query);
  run(rest);
  return true;
}

showControls();
showHistory();
loadVocabulary();
if (!restore()) {
  const given = byId("query-problem");
  if (given?.dataset.line) mark(Number(given.dataset.line), Number(given.dataset.column), given.textContent.trim(), given);
  else if (!given && ("coming" in form.dataset || (result.dataset.seconds && Number(result.dataset.seconds) < QUICK))) run();
}
document.documentElement.dataset.editor = "ready";
