//! How the commands look: colour and width on a terminal, plain elsewhere, and pictures of timelines.
//!
//! `cargo test` builds the examples; alone, this file runs with `cargo build --examples && cargo test --test looks`.

#[path = "../examples/shared/look.rs"]
#[allow(dead_code, reason = "the commands use the rest")]
mod look;
mod support;

use std::collections::BTreeMap;
use std::process::Command;

use icc_arrest_risk::vocabulary::{Presence, Term};
use icc_arrest_risk::{Engine, Itinerary, Language};
use roxmltree::{Document, Node};
use support::Folder;
use unicode_width::UnicodeWidthStr;

/// What a command prints, and what it complains of; `colour` is a variable of the environment.
fn run(name: &str, args: &[&str], colour: Option<&str>) -> (String, String) {
    let tests = std::env::current_exe().unwrap();
    let path = tests.parent().unwrap().parent().unwrap().join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built: cargo build --examples", path.display());
    let mut command = Command::new(path);
    command.args(args).current_dir(support::root());
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command.envs(colour.map(|name| (name, "1")));
    let output = command.output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

const JOURNEY: &str = "examples/itineraries/moscow-to-ulaanbaatar.toml";

#[test]
fn colour_is_for_terminals_and_says_nothing_new() {
    for (name, args, verdict) in [
        ("assess", vec!["putin", "MN", "2024-09-03"], "enforceable"),
        ("assess", vec!["putin", "MN", "2024-09-03", "--lang", "ar"], "واجب التنفيذ"),
        ("timeline", vec!["putin", "AM"], "not-enforceable"),
        ("itinerary", vec![JOURNEY], "not-enforceable"),
        ("story", vec![], "no-warrant"),
        ("replay_2023", vec![], "not-enforceable"),
        ("whatif", vec!["examples/scenarios/kyrgyzstan-ratifies.toml"], "enforceable"),
    ] {
        let (plain, errors) = run(name, &args, None);
        assert!(!plain.contains('\u{1b}') && errors.is_empty(), "{name}: {errors}");
        let (forced, _) = run(name, &args, Some("CLICOLOR_FORCE"));
        assert_eq!(anstream::adapter::strip_str(&forced).to_string(), plain);
        assert!(forced.contains(&look::verdict(verdict)) && look::verdict(verdict) != verdict, "{name}: {forced}");
        assert_eq!(run(name, &args, Some("NO_COLOR")).0, plain);
    }
}

#[test]
fn a_journey_reads_as_the_library_prints_it() {
    let journey = Itinerary::from_file(support::root().join(JOURNEY)).unwrap();
    let printed = Engine::embedded().travel(&journey).unwrap().to_string();
    let (out, _) = run("itinerary", &[JOURNEY], None);
    assert!(out.starts_with(&printed), "{out}");
}

#[test]
fn lines_are_wrapped_at_words_and_hang_below_what_they_continue() {
    let text = look::answer(&Engine::embedded().assess("putin", "KG", "2023-10-12".parse().unwrap()).unwrap().to_string());
    for width in [40, 72, 100, 1000] {
        let wrapped = look::wrapped(&text, width);
        for line in wrapped.lines() {
            let columns = textwrap::core::display_width(line);
            assert!(columns <= width || !line.trim().contains(' '), "{columns} of {width}: {line}");
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&wrapped), words(&text));
    }
    assert_eq!(look::wrapped(&text, 1000), text);
    assert_eq!(look::wrapped("    one: two three four five\n", 20), "    one: two three\n      four five\n");
    let outline = "  not known  whether it happened at all then";
    assert_eq!(look::wrapped(outline, 40), "  not known  whether it happened at all\n             then");
    // Wide letters count double, marks upon letters not at all.
    assert_eq!(look::wrapped("日本 日本 日本", 10), "日本 日本\n  日本");
    assert_eq!(look::wrapped("أَأَأَأَ بَبَبَ", 8), "أَأَأَأَ بَبَبَ");
    let cells = [look::cell("日本", 6), look::cell("أَ", 3), look::cell("four", 2)];
    assert_eq!(cells, ["日本  ", "أَ  ", "four"]);
}

