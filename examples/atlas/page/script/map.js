// The map: a shape or a dot for each destination, in the look of its verdict.

const marks = new Map(); // For each destination's id: its button, everything that is coloured, its middle.
let mapRing = null, mapPicked = null, unit = 4;

/** Parts of states and other small places: their dots stay small until the map is zoomed. */
const isMinor = (id) => id.includes("-");

function drawMap() {
  const { width, height, edge, graticule, shapes, points, centres } = data.world;
  const map = byId("map");
  const land = svg("g", {}), dots = svg("g", {});
  map.append(svg("defs", { id: "map-patterns" }, patterns("m")), svg("path", { class: "sea", d: edge }), svg("path", { class: "graticule", d: graticule }), land);
  for (const [code, d] of Object.entries(shapes)) {
    if (!data.destinationOf.has(code)) land.append(svg("path", { d, class: "shape f-no-answer", "data-region": code }));
  }
  for (const { id } of data.destinations) {
    const shape = shapes[id] && svg("path", { d: shapes[id], class: "shape", "data-id": id });
    const dot = points[id] && svg("g", { class: isMinor(id) ? "dot minor" : "dot", "data-id": id }, svg("circle", { class: "hit", r: 9 }), svg("path", { class: "mark" }));
    if (shape) land.append(shape);
    if (dot) dots.append(dot);
    const button = dot || shape;
    if (!button) continue;
    fill(button, { role: "button", tabindex: -1 }, []);
    if (dot && shape) shape.setAttribute("aria-hidden", "true");
    marks.set(id, { button, shape, dot, mark: dot?.lastChild, at: points[id] ?? centres[id] });
  }
  mapPicked = svg("g", { class: "picked", "aria-hidden": "true" });
  mapRing = svg("g", { class: "ring", "aria-hidden": "true" });
  map.append(mapPicked, dots, mapRing);
  map.style.setProperty("--aspect", width / height);
  map.addEventListener("click", (event) => { const id = idOf(event.target); if (id && !dragged()) choosePlace(id); });
  map.addEventListener("keydown", onMapKey);
  map.addEventListener("focusin", (event) => { const id = idOf(event.target); bringIn(marks.get(id).at); ring(id); tipFor(id); rove(id); });
  map.addEventListener("focusout", () => { ring(null); hideTip(); });
  map.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") tipFor(idOf(event.target), event); });
  map.addEventListener("pointerleave", hideTip);
  onChange(paintMap);
}

const idOf = (target) => target.closest?.("[data-id]")?.dataset.id ?? null;

/** Chooses a destination, and takes the reader to its reasons. */
function choosePlace(id, focus = false) {
  show({ at: data.destinationOf.get(id) });
  if (focus) byId("panel-title")?.focus();
  else if (narrow()) byId("panel").scrollIntoView({ block: "start", behavior: "smooth" });
}

function paintMap(changed) {
  if (["person", "on", "known", "lang"].some((key) => changed.has(key))) {
    data.destinations.forEach(({ id }, place) => {
      const mark = marks.get(id);
      if (!mark) return;
      const kind = classOf(answerAt(state.person.place, place, state.on, state.known).core.verdict);
      const label = `${nameOf(data.destinations[place])}: ${word(`verdict.${kind}`)}`;
      if (mark.label !== label) mark.button.setAttribute("aria-label", mark.label = label);
      if (mark.kind === kind) return;
      mark.kind = kind;
      mark.button.dataset.verdict = kind;
      mark.shape?.setAttribute("class", `shape f-${kind}`);
      mark.mark?.setAttribute("d", SIGN[kind]);
      mark.dot?.setAttribute("class", `dot v-${kind}${isMinor(id) ? " minor" : ""}`);
    });
    byId("map").setAttribute("aria-label", word("map", { person: nameOf(state.person), day: told(state.on) }));
  }
  if (changed.has("at")) {
    for (const [id, { button }] of marks) button.setAttribute("aria-pressed", String(id === state.at?.id));
    outline(mapPicked, state.at?.id);
    if (state.at) rove(state.at.id);
  }
}

/** Draws the outline of a destination, and a circle around its dot, into a group above the others. */
function outline(group, id) {
  const mark = marks.get(id);
  group.replaceChildren();
  if (!mark) return;
  if (mark.shape) group.append(svg("path", { d: mark.shape.getAttribute("d") }));
  if (mark.dot) group.append(svg("circle", { cx: mark.at[0], cy: mark.at[1], r: 10 * unit }));
}

function ring(id) {
  outline(mapRing, id !== null && marks.get(id)?.button.matches(":focus-visible") ? id : null);
}

/** Makes one destination the one that Tab reaches. */
function rove(id) {
  for (const [other, { button }] of marks) button.tabIndex = other === id ? 0 : -1;
}

function onMapKey(event) {
  const id = idOf(event.target);
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!id) return;
  if (way) marks.get(nearest(id, way))?.button.focus();
  else if (event.key === "Enter" || event.key === " ") choosePlace(id, true);
  else return;
  event.preventDefault();
}

/** The nearest destination in a direction; what lies aside counts as farther. */
function nearest(id, [dx, dy]) {
  const [x, y] = marks.get(id).at;
  let best = id, least = Infinity;
  for (const [other, { at: [u, v] }] of marks) {
    const ahead = (u - x) * dx + (v - y) * dy, aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
    const far = ahead + 2 * aside;
    if (other !== id && ahead > 0 && aside <= 2 * ahead && far < least) [best, least] = [other, far];
  }
  return best;
}

/** The name and verdict beside the pointer, or beside the destination that has the focus. */
function tipFor(id, event) {
  const tip = byId("tip"), region = event?.target.dataset?.region;
  if (!id && !(region && region !== "?")) return hideTip();
  const kind = id ? marks.get(id).kind : "no-answer";
  const name = id ? nameOf(data.destinationOf.get(id)) : new Intl.DisplayNames(state.lang, { type: "region" }).of(region);
  tip.replaceChildren(el("b", {}, name), el("span", { class: `v-${kind}` }, sign(kind), word(`verdict.${kind}`)));
  tip.hidden = false;
  const view = byId("map-view").getBoundingClientRect(), box = id ? marks.get(id).button.getBoundingClientRect() : null;
  const x = (event ? event.clientX : box.left + box.width / 2) - view.left, y = (event ? event.clientY : box.top + box.height / 2) - view.top;
  tip.style.left = `${Math.max(4, Math.min(view.width - tip.offsetWidth - 4, x - tip.offsetWidth / 2))}px`;
  tip.style.top = `${y > tip.offsetHeight + 20 ? y - tip.offsetHeight - 14 : y + 18}px`;
}

function hideTip() {
  byId("tip").hidden = true;
}
