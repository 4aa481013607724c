// What is shown: the same as in the page's address, so that every view can be linked.

const state = { person: null, on: 0, known: "today", at: null, lang: "en", view: "map" };
const listeners = [];

/** Calls `listener` with the names of what changed, after each change. */
const onChange = (listener) => listeners.push(listener);

/** Changes what is shown. */
function show(changes) {
  const changed = new Set(Object.keys(changes).filter((key) => changes[key] !== state[key]));
  if (changed.size === 0) return;
  Object.assign(state, changes);
  for (const listener of listeners) listener(changed);
  history.replaceState(null, "", address());
}

function address() {
  const parts = new URLSearchParams({ person: state.person.id, on: toDay(state.on), known: state.known });
  if (state.at) parts.set("at", state.at.id);
  parts.set("lang", state.lang);
  if (state.view !== "map") parts.set("view", state.view);
  return `#${parts}`;
}

/** What the address asks for. Person, day, knowledge and language are left as they are where it says nothing of them, or nonsense. */
function asked() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const wanted = {};
  const person = data.personOf.get(parts.get("person"));
  if (person) wanted.person = person;
  if (isDay(parts.get("on"))) wanted.on = toNumber(parts.get("on"));
  if (["today", "then"].includes(parts.get("known"))) wanted.known = parts.get("known");
  if (parts.get("lang") in data.words) wanted.lang = parts.get("lang");
  wanted.view = parts.get("view") === "table" ? "table" : "map";
  wanted.at = data.destinationOf.get(parts.get("at")) ?? null;
  return wanted;
}
