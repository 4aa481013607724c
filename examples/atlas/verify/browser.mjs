// A headless Chromium with a fresh profile, and the page in it.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/** Opens the page in a browser without a network; `problems` gathers whatever it complains of. */
export async function open(file, { width = 1440, height = 1000, dark = false, touch = false, hash = "" } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "atlas-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS, offline: true, viewport: { width, height },
    colorScheme: dark ? "dark" : "light", hasTouch: touch, deviceScaleFactor: touch ? 2 : 1, locale: "en-GB",
  });
  const page = browser.pages()[0] ?? await browser.newPage();
  const problems = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) problems.push(`asked the network for ${request.url()}`); });
  await page.goto(`${pathToFileURL(resolve(file))}${hash}`);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  return { browser, page, problems };
}
