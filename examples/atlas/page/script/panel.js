// The destination chosen: its answer, why, its facts and sources, and its own course over time.

/** Which groups of facts the reader has opened or closed. */
const unfolded = new Map();

function drawPanel() {
  onChange(paintPanel);
  byId("panel").addEventListener("keydown", (event) => { if (event.key === "Escape" && state.at) closePanel(); });
}

function closePanel() {
  const { id } = state.at;
  show({ at: null });
  if (state.view === "map") marks.get(id)?.button.focus();
  else byId("filter").focus();
}

function paintPanel() {
  const panel = byId("panel");
  panel.classList.toggle("empty", !state.at);
  if (!state.at) return panel.replaceChildren(...nothingChosen());
  // What a reader had opened and focused stays so while the day moves on.
  const open = panel.querySelector("details.course")?.open, hadFocus = document.activeElement?.id, scrolled = panel.scrollTop;
  const answer = answerAt(state.person.place, state.at.place, state.on, state.known), { core } = answer;
  const kind = classOf(core.verdict);
  panel.replaceChildren(
    el("div", { class: "panel-head" },
      el("h2", { id: "panel-title", tabindex: -1 }, nameOf(state.at)),
      el("button", { type: "button", id: "panel-close", class: "round", "aria-label": word("close"), title: word("close"), onclick: closePanel }, "×")),
    el("p", { class: "verdict" }, badge(kind)),
    el("p", { class: "means" }, word(`means.${kind}`, { values: word("possible", { values: either("verdict", core.verdict) }) })),
    lasting(),
    el("dl", { class: "outline" }, term("duty", core.duty), term("risk", core.risk), term("membership", membershipOf(answer)), term("warrant", core.warrant, core.strongest)),
    strip(open),
    ...why(core), ...objections(core), ...unknown(core), ...factsAndSources(answer));
  panel.scrollTop = scrolled;
  if (["panel-title", "panel-close"].includes(hadFocus)) byId(hadFocus).focus();
}

/** What to do, and what each verdict means. */
function nothingChosen() {
  const meaning = (kind) => el("div", {}, el("dt", {}, sign(kind), word(`verdict.${kind}`)), el("dd", {}, word(`means.${kind}`, { values: "" })));
  return [el("p", { class: "pick" }, word("pick")), el("dl", { class: "meanings" }, ...CLASSES.map(meaning))];
}

const term = (kind, values, more) => el("div", {}, el("dt", {}, word(kind)), el("dd", {}, either(kind, values), more && " ", more && el("bdi", { class: "faint" }, more)));

function spanText({ from, until }) {
  const key = from === null ? (until === null ? "ever" : "until") : until === null ? "from" : "both";
  return word(`span.${key}`, { from: from === null ? "" : told(from), until: until === null ? "" : told(until) });
}

function lasting() {
  return el("p", { class: "lasting" }, word("unchanged", { span: spanText(verdictStretch(state.person.place, state.at.place, state.on, state.known)) }));
}

/** The destination's own strip of time, and every stretch as text. */
function strip(open) {
  const parts = stretches(rowOf(state.person.place, state.at.place, state.known), (core) => classOf(core.verdict));
  const [first, last] = [course.first, course.last];
  const bounds = ({ from, until }) => [Math.max(first, from ?? first), Math.min(last, (until ?? last - 1) + 1)];
  const rtl = document.documentElement.dir === "rtl";
  const x = (day) => { const share = (1000 * (day - first)) / (last - first); return rtl ? 1000 - share : share; };
  const bars = parts.filter((part) => bounds(part)[0] < bounds(part)[1]).map((part) => {
    const [a, b] = bounds(part).map(x);
    return svg("svg", { x: `${Math.min(a, b) / 10}%`, width: `${Math.abs(b - a) / 10}%`, height: "100%" },
      svg("rect", { class: `f-${part.value}`, width: "100%", height: "100%", onclick: () => show({ on: Math.round(bounds(part)[0]) }) },
        svg("title", {}, `${word(`verdict.${part.value}`)}, ${spanText(part)}`)));
  });
  const now = x(Math.max(first, Math.min(last, state.on))) / 10;
  const days = stretches(rowOf(state.person.place, state.at.place, state.known), (core) => [core.verdict, core.duty, core.risk]);
  return el("section", { class: "over" }, el("h3", {}, word("course")),
    svg("svg", { class: "strip", role: "img", "aria-label": `${word("course")}: ${parts.map((part) => `${word(`verdict.${part.value}`)}, ${spanText(part)}`).join("; ")}` },
      ...bars, ...["now halo", "now"].map((kind) => svg("line", { class: kind, x1: `${now}%`, x2: `${now}%`, y1: 0, y2: "100%" }))),
    el("div", { class: "ends" }, el("span", {}, toDay(first).slice(0, 4)), el("span", {}, toDay(last).slice(0, 4))),
    el("details", { class: "course", open: open ?? false }, el("summary", {}, word("course.all")),
      el("ol", {}, ...days.map(({ from, until, value: [verdict, duty, risk] }) => el("li", { "aria-current": (from === null || from <= state.on) && (until === null || state.on <= until) ? "true" : null },
        el("button", { type: "button", class: "link", onclick: () => show({ on: from ?? until ?? state.on }) }, spanText({ from, until })),
        el("span", { class: `v-${classOf(verdict)}` }, sign(classOf(verdict)), either("verdict", verdict)),
        el("small", {}, `${word("duty")}: ${either("duty", duty)} · ${word("risk")}: ${either("risk", risk)}`))))));
}

