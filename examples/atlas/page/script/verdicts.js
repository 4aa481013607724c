// How verdicts look: a colour, a pattern and a sign each, so that none is told by colour alone.

const CLASSES = ["enforceable", "disputed", "several", "not-enforceable", "no-warrant"];

/** Signs around the origin, about 10 across. */
const SIGN = {
  "enforceable": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
  "disputed": "M0-5.6L5.6 4.4H-5.6z",
  "several": "M-4.6-4.6H4.6V4.6H-4.6z",
  "not-enforceable": "M0-5.6L5.6 0L0 5.6L-5.6 0z",
  "no-warrant": "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
  "no-answer": "M-3-3L3 3M3-3L-3 3",
};

/** The patterns, drawn over the colour: `prefix` keeps those of the map, which are scaled with it, apart from the others. */
function patterns(prefix) {
  const pattern = (id, size, ...children) => svg("pattern", { id: `${prefix}-${id}`, class: `p-${id}`, width: size, height: size, patternUnits: "userSpaceOnUse" },
    svg("rect", { class: "ground", width: size, height: size }), ...children);
  const stroke = (d, width) => svg("path", { class: "figure", d, fill: "none", "stroke-width": width });
  const dot = (at) => svg("circle", { class: "figure dotted", cx: at, cy: at, r: 0.75 });
  return [
    pattern("disputed", 7, stroke("M-2 2L2-2M-1 8L8-1M5 9L9 5", 1.8)),
    pattern("several", 8, stroke("M-1 9L9-1M-1-1L9 9", 1.1)),
    pattern("not-enforceable", 6, dot(1.5), dot(4.5)),
    pattern("no-answer", 5, stroke("M0 2.5H5", 0.8)),
  ];
}

/** Keeps the patterns of the map the same size at every zoom: `unit` is how many of its units make a pixel. */
function scalePatterns(unit) {
  for (const pattern of byId("map-patterns").children) pattern.setAttribute("patternTransform", `scale(${unit})`);
}

/** The sign of a verdict as a small picture. */
function sign(kind, size = 14) {
  return svg("svg", { class: `sign v-${kind}`, viewBox: "-7 -7 14 14", width: size, height: size, "aria-hidden": "true", focusable: "false" }, svg("path", { d: SIGN[kind] }));
}

/** A patch of a verdict's colour and pattern with its sign and name. */
const badge = (kind) => el("span", { class: `badge v-${kind}` }, sign(kind, 16), word(`verdict.${kind}`));

/** How many destinations have which verdict. */
function countsAt(person, number, known) {
  const counts = Object.fromEntries(CLASSES.map((kind) => [kind, 0]));
  data.destinations.forEach((_, place) => { counts[classOf(answerAt(person, place, number, known).core.verdict)] += 1; });
  return counts;
}

function drawLegend(counts) {
  byId("legend").replaceChildren(...CLASSES.map((kind) => el("li", { class: counts[kind] === 0 ? "zero" : null, "data-kind": kind, title: word(`means.${kind}`, { values: "" }) },
    svg("svg", { class: `swatch f-${kind}`, width: 26, height: 16, "aria-hidden": "true", focusable: "false" }, svg("rect", { width: 26, height: 16 })),
    sign(kind), el("span", { class: "kind" }, word(`verdict.${kind}`)), el("b", {}, String(counts[kind])))));
}
