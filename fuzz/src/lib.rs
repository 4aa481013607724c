//! What every target does with its input: the run is timed on the processor, whatever else the machine is doing.

#[path = "../../tests/support/inputs.rs"]
pub mod inputs;

/// The most processor time that one input may take, in nanoseconds; the instrumented build is several times slower than a release.
const MOST: u64 = 1_000_000_000;

/// The processor time of this thread so far, in nanoseconds; 0 where the system does not tell.
fn spent() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Runs a target on an input.
pub fn run(target: fn(&[u8]), bytes: &[u8]) {
    let before = spent();
    target(bytes);
    let spent = spent() - before;
    assert!(spent <= MOST, "{} ms on the processor", spent / 1_000_000);
}