#[test]
fn isolated_runs_are_closed_in_every_line() {
    let text = Engine::embedded().assess("putin", "MN", "2024-09-03".parse().unwrap()).unwrap().text(Language::Ar).to_string();
    let wrapped = look::wrapped(&text, 60);
    assert!(wrapped.lines().count() > text.lines().count());
    for line in wrapped.lines() {
        assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "{line}");
    }
}

/// A picture as a file.
fn picture(args: &[&str]) -> String {
    let folder = Folder::empty();
    let file = folder.path().join("picture.svg");
    let (_, errors) = run("timeline", &[args, &["--svg", file.to_str().unwrap()]].concat(), None);
    assert_eq!(errors, "");
    std::fs::read_to_string(file).unwrap()
}

/// What the strips say, in order.
fn strips<'d>(document: &'d Document<'_>) -> Vec<&'d str> {
    let told = |node: Node<'d, '_>| node.first_element_child()?.text();
    document.descendants().filter(|node| node.has_tag_name("g")).filter_map(told).collect()
}

const ROWS: [&str; 15] = ["AM", "MN", "HU", "KZ", "ZA", "KG", "TJ", "UA", "BI", "PH", "CN", "IN", "SH", "IT", "BR"];

#[test]
fn a_picture_shows_the_verdicts_of_the_engine() {
    let engine = Engine::embedded();
    for (count, language) in [(1, Language::En), (5, Language::Ar), (15, Language::En)] {
        let svg = picture(&[&["putin"], &ROWS[..count], &["--lang", language.tag(), "--from", "1990-01-01"]].concat());
        let document = Document::parse(&svg).unwrap();
        let mut asked = Vec::new();
        for destination in &ROWS[..count] {
            let mut last = None;
            for answer in engine.timeline("putin", destination, Presence::Visit).unwrap() {
                let verdict = answer.verdict();
                if last.as_ref() != Some(&verdict) {
                    asked.push(language.word("verdict", verdict.settled().unwrap().label()).unwrap());
                }
                last = Some(verdict);
            }
        }
        let shown = strips(&document);
        assert_eq!(shown.len(), asked.len());
        assert!(shown.iter().zip(&asked).all(|(strip, verdict)| strip.starts_with(verdict)), "{shown:?}");
    }
    let svg = picture(&["putin", "AM"]);
    assert!(svg.contains("<title>Not enforceable, 2023-03-17 to 2024-01-31</title>"), "{svg}");
    assert!(svg.contains(">2024-02-01 party from this day<") && svg.contains(">2023-03-17 warrant issued<"), "{svg}");
}

#[test]
fn a_picture_can_be_read_without_eyes_and_is_the_same_each_time() {
    for (lang, direction, title, name, conviction) in [
        ("en", "ltr", "Whom must Libya arrest?", "Joseph Kony", "A warrant is not a conviction."),
        ("ar", "rtl", "على من يجب القبض في ليبيا؟", "جوزيف كوني", "أمر القبض ليس إدانة."),
    ] {
        let args = ["--at", "Libya", "putin", "kony", "netanyahu", "--lang", lang];
        let svg = picture(&args);
        let document = Document::parse(&svg).unwrap();
        let root = document.root_element();
        let attributes = ["lang", "direction", "role"].map(|name| root.attribute(name));
        assert_eq!(attributes, [Some(lang), Some(direction), Some("img")]);
        let child = |name: &str| root.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text()).unwrap();
        assert_eq!(child("title"), title);
        let as_of = Engine::embedded().rulebook().as_of().to_string();
        assert!([conviction, name, &as_of].into_iter().all(|part| child("desc").contains(part)), "{}", child("desc"));
        assert!(!svg.contains("<script") && !svg.contains("href"));
        assert_eq!(picture(&args), svg);
    }
}

