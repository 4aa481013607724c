//! What is open: differences that are the engine's, and persons about whom it is too slow to be asked everywhere.
//!
//! To be emptied: each entry goes when its cause does.

use icc_arrest_risk::vocabulary::{Label, Term, Verdict};

use crate::worlds::Answer;

/// Why a difference is the engine's; `None` for one that nobody has explained.
///
/// Both show as a verdict undetermined among all four, which no course of things that the reference knows of allows.
pub fn open(engine: &Answer) -> Option<&'static str> {
    if engine.verdicts.len() != Verdict::ALL.len() {
        None
    } else if engine.labels.len() == Label::ALL.len() {
        // It counts the days of ranges that cannot matter: a request to another destination, a range that is past on the day asked
        // about, an examination or a control that nothing asks for. Past its limit it gives up and answers that all is possible.
        Some("more possible worlds than the engine looks at")
    } else if engine.warrants.is_empty() && engine.labels.contains(&Label::FormerParty) {
        // No warrant means no situation, hence proceedings `not-applicable`, which the vocabulary calls impossible for a former party; so no
        // rule concludes.
        Some("no conclusion for a person without a known warrant at a former party")
    } else {
        None
    }
}

/// One destination in how many is asked about: long ranges cost the engine up to seconds an answer, for the first reason above.
pub fn every(person: &str) -> usize {
    match person {
        "ag-ghaly" | "bett" | "gicheru" => 37,
        "akhundzada" | "ongwen" => 7,
        "abdul-hakim-haqqani" | "kony" | "lukwiya" | "odhiambo" | "otti" => 3,
        _ => 1,
    }
}
