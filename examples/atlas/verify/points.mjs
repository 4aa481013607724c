// The page's answers at random points against those that the engine gave when it was asked directly.

/** Compares text and look of the answer for every destination at every point; returns how many answers were compared. */
export async function points(page, { points, texts }, check) {
  let compared = 0;
  for (const { person, on, known, answers } of points) {
    const expected = Object.entries(answers).map(([id, text]) => [id, texts[text]]);
    const wrong = await page.evaluate(async ({ person, on, known, expected }) => {
      location.hash = `person=${person}&on=${on}&known=${known}&lang=en`;
      await new Promise((done) => addEventListener("hashchange", done, { once: true }));
      const place = data.personOf.get(person).place, number = toNumber(on), wrong = [];
      if (state.person.id !== person || toDay(state.on) !== on || state.known !== known) wrong.push(`the page shows ${location.hash}`);
      const counts = {};
      for (const [id, text] of expected) {
        const told = answerText(place, data.destinationOf.get(id).place, number, known);
        if (told !== text) wrong.push(`${id}\n  engine: ${text}\n  page:   ${told}`);
        const verdicts = text.match(/^verdict ([^;]*)/)[1].split("|"), kind = verdicts.length === 1 ? verdicts[0] : "several";
        counts[kind] = (counts[kind] ?? 0) + 1;
        const drawn = marks.get(id);
        if (drawn?.button.dataset.verdict !== kind) wrong.push(`${id} is drawn as ${drawn?.button.dataset.verdict}, not ${kind}`);
        if (drawn?.shape && !drawn.shape.classList.contains(`f-${kind}`)) wrong.push(`the shape of ${id} is filled as ${drawn.shape.getAttribute("class")}`);
      }
      for (const item of document.querySelectorAll("#legend li")) {
        if (Number(item.querySelector("b").textContent) !== (counts[item.dataset.kind] ?? 0)) wrong.push(`the legend counts ${item.textContent}`);
      }
      return wrong;
    }, { person, on, known, expected });
    compared += expected.length;
    check(wrong.length === 0, `${person} on ${on}, known ${known}: ${expected.length} destinations as the engine answers`, wrong.slice(0, 3).join("\n"));
  }
  return compared;
}
