//! Names as people write them: whatever the case, accents, punctuation or script.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::rulebook::Named;
use crate::rulebook::limits;
use crate::suggest;
use crate::text::is_invisible;

/// What a text means.
pub(super) enum Found {
    One(usize),
    /// Nothing; the nearest known names.
    Nothing(Vec<String>),
    /// Several things.
    Several(Vec<usize>),
}

/// Names, aliases, codes and ids to places.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<String, Vec<usize>>,
    /// Each folded name with a way to write it, sorted.
    written: Vec<(String, String)>,
}

impl Names {
    pub(super) fn new<'n>(things: impl Iterator<Item = &'n Named>) -> Self {
        let mut names = Self::default();
        for (place, thing) in things.enumerate() {
            for name in thing.spellings() {
                let folded = name_key(name);
                let places = names.by_name.entry(folded.clone()).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
                names.written.push((folded, name.to_owned()));
            }
        }
        names.written.sort();
        names.written.dedup_by(|a, b| a.0 == b.0);
        names
    }

    pub(super) fn find(&self, text: &str) -> Found {
        // No name is as long; a hostile text is not measured against every name.
        if text.len() > limits::NAME_BYTES {
            return Found::Nothing(Vec::new());
        }
        let folded = name_key(text);
        match self.by_name.get(&folded).map(Vec::as_slice) {
            Some([place]) => Found::One(*place),
            Some(places) => Found::Several(places.to_vec()),
            None => {
                let within = self.holding(&folded);
                if !within.is_empty() {
                    return Found::Nothing(within);
                }
                let near = suggest::nearest(&folded, self.written.iter().map(|(folded, _)| folded.as_str()), 3);
                let written = |folded: &str| {
                    self.written.binary_search_by(|(other, _)| other.as_str().cmp(folded)).ok().map(|place| self.written[place].1.clone())
                };
                Found::Nothing(near.into_iter().filter_map(written).collect())
            }
        }
    }

    /// The names of which these words are a part, the shortest for each thing: whoever is meant by `Congo` must say which.
    fn holding(&self, words: &str) -> Vec<String> {
        let mut holding: Vec<(usize, &str)> = Vec::new();
        if words.chars().count() < 3 {
            return Vec::new();
        }
        for (folded, written) in self.written.iter().filter(|(folded, _)| has_words(folded, words)) {
            let Some([place]) = self.by_name.get(folded).map(Vec::as_slice) else { continue };
            match holding.iter_mut().find(|(other, _)| other == place) {
                Some((_, shortest)) if written.len() < shortest.len() => *shortest = written,
                Some(_) => {}
                None => holding.push((*place, written)),
            }
        }
        holding.sort_by_key(|(_, written)| (written.len(), *written));
        holding.into_iter().take(3).map(|(_, written)| written.to_owned()).collect()
    }
}

