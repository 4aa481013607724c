//! Bad rulebooks and the exact text that each must give, side by side.
//!
//! `tests/bad/base` is a small rulebook on the shipped law. Every other folder beside it is a case: its files replace or
//! join those of the base, `without.txt` names files to leave out, `overlay.toml` is laid upon them, and `expected.txt` is the text of
//! the refusal. The wording of the TOML parser is not ours and not pinned; places, codes and help are.
//!
//! `REWRITE=1 cargo test --test bad` writes the expectations anew; read the difference before you keep it.

mod support;

use std::path::PathBuf;

use icc_arrest_risk::rulebook::{Code, LoadError};
use icc_arrest_risk::vocabulary::Attribute;
use icc_arrest_risk::{Draft, Overlay, Rulebook};
use support::{Files, Folder};

/// Stands for what the TOML parser says.
const PARSER: &str = "error[syntax]: (the parser's words)";

/// The codes that no case can show, because they come from the file system; the tests below show them.
const DIRECT: [Code; 1] = [Code::Unreadable];

/// The file that is laid upon the others.
const OVERLAY: &str = "overlay.toml";

struct Case {
    name: String,
    dir: PathBuf,
    files: Files,
    expected: String,
}

/// Every case, read from disk.
fn cases() -> Vec<Case> {
    let bad = support::root().join("tests/bad");
    let mut dirs: Vec<PathBuf> = std::fs::read_dir(bad).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    dirs.retain(|dir| !dir.ends_with("base"));
    dirs.sort();
    let case = |dir: PathBuf| {
        let mut own = support::files(&dir);
        let mut text = |name: &str| own.remove(name).map_or(String::new(), |bytes| String::from_utf8(bytes).unwrap());
        let (expected, without) = (text("expected.txt"), text("without.txt"));
        let mut files = support::base();
        for name in without.lines() {
            assert!(files.remove(name).is_some(), "{}: without.txt names `{name}`, which is not there", dir.display());
        }
        files.extend(own);
        Case { name: dir.file_name().unwrap().to_str().unwrap().to_owned(), dir, files, expected }
    };
    dirs.into_iter().map(case).collect()
}

/// The files without the overlay.
fn below(files: &Files) -> Draft {
    Draft::from_files(files.iter().filter(|(name, _)| *name != OVERLAY).map(|(name, bytes)| (name.as_str(), bytes)))
}

/// The files with the overlay, if there is one.
fn draft(files: &Files) -> Draft {
    files.get(OVERLAY).map_or_else(|| below(files), |bytes| below(files).with(&Overlay::read(OVERLAY, bytes)))
}

fn load(files: &Files) -> Result<Rulebook, LoadError> {
    match files.get(OVERLAY) {
        Some(bytes) => {
            below(files).check().unwrap_or_else(|error| panic!("without its overlay it must load: {error}"));
            Overlay::read(OVERLAY, bytes).run(&below(files)).map(|engine| engine.rulebook().clone())
        }
        None => below(files).check(),
    }
}

/// The text of a refusal, less the wording of the TOML parser.
fn text(error: &LoadError) -> String {
    let line = |line: &str| match line.split_once("error[syntax]: ") {
        Some((place, _)) => format!("{place}{PARSER}\n"),
        None => format!("{line}\n"),
    };
    error.to_string().lines().map(line).collect()
}

