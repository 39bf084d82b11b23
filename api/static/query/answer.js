// Ask the endpoint, and read the answer line by line as it comes, up to what a page can show.

import { fieldOf, tripleOf } from "query/terms";
import { config } from "query/tools";

export const MOST_ROWS = 10_000;
const MOST_BYTES = 30 << 20;
const ACCEPT = "text/tab-separated-values, application/n-triples";

/** What came instead of a result: the kind of problem, and what the endpoint says of it in the page's language. */
export class Trouble extends Error {
  constructor(slug, { title = "", detail = "", line = null, column = null } = {}) {
    super(detail);
    Object.assign(this, { slug, title, detail, line, column });
  }
}

/** Send a query; gives the response, or throws a Trouble. An abort is thrown as it is. */
export async function send(query, accept, signal) {
  let response;
  try {
    response = await fetch("/sparql", {
      method: "POST",
      body: query,
      headers: { "Content-Type": "application/sparql-query", Accept: accept, "Accept-Language": config.lang },
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("unreachable");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Trouble("other", problem);
}

/**
 * Ask a query. Gives {kind: "rows" | "triples" | "boolean", columns, rows, more, seconds}; `more` tells that
 * the answer goes on after the rows that were read.
 */
export async function ask(query, signal, progress) {
  const began = performance.now();
  const response = await send(query, ACCEPT, signal);
  const triples = response.headers.get("content-type").startsWith("application/n-triples");
  const answer = { kind: triples ? "triples" : "rows", columns: null, rows: [], more: false, seconds: 0 };
  if (triples) answer.columns = ["subject", "predicate", "object"];
  await lines(response, (line) => take(answer, line), progress, answer);
  answer.columns ??= [];
  answer.seconds = (performance.now() - began) / 1000;
  return answer;
}

function take(answer, line) {
  if (answer.columns === null) {
    if (line === "true" || line === "false") {
      answer.kind = "boolean";
      answer.columns = [];
      answer.value = line === "true";
    } else {
      answer.columns = line === "" ? [] : line.split("\t").map((name) => name.replace(/^\?/, ""));
    }
    return;
  }
  if (answer.kind === "boolean") return;
  const row = answer.kind === "triples" ? tripleOf(line) : line.split("\t").map(fieldOf);
  if (!row) return;
  if (answer.rows.length >= MOST_ROWS) answer.more = true;
  else answer.rows.push(row);
}

async function lines(response, each, progress, answer) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = done ? "" : parts.pop();
    if (done && parts[parts.length - 1] === "") parts.pop();
    for (const part of parts) each(part.replace(/\r$/, ""));
    if (done) return;
    bytes += value.length;
    progress?.(answer.rows.length);
    if (bytes > MOST_BYTES) answer.more = true;
    if (answer.more) {
      await reader.cancel();
      return;
    }
  }
}
