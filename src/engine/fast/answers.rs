//! What the decisions make of the values, each distinct answer numbered once.

use rustc_hash::FxHashMap as HashMap;

use super::Quick;
use super::classes::{self, Class, Numbered, Tuple};
use crate::assessment::{self, Answer, Finding, Snapshot, World};
use crate::engine::Engine;
use crate::engine::world::Codes;
use crate::vocabulary::{Attribute, AttributeTerm, Duty, Presence, Risk, Term, Verdict};

/// The ways of being present.
pub(super) const WAYS: usize = Presence::ALL.len();

/// The answers so far, each once.
pub(super) struct Answers<'e> {
    engine: &'e Engine,
    /// By the findings and the rules behind them: those that one world is behind, and those that several are.
    of_one_world: HashMap<(Quick, u32), u32>,
    of_several: HashMap<(Quick, Vec<u32>), u32>,
    quick: Vec<Quick>,
    /// What is concluded for one warrant and the rules behind it, by the cell of each decision's table.
    concluded: HashMap<Vec<u32>, Concluded>,
    rules: Numbered<Vec<(usize, usize)>>,
    /// For each decision, what is behind the cells of its table that were met.
    decided: Vec<HashMap<u32, Decided>>,
    /// For each way of being present the first that no rule tells apart from it, which shares its answers.
    like: [usize; WAYS],
    /// Room for the values and cells of one conclusion.
    values: Vec<u8>,
    cells: Vec<u32>,
}

/// What is behind a cell of a decision's table.
struct Decided {
    /// The earlier decisions that the rules which fired ask for.
    rests_on: Vec<usize>,
    /// The decisive rules.
    decisive: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Concluded {
    verdict: Option<Verdict>,
    duty: Option<Duty>,
    risk: Option<Risk>,
    grounds: u32,
}

impl<'e> Answers<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            of_one_world: HashMap::default(),
            of_several: HashMap::default(),
            quick: Vec::new(),
            concluded: HashMap::default(),
            rules: Numbered::new(),
            decided: engine.rulebook.compiled.iter().map(|_| HashMap::default()).collect(),
            like: std::array::from_fn(|way| (0..way).find(|other| alike(engine, *other, way)).unwrap_or(way)),
            values: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// The answer for one warrant, its values and its cells, which stay until the next one.
    fn answer(&mut self, codes: Codes) -> Answer {
        let engine = self.engine;
        self.values.clear();
        self.values.extend_from_slice(&codes);
        self.cells.clear();
        for table in engine.rulebook.compiled.iter() {
            let cell = table.cell(&self.values);
            self.cells.push(cell as u32);
            self.values.push(table.conclusion_in(cell).unwrap_or(u8::MAX));
        }
        engine.answer(codes, &self.values)
    }

    fn conclude(&mut self, codes: Codes) -> Concluded {
        let Answer { verdict, duty, risk, .. } = self.answer(codes);
        if let Some(known) = self.concluded.get(&self.cells) {
            return *known;
        }
        let grounds = self.grounds();
        let grounds = self.rules.number(grounds);
        let concluded = Concluded { verdict, duty, risk, grounds };
        self.concluded.insert(self.cells.clone(), concluded);
        concluded
    }

    /// The decisive rules of the decisions on which the conclusion with these values and cells rests, as places of a decision and of a
    /// rule in it.
    fn grounds(&mut self) -> Vec<(usize, usize)> {
        let engine = self.engine;
        let mut relied_on = engine.ends.clone();
        for place in (0..self.cells.len()).rev() {
            if !relied_on[place] {
                continue;
            }
            let decided = self.decided[place].entry(self.cells[place]).or_insert_with(|| {
                let outcome = engine.rulebook.compiled[place].outcome(&self.values);
                let earlier = |variable: usize| variable.checked_sub(Attribute::COUNT);
                let mut rests_on: Vec<usize> = assessment::asked_for(engine, place, &outcome).filter_map(earlier).collect();
                rests_on.sort_unstable();
                rests_on.dedup();
                Decided { rests_on, decisive: outcome.decisive }
            });
            decided.rests_on.iter().for_each(|earlier| relied_on[*earlier] = true);
        }
        let decisive = |place: usize| self.decided[place].get(&self.cells[place]).into_iter().flat_map(|decided| &decided.decisive);
        (0..self.cells.len()).filter(|place| relied_on[*place]).flat_map(|place| decisive(place).map(move |rule| (place, *rule))).collect()
    }

    /// The answer where one warrant's codes are the one possibility; `None` where a table has a hole there.
    fn of_one(&mut self, codes: Codes) -> Option<u32> {
        let Concluded { verdict, duty, risk, grounds } = self.conclude(codes);
        let answer = Answer { codes, verdict, duty, risk };
        let (duty, risk, label, warrant) =
            (Finding::Is(duty?), Finding::Is(risk?), Finding::Is(answer.label()?), Finding::Is(answer.get()?));
        let verdict = Finding::Is(verdict?);
        Some(self.number(|place| Quick::new(place, &verdict, &duty, &risk, &label, &warrant), &[grounds]))
    }

