//! Values as they are written in rules files.

use std::fmt;

use super::draft::When;
use crate::day::Day;

/// A value as it is written in a rules file. Prints as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Literal {
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A day, or the days between which it lies.
    When(When),
    /// `true` or `false`.
    Flag(bool),
    /// A table in braces.
    Table(Vec<(String, Literal)>),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(f, text),
            Self::Texts(texts) => {
                f.write_str("[")?;
                for (place, text) in texts.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { ", " })?;
                    quoted(f, text)?;
                }
                f.write_str("]")
            }
            Self::When(on) if on.is_exact() => write!(f, "{}", on.earliest),
            Self::When(on) => write!(f, "{{ earliest = {}, latest = {} }}", on.earliest, on.latest),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Table(entries) if entries.is_empty() => f.write_str("{}"),
            Self::Table(entries) => {
                for (place, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{} = {value}", if place == 0 { "{ " } else { ", " }, Key(key))?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A key, quoted where it must be.
pub(super) struct Key<'k>(pub(super) &'k str);

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = !self.0.is_empty() && self.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if bare { f.write_str(self.0) } else { quoted(f, self.0) }
    }
}

/// A basic string of TOML, on one line whatever it holds.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<const N: usize> From<[&str; N]> for Literal {
    fn from(texts: [&str; N]) -> Self {
        Self::Texts(texts.map(str::to_owned).to_vec())
    }
}

impl From<Vec<String>> for Literal {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl From<Day> for Literal {
    fn from(day: Day) -> Self {
        Self::When(day.into())
    }
}

impl From<When> for Literal {
    fn from(on: When) -> Self {
        Self::When(on)
    }
}

impl From<bool> for Literal {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_and_key_parse_back(text in any::<String>(), key in any::<String>()) {
            let written = format!("{} = {}\nlist = {}", Key(&format!("k{key}")), Literal::from(text.as_str()), Literal::from([text.as_str(), "b"]));
            let parsed: toml::Table = toml::from_str(&written).unwrap();
            prop_assert_eq!(parsed[&format!("k{key}")].as_str(), Some(text.as_str()));
            prop_assert_eq!(parsed["list"][0].as_str(), Some(text.as_str()));
        }
    }
}
