// Draw a graph view on a canvas with vis-network: for pictures up to a few hundred nodes, in any browser.
"use strict";

function drawGraph(frame, data, picture) {
  const { look, LINE } = picture;
  const border = (fill) => ({ background: fill, border: look.surface, highlight: { background: fill, border: look.ink }, hover: { background: fill, border: look.ink } });
  let chosen = -1;
  let near = null;

  // Boxes are drawn here: a box of the library is as large as its own text, whose lines are too close.
  const box =
    ({ half: [w, h], kind }, id) =>
    ({ ctx: pen, x, y }) => ({
      drawNode: () => {
        pen.save();
        pen.globalAlpha = near && !near.has(id) ? 0.35 : 1;
        pen.beginPath();
        pen.roundRect(x - w, y - h, 2 * w, 2 * h, 8);
        pen.fillStyle = look.fill(kind);
        pen.fill();
        pen.strokeStyle = id === chosen ? look.ink : look.surface;
        pen.lineWidth = 2;
        pen.stroke();
        pen.restore();
      },
      nodeDimensions: { width: 2 * w, height: 2 * h },
    });
  const nodes = new vis.DataSet(
    data.nodes.map((node, id) => {
      const made = { id, x: node.x, y: node.y, borderWidth: 2, color: border(look.fill(node.kind)) };
      if (node.box) return { ...made, shape: "custom", ctxRenderer: box(node, id) };
      return { ...made, shape: node.kind === "group" ? "diamond" : "dot", size: node.size };
    }),
  );
  const paint = (kind, opacity) => ({ color: look.stroke(kind), highlight: look.stroke(kind), hover: look.stroke(kind), opacity });
  const edges = new vis.DataSet(
    data.links.map((link, id) => ({
      id,
      from: link.source,
      to: link.target,
      width: link.width,
      dashes: link.dashed,
      color: paint(link.kind, 1),
      arrows: link.arrow ? { to: { enabled: true, scaleFactor: 0.45 } } : "",
      smooth: link.bend ? { enabled: true, type: "curvedCW", roundness: link.bend } : false,
    })),
  );
  const network = new vis.Network(
    frame,
    { nodes, edges },
    {
      physics: { enabled: false },
      layout: { improvedLayout: false },
      interaction: { hover: true, multiselect: false },
    },
  );
  const places = () => {
    const at = network.getPositions();
    return data.nodes.map((_, id) => at[id]);
  };

  // The library's own lines of text are too close for Vietnamese marks.
  network.on("afterDrawing", (pen) => {
    const at = places();
    const named = picture.labels(data, at, 1 / network.getScale(), { first: chosen, longest: longest() });
    pen.save();
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = `14px ${look.family}`;
    pen.fillStyle = look.boxInk;
    data.nodes.forEach((node, index) => {
      if (!node.box) return;
      pen.globalAlpha = near && !near.has(index) ? 0.35 : 1;
      node.lines.forEach((line, place) =>
        pen.fillText(line, at[index].x, at[index].y + (place - (node.lines.length - 1) / 2) * LINE),
      );
    });
    pictureFile.write(pen, named, chosen, (index) => !near || near.has(index));
    pen.restore();
    frame.dataset.drawn = "true";
  });

  // In columns names stand at both sides, so that they too must fit into the frame; in a narrow one they are cut.
  const longest = () => (frame.clientWidth < 600 ? 14 : 60);
  const room = (side) => {
    const named = data.nodes.filter((node) => node.kind !== "task" && Math.sign(node.x) === side);
    return pictureFile.measure(named.map((node) => pictureFile.cut(node.label, longest())), 13) + 20;
  };
  const fit = () => {
    network.fit();
    let scale = Math.min(network.getScale() * (frame.clientWidth < 600 ? 0.74 : 0.88), 1.4);
    if (data.look !== "columns") {
      network.moveTo({ scale });
      return;
    }
    const across = data.nodes.map((node) => node.x);
    const [left, right] = [Math.min(...across), Math.max(...across)];
    const [before, after] = [room(-1), room(1)];
    scale = Math.min(scale, Math.max(frame.clientWidth - before - after, 60) / (right - left || 1));
    const { y } = network.getViewPosition();
    network.moveTo({ scale, position: { x: (left + right + (after - before) / scale) / 2, y } });
  };
  fit();

  return {
    places,
    fit,
    view: () => ({ ...network.getViewPosition(), zoom: network.getScale() }),
    look: ({ x, y, zoom }) => network.moveTo({ position: { x, y }, scale: zoom, animation: false }),
    put: (id, x, y) => network.moveNode(id, x, y),
    onMove: (tell) => {
      network.on("zoom", () => tell(-1));
      network.on("dragEnd", (event) => tell(event.nodes[0] ?? -1));
    },
    onChoose: (tell) => {
      network.on("selectNode", (event) => tell(event.nodes[0]));
      network.on("deselectNode", () => tell(-1));
    },
    onOpen: (tell) => network.on("doubleClick", (event) => event.nodes.length && tell(event.nodes[0])),
    choose: (id, around) => {
      chosen = id;
      near = id < 0 ? null : around;
      if (id < 0) network.unselectAll();
      else network.selectNodes([id], true);
      nodes.update(data.nodes.map((_, other) => ({ id: other, opacity: near && !near.has(other) ? 0.2 : 1 })));
      edges.update(
        data.links.map((link, other) => ({
          id: other,
          color: paint(link.kind, near && link.source !== id && link.target !== id ? 0.15 : 1),
        })),
      );
    },
  };
}
