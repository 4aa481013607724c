//! Between two engines, two days, two ways in which a fact can have gone: what differs is told, and nothing else is.

mod support;

use std::collections::BTreeSet;

use icc_arrest_risk::vocabulary::{Attribute, Presence, Verdict};
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, Overlay, PersonId, Question};
use support::answers::Said;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn unknown(engine: &Engine, person: &str, destination: &str, on: &str) -> Vec<String> {
    engine.brief(&Question::new(person, destination, day(on))).unwrap().unknown()
}

fn said(engine: &Engine, person: PersonId, destination: DestinationId, on: Day) -> Said {
    support::answers::said(engine.quick(person, destination, on, Presence::Visit))
}

/// The first days of the stretches of a pair in either engine.
fn edges(one: &Engine, other: &Engine, person: PersonId, destination: DestinationId) -> BTreeSet<Day> {
    let of = |engine: &Engine| engine.quick_stretches(person, destination, Presence::Visit).collect::<Vec<_>>();
    of(one).into_iter().chain(of(other)).map(|stretch| stretch.from.unwrap_or(Day::MIN)).collect()
}

/// What a difference tells is every day of every pair on which the answers differ; returns how many pairs there are.
fn differences_are_whole(overlay: &str) -> usize {
    let after = Overlay::read("overlay", overlay).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
    differences_between(Engine::embedded(), &after)
}

fn differences_between(before: &Engine, after: &Engine) -> usize {
    let told = before.diff(after);
    let mut pairs = BTreeSet::new();
    for person in before.person_ids() {
        for destination in before.destination_ids() {
            let (who, place) = (&before.person_of(person).unwrap().id, &before.destination_of(destination).unwrap().id);
            let here: Vec<_> = told.iter().filter(|told| told.person.id == *who && told.destination.id == *place).collect();
            for pair in here.windows(2) {
                let joint = pair[0].days.until.and_then(Day::next) == pair[1].days.from;
                assert!(!joint || (&pair[0].before, &pair[0].after) != (&pair[1].before, &pair[1].after), "{who} in {place}: told in two");
            }
            for on in edges(before, after, person, destination) {
                let differs = said(before, person, destination, on) != said(after, person, destination, on);
                let covers = |from: Option<Day>, until: Option<Day>| from.is_none_or(|day| day <= on) && until.is_none_or(|day| on <= day);
                let covering: Vec<_> = here.iter().filter(|told| covers(told.days.from, told.days.until)).collect();
                assert_eq!(covering.len(), usize::from(differs), "{who} in {place} on {on}");
                for told in covering {
                    let (old, new) = (told.before.as_ref().unwrap(), told.after.as_ref().unwrap());
                    let of = |side: &icc_arrest_risk::Side| {
                        (side.verdict.clone(), side.duty.clone(), side.risk.clone(), side.membership.clone(), side.warrant.clone())
                    };
                    let sides = [(old, before), (new, after)].map(|(side, engine)| (of(side), said(engine, person, destination, on)));
                    for ((verdict, duty, risk, membership, warrant), quick) in sides {
                        assert!(quick.0 == verdict && quick.1 == duty && quick.2 == risk && quick.3 == membership && quick.4 == warrant);
                    }
                    assert!(!old.reasons.is_empty() && !new.reasons.is_empty());
                    assert!(told.sides().contains(&format!("- {old}")) && told.sides().contains(&format!("+ {new}")), "{told}");
                    assert_eq!(
                        told.to_string(),
                        format!("{} in {}, {}{}", told.person.name, told.destination.name, told.days, told.sides())
                    );
                    assert!(old.to_string().starts_with(&old.verdict.to_string()), "{old}");
                    pairs.insert((who.clone(), place.clone()));
                }
            }
        }
    }
    assert_eq!(pairs.len(), told.iter().map(|told| (&told.person.id, &told.destination.id)).collect::<BTreeSet<_>>().len());
    pairs.len()
}

