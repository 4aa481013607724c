// Pictures of the page to be looked at: wide and on a phone, in both languages, light and dark, map and table.
import { join } from "node:path";
import { open } from "./browser.mjs";

const SIZES = { wide: { width: 1440, height: 1000 }, phone: { width: 390, height: 844, touch: true } };
const VIEWS = [
  ["one", "person=putin&on=2024-09-03&known=today&at=MN"],
  ["all", "person=al-bashir&on=2010-08-27&known=then"],
  ["table", "person=netanyahu&on=2025-04-03&known=today&view=table"],
];

export async function looks(file, folder, check) {
  for (const [size, options] of Object.entries(SIZES)) {
    for (const dark of [false, true]) {
      const { browser, page, problems } = await open(file, { ...options, dark });
      for (const lang of ["en", "ar"]) {
        for (const [name, view] of VIEWS) {
          await page.evaluate((hash) => { location.hash = hash; }, `${view}&lang=${lang}`);
          await page.waitForTimeout(150);
          const path = join(folder, `${name}-${size}-${lang}-${dark ? "dark" : "light"}.png`);
          await page.screenshot({ path, fullPage: size === "phone" });
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          check(over <= 0, `${path}: nothing sticks out sideways`, `${over} pixels do`);
        }
      }
      check(problems.length === 0, `no error on the console, ${size}`, problems.join("\n"));
      await browser.close();
    }
  }
}
