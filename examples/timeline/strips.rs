//! What a picture shows: a strip of verdicts for each row, and dated events.

use std::collections::BTreeSet;
use std::error::Error;

use icc_arrest_risk::rulebook::Named;
use icc_arrest_risk::vocabulary::{Label, Presence, Term, Verdict, Warrant};
use icc_arrest_risk::{Day, Engine, Finding, Language, Question};

use crate::words::{fill, word};

/// Everything that is drawn, in the language of the reader.
#[derive(Debug)]
pub struct Picture {
    pub language: Language,
    pub title: String,
    pub subtitle: String,
    pub foot: String,
    /// The first day drawn.
    pub from: Day,
    /// The last day drawn.
    pub until: Day,
    /// The last day that the facts cover.
    pub as_of: Day,
    pub rows: Vec<Row>,
    /// Events of every row, where there are several.
    pub shared: BTreeSet<Event>,
}

/// A person or a destination.
#[derive(Debug)]
pub struct Row {
    pub name: String,
    /// In order of time; the first begins with the picture.
    pub strips: Vec<Strip>,
    pub events: BTreeSet<Event>,
}

/// Days with one verdict, both inclusive.
#[derive(Debug)]
pub struct Strip {
    pub from: Day,
    pub until: Day,
    pub verdict: Finding<Verdict>,
}

/// What happened on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    pub day: Day,
    /// In a few words; empty where the strips say it all.
    pub told: String,
}

/// What is asked for: one person at several destinations, or several persons at one destination.
#[derive(Debug)]
pub struct Asked {
    pub persons: Vec<String>,
    pub destinations: Vec<String>,
    pub presence: Presence,
    /// Each day as known on that day.
    pub diagonal: bool,
    pub language: Language,
    pub from: Option<Day>,
    pub until: Option<Day>,
}

/// Days of equal answers.
struct Stretch {
    from: Option<Day>,
    verdict: Finding<Verdict>,
    membership: Finding<Label>,
    warrant: Finding<Warrant>,
    /// The first attribute that changed at its beginning, and its value from then on.
    changed: Option<(String, String)>,
}

/// Asks the engine.
pub fn picture(engine: &Engine, asked: &Asked) -> Result<Picture, Box<dyn Error>> {
    let as_of = engine.rulebook().as_of();
    let pairs: Vec<(&String, &String)> =
        asked.persons.iter().flat_map(|person| asked.destinations.iter().map(move |destination| (person, destination))).collect();
    let mut found: Vec<(&Named, &Named, Vec<Stretch>)> = Vec::new();
    for (person, destination) in pairs {
        let named = engine.ask(&Question::new(person, destination, as_of))?;
        if found.iter().any(|(person, destination, _)| (&person.id, &destination.id) == (&named.person().id, &named.destination().id)) {
            return Err(format!("{} in {} is given twice", named.person().name, named.destination().name).into());
        }
        found.push((named.person(), named.destination(), stretches(engine, person, destination, asked)?));
    }
    let until = asked.until.unwrap_or(as_of);
    let from = asked.from.unwrap_or_else(|| beginning(found.iter().flat_map(|(.., stretches)| stretches), until));
    if from >= until {
        return Err(format!("the picture would end on {until}, before it begins on {from}; --from and --until say otherwise").into());
    }
    let language = asked.language;
    let several_persons = asked.persons.len() > 1;
    let row = |(person, destination, stretches): &(&Named, &Named, Vec<Stretch>)| Row {
        name: name(if several_persons { person } else { destination }, language),
        strips: strips(stretches, from, until),
        events: stretches
            .windows(2)
            .filter_map(|pair| event(&pair[0], &pair[1], language))
            .filter(|e| from < e.day && e.day <= until)
            .collect(),
    };
    let mut rows: Vec<Row> = found.iter().map(row).collect();
    let mut shared: BTreeSet<Event> = rows.first().map(|row| row.events.clone()).unwrap_or_default();
    rows.iter().for_each(|row| shared.retain(|event| row.events.contains(event)));
    rows.iter_mut().for_each(|row| row.events.retain(|event| !shared.contains(event)));
    let (person, destination) =
        found.first().map(|(person, destination, _)| (name(person, language), name(destination, language))).unwrap_or_default();
    let title = if several_persons { "whom" } else { "where" };
    let day = |day: Day| isolated(&day.to_string(), language);
    let presence = language.word("presence", asked.presence.label()).unwrap_or_default();
    let subtitle = if asked.diagonal { "then" } else { "today" };
    Ok(Picture {
        language,
        title: fill(word(language, title), &[("person", &person), ("destination", &destination)]),
        subtitle: fill(word(language, subtitle), &[("presence", presence), ("as_of", &day(as_of))]),
        foot: fill(word(language, "foot"), &[("version", &isolated(engine.rulebook().facts_version(), language))]),
        from,
        until,
        as_of,
        rows,
        shared,
    })
}

