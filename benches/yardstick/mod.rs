//! Yardsticks: the same question answered by code written for it alone, from the same files, without the crate's reader, rules or
//! engine (of its parts only the calendar, the clock of articles 126 and 127 and the words of the vocabulary are used).
//!
//! `scan` walks through the events at every question; `factored` looks at the breakpoints of either side and then into one table.
//! Neither has reasons, and neither knows of facts that may have gone several ways or of requests to single destinations: pairs that
//! hang on such a fact are left out, and the benches say how many. Requests under seal, which nobody knows, are taken both ways.

pub mod factored;
pub mod facts;
pub mod law;
pub mod scan;
