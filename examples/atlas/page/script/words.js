// Words in the language of the page.

/** The word for a key, with `{name}` filled in. */
function word(key, values = {}) {
  const text = data.words[state.lang][key] ?? data.words.en[key] ?? key.replace(/^[a-z-]+\./, "");
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const has = (key) => key in data.words.en;

/** The name of a person or destination in the language of the page. */
const nameOf = (named) => named.names[state.lang] ?? named.name;

/** A day as people write it. */
function told(number) {
  const tag = state.lang === "ar" ? "ar-u-ca-gregory-nu-latn" : "en-GB";
  return new Intl.DateTimeFormat(tag, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(number * DAY));
}

/** Several values as one text: `low or moderate`. */
const either = (kind, values) => values.map((value) => word(`${kind}.${value}`)).join(word("or"));

/** When a fact happened. */
function toldWhen(on) {
  const days = on.match(/\d{4}-\d\d-\d\d/g).map((day) => told(toNumber(day)));
  return days.length === 1 ? days[0] : word("on.between", { a: days[0], b: days[1] });
}

/** What happened, from the label of the files: `took-office (head-of-state)`. */
function toldWhat(label) {
  const [, head, inner] = label.match(/^(\S+)(?: \((.*)\))?$/) ?? [null, label, undefined];
  const happened = word(`fact.${head}`);
  if (inner === undefined) return happened;
  const parts = inner.split(", ").map((part) => part.split(/( or )/).map((piece) => (piece === " or " ? word("or") : toldPart(piece))).join(""));
  return `${happened} (${parts.join(word("comma"))})`;
}

function toldPart(part) {
  const named = data.destinationOf.get(part) ?? data.personOf.get(part);
  if (named) return nameOf(named);
  for (const kind of ["part", "value", "attribute"]) if (has(`${kind}.${part}`)) return word(`${kind}.${part}`);
  const among = part.match(/^(among|binds|stated) (.*)$/);
  return among ? `${among[1] === "among" ? "" : `${among[1]} `}${toldPart(among[2])}` : part;
}

const ownerOf = (fact) => (state.lang === "ar" ? fact.ownerAr : null) ?? fact.owner;

/** A rule's reason in the language of the page, else in English; with the language that it is in. */
function because(rule) {
  const lang = rule.because[state.lang] ? state.lang : rule.because.en ? "en" : Object.keys(rule.because)[0];
  return { lang, text: rule.because[lang] };
}
