//! Values, and the keys of a table.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::super::diagnostic::{Code, Diagnostic, Place};
use super::super::draft::{At, Fields, Value, When, Words};
use super::super::spec::{Holds, Key, RANGE, STATED_KEYS};
use super::{Reader, entries, example, is_misspelt, type_name};
use crate::day::Day;
use crate::suggest;

impl Reader<'_> {
    pub(super) fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
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

    pub(super) fn texts(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<At<String>>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, key, "a list of texts");
            return None;
        };
        let texts: Vec<_> = items.iter().map(|item| self.entry(key, item)).collect();
        texts.into_iter().collect()
    }

    /// A text in a list.
    pub(super) fn entry(&mut self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<At<String>> {
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

    pub(super) fn blank(&mut self, value: &Spanned<DeValue<'_>>, what: &str) {
        let problem = Diagnostic::new(Code::UnknownValue, self.place(value), format!("{what} is empty"));
        self.problem(problem.help(match value.get_ref() {
            DeValue::String(_) => "write a text that is not blank",
            _ => "write one entry at least",
        }));
    }

    /// A text, or a list of texts.
    pub(super) fn one_or_more(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<At<String>>> {
        match value.get_ref() {
            DeValue::Array(_) => self.texts(key, value),
            _ => self.text(key, value).map(|text| vec![At::new(text, Some(self.place(value)))]),
        }
    }

    /// One source or several.
    pub(super) fn sources(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Vec<At<String>>> {
        let sources = self.one_or_more("source", value)?;
        if sources.is_empty() {
            self.blank(value, "`source`");
            return None;
        }
        Some(sources)
    }

    pub(super) fn words(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Words> {
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

    /// A text, which is English, or a table of texts by language tag.
    pub(super) fn by_language(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<(String, String)>> {
        match value.get_ref() {
            DeValue::Table(words) if words.is_empty() => {
                self.blank(value, &format!("`{key}`"));
                None
            }
            DeValue::Table(_) => {
                self.words(key, value).map(|words| words.into_iter().map(|(language, text)| (language.value, text.value)).collect())
            }
            _ => self.text(key, value).map(|text| vec![("en".to_owned(), text)]),
        }
    }

    pub(super) fn day(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Day> {
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

    pub(super) fn when(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<When> {
        let DeValue::Table(table) = value.get_ref() else {
            return self.day(key, value).map(|day| When { earliest: day, latest: day });
        };
        let fields = self.fields(table, self.place(value), &format!("`{key}`"), RANGE, &[])?;
        let (earliest, latest) = (fields.day("earliest")?, fields.day("latest")?);
        if earliest > latest {
            let problem = Diagnostic::new(Code::BadDay, self.place(value), format!("`{key}` ends before it begins"));
            self.problem(problem.help(format!("if the two days were swapped: {{ earliest = {latest}, latest = {earliest} }}")));
            return None;
        }
        Some(When { earliest, latest })
    }

    pub(super) fn value(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) -> Option<Value> {
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
            Holds::Sources => Value::Texts(self.sources(value)?),
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
                let fields = self.fields(table, self.place(value), "`stated`", STATED_KEYS, &[])?;
                Value::Stated { day: fields.day("day")?, differs_because: fields.text("differs_because").map(str::to_owned) }
            }
        })
    }

    pub(super) fn one_of(&mut self, key: &str, text: &str, place: Place, words: &[&str]) -> Option<()> {
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
    pub(super) fn fields(&mut self, table: &DeTable<'_>, place: Place, inside: &str, keys: &[Key], elsewhere: &[&str]) -> Option<Fields> {
        let (fields, whole) = self.readable_fields(table, place, inside, keys, elsewhere);
        whole.then_some(fields)
    }

    /// The known keys of a table as far as they can be read, and whether all required ones are there.
    pub(super) fn readable_fields(
        &mut self,
        table: &DeTable<'_>,
        place: Place,
        inside: &str,
        keys: &[Key],
        elsewhere: &[&str],
    ) -> (Fields, bool) {
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

    pub(super) fn table<'t, 'i>(&mut self, key: &str, value: &'t Spanned<DeValue<'i>>) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong_type(value, key, "a table");
                None
            }
        }
    }
}
