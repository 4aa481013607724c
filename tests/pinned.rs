//! Ids are for ever: rules and the codes of problems are never removed or renamed.

mod support;

use icc_arrest_risk::Engine;
use icc_arrest_risk::rulebook::Code;

/// Compares a list with its pinned copy; a new id is added there by hand, an old one is never taken out.
#[track_caller]
fn pinned(now: Vec<String>, file: &str, pinned: &str) {
    let pinned: Vec<&str> = pinned.lines().collect();
    let gone: Vec<&&str> = pinned.iter().filter(|id| !now.iter().any(|other| other == **id)).collect();
    assert!(gone.is_empty(), "removed or renamed: {gone:?}");
    let new: Vec<&String> = now.iter().filter(|id| !pinned.contains(&id.as_str())).collect();
    assert!(new.is_empty(), "add to tests/pinned/{file}: {new:?}");
}

#[test]
fn rule_ids() {
    let law = &Engine::embedded().rulebook().law().decisions;
    let ids = law.iter().flat_map(|decision| decision.rules.iter().map(move |rule| format!("{}/{}", decision.name, rule.id)));
    pinned(ids.collect(), "rules.txt", include_str!("pinned/rules.txt"));
}

#[test]
fn diagnostic_codes() {
    pinned(Code::ALL.iter().map(|code| code.label().to_owned()).collect(), "codes.txt", include_str!("pinned/codes.txt"));
}

/// What every answer on the shipped facts comes to. Where a fact, a rule or the code turns one, it is seen here, and by whom and where.
#[test]
fn answers() {
    let now = support::answers::listing(Engine::embedded());
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(support::answers::path(), &now).unwrap();
    }
    let pinned = support::answers::pinned();
    let gone: Vec<&str> = pinned.lines().filter(|line| !now.contains(line)).collect();
    let new: Vec<&str> = now.lines().filter(|line| !pinned.contains(line)).collect();
    assert!(
        now == pinned,
        "answers changed; if they should have, `REWRITE=1 cargo test --test pinned` and say it in CHANGELOG.md\n- {}\n+ {}",
        gone.join("\n- "),
        new.join("\n+ ")
    );
}
