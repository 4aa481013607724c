//! The documents lead somewhere: every example is linked from the crate's documentation, and every file that a document names is there.

mod support;

use std::collections::BTreeSet;

const CRATE: &str = include_str!("../src/lib.rs");

/// The documents that name files of the project.
const DOCUMENTS: [(&str, &str); 6] = [
    ("README.md", include_str!("../README.md")),
    ("DESIGN.md", include_str!("../DESIGN.md")),
    ("COMPARE.md", include_str!("../COMPARE.md")),
    ("CONTRIBUTING.md", include_str!("../CONTRIBUTING.md")),
    ("src/lib.rs", CRATE),
    ("src/recipes.md", include_str!("../src/recipes.md")),
];

/// Folders of the project in which a document may name something.
const FOLDERS: [&str; 5] = ["src/", "tests/", "examples/", "benches/", "rules/"];

/// The source files of the examples, as `assess.rs` or `atlas/main.rs`.
fn examples() -> BTreeSet<String> {
    let files = support::files(&support::root().join("examples"));
    files.into_keys().filter(|name| name.ends_with(".rs") && !name.contains('/') || name.ends_with("/main.rs")).collect()
}

#[test]
fn every_example_is_linked() {
    let linked = CRATE.split("/source/examples/").skip(1).filter_map(|rest| rest.split_whitespace().next());
    assert_eq!(linked.map(str::to_owned).collect::<BTreeSet<String>>(), examples(), "left: linked in src/lib.rs, right: there");
}

/// What stands between backticks and looks like a path of the project; `*` stands for anything.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
    code.filter(|path| FOLDERS.iter().any(|folder| path.starts_with(folder)) && !path.contains(['…', '"']))
}

#[test]
fn every_file_that_is_named_is_there() {
    // A package of their own, and so no part of this one where it is packaged.
    let peers = support::root().join("benches/peers").exists();
    let mut named = 0;
    for (document, text) in DOCUMENTS {
        // Blocks of code have three backticks at either end, which would turn inside and outside about.
        for path in text.split("```").step_by(2).flat_map(paths).filter(|path| peers || !path.starts_with("benches/peers")) {
            named += 1;
            let fixed = path.split(['*', ':']).next().unwrap_or_default().trim_end_matches('.');
            let whole = support::root().join(fixed);
            let there = whole.exists() || path.contains('*') && whole.parent().is_some_and(|folder| folder.is_dir());
            assert!(there, "{document} names `{path}`, which is not there");
        }
    }
    assert!(named > 50, "only {named} paths were found");
}
