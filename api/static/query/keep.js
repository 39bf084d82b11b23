// What outlives a visit: the state of the page in its address, and the reader's own queries in the browser.

const KEY = "nhiemvu.queries";
const MOST_KEPT = 50;
export const LONGEST_LINK = 60_000;

/** Read the state from a fragment: null for none, {broken: "garbled" | "long"} for one that cannot be used. */
export function readState(hash) {
  const text = hash.replace(/^#/, "");
  if (!/(?:^|&)query=/.test(text)) return null;
  if (text.length > LONGEST_LINK) return { broken: "long" };
  const state = {};
  for (const pair of text.split("&")) {
    const [name, value] = [pair.split("=", 1)[0], pair.slice(pair.indexOf("=") + 1)];
    try {
      state[name] = decodeURIComponent(value.replace(/\+/g, " "));
    } catch {
      return { broken: "garbled" };
    }
  }
  return state.query.includes("\u0000") ? { broken: "garbled" } : state;
}

/** Write a state as a fragment; parts that are empty are left out. */
export function writeState(state) {
  const pairs = Object.entries(state).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return "#" + pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

/** Give the reader's own queries, the latest first; an empty list where the browser keeps nothing. */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.query === "string") : [];
  } catch {
    return [];
  }
}

/** Keep these queries and no others; false where the browser does not let us. */
export function keepAll(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST_KEPT)));
    return true;
  } catch {
    return false;
  }
}

/** Keep a query that was run, as the latest. */
export function keep(query, rows) {
  if (query.length > LONGEST_LINK) return;
  keepAll([{ query, rows, at: Date.now() }, ...kept().filter((one) => one.query !== query)]);
}

/** Write the command that asks the same at a terminal; quoted for a POSIX shell. */
export function curl(query, accept) {
  const quoted = (text) => `'${text.replace(/'/g, "'\\''")}'`;
  const address = new URL("/sparql", location.href).href;
  return `curl -sS ${quoted(address)} -H ${quoted(`Accept: ${accept}`)} --data-urlencode ${quoted(`query=${query}`)}`;
}
