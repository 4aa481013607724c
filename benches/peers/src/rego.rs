//! Each warrant as an input of Rego rules, compiled to a program of regorus' virtual machine.

use std::collections::BTreeMap;
use std::ops::Range;

use icc_arrest_risk::Day;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

use crate::histories::{Histories, History};
use crate::questions::{Answer, Attributes, Parts};

const ENTRY: &str = "data.icc.answer";

fn machine(law: &str) -> RegoVM {
    let mut engine = Engine::new();
    engine.add_policy("law.rego".to_owned(), law.to_owned()).expect("Rego rules");
    let policy = engine.compile_with_entrypoint(&ENTRY.into()).expect("rules that compile");
    let mut vm = RegoVM::new();
    vm.load_program(Compiler::compile_from_policy(&policy, &[ENTRY]).expect("rules that compile"));
    vm
}

fn object<const N: usize>(pairs: [(Value, Value); N]) -> Value {
    Value::from(BTreeMap::from(pairs))
}

/// Persons, destinations, both.
fn objects(parts: &Parts) -> [Vec<Value>; 3] {
    let object = |part: &Attributes| {
        let pairs = part.iter().map(|(name, value)| (Value::from(name.as_str()), Value::from(value.as_str())));
        Value::from(pairs.collect::<BTreeMap<_, _>>())
    };
    [&parts.persons, &parts.destinations, &parts.both].map(|list| list.iter().map(object).collect())
}

fn ask(vm: &mut RegoVM, input: Value) -> Answer {
    vm.set_input(input);
    let found = vm.execute().expect("an answer");
    let words = found.as_array().expect("two words");
    let word = |place: usize| words[place].as_string().expect("a word");
    (word(0).parse().expect("a verdict"), word(1).parse().expect("a duty"))
}

/// Who is given the attributes of the day.
pub struct Given {
    vm: RegoVM,
    persons: Vec<Value>,
    destinations: Vec<Value>,
    both: Vec<Value>,
}

impl Given {
    pub fn new(law: &str, parts: &Parts) -> Self {
        let [persons, destinations, both] = objects(parts);
        Self { vm: machine(law), persons, destinations, both }
    }

    /// The strongest answer, one input for each warrant.
    pub fn answer(&mut self, warrants: &[[usize; 3]]) -> Answer {
        let answers = warrants.iter().map(|[person, destination, both]| {
            let input = [&self.persons[*person], &self.destinations[*destination], &self.both[*both]];
            ask(&mut self.vm, Value::from(input.map(Value::clone).to_vec()))
        });
        answers.max().expect("at least one warrant")
    }
}

// How often the rules halve a history: of a warrant, a person, a destination, both.
const HALVINGS: [u32; 4] = [3, 4, 3, 3];

/// Who finds them in the histories.
pub struct Asked {
    vm: RegoVM,
    epoch: Day,
}

impl Asked {
    pub fn new(law: &str, parts: &Parts, histories: &Histories) -> Self {
        let epoch: Day = "1998-01-01".parse().expect("a day");
        let [persons, destinations, both] = objects(parts);
        let stretches = |history: &History, values: &[Value]| -> Vec<(i64, Value)> {
            let mut stretches: Vec<_> = history.iter().map(|(first, place)| (epoch.days_until(*first), values[*place].clone())).collect();
            stretches.dedup_by(|later, earlier| later.1 == earlier.1);
            stretches
        };
        let trees = |histories: &[History], values: &[Value], halvings: u32| -> Vec<Value> {
            histories.iter().map(|history| tree(&stretches(history, values), halvings)).collect()
        };
        let warrant = |person: &Value| person["warrant"].clone();
        let warrants = trees(&histories.persons, &persons.iter().map(warrant).collect::<Vec<_>>(), HALVINGS[0]);
        let persons = trees(&histories.persons, &persons, HALVINGS[1]);
        let destinations = trees(&histories.destinations, &destinations, HALVINGS[2]);
        let both = trees(&histories.both, &both, HALVINGS[3]);
        let row = |places: &Vec<usize>| Value::from(places.iter().map(|place| both[*place].clone()).collect::<Vec<_>>());
        let both: Vec<Value> = histories.places.iter().map(row).collect();
        let facts = object(
            [("warrants", warrants), ("persons", persons), ("destinations", destinations), ("both", both)]
                .map(|(name, list)| (name.into(), list.into())),
        );
        let mut vm = machine(law);
        vm.set_data(object([("facts".into(), facts)])).expect("data beside the rules");
        Self { vm, epoch }
    }

    /// The strongest answer, one input for each warrant.
    pub fn answer(&mut self, rows: Range<usize>, destination: usize, on: Day) -> Answer {
        let day = self.epoch.days_until(on);
        let answers = rows.map(|row| ask(&mut self.vm, Value::from(vec![row.into(), destination.into(), day.into()])));
        answers.max().expect("at least one warrant")
    }
}

/// A history as a tree whose values all lie equally deep, so that the rules need not ask whether they have arrived.
fn tree(stretches: &[(i64, Value)], halvings: u32) -> Value {
    let Some(rest) = halvings.checked_sub(1) else {
        assert_eq!(stretches.len(), 1, "a history is longer than the rules can halve: let asked.rego halve once more");
        return stretches[0].1.clone();
    };
    let (before, after) = stretches.split_at(stretches.len().div_ceil(2));
    let after = if after.is_empty() { before } else { after };
    let halves = [("first".into(), after[0].0.into()), (true.into(), tree(before, rest)), (false.into(), tree(after, rest))];
    object(halves)
}
