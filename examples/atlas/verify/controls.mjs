// Each control of the page, used as a person uses it.
import { open } from "./browser.mjs";

const START = "#person=putin&on=2024-09-03&known=today&lang=en";

export async function controls(file, check) {
  const { browser, page, problems } = await open(file, { hash: START });
  const asked = () => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  const text = (selector) => page.locator(selector).innerText();
  const is = async (key, value, what) => { const got = (await asked())[key]; check(got === value, `${what}: ${key} is ${value}`, `it is ${got}`); };

  check((await text("#headline")).includes("Vladimir Putin"), "the address chooses the person");
  check((await text("#headline")).includes("3 September 2024"), "the address chooses the day");

  // The person picker, in any script, by keyboard and by pointer.
  for (const [typed, id] of [["نتنياهو", "netanyahu"], ["Путин", "putin"], ["נתניהו", "netanyahu"], ["al bashir", "al-bashir"], ["LVOVA BELOVA", "lvova-belova"]]) {
    await page.fill("#person", typed);
    await page.keyboard.press("Enter");
    await is("person", id, `searching for ${typed}`);
  }
  await page.fill("#person", "zzzz");
  check(await page.locator("#person-list .nothing").isVisible(), "a name of nobody is said to be one");
  await page.keyboard.press("Escape");
  check((await page.inputValue("#person")) !== "zzzz", "Escape brings the name back");
  await page.click("#person");
  check(await page.locator("#person-list [role=option]").count() === await page.evaluate(() => data.persons.length), "a click lists everybody");
  await page.keyboard.press("ArrowDown");
  check(await page.getAttribute("#person", "aria-activedescendant") !== null, "arrows move in the list");
  await page.locator("#person-list [role=option]", { hasText: "Vladimir Putin" }).click();
  await is("person", "putin", "a click in the list");

  // Two ways of knowing.
  await page.locator("input[value=then]").check({ force: true });
  await is("known", "then", "the second way of knowing");
  await page.locator("input[value=today]").check({ force: true });
  await is("known", "today", "the first way of knowing");

  // Time.
  await page.fill("#day", "2023-03-16");
  await page.dispatchEvent("#day", "change");
  await is("on", "2023-03-16", "the day field");
  await page.click("#later");
  await is("on", "2023-03-17", "the later event");
  check((await text("#event")).includes("17 March 2023"), "the event is told");
  await page.click("#earlier");
  check((await asked()).on < "2023-03-16", "the earlier event is earlier");
  await page.focus("#slider");
  const before = (await asked()).on;
  await page.keyboard.press("ArrowRight");
  check(Date.parse((await asked()).on) - Date.parse(before) === 86400000, "an arrow key moves the slider by a day");
  check(await page.getAttribute("#slider", "aria-valuetext") !== null, "the slider says its day");
  await page.locator("#ticks .tick.fact").last().click({ force: true });
  check((await asked()).on > "2025-01-01", "a click on a tick goes to its day");
  await page.fill("#day", "2022-06-01");
  await page.dispatchEvent("#day", "change");
  await page.click("#play");
  check(await page.getAttribute("#play", "aria-label") === "Pause", "play becomes pause");
  await page.waitForFunction(() => state.on > toNumber("2022-07-01"));
  await page.click("#play");
  const stopped = (await asked()).on;
  await page.waitForTimeout(300);
  await is("on", stopped, "pause stops the days");

  // The map: by pointer, by keyboard, zoomed.
  await page.evaluate(() => { location.hash = "person=putin&on=2024-09-03&known=today&lang=en"; });
  await page.locator('#map path[data-id="MN"]').click();
  await is("at", "MN", "a click on a shape");
  check((await text("#panel")).includes("State Party must arrest"), "the reasons are shown");
  check((await page.locator("#panel .sources a").count()) > 0, "sources are linked");
  check((await page.locator("#panel .strip rect").count()) > 1, "the destination has a strip of time");
  await page.locator("#panel .course summary").click();
  await page.locator("#panel .course .link").first().click();
  check((await asked()).on < "2023-03-18", "a stretch of the list goes to its day");
  check(await page.locator("#panel details.course").evaluate((list) => list.open), "the list stays open");
  await page.evaluate(() => marks.get("MN").button.focus());
  await page.keyboard.press("ArrowDown");
  const next = await page.evaluate(() => document.activeElement.dataset.id);
  check(next !== undefined && next !== "MN", "an arrow key moves on the map", next);
  check(await page.locator("#tip").isVisible(), "the focus shows a name");
  await page.keyboard.press("Enter");
  await is("at", next, "Enter on the map");
  check(await page.evaluate(() => document.activeElement.id) === "panel-title", "the focus goes to the reasons");
  await page.keyboard.press("Escape");
  await is("at", undefined, "Escape closes the reasons");
  check(await page.evaluate(() => document.activeElement.dataset.id) === next, "the focus returns to the map");
  check(await page.evaluate(() => [...marks.values()].filter(({ button }) => button.tabIndex === 0).length) === 1, "the map is one stop of the Tab key");
  const drawn = await page.evaluate(() => data.destinations.filter(({ id }) => !marks.has(id)).map(({ id }) => id));
  check(drawn.length === 0, "every destination is on the map", drawn.join(" "));
  for (const button of ["zoom-in", "zoom-in"]) await page.click(`#${button}`);
  check(await page.evaluate(() => view.scale) > 3, "the map zooms in");
  const box = await page.locator("#map").boundingBox(), x = await page.evaluate(() => view.x);
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 200, { steps: 4 });
  await page.mouse.up();
  check(await page.evaluate(() => view.x) > x, "dragging moves the map");
  await is("at", undefined, "dragging chooses nothing");
  await page.click("#zoom-out");
  await page.click("#zoom-all");
  check(await page.evaluate(() => view.scale) === 1, "the map zooms out");
  await page.locator('#map g[data-id="SG"]').click({ force: true });
  await is("at", "SG", "a click on a dot");
  await page.fill("#place", "أرمينيا");
  await page.keyboard.press("Enter");
  await is("at", "AM", "the destination by name");

  // The table.
  await page.evaluate(() => { location.hash = "person=putin&on=2024-09-03&known=today&lang=en"; });
  await page.click("#tab-table");
  await is("view", "table", "the table");
  const rows = () => page.locator("#table tbody tr");
  check(await rows().count() === await page.evaluate(() => data.destinations.length), "the table has every destination");
  for (const column of ["destination", "verdict", "duty", "risk", "membership", "since", "until"]) {
    const first = [];
    for (let times = 0; times < 2; times += 1) {
      await page.click(`#table [data-column=${column}]`);
      first.push(await page.getAttribute(`#table th:has([data-column=${column}])`, "aria-sort"));
    }
    check(new Set(first).size === 2 && !first.includes("none"), `sorted by ${column}, both ways`, first.join(" "));
  }
  await page.click("#table [data-column=verdict]");
  check(await rows().first().getAttribute("data-verdict") === "enforceable", "the strongest verdict stands first");
  await page.fill("#filter", "mong");
  check(await rows().count() === 1, "the filter leaves what it names");
  await page.locator("#table tbody .link").first().click();
  await is("at", "MN", "a click in the table");
  await page.focus("#tab-table");
  await page.keyboard.press("ArrowLeft");
  await is("view", undefined, "an arrow key on the tabs");

  // Language and colours.
  await page.click("#lang");
  await is("lang", "ar", "the language");
  check(await page.evaluate(() => document.documentElement.dir) === "rtl", "Arabic runs from right to left");
  check((await text("#panel-title")) === "منغوليا", "states have their Arabic names");
  check((await text("#headline")).includes("بوتين"), "persons have their Arabic names");
  const untold = await page.evaluate(() => [...document.querySelectorAll("[data-word], [data-label]")].filter((element) => /[a-z]{4}/i.test(element.dataset.word ? element.textContent : element.getAttribute("aria-label"))).map((element) => element.dataset.word ?? element.dataset.label));
  check(untold.length === 0, "every control speaks Arabic", untold.join(" "));
  await page.focus("#slider");
  const day = (await asked()).on;
  await page.keyboard.press("ArrowLeft");
  check((await asked()).on > day, "in Arabic the slider runs to the left");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.selectOption("#theme", "dark");
  check((await paper()) !== light, "dark colours");
  await page.click("#lang");
  await is("lang", "en", "the language, back");

  // Whatever the tables can say is said in both languages.
  const wordless = await page.evaluate(() => {
    const wanted = new Set(), all = (kind, values) => values.forEach((value) => wanted.add(`${kind}.${value}`));
    for (const core of data.cores) {
      for (const kind of ["verdict", "duty", "risk", "warrant"]) all(kind, core[kind]);
      core.objections.forEach(([objection, standing]) => { all("objection", [objection]); all("standing", [standing]); });
      core.values.forEach(([attribute, values]) => { all("attribute", [attribute]); all("value", values); });
      all("decision", core.reasons.map((rule) => rule.split("/")[0]));
    }
    for (const own of data.owns) {
      all("membership", own.membership);
      own.values.forEach(([attribute, values]) => { all("attribute", [attribute]); all("value", values); });
    }
    all("fact", data.facts.filter(Boolean).map(({ what }) => what.split(" ")[0]));
    return Object.entries(data.words).flatMap(([lang, words]) => [...wanted].filter((key) => !(key in words)).map((key) => `${lang} ${key}`));
  });
  check(wordless.length === 0, "the page has a word for everything", wordless.join(", "));

  // Addresses that make no sense are not followed, and do not break anything.
  await page.evaluate(() => { location.hash = "person=nobody&on=2024-13-77&known=maybe&at=QQ&lang=xx"; });
  await page.waitForTimeout(50);
  check((await text("#headline")).includes("Vladimir Putin"), "a senseless address changes nothing");
  await page.evaluate(() => { location.hash = "person=putin&on=2031-01-01&known=today&at=MN&lang=en"; });
  await page.waitForFunction(() => toDay(state.on) === "2031-01-01");
  check((await text("#summary")).includes("projection"), "a day past the facts is called a projection");

  check(await page.evaluate(() => document.querySelectorAll("[id]").length === new Set([...document.querySelectorAll("[id]")].map(({ id }) => id)).size), "every id stands once");
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, [role=button]")].filter((control) => !control.getAttribute("aria-label") && !control.textContent.trim() && !control.labels?.length).map((control) => control.outerHTML.slice(0, 80)));
  check(nameless.length === 0, "every control has a name", nameless.join("\n"));
  check(problems.length === 0, "no error on the console while controls are used", problems.join("\n"));
  await browser.close();
}
