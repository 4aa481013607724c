// Time: the slider with its events, the band of verdicts behind it, play, the day field.

const THUMB = 9; // Half the width of the slider's thumb: where the track's first and last day lie.
const course = { first: 0, last: 0, events: [], steps: [], days: [] };
let playing = null;

function drawTime() {
  byId("slider").addEventListener("input", (event) => show({ on: Number(event.target.value) }));
  byId("day").addEventListener("change", (event) => { if (isDay(event.target.value)) show({ on: toNumber(event.target.value) }); });
  byId("earlier").addEventListener("click", () => { stop(); show({ on: course.days.findLast((day) => day < state.on) ?? state.on }); });
  byId("later").addEventListener("click", () => { stop(); show({ on: course.days.find((day) => day > state.on) ?? state.on }); });
  byId("play").addEventListener("click", () => (playing ? stop() : play()));
  new ResizeObserver(drawBand).observe(byId("band").parentElement);
  onChange(paintTime);
}

/** The course of a person's time: first and last day, events, and how the destinations stand from each change on. */
function measure() {
  const changes = new Map();
  const at = (day) => changes.get(day) ?? changes.set(day, []).get(day);
  const start = Object.fromEntries(CLASSES.map((kind) => [kind, 0]));
  data.destinations.forEach((_, place) => {
    const parts = stretches(rowOf(state.person.place, place, state.known), (core) => classOf(core.verdict));
    start[parts[0].value] += 1;
    parts.slice(1).forEach(({ from, value }, i) => at(from).push({ place, before: parts[i].value, after: value }));
  });
  const counts = { ...start };
  course.steps = [...changes].sort(([a], [b]) => a - b).map(([day, list]) => {
    for (const { before, after } of list) { counts[before] -= 1; counts[after] += 1; }
    return { day, list, counts: { ...counts } };
  });
  course.start = start;
  course.events = eventsOf(state.person.place, state.known);
  const asOf = toNumber(data.asOf), days = course.steps.map(({ day }) => day);
  const first = Math.min(...days, ...course.events.map(({ on }) => on).filter((day) => day > (days[0] ?? asOf) - 1200), asOf - 1000);
  course.first = first - 120;
  course.last = Math.max(asOf, ...days) + 150;
  course.days = [...new Set([...days, ...course.events.map(({ on }) => on).filter((day) => day >= course.first)])].sort((a, b) => a - b);
}

function paintTime(changed) {
  if (changed.has("person") || changed.has("known")) measure();
  if (changed.has("person") || changed.has("known") || changed.has("lang")) {
    Object.assign(byId("slider"), { min: course.first, max: course.last });
    drawTicks();
    drawBand();
  }
  const slider = byId("slider");
  slider.value = state.on;
  slider.setAttribute("aria-valuetext", told(state.on));
  byId("day").value = toDay(state.on);
  byId("event").replaceChildren(...eventText());
  byId("earlier").disabled = !course.days.some((day) => day < state.on);
  byId("later").disabled = !course.days.some((day) => day > state.on);
  paintPlay();
}

const shareOf = (day) => (day - course.first) / (course.last - course.first);
const styleAt = (day) => `inset-inline-start:calc(${THUMB}px + (100% - ${2 * THUMB}px) * ${shareOf(day).toFixed(5)})`;

function drawTicks() {
  const byDay = new Map();
  for (const { fact, on } of course.events) if (on >= course.first) byDay.set(on, [...(byDay.get(on) ?? []), fact]);
  const tick = (day, kind, title) => el("span", { class: `tick ${kind}`, style: styleAt(day), title: `${told(day)}: ${title}`, onclick: () => show({ on: day }) });
  const facts = [...byDay].map(([day, list]) => tick(day, "fact", list.map(factLine).join("; ")));
  const small = course.steps.filter(({ day }) => !byDay.has(day)).map(({ day, list }) => tick(day, "change", changesLine(list)));
  byId("ticks").replaceChildren(...small, ...facts);
}

