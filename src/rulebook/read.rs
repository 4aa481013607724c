//! The reader: TOML files to a [`Draft`], every problem with its place. The reader is the linter: there is no second one.

mod itinerary;
mod overlay;

use std::path::Path;
use std::sync::Arc;

pub(crate) use itinerary::itinerary;
pub(super) use overlay::overlay;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::diagnostic::{Code, Diagnostic, File, Place};
use super::draft::{
    AssumptionDraft, At, Conditions, DecisionDraft, Draft, Event, Fields, Header, Override, RuleDraft, Thing, Value, When, Words,
};
use super::overlay::{Owner, Retraction};
use super::spec::{EVENT_KEYS, EventSpec, Holds, Key, Kind};
use crate::day::Day;
use crate::suggest;

/// The format version that this library reads.
pub const FORMAT: i64 = 1;

/// How many syntax errors of one file are reported.
const MOST_SYNTAX_ERRORS: usize = 5;

/// Folders beside the rules that are no part of a rulebook.
const BESIDE: &[&str] = &["record", "schema"];

const PLACES: &str = "a rulebook consists of rulebook.toml, sources.toml, case-law.toml, law/*.toml, states/*.toml, territories/*.toml, situations/*.toml, persons/*.toml";

type Entry<'t, 'i> = (&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>);

impl Draft {
    /// Reads a rulebook from `(name, bytes)` pairs. Names are paths below the rules folder, with forward slashes.
    ///
    /// Never fails: what is wrong is kept, and [`Draft::check`] reports it.
    pub fn from_files<N: Into<String>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        let mut files: Vec<(String, B)> = files.into_iter().map(|(name, bytes)| (name.into(), bytes)).collect();
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut draft = Self::default();
        if files.is_empty() {
            draft.problems.push(Diagnostic::new(Code::Empty, None, "there are no rules files to load").help(PLACES));
        }
        for (name, bytes) in files {
            draft.read(name, bytes.as_ref(), |reader, table| reader.file(table));
        }
        draft
    }

    /// Reads the `.toml` files below a folder; other files, and the folders `record` and `schema`, are passed over.
    ///
    /// Never fails: what is wrong is kept, and [`Draft::check`] reports it.
    pub fn from_dir(dir: impl AsRef<Path>) -> Self {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        collect(dir.as_ref(), "", &mut files, &mut problems);
        let mut draft = if files.is_empty() && !problems.is_empty() { Self::default() } else { Self::from_files(files) };
        draft.problems.append(&mut problems);
        draft
    }

    /// Reads a file as TOML and hands it on; the file, unless it is not UTF-8.
    fn read(&mut self, name: String, bytes: &[u8], reading: impl FnOnce(&mut Reader<'_>, &DeTable<'_>)) -> Option<Arc<File>> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
                let end = good.len();
                let file = Arc::new(File { name, text: good });
                let problem = Diagnostic::new(Code::NotUtf8, Place::new(&file, end..end), "the file is not UTF-8 from here on");
                self.problems.push(problem.help("save the file as UTF-8; the rest of its checks were skipped"));
                return None;
            }
        };
        let file = Arc::new(File { name, text: text.to_owned() });
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        if !errors.is_empty() {
            let mut places: Vec<_> = errors.iter().map(|error| (error.span().map(|span| Place::new(&file, span)), error)).collect();
            places.sort_by(|(a, _), (b, _)| a.as_ref().map(Place::key).cmp(&b.as_ref().map(Place::key)));
            places.dedup_by(|(later, _), (earlier, _)| {
                later.as_ref().zip(earlier.as_ref()).is_some_and(|(later, earlier)| later.follows(earlier))
            });
            for (place, error) in places.into_iter().take(MOST_SYNTAX_ERRORS) {
                let message = error.message().lines().collect::<Vec<_>>().join("; ");
                self.problems.push(Diagnostic::new(Code::Syntax, place, message).help("the rest of this file's checks were skipped"));
            }
            return Some(file);
        }
        reading(&mut Reader { file: &file, draft: self, overlay: None }, table.get_ref());
        Some(file)
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>, problems: &mut Vec<Diagnostic>) {
    let unreadable =
        |path: &Path, error: std::io::Error| Diagnostic::new(Code::Unreadable, None, format!("cannot read `{}`: {error}", path.display()));
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return problems.push(unreadable(dir, error)),
    };
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                problems.push(unreadable(dir, error));
                continue;
            }
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if prefix.is_empty() && !BESIDE.contains(&name.as_str()) {
                collect(&path, &format!("{name}/"), files, problems);
            }
        } else if name.ends_with(".toml") {
            match std::fs::read(&path) {
                Ok(bytes) => files.push((format!("{prefix}{name}"), bytes)),
                Err(error) => problems.push(unreadable(&path, error)),
            }
        }
    }
}

