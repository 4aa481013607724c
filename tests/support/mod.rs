//! What the tests on files share: the small rulebook, the shipped law, folders that vanish.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod answers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use icc_arrest_risk::Overlay;
use icc_arrest_risk::rulebook::Base;
use toml::{Table, Value};

/// The files of a rulebook: name, bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The crate's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder, with forward slashes in their names.
pub fn files(dir: &Path) -> Files {
    let mut files = Files::new();
    gather(dir, "", &mut files);
    files
}

fn gather(dir: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display())) {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => gather(&path, &format!("{name}/"), files),
            false => drop(files.insert(name, std::fs::read(&path).unwrap())),
        }
    }
}

/// The shipped rulebook, without what lies beside it.
pub fn shipped() -> Files {
    let mut shipped = files(&root().join("rules"));
    shipped.retain(|name, _| name.ends_with(".toml") && !name.starts_with("record/") && !name.starts_with("schema/"));
    shipped
}

/// The decisions of the shipped law as their files give them, by name.
pub fn law() -> BTreeMap<String, Table> {
    let files = files(&root().join("rules/law")).into_values();
    let tables = files.map(|bytes| String::from_utf8(bytes).unwrap().parse::<Table>().unwrap());
    tables.map(|table| (table["decision"].as_str().unwrap().to_owned(), table)).collect()
}

/// The words of a condition or a list of conclusions: one, or several in a list.
pub fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap().to_owned()).collect(),
        word => vec![word.as_str().unwrap().to_owned()],
    }
}

/// The scenarios on the law alone, each with its text.
pub fn scenarios() -> Vec<(String, Overlay)> {
    let files = files(&root().join("tests/scenarios")).into_iter();
    let read = files.map(|(name, bytes)| (String::from_utf8(bytes.clone()).unwrap(), Overlay::read(name, bytes)));
    read.filter(|(_, overlay)| overlay.base() == Base::Law).collect()
}

/// The small rulebook under `tests/bad/base` on the shipped law.
pub fn base() -> Files {
    let mut base = files(&root().join("tests/bad/base"));
    base.extend(files(&root().join("rules/law")).into_iter().map(|(name, bytes)| (format!("law/{name}"), bytes)));
    base
}

/// The built example, which stands beside the tests.
pub fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let path = tests.parent().unwrap().parent().unwrap().join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built: cargo build --examples", path.display());
    path
}

/// A folder of its own, removed with its owner.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder.
    pub fn empty() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("icc-arrest-risk-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder with these files.
    pub fn of(files: &Files) -> Self {
        let folder = Self::empty();
        for (name, bytes) in files {
            folder.write(name, bytes);
        }
        folder
    }

    /// Writes a file into it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
