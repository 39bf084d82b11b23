// Draw a graph view with sigma, on the graphics card: for thousands of nodes.
"use strict";

function drawGraph(frame, data, picture) {
  const { look } = picture;
  if (!document.createElement("canvas").getContext("webgl2")) {
    return null;
  }
  const graph = new graphology.MultiDirectedGraph();
  const most = Math.max(...data.nodes.map((node) => node.weight), 1);
  const scale = Math.max(Math.min(1, (400 / data.nodes.length) ** 0.5), 0.2); // room shrinks as nodes grow many
  data.nodes.forEach((node, id) => {
    graph.addNode(id, {
      x: node.x,
      y: -node.y,
      size: scale * (2.5 + 12 * (node.weight / most) ** 0.5),
      label: node.lines.join(" "),
      color: look.fill(node.kind),
    });
  });
  const heaviest = Math.max(...data.links.map((link) => link.weight), 1);
  data.links.forEach((link, id) => {
    graph.addDirectedEdgeWithKey(id, link.source, link.target, {
      size: scale * (0.4 + 4 * (link.weight / heaviest) ** 0.5),
      color: look.stroke(link.kind),
      type: link.arrow ? "arrow" : "line",
    });
  });
  let chosen = -1;
  let near = null;

  const write = (pen, node, settings, bold) => {
    pen.font = `${bold ? "600 " : ""}${settings.labelSize}px ${look.family}`;
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = look.surface;
    pen.fillStyle = look.ink;
    const [x, y] = [node.x + node.size + 4, node.y + settings.labelSize / 3];
    pen.strokeText(node.label, x, y);
    pen.fillText(node.label, x, y);
  };
  const renderer = new Sigma(graph, frame, {
    labelSize: 13,
    labelDensity: 0.6,
    labelGridCellSize: 130,
    labelRenderedSizeThreshold: 4 * scale,
    minEdgeThickness: 0.4,
    hideEdgesOnMove: data.links.length > 20000,
    zIndex: true,
    stagePadding: 40,
    defaultDrawNodeLabel: (pen, node, settings) => node.label && write(pen, node, settings, false),
    defaultDrawNodeHover: (pen, node, settings) => {
      pen.beginPath();
      pen.arc(node.x, node.y, node.size + 2, 0, 2 * Math.PI);
      pen.lineWidth = 2;
      pen.strokeStyle = look.ink;
      pen.stroke();
      write(pen, node, settings, true);
    },
    nodeReducer: (id, node) => {
      if (chosen < 0) return node;
      if (Number(id) === chosen) return { ...node, highlighted: true, zIndex: 2, forceLabel: true };
      return near.has(Number(id)) ? { ...node, zIndex: 1 } : { ...node, color: look.stroke("others"), label: "", zIndex: 0 };
    },
    edgeReducer: (id, edge) => {
      if (chosen < 0) return edge;
      const link = data.links[id];
      return link.source === chosen || link.target === chosen ? { ...edge, zIndex: 1 } : { ...edge, hidden: true };
    },
  });
  // Sigma draws while it is made; the frame after that is the first that shows it.
  requestAnimationFrame(() => {
    frame.dataset.drawn = "true";
  });

  let dragged = null;
  renderer.on("downNode", ({ node }) => {
    dragged = node;
    if (!renderer.getCustomBBox()) renderer.setCustomBBox(renderer.getBBox());
  });
  const drag = (event) => {
    if (dragged === null) return;
    const at = renderer.viewportToGraph(event);
    graph.mergeNodeAttributes(dragged, { x: at.x, y: at.y });
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  };
  renderer.on("moveBody", ({ event }) => drag(event));
  renderer.getMouseCaptor().on("mouseup", () => {
    dragged = null;
  });

  const camera = renderer.getCamera();
  return {
    renderer,
    places: () => data.nodes.map((_, id) => ({ x: graph.getNodeAttribute(id, "x"), y: -graph.getNodeAttribute(id, "y") })),
    fit: () => camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }),
    zoom: (factor) => camera.setState({ ratio: Math.min(Math.max(camera.ratio / factor, 0.005), 4) }),
    centre: (id) => {
      const { x, y } = renderer.getNodeDisplayData(id);
      camera.setState({ x, y, ratio: Math.min(camera.ratio, 0.4) });
    },
    onChoose: (tell) => {
      renderer.on("clickNode", ({ node }) => tell(Number(node)));
      renderer.on("clickStage", () => tell(-1));
    },
    onOpen: (tell) =>
      renderer.on("doubleClickNode", (event) => {
        event.preventSigmaDefault();
        tell(Number(event.node));
      }),
    choose: (id, around) => {
      chosen = id;
      near = around;
      renderer.refresh({ skipIndexation: true });
    },
    move: (dx, dy) => camera.setState({ x: camera.x + dx * 0.08 * camera.ratio, y: camera.y - dy * 0.08 * camera.ratio }),
  };
}
