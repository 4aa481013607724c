// Makes world.json: the shapes of the map, projected, on a whole-number grid. Needs Node and two packages, both fetched by npm:
//
//   cd "$(mktemp -d)" && npm install world-atlas@2.0.2 i18n-iso-countries@7.14.0
//   node PATH/TO/examples/atlas/shapes/make.mjs node_modules PATH/TO/examples/atlas/shapes/world.json
//
// world-atlas holds the country polygons of Natural Earth 4.1 (public domain) at 1:50 million as TopoJSON; i18n-iso-countries the
// codes of ISO 3166-1. Everything else is in this file. The same input gives the same output, byte for byte.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dots } from "./dots.mjs";

const [packages, out] = process.argv.slice(2);
const topology = JSON.parse(readFileSync(join(packages, "world-atlas/countries-50m.json")));
const codes = JSON.parse(readFileSync(join(packages, "i18n-iso-countries/codes.json")));
const alpha2 = new Map(codes.map(([two, , number]) => [number, two]));

// Shapes that Natural Earth knows by name alone, and where they belong here.
const byName = { Kosovo: "XK", "N. Cyprus": "CY-NORTH", Somaliland: "SO-SOMALILAND", "Indian Ocean Ter.": "CX", "Siachen Glacier": "?" };
const leftOut = new Set(["Antarctica", "Ashmore and Cartier Is."]);

// Parts of a country's polygons that have an answer of their own: code, the country that holds them in Natural Earth, and a box
// (west, south, east, north) that holds their middle. Natural Earth draws Crimea with Russia, who holds it; it is Ukraine's in law.
const parts = [
  ["UA-43", "RU", 32, 44, 37, 46.3],
  ["GF", "FR", -55, 2, -51, 6], ["GP", "FR", -62, 15.7, -60.9, 16.6], ["MQ", "FR", -61.3, 14.3, -60.7, 15],
  ["RE", "FR", 55, -21.5, 56, -20.8], ["YT", "FR", 44.9, -13.1, 45.4, -12.6],
  ["SJ", "NO", 8, 74, 35, 81], ["SJ", "NO", -10, 70, -7, 72],
  ["BQ", "NL", -69, 12, -68, 12.5], ["BQ", "NL", -63.5, 17.3, -62.8, 17.8],
  ["TK", "NZ", -173, -10, -171, -8],
];

// The projection: Equal Earth (Šavrič, Patterson, Jenny 2018), cut at 169° W where no land but small islands lies.
const CENTRE = 11;
const WIDTH = 4800;
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
function equalEarth(lon, lat) {
  const t = Math.asin(M * Math.sin((lat * Math.PI) / 180));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const x = ((lon * Math.PI) / 180) * Math.cos(t) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return [x, -t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
}
const scale = WIDTH / 2 / equalEarth(180, 0)[0];
const TOP = -equalEarth(0, 84.5)[1] * scale;
const HEIGHT = Math.round(TOP + equalEarth(0, -58)[1] * scale);
const project = (lon, lat) => {
  const [x, y] = equalEarth(lon, lat);
  return [Math.round(x * scale + WIDTH / 2), Math.round(y * scale + TOP)];
};

// TopoJSON: arcs are delta-encoded, shared by neighbours, and written backwards as ~index.
const { scale: [kx, ky], translate: [tx, ty] } = topology.transform;
const arcs = topology.arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => [(x += dx) * kx + tx, (y += dy) * ky + ty]);
});
const ring = (indices) => indices.flatMap((index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]).slice(1));

// A ring's longitudes without jumps, the whole ring within the map as far as it goes.
function unrolled(points) {
  let last = null;
  const walked = points.map(([lon, lat]) => {
    lon -= CENTRE;
    if (last !== null) while (Math.abs(lon - last) > 180) lon += lon < last ? 360 : -360;
    last = lon;
    return [lon, lat];
  });
  const middle = walked.reduce((sum, [lon]) => sum + lon, 0) / walked.length;
  const shift = 360 * Math.round(middle / 360);
  return walked.map(([lon, lat]) => [lon - shift, lat]);
}

const signedArea = (points) => points.reduce((sum, [x, y], i) => {
  const [u, v] = points[(i + 1) % points.length];
  return sum + (x * v - u * y) / 2;
}, 0);

