//! The shipped rules, and ten times as much of one thing.

use std::fmt::Write as _;

use icc_arrest_risk::Engine;

pub type Files = Vec<(String, String)>;

/// The shipped rules, as names and texts.
pub fn files() -> Files {
    fn collect(dir: &std::path::Path, prefix: &str, files: &mut Files) {
        for entry in std::fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("readable").path();
            let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
            if name == "record" || name == "schema" {
                // They lie beside the rules and are no part of them.
            } else if path.is_dir() {
                collect(&path, &format!("{name}/"), files);
            } else if name.ends_with(".toml") {
                files.push((name, std::fs::read_to_string(path).expect("readable")));
            }
        }
    }
    let mut files = Vec::new();
    collect(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), "", &mut files);
    files
}

/// The shipped rules and ten times as much of one thing.
pub fn grown(what: &str) -> Files {
    let mut text = String::new();
    let name = match what {
        "rules" => {
            // A decision of a user's own with several times the rules of the law: one for each combination of these attributes.
            text.push_str("decision = \"carrier\"\nasks = \"What does the desk do?\"\nconclusions = [\"go\", \"ask\"]\n");
            for office in ["none", "head-of-state", "head-of-government", "foreign-minister", "other-immunity"] {
                for stance in ["silent", "pledged", "refused"] {
                    for record in ["none", "arrested", "let-go", "both"] {
                        for presence in ["visit", "transit", "overflight"] {
                            for law in ["not-recorded", "in-force"] {
                                for control in ["government", "other"] {
                                    let then = if office == "none" { "go" } else { "ask" };
                                    let _ = writeln!(text, "[rule.r-{office}-{stance}-{record}-{presence}-{law}-{control}]");
                                    let _ = writeln!(
                                        text,
                                        "when = {{ office = \"{office}\", stance = \"{stance}\", record = \"{record}\", presence = \"{presence}\", implementation = \"{law}\", control = \"{control}\" }}"
                                    );
                                    let _ = writeln!(text, "then = \"{then}\"\nlaw = [\"desk\"]\nbecause = \"b\"");
                                }
                            }
                        }
                    }
                }
            }
            "law/carrier.toml"
        }
        "states" => {
            text.push_str("source = \"rules-embedded\"\n");
            for number in 0..2400 {
                let _ = writeln!(
                    text,
                    "[X-{number}]\nname = \"Place {number}\"\nof = \"FR\"\nevents = [{{ on = 20{:02}-01-01, what = \"excluded\" }}, {{ on = 2025-01-01, what = \"extended\" }}]",
                    number % 24
                );
            }
            "territories/grown.toml"
        }
        "persons" => {
            text.push_str("source = \"rules-embedded\"\n");
            for number in 0..700 {
                let year = 2003 + number % 20;
                let _ = writeln!(
                    text,
                    "[grown-{number}]\nname = \"Person {number}\"\nnationality = [\"RU\"]\nevents = [{{ on = {year}-02-01, what = \"took-office\", office = \"head-of-state\" }}]\n[grown-{number}.warrants.w]\nsituation = \"ukraine\"\noffence = \"core\"\nevents = [{{ on = {year}-03-01, what = \"issued\" }}]"
                );
            }
            "persons/grown.toml"
        }
        _ => {
            text.push_str("source = \"rules-embedded\"\n");
            for person in 0..10 {
                let _ = writeln!(text, "[grown-{person}]\nname = \"Grown {person}\"\nnationality = [\"RU\"]\nevents = [");
                for number in 0..400u32 {
                    let (year, month, day) = (1930 + number / 5, 1 + person, 1 + number % 5 * 5);
                    let what = if number % 2 == 0 { "took-office" } else { "left-office" };
                    let _ = writeln!(text, "{{ on = {year}-{month:02}-{day:02}, what = \"{what}\", office = \"head-of-state\" }},");
                }
                text.push_str("]\n");
            }
            "persons/grown.toml"
        }
    };
    let mut files = files();
    files.push((name.to_owned(), text));
    files.push((
        "sources/grown.toml".to_owned(),
        "[rules-embedded]\ntitle = \"t\"\nby = \"b\"\nrank = \"reference\"\nat = \"a\"\nread = 2026-01-01\n".to_owned(),
    ));
    files
}

/// A ready engine.
pub fn load(files: &Files) -> Engine {
    let engine = match Engine::from_files(files.iter().map(|(name, text)| (name.as_str(), text))) {
        Ok(engine) => engine,
        Err(error) => panic!("{error}"),
    };
    engine.warm_up();
    engine
}
