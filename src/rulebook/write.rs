//! The writer: a draft as canonical TOML. What it writes reads back as the same rulebook, whatever the order in which it was read.

use std::fmt::Write;

use super::draft::{At, DecisionDraft, Draft, Event, Fields, Override, RuleDraft, Thing, Value};
use super::literal::{Key, Literal};
use super::read::FORMAT;
use super::spec::{EVENT_KEYS, Kind};

impl Draft {
    /// The draft as files, `(name, text)` by name: sorted, a fact a line, each with its own sources. What could not be read is not
    /// there; comments and the names of the files are not kept.
    pub fn to_files(&self) -> Vec<(String, String)> {
        let mut files = vec![("rulebook.toml".to_owned(), self.header_text())];
        let of = |kinds: &[Kind]| {
            let mut things: Vec<&Thing> = self.things.iter().filter(|thing| kinds.contains(&thing.kind)).collect();
            // A person's warrants stand after the person.
            things.sort_by_key(|thing| (thing.of.as_ref().unwrap_or(&thing.id.value), &thing.of, &thing.id.value));
            things
        };
        for (name, kinds) in [
            ("case-law.toml", &[Kind::Ruling][..]),
            ("persons/persons.toml", &[Kind::Person, Kind::Warrant]),
            ("situations/situations.toml", &[Kind::Situation]),
            ("sources.toml", &[Kind::Source]),
            ("states/states.toml", &[Kind::State]),
            ("territories/territories.toml", &[Kind::Territory]),
        ] {
            let things = of(kinds);
            if !things.is_empty() {
                files.push((name.to_owned(), things.into_iter().map(thing).collect::<Vec<_>>().join("\n")));
            }
        }
        files.extend(self.decisions.iter().map(|draft| (format!("law/{}.toml", draft.name.value), decision(draft))));
        files.sort();
        files
    }

    fn header_text(&self) -> String {
        let mut text = format!("format = {FORMAT}\n");
        let Some(header) = &self.header else { return text };
        line(&mut text, "facts", header.facts.as_str());
        line(&mut text, "as_of", header.as_of);
        let mut assumptions: Vec<_> = header.assumptions.iter().collect();
        assumptions.sort_by_key(|assumption| &assumption.id.value);
        for assumption in assumptions {
            heading(&mut text, &["assumption", &assumption.id.value]);
            line(
                &mut text,
                "text",
                match assumption.text.as_slice() {
                    [(language, text)] if language == "en" => text.as_str().into(),
                    texts => by_language(texts),
                },
            );
            line(&mut text, "law", assumption.law.clone());
        }
        text
    }

    /// The digest of the canonical text: SHA-256 over each file's name and text, as 64 hexadecimal digits.
    #[cfg(feature = "digest")]
    pub fn digest(&self) -> String {
        use sha2::Digest;
        let mut hash = sha2::Sha256::new();
        for (name, text) in self.to_files() {
            // Lengths keep the border between two texts from moving.
            for part in [name, text] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        let mut digest = String::with_capacity(64);
        for byte in hash.finalize() {
            let _ = write!(digest, "{byte:02x}");
        }
        digest
    }
}

// Writing to a text cannot fail.

fn line(text: &mut String, key: &str, value: impl Into<Literal>) {
    let _ = writeln!(text, "{} = {}", Key(key), value.into());
}

fn heading(text: &mut String, path: &[&str]) {
    let path: Vec<String> = path.iter().map(|part| Key(part).to_string()).collect();
    let _ = writeln!(text, "{}[{}]", if text.is_empty() { "" } else { "\n" }, path.join("."));
}

fn literal(value: &Value) -> Literal {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Texts(texts) => values(texts),
        Value::Words(words) => {
            let mut words: Vec<_> = words.iter().map(|(word, meaning)| (word.value.clone(), meaning.value.as_str().into())).collect();
            words.sort_by(|(a, _): &(String, Literal), (b, _)| a.cmp(b));
            Literal::Table(words)
        }
        Value::Day(day) => (*day).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Stated { day, differs_because } => {
            let reason = differs_because.iter().map(|reason| ("differs_because".to_owned(), reason.as_str().into()));
            Literal::Table(std::iter::once(("day".to_owned(), (*day).into())).chain(reason).collect())
        }
    }
}