/// The keys of a table in order of the file (the parser sorts them by name).
fn entries<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Entry<'t, 'i>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// How a value of this kind is written, for help.
pub(super) fn example(holds: Holds) -> String {
    match holds {
        Holds::Text | Holds::State | Holds::Person | Holds::Situation | Holds::Sources => "\"…\"".to_owned(),
        Holds::Texts | Holds::States => "[\"…\"]".to_owned(),
        Holds::TextByLanguage => "{ en = \"…\" }".to_owned(),
        Holds::Day => "2023-10-12".to_owned(),
        Holds::Flag => "true".to_owned(),
        Holds::OneOf(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | "),
        Holds::WordByWord(..) => "{ … = \"…\" }".to_owned(),
        Holds::Stated => "{ day = 2023-10-12 }".to_owned(),
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(Datetime { date: None, .. }) => "a time",
        DeValue::Datetime(Datetime { time: None, .. }) => "a day",
        DeValue::Datetime(_) => "a day with a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A thing's own sources, else the default; `None` where they could not be read.
fn sources(table: &DeTable<'_>, fields: &Fields, default: Option<&[At<String>]>) -> Option<Vec<At<String>>> {
    match fields.texts("source") {
        [] if table.contains_key("source") => None,
        [] => default.map(<[_]>::to_vec),
        own => Some(own.to_vec()),
    }
}

/// Whether a table has an unknown key that was meant to be this one: then it is told once, and not as missing too.
fn is_misspelt(table: &DeTable<'_>, known: &[&str], key: &str) -> bool {
    let mut unknown = table.iter().map(|(name, _)| name.get_ref().as_ref()).filter(|name| !known.contains(name));
    unknown.any(|name| suggest::nearest(name, known.iter().copied(), 1).first() == Some(&key))
}

struct Reader<'d> {
    file: &'d Arc<File>,
    draft: &'d mut Draft,
    /// What an overlay takes back; `None` where no overlay is read.
    overlay: Option<Vec<Retraction>>,
}

impl Reader<'_> {
    fn place<T>(&self, value: &Spanned<T>) -> Place {
        Place::new(self.file, value.span())
    }

    fn problem(&mut self, problem: Diagnostic) {
        self.draft.problems.push(problem);
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) {
        let message = format!("`{key}` must be {expected}, not {}", type_name(value.get_ref()));
        let help = match (expected, value.get_ref()) {
            ("a day", DeValue::String(_)) => "write a day without quotes: 2023-10-12",
            ("a day", DeValue::Datetime(Datetime { date: Some(_), .. })) => "write the day alone, without a time: 2023-10-12",
            ("a day", _) => "write a day as 2023-10-12",
            ("a text", _) => "write a text in double quotes: \"…\"",
            ("a list of texts", _) => "write a list in brackets: [\"…\", \"…\"]",
            ("a list of events", _) => "write a list in brackets: [{ on = 2023-10-12, what = \"…\" }]",
            ("a list", _) => "write a list in brackets: [\"…\"]",
            ("true or false", _) => "write true or false, without quotes",
            ("a number", _) => "write a number without quotes: 1",
            _ => "write a table in braces, { key = … }, or under a heading of its own",
        };
        self.problem(Diagnostic::new(Code::WrongType, self.place(value), message).help(help));
    }

    fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, inside: &str, known: &[&str]) {
        let message = format!("unknown key `{}` in {inside}", key.get_ref());
        let help = suggest::help(key.get_ref(), known.iter().copied());
        let problem = Diagnostic { help, ..Diagnostic::new(Code::UnknownKey, self.place(key), message) };
        self.problem(problem);
    }

    fn missing(&mut self, place: Place, inside: &str, key: &str, example: &str) {
        let problem = Diagnostic::new(Code::MissingKey, place, format!("{inside} lacks the key `{key}`"));
        self.problem(problem.help(format!("add `{key} = {example}`")));
    }

    fn file(&mut self, table: &DeTable<'_>) {
        let name = self.file.name.clone();
        let (folder, base) = name.split_once('/').unwrap_or(("", &name));
        match (folder, base) {
            ("", "rulebook.toml") => self.header(table),
            ("", "sources.toml") | ("sources", _) => self.things(table, Kind::Source),
            ("", "case-law.toml") => self.things(table, Kind::Ruling),
            ("states", _) => self.things(table, Kind::State),
            ("territories", _) => self.things(table, Kind::Territory),
            ("situations", _) => self.things(table, Kind::Situation),
            ("persons", _) => self.things(table, Kind::Person),
            ("law", _) => self.decision(table),
            _ => {
                let place = Place::new(self.file, 0..0);
                self.problem(Diagnostic::new(Code::UnexpectedFile, place, format!("`{name}` is no part of a rulebook")).help(PLACES));
            }
        }
    }

    // Values.

    fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.clone().into_owned()),
            DeValue::String(_) => {
                self.blank(value, &format!("`{key}`"));
                None
            }
            _ => {
                self.wrong_type(value, key, "a text");
                None
            }
        }
    }

    fn texts(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<At<String>>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, key, "a list of texts");
            return None;
        };
        let texts: Vec<_> = items.iter().map(|item| self.entry(key, item)).collect();
        texts.into_iter().collect()
    }

    /// A text in a list.
    fn entry(&mut self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<At<String>> {
        match item.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(At::new(text.clone().into_owned(), Some(self.place(item)))),
            DeValue::String(_) => {
                self.blank(item, &format!("an entry of `{key}`"));
                None
            }
            other => {
                let message = format!("an entry of `{key}` must be a text, not {}", type_name(other));
                self.problem(Diagnostic::new(Code::WrongType, self.place(item), message).help("write a text in double quotes: \"…\""));
                None
            }
        }
    }

    fn blank(&mut self, value: &Spanned<DeValue<'_>>, what: &str) {
        let problem = Diagnostic::new(Code::UnknownValue, self.place(value), format!("{what} is empty"));
        self.problem(problem.help(match value.get_ref() {
            DeValue::String(_) => "write a text that is not blank",
            _ => "write one entry at least",
        }));
    }

    /// A text, or a list of texts.
    fn one_or_more(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<At<String>>> {
        match value.get_ref() {
            DeValue::Array(_) => self.texts(key, value),
            _ => self.text(key, value).map(|text| vec![At::new(text, Some(self.place(value)))]),
        }
    }

    fn words(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Words> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(value, key, "a table");
            return None;
        };
        let mut words = Vec::new();
        for (word, meaning) in entries(table) {
            let text = self.text(word.get_ref(), meaning);
            words.push(
                text.map(|text| (At::new(word.get_ref().to_string(), Some(self.place(word))), At::new(text, Some(self.place(meaning))))),
            );
        }
        words.into_iter().collect()
    }

    fn day(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Day> {
        let DeValue::Datetime(Datetime { date: Some(date), time: None, offset: None }) = value.get_ref() else {
            self.wrong_type(value, key, "a day");
            return None;
        };
        let day = Day::new(date.year.into(), date.month.into(), date.day.into());
        if day.is_none() {
            let problem = Diagnostic::new(Code::BadDay, self.place(value), format!("`{key}` is no day between 0001-01-01 and 9999-12-31"));
            self.problem(problem.help("write a day as 2023-10-12"));
        }
        day
    }

    fn when(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<When> {
        let DeValue::Table(table) = value.get_ref() else {
            return self.day(key, value).map(|day| When { earliest: day, latest: day });
        };
        let keys = [Key { name: "earliest", holds: Holds::Day, required: true }, Key { name: "latest", holds: Holds::Day, required: true }];
        let fields = self.fields(table, self.place(value), &format!("`{key}`"), &keys, &[])?;
        let (earliest, latest) = (fields.day("earliest")?, fields.day("latest")?);
        if earliest > latest {
            let problem = Diagnostic::new(Code::BadDay, self.place(value), format!("`{key}` ends before it begins"));
            self.problem(problem.help(format!("if the two days were swapped: {{ earliest = {latest}, latest = {earliest} }}")));
            return None;
        }
        Some(When { earliest, latest })
    }

    fn value(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) -> Option<Value> {
        Some(match key.holds {
            Holds::Text | Holds::State | Holds::Person | Holds::Situation => Value::Text(self.text(key.name, value)?),
            Holds::Texts | Holds::States => {
                let texts = self.texts(key.name, value)?;
                if texts.is_empty() && key.required && key.holds == Holds::Texts {
                    self.blank(value, &format!("`{}`", key.name));
                    return None;
                }
                Value::Texts(texts)
            }
            Holds::Sources => Value::Texts(self.one_or_more(key.name, value)?),
            Holds::Day => Value::Day(self.day(key.name, value)?),
            Holds::OneOf(words) => {
                let text = self.text(key.name, value)?;
                self.one_of(key.name, &text, self.place(value), words)?;
                Value::Text(text)
            }
            Holds::TextByLanguage => Value::Words(self.words(key.name, value)?),
            Holds::WordByWord(keys, values) => {
                let words = self.words(key.name, value)?;
                let mut known = true;
                for (word, meaning) in &words {
                    if keys.contains(&word.value.as_str()) {
                        known &= self.one_of(&word.value, &meaning.value, meaning.place.clone()?, values).is_some();
                    } else {
                        let help = suggest::help(&word.value, keys.iter().copied());
                        let message = format!("unknown key `{}` in `{}`", word.value, key.name);
                        self.problem(Diagnostic { help, ..Diagnostic::new(Code::UnknownKey, word.place.clone(), message) });
                        known = false;
                    }
                }
                known.then_some(Value::Words(words))?
            }
            Holds::Flag => match value.get_ref() {
                DeValue::Boolean(flag) => Value::Flag(*flag),
                _ => {
                    self.wrong_type(value, key.name, "true or false");
                    return None;
                }
            },
            Holds::Stated => {
                let DeValue::Table(table) = value.get_ref() else {
                    self.wrong_type(value, key.name, "a table");
                    return None;
                };
                let keys = [
                    Key { name: "day", holds: Holds::Day, required: true },
                    Key { name: "differs_because", holds: Holds::Text, required: false },
                ];
                let fields = self.fields(table, self.place(value), "`stated`", &keys, &[])?;
                Value::Stated { day: fields.day("day")?, differs_because: fields.text("differs_because").map(str::to_owned) }
            }
        })
    }

    fn one_of(&mut self, key: &str, text: &str, place: Place, words: &[&str]) -> Option<()> {
        if words.contains(&text) {
            return Some(());
        }
        let help = suggest::help(text, words.iter().copied());
        let problem = Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, place, format!("`{key}` cannot be `{text}`")) };
        self.problem(problem);
        None
    }

    /// The known keys of a table; `elsewhere` are keys that the caller reads itself. `None` where a required key is missing
    /// or unreadable.
    fn fields(&mut self, table: &DeTable<'_>, place: Place, inside: &str, keys: &[Key], elsewhere: &[&str]) -> Option<Fields> {
        let (fields, whole) = self.readable_fields(table, place, inside, keys, elsewhere);
        whole.then_some(fields)
    }

    /// The known keys of a table as far as they can be read, and whether all required ones are there.
    fn readable_fields(&mut self, table: &DeTable<'_>, place: Place, inside: &str, keys: &[Key], elsewhere: &[&str]) -> (Fields, bool) {
        let mut fields = Fields::default();
        let mut whole = true;
        let known: Vec<&str> = keys.iter().map(|key| key.name).chain(elsewhere.iter().copied()).collect();
        let mut seen = Vec::new();
        for (name, value) in entries(table) {
            if elsewhere.contains(&name.get_ref().as_ref()) {
                continue;
            }
            match keys.iter().find(|key| key.name == name.get_ref().as_ref()) {
                Some(key) => {
                    seen.push(key.name);
                    match self.value(key, value) {
                        Some(read) => fields.0.push((key.name, At::new(read, Some(self.place(value))))),
                        None => whole &= !key.required,
                    }
                }
                None => self.unknown_key(name, inside, &known),
            }
        }
        for key in keys.iter().filter(|key| key.required && !seen.contains(&key.name)) {
            if !is_misspelt(table, &known, key.name) {
                self.missing(place.clone(), inside, key.name, &example(key.holds));
            }
            whole = false;
        }
        (fields, whole)
    }

    fn table<'t, 'i>(&mut self, key: &str, value: &'t Spanned<DeValue<'i>>) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong_type(value, key, "a table");
                None
            }
        }
    }

    // Files.

    fn header(&mut self, table: &DeTable<'_>) {
        let start = Place::new(self.file, 0..0);
        match table.get("format").map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Integer(number))) if number.to_string() == FORMAT.to_string() => {}
            Some((value, DeValue::Integer(number))) => {
                let message = format!("format version {number} cannot be read");
                let problem =
                    Diagnostic::new(Code::FormatVersion, self.place(value), message).help(format!("this library reads format {FORMAT}"));
                self.problem(problem);
            }
            Some((value, _)) => self.wrong_type(value, "format", "a number"),
            None => self.missing(start.clone(), "rulebook.toml", "format", &FORMAT.to_string()),
        }
        let keys = [Key { name: "facts", holds: Holds::Text, required: true }, Key { name: "as_of", holds: Holds::Day, required: true }];
        let fields = self.fields(table, start, "rulebook.toml", &keys, &["format", "assumption"]);
        let mut assumptions = Vec::new();
        if let Some(value) = table.get("assumption")
            && let Some(list) = self.table("assumption", value)
        {
            for (id, value) in entries(list) {
                let keys =
                    [Key { name: "text", holds: Holds::Text, required: true }, Key { name: "law", holds: Holds::Texts, required: true }];
                let Some(table) = self.table(id.get_ref(), value) else { continue };
                let Some(fields) = self.fields(table, self.place(id), "an assumption", &keys, &[]) else { continue };
                assumptions.push(AssumptionDraft {
                    id: At::new(id.get_ref().to_string(), Some(self.place(id))),
                    text: fields.text("text").unwrap_or_default().to_owned(),
                    law: fields.texts("law").iter().map(|law| law.value.clone()).collect(),
                });
            }
        }
        if let Some(fields) = fields
            && let (Some(facts), Some(as_of)) = (fields.text("facts"), fields.day("as_of"))
        {
            self.draft.header = Some(Header { facts: facts.to_owned(), as_of, assumptions });
        }
    }

    fn things(&mut self, table: &DeTable<'_>, kind: Kind) {
        // `None` is a source that could not be read, so that what lacks one is not told too.
        let mut default = Some(Vec::new());
        for (id, value) in entries(table) {
            match value.get_ref() {
                DeValue::Table(table) => self.thing(id, table, kind, None, default.as_deref()),
                _ if id.get_ref() == "source" => default = self.one_or_more("source", value),
                _ => {
                    self.unknown_key(id, &format!("a file of {}s", kind.noun()), &["source"]);
                    default = None;
                }
            }
        }
    }

    fn thing(
        &mut self,
        id: &Spanned<std::borrow::Cow<'_, str>>,
        table: &DeTable<'_>,
        kind: Kind,
        of: Option<&str>,
        default: Option<&[At<String>]>,
    ) {
        let place = self.place(id);
        let inside = format!("{} `{}`", kind.noun(), id.get_ref());
        let mut elsewhere = Vec::new();
        if !kind.events().is_empty() {
            elsewhere.push("events");
        }
        if kind == Kind::Person {
            elsewhere.push("warrants");
        }
        let mut keys = kind.keys().to_vec();
        let owner = (kind, of.map(str::to_owned), id.get_ref().to_string());
        if self.overlay.is_some() {
            // What an overlay leaves out stays as it is; whether a new thing is whole is known when it is applied.
            keys.iter_mut().for_each(|key| key.required = false);
            if let Some(value) = table.get("retract") {
                self.retract(value, &owner, place.clone());
            }
            elsewhere.push("retract");
        }
        self.id_shape(id, kind);
        let (fields, _) = self.readable_fields(table, place.clone(), &inside, &keys, &elsewhere);
        let sources = sources(table, &fields, default);
        let unsourced = sources.as_ref().is_some_and(Vec::is_empty) && !fields.flag("assumed") && self.overlay.is_none();
        if kind == Kind::Ruling && unsourced {
            let problem = Diagnostic::new(Code::MissingKey, place.clone(), format!("{inside} has no source"));
            self.problem(problem.help("add `source = \"…\"` to the ruling or to the top of the file"));
        }
        let mut events = Vec::new();
        if elsewhere.contains(&"events")
            && let Some(value) = table.get("events")
        {
            match value.get_ref() {
                DeValue::Array(items) => {
                    for item in items.iter() {
                        events.extend(self.event(item, &owner, sources.as_deref()));
                    }
                }
                _ => self.wrong_type(value, "events", "a list of events"),
            }
        }
        if elsewhere.contains(&"warrants")
            && let Some(value) = table.get("warrants")
            && let Some(warrants) = self.table("warrants", value)
        {
            for (warrant, value) in entries(warrants) {
                if let Some(table) = self.table(warrant.get_ref(), value) {
                    self.thing(warrant, table, Kind::Warrant, Some(id.get_ref()), sources.as_deref());
                }
            }
        }
        let retracted =
            self.overlay.iter().flatten().any(|retraction| matches!(retraction, Retraction::Thing { owner: o, .. } if *o == owner));
        if !retracted {
            let (kind, of, id) = owner;
            let (id, sources) = (At::new(id, Some(place)), sources.unwrap_or_default());
            self.draft.things.push(Thing { kind, id, of, fields, events, sources, touched: Vec::new() });
        }
    }

    fn id_shape(&mut self, id: &Spanned<std::borrow::Cow<'_, str>>, kind: Kind) {
        let text = id.get_ref();
        let (good, help) = match kind {
            Kind::State => {
                (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()), "states are keyed by two capital letters, as `ZA`")
            }
            Kind::Territory => {
                let good = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-') && text.len() >= 2;
                (good, "territories are keyed by capital letters, as `GL` or `UA-43`")
            }
            _ => {
                let good = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && !text.is_empty();
                (good, "ids are small letters, digits and hyphens, as `al-bashir`")
            }
        };
        if !good {
            let message = format!("`{text}` cannot name a {}", kind.noun());
            self.problem(Diagnostic::new(Code::UnknownKey, self.place(id), message).help(help));
        }
    }

    fn event(&mut self, item: &Spanned<DeValue<'_>>, owner: &Owner, default: Option<&[At<String>]>) -> Option<Event> {
        let (kind, _, id) = owner;
        let place = self.place(item);
        let DeValue::Table(table) = item.get_ref() else {
            let message = format!("an entry of `events` must be a table, not {}", type_name(item.get_ref()));
            let problem = Diagnostic::new(Code::WrongType, place, message);
            self.problem(problem.help("write an event in braces: { on = 2023-10-12, what = \"…\" }"));
            return None;
        };
        let inside = format!("an event of {} `{id}`", kind.noun());
        let (spec, on) = self.event_name(table, place.clone(), *kind, &inside)?;
        let keys: Vec<Key> = EVENT_KEYS.iter().chain(spec.keys).copied().collect();
        let mut elsewhere = vec!["on", "what"];
        if self.overlay.is_some() {
            elsewhere.push("instead_of");
        }
        let (mut fields, whole) = self.readable_fields(table, place.clone(), &format!("event `{}`", spec.what), &keys, &elsewhere);
        self.instead_of(table, owner, spec.what, &fields);
        let sources = sources(table, &fields, default);
        let unsourced = sources.as_ref().is_some_and(Vec::is_empty);
        if unsourced && self.overlay.is_some() {
            fields.0.push(("assumed", At::new(Value::Flag(true), None)));
        } else if unsourced && !fields.flag("assumed") {
            let message = format!("event `{}` of {} `{id}` has no source", spec.what, kind.noun());
            let problem = Diagnostic::new(Code::MissingKey, place.clone(), message);
            self.problem(problem.help("add `source = \"…\"` to the event, to its owner, or to the top of the file"));
        }
        let (on, on_place) = on.filter(|_| whole)?;
        Some(Event { what: spec.what, on, place: Some(place), on_place: Some(on_place), fields, sources: sources.unwrap_or_default() })
    }

    /// What names an event: its `what`, and its `on` where it can be read.
    fn event_name(
        &mut self,
        table: &DeTable<'_>,
        place: Place,
        kind: Kind,
        inside: &str,
    ) -> Option<(&'static EventSpec, Option<(When, Place)>)> {
        let Some(what) = table.get("what") else {
            self.missing(place, inside, "what", "\"…\"");
            return None;
        };
        let name = self.text("what", what)?;
        let Some(spec) = kind.events().iter().find(|spec| spec.what == name) else {
            let help = suggest::help(&name, kind.events().iter().map(|spec| spec.what));
            let message = format!("unknown event `{name}` of a {}", kind.noun());
            let problem = Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, self.place(what), message) };
            self.problem(problem);
            return None;
        };
        let on = match table.get("on") {
            Some(value) => self.when("on", value).map(|on| (on, self.place(value))),
            None => {
                self.missing(place, inside, "on", &example(Holds::Day));
                None
            }
        };
        Some((spec, on))
    }

    fn decision(&mut self, table: &DeTable<'_>) {
        let start = Place::new(self.file, 0..0);
        let keys = [
            Key { name: "decision", holds: Holds::Text, required: true },
            Key { name: "asks", holds: Holds::Text, required: true },
            Key { name: "conclusions", holds: Holds::Texts, required: true },
        ];
        let fields = self.fields(table, start, "a decision", &keys, &["rule"]);
        let name = fields.as_ref().and_then(|fields| fields.text("decision")).unwrap_or_default().to_owned();
        let (rules, unread) = self.rules(&name, table);
        let Some(fields) = fields else { return };
        let place = |key| fields.get(key).and_then(|value| value.place.clone());
        let decision = DecisionDraft {
            name: At::new(fields.text("decision").unwrap_or_default().to_owned(), place("decision")),
            asks: fields.text("asks").unwrap_or_default().to_owned(),
            conclusions: fields.texts("conclusions").to_vec(),
            conclusions_place: place("conclusions"),
            rules,
            touched: Vec::new(),
            unread,
        };
        self.draft.decisions.push(decision);
    }

    /// The rules of a decision, and the ids of those that could not be read.
    fn rules(&mut self, decision: &str, table: &DeTable<'_>) -> (Vec<RuleDraft>, Vec<String>) {
        let (mut rules, mut unread) = (Vec::new(), Vec::new());
        if let Some(value) = table.get("rule")
            && let Some(list) = self.table("rule", value)
        {
            for (id, value) in entries(list) {
                let table = self.table(id.get_ref(), value);
                if table.is_some_and(|table| self.retracts_rule(decision, id, table)) {
                    continue;
                }
                match table.and_then(|table| self.rule(id, table)) {
                    Some(rule) => rules.push(rule),
                    None => unread.push(id.get_ref().to_string()),
                }
            }
        }
        (rules, unread)
    }

    fn rule(&mut self, id: &Spanned<std::borrow::Cow<'_, str>>, table: &DeTable<'_>) -> Option<RuleDraft> {
        let inside = format!("rule `{}`", id.get_ref());
        let keys = [
            Key { name: "then", holds: Holds::Text, required: true },
            Key { name: "ground", holds: Holds::Flag, required: false },
            Key { name: "objection", holds: Holds::Text, required: false },
            Key { name: "standing", holds: Holds::Text, required: false },
            Key { name: "law", holds: Holds::Texts, required: true },
        ];
        let elsewhere = ["when", "overrides", "because"];
        let fields = self.fields(table, self.place(id), &inside, &keys, &elsewhere);
        let known: Vec<&str> = keys.iter().map(|key| key.name).chain(elsewhere).collect();
        let when = match table.get("when") {
            Some(value) => self.conditions(value),
            None if is_misspelt(table, &known, "when") => None,
            None => {
                self.missing(self.place(id), &inside, "when", "{ … }");
                None
            }
        };
        let overrides = table.get("overrides").map_or(Some(Vec::new()), |value| self.overrides(value));
        let because: Option<Vec<(String, String)>> = match table.get("because").map(|value| (value, value.get_ref())) {
            None if is_misspelt(table, &known, "because") => None,
            None => {
                self.missing(self.place(id), &inside, "because", "\"…\"");
                None
            }
            Some((value, DeValue::Table(words))) if words.is_empty() => {
                self.blank(value, "`because`");
                None
            }
            Some((value, DeValue::Table(_))) => {
                self.words("because", value).map(|words| words.into_iter().map(|(language, text)| (language.value, text.value)).collect())
            }
            Some((value, _)) => self.text("because", value).map(|text| vec![("en".to_owned(), text)]),
        };
        let (fields, when, overrides, because) = (fields?, when?, overrides?, because?);
        let at = |key: &str| fields.get(key).and_then(|value| fields.text(key).map(|text| At::new(text.to_owned(), value.place.clone())));
        Some(RuleDraft {
            id: At::new(id.get_ref().to_string(), Some(self.place(id))),
            when,
            then: at("then")?,
            ground: fields.get("ground").is_none_or(|_| fields.flag("ground")),
            objection: at("objection"),
            standing: at("standing"),
            overrides,
            law: fields.texts("law").iter().map(|law| law.value.clone()).collect(),
            because,
        })
    }

    fn conditions(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Conditions> {
        let table = self.table("when", value)?;
        if table.is_empty() {
            let problem = Diagnostic::new(Code::MissingKey, self.place(value), "`when` names no condition");
            self.problem(problem.help("a rule for all that is left would hide what is missing: say for which values it holds"));
            return None;
        }
        let mut conditions = Vec::new();
        for (attribute, value) in entries(table) {
            let mut values = self.one_or_more(attribute.get_ref(), value);
            if values.as_ref().is_some_and(Vec::is_empty) {
                self.blank(value, &format!("`{}`", attribute.get_ref()));
                values = None;
            }
            conditions.push(values.map(|values| (At::new(attribute.get_ref().to_string(), Some(self.place(attribute))), values)));
        }
        conditions.into_iter().collect()
    }

    fn overrides(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Vec<Override>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, "overrides", "a list");
            return None;
        };
        let mut overrides = Vec::new();
        for item in items.iter() {
            let place = Some(self.place(item));
            overrides.push(match item.get_ref() {
                DeValue::Table(table) => {
                    let keys = [Key { name: "then", holds: Holds::Text, required: true }];
                    let fields = self.fields(table, self.place(item), "an override", &keys, &[]);
                    fields.and_then(|fields| fields.text("then").map(|then| Override::Conclusion(At::new(then.to_owned(), place))))
                }
                _ => self.entry("overrides", item).map(Override::Rule),
            });
        }
        overrides.into_iter().collect()
    }
}