#[test]
fn an_office_a_warrant_a_situation_and_a_state_each_change_what_hangs_on_them() {
    let office = "[persons.lvova-belova]\nevents = [{ on = 2020-01-01, what = \"took-office\", office = \"foreign-minister\" }]\n";
    assert!(differences_are_whole(office) > 100);
    let warrant = "[persons.lvova-belova.warrants.2023]\nevents = [{ on = 2024-01-01, what = \"withdrawn\" }]\n";
    assert!(differences_are_whole(warrant) > 100);
    let situation =
        "[situations.ukraine]\nevents = [{ on = 2024-01-01, what = \"council-referral\", resolution = \"none\", binds = [\"CN\"] }]\n";
    assert!(differences_are_whole(situation) > 1);
    let state = "[states.KZ]\nevents = [{ on = 2020-01-01, what = \"deposited\", by = \"ratification\" }]\n";
    assert!(differences_are_whole(state) > 40);
}

#[test]
fn a_state_changes_its_territories_and_its_own_nationals_everywhere() {
    // Greenland is answered for by Denmark; Russia's president has no immunity toward parties once Russia is one.
    assert!(differences_are_whole("[states.DK]\nevents = [{ on = 2024-01-01, what = \"refused\", person = \"putin\" }]\n") >= 2);
    // A territory by itself changes nothing for the state that answers for it.
    let territory = "[territories.GL]\nevents = [{ on = 2024-01-01, what = \"excluded\" }]\n";
    assert!(differences_are_whole(territory) > 20);
    let sending = "[states.RU]\nevents = [{ on = 2018-01-01, what = \"deposited\", by = \"ratification\" }]\n";
    assert!(differences_are_whole(sending) > 40);
}

#[test]
fn a_rule_and_a_ruling_change_everybody_on_whom_they_bear() {
    let rule = "[law.risk.rule.duty]\nretract = true\n\n[law.risk.rule.duty-of-old]\nwhen = { verdict = \"enforceable\", stance = \"silent\", \
                office = \"none\", record = [\"none\", \"both\"] }\nthen = \"low\"\nlaw = [\"none\"]\nbecause = \"Supposed.\"\n";
    assert!(differences_are_whole(rule) > 1_000);
    // Supposed to have been given before the first warrant against Sudan's president: a ruling says what the law was all along, so it makes
    // a difference to whoever knew of none.
    let ruling = "[rulings.supposed]\nname = \"Supposed\"\nchamber = \"Appeals Chamber\"\non = 2008-01-01\nheld = { council-bound = \"rejected\" }\n";
    let after = Overlay::read("overlay", ruling).run(&Draft::embedded()).unwrap();
    assert_eq!(Engine::embedded().diff(&after), []);
    let then = day("2010-06-01");
    assert!(differences_between(&Engine::embedded().known_at(then), &after.known_at(then)) > 10);
}

/// Of the reasons on either side the first that the other does not share is shown, so that a reader sees what makes the difference.
#[test]
fn either_side_shows_the_reason_that_the_other_lacks() {
    let text = "[states.KZ]\nevents = [{ on = 2020-01-01, what = \"deposited\", by = \"ratification\" }]\n";
    let after = Overlay::read("overlay", text).run(&Draft::embedded()).unwrap();
    let mut apart = 0;
    for told in Engine::embedded().diff(&after) {
        let (old, new) = (told.before.as_ref().unwrap(), told.after.as_ref().unwrap());
        let sides = told.sides();
        for (side, other) in [(old, new), (new, old)] {
            let Some(place) = side.reasons.iter().position(|reason| !other.reasons.contains(reason)) else { continue };
            assert!(sides.contains(&format!("      {}", side.reasons[place])), "{told}");
            apart += usize::from(place > 0);
        }
    }
    assert!(apart > 0, "the first reason always differs");
}

