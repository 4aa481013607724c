//! Every answer of an engine, in a few hundred lines: one for each person and each destination, with a checksum of all that is said of it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::PathBuf;

use flate2::Crc;
use icc_arrest_risk::vocabulary::{Duty, Label, Presence, Risk, Verdict, Warrant};
use icc_arrest_risk::{Engine, Quick, Values};

/// What a quick answer says, whatever rules decided.
pub type Said = (Values<Verdict>, Values<Duty>, Values<Risk>, Values<Label>, Values<Warrant>);

/// What a quick answer says, whatever rules decided.
pub fn said(quick: Quick) -> Said {
    (quick.verdict(), quick.duty(), quick.risk(), quick.membership(), quick.warrant())
}

/// For each person and each destination how many stretches of days with one answer there are, for a visit, and the checksum of all of
/// them: first day, verdict, duty, risk, membership, warrant and the rules that decided.
pub fn listing(engine: &Engine) -> String {
    let mut lines: BTreeMap<String, (usize, Crc)> = BTreeMap::new();
    let mut texts: HashMap<Quick, String> = HashMap::new();
    for person in engine.person_ids() {
        for destination in engine.destination_ids() {
            let mut said = String::new();
            let mut stretches = 0;
            for stretch in engine.quick_stretches(person, destination, Presence::Visit) {
                let answer = texts.entry(stretch.quick).or_insert_with(|| text(engine, stretch.quick));
                let _ = writeln!(said, "{} {answer}", stretch.from.map_or_else(String::new, |day| day.to_string()));
                stretches += 1;
            }
            let person = &engine.person_of(person).unwrap().id;
            let destination = &engine.destination_of(destination).unwrap().id;
            for (line, other) in [(format!("person {person}"), destination), (format!("destination {destination}"), person)] {
                let (count, sum) = lines.entry(line).or_default();
                *count += stretches;
                sum.update(other.as_bytes());
                sum.update(said.as_bytes());
            }
        }
    }
    lines.into_iter().map(|(line, (stretches, sum))| format!("{line}: {stretches} stretches, {:08x}\n", sum.sum())).collect()
}

/// Where the listing of the shipped rules is kept.
pub fn path() -> PathBuf {
    super::root().join("tests/pinned/answers.txt")
}

/// The listing of the shipped rules as it was last written.
pub fn pinned() -> String {
    std::fs::read_to_string(path()).unwrap_or_default()
}

fn text(engine: &Engine, quick: Quick) -> String {
    let reasons = engine.reasons(quick);
    let rules: Vec<String> = reasons.iter().map(|reason| format!("{}/{}", reason.decision, reason.rule.rule)).collect();
    let (verdict, duty, risk, membership, warrant) = said(quick);
    format!("{verdict}, {duty}, {risk}, {membership}, {warrant}: {}", rules.join(" "))
}
