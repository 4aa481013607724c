//! The news story as known on 4 October 2023, the day after Armenia's parliament had voted, beside what is known today.
//!
//! `cargo run --example replay_2023`

mod shared;

use icc_arrest_risk::{Day, Engine};
use shared::look;

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
    let title = format!("Vladimir Putin: as known on {}, and as known on {}", then.rulebook().as_of(), today.rulebook().as_of());
    look::print(&format!("{}\n\n", look::in_style(look::TITLE, &title)));
    for (destination, on) in JOURNEYS {
        let on: Day = on.parse()?;
        look::print(&format!("{on}  {destination}\n"));
        for (label, engine) in [("then ", &then), ("today", today)] {
            let answer = engine.assess("Vladimir Putin", destination, on)?;
            let projection = if answer.is_projection() { ", a projection" } else { "" };
            let verdict = look::verdict(&answer.verdict().to_string());
            look::print(&format!("  {label}  {verdict} ({}{projection})\n", answer.membership()));
            for objection in answer.strongest().report().objections {
                look::print(&format!("         objection of {}, {}\n", objection.objection, objection.standing));
            }
        }
    }
    Ok(())
}
