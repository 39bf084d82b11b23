// Draw a network view from the data in the page. Positions come from the server and physics is off, so the
// picture is always the same; colours come from the style sheet, so that it fits light and dark.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("network-data").textContent);
  const frame = document.getElementById("network");
  const styles = getComputedStyle(document.documentElement);
  const colour = (name) => styles.getPropertyValue(name).trim();

  const fills = {
    focus: colour("--net-focus"),
    unit: colour("--net-unit"),
    group: colour("--net-group"),
  };
  const strokes = {
    out: colour("--net-out"),
    in: colour("--net-in"),
    joint: colour("--net-joint"),
    others: colour("--net-others"),
  };
  const family = styles.getPropertyValue("--sans").trim();

  const nodes = data.nodes.map((node) => {
    const fill = fills[node.kind] || fills.unit;
    const look = {
      id: node.id,
      x: node.x,
      y: node.y,
      borderWidth: 2,
      color: {
        background: fill,
        border: colour("--surface"),
        highlight: { background: fill, border: colour("--ink") },
        hover: { background: fill, border: colour("--ink") },
      },
    };
    if (node.kind === "focus") {
      look.label = node.label;
      look.shape = "box";
      look.margin = { top: 10, bottom: 10, left: 14, right: 14 };
      look.shapeProperties = { borderRadius: 8 };
      look.font = { face: family, size: 18, color: colour("--net-focus-ink") };
    } else {
      look.shape = node.kind === "group" ? "diamond" : "dot";
      look.size = node.size;
    }
    return look;
  });
  const both = new Set(data.edges.map((edge) => `${edge.from} ${edge.to}`));
  const edges = data.edges.map((edge, index) => ({
    id: index,
    from: edge.from,
    to: edge.to,
    width: edge.width,
    dashes: edge.kind === "joint",
    color: { color: strokes[edge.kind], highlight: strokes[edge.kind], hover: strokes[edge.kind] },
    arrows: edge.kind === "joint" ? "" : { to: { enabled: true, scaleFactor: 0.45 } },
    smooth:
      edge.kind === "joint" || both.has(`${edge.to} ${edge.from}`)
        ? { enabled: true, type: "curvedCW", roundness: edge.kind === "joint" ? -0.12 : 0.12 }
        : false,
  }));

  const network = new vis.Network(
    frame,
    { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) },
    {
      physics: { enabled: false },
      layout: { improvedLayout: false },
      interaction: {
        hover: true,
        keyboard: { enabled: true, bindToWindow: false },
        multiselect: false,
        zoomView: true,
      },
      nodes: { chosen: true },
    },
  );
  // Labels are drawn here rather than by the library, whose lines are too close for Vietnamese marks. They
  // stand on the side of a node that is turned away from the centre, clear of the edges.
  const LINE = 20;
  const GAP = 6;
  const labelled = data.nodes.filter((node) => node.kind !== "focus");
  network.on("afterDrawing", (pen) => {
    const places = network.getPositions();
    pen.save();
    pen.font = `14px ${family}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 5;
    pen.strokeStyle = colour("--surface");
    pen.fillStyle = colour("--ink");
    for (const node of labelled) {
      const at = places[node.id];
      const lines = node.label.split("\n");
      const top =
        at.y < -1
          ? at.y - node.size - GAP - LINE * (lines.length - 0.5)
          : at.y + node.size + GAP + LINE / 2;
      lines.forEach((line, index) => {
        pen.strokeText(line, at.x, top + LINE * index);
        pen.fillText(line, at.x, top + LINE * index);
      });
    }
    pen.restore();
    frame.dataset.drawn = "true";
  });

  // The library fits the nodes; their labels need some room more.
  const fit = () => {
    network.fit();
    network.moveTo({ scale: network.getScale() * 0.9 });
  };
  fit();

  const chosen = document.getElementById("net-chosen");
  const facts = new Map(data.nodes.map((node) => [node.id, node]));
  const show = (id) => {
    const node = facts.get(id);
    chosen.hidden = !node || node.kind === "focus";
    if (chosen.hidden) {
      return;
    }
    document.getElementById("net-chosen-name").textContent = node.name;
    document.getElementById("net-chosen-text").textContent = node.said;
    const page = document.getElementById("net-chosen-page");
    if (page && node.page) {
      page.href = node.page;
      document.getElementById("net-chosen-network").href = `${node.page}/network`;
    }
  };
  network.on("selectNode", (event) => show(event.nodes[0]));
  network.on("deselectNode", () => show(null));

  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  document.getElementById("net-fit").addEventListener("click", fit);
  document.getElementById("net-in").addEventListener("click", () => zoom(1.25));
  document.getElementById("net-out").addEventListener("click", () => zoom(0.8));
  document.getElementById("net-png").addEventListener("click", () => {
    const drawn = frame.querySelector("canvas");
    const picture = document.createElement("canvas");
    picture.width = drawn.width;
    picture.height = drawn.height;
    const pen = picture.getContext("2d");
    pen.fillStyle = colour("--surface");
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.drawImage(drawn, 0, 0);
    picture.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${data.file}-network.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "n" && event.key !== "p") {
      return;
    }
    const order = data.nodes.map((node) => node.id);
    const now = order.indexOf(network.getSelectedNodes()[0]);
    const next = order[(now + (event.key === "n" ? 1 : -1) + order.length) % order.length];
    network.selectNodes([next]);
    network.focus(next, { animation: false });
    show(next);
  });
})();
