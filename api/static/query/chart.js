// Two columns of an answer as a chart: names and numbers as bars, dates and numbers as a line.

import { learn, nameOf } from "query/names";
import { barsSheet, draw, saveButtons, sheet } from "query/picture";
import { curie, isNumber, momentOf, typeName } from "query/terms";
import { config, cut, make, moment, number, say } from "query/tools";

const MOST_BARS = 60;
const FILE_WIDTH = 960;
const HEIGHT = 320;
const SPACE = { top: 16, right: 48, bottom: 32, left: 64 };
const TICK_ROOM = 84;
const TICK = { fill: "var(--ink-soft)", "font-size": 13 };

/** Give the columns that can be drawn: {labels, numbers}, each a list of names; null where there is no chart. */
export function columnsFor(answer) {
  if (answer.kind !== "rows" || !answer.rows.length) return null;
  const numeric = answer.columns.filter((_, index) => {
    const bound = answer.rows.map((row) => row[index]).filter(Boolean);
    return bound.length > 0 && bound.every((term) => isNumber(term));
  });
  const labels = [...answer.columns].sort((one, other) => numeric.includes(one) - numeric.includes(other));
  return numeric.length && labels.length > 1 ? { labels, numbers: numeric } : null;
}

/** Choose the two columns: those of the state where they can be drawn, else a name and the first number. */
export function chosen(answer, state) {
  const columns = columnsFor(answer);
  const value = columns.numbers.includes(state.y) ? state.y : columns.numbers.find((name) => name !== state.x) || columns.numbers[0];
  const others = columns.labels.filter((name) => name !== value);
  const isDate = (name) => answer.rows.some((row) => !Number.isNaN(momentOf(row[answer.columns.indexOf(name)])));
  const isLiteral = (name) => answer.rows[0][answer.columns.indexOf(name)]?.kind === "literal" && !columns.numbers.includes(name);
  const label = others.includes(state.x) ? state.x : others.find(isDate) || others.find(isLiteral) || others[0];
  return { label, value };
}

/** Draw the chart with its choice of columns in `place`; `change` is told of other columns. */
export async function showChart(place, answer, state, change) {
  const columns = columnsFor(answer);
  const { label, value } = chosen(answer, state);
  const [at, by] = [answer.columns.indexOf(label), answer.columns.indexOf(value)];
  const points = answer.rows
    .filter((row) => row[at] && row[by])
    .map((row) => ({ term: row[at], value: Number(row[by].value), moment: momentOf(row[at]) }));
  const dated = points.length > 0 && points.every((point) => !Number.isNaN(point.moment));
  const pick = (id, key, options, now, part) =>
    make(
      "p",
      { class: "field" },
      make("label", { for: id, text: say(key) }),
      make(
        "select",
        { id, onchange: (event) => change({ x: label, y: value, [part]: event.target.value }, `#${id}`) },
        ...options.map((name) => make("option", { value: name, selected: name === now, text: name })),
      ),
    );
  const picks = make(
    "div",
    { class: "chart-columns" },
    pick("chart-label", "query.js.chart.label", columns.labels.filter((name) => name !== value), label, "x"),
    pick("chart-value", "query.js.chart.value", columns.numbers.filter((name) => name !== label), value, "y"),
  );
  const caption = say(dated ? "query.js.chart.line" : "query.js.chart.bars", { label, value });
  const figure = make("figure", { class: "chart" });
  const notes = [];
  if (answer.more) notes.push(say("query.js.chart.cut", { rows: number(answer.rows.length) }));
  place.replaceChildren(picks, figure);
  const told = () => [caption, ...notes].join(" ");
  let made;
  if (dated) {
    const { scaleLinear, scaleUtc } = await import("scale");
    const drawn = (width) => line(points, width, caption, scaleLinear, scaleUtc);
    figure.replaceChildren(drawn(place.clientWidth));
    made = () => sheet(told(), drawn(FILE_WIDTH), FILE_WIDTH, HEIGHT);
  } else {
    const shown = points.slice(0, MOST_BARS);
    if (points.length > shown.length) notes.push(say("query.js.chart.most", { shown: number(shown.length), all: number(points.length) }));
    await learn(shown.filter((point) => point.term.kind === "iri").map((point) => point.term.value));
    const measured = measuredBars(shown);
    figure.replaceChildren(bars(measured));
    made = () => barsSheet(told(), measured);
  }
  figure.append(make("figcaption", { text: told() }));
  if (points.length) place.append(saveButtons(`chart ${value} ${label}`, made));
}