/// A run from left to right in a text from right to left.
pub fn isolated(text: &str, language: Language) -> String {
    if language.is_right_to_left() { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

fn name(named: &Named, language: Language) -> String {
    match language {
        Language::En => named.name.clone(),
        _ => named.names.get(language.tag()).cloned().unwrap_or_else(|| isolated(&named.name, language)),
    }
}

fn stretches(engine: &Engine, person: &str, destination: &str, asked: &Asked) -> Result<Vec<Stretch>, Box<dyn Error>> {
    if asked.diagonal {
        let of = |then: icc_arrest_risk::KnownThen| {
            let (from, answer) = (then.days.from, then.answer);
            Stretch { from, verdict: answer.verdict, membership: answer.membership, warrant: answer.warrant, changed: None }
        };
        return Ok(engine.diagonal(person, destination, asked.presence)?.into_iter().map(of).collect());
    }
    let of = |answer: icc_arrest_risk::Assessment<'_>| {
        let begins = answer.report().lifetime;
        // That a warrant goes out with a request to all is no event of its own, and what only rests on another fact is none.
        let told = begins.begins_with.into_iter().find(|change| change.attribute != "request" && change.before != change.after);
        Stretch {
            from: begins.from,
            verdict: answer.verdict(),
            membership: answer.membership(),
            warrant: answer.warrant(),
            changed: told.map(|change| (change.attribute, change.after)),
        }
    };
    Ok(engine.timeline(person, destination, asked.presence)?.into_iter().map(of).collect())
}

/// Where a picture begins by itself: a year before the one in which any verdict is more than that there is no warrant.
fn beginning<'s>(stretches: impl Iterator<Item = &'s Stretch>, until: Day) -> Day {
    let begun = stretches.filter(|stretch| stretch.verdict != Verdict::NoWarrant).map(|stretch| stretch.from.unwrap_or(Day::MIN)).min();
    let year = begun.filter(|day| *day < until).map_or(until.year() - 10, |day| day.year() - 1);
    Day::new(year, 1, 1).unwrap_or(Day::MIN)
}

fn strips(stretches: &[Stretch], from: Day, until: Day) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    for (place, stretch) in stretches.iter().enumerate() {
        let begins = stretch.from.unwrap_or(Day::MIN).max(from);
        let ends = stretches.get(place + 1).and_then(|next| next.from?.previous()).unwrap_or(Day::MAX).min(until);
        match strips.last_mut() {
            _ if begins > ends => {}
            Some(last) if last.verdict == stretch.verdict => last.until = ends,
            _ => strips.push(Strip { from: begins, until: ends, verdict: stretch.verdict.clone() }),
        }
    }
    strips
}

/// What happened between two stretches, if it is worth a label: something about the warrant or the membership, or whatever turned the
/// verdict.
fn event(before: &Stretch, after: &Stretch, language: Language) -> Option<Event> {
    let mut told = Vec::new();
    if before.warrant != after.warrant {
        told.push(warrant(&before.warrant, &after.warrant, language));
    }
    if before.membership != after.membership {
        told.push(membership(&before.membership, &after.membership, language));
    }
    if told.is_empty() && before.verdict == after.verdict {
        return None;
    }
    if told.is_empty()
        && let Some((attribute, value)) = &after.changed
    {
        let or = language.word("text", "or").unwrap_or_default();
        let values: Vec<&str> = value.split(" or ").map(|value| language.word(attribute, value).unwrap_or(value)).collect();
        told.push(format!("{}: {}", language.word("attribute", attribute).unwrap_or(attribute), values.join(or)));
    }
    Some(Event { day: after.from?, told: told.join(language.word("text", "comma")?) })
}

/// A verdict as a reader sees it.
pub fn verdict(verdict: &Finding<Verdict>, language: Language) -> String {
    let told = values("verdict", verdict, language);
    match verdict.settled() {
        Some(_) => told,
        None => format!("{}: {told}", language.word("verdict", "several").unwrap_or_default()),
    }
}

/// The values that are possible.
fn values<T: Term>(kind: &str, finding: &Finding<T>, language: Language) -> String {
    let words = finding.possible().iter().map(|value| language.word(kind, value.label()).unwrap_or(value.label()));
    words.collect::<Vec<_>>().join(language.word("text", "or").unwrap_or_default())
}

fn warrant(before: &Finding<Warrant>, after: &Finding<Warrant>, language: Language) -> String {
    let fact = match (before, after) {
        (_, Finding::Is(Warrant::Requested)) => "application-public",
        (Finding::Is(Warrant::Sealed), Finding::Is(Warrant::Outstanding)) => "unsealed",
        (Finding::Is(Warrant::Arrested | Warrant::Surrendered), Finding::Is(Warrant::Outstanding | Warrant::Sealed)) => "released",
        (_, Finding::Is(Warrant::Sealed)) => {
            let word = |kind, value| language.word(kind, value).unwrap_or(value);
            return format!("{} ({})", word("fact", "issued"), word("part", "under seal"));
        }
        (_, Finding::Is(Warrant::Outstanding)) => "issued",
        (_, Finding::Is(Warrant::Arrested)) => "arrested",
        (_, Finding::Is(Warrant::Surrendered)) => "surrendered",
        _ => return format!("{}: {}", language.word("term", "warrant").unwrap_or_default(), values("warrant", after, language)),
    };
    language.word("fact", fact).unwrap_or(fact).to_owned()
}

fn membership(before: &Finding<Label>, after: &Finding<Label>, language: Language) -> String {
    let fact = match (before, after) {
        (_, Finding::Is(Label::Signatory)) => "signed",
        (_, Finding::Is(Label::SignatoryRenounced)) => "signature-renounced",
        (_, Finding::Is(Label::Ratifying)) => "consented",
        (_, Finding::Is(Label::Deposited)) => "deposited",
        (Finding::Is(Label::Withdrawing), Finding::Is(Label::Party)) => "withdrawal-revoked",
        (_, Finding::Is(Label::Party)) => return word(language, "party").to_owned(),
        (_, Finding::Is(Label::Withdrawing)) => "withdrawal-notified",
        (_, Finding::Is(Label::FormerParty)) => return word(language, "exit").to_owned(),
        (_, Finding::Is(Label::Excluded)) => "excluded",
        _ => return values("membership", after, language),
    };
    language.word("fact", fact).unwrap_or(fact).to_owned()
}