#[test]
fn who_is_in_one_rulebook_alone_differs_on_every_day() {
    let person = "[persons.zed]\nname = \"Zed\"\nnationality = [\"KG\"]\n";
    let after = Overlay::read("overlay", person).run(&Draft::embedded()).unwrap();
    let told = Engine::embedded().diff(&after);
    let mut places: Vec<&str> = told.iter().map(|told| told.destination.id.as_str()).collect();
    places.dedup();
    assert_eq!(places.len(), after.destination_ids().count());
    for place in places {
        let here: Vec<_> = told.iter().filter(|told| told.destination.id == place).collect();
        assert_eq!((here[0].days.from, here[here.len() - 1].days.until), (None, None), "{place}");
        for pair in here.windows(2) {
            assert_eq!(pair[0].days.until.and_then(Day::next), pair[1].days.from, "{place}");
        }
        for told in here {
            assert_eq!(told.person.id, "zed");
            assert!(told.before.is_none() && told.after.as_ref().is_some_and(|side| side.verdict == Verdict::NoWarrant));
            assert!(told.is_substantial() && told.to_string().contains("- not in the rulebook"), "{told}");
        }
    }
    let back = after.diff(Engine::embedded());
    assert!(back.iter().zip(&told).all(|(back, told)| back.before == told.after && back.after.is_none() && back.days == told.days));
}

/// As known on two days between which nothing became known that bears on a pair, its answers are the same.
#[test]
fn from_one_day_of_knowledge_to_the_next_nothing_changes() {
    let engine = Engine::embedded();
    let all: BTreeSet<Day> = engine.rulebook().facts().iter().map(|fact| fact.known()).collect();
    for (person, destination) in [("putin", "MN"), ("al-bashir", "GL"), ("kony", "UG")] {
        let bearing: BTreeSet<Day> = engine.days_of_knowledge(person, destination).unwrap().into_iter().collect();
        assert!(bearing.len() > 4 && bearing.len() < all.len() / 3, "{person}: {} of {}", bearing.len(), all.len());
        let stretches = |day: &Day| {
            let known = engine.known_at(*day);
            let (person, destination) = (known.person_id(person).unwrap(), known.destination_id(destination).unwrap());
            let stretches = known.quick_stretches(person, destination, Presence::Visit);
            stretches.map(|stretch| (stretch.from, support::answers::said(stretch.quick))).collect::<Vec<_>>()
        };
        // The last day that bears on the pair, with what was known on it.
        let mut since = None;
        for day in all.iter().step_by(3).chain(&bearing).collect::<BTreeSet<_>>() {
            let now = stretches(day);
            if bearing.contains(day) {
                since = Some((*day, now));
            } else if let Some((since, then)) = &since {
                assert_eq!(now, *then, "{person} in {destination}, as known on {day} and {since}");
            }
        }
    }
}

const WORLD: &str = r#"
base = "law"

[states.AA]
name = "A party"
events = [{ on = 2001-01-01, what = "deposited", by = "ratification", known = 2001-01-02 }]

[territories.TT]
name = "Its territory"
of = "AA"
events = [{ on = 2001-01-01, what = "excluded", known = 2001-01-03 }]

[states.BB]
name = "A state with a president"

[states.CC]
name = "Another state"
events = [{ on = 2001-01-01, what = "deposited", by = "ratification", known = 2001-01-04 }]

[situations.s]
name = "A situation"
events = [
  { on = 2005-01-01, what = "investigation-opened", known = 2005-01-02 },
  { on = 2005-06-01, what = "investigation-closed", known = 2005-06-02 },
]

[situations.t]
name = "Another situation"
events = [{ on = 2006-01-01, what = "investigation-opened", known = 2006-01-02 }]

[rulings.on-immunity]
name = "A ruling on immunity"
chamber = "A chamber"
on = 2014-01-01
held = { third = "rejected" }

[rulings.on-delay]
name = "A ruling on something else"
chamber = "A chamber"
on = 2015-01-01
held = {}

[persons.p]
name = "A president"
nationality = ["BB"]
events = [{ on = 2007-01-01, what = "took-office", office = "head-of-state", known = 2007-01-02 }]

