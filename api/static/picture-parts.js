// What every way to draw a graph view shares: the data as they are drawn, with sizes and bends; the rest is in
// picture-file.js. Positions come from the server, so that the same data give the same picture.
"use strict";

const graphPicture = (() => {
  const { LINE, labels, look, measure, wrap } = pictureFile;
  const MOST_WIDTH = 9;
  const BOXES = new Set(["focus", "document", "cited", "asked"]);
  const PLAIN = new Set(["tie", "joint"]); // edges that point nowhere
  const DASHED = new Set(["joint", "basedOn"]);

  // Nodes and edges come as vis-network takes them, or in columns where they are many.
  function prepare(data) {
    if (data.columns) {
      data.nodes = data.columns.rows.map((row) => Object.fromEntries(row.map((value, index) => [data.columns.names[index], value])));
      const { source, target, kind, weight } = data.edges;
      data.edges = source.map((from, index) => [from, target[index], kind[index], weight[index]]);
    } else {
      const place = new Map(data.nodes.map((node, index) => [node.id, index]));
      data.edges = data.edges.map((edge) => [place.get(edge.from), place.get(edge.to), edge.kind, edge.weight]);
    }
    const ego = data.look === "ego";
    for (const node of data.nodes) {
      node.label = node.name;
      node.lines = wrap(node.label, data.look === "layers" ? 24 : 20);
      node.diamond = node.kind === "group";
      node.box = BOXES.has(node.kind);
      node.size = ego ? 9 + 3.2 * node.weight ** 0.5 : data.look === "network" ? 6 + 2 * node.weight ** 0.5 : 8;
      node.size = Math.min(node.size, 60);
      if (node.box) {
        node.half = [measure(node.lines, 14) / 2 + 10, (node.lines.length * LINE) / 2 + 7];
      }
    }
    data.dashed = DASHED;
    data.ties = data.nodes.map(() => []);
    data.links = data.edges.map(([source, target, kind, weight], index) => {
      data.ties[source].push(index);
      data.ties[target].push(index);
      const name = data.kinds[kind];
      return {
        source,
        target,
        kind: name,
        weight,
        width: Math.min(0.8 + (data.look === "network" ? 0.8 : 1.1) * weight ** 0.5, MOST_WIDTH),
        arrow: !PLAIN.has(name),
        dashed: DASHED.has(name),
      };
    });
    const pairOf = (source, target) => source * data.nodes.length + target;
    const pairs = new Set(data.links.map((link) => pairOf(link.source, link.target)));
    const seen = new Map();
    for (const link of data.links) {
      const pair = pairOf(link.source, link.target);
      const before = seen.get(pair) ?? 0;
      seen.set(pair, before + 1);
      if (before && link.kind !== "joint") {
        link.bend = 0.12 * before;
        continue;
      }
      link.bend = link.kind === "joint" ? -0.12 : pairs.has(pairOf(link.target, link.source)) ? 0.12 : 0;
    }
    return data;
  }

  return { look, prepare, labels, LINE };
})();
