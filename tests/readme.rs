//! The README shows what the first command really prints.

use icc_arrest_risk::Engine;

#[test]
fn the_first_command_prints_what_the_readme_shows() {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once("prints\n\n```text\n").unwrap();
    let (shown, _) = rest.split_once("\n```\n").unwrap();
    let printed = Engine::embedded().assess("Vladimir Putin", "Kyrgyzstan", "2023-10-12".parse().unwrap()).unwrap().to_string();
    assert_eq!(shown, printed.trim_end());
}
