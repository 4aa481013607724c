//! What is wrong with a rulebook, and where.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::limits;
use crate::text::visible;

/// A file as it was read: its name and text.
#[derive(PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// How much of a line is shown before a place, and from it on, in characters.
const WIDEST: usize = 120;

/// The first characters of a text; `…` stands for what is cut off.
fn first(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The last characters of a text; `…` stands for what is cut off.
fn last(text: String, most: usize) -> String {
    match text.char_indices().rev().nth(most) {
        Some((cut, c)) => format!("…{}", &text[cut + c.len_utf8()..]),
        None => text,
    }
}

/// How many places a character takes in a terminal: none for a mark upon the one before, two for the wide ones of East Asia.
fn width(c: char) -> usize {
    match c {
        c if unicode_normalization::char::canonical_combining_class(c) != 0 => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => {
            2
        }
        '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// A stretch of a file, in bytes.
#[derive(Clone)]
pub struct Place {
    file: Arc<File>,
    start: usize,
    end: usize,
}

/// A whole file is of no use where something is only being debugged.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({:?})", self.name)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({self})")
    }
}

impl Place {
    pub(crate) fn new(file: &Arc<File>, span: std::ops::Range<usize>) -> Self {
        Self { file: Arc::clone(file), start: span.start, end: span.end }
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.file.name
    }

    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// The column, counted in characters from 1.
    pub fn column(&self) -> usize {
        self.line_start().chars().count() + 1
    }

    fn before(&self) -> &str {
        self.file.text.get(..self.start).unwrap_or(&self.file.text)
    }

    fn line_start(&self) -> &str {
        self.before().rsplit('\n').next().unwrap_or("")
    }

    /// Whether both lie in the same file.
    pub(crate) fn same_file(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.file, &other.file)
    }

    pub(crate) fn in_file(&self, file: &Arc<File>) -> bool {
        Arc::ptr_eq(&self.file, file)
    }

    /// Orders places by file, then as they stand in it.
    pub(crate) fn key(&self) -> (&str, usize, usize) {
        (&self.file.name, self.start, self.end)
    }

    /// Whether this place lies on the line of an earlier one, or in the table under the heading that begins there.
    pub(crate) fn follows(&self, earlier: &Self) -> bool {
        let between = self.file.text.get(earlier.start..self.start).unwrap_or("");
        let heading = earlier.line_start().trim_start().starts_with('[');
        !between.contains('\n') || heading && !between.lines().skip(1).any(|line| line.trim_start().starts_with('['))
    }

    /// The line of the file with a caret under the stretch.
    fn picture(&self) -> String {
        let head = last(visible(self.line_start()), WIDEST);
        let rest = &self.file.text[self.before().len()..];
        let line = |text: &str| visible(text.split(['\n', '\r']).next().unwrap_or(""));
        let marked = line(rest.get(..self.end.saturating_sub(self.start)).unwrap_or(""));
        let shown = format!("{head}{}", first(line(rest), WIDEST));
        let number = self.line();
        // A caret line repeats tabs so that it stays under its text; other characters become as many spaces as they take.
        let indent: String = head.chars().map(|c| if c == '\t' { "\t".to_owned() } else { " ".repeat(width(c)) }).collect();
        let carets = "^".repeat(first(marked, WIDEST).chars().map(width).sum::<usize>().max(1));
        let margin = " ".repeat(number.to_string().len());
        format!("{number} | {shown}\n{margin} | {indent}{carets}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", visible(self.file()), self.line(), self.column())
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $label:literal),+ $(,)?) => {
        /// The kind of a problem. Its label is stable: scripts may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $code),+ }

        impl Code {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// The stable label.
            pub fn label(self) -> &'static str {
                match self { $(Self::$code => $label),+ }
            }
        }
    };
}

