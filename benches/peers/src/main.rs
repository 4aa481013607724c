#![doc = include_str!("../README.md")]

mod cedar;
mod questions;
mod rego;

use std::hint::black_box;
use std::time::Instant;

use icc_arrest_risk::vocabulary::{Presence, Verdict};
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, PersonId};

use cedar::Cedar;
use questions::{Answer, Dice, Parts, Question};
use rego::Rego;

/// Random questions of either kind, compared and timed.
const QUESTIONS: usize = 20_000;
/// Random attributes, compared alone.
const COMBINATIONS: usize = 1_500;
/// Few enough for a peer to be done with them before another process gets its turn.
const FEW: usize = 20;
const PASSES: usize = 9;

/// The peers by name, each a way from the places of every warrant's attributes to the answer.
type Peers<'p> = [(&'static str, &'p mut dyn FnMut(&[[usize; 3]]) -> Answer); 2];

fn agree(peers: &mut Peers<'_>, warrants: &[[usize; 3]], expected: Answer, about: &dyn Fn() -> String) {
    for (name, peer) in peers {
        assert_eq!(peer(warrants), expected, "{name} (left) and the engine (right) differ on {}; nothing is timed", about());
    }
}

fn nanoseconds(way: impl FnOnce()) -> f64 {
    let start = Instant::now();
    way();
    start.elapsed().as_secs_f64() * 1e9
}

/// The lower quartile: on a busy machine a pass may have to wait for another process.
fn quartile(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 4]
}

/// The time of a question: of the engine, which goes through all of them in a pass so that the processor cannot learn them by heart, and
/// of the peers, which go through the same few again and again.
fn measure(engine: &Engine, peers: &mut Peers<'_>, questions: &[Question]) -> (f64, [f64; 2]) {
    let asked: Vec<(PersonId, DestinationId, Day)> = questions.iter().map(|q| (q.person, q.destination, q.on)).collect();
    let (mut ours, mut theirs) = (Vec::new(), [0.0; 2]);
    for few in questions.chunks(FEW) {
        ours.push(nanoseconds(|| asked.iter().for_each(|(p, d, on)| _ = black_box(engine.quick(*p, *d, *on, Presence::Visit)))));
        for ((_, peer), total) in peers.iter_mut().zip(&mut theirs) {
            let pass = |_| nanoseconds(|| few.iter().for_each(|question| _ = black_box(peer(black_box(&question.warrants)))));
            *total += quartile((0..PASSES).map(pass).collect());
        }
    }
    let each = |time: f64| time / questions.len() as f64;
    (each(quartile(ours)), theirs.map(each))
}

fn main() {
    let engine = Engine::embedded();
    engine.warm_up();
    let (mut dice, mut parts) = (Dice(7), Parts::default());
    let (pairs, pairs_left_out) = questions::every_pair(engine, &mut parts, &mut dice);
    let (random, left_out) = questions::random(QUESTIONS, engine, &mut parts, &mut dice, |_| true);
    let (in_effect, more_left_out) = questions::random(QUESTIONS, engine, &mut parts, &mut dice, |verdict| verdict != Verdict::NoWarrant);
    let draft = Draft::embedded();
    let any: Vec<([usize; 3], Answer)> = (0..COMBINATIONS).filter_map(|_| parts.any(&draft, engine, &mut dice)).collect();

    let cedar = Cedar::new(include_str!("law.cedar"), &parts);
    let mut rego = Rego::new(include_str!("law.rego"), &parts);
    let mut peers: Peers<'_> =
        [("cedar-policy", &mut |warrants| cedar.answer(warrants)), ("regorus", &mut |warrants| rego.answer(warrants))];
    for question in pairs.iter().chain(&random).chain(&in_effect) {
        agree(&mut peers, &question.warrants, question.answer, &|| {
            let (person, destination) = (engine.person_of(question.person), engine.destination_of(question.destination));
            format!("{:?} in {:?} on {}", person.map(|person| &person.id), destination.map(|place| &place.id), question.on)
        });
    }
    for (warrant, answer) in &any {
        let [person, destination, both] = *warrant;
        agree(&mut peers, &[*warrant], *answer, &|| {
            format!("{:?}", (&parts.persons[person], &parts.destinations[destination], &parts.both[both]))
        });
    }
    println!("equal answers, without the questions that hang on what nobody knows:");
    println!("  {} pairs, each on the first day of a stretch ({pairs_left_out} left out)", pairs.len());
    println!("  {} random questions ({left_out} left out)", random.len());
    println!("  {} where a warrant is in effect ({more_left_out} left out)", in_effect.len());
    println!("  {} random combinations of attributes ({} that no history leads to left out)", any.len(), COMBINATIONS - any.len());

    let mut told = |of: &str, questions: &[Question]| {
        let (ours, theirs) = measure(engine, &mut peers, questions);
        println!("{of}: {ours:.1} ns, cedar-policy {:.0} ns, regorus {:.0} ns", theirs[0], theirs[1]);
        theirs.map(|time| time / ours)
    };
    told("a question where a warrant is in effect", &in_effect);
    let [cedar, rego] = told("a random question", &random);
    println!("ratio cedar-policy {cedar:.0}");
    println!("ratio regorus {rego:.0}");
}
