// Completion: variables, keywords, prefixes, terms of the vocabulary by name or label, and the things of the
// graph (units, collectives, documents, people) by what they are called, with or without marks.

import { syntaxTree } from "codemirror";
import { curie } from "query/terms";
import { config, fold, say } from "query/tools";

const KEYWORDS = (
  "SELECT DISTINCT CONSTRUCT DESCRIBE ASK WHERE PREFIX OPTIONAL FILTER UNION MINUS GRAPH VALUES UNDEF BIND AS EXISTS " +
  "NOT IN LIMIT OFFSET COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IF " +
  "COALESCE CONCAT CONTAINS STRSTARTS STRENDS STRLEN SUBSTR UCASE LCASE REGEX REPLACE YEAR MONTH DAY NOW ISIRI " +
  "ISLITERAL HAVING FROM NAMED"
).split(" ").concat(["GROUP BY", "ORDER BY", "DESC", "ASC"]);
const RESERVED = new Set(KEYWORDS.flatMap((one) => one.split(" ")).concat(["BY", "GROUP", "ORDER", "BASE", "A"]));
const KINDS = "document,unit,group,person,post";
const MOST_TERMS = 40;
const MOST_NAMES = 8;

let vocabulary = null;

/** Fetch the vocabulary; completion goes without it until it is there, and asks again when that failed. */
export function loadVocabulary() {
  vocabulary ??= fetch("/api/vocabulary")
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error("no vocabulary"))))
    .then(({ terms }) =>
      terms.map((term) => {
        const label = term.label[config.lang] || term.label.vi || term.label.en || "";
        const name = curie(term.iri, config.prefixes);
        return {
          ...term,
          name,
          shown: label,
          local: fold(name.split(":").pop()),
          labels: Object.values(term.label).map(fold),
          info: term.definition[config.lang] || term.definition.vi || "",
        };
      }),
    )
    .catch(() => {
      vocabulary = null;
      return [];
    });
  return vocabulary;
}

function declared(text) {
  return new Set(Array.from(text.matchAll(/\bPREFIX\s+([^\s:<]*):/gi), (found) => found[1]));
}

/** Insert a prefixed name, and declare its prefix after the last declaration where that is still missing. */
function insertName(name) {
  return (view, _completion, from, to) => {
    const text = view.state.doc.toString();
    const prefix = name.split(":", 1)[0];
    const changes = [{ from, to, insert: name }];
    let shift = 0;
    if (config.prefixes[prefix] && !declared(text).has(prefix)) {
      const line = `PREFIX ${prefix}: <${config.prefixes[prefix]}>\n`;
      const all = [...text.matchAll(/^[ \t]*PREFIX[^\n]*(?:\n|$)/gim)];
      const last = all[all.length - 1];
      const at = last ? last.index + last[0].length : 0;
      const lead = at > 0 && text[at - 1] !== "\n" ? "\n" : "";
      changes.push({ from: at, insert: lead + line });
      shift = at <= from ? lead.length + line.length : 0;
    }
    view.dispatch({
      changes,
      selection: { anchor: from + shift + name.length },
      userEvent: "input.complete",
      scrollIntoView: true,
    });
  };
}

