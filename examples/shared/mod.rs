//! What the examples share: their arguments, their engine, their exit status.
#![allow(dead_code, reason = "each example uses a part of it")]

pub mod look;

use std::error::Error;
use std::process::ExitCode;

use icc_arrest_risk::Engine;

/// The arguments of a command: positional ones, options with a value, flags.
pub struct Args {
    positional: Vec<String>,
    options: Vec<(String, String)>,
    flags: Vec<String>,
}

/// A call that does not fit the usage.
#[derive(Debug)]
pub struct Misuse(String);

impl std::fmt::Display for Misuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Misuse {}

impl Args {
    /// Reads the arguments; `options` take a value, `flags` do not, anything else that begins with `--` is refused.
    pub fn from_env(options: &[&str], flags: &[&str]) -> Result<Self, Misuse> {
        let mut args = Self { positional: Vec::new(), options: Vec::new(), flags: Vec::new() };
        let mut rest = std::env::args().skip(1);
        while let Some(arg) = rest.next() {
            if options.contains(&arg.as_str()) {
                let value = rest.next().ok_or_else(|| Misuse(format!("{arg} needs a value")))?;
                args.options.push((arg, value));
            } else if flags.contains(&arg.as_str()) {
                args.flags.push(arg);
            } else if arg.starts_with("--") {
                return Err(Misuse(format!("unknown option {arg}")));
            } else {
                args.positional.push(arg);
            }
        }
        Ok(args)
    }

    /// Whether a flag was given.
    pub fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    /// The value of an option, the last where it was given more than once.
    pub fn option(&mut self, name: &str) -> Option<String> {
        self.options.iter().rev().find(|(option, _)| option == name).map(|(_, value)| value.clone())
    }

    /// All positional arguments.
    pub fn all(&self) -> &[String] {
        &self.positional
    }

    /// The positional arguments, exactly as many as wanted.
    pub fn positional<const N: usize>(&self) -> Result<[String; N], Misuse> {
        self.positional.clone().try_into().map_err(|got: Vec<String>| Misuse(format!("{} arguments, {N} wanted", got.len())))
    }

    /// The one positional argument, if there is any.
    pub fn at_most_one(&self) -> Result<Option<&str>, Misuse> {
        match self.positional.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            more => Err(Misuse(format!("{} arguments, at most 1 wanted", more.len()))),
        }
    }
}

/// A call that does not fit the usage, as an error.
pub fn misuse(why: &str) -> Box<dyn Error> {
    Box::new(Misuse(why.to_owned()))
}

/// The engine on the rules below a folder, or on those that ship with the crate; as known on a day, if one is given.
pub fn engine(rules: Option<&str>, known_at: Option<&str>) -> Result<&'static Engine, Box<dyn Error>> {
    // The command ends with its engine, so leaking it frees nothing late.
    let engine: &Engine = match rules {
        Some(dir) => Box::leak(Box::new(Engine::from_dir(dir)?)),
        None => Engine::embedded(),
    };
    match known_at {
        Some(day) => Ok(Box::leak(Box::new(engine.known_at(day.parse()?)))),
        None => Ok(engine),
    }
}

/// An engine as known on a day, if one is given.
pub fn as_known(engine: Engine, known_at: Option<&str>) -> Result<Engine, Box<dyn Error>> {
    Ok(match known_at {
        Some(day) => engine.known_at(day.parse()?),
        None => engine,
    })
}

/// Prints an error and turns a result into an exit status: 0 for success, 2 for a misuse, else 1.
pub fn finish(usage: &str, result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Misuse>() => {
            eprintln!("{error}\n{usage}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
