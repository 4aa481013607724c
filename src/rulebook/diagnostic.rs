//! What is wrong with a rulebook, and where.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// A file as it was read: its name and text.
#[derive(PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
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

    /// The line of the file with a caret under the stretch.
    fn picture(&self) -> String {
        let head = self.line_start();
        let rest = &self.file.text[self.before().len()..];
        let line_rest = rest.split(['\n', '\r']).next().unwrap_or("");
        let marked = rest.get(..self.end.saturating_sub(self.start)).unwrap_or("").split(['\n', '\r']).next().unwrap_or("");
        let number = self.line();
        // A caret line repeats tabs so that it stays under its text; other characters become one space each.
        let indent: String = head.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let carets = "^".repeat(marked.chars().count().max(1));
        let margin = " ".repeat(number.to_string().len());
        let shown: String =
            format!("{head}{line_rest}").chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect();
        format!("{number} | {shown}\n{margin} | {indent}{carets}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file(), self.line(), self.column())
    }
}

/// The kind of a problem. Its label is stable: scripts may rely on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is no TOML; the rest of the file's checks are skipped.
    Syntax,
    /// The file is not UTF-8.
    NotUtf8,
    /// A file or folder could not be read.
    Unreadable,
    /// Nothing to load.
    Empty,
    /// A file that is no part of a rulebook.
    UnexpectedFile,
    /// A format version that this library does not read.
    FormatVersion,
    /// A key that is not known here.
    UnknownKey,
    /// A key that must be there.
    MissingKey,
    /// A value of the wrong type.
    WrongType,
    /// A value that is not in the vocabulary.
    UnknownValue,
    /// A day that does not exist, lies out of range, or a span of days the wrong way round.
    BadDay,
    /// The same thing twice.
    Duplicate,
    /// A state or territory that is not in the rulebook.
    UnknownState,
    /// A person that is not in the rulebook.
    UnknownPerson,
    /// A situation that is not in the rulebook.
    UnknownSituation,
    /// A source that is not in the rulebook.
    UnknownSource,
    /// A rule that is not in the decision.
    UnknownRule,
    /// An event that contradicts the events before it.
    Contradiction,
    /// A stated day that differs from the computed one, without a reason.
    StatedDayDiffers,
    /// An event after the rulebook's `as_of`.
    AfterAsOf,
    /// A built-in decision is missing.
    MissingDecision,
    /// The conclusions of a built-in decision are not those of the vocabulary.
    WrongConclusions,
    /// Decisions that ask for each other's conclusions in a ring.
    DecisionCycle,
    /// More combinations than can be proved.
    TableTooLarge,
    /// Rules that override each other in a ring.
    OverrideCycle,
    /// Combinations for which no rule fires.
    TableGap,
    /// Rules that contradict each other.
    TableConflict,
    /// A rule that can never fire.
    RuleNeverFires,
    /// A rule that is overridden wherever it fires.
    RuleAlwaysDefeated,
    /// An override that defeats nothing.
    IdleOverride,
    /// An overlay retracts what is not there, or does not say which.
    NothingToRetract,
    /// An answer is not what was expected.
    Expectation,
}

impl Code {
    /// The stable label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::NotUtf8 => "not-utf8",
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::UnexpectedFile => "unexpected-file",
            Self::FormatVersion => "format-version",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::WrongType => "wrong-type",
            Self::UnknownValue => "unknown-value",
            Self::BadDay => "bad-day",
            Self::Duplicate => "duplicate",
            Self::UnknownState => "unknown-state",
            Self::UnknownPerson => "unknown-person",
            Self::UnknownSituation => "unknown-situation",
            Self::UnknownSource => "unknown-source",
            Self::UnknownRule => "unknown-rule",
            Self::Contradiction => "contradiction",
            Self::StatedDayDiffers => "stated-day-differs",
            Self::AfterAsOf => "after-as-of",
            Self::MissingDecision => "missing-decision",
            Self::WrongConclusions => "wrong-conclusions",
            Self::DecisionCycle => "decision-cycle",
            Self::TableTooLarge => "table-too-large",
            Self::OverrideCycle => "override-cycle",
            Self::TableGap => "table-gap",
            Self::TableConflict => "table-conflict",
            Self::RuleNeverFires => "rule-never-fires",
            Self::RuleAlwaysDefeated => "rule-always-defeated",
            Self::IdleOverride => "idle-override",
            Self::NothingToRetract => "nothing-to-retract",
            Self::Expectation => "expectation",
        }
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
        write!(f, "error[{}]: {}", self.code, self.message)?;
        if let Some(place) = &self.place {
            write!(f, "\n{}", place.picture())?;
        }
        if let Some(also) = &self.also {
            let which = if self.code == Code::Duplicate { "first here" } else { "and here" };
            write!(f, "\n{which}: {also}\n{}", also.picture())?;
        }
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// All problems of a load, in order of file and place. Never empty.
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
