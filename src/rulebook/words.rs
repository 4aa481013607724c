//! Tests: every word of the vocabulary and of the files has a word for readers in every language.

use std::collections::BTreeSet;

use super::spec::Kind;
use super::{Objection, Standing};
use crate::language::Language;
use crate::vocabulary::{self, Attribute, Label, Term};

const KINDS: [Kind; 7] = [Kind::Source, Kind::State, Kind::Territory, Kind::Situation, Kind::Person, Kind::Warrant, Kind::Ruling];

/// Kinds and values of which a reader may see a word.
fn seen() -> Vec<(&'static str, &'static str)> {
    let mut seen = Vec::new();
    for attribute in Attribute::ALL {
        seen.push(("attribute", attribute.name()));
        seen.extend(attribute.labels().into_iter().map(|label| (attribute.name(), label)));
    }
    for (decision, conclusions) in vocabulary::built_in_decisions() {
        seen.push(("decision", decision));
        seen.extend(conclusions.into_iter().map(|conclusion| (decision, conclusion)));
    }
    seen.extend(Label::ALL.iter().map(|label| ("membership", label.label())));
    seen.extend(Objection::ALL.iter().map(|objection| ("objection", objection.label())));
    seen.extend(Standing::ALL.iter().map(|standing| ("standing", standing.label())));
    seen.extend(KINDS.into_iter().flat_map(Kind::events).map(|event| ("fact", event.what)));
    // What a ruling does is no event of the files.
    seen.push(("fact", "decided"));
    seen
}

#[test]
fn every_word_of_the_vocabulary_has_a_word_in_every_language() {
    let seen = seen();
    assert!(seen.len() > 150, "{}", seen.len());
    for language in Language::ALL {
        let lacking: Vec<_> = seen.iter().filter(|(kind, value)| language.word(kind, value).is_none_or(str::is_empty)).collect();
        assert!(lacking.is_empty(), "src/words.toml lacks in `{language}`: {lacking:?}");
    }
}

#[test]
fn the_table_says_everything_in_every_language_and_fills_in_the_same() {
    let words: BTreeSet<(&str, &str)> = Language::En.words().map(|(kind, value, _)| (kind, value)).collect();
    assert!(words.len() > 200, "{}", words.len());
    for language in Language::ALL {
        let told: BTreeSet<(&str, &str)> = language.words().map(|(kind, value, _)| (kind, value)).collect();
        assert_eq!(told, words, "{language}");
    }
    let fills = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
    };
    for (kind, value) in words {
        let [english, other] = Language::ALL.map(|language| fills(language.word(kind, value).unwrap()));
        assert_eq!(english, other, "{kind}.{value}");
    }
}
