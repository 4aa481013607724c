//! Arabic beside English: the rules have both, and an answer's text is wholly in one.

use icc_arrest_risk::rulebook::Named;
use icc_arrest_risk::{Draft, Engine, Language, Overlay};

const START: char = '\u{2068}';
const END: char = '\u{2069}';

fn is_arabic(text: &str) -> bool {
    text.chars().any(|letter| ('\u{620}'..='\u{64a}').contains(&letter)) && !text.chars().any(|letter| letter.is_ascii_alphabetic())
}

#[test]
fn every_rule_and_every_assumption_speaks_both_languages() {
    let law = Engine::embedded().rulebook().law();
    let rules = law.decisions.iter().flat_map(|decision| decision.rules.iter().map(move |rule| (&decision.name, &rule.id, &rule.because)));
    let assumptions = law.assumptions.iter().map(|assumption| (&assumption.id, &assumption.id, &assumption.texts));
    let speaks = |text: Option<&String>, arabic: bool| text.is_some_and(|text| is_arabic(text) == arabic && !text.trim().is_empty());
    let lacking: Vec<String> = rules
        .chain(assumptions)
        .filter(|(.., texts)| !speaks(texts.get("en"), false) || !speaks(texts.get("ar"), true))
        .map(|(of, id, _)| format!("{of}/{id}"))
        .collect();
    assert!(lacking.is_empty(), "not told in English and Arabic: {lacking:?}");
}

/// What has no Arabic name yet: an id stands here only if none could be found.
const LACKING: [&str; 0] = [];

#[test]
fn every_state_territory_person_and_situation_has_an_arabic_name() {
    let rulebook = Engine::embedded().rulebook();
    let things: Vec<&Named> = rulebook.destinations().chain(rulebook.persons()).chain(rulebook.situations()).collect();
    assert!(things.len() > 300);
    let lacks = |named: &&&Named| !named.names.get("ar").is_some_and(|name| is_arabic(name));
    let lacking: Vec<&str> = things.iter().filter(lacks).map(|named| named.id.as_str()).collect();
    assert_eq!(lacking, LACKING);
}

/// What a reader of Arabic reads in Arabic: all but the isolated runs.
fn outside(line: &str) -> String {
    let (mut depth, mut outside) = (0, String::new());
    for letter in line.chars() {
        match letter {
            START => depth += 1,
            END => depth -= 1,
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
        assert!(depth >= 0, "{line}");
    }
    assert_eq!(depth, 0, "an isolated run is open at the end of {line}");
    outside
}

#[test]
fn the_arabic_text_holds_nothing_else_but_isolated_runs() {
    let engine = Engine::embedded();
    let destinations = ["MN", "KG", "AM", "ZA", "LY", "HU", "PS", "PH", "GL", "US"];
    for (place, person) in engine.rulebook().persons().enumerate() {
        for (turn, day) in ["2011-08-01", "2015-06-14", "2024-09-03", "2027-01-01"].into_iter().enumerate() {
            let destination = destinations[(place + turn) % destinations.len()];
            let answer = engine.assess(&person.id, destination, day.parse().unwrap()).unwrap();
            let text = answer.text(Language::Ar).to_string();
            for line in text.lines() {
                let told = outside(line);
                assert!(!told.chars().any(|letter| letter.is_ascii_alphanumeric()), "{} in {destination} on {day}: {line}", person.id);
            }
            // As many lines as in English: nothing is left out.
            assert_eq!(text.lines().count(), answer.to_string().lines().count());
            assert_eq!(answer.text(Language::En).to_string(), answer.to_string());
        }
    }
}

#[test]
fn what_the_rulebook_lacks_stands_in_the_language_that_there_is() {
    let overlay = |because: &str| {
        let rules = r#"
            [states.QQ]
            name = "Quillia"
            events = []

            [law.boarding]
            asks = "Does the carrier take this passenger there?"
            conclusions = ["board", "refuse"]

            [law.boarding.rule.safe]
            when = { verdict = ["no-warrant", "not-enforceable"] }
            then = "board"
            law = ["Manual 1"]
            because = BECAUSE

            [law.boarding.rule.unsafe]
            when = { verdict = ["disputed", "enforceable"] }
            then = "refuse"
            law = ["Manual 2"]
            because = "The passenger may be arrested there."
        "#;
        Overlay::read("own.toml", rules.replace("BECAUSE", because))
    };
    for (because, told) in [
        (r#""Nobody there must arrest the passenger.""#, "Nobody there must arrest the passenger."),
        (r#"{ fr = "Personne ne doit arrêter le passager." }"#, "Personne ne doit arrêter le passager."),
    ] {
        let engine = overlay(because).run(&Draft::embedded()).unwrap();
        let answer = engine.assess("putin", "QQ", "2024-09-03".parse().unwrap()).unwrap();
        let text = answer.text(Language::Ar).to_string();
        assert!(text.starts_with(&format!("فلاديمير بوتين · {START}Quillia{END} · ")), "{text}");
        let outline = |line: &str| line.starts_with(&format!("  {START}boarding{END}")) && line.ends_with(&format!("{START}board{END}"));
        assert!(text.lines().any(outline), "{text}");
        let safe = &engine.rulebook().law().decisions.iter().find(|decision| decision.name == "boarding").unwrap().rules[0];
        assert_eq!(safe.because(), told);
    }
}

#[test]
fn an_unknown_language_is_refused_with_help() {
    for text in ["fr", "AR", "arabic", ""] {
        let error = text.parse::<Language>().unwrap_err().to_string();
        assert_eq!(error, format!("unknown language `{text}`; known are en, ar"));
    }
    assert_eq!(Language::ALL.map(|language| language.to_string().parse()), Language::ALL.map(Ok));
}