/** How many destinations have which verdict, over time, drawn as one band. */
function drawBand() {
  const band = byId("band"), width = band.clientWidth, height = band.clientHeight;
  if (width === 0 || !state.person) return;
  const rtl = document.documentElement.dir === "rtl", inner = width - 2 * THUMB;
  const x = (day) => { const at = THUMB + inner * shareOf(day); return rtl ? width - at : at; };
  const steps = [{ day: course.first, counts: course.start }, ...course.steps], parts = [];
  for (const [i, { day, counts }] of steps.entries()) {
    // The first and the last part reach to the edge, past where the thumb can go.
    const edge = rtl ? width : 0, [a, b] = [i === 0 ? edge : x(day), i + 1 < steps.length ? x(steps[i + 1].day) : width - edge];
    let top = height;
    for (const kind of CLASSES) {
      const size = (counts[kind] / data.destinations.length) * height;
      top -= size;
      if (size > 0) parts.push(svg("rect", { class: `f-${kind}`, x: Math.min(a, b), y: top, width: Math.abs(b - a) + 0.4, height: size }));
    }
  }
  const [a, b] = [x(toNumber(data.asOf) + 1), rtl ? 0 : width];
  parts.push(svg("rect", { class: "beyond", x: Math.min(a, b), y: 0, width: Math.abs(b - a), height }));
  band.replaceChildren(...parts);
  drawYears(inner);
}

function drawYears(width) {
  const firstYear = Number(toDay(course.first).slice(0, 4)) + 1, lastYear = Number(toDay(course.last).slice(0, 4));
  const every = [1, 2, 5, 10].find((step) => (width / (lastYear - firstYear + 1)) * step > 44) ?? 10;
  const years = [];
  for (let year = firstYear; year <= lastYear; year++) if (year % every === 0) years.push(el("span", { style: styleAt(toNumber(`${year}-01-01`)) }, String(year)));
  byId("years").replaceChildren(...years);
}

const factLine = (fact) => `${ownerOf(fact)}: ${toldWhat(fact.what)}`;

function changesLine(list) {
  const line = ({ place, after }) => `${nameOf(data.destinations[place])} → ${word(`verdict.${after}`)}`;
  const shown = list.slice(0, 3).map(line).join("; ");
  return list.length > 3 ? `${shown} ${word("event.more", { n: list.length - 3 })}` : shown;
}

/** What happened last, on this day or before. */
function eventText() {
  const day = course.days.findLast((day) => day <= state.on);
  if (day === undefined) return [word("events.none")];
  const facts = course.events.filter(({ on }) => on === day).map(({ fact }) => factLine(fact));
  const changes = course.steps.find((step) => step.day === day)?.list ?? [];
  const more = facts.length > 2 ? ` ${word("event.more", { n: facts.length - 2 })}` : "";
  const text = [facts.slice(0, 2).join("; ") + more, changes.length > 0 && changesLine(changes)].filter(Boolean);
  return [el("b", {}, told(day)), " ", text.join(". ")];
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function play() {
  if (state.on >= course.last || state.on < course.first) show({ on: course.first });
  // Calm where motion is unwanted: from event to event, not day by day.
  const step = Math.max(1, Math.round((course.last - course.first) / 320));
  const next = () => (still() ? course.days.find((day) => day > state.on) ?? course.last : Math.min(course.last, state.on + step));
  playing = setInterval(() => { show({ on: next() }); if (state.on >= course.last) stop(); }, still() ? 1500 : 70);
  paintPlay();
}

function stop() {
  clearInterval(playing);
  playing = null;
  paintPlay();
}

function paintPlay() {
  const button = byId("play");
  button.setAttribute("aria-label", word(playing ? "pause" : "play"));
  button.title = word(playing ? "pause" : "play");
  const d = playing ? "M-4-5h3v10h-3zM1-5h3v10h-3z" : "M-3-5.5L5 0L-3 5.5z";
  button.replaceChildren(svg("svg", { viewBox: "-8 -8 16 16", width: 18, height: 18, "aria-hidden": "true" }, svg("path", { d, fill: "currentColor" })));
}