function centroid(points) {
  const area = signedArea(points);
  if (Math.abs(area) < 1) return points[0];
  let [cx, cy] = [0, 0];
  points.forEach(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    const cross = x * v - u * y;
    cx += (x + u) * cross;
    cy += (y + v) * cross;
  });
  return [Math.round(cx / (6 * area)), Math.round(cy / (6 * area))];
}

const numbers = (values) => values.map((n, i) => (i > 0 && n >= 0 ? " " : "") + n).join("");

// A ring on the grid as an SVG subpath; empty where it falls onto a point or a line.
function subpath(points) {
  const grid = points.map(([lon, lat]) => project(lon, lat)).filter(([x, y], i, all) => {
    const [u, v] = all[(i + all.length - 1) % all.length];
    return x !== u || y !== v;
  });
  if (grid.length < 3) return null;
  const steps = grid.slice(1).flatMap(([x, y], i) => [x - grid[i][0], y - grid[i][1]]);
  return { text: `M${numbers(grid[0])}l${numbers(steps)}z`, area: Math.abs(signedArea(grid)), centre: centroid(grid) };
}

const shapes = new Map();
function add(code, polygon) {
  const rings = polygon.map((points) => subpath(points)).filter(Boolean);
  if (rings.length === 0) return;
  const shape = shapes.get(code) ?? { d: "", area: 0, largest: 0, at: null };
  shape.d += rings.map((part) => part.text).join("");
  shape.area += rings[0].area;
  if (rings[0].area >= shape.largest) [shape.largest, shape.at] = [rings[0].area, rings[0].centre];
  shapes.set(code, shape);
}

for (const geometry of topology.objects.countries.geometries) {
  const name = geometry.properties.name;
  if (leftOut.has(name)) continue;
  const code = byName[name] ?? alpha2.get(geometry.id);
  if (!code) throw new Error(`no code for ${name}`);
  const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs ?? [];
  for (const indices of polygons) {
    const polygon = indices.map((one) => unrolled(ring(one)));
    const lons = polygon[0].map(([lon]) => lon + CENTRE), lats = polygon[0].map(([, lat]) => lat);
    const lon = (Math.min(...lons) + Math.max(...lons)) / 2, lat = (Math.min(...lats) + Math.max(...lats)) / 2;
    const part = parts.find(([, of, w, s, e, n]) => of === code && w <= lon && lon <= e && s <= lat && lat <= n);
    add(part ? part[0] : code, polygon);
  }
}

// The edge of the map between its upper and lower end, and every thirtieth meridian and parallel.
const LAT = [-58, 84.5];
const meridian = (lon) => Array.from({ length: 58 }, (_, i) => project(lon, LAT[0] + ((LAT[1] - LAT[0]) * i) / 57));
const line = (points) => "M" + points.map((point) => point.join(" ")).join("L");
const edge = `${line([...meridian(-180), ...meridian(180).reverse()])}z`;
const graticule = [...Array.from({ length: 11 }, (_, i) => meridian(-150 + 30 * i)),
  ...[-30, 0, 30, 60].map((lat) => [project(-180, lat), project(180, lat)])].map(line).join("");

const points = {};
for (const [code, { at, area }] of shapes) if (code !== "?" && area < 160) points[code] = at;
for (const [code, [lon, lat]] of Object.entries(dots)) points[code] = project(((lon - CENTRE + 540) % 360) - 180, lat);
const sorted = [...shapes].sort(([a], [b]) => (a < b ? -1 : 1));
const world = {
  width: WIDTH, height: HEIGHT, edge, graticule,
  shapes: Object.fromEntries(sorted.map(([code, { d }]) => [code, d])),
  centres: Object.fromEntries(sorted.map(([code, { at }]) => [code, at])),
  points: Object.fromEntries(Object.entries(points).sort(([a], [b]) => (a < b ? -1 : 1))),
};
const lines = Object.entries(world).map(([key, value]) => {
  if (typeof value !== "object") return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  return `${JSON.stringify(key)}:{\n${Object.entries(value).map(([code, of]) => `${JSON.stringify(code)}:${JSON.stringify(of)}`).join(",\n")}\n}`;
});
writeFileSync(out, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${sorted.length} shapes, ${Object.keys(points).length} dots, ${lines.join("").length} bytes`);
