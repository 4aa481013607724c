//! Names, reasons and facts in a language, as far as the rulebook has them in it.

use super::ThingReport;
use crate::language::{Language, pick};
use crate::rulebook::{Assumption, Fact, Named, Rule, Rulebook};

pub(super) fn thing(named: &Named, language: Language) -> ThingReport {
    ThingReport { id: named.id.clone(), name: name(named, language) }
}

/// The name in the language, else the English one.
pub(super) fn name(named: &Named, language: Language) -> String {
    if language == Language::En {
        return named.name.clone();
    }
    named.names.get(language.tag()).cloned().unwrap_or_else(|| language.run(&named.name))
}

pub(super) fn because(rule: &Rule, language: Language) -> String {
    in_place(pick(&rule.because, language), rule.because.contains_key(language.tag()), language)
}

pub(super) fn assumption(assumption: &Assumption, language: Language) -> Assumption {
    let text = in_place(pick(&assumption.texts, language), assumption.texts.contains_key(language.tag()), language);
    Assumption { text, ..assumption.clone() }
}

/// A text of the rulebook; isolated where it is in another language.
fn in_place(text: &str, is_in_language: bool, language: Language) -> String {
    if is_in_language { text.to_owned() } else { language.run(text) }
}

/// When it happened.
pub(super) fn on(fact: &Fact, language: Language) -> String {
    let on = fact.on();
    let day = |day: crate::day::Day| language.run(&day.to_string());
    if on.earliest == on.latest {
        return day(on.earliest);
    }
    language.say("between", &[("earliest", &day(on.earliest)), ("latest", &day(on.latest))])
}

/// What happened, from the words of the files: `took-office (head-of-state)`.
pub(super) fn what(rulebook: &Rulebook, fact: &Fact, language: Language) -> String {
    let label = fact.label();
    if language == Language::En {
        return label.to_owned();
    }
    let Some((happened, parts)) = label.split_once(" (").and_then(|(happened, rest)| Some((happened, rest.strip_suffix(')')?))) else {
        return language.label("fact", label);
    };
    let parts: Vec<String> = parts.split(", ").map(|text| part(rulebook, text, language)).collect();
    format!("{} ({})", language.label("fact", happened), parts.join(&language.say("comma", &[])))
}

/// One of the things that a fact says beside: a name, a word, or several with what they are.
fn part(rulebook: &Rulebook, text: &str, language: Language) -> String {
    if let Some(named) = rulebook.destinations().chain(rulebook.persons()).find(|named| named.id == text) {
        return name(named, language);
    }
    if let Some(word) = ["part", "value", "attribute"].iter().find_map(|kind| language.word(kind, text)) {
        return word.to_owned();
    }
    for (joint, words) in [(" or ", "or"), (" and ", "comma")] {
        if text.contains(joint) {
            let parts: Vec<String> = text.split(joint).map(|text| part(rulebook, text, language)).collect();
            return parts.join(&language.say(words, &[]));
        }
    }
    match text.split_once(' ').and_then(|(first, rest)| Some((language.word("part", first)?, rest))) {
        Some((word, rest)) => format!("{word} {}", part(rulebook, rest, language)),
        None => language.run(text),
    }
}
