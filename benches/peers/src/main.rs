#![doc = include_str!("../README.md")]

mod cedar;
mod histories;
mod questions;
mod rego;

use std::hint::black_box;
use std::time::Instant;

use icc_arrest_risk::vocabulary::{Presence, Verdict};
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, PersonId};

use cedar::Cedar;
use histories::Histories;
use questions::{Answer, Dice, Parts, Question};
use rego::{Asked, Given};

/// Random questions of either kind, compared and timed.
const QUESTIONS: usize = 20_000;
/// Random attributes, compared alone.
const COMBINATIONS: usize = 1_500;
/// Few enough for a peer to be done with them before another process gets its turn.
const FEW: usize = 20;
const PASSES: usize = 9;

/// A way for a peer to answer.
type Way<'w> = &'w mut dyn FnMut(&Question) -> Answer;

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
fn measure(engine: &Engine, peers: &mut [(&str, Way<'_>); 4], questions: &[Question]) -> (f64, [f64; 4]) {
    let asked: Vec<(PersonId, DestinationId, Day)> = questions.iter().map(|q| (q.person, q.destination, q.on)).collect();
    let (mut ours, mut theirs) = (Vec::new(), [0.0; 4]);
    for few in questions.chunks(FEW) {
        ours.push(nanoseconds(|| asked.iter().for_each(|(p, d, on)| _ = black_box(engine.quick(*p, *d, *on, Presence::Visit)))));
        for ((_, peer), total) in peers.iter_mut().zip(&mut theirs) {
            let pass = |_| nanoseconds(|| few.iter().for_each(|question| _ = black_box(peer(black_box(question)))));
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
    let histories = Histories::new(engine, &mut parts);

    let cedar = Cedar::new(include_str!("law.cedar"), &parts);
    let mut given = Given::new(include_str!("given.rego"), &parts);
    let mut asked = Asked::new(include_str!("asked.rego"), &parts, &histories);
    let unchanging = Histories::unchanging(&parts, any.iter().map(|(warrant, _)| *warrant));
    let mut unchanged = Asked::new(include_str!("asked.rego"), &parts, &unchanging);
    for (row, (warrant, answer)) in any.iter().enumerate() {
        let [person, destination, both] = *warrant;
        let answers = [cedar.answer([*warrant]), given.answer(&[*warrant]), unchanged.answer(row..row + 1, destination, Day::MIN)];
        let about = (&parts.persons[person], &parts.destinations[destination], &parts.both[both]);
        assert_eq!(
            answers, [*answer; 3],
            "cedar-policy, regorus with either law (left) and the engine differ on {about:?}; nothing is timed"
        );
    }
    let mut peers: [(&str, Way<'_>); 4] = [
        ("cedar-policy, given the attributes,", &mut |question| cedar.answer(question.warrants.iter().copied())),
        ("regorus, given the attributes,", &mut |question| given.answer(&question.warrants)),
        ("cedar-policy", &mut |question| cedar.answer(histories.find(question.person.place(), question.destination.place(), question.on))),
        ("regorus", &mut |question| {
            asked.answer(histories.rows[question.person.place()].clone(), question.destination.place(), question.on)
        }),
    ];
    for question in pairs.iter().chain(&random).chain(&in_effect) {
        for (name, peer) in &mut peers {
            let about = || {
                let (person, destination) = (engine.person_of(question.person), engine.destination_of(question.destination));
                format!("{:?} in {:?} on {}", person.map(|person| &person.id), destination.map(|place| &place.id), question.on)
            };
            let answer = peer(question);
            assert_eq!(answer, question.answer, "{name} (left) and the engine (right) differ on {}; nothing is timed", about());
        }
    }
    println!("equal answers, without the questions that hang on what nobody knows:");
    println!("  {} pairs, each on the first day of a stretch ({pairs_left_out} left out)", pairs.len());
    println!("  {} random questions ({left_out} left out)", random.len());
    println!("  {} where a warrant is in effect ({more_left_out} left out)", in_effect.len());
    println!("  {} random combinations of attributes ({} that no history leads to left out)", any.len(), COMBINATIONS - any.len());

    let of_warrants = measure(engine, &mut peers, &in_effect);
    let of_any = measure(engine, &mut peers, &random);
    let told = |reading: &str, [cedar, rego]: [usize; 2]| {
        for (of, (ours, theirs)) in [("a question where a warrant is in effect", of_warrants), ("a random question", of_any)] {
            println!("{reading}{of}: {ours:.1} ns, cedar-policy {:.0} ns, regorus {:.0} ns", theirs[cedar], theirs[rego]);
        }
        let (ours, theirs) = of_any;
        println!("{reading}ratio cedar-policy {:.0}", theirs[cedar] / ours);
        println!("{reading}ratio regorus {:.0}", theirs[rego] / ours);
    };
    told("attributes given: ", [0, 1]);
    told("", [2, 3]);
}
