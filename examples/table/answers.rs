//! The answers over time: each person, each destination, each stretch of days.

use icc_arrest_risk::vocabulary::{Duty, Label, Presence, Risk, Term, Verdict, Warrant};
use icc_arrest_risk::{Day, Engine, PersonId, Quick, QuickStretch, Values};

use crate::table::{Field, Kind, Table, field};

/// What stands for several possible values.
const UNDETERMINED: &str = "undetermined";

/// The answers for one way of being present, by person, destination and day, in the order of their ids.
pub fn of(engine: &Engine, presence: Presence) -> Table {
    let as_of = engine.rulebook().as_of();
    Table {
        name: presence.label(),
        about: format!(
            "What a person faces at a destination on a {}. The stretches of a pair follow each other without a gap or an overlap, so that \
             every day of the years 1 to 9999 lies in exactly one.",
            match presence {
                Presence::Visit => "visit",
                Presence::Transit => "stop in transit",
                _ => "flight over it without a landing",
            }
        ),
        fields: fields(as_of),
        key: &["person", "destination", "from"],
        rows: engine.person_ids().flat_map(|person| of_person(engine, person, presence)).collect(),
    }
}

fn fields(as_of: Day) -> Vec<Field> {
    let possible =
        |what: &str| format!("Every {what} that is possible, weakest first, with a space between two; where it is settled, that one.");
    let ever = "where there is none, the calendar's";
    vec![
        field("person", Kind::Text, "The person's id."),
        field("destination", Kind::Text, "The code of the state or territory."),
        field("from", Kind::Day, format!("The first day of the stretch, at the destination; {ever} first, 0001-01-01.")),
        field("until", Kind::Day, format!("The last day of the stretch, inclusive; {ever} last, 9999-12-31.")),
        field("verdict", words::<Verdict>(), "What the law says, for the strongest of the person's warrants."),
        field("duty", words::<Duty>(), "What the destination owes the Court."),
        field("risk", words::<Risk>(), "What the record suggests, apart from the law; no probability."),
        field("membership", words::<Label>(), "The destination's standing toward the Statute."),
        field("warrant", words::<Warrant>(), "The status of the strongest warrant."),
        field("verdict_possible", Kind::Text, possible("verdict")),
        field("duty_possible", Kind::Text, possible("duty")),
        field("risk_possible", Kind::Text, possible("risk")),
        field("verdict_from", Kind::Day, "The first day of the longer stretch on which the verdict stays the same, whatever else changes."),
        field("verdict_until", Kind::Day, "Its last day, inclusive."),
        field(
            "projection",
            Kind::Bool,
            format!("Whether the stretch lies past {as_of}, the last day that the facts cover: it holds only if nothing new happens."),
        ),
        field(
            "rules",
            Kind::Text,
            "The rules that decided, in order of the decisions, with a space between two; `rules.csv` has what they say. Of an undetermined \
             answer, those of every possible verdict; empty where there were too many possibilities to look at.",
        ),
    ]
}

fn words<T: Term>() -> Kind {
    Kind::OneOf(T::ALL.iter().map(|value| value.label()).chain([UNDETERMINED]).map(str::to_owned).collect())
}

fn of_person(engine: &Engine, person: PersonId, presence: Presence) -> Vec<Vec<String>> {
    let stretches: Vec<QuickStretch> = engine.sweep_person(person, presence).collect();
    let who = engine.person_of(person).map_or("", |named| &named.id);
    stretches.chunk_by(|one, next| one.destination == next.destination).flat_map(|pair| of_pair(engine, who, pair)).collect()
}

fn of_pair(engine: &Engine, who: &str, pair: &[QuickStretch]) -> Vec<Vec<String>> {
    let as_of = engine.rulebook().as_of();
    let mut rows = Vec::new();
    for steady in pair.chunk_by(|one, next| one.quick.verdict() == next.quick.verdict()) {
        let verdict = [first(&steady[0]), last(&steady[steady.len() - 1])];
        // Equal in all that the table tells, if not in what it leaves out.
        for same in steady.chunk_by(|one, next| one.quick == next.quick || told(engine, one.quick) == told(engine, next.quick)) {
            let place = engine.destination_of(same[0].destination).map_or("", |named| &named.id);
            for (from, until) in cut(first(&same[0]), last(&same[same.len() - 1]), as_of) {
                let [found, possible, rules] = told(engine, same[0].quick);
                let mut row = vec![who.to_owned(), place.to_owned(), from.to_string(), until.to_string()];
                row.extend(found);
                row.extend(possible);
                row.extend(verdict.map(|day| day.to_string()));
                row.push((from > as_of).to_string());
                row.extend(rules);
                rows.push(row);
            }
        }
    }
    rows
}

fn first(stretch: &QuickStretch) -> Day {
    stretch.from.unwrap_or(Day::MIN)
}

fn last(stretch: &QuickStretch) -> Day {
    stretch.until.unwrap_or(Day::MAX)
}

/// A stretch in two where it goes on past the last day that the facts cover.
fn cut(from: Day, until: Day, as_of: Day) -> Vec<(Day, Day)> {
    match as_of.next() {
        Some(after) if from <= as_of && as_of < until => vec![(from, as_of), (after, until)],
        _ => vec![(from, until)],
    }
}

/// What is found, what is possible, and the rules behind it.
fn told(engine: &Engine, quick: Quick) -> [Vec<String>; 3] {
    let found = [word(quick.verdict()), word(quick.duty()), word(quick.risk()), word(quick.membership()), word(quick.warrant())];
    let possible = [labels(quick.verdict()), labels(quick.duty()), labels(quick.risk())];
    let rules: Vec<String> = engine.reasons(quick).iter().map(|reason| format!("{}/{}", reason.decision, reason.rule.rule)).collect();
    [found.to_vec(), possible.to_vec(), vec![rules.join(" ")]]
}

fn word<T: Term>(values: Values<T>) -> String {
    values.settled().map_or(UNDETERMINED, Term::label).to_owned()
}

fn labels<T: Term>(values: Values<T>) -> String {
    values.possible().map(Term::label).collect::<Vec<_>>().join(" ")
}
