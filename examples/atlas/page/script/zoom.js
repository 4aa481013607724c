// Zooming and moving the map: buttons, double click, pinch, the wheel with Ctrl, dragging.

const MOST = 24;
const view = { x: 0, y: 0, scale: 1 };
const pointers = new Map();
let moved = 0;

/** Whether the pointer that was just lifted had moved the map. */
const dragged = () => moved > 6;

function drawZoom() {
  const map = byId("map");
  zoomTo(1, 0, 0);
  byId("zoom-in").addEventListener("click", () => zoomAt(1.8));
  byId("zoom-out").addEventListener("click", () => zoomAt(1 / 1.8));
  byId("zoom-all").addEventListener("click", () => zoomTo(1, 0, 0));
  map.addEventListener("dblclick", (event) => zoomAt(1.8, event));
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomAt(Math.exp(-event.deltaY / 300), event);
  }, { passive: false });
  map.addEventListener("pointerdown", (event) => { if (pointers.size === 0) moved = 0; pointers.set(event.pointerId, event); });
  addEventListener("pointermove", onDrag);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => pointers.delete(event.pointerId));
  new ResizeObserver(() => zoomTo(view.scale, view.x, view.y)).observe(map);
}

function onDrag(event) {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const others = [...pointers.values()].filter((other) => other.pointerId !== event.pointerId);
  pointers.set(event.pointerId, event);
  moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
  if (others.length === 1) {
    const far = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY);
    zoomAt(far(event) / Math.max(1, far(before)), others[0]);
  } else if (others.length === 0 && view.scale > 1) {
    zoomTo(view.scale, view.x - (event.clientX - before.clientX) * unit, view.y - (event.clientY - before.clientY) * unit);
  }
}

/** Zooms by a factor around a point of the screen, or the destination chosen, or the middle of the map. */
function zoomAt(factor, event) {
  const scale = Math.max(1, Math.min(MOST, view.scale * factor)), chosen = marks.get(state.at?.id);
  if (!event && chosen && factor > 1) return centreOn(chosen.at, scale);
  const box = byId("map").getBoundingClientRect();
  const [px, py] = event ? [event.clientX - box.left, event.clientY - box.top] : [box.width / 2, box.height / 2];
  const after = unit * view.scale / scale;
  zoomTo(scale, view.x + px * (unit - after), view.y + py * (unit - after));
}

function centreOn([x, y], scale) {
  zoomTo(scale, x - data.world.width / scale / 2, y - data.world.height / scale / 2);
}

/** Moves the map so far that a point can be seen. */
function bringIn([x, y]) {
  const { width, height } = data.world;
  const inside = x >= view.x && x <= view.x + width / view.scale && y >= view.y && y <= view.y + height / view.scale;
  if (!inside) centreOn([x, y], view.scale);
}

function zoomTo(scale, x, y) {
  const { width, height } = data.world, map = byId("map");
  const [w, h] = [width / scale, height / scale];
  Object.assign(view, { scale, x: Math.max(0, Math.min(width - w, x)), y: Math.max(0, Math.min(height - h, y)) });
  map.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
  map.classList.toggle("zoomed", scale > 1);
  unit = w / Math.max(1, map.clientWidth);
  scalePatterns(unit);
  for (const [id, { dot, at }] of marks) {
    const size = isMinor(id) && scale < 3 ? 0.55 : map.clientWidth < 600 && scale < 2 ? 0.6 : 0.85;
    dot?.setAttribute("transform", `translate(${at}) scale(${unit * size})`);
  }
  outline(mapPicked, state.at?.id);
  hideTip();
  byId("zoom-out").disabled = byId("zoom-all").disabled = scale <= 1;
  byId("zoom-in").disabled = scale >= MOST;
}
