//! The schemas for editors, made of the specification by which the reader reads.
//!
//! JSON Schema, draft 7: the language servers for TOML understand it. They see a day as a text, so that a day in quotes passes here and
//! not in the reader.

use icc_arrest_risk::rulebook::FORMAT;
use icc_arrest_risk::vocabulary::{
    Attribute, Basis, Duty, ImmunityRuling, Label, Objection, Obstacle, Risk, SendingState, Standing, Term, Verdict, Warrant,
};
use serde_json::{Map, Value, json};

use crate::spec::{self, EventSpec, Holds, Key, Kind, SUBJECT};

/// Words, each with its meaning.
type Words = Vec<(&'static str, &'static str)>;

/// Where a thing or a rule stands.
#[derive(Clone, Copy, PartialEq)]
enum In {
    /// In a rulebook: whole, each fact with a source.
    Rulebook,
    /// In an overlay: what it leaves out stays as it is, and a thing, an event or a rule can be taken back.
    Overlay,
}

/// A schema as the text of its file: what fits on a line stands on one.
pub fn text_of(schema: &Value) -> String {
    fn lines(value: &Value, indent: usize) -> String {
        let whole = value.to_string();
        let (open, parts, close) = match value {
            Value::Object(entries) => {
                let entry = |(key, value): (&String, &Value)| format!("{}: {}", json!(key), lines(value, indent + 1));
                ('{', entries.iter().map(entry).collect::<Vec<_>>(), '}')
            }
            Value::Array(items) => ('[', items.iter().map(|item| lines(item, indent + 1)).collect(), ']'),
            _ => return whole,
        };
        if whole.len() + indent <= 120 {
            return whole;
        }
        let (inner, outer) = (" ".repeat(indent + 1), " ".repeat(indent));
        format!("{open}\n{inner}{}\n{outer}{close}", parts.join(&format!(",\n{inner}")))
    }
    lines(schema, 0) + "\n"
}

/// Every schema, by the name of its file.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("case-law.json", file(things(Kind::Ruling, In::Rulebook), "What the Court has held on immunity", "case-law.toml")),
        ("itinerary.json", file(itinerary(), "A journey", "the example `itinerary`")),
        ("law.json", file(decision(), "A decision and its rules", "law/*.toml")),
        ("overlay.json", file(overlay(), "An overlay: a what-if, a scenario, a policy of one's own", "`Overlay` and the example `whatif`")),
        ("persons.json", file(things(Kind::Person, In::Rulebook), "Persons and warrants", "persons/*.toml")),
        ("rulebook.json", file(header(), "The head of a rulebook", "rulebook.toml")),
        ("situations.json", file(things(Kind::Situation, In::Rulebook), "What the Court looks into", "situations/*.toml")),
        ("sources.json", file(things(Kind::Source, In::Rulebook), "Sources", "sources.toml, sources/*.toml")),
        ("states.json", file(things(Kind::State, In::Rulebook), "States", "states/*.toml")),
        ("territories.json", file(things(Kind::Territory, In::Rulebook), "Territories", "territories/*.toml")),
    ]
}

fn file(schema: Value, title: &str, of: &str) -> Value {
    let comment = "Made of src/rulebook/spec.rs and the vocabulary. REWRITE=1 cargo test --test schema writes it anew.";
    let head = json!({
        "$schema": "http://json-schema.org/draft-07/schema#", "$comment": comment, "title": title, "description": format!("{title} ({of})."),
    });
    with(schema, head)
}

// The parts of which schemas are made.

/// A schema with more keywords.
fn with(mut schema: Value, more: Value) -> Value {
    let (Value::Object(into), Value::Object(more)) = (&mut schema, more) else { panic!("a schema is an object") };
    into.extend(more);
    schema
}

fn about(text: &str, schema: Value) -> Value {
    with(schema, json!({ "description": text }))
}

fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn list(of: Value, least: usize) -> Value {
    json!({ "type": "array", "items": of, "minItems": least })
}