function named(term) {
  if (term.kind !== "iri") return { text: term.value, page: "" };
  const { label, page } = nameOf(term.value);
  return { text: label || curie(term.value, config.prefixes), page };
}

// Bars with their words, start and length, the last two as parts of the room for bars.
function measuredBars(points) {
  const least = Math.min(0, ...points.map((point) => point.value));
  const span = Math.max(0, ...points.map((point) => point.value)) - least || 1;
  return points.map(({ term, value }) => {
    const { text, page } = named(term);
    return {
      words: cut(text, 160),
      page,
      start: (Math.min(value, 0) - least) / span,
      length: Math.abs(value) / span,
      shown: number(value, 3),
      below: value < 0,
    };
  });
}

function bars(measured) {
  const list = make("ol", { class: "bars" });
  for (const { words, page, start, length, shown, below } of measured) {
    const bar = make("span", { class: below ? "bar below" : "bar", "aria-hidden": "true" });
    bar.style.marginInlineStart = `${start * 100}%`;
    bar.style.inlineSize = `${length * 100}%`;
    list.append(
      make(
        "li",
        {},
        make("span", { class: "bar-name" }, page ? make("a", { href: page, text: words }) : words),
        make("span", { class: "bar-room" }, bar),
        make("span", { class: "bar-value", text: shown }),
      ),
    );
  }
  return list;
}

function line(points, room, caption, scaleLinear, scaleUtc) {
  const ordered = [...points].sort((one, other) => one.moment - other.moment);
  const width = Math.max(280, Math.min(room, 1100));
  const inner = { right: width - SPACE.right, bottom: HEIGHT - SPACE.bottom };
  const values = ordered.map((point) => point.value);
  const x = scaleUtc([ordered[0].moment, ordered[ordered.length - 1].moment], [SPACE.left, inner.right]);
  const y = scaleLinear([Math.min(0, ...values), Math.max(...values, 0) || 1], [inner.bottom, SPACE.top]).nice(5);
  const svg = draw("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": caption });
  for (const tick of y.ticks(5)) {
    svg.append(draw("line", { stroke: "var(--line)", x1: SPACE.left, x2: inner.right, y1: y(tick), y2: y(tick) }));
    svg.append(draw("text", { ...TICK, "text-anchor": "end", x: SPACE.left - 8, y: y(tick) + 4 }, number(tick)));
  }
  const precision = ordered.every((point) => typeName(point.term) === "gYear") ? "year" : span(ordered) > 200 ? "month" : "day";
  const moments = [...new Set(ordered.map((point) => point.moment))];
  const few = moments.length <= width / 110;
  let free = 0;
  for (const tick of few ? moments : x.ticks(Math.max(2, Math.floor(width / 140)))) {
    svg.append(draw("line", { stroke: "var(--line)", x1: x(tick), x2: x(tick), y1: inner.bottom, y2: inner.bottom + 5 }));
    if (x(tick) < free) continue;
    free = x(tick) + TICK_ROOM;
    svg.append(draw("text", { ...TICK, "text-anchor": "middle", x: x(tick), y: inner.bottom + 22 }, moment(Number(tick), precision)));
  }
  const path = ordered.map((point) => `${x(point.moment).toFixed(1)},${y(point.value).toFixed(1)}`);
  svg.append(draw("polyline", { fill: "none", stroke: "var(--net-unit)", "stroke-width": 2.5, "stroke-linejoin": "round", points: path.join(" ") }));
  if (ordered.length <= 200) {
    for (const point of ordered) {
      const dot = draw("circle", { fill: "var(--net-unit)", stroke: "var(--surface)", cx: x(point.moment), cy: y(point.value), r: 3.5 });
      dot.append(draw("title", {}, `${point.term.value}: ${number(point.value, 3)}`));
      svg.append(dot);
    }
  }
  return svg;
}

function span(ordered) {
  return (ordered[ordered.length - 1].moment - ordered[0].moment) / 86_400_000;
}
