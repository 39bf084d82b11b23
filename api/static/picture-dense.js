// Draw a graph view of thousands of nodes on a plain canvas, painted by the processor: where a graphics card is
// emulated, WebGL takes far longer. Edges are painted once for a view and moved as an image while it changes, so
// that a frame costs the same for any number of them.
"use strict";

function drawGraph(frame, data, picture) {
  const { look } = picture;
  const LEAST = 0.22; // zoom below which nodes shrink no further
  const REST = 140; // milliseconds without a move after which edges and labels are painted anew
  const MOST_LABELS = 60;
  const CLEAR = 2500; // edges in sight beyond which they are painted fainter, so that what lies dense shows
  const FLAT = { willReadFrequently: true }; // keeps the canvas in memory, away from the graphics card

  const at = data.nodes.map(({ x, y }) => ({ x, y }));
  const canvas = frame.appendChild(document.createElement("canvas"));
  const pen = canvas.getContext("2d", FLAT);
  const image = document.createElement("canvas");
  const brush = image.getContext("2d", FLAT);
  const size = { width: 0, height: 0, ratio: 1 };
  const view = { x: 0, y: 0, zoom: 1 };
  let painted = null; // the view in which the edges stand on their image
  let named = []; // labels of that view
  let [chosen, hovered, held] = [-1, -1, -1];
  let near = null;
  let [asked, resting] = [0, 0];
  const tellers = { choose: () => {}, open: () => {}, move: () => {} };

  const across = (x) => (x - view.x) * view.zoom + size.width / 2;
  const down = (y) => (y - view.y) * view.zoom + size.height / 2;
  const back = (x, y) => ({ x: (x - size.width / 2) / view.zoom + view.x, y: (y - size.height / 2) / view.zoom + view.y });
  const radius = (node) => node.size * Math.max(view.zoom, LEAST);

  // Edges of one look are one path: their classes, the lightest first, so that heavy ones lie on top.
  const classes = new Map();
  data.links.forEach((link, index) => {
    const key = `${Math.round(link.width * 2)} ${link.kind} ${link.dashed}`;
    if (!classes.has(key)) classes.set(key, { width: Math.round(link.width * 2) / 2, kind: link.kind, dashed: link.dashed, links: [] });
    classes.get(key).links.push(index);
  });
  const layers = [...classes.values()].sort((a, b) => a.width - b.width);

  function seen({ source, target }) {
    const [one, other] = [at[source], at[target]];
    const reach = size.width / view.zoom / 2;
    const rise = size.height / view.zoom / 2;
    return (
      Math.max(one.x, other.x) > view.x - reach &&
      Math.min(one.x, other.x) < view.x + reach &&
      Math.max(one.y, other.y) > view.y - rise &&
      Math.min(one.y, other.y) < view.y + rise
    );
  }

  function line(pen, link) {
    const [one, other] = [at[link.source], at[link.target]];
    const [x, y, toX, toY] = [across(one.x), down(one.y), across(other.x), down(other.y)];
    let [fromX, fromY] = [x, y];
    pen.moveTo(x, y);
    if (link.bend) {
      fromX = (x + toX) / 2 - (toY - y) * link.bend;
      fromY = (y + toY) / 2 + (toX - x) * link.bend;
      pen.quadraticCurveTo(fromX, fromY, toX, toY);
    } else {
      pen.lineTo(toX, toY);
    }
    const length = Math.hypot(toX - fromX, toY - fromY);
    const head = 4 + link.width * Math.max(view.zoom, LEAST);
    if (!link.arrow || length < 4 * head) return;
    const [ux, uy] = [(toX - fromX) / length, (toY - fromY) / length];
    const rim = radius(data.nodes[link.target]) + 1;
    const [tipX, tipY] = [toX - ux * rim, toY - uy * rim];
    pen.moveTo(tipX - ux * head - (uy * head) / 2, tipY - uy * head + (ux * head) / 2);
    pen.lineTo(tipX, tipY);
    pen.lineTo(tipX - ux * head + (uy * head) / 2, tipY - uy * head - (ux * head) / 2);
  }

  function lines(pen, wanted) {
    const shown = new Uint8Array(data.links.length);
    let all = 0;
    data.links.forEach((link, index) => {
      if (wanted(link) && seen(link)) {
        shown[index] = 1;
        all += 1;
      }
    });
    pen.globalAlpha = Math.min(1, Math.max(0.08, (CLEAR / Math.max(all, 1)) ** 0.8));
    for (const layer of layers) {
      pen.strokeStyle = look.stroke(layer.kind);
      pen.lineWidth = Math.max(layer.width * Math.min(Math.max(view.zoom, 0.35), 1.5), 0.4);
      pen.setLineDash(layer.dashed ? [6, 4] : []);
      let count = 0;
      pen.beginPath();
      for (const index of layer.links) {
        if (!shown[index]) continue;
        line(pen, data.links[index]);
        count += 1;
        if (count % 250 === 0) {
          pen.stroke();
          pen.beginPath();
        }
      }
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  function repaint() {
    image.width = canvas.width;
    image.height = canvas.height;
    brush.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    lines(brush, ({ source, target }) => source !== held && target !== held && (chosen < 0 || source === chosen || target === chosen));
    const corner = back(0, 0);
    const end = back(size.width, size.height);
    named = picture.labels(data, at, 1 / view.zoom, {
      first: chosen,
      within: [corner.x, corner.y, end.x, end.y],
      most: MOST_LABELS,
      grow: Math.max(1, LEAST / view.zoom),
    });
    for (const label of named) {
      const { x, y } = at[label.index];
      label.by = { x: label.x - x, top: label.top - y };
    }
    painted = { ...view };
  }

  function shapes() {
    const colours = new Map();
    data.nodes.forEach((node, index) => {
      const [x, y, r] = [across(at[index].x), down(at[index].y), radius(node)];
      if (x < -r || y < -r || x > size.width + r || y > size.height + r) return;
      const colour = near && !near.has(index) ? look.stroke("others") : look.fill(node.kind);
      if (!colours.has(colour)) colours.set(colour, []);
      colours.get(colour).push([x, y, r, node.kind === "group"]);
    });
    pen.strokeStyle = look.surface;
    pen.lineWidth = view.zoom < LEAST ? 0.5 : 1.5;
    for (const [colour, spots] of colours) {
      pen.fillStyle = colour;
      for (let start = 0; start < spots.length; start += 250) {
        pen.beginPath();
        for (const [x, y, r, square] of spots.slice(start, start + 250)) {
          pen.moveTo(x + r, y);
          if (square) {
            pen.lineTo(x, y + r);
            pen.lineTo(x - r, y);
            pen.lineTo(x, y - r);
            pen.closePath();
          } else {
            pen.arc(x, y, r, 0, 2 * Math.PI);
          }
        }
        pen.fill();
        pen.stroke();
      }
    }
  }

  function write(lines, x, top, step, bold) {
    pen.font = `${bold ? "600 " : ""}13px ${look.family}`;
    lines.forEach((words, place) => {
      pen.strokeText(words, x, top + step * place);
      pen.fillText(words, x, top + step * place);
    });
  }

  function labels() {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = look.surface;
    pen.fillStyle = look.ink;
    for (const label of named) {
      if (near && !near.has(label.index)) continue;
      const { x, y } = at[label.index];
      write(label.lines, across(x + label.by.x), down(y + label.by.top), label.line * view.zoom, label.index === chosen);
    }
    for (const index of new Set([chosen, hovered])) {
      if (index < 0) continue;
      const [x, y, r] = [across(at[index].x), down(at[index].y), radius(data.nodes[index])];
      pen.beginPath();
      pen.arc(x, y, r + 2, 0, 2 * Math.PI);
      pen.strokeStyle = look.ink;
      pen.lineWidth = 2;
      pen.stroke();
      if (index === chosen && named.some((label) => label.index === chosen)) continue;
      pen.strokeStyle = look.surface;
      pen.lineWidth = 4;
      write(data.nodes[index].lines, x, y + r + 14, 17, true);
    }
  }

  function paint() {
    asked = 0;
    const moved = !painted || painted.x !== view.x || painted.y !== view.y || painted.zoom !== view.zoom;
    if (!painted || (moved && !resting)) repaint();
    pen.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    pen.fillStyle = look.surface;
    pen.fillRect(0, 0, size.width, size.height);
    const grown = view.zoom / painted.zoom;
    const [x, y] = [across(painted.x) - (size.width * grown) / 2, down(painted.y) - (size.height * grown) / 2];
    pen.drawImage(image, x, y, size.width * grown, size.height * grown);
    if (held >= 0) lines(pen, (link) => link.source === held || link.target === held);
    shapes();
    labels();
  }
  const soon = () => {
    asked ||= requestAnimationFrame(paint);
  };
  const anew = () => {
    painted = null;
    soon();
  };
  function moving(by = () => {}) {
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = 0;
      soon();
      by(-1);
    }, REST);
    soon();
  }

  function measure() {
    size.width = Math.max(frame.clientWidth, 1);
    size.height = Math.max(frame.clientHeight, 1);
    size.ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(size.width * size.ratio);
    canvas.height = Math.round(size.height * size.ratio);
  }
  function fit() {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of at) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    view.x = (left + right) / 2;
    view.y = (top + bottom) / 2;
    const beside = size.width < 600 ? 130 : 60; // names stand beside the outermost dots
    view.zoom = Math.min((size.width - beside) / (right - left || 1), (size.height - 60) / (bottom - top || 1), 1.4);
  }
  function zoom(factor, x, y, by) {
    const fixed = back(x, y);
    view.zoom = Math.min(Math.max(view.zoom * factor, 0.02), 8);
    const now = back(x, y);
    view.x += fixed.x - now.x;
    view.y += fixed.y - now.y;
    moving(by);
  }
  measure();
  fit();
  new ResizeObserver(() => {
    if (frame.clientWidth === size.width && frame.clientHeight === size.height) return;
    measure();
    anew();
  }).observe(frame);
  asked = requestAnimationFrame(() => {
    paint();
    frame.dataset.drawn = "true";
  });

  // The mouse and fingers: drag a node or the picture, pinch, turn the wheel.
  function hit(x, y) {
    let [best, least] = [-1, Infinity];
    data.nodes.forEach((node, index) => {
      const away = Math.hypot(across(at[index].x) - x, down(at[index].y) - y) - Math.max(radius(node), 4);
      if (away < 2 && away < least) [best, least] = [index, away];
    });
    return best;
  }
  const fingers = new Map();
  let began = null;
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const from = spot(event);
    fingers.set(event.pointerId, from);
    canvas.setPointerCapture(event.pointerId);
    began = fingers.size === 1 ? { ...from, on: hit(from.x, from.y), moved: false } : null;
  });
  canvas.addEventListener("pointermove", (event) => {
    const to = spot(event);
    const from = fingers.get(event.pointerId);
    if (!from) {
      const on = hit(to.x, to.y);
      if (on !== hovered) soon();
      hovered = on;
      canvas.style.cursor = on < 0 ? "" : "pointer";
      return;
    }
    fingers.set(event.pointerId, to);
    if (fingers.size === 2) {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const grown = Math.hypot(to.x - other.x, to.y - other.y) / (Math.hypot(from.x - other.x, from.y - other.y) || 1);
      zoom(grown, (to.x + other.x) / 2, (to.y + other.y) / 2, tellers.move);
      return;
    }
    if (!began || (!began.moved && Math.hypot(to.x - began.x, to.y - began.y) < 4)) return;
    const first = !began.moved;
    began.moved = true;
    if (began.on < 0) {
      view.x -= (to.x - from.x) / view.zoom;
      view.y -= (to.y - from.y) / view.zoom;
      moving(tellers.move);
      return;
    }
    if (first) {
      held = began.on;
      painted = null;
    }
    at[held] = back(to.x, to.y);
    soon();
  });
  const lift = (event) => {
    if (!fingers.delete(event.pointerId) || !began) return;
    if (held >= 0) {
      tellers.move(held);
      held = -1;
      anew();
    } else if (!began.moved && event.type === "pointerup") {
      tellers.choose(began.on);
    }
    began = null;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => {
    hovered = -1;
    soon();
  });
  canvas.addEventListener("dblclick", (event) => {
    const { x, y } = spot(event);
    const on = hit(x, y);
    if (on >= 0) tellers.open(on);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { x, y } = spot(event);
      zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 120) * 0.002), x, y, tellers.move);
    },
    { passive: false },
  );

  return {
    places: () => at,
    fit: () => {
      fit();
      moving();
    },
    view: () => ({ ...view }),
    look: (wanted) => {
      Object.assign(view, wanted);
      moving();
    },
    put: (id, x, y) => {
      at[id] = { x, y };
      anew();
    },
    onChoose: (tell) => {
      tellers.choose = tell;
    },
    onOpen: (tell) => {
      tellers.open = tell;
    },
    onMove: (tell) => {
      tellers.move = tell;
    },
    choose: (id, around) => {
      chosen = id;
      near = id < 0 ? null : around;
      anew();
    },
  };
}