[persons.p.warrants.w]
situation = "s"
offence = "core"
events = [
  { on = 2008-01-01, what = "application-public", known = 2008-01-02 },
  { on = 2009-01-01, what = "issued", known = 2009-01-02 },
]

[persons.q]
name = "Another person"
nationality = ["CC"]
events = [{ on = 2010-01-01, what = "took-office", office = "foreign-minister", known = 2010-01-02 }]

[persons.q.warrants.w]
situation = "t"
offence = "core"
events = [
  { on = 2011-01-01, what = "issued", known = 2011-01-02 },
  { on = 2012-01-01, what = "arrested", by = "AA", known = 2012-01-02 },
  { on = 2013-01-01, what = "released", known = 2013-01-02 },
]
"#;

#[test]
fn what_bears_on_a_pair_is_its_own_and_what_its_state_has_done() {
    let engine = Overlay::read("world", WORLD).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
    let of = |person: &str, destination: &str| -> Vec<String> {
        let days = engine.days_of_knowledge(person, destination).unwrap();
        assert!(days.is_sorted());
        assert!(
            days.contains(&day("2014-01-01")) && !days.contains(&day("2015-01-01")),
            "rulings on immunity bear on everybody, others on nobody"
        );
        let days = days.into_iter().map(|day| day.to_string());
        // The rulings bear on everybody; they come with the law.
        days.filter(|day| WORLD.contains(&format!("known = {day}"))).collect()
    };
    // The own record of the state includes the arrest of another; the release is that person's alone. That an investigation was closed is for
    // the record.
    assert_eq!(of("p", "AA"), ["2001-01-02", "2005-01-02", "2007-01-02", "2008-01-02", "2009-01-02", "2012-01-02"]);
    assert_eq!(of("p", "TT"), ["2001-01-02", "2001-01-03", "2005-01-02", "2007-01-02", "2008-01-02", "2009-01-02", "2012-01-02"]);
    assert_eq!(of("p", "CC"), ["2001-01-04", "2005-01-02", "2007-01-02", "2008-01-02", "2009-01-02"]);
    assert_eq!(of("q", "BB"), ["2001-01-04", "2006-01-02", "2010-01-02", "2011-01-02", "2012-01-02", "2013-01-02"]);
}

#[test]
fn the_facts_behind_a_value_are_those_that_brought_it_about() {
    let engine = Engine::embedded();
    let brief = engine.brief(&Question::new("putin", "MN", day("2024-09-03"))).unwrap();
    let behind = |attribute: Attribute| -> Vec<&str> {
        brief.facts_behind(attribute).iter().map(|place| engine.rulebook().facts()[*place].label()).collect()
    };
    assert_eq!(behind(Attribute::Warrant), ["issued"]);
    assert_eq!(behind(Attribute::Office), ["took-office (head-of-state)"]);
    assert!(behind(Attribute::Membership).iter().any(|label| label.starts_with("deposited")));
    assert_eq!(behind(Attribute::Agreement), [""; 0]);
}

#[test]
fn the_days_of_change_are_those_of_the_pair() {
    let engine = Engine::embedded();
    let days = engine.days_of_change("putin", "MN").unwrap();
    assert!(days.is_sorted());
    for stretch in engine.quick_stretches(engine.person_id("putin").unwrap(), engine.destination_id("MN").unwrap(), Presence::Visit) {
        assert!(stretch.from.is_none_or(|from| days.contains(&from)), "{:?}", stretch.from);
    }
    assert!(!days.contains(&day("2010-07-12")), "the second warrant against another person changes nothing here");
}

