// RDF terms as the endpoint writes them: TSV of SPARQL 1.1 Query Results and N-Triples, one line at a time.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TERM =
  /<([^<>"{}|^`\x00-\x20]*)>|_:([^\s.](?:[^\s]*[^\s.])?)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]*)>)?/y;
const NUMBER = [
  [/^[+-]?\d+$/, "integer"],
  [/^[+-]?\d*\.\d+$/, "decimal"],
  [/^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/, "double"],
  [/^(?:true|false)$/, "boolean"],
];
const NUMERIC = /^(?:integer|decimal|double|float|int|long|short|byte|(?:non|un)\w*(?:Integer|Int|Long|Short|Byte)|(?:positive|negative)Integer)$/;
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function unescape(text) {
  return text.includes("\\")
    ? text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, four, eight, one) =>
        one === undefined ? String.fromCodePoint(parseInt(four || eight, 16)) : (ESCAPES[one] ?? one),
      )
    : text;
}

function made(found) {
  const [, iri, blank, text, lang, datatype] = found;
  if (iri !== undefined) return { kind: "iri", value: unescape(iri) };
  if (blank !== undefined) return { kind: "blank", value: `_:${blank}` };
  return { kind: "literal", value: unescape(text), lang: lang || "", datatype: datatype || "" };
}

/** Read one field of a TSV line; null where the variable is unbound. */
export function fieldOf(text) {
  if (text === "") return null;
  TERM.lastIndex = 0;
  const found = TERM.exec(text);
  if (found && TERM.lastIndex === text.length) return made(found);
  const number = NUMBER.find(([pattern]) => pattern.test(text));
  return { kind: "literal", value: text, lang: "", datatype: number ? XSD + number[1] : "" };
}

/** Read a line of N-Triples into its three terms; null for an empty line. Quoted triples stay as text. */
export function tripleOf(line) {
  const terms = [];
  let at = 0;
  while (terms.length < 3 && at < line.length) {
    if (line[at] === " ") {
      at += 1;
      continue;
    }
    TERM.lastIndex = at;
    const found = TERM.exec(line);
    if (!found) return line.trim() ? [{ kind: "literal", value: line, lang: "", datatype: "" }, null, null] : null;
    terms.push(made(found));
    at = TERM.lastIndex;
  }
  return terms.length === 3 ? terms : null;
}

/** Give the local name of a datatype of XML Schema; "" for any other. */
export function typeName(term) {
  return term && term.kind === "literal" && term.datatype.startsWith(XSD) ? term.datatype.slice(XSD.length) : "";
}

/** Tell whether a term is a number. */
export function isNumber(term) {
  return NUMERIC.test(typeName(term)) && Number.isFinite(Number(term.value));
}

/** Give the moment of a date, month or year in milliseconds since 1970; NaN for any other term. */
export function momentOf(term) {
  if (!term || term.kind !== "literal") return NaN;
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)?)?$/.exec(term.value);
  const dated = /^(?:date|dateTime|gYear|gYearMonth)$/.test(typeName(term));
  if (!found || (!dated && !found[2])) return NaN;
  return Date.UTC(Number(found[1]), Number(found[2] || 1) - 1, Number(found[3] || 1));
}

/** Shorten an IRI by the prefixes of the page; the IRI itself where none fits. */
export function curie(iri, prefixes) {
  let best = null;
  for (const [name, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length && (!best || namespace.length > best[1].length)) {
      best = [name, namespace];
    }
  }
  const local = best ? iri.slice(best[1].length) : "";
  return best && /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u.test(local) ? `${best[0]}:${local}` : iri;
}