codes! {
    /// The text is no TOML; the rest of the file's checks are skipped.
    Syntax "syntax",
    /// The file is not UTF-8.
    NotUtf8 "not-utf8",
    /// A file or folder could not be read.
    Unreadable "unreadable",
    /// More of something than is read: see [`limits`](super::limits).
    Limit "limit",
    /// A character that is not seen, or that steers what shows it.
    HiddenCharacter "hidden-character",
    /// Nothing to load.
    Empty "empty",
    /// A file that is no part of a rulebook.
    UnexpectedFile "unexpected-file",
    /// A format version that this library does not read.
    FormatVersion "format-version",
    /// A key that is not known here.
    UnknownKey "unknown-key",
    /// A key that must be there.
    MissingKey "missing-key",
    /// A value of the wrong type.
    WrongType "wrong-type",
    /// A value that is not in the vocabulary.
    UnknownValue "unknown-value",
    /// A day that does not exist, lies out of range, or a span of days the wrong way round.
    BadDay "bad-day",
    /// The same thing twice.
    Duplicate "duplicate",
    /// A state or territory that is not in the rulebook.
    UnknownState "unknown-state",
    /// A person that is not in the rulebook.
    UnknownPerson "unknown-person",
    /// A situation that is not in the rulebook.
    UnknownSituation "unknown-situation",
    /// A source that is not in the rulebook.
    UnknownSource "unknown-source",
    /// A rule that is not in the decision.
    UnknownRule "unknown-rule",
    /// An event that contradicts the events before it.
    Contradiction "contradiction",
    /// A stated day that differs from the computed one, without a reason.
    StatedDayDiffers "stated-day-differs",
    /// An event after the rulebook's `as_of`.
    AfterAsOf "after-as-of",
    /// A built-in decision is missing.
    MissingDecision "missing-decision",
    /// The conclusions of a built-in decision are not those of the vocabulary.
    WrongConclusions "wrong-conclusions",
    /// Decisions that ask for each other's conclusions in a ring.
    DecisionCycle "decision-cycle",
    /// More combinations than can be proved.
    TableTooLarge "table-too-large",
    /// Rules that override each other in a ring.
    OverrideCycle "override-cycle",
    /// Combinations for which no rule fires.
    TableGap "table-gap",
    /// Rules that contradict each other.
    TableConflict "table-conflict",
    /// A rule that can never fire.
    RuleNeverFires "rule-never-fires",
    /// A rule that is overridden wherever it fires.
    RuleAlwaysDefeated "rule-always-defeated",
    /// An override that defeats nothing.
    IdleOverride "idle-override",
    /// An overlay retracts what is not there, or does not say which.
    NothingToRetract "nothing-to-retract",
    /// An answer is not what was expected.
    Expectation "expectation",
}

impl Code {
    /// Whether what stands in the file stays unknown, so that references into it prove nothing.
    pub(crate) fn leaves_unread(self) -> bool {
        matches!(self, Self::Syntax | Self::NotUtf8 | Self::Unreadable | Self::Limit | Self::Empty)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// One problem of a load: what, where, and what to do.
///
/// Prints as `file:line:column: error[code]: message`, the line, a caret, and help.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) place: Option<Place>,
    pub(crate) also: Option<Place>,
    pub(crate) help: Option<String>,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, place: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: place.into(), also: None, help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn also(mut self, also: impl Into<Option<Place>>) -> Self {
        self.also = also.into();
        self
    }

    /// The kind of the problem.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where, unless the problem lies in no file.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What to do.
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "error[{}]: {}", self.code, visible(&self.message))?;
        if let Some(place) = &self.place {
            write!(f, "\n{}", place.picture())?;
        }
        if let Some(also) = &self.also {
            let which = if self.code == Code::Duplicate { "first here" } else { "and here" };
            write!(f, "\n{which}: {also}\n{}", also.picture())?;
        }
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {}", visible(help))?;
        }
        Ok(())
    }
}

/// All problems of a load, in order of file and place; the first [`limits::PROBLEMS`] where there are more. Never empty.
#[derive(Debug, Clone)]
pub struct LoadError {
    diagnostics: Vec<Diagnostic>,
}

impl LoadError {
    /// The problems, in order.
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| {
                d.place.as_ref().map(|place| {
                    let (f, s, e) = place.key();
                    (f.to_owned(), s, e)
                })
            };
            key(a).cmp(&key(b)).then_with(|| (a.code, &a.message).cmp(&(b.code, &b.message)))
        });
        if diagnostics.len() > limits::PROBLEMS {
            diagnostics.truncate(limits::PROBLEMS);
            let message = format!("there are more than {} problems; the rest is not told", limits::PROBLEMS);
            diagnostics.push(Diagnostic::new(Code::Limit, None, message).help("mend these first, then load again"));
        }
        Self { diagnostics }
    }

    /// The problems.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(f, "{diagnostic}\n")?;
        }
        match self.diagnostics.len() {
            1 => write!(f, "1 problem"),
            n => write!(f, "{n} problems"),
        }
    }
}

impl std::error::Error for LoadError {}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.label())
    }
}
