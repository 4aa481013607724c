// A field with a list of names, found in any script.

/** A name without case, accents, vowel signs and punctuation; words parted by one space. As the engine folds names. */
function fold(name) {
  const same = { "ı": "i", "ø": "o", "ł": "l", "ß": "ss", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه" };
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’‘ʼʻ`\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "");
  return plain.replace(/[ıøłßىیکة]/g, (letter) => same[letter]).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const written = (named) => [named.id, named.name, ...Object.values(named.names), ...named.aliases];

/** The things whose names begin with the text, then those with a word that does, then those that hold it. */
function search(things, text) {
  const wanted = fold(text);
  const rank = (thing) => {
    thing.folded ??= written(thing).map(fold);
    if (thing.folded.some((name) => name.startsWith(wanted))) return 0;
    if (thing.folded.some((name) => name.includes(` ${wanted}`))) return 1;
    return wanted.length > 1 && thing.folded.some((name) => name.includes(wanted)) ? 2 : 3;
  };
  const compare = new Intl.Collator(state.lang).compare;
  return things.map((thing) => ({ thing, rank: wanted === "" ? 0 : rank(thing) })).filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || compare(nameOf(a.thing), nameOf(b.thing))).map(({ thing }) => thing);
}

/** A combobox in `box`: `chosen()` tells what is chosen now, `choose` takes the new choice (null: none, where `none` names it). */
function combobox(box, id, things, { chosen, choose, none }) {
  const input = el("input", { id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list" });
  const list = el("ul", { id: `${id}-list`, role: "listbox", hidden: true });
  let options = [], active = -1;
  box.append(input, list);

  const isOpen = () => !list.hidden;
  const label = () => (chosen() ? nameOf(chosen()) : none ? word(none) : "");
  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    input.value = label();
  }
  function point(place) {
    active = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === place)));
    const item = list.children[place];
    if (!item || !item.id) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }
  function open(text) {
    options = search(things, text);
    const other = (thing) => (state.lang === "ar" ? thing.name : thing.names.ar);
    list.replaceChildren(...options.map((thing, place) => el("li", { id: `${id}-${place}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(place); } },
      el("span", {}, nameOf(thing)), other(thing) && el("small", { lang: state.lang === "ar" ? "en" : "ar", dir: "auto" }, other(thing)))));
    if (options.length === 0) list.append(el("li", { class: "nothing" }, word("nothing")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    list.setAttribute("aria-label", word(id));
    point(text === "" ? options.indexOf(chosen()) : options.length ? 0 : -1);
  }
  function take(place) {
    const thing = options[place];
    if (thing) choose(thing);
    close();
  }
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (!isOpen()) open(""); });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", () => {
    if (none && input.value.trim() === "") choose(null);
    close();
  });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      if (!isOpen()) open("");
      else point(Math.max(0, Math.min(options.length - 1, active + steps[event.key])));
    } else if (event.key === "Enter" && isOpen()) take(active);
    else if (event.key === "Escape" && isOpen()) close();
    else return;
    event.preventDefault();
  });
  onChange(() => { if (!isOpen()) input.value = label(); });
}
