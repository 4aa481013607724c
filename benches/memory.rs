//! How much memory a ready engine holds, and how much its load needs at most: with the shipped rules, and with ten times as much of one
//! thing. `cargo bench --bench memory`.

#[allow(dead_code, reason = "every bench uses a part of it")]
mod grown;

use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() {
    println!("{:>24}  {:>10}  {:>10}", "", "held", "at most");
    measure("shipped", &grown::files());
    for what in ["rules", "states", "persons", "events"] {
        measure(&format!("ten times the {what}"), &grown::grown(what));
    }
}

fn measure(what: &str, files: &grown::Files) {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let engine = grown::load(files);
    let megabytes = |bytes: usize| bytes.saturating_sub(before) as f64 / 1e6;
    println!("{what:>24}  {:>7.2} MB  {:>7.2} MB", megabytes(HEAP.current_usage()), megabytes(HEAP.peak_usage()));
    drop(engine);
}