fn values(texts: &[At<String>]) -> Literal {
    Literal::Texts(texts.iter().map(|text| text.value.clone()).collect())
}

/// The fields in order of their specification, without sources, which stand where they apply, and flags that say nothing new.
fn fields<'f>(fields: &'f Fields, keys: impl Iterator<Item = &'static str> + 'f) -> impl Iterator<Item = (String, Literal)> + 'f {
    let silent = |key: &str, value: &Value| matches!(value, Value::Flag(flag) if *flag == (key == "certain"));
    keys.filter(|key| *key != "source").filter_map(move |key| {
        let value = &fields.get(key)?.value;
        (!silent(key, value)).then(|| (key.to_owned(), literal(value)))
    })
}

fn thing(thing: &Thing) -> String {
    let mut text = String::new();
    match &thing.of {
        Some(person) => heading(&mut text, &[person, "warrants", &thing.id.value]),
        None => heading(&mut text, &[&thing.id.value]),
    }
    for (key, value) in fields(&thing.fields, thing.kind.keys().iter().map(|key| key.name)) {
        line(&mut text, &key, value);
    }
    if thing.kind == Kind::Ruling && !thing.sources.is_empty() {
        line(&mut text, "source", values(&thing.sources));
    }
    if !thing.events.is_empty() {
        text.push_str("events = [\n");
        for event in thing.in_order() {
            let _ = writeln!(text, "  {},", event_literal(thing.kind, event));
        }
        text.push_str("]\n");
    }
    text
}

fn event_literal(kind: Kind, event: &Event) -> Literal {
    let spec = kind.events().iter().find(|spec| spec.what == event.what);
    let keys = spec.map_or(&[][..], |spec| spec.keys).iter().chain(EVENT_KEYS).map(|key| key.name);
    let named = [("on".to_owned(), Literal::When(event.on)), ("what".to_owned(), event.what.into())];
    let source = (!event.sources.is_empty()).then(|| ("source".to_owned(), values(&event.sources)));
    Literal::Table(named.into_iter().chain(fields(&event.fields, keys)).chain(source).collect())
}

fn decision(draft: &DecisionDraft) -> String {
    let mut text = String::new();
    line(&mut text, "decision", draft.name.value.as_str());
    line(&mut text, "asks", draft.asks.as_str());
    line(&mut text, "conclusions", values(&draft.conclusions));
    let mut rules: Vec<&RuleDraft> = draft.rules.iter().collect();
    rules.sort_by_key(|rule| &rule.id.value);
    for rule in rules {
        heading(&mut text, &["rule", &rule.id.value]);
        let mut when: Vec<(String, Literal)> = rule
            .when
            .iter()
            .map(|(attribute, allowed)| {
                let mut allowed: Vec<String> = allowed.iter().map(|value| value.value.clone()).collect();
                allowed.sort();
                (attribute.value.clone(), allowed.into())
            })
            .collect();
        when.sort_by(|(a, _), (b, _)| a.cmp(b));
        line(&mut text, "when", Literal::Table(when));
        line(&mut text, "then", rule.then.value.as_str());
        if !rule.ground {
            line(&mut text, "ground", false);
        }
        for (key, value) in [("objection", &rule.objection), ("standing", &rule.standing)] {
            if let Some(value) = value {
                line(&mut text, key, value.value.as_str());
            }
        }
        if !rule.overrides.is_empty() {
            let overrides: Vec<String> = rule
                .overrides
                .iter()
                .map(|entry| match entry {
                    Override::Rule(rule) => Literal::from(rule.value.as_str()).to_string(),
                    Override::Conclusion(then) => Literal::Table(vec![("then".to_owned(), then.value.as_str().into())]).to_string(),
                })
                .collect();
            let _ = writeln!(text, "overrides = [{}]", overrides.join(", "));
        }
        line(&mut text, "law", rule.law.clone());
        line(&mut text, "because", by_language(&rule.because));
    }
    text
}

/// A text by language, in order of the languages.
fn by_language(texts: &[(String, String)]) -> Literal {
    let mut texts: Vec<(String, Literal)> = texts.iter().map(|(language, text)| (language.clone(), text.as_str().into())).collect();
    texts.sort_by(|(a, _), (b, _)| a.cmp(b));
    Literal::Table(texts)
}