function insertIri(iri) {
  return (view, _completion, from, to) => {
    const after = view.state.sliceDoc(to, to + 1) === ">" ? to + 1 : to;
    const insert = `<${iri}>`;
    view.dispatch({
      changes: { from, to: after, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.complete",
    });
  };
}

async function terms(words, prefix = "") {
  const wanted = fold(words);
  const found = [];
  for (const term of await loadVocabulary()) {
    if (prefix && !term.name.startsWith(`${prefix}:`)) continue;
    if (!term.name.includes(":") || term.name.includes("/")) continue;
    const begins = (text) => text.startsWith(wanted);
    const at = begins(term.local) ? 0 : term.labels.some(begins) ? 1 : term.local.includes(wanted) ? 2 : 3;
    const holds = (text) => wanted.split(" ").every((word) => text.includes(word));
    if (at === 3 && !term.labels.some(holds)) continue;
    found.push([at, term]);
  }
  found.sort((one, other) => one[0] - other[0] || one[1].name.length - other[1].name.length);
  return found.slice(0, MOST_TERMS).map(([at, term]) => ({
    meant: at < 2,
    label: term.name,
    detail: term.shown,
    info: term.info || undefined,
    type: term.kind,
    apply: insertName(term.name),
  }));
}

async function things(words, context) {
  if (words.trim().length < 2) return [];
  const leave = new AbortController();
  context.addEventListener("abort", () => leave.abort(), { onDocChange: true });
  const fields = new URLSearchParams({ q: words.trim().slice(0, 200), kind: KINDS, limit: MOST_NAMES, lang: config.lang });
  try {
    const response = await fetch(`/api/search?${fields}`, { signal: leave.signal });
    if (!response.ok) return [];
    const { hits } = await response.json();
    return hits.map((hit) => ({
      label: hit.label,
      detail: [hit.kind_label, hit.context?.label].filter(Boolean).join(" · "),
      info: hit.iri,
      type: "thing",
      apply: insertIri(hit.iri),
    }));
  } catch {
    return [];
  }
}

function variables(state, written) {
  const names = new Set(Array.from(state.doc.toString().matchAll(/[?$]([\p{L}_][\p{L}\p{N}_]*)/gu), (found) => found[1]));
  names.delete(written);
  const wanted = fold(written);
  return [...names]
    .filter((name) => fold(name).startsWith(wanted))
    .sort()
    .map((name) => ({ label: `?${name}`, type: "variable" }));
}

/** The run of bare words before the cursor, without keywords in front: what may be a name being typed. */
function wordsBefore(text) {
  const found = /(?<![\p{L}\p{N}?$:<"'@_/-])[\p{L}\p{N}][\p{L}\p{N}\p{M}/.,-]*(?: [\p{L}\p{N}\p{M}/.,-]+)* ?$/u.exec(text);
  if (!found) return null;
  let start = found.index;
  let words = found[0];
  for (;;) {
    const first = /^(\S+)( |$)/.exec(words);
    const isTail = first && first[0].length === words.length;
    if (!first || isTail || !RESERVED.has(first[1].toUpperCase())) break;
    start += first[0].length;
    words = words.slice(first[0].length);
  }
  return words.trim() ? { start, words } : null;
}

/** Tell what could stand at the cursor (a completion source of CodeMirror). */
export async function complete(context) {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (node.name === "Comment" || node.name === "String") return null;
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const result = (start, options) => (options.length ? { from: line.from + start, options, filter: false } : null);

  let found = /[?$]([\p{L}\p{N}_]*)$/u.exec(before);
  if (found) return result(found.index, variables(context.state, found[1]));

  found = /\bPREFIX\s+([\w-]*)$/i.exec(before);
  if (found) {
    const options = Object.entries(config.prefixes)
      .filter(([name]) => name.startsWith(found[1]) && !declared(context.state.doc.toString()).has(name))
      .map(([name, namespace]) => ({ label: `${name}: <${namespace}>`, type: "namespace" }));
    return result(before.length - found[1].length, options);
  }

  found = /(?<![\p{L}\p{N}_])([A-Za-z][\w-]*):([\p{L}\p{N}_-]*)$/u.exec(before);
  if (found && config.prefixes[found[1]]) return result(found.index, await terms(found[2], found[1]));

  found = /<([^<>{}"=&|]*)$/.exec(before);
  if (found && !/^\s/.test(found[1]) && !/^https?:/.test(found[1])) return result(found.index, await things(found[1], context));

  found = wordsBefore(before);
  if (!found) return context.explicit && !before.trim() ? result(before.length, keywords("")) : null;
  const { start, words } = found;
  const typed = words.trim();
  if (/^[\d.]+$/.test(typed) && !context.explicit) return null; // the count after LIMIT, not the number of a document
  const single = !/\s/.test(words);
  const [named, known] = await Promise.all([things(typed, context), typed.length > 1 ? terms(typed) : []]);
  const prefixes = single
    ? Object.keys(config.prefixes)
        .filter((name) => name.startsWith(typed))
        .map((name) => ({ label: `${name}:`, detail: say("query.js.prefix"), type: "namespace", apply: insertName(`${name}:`) }))
    : [];
  const meant = known.filter((one) => one.meant).slice(0, 6);
  const rest = [...meant, ...named, ...known.filter((one) => !meant.includes(one)).slice(0, 8)];
  return result(start, single ? [...keywords(typed), ...prefixes, ...rest] : rest);
}

function keywords(typed) {
  const wanted = typed.toUpperCase();
  return KEYWORDS.filter((one) => one.startsWith(wanted)).map((one) => ({ label: one, type: "keyword" }));
}
