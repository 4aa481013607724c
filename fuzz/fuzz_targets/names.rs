#![no_main]

use icc_arrest_risk_fuzz::{inputs, run};

libfuzzer_sys::fuzz_target!(init: inputs::prepare(), |bytes: &[u8]| run(inputs::names, bytes));
