//! What the engine answers at random points, asked directly and not through the tables.

use std::collections::BTreeMap;
use std::fmt::Write;

use icc_arrest_risk::rulebook::Rulebook;
use icc_arrest_risk::{AskError, Assessment, Day, Engine};
use serde_json::{Value, json};

use crate::catalogue::Once;
use crate::tables::labels;

/// The answers for every destination at so many points; every second point asks with what was known on its day.
pub fn of(engine: &Engine, points: usize) -> Result<Value, Box<dyn std::error::Error>> {
    let rulebook = engine.rulebook();
    let persons: Vec<&str> = rulebook.persons().map(|person| person.id.as_str()).collect();
    let mut dice = Dice(20_020_701);
    let points: Vec<(&str, Day, bool)> =
        (0..points).map(|place| (persons[dice.throw(persons.len())], dice.day(rulebook), place % 2 == 1)).collect();
    let halves: Vec<&[(&str, Day, bool)]> = points.chunks(points.len().div_ceil(2).max(1)).collect();
    let answers: Vec<Result<Vec<Asked>, AskError>> = std::thread::scope(|scope| {
        let workers: Vec<_> = halves
            .iter()
            .map(|half| scope.spawn(|| half.iter().map(|(person, on, then)| ask(engine, person, *on, *then)).collect()))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| Ok(Vec::new()))).collect()
    });
    let mut texts = Once::new();
    let mut told = Vec::new();
    for asked in answers.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
        let answers: BTreeMap<String, usize> = asked.answers.into_iter().map(|(id, text)| (id, texts.place(text))).collect();
        told.push(
            json!({ "person": asked.person, "on": asked.on, "known": if asked.then { "then" } else { "today" }, "answers": answers }),
        );
    }
    Ok(json!({ "points": told, "texts": texts.list() }))
}

struct Asked {
    person: String,
    on: Day,
    then: bool,
    answers: Vec<(String, String)>,
}

fn ask(engine: &Engine, person: &str, on: Day, then: bool) -> Result<Asked, AskError> {
    let known = then.then(|| engine.known_at(on));
    let engine = known.as_ref().unwrap_or(engine);
    let answer = |id: &String| engine.assess(person, id, on).map(|answer| (id.clone(), text(&answer, !then)));
    let ids: Vec<String> = engine.rulebook().destinations().map(|named| named.id.clone()).collect();
    Ok(Asked { person: person.to_owned(), on, then, answers: ids.iter().map(answer).collect::<Result<_, _>>()? })
}

/// All that the page shows of an answer, in a form that it can write as well. How long the verdict lasts is told for today's
/// knowledge alone: an engine of an earlier day cannot know it.
fn text(answer: &Assessment<'_>, lasts: bool) -> String {
    let strongest = answer.strongest().report();
    let mut text = format!(
        "verdict {}; duty {}; risk {}; membership {}; warrant {}; strongest {}",
        labels(&answer.verdict()).join("|"),
        labels(&answer.duty()).join("|"),
        labels(&answer.risk()).join("|"),
        labels(&answer.membership()).join("|"),
        labels(&answer.warrant()).join("|"),
        strongest.warrant.as_deref().unwrap_or("-")
    );
    for reason in answer.reasons() {
        let _ = write!(text, "; reason {}/{}", reason.decision, reason.rule.rule);
    }
    for objection in &strongest.objections {
        let _ = write!(text, "; objection {}:{}:{}", objection.objection, objection.standing, objection.rule);
    }
    for value in strongest.values.iter().filter(|value| value.used) {
        let _ = write!(text, "; {}={}", value.attribute.name(), value.value.join("|"));
        for fact in &value.facts {
            let sources: Vec<&str> = fact.sources.iter().map(|source| source.id.as_str()).collect();
            let _ = write!(text, " [{} {} {} {} {}]", fact.owner.id, fact.what, fact.on, fact.known, sources.join(","));
        }
    }
    for unknown in answer.report().unknown {
        let _ = write!(text, "; unknown {unknown}");
    }
    if lasts {
        let day = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
        let lifetime = answer.verdict_lifetime();
        let _ = write!(text, "; verdict from {} until {}", day(lifetime.from), day(lifetime.until));
    }
    text
}

/// The same throws on every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }

    /// Any day, or one on which something became known, or a day beside it.
    fn day(&mut self, rulebook: &Rulebook) -> Day {
        let first = Day::new(2002, 7, 1).unwrap_or(Day::MIN);
        let any = |days: usize| first.plus_days(u32::try_from(days).unwrap_or_default()).unwrap_or(first);
        let facts = rulebook.facts();
        match self.throw(2) {
            0 => any(self.throw(9200)),
            _ => {
                let known = facts[self.throw(facts.len())].known();
                match self.throw(3) {
                    0 => known.previous().unwrap_or(known),
                    1 => known,
                    _ => known.next().unwrap_or(known),
                }
            }
        }
    }
}