/// Whether a folded name has these words in a row.
fn has_words(name: &str, words: &str) -> bool {
    name.match_indices(words).any(|(start, _)| {
        let (before, after) = (&name[..start], &name[start + words.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}

/// The form in which names are compared: without case, accents, vowel signs, invisible characters and punctuation; words parted by one
/// space. Two texts mean the same person or destination if their keys are equal.
///
/// ```
/// assert_eq!(icc_arrest_risk::name_key("  Côte  d’Ivoire "), icc_arrest_risk::name_key("COTE D'IVOIRE"));
/// ```
pub fn name_key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            // Nearly all are of these.
            'a'..='z' | '0'..='9' => folded.push(c),
            // Zero-width characters, direction marks and the like are nothing.
            c if is_invisible(c) => {}
            // Apostrophes and letters that only stretch a word join what they part.
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '\u{640}' => {}
            // Letters that decomposition leaves apart, though people write one for the other.
            'ı' => folded.push('i'),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            'ى' | 'ی' => folded.push('ي'),
            'ک' => folded.push('ك'),
            'ة' => folded.push('ه'),
            c if c.is_alphanumeric() => folded.push(c),
            // The rest parts words.
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        assert_eq!(name_key("  Côte  d’Ivoire "), "cote divoire");
        assert_eq!(name_key("Lvova-Belova"), name_key("LVOVA BELOVA"));
        assert_eq!(name_key("أوكرانيا"), name_key("اوكرانيا"));
        assert_eq!(name_key("Po\u{200b}land\u{202e}"), "poland");
        assert_eq!(name_key("Türkiye"), "turkiye");
        assert_eq!(name_key("Κύπρος"), name_key("ΚΎΠΡΟΣ"));
        assert_eq!(name_key("!!!"), "");
    }

    #[test]
    fn letters_that_people_write_for_one_another() {
        for (one, other) in [("Balıkesir", "balikesir"), ("Tromsø", "tromso"), ("Łódź", "lodz"), ("Gießen", "giessen"), ("Νίκος", "ΝΙΚΟΣ")]
        {
            assert_eq!(name_key(one), name_key(other));
        }
        // Arabic and Persian keyboards write yeh and kaf with letters of their own; teh marbuta is often written as heh.
        for (one, other) in [("علي", "على"), ("علي", "علی"), ("كابل", "کابل"), ("غزة", "غزه")] {
            assert_eq!(name_key(one), name_key(other));
        }
        assert_ne!(name_key("علي"), name_key("عله"));
    }

    fn names(things: &[&[&str]]) -> Names {
        let named = |spellings: &&[&str]| Named {
            id: spellings[0].to_owned(),
            name: spellings[1].to_owned(),
            names: Default::default(),
            aliases: spellings[2..].iter().map(|alias| (*alias).to_owned()).collect(),
            note: None,
        };
        let things: Vec<Named> = things.iter().map(named).collect();
        Names::new(things.iter())
    }

    fn suggested(names: &Names, text: &str) -> Vec<String> {
        match names.find(text) {
            Found::Nothing(near) => near,
            Found::One(place) => panic!("{text} is {place}"),
            Found::Several(places) => panic!("{text} is {places:?}"),
        }
    }

    #[test]
    fn a_name_that_fills_the_limit_is_looked_up_and_a_longer_one_is_not() {
        let names = names(&[&["poland-0", "Poland"]]);
        let padded = |bytes: usize| format!("Poland{}", " ".repeat(bytes - "Poland".len()));
        assert!(matches!(names.find(&padded(limits::NAME_BYTES)), Found::One(0)));
        assert_eq!(suggested(&names, &padded(limits::NAME_BYTES + 1)), [""; 0]);
        assert_eq!(suggested(&names, &padded(2 * limits::NAME_BYTES)), [""; 0]);
    }

    #[test]
    fn whoever_is_meant_by_a_part_of_a_name_is_told_the_shortest_of_each() {
        // In order: `congo brazzaville`, `congo rc`, `congo west`, `republic of the congo`; the first of the two shortest is told.
        let names = names(&[
            &["first", "Republic of the Congo", "Congo (RC)", "Congo Brazzaville", "Congo West"],
            &["second", "Democratic Republic of the Congo", "Congo Kinshasa"],
            &["garda", "Abu Garda"],
        ]);
        assert_eq!(suggested(&names, "congo"), ["Congo (RC)", "Congo Kinshasa"]);
        assert_eq!(suggested(&names, "Abu"), ["Abu Garda"]);
        assert_eq!(suggested(&names, "of"), [""; 0]);
    }

    #[test]
    fn a_name_of_several_means_none_of_them() {
        let names = names(&[&["one", "Springfield"], &["two", "Springfield"], &["three", "Shelbyville", "shelbyville"]]);
        assert!(matches!(names.find("springfield"), Found::Several(places) if places == [0, 1]));
        assert!(matches!(names.find("SHELBYVILLE"), Found::One(2)));
        assert_eq!(suggested(&names, "springfeild"), ["Springfield"]);
    }

    #[test]
    fn words_in_a_row() {
        assert!(has_words("republic of the congo", "congo") && has_words("congo brazzaville", "congo"));
        assert!(!has_words("congolese", "congo") && has_words("saint kitts and nevis", "kitts and nevis"));
    }
}
