// Puts the parts of the page together.

/** The words and direction of the page itself. */
function paintWords() {
  document.documentElement.lang = state.lang;
  document.documentElement.dir = word("dir");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
  }
  const lang = byId("lang");
  lang.textContent = word("other");
  lang.lang = state.lang === "en" ? "ar" : "en";
  byId("about").replaceChildren(el("h2", {}, word("about.title")), ...[1, 2, 3, 4].map((n) => el("p", {}, word(`about.${n}`))));
  byId("foot").replaceChildren(el("p", {}, word("foot", { version: data.version, asOf: told(toNumber(data.asOf)) })));
}

/** The question and its answer in one sentence each, and the counts. */
function paintHead() {
  const counts = countsAt(state.person.place, state.on, state.known);
  const values = { person: nameOf(state.person), day: told(state.on), n: counts.enforceable, all: data.destinations.length };
  byId("headline").textContent = word("headline", values);
  document.title = `${nameOf(state.person)} · ${told(state.on)} · ${word("title")}`;
  const text = [word(`summary.${state.known}`, values)];
  if (state.on > toNumber(data.asOf)) text.push(word("projection", { asOf: told(toNumber(data.asOf)) }));
  // While the days run by, the sentence is not read out for each of them.
  byId("summary").setAttribute("aria-live", playing ? "off" : "polite");
  byId("summary").textContent = text.join(" ");
  drawLegend(counts);
}

function paintControls() {
  for (const radio of document.querySelectorAll("input[name=known]")) radio.checked = radio.value === state.known;
  for (const view of ["map", "table"]) {
    byId(`${view}-view`).hidden = state.view !== view;
    byId(`tab-${view}`).setAttribute("aria-selected", String(state.view === view));
    byId(`tab-${view}`).tabIndex = state.view === view ? 0 : -1;
  }
}

function drawControls() {
  combobox(byId("person-combo"), "person", data.persons, { chosen: () => state.person, choose: (person) => show({ person }) });
  combobox(byId("place-combo"), "place", data.destinations, { chosen: () => state.at, choose: (at) => show({ at }), none: "place.none" });
  for (const radio of document.querySelectorAll("input[name=known]")) radio.addEventListener("change", () => show({ known: radio.value }));
  byId("lang").addEventListener("click", () => show({ lang: state.lang === "en" ? "ar" : "en" }));
  byId("skip").addEventListener("click", () => byId(`tab-${state.view}`).focus());
  for (const view of ["map", "table"]) {
    byId(`tab-${view}`).addEventListener("click", () => show({ view }));
    byId(`tab-${view}`).addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      show({ view: view === "map" ? "table" : "map" });
      byId(`tab-${state.view}`).focus();
    });
  }
  const theme = byId("theme");
  theme.addEventListener("change", () => { document.documentElement.dataset.theme = theme.value; });
}

/** Who is shown where the address names nobody: the first with an enforceable warrant somewhere. */
function firstPerson() {
  const asOf = toNumber(data.asOf), compare = new Intl.Collator("en").compare;
  const sorted = [...data.persons].sort((a, b) => compare(a.name, b.name));
  return sorted.find((person) => countsAt(person.place, asOf, "today").enforceable > 0) ?? sorted[0];
}

async function begin() {
  await unpack();
  byId("patterns").append(...patterns("p"));
  drawMap();
  drawControls();
  onChange((changed) => { if (changed.has("lang")) paintWords(); });
  drawTime();
  drawPanel();
  drawTable();
  onChange(paintControls);
  onChange(paintHead);
  drawZoom();
  const lang = navigator.language?.startsWith("ar") ? "ar" : "en";
  const wanted = { lang, on: toNumber(data.asOf), ...asked() };
  wanted.person ??= firstPerson();
  // Nothing is shown yet, so everything changes.
  Object.assign(state, wanted);
  const all = new Set(["person", "on", "known", "at", "lang", "view"]);
  for (const listener of listeners) listener(all);
  rove(state.at?.id ?? data.destinations.find(({ id }) => marks.has(id)).id);
  zoomTo(1, 0, 0);
  history.replaceState(null, "", address());
  addEventListener("hashchange", () => show(asked()));
  document.documentElement.dataset.ready = "true";
}

begin();
