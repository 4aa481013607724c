// The tables: what the engine answers, by person, destination, day and way of knowing.

const DAY = 86400000;
let data = null;

/** Unpacks the page's data; `tables()` can be asked once this is done. */
async function unpack() {
  const text = document.getElementById("packed").textContent;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const packed = JSON.parse(await new Response(stream).text());
  data = packed.data;
  data.world = packed.world;
  data.words = packed.words;
  data.persons.forEach((person, place) => { person.place = place; });
  data.destinations.forEach((destination, place) => { destination.place = place; });
  data.personOf = new Map(data.persons.map((person) => [person.id, person]));
  data.destinationOf = new Map(data.destinations.map((destination) => [destination.id, destination]));
}

const toNumber = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
const toDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/** Whether a text is a day that there is, between the years 1000 and 9999. */
function isDay(text) {
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && toDay(toNumber(text)) === text;
}

/** The place of the stretch in a row (day, answer, day, answer, …) in which a day lies. The first stretch has no beginning. */
function stretchAt(row, number) {
  let low = 0, high = row.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (row[2 * middle] <= number) low = middle;
    else high = middle - 1;
  }
  return low;
}

const rowOf = (person, destination, known) => data.rows[data[known].rows[person][destination]];

/** The answer for a pair on a day: what is the person's in `core`, what is the destination's in `own`. */
function answerAt(person, destination, number, known) {
  const row = rowOf(person, destination, known), ownRow = data[known].own[destination];
  return {
    core: data.cores[row[2 * stretchAt(row, number) + 1]],
    own: data.owns[ownRow[2 * stretchAt(ownRow, number) + 1]],
  };
}

/** The standing toward the Statute: the destination's own, unless too much is unknown. */
const membershipOf = ({ core, own }) => core.membership ?? own.membership;

/** The one verdict, or `several` where more than one is possible. */
const classOf = (verdicts) => (verdicts.length === 1 ? verdicts[0] : "several");

/** The attributes for which the rules asked, each with its values and facts, in declared order. */
function valuesOf({ core, own }) {
  const wanted = own.values.filter(([attribute]) => core.own.includes(attribute));
  const order = ([attribute]) => data.attributes.indexOf(attribute);
  return [...core.values, ...wanted].sort((a, b) => order(a) - order(b));
}

/** A row joined where `of` says the same, as stretches with their first and last day; null where there is none. */
function stretches(row, of) {
  const joined = [];
  for (let i = 0; i < row.length; i += 2) {
    const value = of(data.cores[row[i + 1]]), last = joined[joined.length - 1];
    if (last && JSON.stringify(last.value) === JSON.stringify(value)) continue;
    if (last) last.until = row[i] - 1;
    joined.push({ from: i === 0 ? null : row[i], until: null, value, answer: row[i + 1] });
  }
  return joined;
}

/** The stretch in which the verdict stays as it is on the day. */
function verdictStretch(person, destination, number, known) {
  const all = stretches(rowOf(person, destination, known), (core) => core.verdict);
  return all.find(({ from, until }) => (from === null || from <= number) && (until === null || number <= until));
}

/** The facts of a person's warrants, offices and rulings that any answer shows, each once, by day. */
function eventsOf(person, known) {
  const seen = new Set();
  for (const row of new Set(data[known].rows[person])) {
    for (let i = 1; i < data.rows[row].length; i += 2) {
      const core = data.cores[data.rows[row][i]];
      for (const [, , facts] of core.values) for (const fact of facts) seen.add(fact);
    }
  }
  const when = (fact) => (known === "then" ? fact.known : firstDay(fact.on));
  const events = [...seen].map((place) => ({ fact: data.facts[place], place, on: toNumber(when(data.facts[place])) }));
  return events.sort((a, b) => a.on - b.on || a.place - b.place);
}

/** The first possible day of a fact, written `2014-02-27` or `between 2014-02-27 and 2014-03-01`. */
const firstDay = (on) => on.match(/\d{4}-\d\d-\d\d/)[0];

/** All that is shown of an answer as one text, in the form in which the engine is asked for it when the page is verified. */
function answerText(person, destination, number, known) {
  const answer = answerAt(person, destination, number, known), { core, own } = answer;
  const parts = [
    `verdict ${core.verdict.join("|")}`, `duty ${core.duty.join("|")}`, `risk ${core.risk.join("|")}`,
    `membership ${membershipOf({ core, own }).join("|")}`, `warrant ${core.warrant.join("|")}`, `strongest ${core.strongest ?? "-"}`,
    ...core.reasons.map((rule) => `reason ${rule}`), ...core.objections.map((objection) => `objection ${objection.join(":")}`),
  ];
  for (const [attribute, values, facts] of valuesOf(answer)) {
    const told = facts.map((place) => data.facts[place]).map((fact) => {
      const sources = fact.sources.map((source) => data.sources[source].id).join(",");
      return ` [${fact.of} ${fact.what} ${fact.on} ${fact.known} ${sources}]`;
    });
    parts.push(`${attribute}=${values.join("|")}${told.join("")}`);
  }
  parts.push(...core.unknown.map((unknown) => `unknown ${unknown}`));
  if (known === "today") {
    const day = (value) => (value === null ? "-" : toDay(value)), { from, until } = verdictStretch(person, destination, number, known);
    parts.push(`verdict from ${day(from)} until ${day(until)}`);
  }
  return parts.join("; ");
}