const lawOf = (law) => el("cite", { lang: "en", dir: "ltr" }, law.join("; "));

/** A rule's reason and the law that it rests on; marked as English where there is no other. */
function ruleText(rule) {
  const { lang, text } = because(rule);
  return el("p", lang === state.lang ? {} : { lang, dir: lang === "ar" ? "rtl" : "ltr" }, text, " ", lawOf(rule.law));
}

function why(core) {
  const byDecision = new Map();
  for (const id of core.reasons) {
    const decision = id.split("/")[0];
    byDecision.set(decision, [...(byDecision.get(decision) ?? []), data.rules[id]]);
  }
  const steps = [...byDecision].map(([decision, rules]) => el("li", {}, el("h4", {}, word(`decision.${decision}`)),
    ...rules.map(ruleText)));
  return [el("section", {}, el("h3", {}, word("why")), el("ol", { class: "why" }, ...steps))];
}

function objections(core) {
  if (core.objections.length === 0) return [];
  const items = core.objections.map(([objection, standing, rule]) => el("li", {},
    el("h4", {}, `${word(`objection.${objection}`)}: ${word(`standing.${standing}`)}`), ruleText(data.rules[`obstacle/${rule}`])));
  return [el("section", {}, el("h3", {}, word("objections")), el("ul", { class: "why" }, ...items))];
}

function unknown(core) {
  if (core.unknown.length === 0) return [];
  return [el("section", {}, el("h3", {}, word("unknown")), el("ul", { class: "plain" }, ...core.unknown.map((text) => english("li", text))))];
}

function factsAndSources(answer) {
  const values = valuesOf(answer).filter(([, , facts]) => facts.length > 0);
  if (values.length === 0) return [];
  const items = values.map(([attribute, of, facts]) => el("li", {},
    el("details", { open: unfolded.get(attribute) ?? facts.length < 3, ontoggle: (event) => unfolded.set(attribute, event.target.open) },
      el("summary", {}, word(`attribute.${attribute}`), ": ", el("b", {}, either("value", of)), el("span", { class: "faint" }, ` (${facts.length})`)),
      el("ul", {}, ...facts.map((place) => factItem(data.facts[place]))))));
  return [el("section", {}, el("h3", {}, word("facts")), el("ul", { class: "facts" }, ...items))];
}

function factItem(fact) {
  const later = fact.known !== firstDay(fact.on);
  return el("li", {}, el("time", {}, toldWhen(fact.on)), " ", el("span", {}, factLine(fact)),
    later && el("small", {}, ` (${word("known.on", { day: told(toNumber(fact.known)) })})`),
    fact.note && english("p", fact.note, { class: "note" }),
    el("ul", { class: "sources" }, ...fact.sources.map((source) => sourceItem(data.sources[source]))));
}

/** A source with its address, a link where that is an address of the web. */
function sourceItem(source) {
  const title = /^https:\/\//.test(source.at) ? el("a", { href: source.at, rel: "noreferrer noopener", target: "_blank" }, source.title) : source.title;
  return el("li", { lang: "en", dir: "ltr" }, title, `. ${source.by}`, el("span", { lang: state.lang, dir: "auto" }, ` (${word("read", { day: told(toNumber(source.read)) })})`));
}