    /// The number of an answer, by its findings and the rules behind it.
    fn number(&mut self, findings: impl Fn(usize) -> Quick, grounds: &[u32]) -> u32 {
        let next = self.quick.len();
        let number = match grounds {
            [grounds] => *self.of_one_world.entry((findings(0), *grounds)).or_insert(next as u32),
            several => *self.of_several.entry((findings(0), several.to_vec())).or_insert(next as u32),
        };
        if number as usize == next {
            self.quick.push(findings(next));
        }
        number
    }

    /// The answer where these are all the possibilities; where there are none, there were too many.
    fn of_many(&mut self, class: &Class, presence: Presence) -> u32 {
        let world = |tuple: &Tuple| World { answers: tuple.iter().map(|codes| self.answer(with(*codes, presence))).collect() };
        let mut worlds: Vec<World> = class.iter().map(world).collect();
        worlds.sort_unstable();
        worlds.dedup();
        let snapshot = Snapshot { complete: !worlds.is_empty(), worlds, facts: Vec::new(), unsettled: Vec::new() };
        let (verdict, duty) = (snapshot.verdict(), snapshot.of_strongest(|answer| answer.duty));
        let (risk, label) = (snapshot.of_strongest(|answer| answer.risk), snapshot.of_strongest(Answer::label));
        let warrant = snapshot.of_strongest(Answer::get);
        let shown = snapshot.shown(snapshot.strongest());
        let grounds: Vec<u32> = shown.iter().map(|answer| self.conclude(answer.codes).grounds).collect();
        self.number(|place| Quick::new(place, &verdict, &duty, &risk, &label, &warrant), &grounds)
    }

    /// The answers, one for each way of being present, where every possibility of the one side can go with every one of the other.
    pub(super) fn both(&mut self, person: &Class, place: &Class) -> [u32; WAYS] {
        // Most often there is one on either side, for one warrant.
        if let ([one], [other]) = (person.as_slice(), place.as_slice())
            && let ([one], [other]) = (one.as_slice(), other.as_slice())
        {
            return self.of_codes(classes::both(one, other));
        }
        let pairs = person.iter().flat_map(|one| place.iter().map(move |other| classes::together(one, other)));
        self.together(&pairs.collect())
    }

    /// The same where the possibilities of both sides are taken together already.
    pub(super) fn together(&mut self, class: &Class) -> [u32; WAYS] {
        match class.as_slice() {
            [one] if one.len() == 1 => self.of_codes(one[0]),
            _ => self.each_way(|answers, presence| answers.of_many(class, presence)),
        }
    }

    /// The same where one warrant's codes are the one possibility.
    fn of_codes(&mut self, codes: Codes) -> [u32; WAYS] {
        self.each_way(|answers, presence| {
            answers.of_one(with(codes, presence)).unwrap_or_else(|| answers.of_many(&vec![vec![codes]], presence))
        })
    }

    fn each_way(&mut self, mut answer: impl FnMut(&mut Self, Presence) -> u32) -> [u32; WAYS] {
        let mut answers = [0; WAYS];
        for (way, like) in self.like.into_iter().enumerate() {
            answers[way] = if like < way { answers[like] } else { answer(self, Presence::ALL[way]) };
        }
        answers
    }

    /// The rules behind each answer, each once.
    pub(super) fn reasons(self) -> (Vec<Quick>, Vec<Vec<(usize, usize)>>) {
        let rules = self.rules.into_list();
        let mut reasons = vec![Vec::new(); self.quick.len()];
        let of_one_world = self.of_one_world.iter().map(|((_, ground), number)| (std::slice::from_ref(ground), number));
        let of_several = self.of_several.iter().map(|((_, grounds), number)| (grounds.as_slice(), number));
        for (grounds, number) in of_one_world.chain(of_several) {
            let reasons = &mut reasons[*number as usize];
            for ground in grounds.iter().flat_map(|ground| &rules[*ground as usize]) {
                if !reasons.contains(ground) {
                    reasons.push(*ground);
                }
            }
        }
        (self.quick, reasons)
    }
}

/// Whether no rule tells two ways of being present apart.
fn alike(engine: &Engine, one: usize, other: usize) -> bool {
    let rules = engine.rulebook.model.decisions.iter().flat_map(|decision| &decision.rules);
    let mut asked = rules.flat_map(|rule| &rule.when).filter(|condition| condition.variable == Presence::ATTRIBUTE as usize);
    asked.all(|condition| condition.allows(Presence::ALL[one].code()) == condition.allows(Presence::ALL[other].code()))
}

fn with(mut codes: Codes, presence: Presence) -> Codes {
    codes[Presence::ATTRIBUTE as usize] = presence.code();
    codes
}
