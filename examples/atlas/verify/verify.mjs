// Verifies the page in a real browser. Once `npm install --prefix examples/atlas/verify` has been run:
//
//   cargo run --release --example atlas -- --out target/atlas.html --expect target/atlas.json
//   node examples/atlas/verify/verify.mjs target/atlas.html target/atlas.json target/atlas-looks
//
// The last is a folder for screenshots, and may be left out. The browser is CHROMIUM, else /usr/bin/chromium.
// Closes on one line, `N passed, N failed`, and with an exit status of its own.
import { mkdirSync, readFileSync } from "node:fs";
import { open } from "./browser.mjs";
import { controls } from "./controls.mjs";
import { looks } from "./looks.mjs";
import { points } from "./points.mjs";

const [file, expected, folder] = process.argv.slice(2);
let passed = 0, failed = 0;
function check(right, what, detail = "") {
  if (right) passed += 1;
  else { failed += 1; console.log(`FAILED ${what}${detail && `\n${detail}`}`); }
}

const { browser, page, problems } = await open(file);
const compared = await points(page, JSON.parse(readFileSync(expected)), check);
check(compared > 0, "answers were compared");
check(problems.length === 0, "no error on the console at any point", problems.join("\n"));
await browser.close();
console.log(`${compared} answers compared`);
await controls(file, check);
if (folder) {
  mkdirSync(folder, { recursive: true });
  await looks(file, folder, check);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
