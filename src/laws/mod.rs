//! What holds of every rulebook, as property tests that run over one of your own.
//!
//! Each law is a function of a draft: it draws questions and changes from [`strategy`](crate::strategy), and gives back a smallest
//! case where the law is broken.
//!
//! ```
//! use icc_arrest_risk::{Draft, laws};
//!
//! let draft = Draft::embedded(); // or Draft::from_dir("rules"), with overlays of your own
//! laws::no_warrant_no_verdict(&draft)?;
//! # Ok::<(), laws::Broken>(())
//! ```
//!
//! [`Laws`] sets how many cases are tried, runs the laws over generated rulebooks in place of one's own, and takes an answerer of one's
//! own (a cache, a service, a second implementation), to which they then apply:
//!
//! ```
//! use icc_arrest_risk::laws::{Laws, Seen};
//!
//! let held = Laws::of_generated().cases(50).answering(|engine, question| Ok(Seen::of(&engine.ask(question)?))).total()?;
//! assert_eq!(held.cases, 50);
//! # Ok::<(), icc_arrest_risk::laws::Broken>(())
//! ```

mod run;
mod seen;
mod texts;

use std::error::Error;
use std::fmt;
use std::sync::Arc;

pub use seen::Seen;

use crate::engine::{Engine, Question};
use crate::rulebook::Draft;
use crate::strategy::Size;

use run::Worlds;

/// A file's name and its text.
pub type File = (String, String);

type Answering<'f> = Arc<dyn Fn(&Engine, &Question) -> Result<Seen, Box<dyn Error>> + 'f>;
type Writing<'f> = Arc<dyn Fn(&Draft) -> Vec<File> + 'f>;
type Reading<'f> = Arc<dyn Fn(Vec<File>) -> Draft + 'f>;

/// The laws, over one rulebook or over generated ones. See the [module](self).
#[derive(Clone)]
pub struct Laws<'f> {
    worlds: Worlds,
    cases: u32,
    seed: Option<u64>,
    answering: Answering<'f>,
    writing: Writing<'f>,
    reading: Reading<'f>,
}

/// A law that held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// In how many cases. Fewer than asked for where a rulebook has little to which the law applies; none where it has nothing.
    pub cases: u32,
}

/// A law that is broken, and a smallest case that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The name of the law.
    pub law: &'static str,
    /// The rulebook, where it was generated: an overlay as TOML.
    pub rulebook: Option<String>,
    /// What was asked or changed, and what came of it.
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the law `{}` is broken: {}", self.law, self.reason)?;
        match &self.rulebook {
            Some(text) => write!(f, "\nin the rulebook\n\n{text}"),
            None => Ok(()),
        }
    }
}

impl Error for Broken {}

impl<'f> Laws<'f> {
    fn new(worlds: Worlds) -> Self {
        Self {
            worlds,
            cases: 100,
            seed: None,
            answering: Arc::new(|engine, question| Ok(Seen::of(&engine.ask(question)?))),
            writing: Arc::new(Draft::to_files),
            reading: Arc::new(Draft::from_files),
        }
    }

    /// The laws over a rulebook.
    pub fn of(draft: &Draft) -> Self {
        Self::new(Worlds::given(draft))
    }

    /// The laws over small generated rulebooks on the shipped law.
    pub fn of_generated() -> Self {
        Self::of_generated_on(&Draft::embedded(), Size::default())
    }

    /// The laws over generated rulebooks on the law of a draft.
    pub fn of_generated_on(law: &Draft, size: Size) -> Self {
        Self::new(Worlds::generated(law, size))
    }

    /// How many cases are tried; 100 unless told.
    #[must_use]
    pub fn cases(mut self, cases: u32) -> Self {
        self.cases = cases;
        self
    }

    /// The same cases in every run; other ones each time unless told.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Who answers, in place of [`Engine::ask`].
    #[must_use]
    pub fn answering(mut self, answering: impl Fn(&Engine, &Question) -> Result<Seen, Box<dyn Error>> + 'f) -> Self {
        self.answering = Arc::new(answering);
        self
    }

    /// Who writes a draft, in place of [`Draft::to_files`].
    #[must_use]
    pub fn writing(mut self, writing: impl Fn(&Draft) -> Vec<File> + 'f) -> Self {
        self.writing = Arc::new(writing);
        self
    }

    /// Who reads files, in place of [`Draft::from_files`].
    #[must_use]
    pub fn reading(mut self, reading: impl Fn(Vec<File>) -> Draft + 'f) -> Self {
        self.reading = Arc::new(reading);
        self
    }
}

macro_rules! laws {
    ($($(#[$doc:meta])* $name:ident)+) => {
        impl Laws<'_> {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// A smallest case where it is not so, or why the rulebook does not load.
                pub fn $name(&self) -> Result<Held, Broken> {
                    run::$name(self, stringify!($name))
                }
            )+

            /// Every law, in order; the first that is broken ends it.
            ///
            /// # Errors
            /// The first law that is broken.
            pub fn all(&self) -> Result<Vec<(&'static str, Held)>, Broken> {
                Ok(vec![$((stringify!($name), self.$name()?)),+])
            }
        }

        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// A smallest case where it is not so, or why the rulebook does not load.
            pub fn $name(draft: &Draft) -> Result<Held, Broken> {
                Laws::of(draft).$name()
            }
        )+
    };
}

laws! {
    /// Every question about a known person and destination has an answer, which stands within its own lifetimes.
    total
    /// Where no warrant of the person is in effect, the verdict is `no-warrant` and nothing is owed.
    no_warrant_no_verdict
    /// A ratification never weakens a duty, on any day.
    ratification_never_weakens
    /// The notification of a withdrawal changes no duty and no verdict before the withdrawal takes effect.
    notification_changes_nothing_before_effect
    /// An answer is constant over its lifetime, and something in it differs on the far side of each edge.
    constant_over_lifetime
    /// Knowledge added after a day never changes an answer as known at that day.
    later_knowledge_changes_nothing_earlier
    /// An overlay that says nothing changes nothing.
    empty_overlay_changes_nothing
    /// Narrowing an uncertain fact makes nothing possible that was not: a determined verdict never turns.
    narrowing_never_turns
    /// What was written reads back as the same rulebook, with the same digest and the same answers.
    written_reads_back
    /// The order of files, of things, keys and events in a file, and of rules never matters.
    order_never_matters
    /// The quick answer on resolved ids says what the explained answer says.
    paths_agree
}
