// The triples of a CONSTRUCT or DESCRIBE as a picture: things are nodes, what is said of them by text is shown
// beside. The first nodes only, where there are too many to look at.

import { learn, nameOf } from "query/names";
import { saveButtons } from "query/picture";
import { curie } from "query/terms";
import { config, cut, make, number, say } from "query/tools";

const { labels, lookOf, onPaper, svg, wrap, write } = globalThis.pictureFile;
export const MOST_NODES = 300;
const SIZE = 11; // of a node
const LONGEST_SETTLING = 15_000;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const NAMING = [
  "http://www.w3.org/2004/02/skos/core#prefLabel",
  "http://www.w3.org/2000/01/rdf-schema#label",
  "http://xmlns.com/foaf/0.1/name",
  "http://purl.org/dc/terms/title",
];
const COLOURS = ["--task", "--lead", "--coordinate", "--deadline", "--duty", "--measure", "--indicator", "--citation"];

let loading = null;

/** Load vis-network, which puts `vis` into the window. */
function library() {
  loading ??= config.scripts.reduce(
    (before, address) =>
      before.then(
        () =>
          new Promise((done, fail) => {
            const style = address.includes(".css");
            const element = style ? make("link", { rel: "stylesheet", href: address }) : make("script", { src: address });
            element.addEventListener("load", done);
            element.addEventListener("error", () => fail(new Error(address)));
            document.head.append(element);
          }),
      ),
    Promise.resolve(),
  );
  return loading;
}

/** Read triples into nodes and edges; `left` counts the nodes that are too many. */
export function modelOf(rows) {
  const nodes = new Map();
  const edges = [];
  let left = 0;
  const passed = new Set();
  const node = (term) => {
    if (!nodes.has(term.value)) {
      if (nodes.size >= MOST_NODES) {
        if (!passed.has(term.value)) left += 1;
        passed.add(term.value);
        return null;
      }
      nodes.set(term.value, { id: term.value, types: [], said: [], names: [] });
    }
    return nodes.get(term.value);
  };
  for (const [subject, predicate, object] of rows) {
    if (!predicate) continue;
    const from = node(subject);
    if (predicate.value === TYPE) from?.types.push(object.value);
    else if (object.kind === "literal") {
      from?.said.push([predicate.value, object.value]);
      if (NAMING.includes(predicate.value)) from?.names.push([object.lang !== config.lang, NAMING.indexOf(predicate.value), object.value]);
    } else {
      const to = node(object);
      if (from && to) edges.push({ from: from.id, to: to.id, predicate: predicate.value });
    }
  }
  return { nodes: [...nodes.values()], edges, left };
}

function labelOf(node) {
  const own = [...node.names].sort((one, other) => one[0] - other[0] || one[1] - other[1])[0];
  return own ? own[2] : nameOf(node.id).label || curie(node.id, config.prefixes).split("/").slice(-2).join("/");
}

function shortOf(iri) {
  return nameOf(iri).label || curie(iri, config.prefixes);
}