#[test]
fn labels_keep_apart() {
    let persons = Engine::embedded().rulebook().persons().map(|person| person.id.as_str());
    let everyone: Vec<&str> = ["--at", "Libya"].into_iter().chain(persons).collect();
    let long_ago = ["putin"].into_iter().chain(ROWS).chain(["--lang", "ar", "--from", "1998-01-01"]).collect();
    for args in [everyone, long_ago] {
        let svg = picture(&args);
        let document = Document::parse(&svg).unwrap();
        let right_to_left = document.root_element().attribute("direction") == Some("rtl");
        let mut lines: BTreeMap<&str, Vec<(f64, f64, &str)>> = BTreeMap::new();
        for node in document.descendants().filter(|node| node.attribute("class") == Some("small")) {
            let (text, x) = (node.text().unwrap(), node.attribute("x").unwrap().parse::<f64>().unwrap());
            // A narrow estimate, as most fonts are.
            let wide = 11.5 * 0.5 * f64::from(u32::try_from(text.width()).unwrap());
            let onward = (node.attribute("text-anchor") == Some("start")) != right_to_left;
            let (from, to) = if onward { (x, x + wide) } else { (x - wide, x) };
            assert!(from >= 0.0 && to <= 1200.0, "{text} reaches over the edge");
            lines.entry(node.attribute("y").unwrap()).or_default().push((from, to, text));
        }
        assert!(lines.values().map(Vec::len).sum::<usize>() > 30);
        for labels in lines.values_mut() {
            labels.sort_by(|a, b| a.0.total_cmp(&b.0));
            for pair in labels.windows(2) {
                assert!(pair[0].1 <= pair[1].0, "{:?} meets {:?}", pair[0], pair[1]);
            }
        }
    }
}

#[test]
fn names_are_escaped_and_ranges_kept() {
    let mut files = support::base();
    for bytes in files.values_mut() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text.replace(r#"name = "A-land""#, r#"name = 'A<b> & "c" ]]>'"#).into_bytes();
    }
    let rules = Folder::of(&files);
    let args = ["ana", "AA", "BB", "--rules", rules.path().to_str().unwrap(), "--from", "2009-06-01", "--until", "2030-12-31"];
    let svg = picture(&args);
    let document = Document::parse(&svg).unwrap();
    let texts: Vec<&str> = document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
    assert!(texts.contains(&r#"A<b> & "c" ]]>"#), "{texts:?}");
    let strips = strips(&document);
    assert!(strips[0].contains("2009-06-01 to ") && strips.last().unwrap().ends_with(" to 2030-12-31"), "{strips:?}");
    assert!(strips.iter().any(|strip| strip.starts_with("Undetermined: ")), "{strips:?}");
    // The facts end before the picture does.
    assert!(texts.contains(&"projection"), "{texts:?}");
}

#[test]
fn a_call_that_cannot_be_answered_is_refused() {
    for (args, message) in [
        (vec!["putin", "--svg", "x.svg"], "a picture needs a person and a destination at least"),
        (vec!["--at", "Libya", "--svg", "x.svg"], "--at names the destination; which persons?"),
        (vec!["putin", "AM", "--lang", "ar"], "--lang is for pictures: it goes with --svg"),
        (vec!["putin", "AM", "--svg", "x.svg", "--lang", "tlh"], "unknown language `tlh`; known are en, ar"),
        (vec!["putin", "AM", "Armenia", "--svg", "x.svg"], "Vladimir Putin in Armenia is given twice"),
        (vec!["putin", "Armenistan", "--svg", "x.svg"], "no destination `Armenistan` in the rulebook"),
        (
            vec!["putin", "AM", "--svg", "x.svg", "--from", "2024-01-01", "--until", "2023-01-01"],
            "the picture would end on 2023-01-01, before it begins on 2024-01-01; --from and --until say otherwise",
        ),
        (vec!["putin", "AM", "--svg", "no/such/folder/x.svg"], "cannot write `no/such/folder/x.svg`: "),
    ] {
        let (out, errors) = run("timeline", &args, None);
        assert!(out.is_empty() && errors.starts_with(message), "{args:?}: {errors}");
    }
    for (args, message) in [
        (vec!["--lang", "xx"], "unknown language `xx`; known are en, ar"),
        (vec!["--lang", "ar", "--json"], "--lang is for the text: --json says the same to every reader"),
        (vec!["--lang", "ar", "--pivots"], "--pivots and --why-not speak English alone, not `ar`"),
    ] {
        let (out, errors) = run("assess", &[&["putin", "AM", "2024-01-01"], args.as_slice()].concat(), None);
        assert!(out.is_empty() && errors.starts_with(message), "{errors}");
    }
}
