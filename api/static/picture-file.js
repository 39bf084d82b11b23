// What pictures on a page and their files share: the colours of the style sheet, lines of words and their width, labels
// that keep clear of one another, a network as SVG, and saving as SVG or PNG. Files are in the colours of the light
// style sheet, whatever the page is in. Runs as a script and as a module.
"use strict";

globalThis.pictureFile = (() => {
  const LINE = 18;
  const GAP = 5;
  const MOST_PIXELS = 8000; // of the longer side of a PNG

  const styles = getComputedStyle(document.documentElement);
  const seen = (name) => styles.getPropertyValue(name).trim();
  let light = null;
  function onPaper(name) {
    light ??= [...document.styleSheets]
      .filter((sheet) => !sheet.href || sheet.href.startsWith(location.origin))
      .flatMap((sheet) => [...sheet.cssRules].filter((rule) => rule.selectorText === ":root"));
    return light.reduce((found, rule) => rule.style.getPropertyValue(name).trim() || found, "") || seen(name);
  }
  const family = seen("--sans").replaceAll('"', "'");

  // How a network is painted, where `colour` gives the value of a custom property.
  const lookOf = (colour) => ({
    family,
    ink: colour("--ink"),
    soft: colour("--ink-soft"),
    surface: colour("--surface"),
    boxInk: colour("--net-focus-ink"),
    fill: (kind) => colour(`--net-${kind}`) || colour("--net-unit"),
    stroke: (kind) => colour(`--net-${kind}`) || colour("--net-others"),
  });
  const kept = new Map();
  const look = lookOf((name) => {
    if (!kept.has(name)) kept.set(name, seen(name));
    return kept.get(name);
  });

  function wrap(label, width = 20, most = 3) {
    const lines = [];
    for (const word of label.split(/\s+/)) {
      const last = lines.length - 1;
      if (last >= 0 && lines[last].length + 1 + word.length <= width) {
        lines[last] += ` ${word}`;
      } else {
        lines.push(word.length > 2 * width ? `${word.slice(0, 2 * width - 1)}…` : word);
      }
    }
    return lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]}…`] : lines;
  }

  const cut = (label, longest) => (label.length > longest ? `${label.slice(0, longest - 1)}…` : label);

  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function measure(lines, size) {
    let widest = 0;
    for (const line of lines) {
      if (!widths.has(line)) {
        pen.font = `20px ${family}`;
        widths.set(line, pen.measureText(line).width / 20);
      }
      widest = Math.max(widest, widths.get(line));
    }
    return widest * size;
  }

  // The boxes of the labels that find room, the weightiest first; `unit` is the length of a pixel in the picture.
  // `grow` is how much larger than their size nodes are drawn, `within` the part of the picture that is seen.
  function labels(data, places, unit, { first = -1, grow = 0, within = null, most = Infinity, longest = 60 } = {}) {
    const size = grow ? 13 * unit : Math.max(13, 12 * unit);
    const line = (LINE / 14) * size;
    const sizeOf = (node) => node.size * (grow || 1);
    const seen = ({ x, y }) => !within || (x >= within[0] && y >= within[1] && x <= within[2] && y <= within[3]);
    const taken = new Map();
    const cell = 120 * Math.max(1, unit);
    const around = (box, each) => {
      for (let x = Math.floor(box[0] / cell); x <= Math.floor(box[2] / cell); x += 1) {
        for (let y = Math.floor(box[1] / cell); y <= Math.floor(box[3] / cell); y += 1) {
          if (each(`${x} ${y}`)) return true;
        }
      }
      return false;
    };
    const free = (box) =>
      !around(box, (key) =>
        (taken.get(key) ?? []).some(
          (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3],
        ),
      );
    const take = (box) =>
      around(box, (key) => {
        if (!taken.has(key)) taken.set(key, []);
        taken.get(key).push(box);
        return false;
      });
    const order = data.nodes.map((node, index) => index).filter((index) => !data.nodes[index].box && seen(places[index]));
    order.sort((a, b) => (b === first) - (a === first) || data.nodes[b].weight - data.nodes[a].weight || a - b);
    data.nodes.forEach((node, index) => {
      const at = places[index];
      const half = sizeOf(node) / 2;
      if (!seen(at) || grow > 1) return; // small points may lie under names
      if (node.box) take([at.x - node.half[0], at.y - node.half[1], at.x + node.half[0], at.y + node.half[1]]);
      else if (node.weight > 0) take([at.x - half, at.y - half, at.x + half, at.y + half]);
    });
    const found = [];
    for (const index of order) {
      if (found.length >= most) break;
      const node = data.nodes[index];
      const at = places[index];
      const side = data.look === "columns" ? (node.kind === "task" ? 0 : Math.sign(at.x)) : 0;
      const lines = data.look === "columns" ? [cut(node.label, longest)] : node.lines;
      const width = measure(lines, size);
      const height = line * lines.length;
      const spots = side
        ? [[side * (node.size + GAP + width / 2), 0]]
        : [0, 1].map((turn) => {
            const up = at.y < -1 !== Boolean(turn);
            return [0, (up ? -1 : 1) * (sizeOf(node) + GAP * (grow ? unit : 1) + height / 2)];
          });
      for (const [dx, dy] of spots) {
        const box = [at.x + dx - width / 2, at.y + dy - height / 2, at.x + dx + width / 2, at.y + dy + height / 2];
        if (index === first || free(box)) {
          take(box);
          found.push({ index, lines, x: at.x + dx, top: at.y + dy - height / 2 + line / 2, line, size, box });
          break;
        }
      }
    }
    return found;
  }

  // Write labels on a canvas, that of `first` in bold, those that are not `clear` fainter.
  function write(pen, named, first = -1, clear = () => true) {
    pen.save();
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.strokeStyle = look.surface;
    pen.fillStyle = look.ink;
    for (const label of named) {
      pen.globalAlpha = clear(label.index) ? 1 : 0.25;
      pen.font = `${label.index === first ? "600 " : ""}${label.size}px ${family}`;
      pen.lineWidth = label.size / 3;
      label.lines.forEach((line, place) => {
        pen.strokeText(line, label.x, label.top + label.line * place);
        pen.fillText(line, label.x, label.top + label.line * place);
      });
    }
    pen.restore();
  }

  // Where a line from one node meets the rim of another.
  function rim(node, at, from, more = 0) {
    const dx = from.x - at.x;
    const dy = from.y - at.y;
    const length = Math.hypot(dx, dy) || 1;
    const reach = node.box
      ? Math.min(node.half[0] / Math.abs(dx / length || 1e-9), node.half[1] / Math.abs(dy / length || 1e-9))
      : node.size;
    return { x: at.x + (dx / length) * (reach + more), y: at.y + (dy / length) * (reach + more) };
  }

  // XML 1.0, production 2: characters that no document may hold.
  const clean = (text) =>
    String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  const escape = (text) => clean(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const round = (value) => Math.round(value * 10) / 10;

  // A network as {text, width, height}. `data` has nodes, links, kinds (of links), legend, title, and where there are any
  // notes; `places` are those of the nodes.
  function svg(data, places, look = lookOf(onPaper)) {
    const named = labels(data, places, 1);
    const notes = data.notes ?? [];
    const bounds = [Infinity, Infinity, -Infinity, -Infinity];
    const hold = (left, top, right, bottom) => {
      bounds[0] = Math.min(bounds[0], left);
      bounds[1] = Math.min(bounds[1], top);
      bounds[2] = Math.max(bounds[2], right);
      bounds[3] = Math.max(bounds[3], bottom);
    };
    data.nodes.forEach((node, index) => {
      const [w, h] = node.half ?? [node.size, node.size];
      hold(places[index].x - w, places[index].y - h, places[index].x + w, places[index].y + h);
    });
    named.forEach((label) => hold(...label.box));
    const head = 30 + 24 * (data.legend.length + notes.length);
    const margin = 24;
    const [left, top] = [bounds[0] - margin, bounds[1] - margin - head];
    const width = Math.max(bounds[2] - left + margin, measure([data.title], 18) + 2 * margin, 36 + measure(data.legend.map(([, words]) => words), 14) + 2 * margin, measure(notes, 14) + 2 * margin);
    const height = bounds[3] - top + margin;
    const out = [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="${[left, top, width, height].map(round).join(" ")}" font-family="${escape(family)}" role="img">`,
      `<title>${escape(data.title)}</title>`,
      `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" fill="${look.surface}"/>`,
      "<defs>",
      ...data.kinds.map(
        (kind) =>
          `<marker id="a-${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${look.stroke(kind)}"/></marker>`,
      ),
      "</defs>",
      '<g fill="none">',
    ];
    for (const link of data.links) {
      const [one, other] = [places[link.source], places[link.target]];
      const middle = {
        x: (one.x + other.x) / 2 - (other.y - one.y) * link.bend,
        y: (one.y + other.y) / 2 + (other.x - one.x) * link.bend,
      };
      const start = rim(data.nodes[link.source], one, link.bend ? middle : other);
      const end = rim(data.nodes[link.target], other, link.bend ? middle : one, link.arrow ? 1 : 0);
      const way = link.bend
        ? `Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`
        : `L${round(end.x)} ${round(end.y)}`;
      out.push(
        `<path d="M${round(start.x)} ${round(start.y)}${way}" stroke="${look.stroke(link.kind)}" stroke-width="${round(link.width)}"${link.dashed ? ' stroke-dasharray="6 4"' : ""}${link.arrow ? ` marker-end="url(#a-${link.kind})"` : ""}/>`,
      );
    }
    out.push("</g>");
    const halo = `text-anchor="middle" stroke="${look.surface}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
    out.push(`<g ${halo} fill="${look.soft}" font-size="11">`);
    for (const { source, target, said } of data.links) {
      if (!said) continue;
      const [one, other] = [places[source], places[target]];
      out.push(`<text x="${round((one.x + other.x) / 2)}" y="${round((one.y + other.y) / 2 + 4)}">${escape(said)}</text>`);
    }
    out.push("</g>");
    data.nodes.forEach((node, index) => {
      const { x, y } = places[index];
      const said = `<title>${escape(node.label)}${node.said ? ` — ${escape(node.said)}` : ""}</title>`;
      const paint = `fill="${look.fill(node.kind)}" stroke="${look.surface}" stroke-width="2"`;
      if (node.box) {
        const [w, h] = node.half;
        out.push(
          `<g>${said}<rect x="${round(x - w)}" y="${round(y - h)}" width="${round(2 * w)}" height="${round(2 * h)}" rx="8" ${paint}/>`,
        );
        node.lines.forEach((line, place) =>
          out.push(
            `<text x="${round(x)}" y="${round(y + (place - (node.lines.length - 1) / 2) * LINE + 5)}" text-anchor="middle" font-size="14" fill="${look.boxInk}">${escape(line)}</text>`,
          ),
        );
        out.push("</g>");
      } else if (node.diamond) {
        const s = node.size;
        out.push(`<path d="M${round(x)} ${round(y - s)}l${s} ${s}l${-s} ${s}l${-s} ${-s}z" ${paint}>${said}</path>`);
      } else {
        out.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(node.size)}" ${paint}>${said}</circle>`);
      }
    });
    out.push(`<g ${halo} fill="${look.ink}">`);
    for (const label of named) {
      label.lines.forEach((line, place) =>
        out.push(
          `<text x="${round(label.x)}" y="${round(label.top + place * label.line + label.size * 0.35)}" font-size="${round(label.size)}">${escape(line)}</text>`,
        ),
      );
    }
    out.push("</g>");
    out.push(`<text x="${round(left + margin)}" y="${round(top + 30)}" font-size="18" font-weight="600" fill="${look.ink}">${escape(data.title)}</text>`);
    data.legend.forEach(([sign, words], place) => {
      const [shape, kind] = [sign.split(" ")[0], sign.split("is-")[1]];
      const [x, y] = [left + margin, top + 54 + 24 * place];
      const paint = shape === "edge" ? look.stroke(kind) : look.fill(kind);
      const like = data.nodes.find((node) => node.kind === kind); // a sign has the shape that it stands for
      const circle = shape === "dot" && !like?.box && kind !== "group";
      out.push(
        shape === "edge"
          ? `<path d="M${round(x)} ${round(y)}h26" stroke="${paint}" stroke-width="3"${data.dashed?.has(kind) ? ' stroke-dasharray="6 4"' : ""}/>`
          : like?.diamond
            ? `<path d="M${round(x + 13)} ${round(y - 8)}l8 8l-8 8l-8 -8z" fill="${paint}"/>`
            : `<rect x="${round(x + (like?.box ? 3 : 6))}" y="${round(y - 7)}" width="${like?.box ? 20 : 14}" height="14" rx="${circle ? 7 : 3}" fill="${paint}"/>`,
        `<text x="${round(x + 36)}" y="${round(y + 5)}" font-size="14" fill="${look.ink}">${escape(words)}</text>`,
      );
    });
    notes.forEach((words, place) =>
      out.push(
        `<text x="${round(left + margin)}" y="${round(top + 59 + 24 * (data.legend.length + place))}" font-size="14" fill="${look.soft}">${escape(words)}</text>`,
      ),
    );
    out.push("</svg>");
    return { text: out.join("\n"), width, height };
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // Give a picture, as `svg` makes it, to the reader; raises EncodingError where the browser cannot paint it.
  const asSvg = ({ text }) => new Blob([text], { type: "image/svg+xml" });
  const saveSvg = (made, name) => save(asSvg(made), `${name}.svg`);
  async function savePng(made, name) {
    const image = new Image();
    image.src = URL.createObjectURL(asSvg(made));
    try {
      await image.decode();
      const scale = Math.min(2, MOST_PIXELS / Math.max(made.width, made.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.ceil(made.width * scale);
      canvas.height = Math.ceil(made.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
      if (!blob) throw new DOMException(name, "EncodingError");
      save(blob, `${name}.png`);
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }

  return { LINE, clean, cut, family, labels, look, lookOf, measure, onPaper, save, savePng, saveSvg, svg, wrap, write };
})();
