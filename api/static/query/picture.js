// A chart or network of the page as a file. What is drawn names its colours as custom properties, which become those of
// the light style sheet in the file.

import { fold, make, say } from "query/tools";

const { clean, family, measure, onPaper, savePng, saveSvg, wrap } = globalThis.pictureFile;
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const STEP = 22;
const ROW = 20;
const ROOM = { bars: 480, gap: 12 };

/** Make an element of SVG: attributes, then words or children. */
export function draw(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Give the buttons that save a picture; `made` gives it as {text, width, height} when one is pressed. */
export function saveButtons(name, made) {
  const file = fold(`nhiemvu ${name}`).replace(/[^a-z0-9]+/g, "-").replace(/-$/, "").slice(0, 80);
  const press = (save) => async () => {
    const status = document.getElementById("run-status");
    try {
      await save(made(), file);
      status.textContent = say("query.js.downloaded");
    } catch {
      status.textContent = say("query.problem.other");
    }
  };
  const button = (key, save) => make("button", { type: "button", class: "quiet small-button", text: say(key), onclick: press(save) });
  return make("p", { class: "views" }, button("network.png", savePng), button("picture.svg", saveSvg));
}

/** Put a drawing of a width and height on light paper, under its caption. */
export function sheet(caption, drawn, wide, high) {
  const lines = wrap(caption, 90, 6);
  const head = MARGIN + STEP * lines.length;
  const width = Math.ceil(Math.max(wide, measure(lines, 16)) + 2 * MARGIN);
  const height = Math.ceil(head + high + 2 * MARGIN);
  const svg = draw(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "font-family": family },
    draw("title", {}, caption),
    draw("rect", { width, height, fill: "var(--surface)" }),
    ...lines.map((line, place) => draw("text", { x: MARGIN, y: MARGIN + 16 + STEP * place, "font-size": 16, "font-weight": 600, fill: "var(--ink)" }, line)),
    draw("g", { transform: `translate(${MARGIN} ${head + MARGIN})` }, drawn),
  );
  for (const element of svg.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (value.startsWith("var(")) element.setAttribute(name, onPaper(value.slice(4, -1)));
    }
  }
  return { text: clean(new XMLSerializer().serializeToString(svg)), width, height };
}

/** Draw bars: `bars` are {words, start, length, shown, below}, start and length as parts of the whole room. */
export function barsSheet(caption, bars) {
  const named = bars.map((bar) => ({ ...bar, lines: wrap(bar.words, 44, 4) }));
  const left = Math.max(...named.map(({ lines }) => measure(lines, 14))) + ROOM.gap;
  const right = left + ROOM.bars + ROOM.gap + Math.max(...named.map(({ shown }) => measure([shown], 14)));
  const drawn = draw("g", { "font-size": 14, fill: "var(--ink)", "text-anchor": "end" });
  let top = 0;
  for (const { lines, start, length, shown, below } of named) {
    const high = ROW * lines.length;
    const middle = top + high / 2;
    lines.forEach((line, place) => drawn.append(draw("text", { x: left - ROOM.gap, y: top + ROW * place + 15 }, line)));
    drawn.append(
      draw("rect", { x: left + start * ROOM.bars, y: middle - 9, width: Math.max(1, length * ROOM.bars), height: 18, fill: below ? "var(--net-in)" : "var(--net-unit)" }),
      draw("text", { x: right, y: middle + 5 }, shown),
    );
    top += high + 6;
  }
  return sheet(caption, drawn, right, top);
}