/// Much may be unknown that cannot matter to a question, and then it does not make its answer open.
#[test]
fn what_concerns_others_leaves_an_answer_settled() {
    // Six offices that may have been held, which since 2019 make no difference to the verdict, and beside them seven things that concern
    // others: together twice as many ways as are looked at.
    let mut offices = String::new();
    for (office, (took, left)) in ["head-of-government", "foreign-minister", "other-immunity"].into_iter().zip([(1, 2), (3, 4), (5, 6)]) {
        offices += &format!("{{ on = 2014-{took:02}-01, what = \"took-office\", office = \"{office}\", certain = false }},\n");
        offices += &format!("{{ on = 2014-{left:02}-01, what = \"left-office\", office = \"{office}\", certain = false }},\n");
    }
    let person = "[persons.p]\nname = \"A president\"\nnationality = [\"BB\"]\nevents = [";
    let destination = "[states.AA]\nname = \"A party\"\nevents = [";
    let situation = "[situations.s]\nname = \"A situation\"\nevents = [";
    let warrant = "  { on = 2009-01-01, what = \"issued\", known = 2009-01-02 },\n";
    for (head, event) in [
        (destination, "what = \"agreement\", with = \"XX\""),
        (destination, "what = \"pledged\", person = \"q\""),
        (situation, "what = \"accepted\", by = \"XX\", period = \"always\""),
        (warrant, "what = \"requested\", of = \"XX\""),
        (warrant, "what = \"postponed\", by = \"XX\""),
    ] {
        let mut text = WORLD.replace(person, &format!("{person}{offices}"));
        let mut events = String::new();
        for (n, x) in (1..=7).zip('A'..) {
            text += &format!("[states.X{x}]\nname = \"State {x}\"\n");
            let event = event.replace("XX", &format!("X{x}"));
            events += &format!("{{ on = 2015-01-{n:02}, {event}, certain = false }},\n");
        }
        let text = text.replace(head, &format!("{head}{events}"));
        let engine = Overlay::read("world", text).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
        let on = day("2020-01-01");
        assert_eq!(engine.assess("p", "AA", on).unwrap().verdict(), Verdict::Enforceable, "{event}");
        let (person, destination) = (engine.person_id("p").unwrap(), engine.destination_id("AA").unwrap());
        assert_eq!(engine.quick(person, destination, on, Presence::Visit).verdict(), Verdict::Enforceable, "{event}");
    }
}

/// A decision of one's own can hang on what no built-in decision asks for; then that is what is not known.
#[test]
fn what_only_an_own_decision_turns_on_is_named_as_unknown() {
    let text = r#"
        [law.own]
        asks = "Is the office settled?"
        conclusions = ["no", "yes"]

        [law.own.rule.none]
        when = { office = "none" }
        then = "no"
        law = ["none"]
        because = "No office."

        [law.own.rule.some]
        when = { office = ["head-of-state", "head-of-government", "foreign-minister", "other-immunity"] }
        then = "yes"
        law = ["none"]
        because = "An office."

        [persons.kony]
        events = [{ on = 2020-01-01, what = "unknown", attribute = "office", among = ["none", "foreign-minister"] }]
    "#;
    let base = Draft::embedded();
    let engine = Engine::new(base.with(&Overlay::read("own", text)).check().unwrap());
    // A non-party: no built-in decision asks about the office.
    let answer = engine.assess("kony", "CN", day("2021-01-01")).unwrap();
    assert!(answer.verdict() == Verdict::NotEnforceable && answer.risk().settled().is_some());
    assert_eq!(answer.decision("own").unwrap().possible(), ["no", "yes"]);
    assert_eq!(unknown(&engine, "kony", "CN", "2021-01-01").len(), 1);
    let before = engine.assess("kony", "CN", day("2019-01-01")).unwrap();
    assert_eq!(before.decision("own").unwrap().possible(), ["no"]);
    assert_eq!(unknown(&engine, "kony", "CN", "2019-01-01"), [""; 0]);
}

#[test]
fn a_question_reads_as_it_stands_in_a_file() {
    let question = Question::new("Putin", "KG", day("2023-10-12"));
    let text = "{ person = \"Putin\", destination = \"KG\", on = 2023-10-12, presence = \"visit\" }";
    assert_eq!((question.to_string(), format!("{question:?}")), (text.to_owned(), text.to_owned()));
}
