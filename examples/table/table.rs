//! A table that knows what its columns mean.

/// A column, in the terms of a Table Schema.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub means: String,
}

/// What a cell holds.
#[derive(Debug)]
pub enum Kind {
    Text,
    Day,
    /// `true` or `false`.
    Bool,
    /// One of these words.
    OneOf(Vec<String>),
}

/// A table. No cell is empty unless its column says so.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub about: String,
    pub fields: Vec<Field>,
    /// The columns that tell its rows apart.
    pub key: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The file that it becomes.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The table as CSV, UTF-8, with a header.
    pub fn csv(&self) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.fields.iter().map(|field| field.name))?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        Ok(writer.into_inner()?)
    }
}

/// A column.
pub fn field(name: &'static str, kind: Kind, means: impl Into<String>) -> Field {
    Field { name, kind, means: means.into() }
}