/// Where two texts differ: the lines that are wanted with `-`, those that came with `+`.
fn difference(wanted: &str, came: &str) -> String {
    let (wanted, came): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), came.lines().collect());
    let head = wanted.iter().zip(&came).take_while(|(a, b)| a == b).count();
    let tail = wanted[head..].iter().rev().zip(came[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let minus = wanted[head..wanted.len() - tail].iter().map(|line| format!("    - {line}\n"));
    let plus = came[head..came.len() - tail].iter().map(|line| format!("    + {line}\n"));
    format!("  from line {} on:\n{}", head + 1, minus.chain(plus).collect::<String>())
}

#[test]
fn the_base_loads() {
    let rulebook = load(&support::base()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(rulebook.destinations().len(), 4);
    assert_eq!(rulebook.warrant_count(), 1);
}

#[test]
fn every_case_gives_its_exact_text() {
    let rewrite = std::env::var_os("REWRITE").is_some();
    let mut wrong = String::new();
    for case in cases() {
        let came = match load(&case.files) {
            Ok(_) => "it loads\n".to_owned(),
            Err(error) => text(&error),
        };
        if rewrite {
            std::fs::write(case.dir.join("expected.txt"), &came).unwrap();
        } else if came != case.expected {
            wrong += &format!("tests/bad/{}/expected.txt\n{}\n", case.name, difference(&case.expected, &came));
        }
    }
    assert!(wrong.is_empty(), "what came (+) is not what is expected (-):\n\n{wrong}");
}

#[test]
fn every_code_is_shown_by_a_case() {
    let shown: String = cases().into_iter().map(|case| case.expected).collect();
    let hidden: Vec<&str> = Code::ALL.iter().map(|code| code.label()).filter(|code| !shown.contains(&format!("error[{code}]"))).collect();
    assert_eq!(hidden, DIRECT.map(Code::label), "a code without a case; add a folder under tests/bad");
}

#[test]
fn no_case_lets_a_terminal_be_steered() {
    for case in cases() {
        let shown = match load(&case.files) {
            Ok(_) => continue,
            Err(error) => error.to_string(),
        };
        let steers = |c: &char| {
            c.is_control() && !matches!(c, '\n' | '\t')
                || ('\u{200b}'..='\u{200f}').contains(c)
                || ('\u{202a}'..='\u{202e}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c)
        };
        assert_eq!(shown.chars().find(steers), None, "{}", case.name);
    }
}

#[test]
fn every_witness_can_be_replayed() {
    let (mut gaps, mut conflicts) = (0, 0);
    for case in cases() {
        let Err(error) = load(&case.files) else { continue };
        let draft = draft(&case.files);
        for problem in error.diagnostics() {
            let words: Vec<&str> = problem.message().split('`').collect();
            match problem.code() {
                // no rule of `DECISION` fires for WITNESS
                Code::TableGap if words[0] == "no rule of " => {
                    for values in worlds(problem.message()) {
                        let why = draft.explain(words[1], &values).unwrap();
                        assert_eq!(why.decisive, [""; 0], "{}: {problem}", case.name);
                        gaps += 1;
                    }
                }
                // `RULE` concludes `CONCLUSION` and `RULE` concludes `CONCLUSION`, both for WITNESS
                Code::TableConflict => {
                    let decision = decision_of(&case, problem.place().unwrap().file());
                    assert_ne!(words[3], words[7]);
                    for values in worlds(problem.message()) {
                        let why = draft.explain(&decision, &values).unwrap();
                        assert!(
                            [words[1], words[5]].iter().all(|rule| why.decisive.iter().any(|id| id == rule)),
                            "{}: {problem}",
                            case.name
                        );
                        conflicts += 1;
                    }
                }
                _ => {}
            }
        }
    }
    assert!(gaps >= 2 && conflicts >= 2, "{gaps} gaps and {conflicts} conflicts replayed");
}

/// The worlds in which to replay a witness, the conditions at the end of a message (`… for membership = "party", office =
/// "none"`): the flaw shows whatever else is the case, so with the first value of every other attribute, and with the last.
fn worlds(message: &str) -> Vec<Vec<(&str, &str)>> {
    let (_, conditions) = message.rsplit_once(" for ").unwrap();
    let fixed: Vec<(&str, &str)> =
        conditions.split(", ").filter_map(|pair| pair.split_once(" = ")).map(|(name, value)| (name, value.trim_matches('"'))).collect();
    let world = |pick: fn(&[&'static str]) -> &'static str| {
        let value = |attribute: &Attribute| {
            let labels = attribute.labels();
            let fixed = fixed.iter().find(|(name, _)| *name == attribute.name());
            (attribute.name(), fixed.map_or(pick(&labels), |(_, value)| labels.iter().find(|label| label == &value).unwrap()))
        };
        // A decision may also ask for the conclusions of earlier ones.
        let concluded = fixed.iter().copied().filter(|(name, _)| !Attribute::ALL.iter().any(|attribute| attribute.name() == *name));
        Attribute::ALL.iter().map(value).chain(concluded).collect::<Vec<_>>()
    };
    // A former party's exit lies before or after whatever is asked about; who never joined has none.
    let occurs = |world: &Vec<(&str, &str)>| {
        let exit = !world.contains(&("proceedings", "not-applicable"));
        !(world.contains(&("membership", "former-party")) && !exit || world.contains(&("membership", "none")) && exit)
    };
    let worlds: Vec<_> = [world(|labels| labels[0]), world(|labels| labels[labels.len() - 1])].into_iter().filter(occurs).collect();
    assert!(!worlds.is_empty(), "{message}");
    worlds
}

/// The decision that a file of the law declares.
fn decision_of(case: &Case, file: &str) -> String {
    let text = std::str::from_utf8(&case.files[file]).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("decision = ").or(line.strip_prefix("[law."))).unwrap();
    line.trim_matches(['"', ']']).split('.').next().unwrap().to_owned()
}

#[test]
fn an_empty_folder_says_what_belongs_there() {
    let folder = Folder::empty();
    folder.write("README.md", "no rules");
    for draft in [Draft::from_dir(folder.path()), Draft::from_files([("", ""); 0])] {
        let error = draft.check().unwrap_err();
        assert_eq!(error.diagnostics().len(), 1, "{error}");
        assert_eq!(
            error.to_string(),
            "error[empty]: there are no rules files to load\n\
             help: a rulebook consists of rulebook.toml, sources.toml or sources/*.toml, case-law.toml, law/*.toml, states/*.toml, territories/*.toml, situations/*.toml, persons/*.toml\n\n\
             1 problem"
        );
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = Folder::empty();
    let missing = folder.path().join("missing");
    let error = Draft::from_dir(&missing).check().unwrap_err();
    let [problem] = error.diagnostics() else { panic!("{error}") };
    assert_eq!(problem.code(), Code::Unreadable);
    assert!(problem.place().is_none());
    assert!(problem.message().starts_with(&format!("cannot read `{}`: ", missing.display())), "{error}");
    // A file in place of a folder is no folder either.
    let file = folder.write("rulebook.toml", "format = 1");
    assert_eq!(Draft::from_dir(file).check().unwrap_err().diagnostics()[0].code(), Code::Unreadable);
}

#[test]
fn a_folder_gives_the_same_text_as_its_files() {
    let many = cases().into_iter().find(|case| case.name == "many-problems").unwrap();
    let folder = Folder::of(&many.files);
    assert_eq!(text(&Draft::from_dir(folder.path()).check().unwrap_err()), many.expected);
}
