//! The examples as a user runs them, on a small rulebook of their own: what they print, and how they end.
//!
//! `cargo test` builds the examples; alone, this file runs with `cargo build --examples && cargo test --test commands`.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use icc_arrest_risk::vocabulary::{Presence, Term};
use icc_arrest_risk::{Day, Engine, Question};
use support::{Folder, example};

/// What a command printed, and how it ended.
#[derive(Debug, PartialEq)]
struct Ran {
    out: String,
    err: String,
    status: i32,
}

/// The small rulebook as a folder.
fn rules() -> Folder {
    Folder::of(&support::base())
}

fn start(name: &str, args: &[&str]) -> Child {
    let mut command = Command::new(example(name));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn run(name: &str, args: &[&str], input: &[u8]) -> Ran {
    let (bytes, err, status) = run_bytes(name, args, input);
    Ran { out: String::from_utf8(bytes).unwrap(), err, status }
}

fn run_bytes(name: &str, args: &[&str], input: &[u8]) -> (Vec<u8>, String, i32) {
    let mut child = start(name, args);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A command that refuses its arguments reads nothing and closes the pipe.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (output.stdout, String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

fn screen(input: impl AsRef<[u8]>) -> Ran {
    let rules = rules();
    run("screen", &["--rules", rules.path().to_str().unwrap()], input.as_ref())
}

const HEADER: &str = "person,destination,date,verdict,duty,risk,membership,warrant,from,until,error";

/// The answers to a CSV with the plain header: the rows that came, the header checked and taken off.
fn rows(input: &str) -> (Vec<String>, i32) {
    let ran = screen(format!("person,destination,date\n{input}"));
    let mut lines = ran.out.lines();
    assert_eq!(lines.next(), Some(HEADER));
    (lines.map(str::to_owned).collect(), ran.status)
}

#[test]
fn screen_answers_each_row_with_the_first_and_last_day_of_its_verdict() {
    let (rows, status) =
        rows("ana,BB,2000-01-01\nana,AA,2009-12-31\nana,AA,2012-01-01\nana,AAA,2024-12-31\nben,A-land,2012-01-01\nana,TT,2013-01-01\n");
    assert_eq!(
        rows,
        [
            "ana,BB,2000-01-01,no-warrant,none,none,signatory,none,,2009-12-31,",
            "ana,AA,2009-12-31,no-warrant,none,none,party,none,,2009-12-31,",
            "ana,AA,2012-01-01,enforceable,arrest,low,party,outstanding,2012-01-01,,",
            "ana,AAA,2024-12-31,enforceable,arrest,low,party,outstanding,2012-01-01,,",
            "ben,A-land,2012-01-01,no-warrant,none,none,party,none,,,",
            "ana,TT,2013-01-01,not-enforceable,none,remote,excluded,outstanding,2010-01-01,,",
        ]
    );
    assert_eq!(status, 0);
}

#[test]
fn screen_says_undetermined_where_a_warrant_is_under_seal() {
    let (rows, status) = rows("ana,AA,2010-01-01\nana,AA,2011-12-31\nana,BB,2011-06-01\n");
    assert_eq!(
        rows,
        [
            "ana,AA,2010-01-01,undetermined,undetermined,undetermined,party,sealed,2010-01-01,2011-12-31,",
            "ana,AA,2011-12-31,undetermined,undetermined,undetermined,party,sealed,2010-01-01,2011-12-31,",
            "ana,BB,2011-06-01,not-enforceable,undetermined,remote,signatory,sealed,2010-01-01,,",
        ]
    );
    assert_eq!(status, 0);
}

#[test]
fn screen_takes_columns_in_any_order_and_passes_others_through() {
    let input = "id,date,\"a \"\"note\"\"\",destination,who,person\n\
                 1,2012-01-01,\"says \"\"hi\"\", twice\",Côte C,été,Ana Novák\n\
                 2,2012-01-01,\"two\nlines\",  AA ,,Ана Новак\n";
    let ran = screen(input);
    assert_eq!(
        ran.out,
        "id,date,\"a \"\"note\"\"\",destination,who,person,verdict,duty,risk,membership,warrant,from,until,error\n\
         1,2012-01-01,\"says \"\"hi\"\", twice\",Côte C,été,Ana Novák,enforceable,arrest,low,party,outstanding,2012-01-01,,\n\
         2,2012-01-01,\"two\nlines\",  AA ,,Ана Новак,enforceable,arrest,low,party,outstanding,2012-01-01,,\n"
    );
    assert_eq!((ran.err.as_str(), ran.status), ("", 0));
}

#[test]
fn screen_passes_bytes_through_that_are_no_text() {
    let rules = rules();
    let args = ["--rules", rules.path().to_str().unwrap()];
    let (out, _, status) = run_bytes("screen", &args, b"person,destination,date,r\xe9f\nben,AA,2012-01-01,\xff\xfe\n");
    let head = [b"person,destination,date,r\xe9f".as_slice(), b",verdict,duty,risk,membership,warrant,from,until,error"].concat();
    assert_eq!(out, [&head, b"\nben,AA,2012-01-01,\xff\xfe,no-warrant,none,none,party,none,,,\n".as_slice()].concat());
    assert_eq!(status, 0);
    // In a column that is asked for they are an error of their row.
    let (out, err, status) = run_bytes("screen", &args, b"person,destination,date\nb\xe9n,AA,2012-01-01\nben,AA,2012-01-01\n");
    let rows = b"\nb\xe9n,AA,2012-01-01,,,,,,,,the row is not UTF-8\nben,AA,2012-01-01,no-warrant,none,none,party,none,,,\n";
    assert_eq!(out, [HEADER.as_bytes(), rows].concat());
    assert_eq!((err.as_str(), status), ("1 row could not be answered; the column `error` says why\n", 1));
}

#[test]
fn screen_keeps_the_place_of_rows_with_an_error() {
    let (rows, status) = rows(
        "anna,AA,2012-01-01\nben,AA,2012-01-01\nana,Aland,2012-01-01\nana,AA,2023-02-30\nana,AA,12.10.2023\nana,AA\nana,AA,2012-01-01,VIP,\"a, b\"\n,AA,2012-01-01\nben,BB,2012-01-01\n",
    );
    assert_eq!(
        rows,
        [
            "anna,AA,2012-01-01,,,,,,,,no person `anna` in the rulebook; did you mean `ana`?",
            "ben,AA,2012-01-01,no-warrant,none,none,party,none,,,",
            "ana,Aland,2012-01-01,,,,,,,,no destination `Aland` in the rulebook; did you mean `A-land` or `B-land`?",
            "ana,AA,2023-02-30,,,,,,,,\"`2023-02-30` is not a day between 0001-01-01 and 9999-12-31, written YYYY-MM-DD\"",
            "ana,AA,12.10.2023,,,,,,,,\"`12.10.2023` is not a day between 0001-01-01 and 9999-12-31, written YYYY-MM-DD\"",
            "ana,AA,,,,,,,,,\"the row has 2 fields, the header 3\"",
            "ana,AA,2012-01-01,,,,,,,,\"the row has 5 fields, the header 3; left over: VIP, a, b\"",
            ",AA,2012-01-01,,,,,,,,no person `` in the rulebook",
            "ben,BB,2012-01-01,no-warrant,none,none,signatory,none,,,",
        ]
    );
    assert_eq!(status, 1);
}

#[test]
fn screen_refuses_a_header_that_it_cannot_serve() {
    for (input, message) in [
        ("person,date\nana,2012-01-01\n", "the input lacks the column `destination`; its columns are person, date"),
        ("Person,destination,date\n", "the input lacks the column `person`; its columns are Person, destination, date"),
        ("person,destination,date,person\n", "the input has more than one column `person`"),
        ("person,destination,date,risk\n", "the input already has a column `risk`, which is to be appended; rename it"),
        ("person,destination,date, error \n", "the input already has a column `error`, which is to be appended; rename it"),
        ("", "the input is empty; its first line must name the columns person, destination, date"),
        ("\n\n", "the input is empty; its first line must name the columns person, destination, date"),
    ] {
        assert_eq!(screen(input), Ran { out: String::new(), err: format!("{message}\n"), status: 1 }, "{input:?}");
    }
}

#[test]
fn screen_reads_files_of_windows_and_a_header_alone() {
    let answer = format!("{HEADER}\nben,AA,2012-01-01,no-warrant,none,none,party,none,,,\n");
    for input in ["\u{feff}person,destination,date\r\nben,AA,2012-01-01\r\n", "person,destination,date\nben,AA,2012-01-01"] {
        assert_eq!(screen(input), Ran { out: answer.clone(), err: String::new(), status: 0 }, "{input:?}");
    }
    assert_eq!(screen("person,destination,date\n"), Ran { out: format!("{HEADER}\n"), err: String::new(), status: 0 });
}

#[test]
fn screen_reads_a_file_that_it_is_given() {
    let rules = rules();
    let dir = rules.path().to_str().unwrap();
    let file = rules.write("trips.csv", "person,destination,date\nben,AA,2012-01-01\n");
    let ran = run("screen", &[file.to_str().unwrap(), "--rules", dir], b"");
    assert_eq!((ran.out.lines().count(), ran.status), (2, 0));
    assert_eq!(ran.out, screen("person,destination,date\nben,AA,2012-01-01\n").out);
    let ran = run("screen", &["nowhere.csv", "--rules", dir], b"");
    assert!(ran.err.starts_with("cannot read `nowhere.csv`: "), "{ran:?}");
    assert_eq!((ran.out.as_str(), ran.status), ("", 1));
}

#[test]
fn screen_refuses_projections_where_it_is_strict() {
    let rules = rules();
    let args = ["--strict", "--rules", rules.path().to_str().unwrap()];
    let ran = run("screen", &args, b"person,destination,date\nben,AA,2025-01-01\nben,AA,2025-01-02\n");
    let rows: Vec<&str> = ran.out.lines().skip(1).collect();
    assert_eq!(rows[0], "ben,AA,2025-01-01,no-warrant,none,none,party,none,,,");
    assert!(rows[1].starts_with("ben,AA,2025-01-02,,,,,,,,") && rows[1].contains("2025-01-01"), "{ran:?}");
    assert_eq!((rows.len(), ran.status), (2, 1));
}

/// The most memory that a process has held so far, in bytes, where the system tells it.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[test]
fn screen_streams() {
    const ROWS: usize = 200_000;
    let rules = rules();
    let mut child = start("screen", &["--rules", rules.path().to_str().unwrap()]);
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let (mut lines, mut last, mut buffer) = (0, 0, [0; 1 << 16]);
        loop {
            match stdout.read(&mut buffer).unwrap() {
                0 => return (lines, last),
                count => {
                    lines += buffer[..count].iter().filter(|byte| **byte == b'\n').count();
                    last = buffer[count - 1];
                }
            }
        }
    });
    stdin.write_all(b"person,destination,date,row\n").unwrap();
    let mut early = None;
    for row in 0..ROWS {
        if row == ROWS / 10 {
            early = peak(&child);
        }
        let destination = ["AA", "BB", "CC", "TT"][row % 4];
        writeln!(stdin, "ana,{destination},20{:02}-01-01,{row}", row % 25).unwrap();
    }
    if let (Some(early), Some(late)) = (early, peak(&child)) {
        assert!(late < early + (2 << 20), "memory grew from {early} to {late} bytes");
    }
    drop(stdin);
    assert_eq!(reader.join().unwrap(), (ROWS + 1, b'\n'));
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

fn on_rules(name: &str, args: &[&str]) -> Ran {
    let rules = rules();
    run(name, &[args, &["--rules", rules.path().to_str().unwrap()]].concat(), b"")
}

#[test]
fn assess_says_the_same_as_text_and_as_data() {
    for (destination, day, verdict) in
        [("AA", "2012-01-01", "enforceable"), ("B-land", "2012-01-01", "not-enforceable"), ("AA", "2009-01-01", "no-warrant")]
    {
        let text = on_rules("assess", &["Ana Novák", destination, day]);
        assert_eq!((text.err.as_str(), text.status), ("", 0));
        assert!(text.out.lines().any(|line| line.split_whitespace().eq(["verdict", verdict])), "{}", text.out);
        let data = on_rules("assess", &["Ana Novák", destination, day, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&data.out).unwrap();
        assert_eq!((json["verdict"].as_str(), data.status), (Some(verdict), 0), "{}", data.out);
    }
}

#[test]
fn assess_heeds_how_the_person_is_present() {
    let verdict = |presence: &str| {
        let ran = on_rules("assess", &["ana", "AA", "2012-01-01", "--presence", presence, "--json"]);
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap()["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(["visit", "transit", "overflight"].map(verdict), ["enforceable", "enforceable", "disputed"]);
}

#[test]
fn assess_says_what_is_wrong_with_a_question() {
    for (args, message) in [
        (["anna", "AA", "2012-01-01", "visit"], "no person `anna` in the rulebook; did you mean `ana`?"),
        (["ana", "Aland", "2012-01-01", "visit"], "no destination `Aland` in the rulebook; did you mean `A-land` or `B-land`?"),
        (["ana", "AA", "2012-1-1", "visit"], "`2012-1-1` is not a day between 0001-01-01 and 9999-12-31, written YYYY-MM-DD"),
        (["ana", "AA", "2012-01-01", "sitting"], "unknown presence `sitting`; known are visit, transit, overflight"),
    ] {
        let [person, destination, day, presence] = args;
        let ran = on_rules("assess", &[person, destination, day, "--presence", presence]);
        assert_eq!(ran, Ran { out: String::new(), err: format!("{message}\n"), status: 1 });
    }
}

#[test]
fn a_call_that_does_not_fit_shows_the_usage() {
    for (name, args, message) in [
        ("assess", vec!["ana", "AA", "2012-01-01", "--jsn"], "unknown option --jsn"),
        ("assess", vec!["ana", "AA"], "2 arguments, 3 wanted"),
        ("assess", vec!["ana", "AA", "2012-01-01", "--presence"], "--presence needs a value"),
        ("timeline", vec!["ana", "AA", "--json"], "unknown option --json"),
        ("timeline", vec!["ana"], "1 arguments, 2 wanted"),
        ("screen", vec!["--loud"], "unknown option --loud"),
        ("screen", vec!["a.csv", "b.csv"], "2 arguments, at most 1 wanted"),
    ] {
        // Before any rules are read: these do not load.
        let nowhere = Folder::empty();
        let args = [&["--rules", nowhere.path().to_str().unwrap()], args.as_slice()].concat();
        let ran = run(name, &args, b"");
        let mut lines = ran.err.lines();
        assert_eq!((lines.next(), ran.out.as_str(), ran.status), (Some(message), "", 2), "{name} {args:?}");
        assert!(lines.next().unwrap().starts_with(&format!("usage: {name} ")), "{ran:?}");
    }
    for (args, message) in [
        (vec![], "0 arguments, 1 wanted"),
        (vec!["a", "b"], "2 arguments, 1 wanted"),
        (vec!["a", "--on", "2025-01-01"], "--stale-after and --on go together"),
    ] {
        let err = format!("{message}\nusage: check DIR [--stale-after DAYS --on DAY]\n");
        assert_eq!(run("check", &args, b""), Ran { out: String::new(), err, status: 2 });
    }
}

#[test]
fn check_warns_of_what_was_last_looked_up_long_ago() {
    let folder = rules();
    let dir = folder.path().to_str().unwrap();
    let at = |days: &str, on: &str| run("check", &[dir, "--stale-after", days, "--on", on], b"");
    // The one source of the small rulebook was read on 2025-01-01, its last day too.
    let fresh = at("30", "2025-01-31");
    assert!(fresh.out.ends_with("0 facts were last looked up more than 30 days before 2025-01-31\n"), "{fresh:?}");
    let stale = at("30", "2025-02-01");
    assert!(stale.out.contains("stale: A-land: deposited (accession) on 2001-01-01, last looked up 2025-01-01\n"), "{stale:?}");
    assert!(stale.out.ends_with("stale: the whole: its facts end on 2025-01-01\n"), "{stale:?}");
    assert_eq!((fresh.status, stale.status), (0, 0), "a warning is no problem");
    assert_eq!(at("many", "2025-01-31").status, 1);
}

#[test]
fn a_rulebook_that_does_not_load_is_told_by_every_command() {
    let folder = Folder::empty();
    let dir = folder.path().to_str().unwrap();
    for (name, args) in [("assess", vec!["ana", "AA", "2012-01-01"]), ("timeline", vec!["ana", "AA"]), ("screen", vec![])] {
        let ran = run(name, &[args.as_slice(), &["--rules", dir]].concat(), b"");
        assert!(ran.err.starts_with("error[empty]: there are no rules files to load\n"), "{name}: {ran:?}");
        assert_eq!((ran.out.as_str(), ran.status), ("", 1), "{name}");
    }
}

#[test]
fn check_counts_what_is_there_or_prints_every_problem() {
    let folder = rules();
    let dir = folder.path().to_str().unwrap();
    let ran = run("check", &[dir], b"");
    let start = "ok: facts base as of 2025-01-01: 4 states and territories, 1 situations, 2 persons, 1 warrants, 1 rulings, 10 facts, 1 sources; 5 decisions with ";
    assert!(ran.out.starts_with(start) && ran.out.ends_with(" rules, proved complete and unambiguous\n"), "{ran:?}");
    assert_eq!((ran.err.as_str(), ran.status), ("", 0));

    folder.write("states/z.toml", "[ZZ]\nnmae = \"Z-land\"\n");
    folder.write("territories/z.toml", "[ZT]\nname = \"Z-isle\"\nof = \"QQQQ\"\n");
    let ran = run("check", &[dir], b"");
    assert_eq!(
        ran.err,
        "states/z.toml:2:1: error[unknown-key]: unknown key `nmae` in state `ZZ`\n\
         2 | nmae = \"Z-land\"\n\
         \x20 | ^^^^\n\
         help: did you mean `name`?\n\n\
         territories/z.toml:3:6: error[unknown-state]: unknown state or territory `QQQQ`\n\
         3 | of = \"QQQQ\"\n\
         \x20 |      ^^^^^^\n\
         help: known are `AA`, `BB`, `CC`, `TT`, `ZT`, `ZZ`\n\n\
         2 problems\n"
    );
    assert_eq!((ran.out.as_str(), ran.status), ("", 1));
}

#[test]
fn timeline_prints_each_stretch() {
    let ran = on_rules("timeline", &["ana", "AA"]);
    assert_eq!((ran.err.as_str(), ran.status), ("", 0));
    let mut lines = ran.out.lines();
    assert_eq!(lines.next(), Some("Ana Novák · A-land · visit · facts as of 2025-01-01"));
    let columns: Vec<Vec<&str>> =
        lines.skip(1).map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()).collect();
    assert_eq!(columns[0], ["from", "verdict", "duty", "risk", "membership", "warrant", "what changed"]);
    let stretches: Vec<[&str; 4]> = columns[1..].iter().map(|row| [row[0], row[1], row[4], row[5]]).collect();
    assert_eq!(
        stretches,
        [
            ["ever", "no-warrant", "non-party", "none"],
            ["2001-01-01", "no-warrant", "deposited", "none"],
            ["2002-07-01", "no-warrant", "party", "none"],
            ["2005-01-01", "no-warrant", "party", "none"],
            ["2010-01-01", "undetermined among not-enforceable, enforceable", "party", "sealed"],
            ["2012-01-01", "enforceable", "party", "outstanding"],
        ]
    );
    assert_eq!(columns[3][6], "membership: deposited → party");
}

/// A row of a table, by column.
type Row = BTreeMap<String, String>;

/// Runs `table` into a folder; the dictionary that it wrote.
fn table(out: &Path, args: &[&str]) -> serde_json::Value {
    let ran = run("table", &[&["--out", out.to_str().unwrap()], args].concat(), b"");
    assert_eq!((ran.err.as_str(), ran.status), ("", 0));
    serde_json::from_slice(&std::fs::read(out.join("datapackage.json")).unwrap()).unwrap()
}

/// The rows of a table.
fn rows_of(out: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(out.join(format!("{name}.csv"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn table_writes_what_its_dictionary_says() {
    let (rules, out) = (rules(), Folder::empty());
    let package = table(out.path(), &["--rules", rules.path().to_str().unwrap()]);
    assert_eq!((package["rulebook"]["as_of"].as_str(), package["rulebook"]["known_at"].as_str()), (Some("2025-01-01"), None));
    let mut files = BTreeSet::from(["datapackage.json".to_owned()]);
    for resource in package["resources"].as_array().unwrap() {
        let name = resource["name"].as_str().unwrap();
        files.insert(resource["path"].as_str().unwrap().to_owned());
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let columns: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let header = csv::Reader::from_path(out.path().join(format!("{name}.csv"))).unwrap().headers().unwrap().clone();
        assert_eq!(header.iter().collect::<Vec<_>>(), columns, "{name}");
        let rows = rows_of(out.path(), name);
        for row in &rows {
            for field in fields {
                let cell = &row[field["name"].as_str().unwrap()];
                let fits = match (field["type"].as_str().unwrap(), field["constraints"]["enum"].as_array()) {
                    ("date", _) => cell.parse::<Day>().is_ok(),
                    ("boolean", _) => ["true", "false"].contains(&cell.as_str()),
                    ("string", Some(words)) => words.iter().any(|word| word == cell),
                    ("string", None) => !cell.is_empty(),
                    (other, _) => panic!("a type that no column should have: {other}"),
                };
                assert!(fits, "{name}: {field} in {row:?}");
            }
        }
        let key = resource["schema"]["primaryKey"].as_array().unwrap();
        let keys: BTreeSet<Vec<&String>> =
            rows.iter().map(|row| key.iter().map(|column| &row[column.as_str().unwrap()]).collect()).collect();
        assert!(!rows.is_empty() && keys.len() == rows.len(), "{name}: the key {key:?} is not one");
    }
    let there: BTreeSet<String> = support::files(out.path()).into_keys().collect();
    assert_eq!(there, files);
}

#[test]
fn table_says_for_every_stretch_what_the_engine_does() {
    let out = Folder::empty();
    let rules = rules();
    table(out.path(), &["--rules", rules.path().to_str().unwrap()]);
    let engine = Engine::from_dir(rules.path()).unwrap();
    let known: BTreeSet<String> = rows_of(out.path(), "rules").into_iter().map(|row| row["rule"].clone()).collect();
    let day = |row: &Row, column: &str| row[column].parse::<Day>().unwrap();
    for presence in [Presence::Visit, Presence::Transit, Presence::Overflight] {
        let rows = rows_of(out.path(), &presence.to_string());
        let pairs: Vec<&[Row]> =
            rows.chunk_by(|one, next| (&one["person"], &one["destination"]) == (&next["person"], &next["destination"])).collect();
        assert_eq!(pairs.len(), 2 * 4, "two persons, four destinations");
        for pair in pairs {
            assert_eq!((day(&pair[0], "from"), day(&pair[pair.len() - 1], "until")), (Day::MIN, Day::MAX));
            for two in pair.windows(2) {
                assert_eq!(day(&two[0], "until").next(), Some(day(&two[1], "from")), "{two:?}");
                let told = |row: &Row| -> Vec<String> {
                    row.iter().filter(|(name, _)| !["from", "until"].contains(&name.as_str())).map(|(_, cell)| cell.clone()).collect()
                };
                assert!(told(&two[0]) != told(&two[1]), "equal neighbours: {two:?}");
            }
            for (row, on) in pair.iter().flat_map(|row| [(row, day(row, "from")), (row, day(row, "until"))]) {
                let mut question = Question::new(&row["person"], &row["destination"], on);
                question.presence = presence;
                let answer = engine.ask(&question).unwrap();
                let verdicts: Vec<&str> = answer.verdict().possible().iter().map(|verdict| verdict.label()).collect();
                assert_eq!(row["verdict_possible"].split(' ').collect::<Vec<_>>(), verdicts, "{question}");
                let word = |text: String| if text.starts_with("undetermined") { "undetermined".to_owned() } else { text };
                for (column, said) in [
                    ("verdict", answer.verdict().to_string()),
                    ("duty", answer.duty().to_string()),
                    ("risk", answer.risk().to_string()),
                    ("membership", answer.membership().to_string()),
                    ("warrant", answer.warrant().to_string()),
                ] {
                    assert_eq!(row[column], word(said), "{column}: {question}");
                }
                let lifetime = answer.verdict_lifetime();
                assert_eq!(
                    (day(row, "verdict_from"), day(row, "verdict_until")),
                    (lifetime.from.unwrap_or(Day::MIN), lifetime.until.unwrap_or(Day::MAX)),
                    "{question}"
                );
                assert_eq!(row["projection"], answer.is_projection().to_string(), "{question}");
                let reasons: Vec<String> = answer.reasons().iter().map(|r| format!("{}/{}", r.decision, r.rule.rule)).collect();
                assert_eq!(row["rules"].split(' ').collect::<Vec<_>>(), reasons, "{question}");
                assert!(reasons.iter().all(|rule| known.contains(rule)), "{question}");
            }
        }
    }
}

#[test]
fn table_knows_every_name() {
    let (rules, out) = (rules(), Folder::empty());
    // A name of two persons means neither.
    rules.write("persons/z.toml", "source = \"s\"\n[ann]\nname = \"Ann\"\naliases = [\"Both\"]\nnationality = [\"BB\"]\n[bob]\nname = \"Bob\"\naliases = [\"both\"]\nnationality = [\"BB\"]\n");
    table(out.path(), &["--rules", rules.path().to_str().unwrap()]);
    let pairs = |table: &str, id: &str| -> Vec<(String, String)> {
        rows_of(out.path(), table).into_iter().map(|row| (row["key"].clone(), row[id].clone())).collect()
    };
    let owned =
        |pairs: &[(&str, &str)]| -> Vec<(String, String)> { pairs.iter().map(|(key, id)| (key.to_string(), id.to_string())).collect() };
    let persons = [("ana", "ana"), ("ana novak", "ana"), ("ана новак", "ana"), ("ann", "ann"), ("ben", "ben"), ("bob", "bob")];
    assert_eq!(pairs("persons", "person"), owned(&persons));
    let destinations = [
        ("a land", "AA"),
        ("aa", "AA"),
        ("aaa", "AA"),
        ("b land", "BB"),
        ("bb", "BB"),
        ("cc", "CC"),
        ("cote c", "CC"),
        ("t isle", "TT"),
        ("tt", "TT"),
    ];
    assert_eq!(pairs("destinations", "destination"), owned(&destinations));
}

#[test]
fn table_of_the_rules_that_ship_is_the_same_on_every_run() {
    let out = Folder::empty();
    table(out.path(), &[]);
    let first = support::files(out.path());
    let rows = rows_of(out.path(), "visit");
    let armenia = rows.iter().find(|row| row["person"] == "putin" && row["destination"] == "AM" && row["from"] == "2024-02-01").unwrap();
    assert_eq!((armenia["verdict"].as_str(), armenia["duty"].as_str(), armenia["projection"].as_str()), ("enforceable", "arrest", "false"));
    assert!(armenia["rules"].split(' ').any(|rule| rule == "basis/state-party"), "{armenia:?}");
    // The folder is its own, so it is replaced.
    table(out.path(), &[]);
    assert!(first == support::files(out.path()), "two runs differ");
}

#[test]
fn table_is_as_known_on_a_day() {
    let (rules, out) = (rules(), Folder::empty());
    let package = table(out.path(), &["--rules", rules.path().to_str().unwrap(), "--known-at", "2011-01-01"]);
    assert_eq!((package["rulebook"]["as_of"].as_str(), package["rulebook"]["known_at"].as_str()), (Some("2011-01-01"), Some("2011-01-01")));
    // The warrant was still sealed.
    assert!(rows_of(out.path(), "visit").iter().all(|row| row["verdict"] == "no-warrant"));
}

#[test]
fn table_leaves_alone_what_is_not_its_own() {
    let (rules, out) = (rules(), Folder::empty());
    let arg = |folder: &Path| folder.to_str().unwrap().to_owned();
    let file = out.write("persons.csv", "mine");
    let ran = run("table", &["--rules", &arg(rules.path()), "--out", &arg(out.path())], b"");
    let err = format!("`{}` is neither empty nor a folder of these tables; name another with --out\n", out.path().display());
    assert_eq!(ran, Ran { out: String::new(), err, status: 1 });
    assert_eq!(support::files(out.path()), support::Files::from([("persons.csv".to_owned(), b"mine".to_vec())]));
    let ran = run("table", &["--out", &arg(&file)], b"");
    assert!(ran.err.starts_with(&format!("cannot write to `{}`: ", file.display())), "{ran:?}");
    assert_eq!(ran.status, 1);
    let ran = run("table", &[], b"");
    assert_eq!(ran.err, "--out is missing\nusage: table --out DIR [--known-at DAY] [--rules DIR]\n");
    assert_eq!(ran.status, 2);
}
