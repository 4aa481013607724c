//! The rules that ship with the crate.

use super::draft::Draft;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// The shipped files, by name; a test holds the list against the folder.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../rules/", $name)))),+];
    };
}

files![
    "case-law.toml",
    "law/basis.toml",
    "law/duty.toml",
    "law/obstacle.toml",
    "law/risk.toml",
    "law/verdict.toml",
    "persons/darfur.toml",
    "persons/ukraine.toml",
    "rulebook.toml",
    "situations/darfur.toml",
    "situations/ukraine.toml",
    "sources/situations.toml",
    "states/africa.toml",
    "states/asia-pacific.toml",
    "states/eastern-europe.toml",
    "states/western-europe-and-others.toml",
];

impl Draft {
    /// The rules that ship with the crate.
    pub fn embedded() -> Self {
        Self::from_files(FILES.iter().copied())
    }
}
