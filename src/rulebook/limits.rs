//! How much this library reads: generous for whoever writes rules by hand (in brackets what ships with the crate), and small enough that
//! whatever is read, however hostile, is answered or refused soon and in little memory. What is beyond a limit is refused with
//! [`Code::Limit`](super::Code::Limit), and nothing of it is loaded.

/// The most bytes of a file (51 kB). Checked before anything is parsed; a file on disk is not read further.
pub const FILE_BYTES: usize = 1 << 20;

/// The most bytes of all files of a rulebook together (0.5 MB).
pub const RULEBOOK_BYTES: usize = 16 << 20;

/// The most files of a rulebook (65).
pub const FILES: usize = 1_000;

/// How deep brackets, braces and dotted keys may nest in one statement (6). A parsed tree is walked and dropped level by level on the
/// stack, so this keeps a hostile file from overflowing it.
pub const DEPTH: usize = 24;

/// The most entries of one list or table (160).
pub const ENTRIES: usize = 10_000;

/// The most bytes of a text: a reason, a note, a title (535).
pub const TEXT_BYTES: usize = 4_096;

/// The most bytes of a name, an alias, an id or any other key (108). A question with a longer name is not measured against all others.
pub const NAME_BYTES: usize = 400;

/// The most names and aliases of one state, situation or person (19).
pub const NAMES: usize = 100;

/// The most sources, states, territories, situations, persons, warrants and rulings together (1,100).
pub const THINGS: usize = 10_000;

/// The most events of one thing (39).
pub const EVENTS_EACH: usize = 5_000;

/// The most events of all things together (900).
pub const EVENTS: usize = 50_000;

/// The most decisions (5).
pub const DECISIONS: usize = 32;

/// The most rules of all decisions together (70).
pub const RULES: usize = 1_000;

/// The most conditions, allowed values and overrides of all rules together (500).
pub const CLAUSES: usize = 20_000;

/// The most work for the proof: for each decision the combinations of its inputs (at most 2^20) times its rules and the overrides
/// between them, summed up. A decision of 2^20 combinations may have some 30 rules.
pub const PROOF: usize = 1 << 25;

/// The most that may be open at once: for each thing the combinations of what is not known of it (at most 4,096 are kept), times the square
/// of its events, summed up. So one thing with 12 uncertain events may have 80 others beside them.
pub const OPEN: usize = 1 << 25;

/// The most work for one answer: combinations of what is not known of a person and a destination (at most 4,096 are tried), times the
/// person's warrants, times the days on which something changes.
pub const ANSWER: usize = 1 << 20;

/// The most persons, warrants, situations and their events, times the states and territories and their events: the size of the table that
/// quick questions are looked up in.
pub const PAIRS: usize = 1 << 24;

/// The most legs of a journey that is read from a file.
pub const LEGS: usize = 1_000;

/// The most expectations of an overlay.
pub const EXPECTATIONS: usize = 1_000;

/// The most problems of a load that are told.
pub const PROBLEMS: usize = 200;
