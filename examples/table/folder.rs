//! The folder in which the tables end.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::dictionary::NAME;
use crate::table::Table;

/// The file of the dictionary.
pub const DICTIONARY: &str = "datapackage.json";

/// A folder that may be written to.
#[derive(Debug)]
pub struct Folder<'p>(&'p Path);

impl<'p> Folder<'p> {
    /// A folder that is new, empty, or holds tables of an earlier run, which are to be replaced.
    pub fn open(path: &'p Path) -> Result<Self, Box<dyn Error>> {
        let failed = |error| format!("cannot write to `{}`: {error}", path.display());
        fs::create_dir_all(path).map_err(failed)?;
        let is_empty = fs::read_dir(path).map_err(failed)?.next().is_none();
        match is_empty || is_ours(&path.join(DICTIONARY)) {
            true => Ok(Self(path)),
            false => Err(format!("`{}` is neither empty nor a folder of these tables; name another with --out", path.display()).into()),
        }
    }

    /// Writes the tables and their dictionary. All are complete before the first takes its place, the dictionary last.
    pub fn write(&self, tables: &[Table], dictionary: &Value) -> Result<(), Box<dyn Error>> {
        let mut files = tables.iter().map(|table| Ok((table.file(), table.csv()?))).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
        files.push((DICTIONARY.to_owned(), format!("{dictionary:#}\n").into_bytes()));
        let written = files.iter().try_for_each(|(name, bytes)| fs::write(self.partial(name), bytes));
        let placed = written.and_then(|()| files.iter().try_for_each(|(name, _)| fs::rename(self.partial(name), self.0.join(name))));
        placed.map_err(|error| {
            files.iter().for_each(|(name, _)| drop(fs::remove_file(self.partial(name))));
            format!("cannot write to `{}`: {error}", self.0.display()).into()
        })
    }

    fn partial(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.partial"))
    }
}

/// Whether it is a dictionary that this command wrote.
fn is_ours(dictionary: &Path) -> bool {
    let read = fs::read(dictionary).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    read.is_some_and(|package| package["name"] == NAME)
}
