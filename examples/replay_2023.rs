//! The news story as known on 4 October 2023, the day after Armenia's parliament had voted, beside what is known today.
//!
//! `cargo run --example replay_2023`

use icc_arrest_risk::{Day, Engine};

/// The journeys of which the story told, and some that were to come.
const JOURNEYS: [(&str, &str); 9] = [
    ("Belarus", "2022-12-19"),
    ("Iran", "2022-07-19"),
    ("South Africa", "2023-08-22"),
    ("India", "2023-09-09"),
    ("Kyrgyzstan", "2023-10-12"),
    ("China", "2023-10-17"),
    ("Armenia", "2023-10-05"),
    ("Armenia", "2024-02-01"),
    ("Mongolia", "2024-09-03"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let today = Engine::embedded();
    let then = today.known_at("2023-10-04".parse()?);
    println!("Vladimir Putin: as known on {}, and as known on {}\n", then.rulebook().as_of(), today.rulebook().as_of());
    for (destination, on) in JOURNEYS {
        let on: Day = on.parse()?;
        println!("{on}  {destination}");
        for (label, engine) in [("then ", &then), ("today", today)] {
            let answer = engine.assess("Vladimir Putin", destination, on)?;
            let projection = if answer.is_projection() { ", a projection" } else { "" };
            println!("  {label}  {} ({}{projection})", answer.verdict(), answer.membership());
            for objection in answer.strongest().report().objections {
                println!("         objection of {}, {}", objection.objection, objection.standing);
            }
        }
    }
    Ok(())
}
