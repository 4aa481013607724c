//! A person of whose warrant nothing is known yet.

use icc_arrest_risk::Engine;
use icc_arrest_risk::vocabulary::Verdict;

#[test]
fn a_former_party_has_an_answer_before_any_warrant() {
    let day = "2018-01-01".parse().unwrap();
    let engine = Engine::embedded().known_at(day);
    assert_eq!(engine.assess("putin", "Burundi", day).unwrap().verdict(), Verdict::NoWarrant);
}
