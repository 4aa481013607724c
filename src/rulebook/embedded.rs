//! The rules that ship with the crate. The record of journeys in `rules/record` is none of them.

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
    "persons/afghanistan.toml",
    "persons/bangladesh-myanmar.toml",
    "persons/burundi.toml",
    "persons/car.toml",
    "persons/cote-d-ivoire.toml",
    "persons/darfur.toml",
    "persons/drc.toml",
    "persons/georgia.toml",
    "persons/kenya.toml",
    "persons/libya.toml",
    "persons/mali.toml",
    "persons/palestine.toml",
    "persons/philippines.toml",
    "persons/uganda.toml",
    "persons/ukraine.toml",
    "rulebook.toml",
    "situations/afghanistan.toml",
    "situations/bangladesh-myanmar.toml",
    "situations/bolivia.toml",
    "situations/burundi.toml",
    "situations/car-i.toml",
    "situations/car-ii.toml",
    "situations/colombia.toml",
    "situations/comoros.toml",
    "situations/cote-d-ivoire.toml",
    "situations/darfur.toml",
    "situations/drc.toml",
    "situations/gabon.toml",
    "situations/georgia.toml",
    "situations/guinea.toml",
    "situations/honduras.toml",
    "situations/iraq-uk.toml",
    "situations/kenya.toml",
    "situations/korea.toml",
    "situations/libya.toml",
    "situations/lithuania-belarus.toml",
    "situations/mali.toml",
    "situations/nigeria.toml",
    "situations/palestine.toml",
    "situations/philippines.toml",
    "situations/uganda.toml",
    "situations/ukraine.toml",
    "situations/venezuela-i.toml",
    "situations/venezuela-ii.toml",
    "sources/africa-1.toml",
    "sources/africa-2.toml",
    "sources/agreements.toml",
    "sources/recent.toml",
    "sources/record.toml",
    "sources/rest.toml",
    "sources/situations.toml",
    "sources/states.toml",
    "sources/territories.toml",
    "states/africa.toml",
    "states/asia-pacific.toml",
    "states/eastern-europe.toml",
    "states/latin-america-and-caribbean.toml",
    "states/western-europe-and-others.toml",
    "territories/iso.toml",
    "territories/occupied.toml",
];

impl Draft {
    /// The rules that ship with the crate.
    pub fn embedded() -> Self {
        Self::from_files(FILES.iter().copied())
    }
}