fn one_or_more(of: Value, least: usize) -> Value {
    json!({ "anyOf": [of.clone(), list(of, least)] })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// A day, or the days between which it lies.
fn when() -> Value {
    json!({ "anyOf": [day(), Table::of(spec::RANGE).schema()] })
}

/// That a table has a key. It says that other keys are allowed, because Tombi holds a part of a schema that does not to be the whole.
fn has(key: &str) -> Value {
    json!({ "required": [key], "additionalProperties": true })
}

/// A table whose keys are up to the author.
fn any_keys(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

/// A word of a list. Editors that show no description for each word show them all with the key.
fn word(of: &str, words: &[(&str, &str)]) -> Value {
    let labels: Vec<&str> = words.iter().map(|(label, _)| *label).collect();
    let meanings: Vec<&str> = words.iter().map(|(_, meaning)| *meaning).collect();
    let lines: String = words.iter().map(|(label, meaning)| format!("\n- `{label}`: {meaning}")).collect();
    json!({ "type": "string", "enum": labels, "description": format!("{of}\n{lines}"), "x-taplo": { "docs": { "enumValues": meanings } } })
}

/// One word of a list, or several.
fn word_or_words(of: &str, words: &[(&str, &str)], least: usize) -> Value {
    let mut bare = word(of, words);
    let text = bare.as_object_mut().and_then(|keywords| keywords.remove("description")).unwrap();
    with(one_or_more(bare, least), json!({ "description": text }))
}

/// The words of a vocabulary.
fn words<T: Term>() -> Words {
    T::ALL.iter().map(|value| (value.label(), value.meaning())).collect()
}

fn attribute(attribute: Attribute) -> Words {
    attribute.labels().into_iter().zip(attribute.meanings()).collect()
}

/// The built-in decisions: name, what it stands for, conclusions.
fn decisions() -> [(&'static str, &'static str, Words); 5] {
    fn of<T: Term>() -> (&'static str, &'static str, Words) {
        (T::NAME, T::ABOUT, words::<T>())
    }
    [of::<Basis>(), of::<Obstacle>(), of::<Duty>(), of::<Verdict>(), of::<Risk>()]
}

/// What the words of the files mean that are not in the vocabulary.
const MEANINGS: &[(&str, &str)] = &[
    ("ratification", "The instrument of a state that had signed."),
    ("acceptance", "As a ratification, under another name."),
    ("approval", "As a ratification, under another name."),
    ("accession", "The instrument of a state that had not signed."),
    ("succession", "A new state goes on where another was bound; only this can have effect from a day that is past."),
    ("depositary", "Notifications of the Secretary-General as depositary (C.N. numbers)."),
    ("court", "Decisions, registers and announcements of the Court and its Prosecutor."),
    ("treaty-collection", "The status table of the UN Treaty Collection."),
    ("official", "Governments, parliaments, gazettes, other organs of the United Nations."),
    ("news", "News agencies and newspapers."),
    ("reference", "Everything else: encyclopaedias, organisations, scholars."),
    ("rulebook", "The whole rulebook."),
    ("law", "The law alone, without facts."),
];

/// What a word of a key means.
fn meaning(key: &str, word: &str) -> &'static str {
    let named = |name: &str| Attribute::ALL.iter().copied().find(|attribute| attribute.name() == name);
    let own = || MEANINGS.iter().find(|(label, _)| *label == word).map(|(_, meaning)| *meaning);
    let found = match named(key) {
        Some(found) => attribute(found).into_iter().find(|(label, _)| *label == word).map(|(_, meaning)| meaning),
        None if key == "attribute" => named(word).map(Attribute::about),
        None if key == "held" => {
            SendingState::from_label(word).map(Term::meaning).or_else(|| ImmunityRuling::from_label(word).map(Term::meaning))
        }
        None => own(),
    };
    found.unwrap_or_else(|| panic!("nobody says what `{word}` of `{key}` means"))
}

fn spelt(key: &Key, labels: &[&'static str]) -> Words {
    labels.iter().map(|label| (*label, meaning(key.name, label))).collect()
}

fn value(key: &Key) -> Value {
    match key.holds {
        Holds::Text | Holds::State | Holds::Person | Holds::Situation => about(key.about, text()),
        Holds::Texts | Holds::States => about(key.about, list(text(), usize::from(key.required))),
        Holds::TextByLanguage => about(key.about, any_keys(text())),
        Holds::Day => about(key.about, day()),
        Holds::Flag => json!({ "type": "boolean", "description": key.about }),
        Holds::OneOf(labels) => word(key.about, &spelt(key, labels)),
        Holds::Sources => about(key.about, one_or_more(text(), 1)),
        Holds::Stated => about(key.about, Table::of(spec::STATED_KEYS).schema()),
        Holds::WordByWord(keys, values) => {
            let each = spelt(key, keys).into_iter().map(|(label, meaning)| (label, word(meaning, &spelt(key, values))));
            about(key.about, Table::new(each.map(|(label, schema)| (label, false, schema))).schema())
        }
    }
}

/// A table whose keys are known.
#[derive(Default)]
struct Table {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl Table {
    fn new(keys: impl IntoIterator<Item = (&'static str, bool, Value)>) -> Self {
        let mut table = Self::default();
        for (name, required, schema) in keys {
            table.properties.insert(name.to_owned(), schema);
            table.required.extend(required.then_some(name));
        }
        table
    }

    fn of(keys: &[Key]) -> Self {
        Self::new(keys.iter().map(|key| (key.name, key.required, value(key))))
    }

    fn must(mut self, name: &'static str, text: &str, schema: Value) -> Self {
        self.required.push(name);
        self.may(name, text, schema)
    }

    fn may(mut self, name: &'static str, text: &str, schema: Value) -> Self {
        self.properties.insert(name.to_owned(), about(text, schema));
        self
    }

    /// None of its keys need be there.
    fn partial(mut self) -> Self {
        self.required.clear();
        self
    }

    fn schema(self) -> Value {
        let mut schema = json!({ "type": "object", "properties": self.properties, "additionalProperties": false });
        if !self.required.is_empty() {
            schema["required"] = json!(self.required);
        }
        schema
    }
}

// Things and their events.

fn things(kind: Kind, place: In) -> Value {
    let (id, label) = match kind {
        Kind::State => ("[A-Z]{2}", "state code"),
        Kind::Territory => ("[A-Z0-9-]{2,}", "territory code"),
        _ => ("[a-z0-9-]+", "id"),
    };
    let mut schema = json!({
        "type": "object",
        "propertyNames": { "pattern": format!("^({id})$") },
        "additionalProperties": thing(kind, place),
        "x-tombi-additional-key-label": label,
    });
    if kind != Kind::Source {
        let text = "The id of the source, or a list of ids, of every event below that names none.";
        schema["properties"] = json!({ "source": about(text, one_or_more(self::text(), 1)) });
        schema["propertyNames"]["pattern"] = json!(format!("^(source|{id})$"));
    }
    if kind != Kind::Source && place == In::Rulebook {
        schema["if"] = has("source");
        schema["else"] = json!({ "additionalProperties": sourced(kind) });
    }
    schema
}

/// That a thing, of which its file does not tell the source, tells it itself or with each of its events.
fn sourced(kind: Kind) -> Value {
    let assumed = with(has("assumed"), json!({ "properties": { "assumed": { "const": true } } }));
    let own = json!({ "anyOf": [has("source"), assumed] });
    let mut parts = Map::new();
    match kind {
        Kind::Ruling => return own,
        Kind::Person => drop(parts.insert("warrants".to_owned(), json!({ "additionalProperties": sourced(Kind::Warrant) }))),
        _ => {}
    }
    parts.insert("events".to_owned(), json!({ "items": own }));
    json!({ "if": has("source"), "else": { "properties": parts, "additionalProperties": true } })
}

fn thing(kind: Kind, place: In) -> Value {
    let mut table = Table::of(kind.keys());
    if !kind.events().is_empty() {
        let text = "What happened, in order of day, one event on one line: `{ on = 2023-10-12, what = \"…\" }`.";
        table = table.may("events", text, list(event(kind.events(), place), 0));
    }
    if kind == Kind::Person {
        table = table.may("warrants", "The warrants against the person, by id, as `[putin.warrants.2023]`.", {
            let id = json!({ "propertyNames": { "pattern": "^[a-z0-9-]+$" }, "x-tombi-additional-key-label": "id" });
            with(any_keys(thing(Kind::Warrant, place)), id)
        });
    }
    if place == In::Overlay {
        let text = "`true` takes the whole back; a list takes back the events that it names.";
        let mut ways = vec![json!({ "const": true })];
        ways.push(list(retraction(kind.events()), 0));
        table = table.partial().may("retract", text, json!({ "anyOf": ways }));
    }
    about(&format!("A {}.", kind.noun()), table.schema())
}

const ON: &str = "The day on which it happened, or `{ earliest = …, latest = … }` where that is not known exactly.";

fn what(events: &[EventSpec]) -> Value {
    let events: Vec<(&str, &str)> = events.iter().map(|event| (event.what, event.about)).collect();
    word("What happened.", &events)
}

fn event(events: &[EventSpec], place: In) -> Value {
    let mut table = own_keys(events, |_| true);
    for key in spec::EVENT_KEYS {
        table = table.may(key.name, key.about, value(key));
    }
    let mut common = vec!["on", "what"];
    common.extend(spec::EVENT_KEYS.iter().map(|key| key.name));
    if place == In::Overlay {
        table = table.may("instead_of", "The day of the event of this kind that it replaces.", when());
        common.push("instead_of");
    }
    with(table.schema(), json!({ "allOf": rules(events, &common, true) }))
}

/// An event that an overlay takes back.
fn retraction(events: &[EventSpec]) -> Value {
    if events.is_empty() {
        return json!(false);
    }
    with(own_keys(events, |key| SUBJECT.contains(&key.name)).schema(), json!({ "allOf": rules(events, &["on", "what"], false) }))
}

/// `on`, `what`, and every key that one event or another has.
fn own_keys(events: &[EventSpec], counts: impl Fn(&Key) -> bool) -> Table {
    let mut table = Table::default().must("on", ON, when()).must("what", "", what(events));
    table.properties["what"] = what(events);
    let keys = || events.iter().flat_map(|event| event.keys.iter().map(move |key| (event.what, key))).filter(|(_, key)| counts(key));
    for (_, key) in keys() {
        let mut forms: Vec<Value> = Vec::new();
        let mut lines: Vec<(String, &str)> = Vec::new();
        for (what, key) in keys().filter(|(_, other)| other.name == key.name) {
            let form = bare(key);
            if !forms.contains(&form) {
                forms.push(form);
            }
            match lines.iter_mut().find(|(_, text)| *text == key.about) {
                Some((events, _)) => *events += &format!(", `{what}`"),
                None => lines.push((format!("`{what}`"), key.about)),
            }
        }
        let schema = match (&forms[..], &lines[..]) {
            ([_], [_]) => value(key),
            ([_], _) => about(&told(&lines), value(key)),
            _ => about(&told(&lines), json!({ "anyOf": forms })),
        };
        table.properties.insert(key.name.to_owned(), schema);
    }
    table
}

/// What a key means in one event and another.
fn told(lines: &[(String, &str)]) -> String {
    lines.iter().map(|(events, text)| format!("- {events}: {text}")).collect::<Vec<_>>().join("\n")
}

/// What a key holds, without words on it.
fn bare(key: &Key) -> Value {
    let mut schema = value(key);
    let Value::Object(keywords) = &mut schema else { panic!("a schema is an object") };
    keywords.remove("description");
    keywords.remove("x-taplo");
    schema
}

/// What each event asks for beyond what all of them have in common.
fn rules(events: &[EventSpec], common: &[&str], whole: bool) -> Vec<Value> {
    let mut rules = Vec::new();
    for event in events {
        let keys = || event.keys.iter().filter(|key| whole || SUBJECT.contains(&key.name));
        let names: Vec<&str> = common.iter().copied().chain(keys().map(|key| key.name)).collect();
        let mut then = json!({ "propertyNames": { "enum": names } });
        let required: Vec<&str> = keys().filter(|key| key.required && whole).map(|key| key.name).collect();
        if !required.is_empty() {
            then["required"] = json!(required);
        }
        let same = |key: &Key| {
            events.iter().flat_map(|event| event.keys).filter(|other| other.name == key.name).all(|other| bare(other) == bare(key))
        };
        let properties: Map<String, Value> = keys().filter(|key| !same(key)).map(|key| (key.name.to_owned(), bare(key))).collect();
        if !properties.is_empty() {
            then["properties"] = json!(properties);
        }
        rules.push(json!({ "if": holds(&[("what", event.what)]), "then": then }));
        if whole {
            rules.extend(event.keys.iter().filter(|key| key.name == "attribute").flat_map(|key| unknown(event, key)));
        }
    }
    rules
}

/// The condition that these keys have these values.
fn holds(values: &[(&str, &str)]) -> Value {
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> = values.iter().map(|(name, value)| ((*name).to_owned(), json!({ "const": value }))).collect();
    json!({ "required": names, "properties": properties })
}

/// For each attribute that can be unknown, the values among which it may lie.
fn unknown(event: &EventSpec, key: &Key) -> Vec<Value> {
    let Holds::OneOf(attributes) = key.holds else { panic!("an attribute is one of some words") };
    let rule = |name: &&str| {
        let attribute = Attribute::ALL.iter().find(|attribute| attribute.name() == *name).unwrap();
        let mut then = json!({ "properties": { "among": list(json!({ "enum": attribute.labels() }), 2) } });
        if *name == "agreement" {
            then["required"] = json!(["with"]);
        }
        json!({ "if": holds(&[("what", event.what), ("attribute", name)]), "then": then })
    };
    attributes.iter().map(rule).collect()
}

// The law.

/// The conditions of a rule. A condition on a decision of one's own is any word.
fn conditions() -> Value {
    let attributes = Attribute::ALL.iter().map(|found| (found.name(), found.about(), attribute(*found)));
    let mut table = Table::default();
    for (name, text, words) in attributes.chain(decisions()) {
        table.properties.insert(name.to_owned(), word_or_words(text, &words, 1));
    }
    with(table.schema(), json!({ "additionalProperties": one_or_more(text(), 1), "minProperties": 1 }))
}

fn rule(place: In) -> Value {
    let named = |name: &str| spec::RULE.iter().find(|key| key.name == name).unwrap().about;
    let mut table = Table::of(spec::RULE)
        .must("when", "When the rule fires: each of these must hold; of a list, any one.", conditions())
        .may("overrides", "The rules of which this is an exception: by id, or `{ then = \"…\" }` for all that conclude so.", {
            list(json!({ "anyOf": [text(), Table::of(spec::OVERRIDE).schema()] }), 0)
        })
        .must(
            "because",
            "Why, in a sentence that a newspaper could print: a text, or one by language, `{ en = \"…\", ar = \"…\" }`.",
            by_language(),
        );
    table.properties["objection"] = word(named("objection"), &words::<Objection>());
    table.properties["standing"] = word(named("standing"), &words::<Standing>()[..1]);
    let objections = json!(["objection-rejected", "disputed", "suspended"]);
    let mut rules = vec![
        json!({ "if": { "required": ["objection"] }, "then": { "properties": { "then": { "enum": objections } } } }),
        json!({ "if": { "required": ["standing"] }, "then": { "required": ["objection"], "properties": { "then": { "enum": ["disputed"] } } } }),
    ];
    if place == In::Overlay {
        table = table.may("retract", "`true` takes the rule back.", json!({ "const": true }));
        let required = json!(std::mem::take(&mut table.required));
        let retracted = json!({ "propertyNames": { "enum": ["retract"] } });
        rules.push(json!({ "if": { "required": ["retract"] }, "then": retracted, "else": { "required": required } }));
    }
    about("A rule. Rules have no order: one that is an exception to another says so.", with(table.schema(), json!({ "allOf": rules })))
}

/// A text, or one for each language.
fn by_language() -> Value {
    json!({ "anyOf": [text(), with(any_keys(text()), json!({ "minProperties": 1 }))] })
}

fn rules_by_id(place: In) -> Value {
    with(any_keys(rule(place)), json!({ "x-tombi-additional-key-label": "rule id" }))
}

/// What a built-in decision asks of its table: its conclusions are those of the vocabulary.
fn built_in(conclusions: &[(&str, &str)]) -> Value {
    let labels: Vec<&str> = conclusions.iter().map(|(label, _)| *label).collect();
    let then = json!({ "properties": { "then": { "enum": labels } } });
    let rule = json!({ "properties": { "then": { "enum": labels }, "overrides": { "items": then } } });
    json!({ "properties": { "conclusions": { "const": labels }, "rule": { "additionalProperties": rule } } })
}

const RULES: &str = "The rules, by id, each under a heading of its own: `[rule.…]`.";

fn decision() -> Value {
    let table = Table::of(spec::DECISION).may("rule", RULES, rules_by_id(In::Rulebook));
    let built_in =
        |(name, _, conclusions): (&str, &str, Vec<_>)| json!({ "if": holds(&[("decision", name)]), "then": built_in(&conclusions) });
    with(table.schema(), json!({ "allOf": decisions().map(built_in) }))
}

// Overlays, journeys, the head.

fn overlay() -> Value {
    let things = |kind| things(kind, In::Overlay);
    let changed = Table::of(spec::CHANGED_DECISION).may("rule", RULES, rules_by_id(In::Overlay)).schema();
    let known = decisions().map(|(name, text, conclusions)| {
        (name.to_owned(), json!({ "description": text, "allOf": [{ "$ref": "#/definitions/decision" }, built_in(&conclusions)] }))
    });
    let law = json!({
        "type": "object",
        "properties": Map::from_iter(known),
        "additionalProperties": { "$ref": "#/definitions/decision" },
        "x-tombi-additional-key-label": "decision",
    });
    let table = Table::of(spec::OVERLAY)
        .may("sources", "Sources, by id.", things(Kind::Source))
        .may("states", "States, by code, as `[states.KG]`.", things(Kind::State))
        .may("territories", "Territories, by code.", things(Kind::Territory))
        .may("situations", "Situations, by id.", things(Kind::Situation))
        .may("persons", "Persons, by id.", things(Kind::Person))
        .may("rulings", "What the Court has held on immunity, by id.", things(Kind::Ruling))
        .may("law", "Decisions, by name: those of the rulebook, changed, and your own.", law)
        .may(
            "expect",
            "What is expected of the outcome, each under `[[expect]]`: a question, and any part of its answer.",
            list(expect(), 0),
        );
    with(table.schema(), json!({ "definitions": { "decision": changed } }))
}

fn expect() -> Value {
    fn finding<T: Term>(text: &str) -> Value {
        word_or_words(text, &words::<T>(), 0)
    }
    let mut table = Table::of(spec::EXPECT);
    for (name, schema) in [
        ("verdict", finding::<Verdict>("The verdict, or the list of those that are possible.")),
        ("duty", finding::<Duty>("The duty, or the list of those that are possible.")),
        ("risk", finding::<Risk>("The risk, or the list of those that are possible.")),
        ("membership", finding::<Label>("How the destination stands to the Statute, or the list of what is possible.")),
        ("warrant", finding::<Warrant>("The status of the warrant, or the list of those that are possible.")),
    ] {
        table.properties.insert(name.to_owned(), schema);
    }
    let standings = words::<Objection>().into_iter().map(|(label, meaning)| (label, false, word(meaning, &words::<Standing>())));
    let built_in = decisions().map(|(name, text, conclusions)| (name, false, word_or_words(text, &conclusions, 0)));
    table
        .may("lifetime", "How long nothing in the answer changes.", Table::of(spec::SPAN).schema())
        .may("verdict_lifetime", "How long the verdict stays.", Table::of(spec::SPAN).schema())
        .may("objections", "Every objection that is raised, and how it stands.", Table::new(standings).schema())
        .may("decisions", "Decisions by name, each with its conclusion or the list of those that are possible.", {
            with(Table::new(built_in).schema(), json!({ "additionalProperties": one_or_more(text(), 0) }))
        })
        .schema()
}

fn itinerary() -> Value {
    let mut leg = Table::of(spec::LEG);
    leg.required.retain(|name| *name != "person");
    let table = Table::of(spec::ITINERARY).must("legs", "The legs of the journey, in order.", list(leg.schema(), 1));
    let each = json!({ "properties": { "legs": { "items": has("person") } }, "additionalProperties": true });
    with(table.schema(), json!({ "if": has("person"), "else": each }))
}

fn header() -> Value {
    let text = "What is assumed, in a sentence that readers see with the answer: a text, or one by language.";
    let assumptions = any_keys(Table::of(spec::ASSUMPTION).must("text", text, by_language()).schema());
    Table::of(spec::HEADER)
        .must("format", "The version of the format in which the files are written.", json!({ "const": FORMAT }))
        .may("assumption", "What the rulebook takes as given, by id, and says so.", assumptions)
        .schema()
}
