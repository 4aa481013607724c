//! The languages of texts, and the one table of words in them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::vocabulary::Attribute;

/// A language in which an answer can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English.
    En,
    /// Arabic, written from right to left.
    Ar,
}

/// A text that is no language in which answers can be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language `{0}`; known are {known}", known = Language::ALL.map(Language::tag).join(", "))]
pub struct UnknownLanguage(String);

/// A word by kind, value and tag of the language.
type Words = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

/// A test holds that the file parses and lacks nothing; what lacked would be told by its label.
static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Ar];

    /// The tag, as in files.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        self == Self::Ar
    }

    /// What readers of this language see for a word of the rules: of a `kind`, which is an attribute, a decision, `membership`,
    /// `objection` or `standing`, the word for a value. `None` where the vocabulary has no such value.
    ///
    /// ```
    /// use icc_arrest_risk::Language;
    ///
    /// assert_eq!(Language::En.word("verdict", "not-enforceable"), Some("Not enforceable"));
    /// assert_eq!(Language::Ar.word("office", "head-of-state"), Some("رئيس دولة"));
    /// assert_eq!(Language::Ar.word("verdict", "maybe"), None);
    /// ```
    pub fn word(self, kind: &str, value: &str) -> Option<&'static str> {
        let of = |kind: &str| WORDS.get(kind)?.get(value)?.get(self.tag()).map(String::as_str);
        // The values of an attribute that need no word of their own stand together.
        let is_attribute = Attribute::ALL.iter().any(|attribute| attribute.name() == kind);
        of(kind).or_else(|| of("value").filter(|_| is_attribute))
    }

    /// The whole table of words: kind, value, and what readers see.
    pub fn words(self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let word = move |words: &'static BTreeMap<String, String>| words.get(self.tag());
        WORDS.iter().flat_map(move |(kind, values)| {
            values.iter().filter_map(move |(value, words)| Some((kind.as_str(), value.as_str(), word(words)?.as_str())))
        })
    }

    /// A value in the text of an answer: the label of the rules in English, else the word for it.
    pub(crate) fn label(self, kind: &str, value: &str) -> String {
        match self {
            Self::En => value.to_owned(),
            _ => self.word(kind, value).map_or_else(|| self.run(value), str::to_owned),
        }
    }

    /// Several values, as alternatives.
    pub(crate) fn either<'t>(self, kind: &str, values: impl IntoIterator<Item = &'t str>) -> String {
        values.into_iter().map(|value| self.label(kind, value)).collect::<Vec<_>>().join(self.word("text", "or").unwrap_or_default())
    }

    /// A sentence, each `{name}` filled in.
    pub(crate) fn say(self, sentence: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.word("text", sentence).unwrap_or_default();
        let mut said = String::new();
        while let Some((before, (name, after))) = rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            said.push_str(before);
            said.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
            rest = after;
        }
        said + rest
    }

    /// A text that may run from left to right inside one that runs from right to left, such as a day or an id: isolated there, so that
    /// neither scrambles the other.
    pub(crate) fn run(self, text: &str) -> String {
        if self.is_right_to_left() { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }
}

/// How many columns a text takes, marks upon letters and those that isolate runs taking none.
pub(crate) fn width(text: &str) -> usize {
    text.chars().filter(|letter| !is_combining_mark(*letter) && !('\u{2066}'..='\u{2069}').contains(letter)).count()
}

/// A text by language tag: in this language, else in English, else in whichever there is.
pub(crate) fn pick(texts: &BTreeMap<String, String>, language: Language) -> &str {
    let of = |language: Language| texts.get(language.tag());
    of(language).or_else(|| of(Language::En)).or_else(|| texts.values().next()).map_or("", String::as_str)
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.tag() == text).ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}