/** Draw the picture with its legend and the panel of the chosen node in `place`. */
export async function showGraph(place, answer) {
  const model = modelOf(answer.rows);
  const frame = make("div", { class: "graph", tabindex: "0", role: "application", "aria-label": say("query.js.graph.label"), "aria-describedby": "graph-keys" });
  const detail = make("div", { class: "graph-detail", "aria-live": "polite" }, make("p", { class: "hint", text: say("query.js.graph.choose") }));
  const legend = make("ul", { class: "graph-legend" });
  const notes = [say("query.js.graph.size", { nodes: number(model.nodes.length), edges: number(model.edges.length) })];
  if (model.left) notes.push(say("query.js.graph.most", { shown: number(MOST_NODES), all: number(MOST_NODES + model.left) }));
  if (answer.more) notes.push(say("query.js.graph.cut", { rows: number(answer.rows.length) }));
  place.replaceChildren(
    make("p", { class: "rule", text: notes.join(" ") }),
    make("div", { class: "graph-layout" }, make("div", {}, frame, make("p", { class: "hint", id: "graph-keys", text: say("query.js.graph.keys") })), make("div", {}, legend, detail)),
  );
  await Promise.all([library(), learn([...model.nodes.map((one) => one.id), ...model.edges.map((one) => one.predicate), ...model.nodes.flatMap((one) => [...one.types, ...one.said.map(([property]) => property)])].filter((iri) => !iri.startsWith("_:")))]);
  if (!frame.isConnected) return;

  const styles = getComputedStyle(document.documentElement);
  const colour = (name) => styles.getPropertyValue(name).trim();
  const counts = new Map();
  for (const one of model.nodes) {
    const kind = kindOf(one);
    counts.set(kind, (counts.get(kind) || 0) + 1);
  }
  const ranked = [...counts].sort((one, other) => other[1] - one[1]);
  const names = new Map(ranked.map(([kind], index) => [kind, kind && index < COLOURS.length ? COLOURS[index] : "--line-strong"]));
  const fills = new Map([...names].map(([kind, name]) => [kind, colour(name)]));
  const told = ranked.slice(0, COLOURS.length).map(([kind, count]) => [kind, `${kind ? shortOf(kind) : say("query.js.graph.untyped")} (${number(count)})`]);
  for (const [kind, words] of told) {
    const dot = make("span", { class: "dot", "aria-hidden": "true" });
    dot.style.backgroundColor = fills.get(kind);
    legend.append(make("li", {}, dot, words));
  }

  const font = { face: styles.getPropertyValue("--sans").trim(), color: colour("--ink"), strokeWidth: 4, strokeColor: colour("--surface") };
  const predicates = new Set(model.edges.map((one) => one.predicate));
  const only = predicates.size === 1 ? [`→ ${shortOf([...predicates][0])}`] : [];
  legend.append(...only.map((text) => make("li", { text })));
  const unlabelled = model.edges.length > 120 || predicates.size === 1;
  const kinds = [...names.keys()];
  const drawn = asDrawn(model, kinds, unlabelled);
  const network = new vis.Network(
    frame,
    {
      nodes: new vis.DataSet(
        model.nodes.map((one) => ({
          id: one.id,
          shape: one.id.startsWith("_:") ? "diamond" : "dot",
          size: SIZE,
          color: { background: fills.get(kindOf(one)), border: colour("--surface"), highlight: { background: fills.get(kindOf(one)), border: colour("--ink") } },
        })),
      ),
      edges: new vis.DataSet(
        model.edges.map((one, index) => ({
          id: index,
          from: one.from,
          to: one.to,
          label: drawn.links[index].said || undefined,
          arrows: { to: { enabled: true, scaleFactor: 0.5 } },
          color: { color: colour("--line-strong"), highlight: colour("--accent") },
          font: { ...font, size: 11, color: colour("--ink-soft") },
          smooth: false,
        })),
      ),
    },
    {
      layout: { randomSeed: 7, improvedLayout: model.nodes.length <= 100 },
      physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 110, avoidOverlap: 0.4 }, stabilization: { iterations: 150 } },
      interaction: { keyboard: { enabled: true, bindToWindow: false }, hover: true },
    },
  );
  const places = () => {
    const at = network.getPositions();
    return model.nodes.map((one) => at[one.id]);
  };
  network.on("afterDrawing", (pen) => {
    const first = model.nodes.findIndex((one) => one.id === network.getSelectedNodes()[0]);
    write(pen, labels(drawn, places(), 1 / network.getScale(), { first }), first);
  });
  const settled = new Promise((done) => {
    network.once("stabilizationIterationsDone", done);
    setTimeout(done, LONGEST_SETTLING);
  }).then(() => {
    network.setOptions({ physics: { enabled: false } });
    network.moveTo({ scale: network.getScale() * 0.88 }); // room for names at the rim
    frame.dataset.drawn = "";
  });
  const byId = new Map(model.nodes.map((one) => [one.id, one]));
  const choose = (id) => detail.replaceChildren(...described(byId.get(id), model, choosing));
  const choosing = (id) => {
    network.selectNodes([id]);
    network.focus(id, { scale: Math.max(network.getScale(), 0.8) });
    choose(id);
  };
  network.on("selectNode", (event) => choose(event.nodes[0]));
  let turn = -1;
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "n" && event.key !== "p") return;
    turn = (turn + (event.key === "n" ? 1 : -1) + model.nodes.length) % model.nodes.length;
    choosing(model.nodes[turn].id);
  });
  await settled;
  if (!frame.isConnected) return;
  const look = { ...lookOf(onPaper), fill: (kind) => onPaper(names.get(kinds[kind])), stroke: () => onPaper("--line-strong") };
  const signs = told.map(([kind, words]) => [`dot is-${kinds.indexOf(kind)}`, words]);
  const whole = { ...drawn, kinds: ["edge"], legend: signs, notes: [...only, ...notes], title: say("query.js.graph.label") };
  place.append(saveButtons("graph", () => svg(whole, places(), look)));
}

// The model as the graph views take it: nodes with lines of words, links between their places in the list.
function asDrawn(model, kinds, unlabelled) {
  const index = new Map(model.nodes.map((one, place) => [one.id, place]));
  const ties = new Map();
  for (const { from, to } of model.edges) for (const id of [from, to]) ties.set(id, (ties.get(id) ?? 0) + 1);
  const nodes = model.nodes.map((one) => ({
    label: labelOf(one),
    lines: wrap(labelOf(one)),
    kind: kinds.indexOf(kindOf(one)),
    diamond: one.id.startsWith("_:"),
    size: SIZE,
    weight: Math.max(0, (ties.get(one.id) ?? 0) - 1), // an end may lie under the name of what it hangs on
  }));
  const links = model.edges.map(({ from, to, predicate }) => ({
    source: index.get(from),
    target: index.get(to),
    kind: "edge",
    said: unlabelled ? "" : cut(shortOf(predicate), 28),
    width: 1,
    bend: 0,
    arrow: true,
  }));
  return { nodes, links };
}

function kindOf(node) {
  return node.types[node.types.length - 1] || "";
}

function described(node, model, choosing) {
  const { page } = nameOf(node.id);
  const title = labelOf(node);
  const head = make("h3", {}, page ? make("a", { href: page, text: title }) : title);
  const list = make("dl", {});
  for (const type of node.types) list.append(make("dt", { text: say("query.js.graph.type") }), make("dd", { text: shortOf(type) }));
  for (const [property, value] of node.said.slice(0, 30)) list.append(make("dt", { text: shortOf(property) }), make("dd", { text: cut(value, 300) }));
  const ties = model.edges.filter((edge) => edge.from === node.id || edge.to === node.id).slice(0, 30);
  for (const edge of ties) {
    const other = edge.from === node.id ? edge.to : edge.from;
    const found = model.nodes.find((one) => one.id === other);
    const arrow = edge.from === node.id ? "→" : "←";
    list.append(
      make("dt", { text: `${arrow} ${shortOf(edge.predicate)}` }),
      make("dd", {}, make("button", { type: "button", class: "plain", text: labelOf(found), onclick: () => choosing(other) })),
    );
  }
  return [head, make("p", { class: "mono iri", text: curie(node.id, config.prefixes) }), list];
}
