// What the IRIs of an answer are called, and which page is about them; asked for once and kept.

import { config } from "query/tools";

const AT_ONCE = 1000;
const known = new Map();

/** Give what is known of an IRI: {label, page}, both "" where there is none. */
export function nameOf(iri) {
  return known.get(iri) || { label: "", page: "" };
}

/** Learn the names of IRIs; where the server does not answer, they stay without. */
export async function learn(iris) {
  const wanted = [...new Set(iris)].filter((iri) => !known.has(iri));
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const part = wanted.slice(at, at + AT_ONCE);
    try {
      const response = await fetch("/api/labels", {
        method: "POST",
        body: JSON.stringify({ iris: part, lang: config.lang }),
        headers: { "Content-Type": "application/json" },
      });
      if (!response.ok) return;
      const { labels } = await response.json();
      for (const iri of part) known.set(iri, labels[iri] || { label: "", page: "" });
    } catch {
      return;
    }
  }
}
