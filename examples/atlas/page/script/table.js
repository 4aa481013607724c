// The same answers as a table, to be sorted and filtered.

const COLUMNS = ["destination", "verdict", "duty", "risk", "membership", "since", "until"];
const RANK = {
  verdict: ["no-warrant", "not-enforceable", "several", "disputed", "enforceable"],
  duty: ["none", "good-faith", "suspended", "disputed", "arrest"],
  risk: ["none", "remote", "low", "moderate", "high"],
};
const order = { column: "destination", down: false };

function drawTable() {
  byId("filter").addEventListener("input", () => paintTable());
  onChange(() => paintTable());
}

function sortBy(column) {
  Object.assign(order, { down: order.column === column ? !order.down : ["verdict", "duty", "risk"].includes(column), column });
  paintTable();
  byId("table").querySelector(`[data-column="${column}"]`).focus();
}

/** What a row is sorted by. */
function keyOf(column, { core, own, span, kind }) {
  if (column === "verdict") return RANK.verdict.indexOf(kind);
  if (column in RANK) return Math.max(...core[column].map((value) => RANK[column].indexOf(value)));
  if (column === "since") return span.from ?? -Infinity;
  if (column === "until") return span.until ?? Infinity;
  return column === "membership" ? either("membership", membershipOf({ core, own })) : 0;
}

function paintTable() {
  if (state.view !== "table") return;
  const compare = new Intl.Collator(state.lang).compare, wanted = byId("filter").value;
  const rows = search(data.destinations, wanted).map((destination) => {
    const answer = answerAt(state.person.place, destination.place, state.on, state.known);
    const span = verdictStretch(state.person.place, destination.place, state.on, state.known);
    return { ...answer, destination, span, kind: classOf(answer.core.verdict) };
  });
  const sign_ = order.down ? -1 : 1;
  rows.sort((a, b) => {
    const [x, y] = [keyOf(order.column, a), keyOf(order.column, b)];
    const byKey = typeof x === "string" ? compare(x, y) : x < y ? -1 : x > y ? 1 : 0;
    return (order.column === "destination" ? sign_ : 1) * (sign_ * byKey || compare(nameOf(a.destination), nameOf(b.destination)));
  });
  const head = COLUMNS.map((column) => el("th", { scope: "col", "aria-sort": order.column === column ? (order.down ? "descending" : "ascending") : "none" },
    el("button", { type: "button", "data-column": column, title: word("sort", { column: word(column) }), onclick: () => sortBy(column) }, word(column), el("span", { class: "arrow", "aria-hidden": "true" }, order.column === column ? (order.down ? "▼" : "▲") : ""))));
  byId("table").replaceChildren(
    el("caption", { class: "unseen" }, word("caption", { person: nameOf(state.person), day: told(state.on) })),
    el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows.map(tableRow)));
}

function tableRow({ core, own, destination, span, kind }) {
  const day = (number, none) => (number === null ? el("span", { class: "faint" }, word(none)) : el("time", {}, toDay(number)));
  return el("tr", { "data-id": destination.id, "data-verdict": kind, class: state.at === destination ? "picked" : null },
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: () => choosePlace(destination.id, true) }, nameOf(destination))),
    el("td", {}, el("span", { class: `cell v-${kind}` }, sign(kind), word(`verdict.${kind}`))),
    el("td", {}, either("duty", core.duty)), el("td", {}, either("risk", core.risk)), el("td", {}, either("membership", membershipOf({ core, own }))),
    el("td", {}, day(span.from, "ever")), el("td", {}, day(span.until, "forever")));
}
