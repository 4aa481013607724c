//! The news story with which the project began, and the cases that came before and after it: each asked, and printed with a
//! line of reason.
//!
//! `cargo run --example story`

mod shared;

use icc_arrest_risk::Engine;
use shared::look;

const STORY: [(&str, &str, &str); 17] = [
    ("Vladimir Putin", "Kyrgyzstan", "2023-10-12"),
    ("Vladimir Putin", "Belarus", "2022-12-19"),
    ("Vladimir Putin", "Iran", "2022-07-19"),
    ("Vladimir Putin", "China", "2022-02-04"),
    ("Vladimir Putin", "China", "2023-10-17"),
    ("Vladimir Putin", "India", "2023-09-09"),
    ("Vladimir Putin", "South Africa", "2023-08-22"),
    ("Vladimir Putin", "Armenia", "2023-10-05"),
    ("Vladimir Putin", "Armenia", "2023-12-01"),
    ("Vladimir Putin", "Armenia", "2024-02-01"),
    ("Vladimir Putin", "Russia", "2023-10-12"),
    ("Vladimir Putin", "Ukraine", "2023-03-19"),
    ("Vladimir Putin", "Mongolia", "2024-09-03"),
    ("Omar al-Bashir", "Kenya", "2010-08-27"),
    ("Omar al-Bashir", "South Africa", "2015-06-14"),
    ("Omar al-Bashir", "Sudan", "2015-06-14"),
    ("Omar al-Bashir", "Chad", "2008-07-01"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::embedded();
    for (person, destination, on) in STORY {
        let answer = engine.assess(person, destination, on.parse()?)?;
        let report = answer.strongest().report();
        let mut told =
            format!("{on}  {person} in {destination}: {} ({})\n", look::verdict(&answer.verdict().to_string()), answer.membership());
        // The reason is the first decision on which the answer rests: what binds the destination, or that no warrant is there.
        for step in report.reasons.values().flatten().find(|step| step.relied_on).iter() {
            for rule in &step.decisive {
                told += &format!("            {}\n", rule.because);
            }
        }
        for objection in &report.objections {
            told += &format!("            Objection of {}, {}.\n", objection.objection, objection.standing);
        }
        if let Some(until) = answer.verdict_lifetime().until {
            told += &format!("            The verdict ends on {until}.\n");
        }
        look::print(&told);
    }
    Ok(())
}
