//! Each warrant as an input of Rego rules, compiled to a program of regorus' virtual machine.

use std::collections::BTreeMap;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

use crate::questions::{Answer, Attributes, Parts};

const ENTRY: &str = "data.icc.answer";

pub struct Rego {
    vm: RegoVM,
    persons: Vec<Value>,
    destinations: Vec<Value>,
    both: Vec<Value>,
    /// The names of the three in an input.
    names: [Value; 3],
}

fn object(part: &Attributes) -> Value {
    let pairs = part.iter().map(|(name, value)| (Value::from(name.as_str()), Value::from(value.as_str())));
    Value::from(pairs.collect::<BTreeMap<_, _>>())
}

impl Rego {
    pub fn new(law: &str, parts: &Parts) -> Self {
        let mut engine = Engine::new();
        engine.add_policy("law.rego".to_owned(), law.to_owned()).expect("Rego rules");
        let policy = engine.compile_with_entrypoint(&ENTRY.into()).expect("rules that compile");
        let mut vm = RegoVM::new();
        vm.load_program(Compiler::compile_from_policy(&policy, &[ENTRY]).expect("rules that compile"));
        let objects = |parts: &[Attributes]| parts.iter().map(object).collect();
        Self {
            vm,
            persons: objects(&parts.persons),
            destinations: objects(&parts.destinations),
            both: objects(&parts.both),
            names: ["person", "destination", "both"].map(Value::from),
        }
    }

    /// The strongest answer, one input for each warrant.
    pub fn answer(&mut self, warrants: &[[usize; 3]]) -> Answer {
        let answers = warrants.iter().map(|[person, destination, both]| {
            let parts = [&self.persons[*person], &self.destinations[*destination], &self.both[*both]];
            let input: BTreeMap<Value, Value> = self.names.iter().cloned().zip(parts.into_iter().cloned()).collect();
            self.vm.set_input(Value::from(input));
            let found = self.vm.execute().expect("an answer");
            let words = found.as_array().expect("two words");
            let word = |place: usize| words[place].as_string().expect("a word");
            (word(0).parse().expect("a verdict"), word(1).parse().expect("a duty"))
        });
        answers.max().expect("at least one warrant")
    }
}
