//! The answers as tables to read, or as a CSV.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;

use icc_arrest_risk::vocabulary::{Presence, Risk, Term, Verdict};
use icc_arrest_risk::{Engine, Finding};

use crate::answers::{Answered, Clock};
use crate::record::{Known, Outcome, Record};
use crate::tally::{self, Tally};

/// The width of the printed text, in characters.
const WIDTH: usize = 100;

/// Everything, to read.
pub fn text(engine: &Engine, record: &Record, answered: &[Answered<'_>], mut out: impl Write) -> Result<(), Box<dyn Error>> {
    chosen(record, answered, &mut out)?;

    writeln!(out, "\nVerdict as known on the eve")?;
    verdicts(answered, Clock::Eve, &mut out)?;
    writeln!(out, "\nVerdict with today's knowledge")?;
    verdicts(answered, Clock::Today, &mut out)?;

    writeln!(out, "\nRisk as known on the eve, where a warrant was public")?;
    levels(answered, Clock::Eve, &mut out)?;
    writeln!(out, "\nRisk with today's knowledge, of the same journeys")?;
    levels(answered, Clock::Today, &mut out)?;
    sealed(answered, &mut out)?;

    writeln!(out, "\nEnforceable, and nothing happened")?;
    passed(engine, answered, &mut out)?;
    writeln!(out, "\nArrests that were not foreseen (not enforceable, or risk below moderate, as known on the eve)")?;
    surprises(answered, &mut out)?;
    Ok(())
}

/// A row a journey.
pub fn csv(answered: &[Answered<'_>], out: impl Write) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "frame",
        "person",
        "destination",
        "date",
        "presence",
        "home",
        "warrant",
        "outcome",
        "verdict_then",
        "risk_then",
        "verdict_now",
        "risk_now",
        "finding",
        "sources",
        "note",
    ])?;
    for one in answered {
        let trip = one.trip;
        writer.write_record([
            one.frame,
            &trip.person,
            &trip.destination,
            &trip.on.to_string(),
            trip.presence.label(),
            if one.now.home { "yes" } else { "no" },
            &trip.warrant.to_string(),
            &trip.outcome.to_string(),
            &word(&one.then.verdict),
            &word(&one.then.risk),
            &word(&one.now.verdict),
            &word(&one.now.risk),
            &trip.finding.join(" "),
            &trip.source.join(" "),
            trip.note.as_deref().unwrap_or_default(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// A finding in few words.
fn word<T: Term>(finding: &Finding<T>) -> String {
    finding.possible().iter().map(|value| value.label()).collect::<Vec<_>>().join(" or ")
}

fn chosen(record: &Record, answered: &[Answered<'_>], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let persons: BTreeSet<&str> = answered.iter().map(|one| one.trip.person.as_str()).collect();
    let made = answered.iter().filter(|one| one.trip.outcome.travelled()).count();
    write!(out, "{} journeys of {} persons", answered.len(), persons.len())?;
    if let [first, .., last] = answered {
        write!(out, ", {} to {}", first.trip.on, last.trip.on)?;
    }
    writeln!(out, ": {made} made, {} called off", answered.len() - made)?;
    for frame in &record.frames {
        paragraph(&format!("  {:>3}  ", frame.trips.len()), &format!("{}: {}", frame.name, frame.chosen), out)?;
    }
    Ok(())
}

/// The rows of a table: a name, the outcomes, and what is said of the row.
fn row(name: &str, tally: &Tally, said: &str, out: &mut impl Write) -> std::io::Result<()> {
    write!(out, "  {name:<16}")?;
    for outcome in Outcome::ALL {
        write!(out, "{:>12}", tally.of(outcome))?;
    }
    writeln!(out, "{said}")
}

fn head(said: &str, out: &mut impl Write) -> std::io::Result<()> {
    write!(out, "  {:<16}", "")?;
    for outcome in Outcome::ALL {
        write!(out, "{outcome:>12}")?;
    }
    writeln!(out, "{said}")
}

fn verdicts(answered: &[Answered<'_>], clock: Clock, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    head("", out)?;
    for (verdict, tally) in tally::by(answered, |one| one.at(clock).verdict.clone()) {
        row(verdict.map_or("undetermined", Term::label), &tally, "", out)?;
    }
    Ok(())
}

fn levels(answered: &[Answered<'_>], clock: Clock, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    head("   arrests, 95 %", out)?;
    let (answerable, apart): (Vec<Answered<'_>>, Vec<Answered<'_>>) = answered.iter().cloned().partition(|one| one.trip.answerable());
    let levels = tally::levels(&answerable, clock);
    for (risk, tally) in &levels {
        let (low, high) = tally::wilson(tally.arrests(), tally.travelled());
        let said = match tally.travelled() < tally::ENOUGH {
            true => format!("   under {}, no claim", tally::ENOUGH),
            false => format!("   {:.0} % ({:.0}–{:.0})", percent(tally), low * 100.0, high * 100.0),
        };
        row(risk.map_or("undetermined", Term::label), tally, &said, out)?;
    }
    writeln!(out)?;
    let said = format!("Shares of arrests among journeys made, where a level has {} or more: {}", tally::ENOUGH, order(&levels));
    paragraph("  ", &said, out)?;
    for one in &apart {
        let (trip, risk) = (one.trip, word(&one.at(clock).risk));
        let place = trip.premises.as_deref().unwrap_or_default();
        let said = format!(
            "Not counted: {} in {}, {}, {}, on premises ({place}) of which the rules answer nothing; the level for the country was {risk}. ",
            one.person, one.destination, trip.on, trip.outcome
        );
        paragraph("  ", &said, out)?;
    }
    if !apart.is_empty() {
        paragraph("  ", &format!("Counted all the same: {}", order(&tally::levels(answered, clock))), out)?;
    }
    Ok(())
}

/// The shares of the levels of which something is claimed, and whether they have the order of the levels.
fn order(levels: &[(Option<Risk>, Tally)]) -> String {
    let shares: Vec<String> = tally::claimed(levels).iter().map(|(risk, tally)| format!("{risk} {:.1} %", percent(tally))).collect();
    let order = match (shares.as_slice(), tally::out_of_order(levels)) {
        ([], _) => return "no level has.".to_owned(),
        ([one], _) => return format!("{one} alone."),
        (_, None) => "in order".to_owned(),
        (_, Some((low, high))) => format!("not in order, {high} has fewer than {low}"),
    };
    let apart = if tally::apart(levels) { "" } else { "; the intervals overlap, so the record does not tell these levels apart" };
    format!("{}: {order}{apart}.", shares.join(", "))
}

fn percent(tally: &Tally) -> f64 {
    100.0 * tally.arrests() as f64 / tally.travelled().max(1) as f64
}

fn sealed(answered: &[Answered<'_>], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut tally = Tally::default();
    answered.iter().filter(|one| one.known() != Known::Warrant).for_each(|one| tally.add(one.trip.outcome));
    let said = format!(
        "No warrant was public on the eve of {} more journeys (under seal, or only applied for), and the level was `none`: no warrant is known. {} of \
         them ended in an arrest, but what is under seal comes to light by the arrest, so that share says nothing.",
        tally.travelled(),
        tally.arrests()
    );
    writeln!(out)?;
    paragraph("  ", &said, out)
}

fn passed(engine: &Engine, answered: &[Answered<'_>], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let book = engine.rulebook();
    for one in answered.iter().filter(|one| one.trip.outcome == Outcome::LetGo) {
        let when = match (one.then.verdict == Verdict::Enforceable, one.now.verdict == Verdict::Enforceable) {
            (true, _) => "as known then",
            (false, true) => "in hindsight alone",
            (false, false) => continue,
        };
        journey(one, &format!("{when}; risk {}", word(&one.then.risk)), out)?;
        for id in &one.trip.finding {
            let ruling = book.rulings().iter().find(|ruling| ruling.id == *id).ok_or_else(|| format!("no ruling `{id}`"))?;
            let on = book.facts().iter().find(|fact| book.owner(fact).id == *id).map(|fact| format!("{}: ", fact.on()));
            paragraph("      ", &format!("{}{}", on.unwrap_or_default(), ruling.name), out)?;
            ruling.note.iter().try_for_each(|note| paragraph("        ", note, out))?;
        }
        if one.trip.finding.is_empty() {
            paragraph("      ", "no finding of the Court", out)?;
        }
    }
    Ok(())
}

fn surprises(answered: &[Answered<'_>], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for one in answered.iter().filter(|one| one.trip.outcome.arrest() && !one.foreseen()) {
        let place = if one.now.home { ", at home" } else { "" };
        journey(one, &format!("{}{place}", one.trip.outcome), out)?;
        let why = match one.known() {
            Known::Nothing => "The warrant was under seal.".to_owned(),
            Known::Application => "Only the application for a warrant was public.".to_owned(),
            Known::Warrant => {
                let because = if one.then.verdict == Verdict::Enforceable { "risk" } else { "verdict" };
                format!("{}, risk {}: {}", word(&one.then.verdict), word(&one.then.risk), one.then.because[because])
            }
        };
        paragraph("      ", &why, out)?;
        one.trip.note.iter().try_for_each(|note| paragraph("      ", note, out))?;
    }
    Ok(())
}

fn journey(one: &Answered<'_>, said: &str, out: &mut impl Write) -> std::io::Result<()> {
    let presence = match one.trip.presence {
        Presence::Visit => String::new(),
        other => format!(" ({other})"),
    };
    writeln!(out, "  {}  {} · {}{presence} · {said}", one.trip.on, one.person, one.destination)
}

/// Text in lines of at most [`WIDTH`] characters, the first after `lead`, the others below it.
fn paragraph(lead: &str, text: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let indent = " ".repeat(lead.chars().count());
    let mut line = lead.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{line}")?;
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    writeln!(out, "{line}")?;
    Ok(())
}
