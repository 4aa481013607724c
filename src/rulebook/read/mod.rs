//! The reader: TOML files to a [`Draft`], every problem with its place. The reader is the linter: there is no second one.

mod itinerary;
mod law;
mod overlay;
mod shape;
mod things;
mod values;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub(crate) use itinerary::itinerary;
pub(super) use overlay::overlay;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::diagnostic::{Code, Diagnostic, File, Place};
use super::draft::Draft;
use super::limits;
use super::overlay::Retraction;
use super::spec::{Holds, Kind};
use crate::suggest;
use crate::text::visible;

/// The format version that this library reads.
pub const FORMAT: i64 = 1;

/// How many syntax errors of one file are reported.
const MOST_SYNTAX_ERRORS: usize = 5;

/// How many are looked at for that, those left out that follow from another.
const MOST_LOOKED_AT: usize = 200;

/// Folders beside the rules that are no part of a rulebook: what came of journeys, and what editors are told of the files.
const BESIDE: &[&str] = &["record", "schema"];

const PLACES: &str = "a rulebook consists of rulebook.toml, sources.toml or sources/*.toml, case-law.toml, law/*.toml, states/*.toml, territories/*.toml, situations/*.toml, persons/*.toml";

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
        // A file that is too large by itself is told at its place, and not read.
        let bytes = files.iter().map(|(_, bytes)| bytes.as_ref().len()).filter(|bytes| *bytes <= limits::FILE_BYTES).sum();
        for (count, most, noun) in [(files.len(), limits::FILES, "files"), (bytes, limits::RULEBOOK_BYTES, "bytes")] {
            if count > most {
                let problem = Diagnostic::new(Code::Limit, None, format!("a rulebook of {count} {noun}; no more than {most} are read"));
                draft.problems.push(problem.help(PLACES));
                return draft;
            }
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
        // The name of an overlay stands in its answers.
        let name = visible(&name);
        if let Some(problem) = shape::size(&Arc::new(File { name: name.clone(), text: String::new() }), bytes.len()) {
            self.problems.push(problem);
            return None;
        }
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
        if let Some(problem) = shape::nests(&file) {
            self.problems.push(problem);
            return Some(file);
        }
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        if !errors.is_empty() {
            let mut places: Vec<_> = errors.iter().map(|error| (error.span().map(|span| Place::new(&file, span)), error)).collect();
            places.sort_by(|(a, _), (b, _)| a.as_ref().map(Place::key).cmp(&b.as_ref().map(Place::key)));
            places.truncate(MOST_LOOKED_AT);
            places.dedup_by(|(later, _), (earlier, _)| {
                later.as_ref().zip(earlier.as_ref()).is_some_and(|(later, earlier)| later.follows(earlier))
            });
            for (place, error) in places.into_iter().take(MOST_SYNTAX_ERRORS) {
                let message = error.message().lines().collect::<Vec<_>>().join("; ");
                self.problems.push(Diagnostic::new(Code::Syntax, place, message).help("the rest of this file's checks were skipped"));
            }
            return Some(file);
        }
        let problems = shape::examine(&file, table.get_ref());
        if problems.iter().all(|problem| problem.code() != Code::Limit) {
            reading(&mut Reader { file: &file, draft: self, overlay: None }, table.get_ref());
        }
        self.problems.extend(problems);
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
    // One file more than are read, or one byte, shows that there are too many.
    let too_many = |files: &[(String, Vec<u8>)]| {
        files.len() > limits::FILES || files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > limits::RULEBOOK_BYTES
    };
    for entry in entries {
        if too_many(files) {
            return;
        }
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
            // A pipe in place of a file might never end.
            let special = path.exists() && !path.is_file();
            let read = if special { Err(std::io::Error::other("it is no file")) } else { read_some(&path) };
            match read {
                Ok(bytes) => files.push((format!("{prefix}{name}"), bytes)),
                Err(error) => problems.push(unreadable(&path, error)),
            }
        }
    }
}

/// A file's bytes, so many of them that it shows where they are too many.
pub(crate) fn read_some(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(limits::FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
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
        if self.draft.problems.len() <= limits::PROBLEMS {
            self.draft.problems.push(problem);
        }
    }

    fn too_many<T>(&mut self, value: &Spanned<T>, noun: &str, count: usize, most: usize) {
        let message = format!("{count} {noun}; no more than {most} are read");
        self.problem(Diagnostic::new(Code::Limit, self.place(value), message).help("split the file in several"));
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
}
