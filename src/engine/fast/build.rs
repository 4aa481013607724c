//! Compiling: the classes of both sides, and the answer wherever two of them meet.

use std::collections::HashMap;

use super::classes::{Class, Numbered, Sides, Special, Tuple, timeline};
use super::{Fast, Lines, Person, Quick, meet};
use crate::assessment::{self, Answer, Snapshot, World};
use crate::day::Day;
use crate::engine::Engine;
use crate::engine::world::Codes;
use crate::timeline::Timeline;
use crate::vocabulary::{Attribute, AttributeTerm, Presence, Term};

/// No answer yet: the classes do not meet.
const NONE: u32 = u32::MAX;

/// A column of the table: what destinations of a class offer, or the answers themselves where the two sides cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Column {
    Offers(Class),
    Answers([u32; Presence::ALL.len()]),
}

pub(super) fn compile(engine: &Engine) -> Fast {
    let sides = Sides::new(engine);
    let special = Special::new(&sides);
    let mut answers = Answers::new(engine);
    let mut rows = Numbered::new();
    let mut columns = Numbered::new();

    let people: Vec<Timeline<u32>> = (0..sides.persons.len())
        .map(|person| timeline(sides.persons[person].days.clone(), |on| rows.number(sides.person_class(person, on))))
        .collect();
    let mut places: Vec<Timeline<u32>> = (0..sides.places.len())
        .map(|destination| {
            let class = |on| columns.number(Column::Offers(sides.place_class(None, destination, on)));
            timeline(sides.places[destination].days.clone(), class)
        })
        .collect();

    // To whom a destination stands in a way of its own.
    let everybody: Vec<u32> = (0..places.len() as u32).collect();
    let mut shared: HashMap<_, u32> = HashMap::new();
    let mut lists = Numbered::new();
    let mut list_of = Vec::new();
    for person in 0..sides.persons.len() {
        let mut list = everybody.clone();
        for destination in sides.special(person, &special) {
            let place = if sides.entangled(person, destination) {
                let line = timeline(engine.change_days(person, destination), |on| {
                    let class = sides.pair_class(person, destination, on);
                    columns.number(Column::Answers(std::array::from_fn(|way| answers.alone(&class, Presence::ALL[way]))))
                });
                places.push(line);
                places.len() as u32 - 1
            } else {
                *shared.entry((destination, sides.seen_by(person, destination))).or_insert_with(|| {
                    let class = |on| columns.number(Column::Offers(sides.place_class(Some(person), destination, on)));
                    places.push(timeline(sides.place_days(person, destination), class));
                    places.len() as u32 - 1
                })
            };
            list[destination] = place;
        }
        list_of.push(lists.number(list));
    }

    let (rows, columns, lists) = (rows.into_list(), columns.into_list(), lists.into_list());
    let mut table = Table::new(rows.len(), columns.len());
    // What meets whom: once for each timeline of a person and list of destinations.
    let mut met = std::collections::HashSet::new();
    for (person, list) in people.iter().zip(&list_of) {
        let own = stretches(person);
        for place in &lists[*list as usize] {
            if !met.insert((own.clone(), *place)) {
                continue;
            }
            for (_, row, column) in meet(&own, &stretches(&places[*place as usize])) {
                table.meet(row as usize, column as usize);
            }
        }
    }
    table.fill(&rows, &columns, &mut answers);
    let merged = table.merge();

    let mut fast = Fast {
        destinations: sides.places.len(),
        persons: Vec::new(),
        people: Lines::default(),
        places: Lines::default(),
        rows: Vec::new(),
        width: merged.width,
        height: merged.height,
        table: merged.cells,
        answers: answers.quick,
        reasons: answers.reasons,
    };
    let mut known = HashMap::new();
    let map = |line: &Timeline<u32>, classes: &[u32]| {
        let class = |class: &u32| classes.get(*class as usize).copied().unwrap_or_default();
        let mut stretches = line.segments().map(|stretch| (stretch.from, class(stretch.value)));
        let initial = stretches.next().map_or(0, |(_, class)| class);
        Timeline::new(initial, stretches.filter_map(|(from, class)| Some((from?, class))).collect())
    };
    let place_of: Vec<u32> = places.iter().map(|line| fast.places.push(&mut known, &map(line, &merged.columns))).collect();
    for list in &lists {
        fast.rows.extend(list.iter().map(|place| place_of[*place as usize]));
    }
    let mut known = HashMap::new();
    for (line, list) in people.iter().zip(&list_of) {
        let line = fast.people.push(&mut known, &map(line, &merged.rows));
        fast.persons.push(Person { line, row: *list * sides.places.len() as u32 });
    }
    fast
}

fn stretches(line: &Timeline<u32>) -> Vec<(Day, u32)> {
    line.segments().map(|stretch| (stretch.from.unwrap_or(Day::MIN), *stretch.value)).collect()
}

/// The answers so far, each once.
struct Answers<'e> {
    engine: &'e Engine,
    /// By the findings and the rules behind them.
    known: HashMap<(Quick, Vec<u32>), u32>,
    quick: Vec<Quick>,
    reasons: Vec<Vec<(usize, usize)>>,
    /// By the codes of one warrant: what is concluded, and the rules behind it.
    concluded: HashMap<Codes, (Answer, u32)>,
    /// The rules behind a conclusion, by the cell of each decision's table.
    grounds: HashMap<Vec<usize>, u32>,
    rules: Numbered<Vec<(usize, usize)>>,
}

impl<'e> Answers<'e> {
    fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            known: HashMap::new(),
            quick: Vec::new(),
            reasons: Vec::new(),
            concluded: HashMap::new(),
            grounds: HashMap::new(),
            rules: Numbered::new(),
        }
    }

    fn conclude(&mut self, codes: Codes) -> (Answer, u32) {
        if let Some(known) = self.concluded.get(&codes) {
            return known.clone();
        }
        let engine = self.engine;
        let answer = engine.conclude(codes);
        let values: Vec<u8> = codes.iter().copied().chain(answer.conclusions.iter().map(|code| code.unwrap_or(u8::MAX))).collect();
        let cells: Vec<usize> = engine.rulebook.compiled.iter().map(|table| table.cell(&values)).collect();
        let rules = &mut self.rules;
        let grounds = *self.grounds.entry(cells).or_insert_with(|| rules.number(assessment::grounds(engine, &values)));
        self.concluded.insert(codes, (answer.clone(), grounds));
        (answer, grounds)
    }

    /// The answer where these are all the possibilities; where there are none, there were too many.
    fn of(&mut self, tuples: impl Iterator<Item = Vec<Codes>>) -> u32 {
        let mut grounds_of: HashMap<Codes, u32> = HashMap::new();
        let mut worlds: Vec<World> = Vec::new();
        for tuple in tuples {
            let mut answers = Vec::with_capacity(tuple.len());
            for codes in tuple {
                let (answer, grounds) = self.conclude(codes);
                grounds_of.insert(codes, grounds);
                answers.push(answer);
            }
            worlds.push(World { answers });
        }
        worlds.sort_unstable();
        worlds.dedup();
        let snapshot = Snapshot { complete: !worlds.is_empty(), worlds, facts: Vec::new(), unsettled: Vec::new() };
        let findings = |place: usize| {
            Quick::new(
                place,
                &snapshot.verdict(),
                &snapshot.of_strongest(|answer| answer.duty),
                &snapshot.of_strongest(|answer| answer.risk),
                &snapshot.of_strongest(Answer::label),
                &snapshot.of_strongest(Answer::get),
            )
        };
        let shown = snapshot.shown(snapshot.strongest());
        let grounds: Vec<u32> = shown.iter().filter_map(|answer| grounds_of.get(&answer.codes).copied()).collect();
        let next = self.quick.len() as u32;
        let number = *self.known.entry((findings(0), grounds)).or_insert(next);
        if number == next {
            let mut reasons: Vec<(usize, usize)> = Vec::new();
            for answer in shown {
                let values: Vec<u8> =
                    answer.codes.iter().copied().chain(answer.conclusions.iter().map(|code| code.unwrap_or(u8::MAX))).collect();
                for ground in assessment::grounds(self.engine, &values) {
                    if !reasons.contains(&ground) {
                        reasons.push(ground);
                    }
                }
            }
            self.quick.push(findings(next as usize));
            self.reasons.push(reasons);
        }
        number
    }

    /// The answer where the possibilities of both sides are taken together already.
    fn alone(&mut self, class: &Class, presence: Presence) -> u32 {
        self.of(class.iter().map(|tuple| tuple.iter().map(|codes| with(*codes, presence)).collect::<Vec<_>>()))
    }

    /// The answer where every possibility of the one side can go with every one of the other.
    fn both(&mut self, person: &Class, place: &Class, presence: Presence) -> u32 {
        let pairs = person.iter().flat_map(|one| place.iter().map(move |other| (one, other)));
        self.of(pairs.map(|(one, other)| together(one, other, presence)))
    }
}

fn with(mut codes: Codes, presence: Presence) -> Codes {
    codes[Presence::ATTRIBUTE as usize] = presence.code();
    codes
}

/// The codes for each warrant. Both sides leave alone what is not theirs, and what the Council binds a destination to goes before what
/// it urges all to.
fn together(person: &Tuple, place: &Tuple, presence: Presence) -> Vec<Codes> {
    let all = |place: &Codes, person: &Codes| -> Codes {
        std::array::from_fn(|attribute| if place[attribute] != 0 { place[attribute] } else { person[attribute] })
    };
    let own = |at: usize| place.get(at).or(place.first()).copied().unwrap_or([0; Attribute::COUNT]);
    person.iter().enumerate().map(|(at, codes)| with(all(&own(at), codes), presence)).collect()
}

/// The answers by class of person and class of destination, while it is filled.
struct Table {
    height: usize,
    width: usize,
    met: Vec<bool>,
    /// By row, then column, then presence.
    cells: Vec<u32>,
}

/// The table with the classes that nobody can tell apart made one.
struct Merged {
    rows: Vec<u32>,
    columns: Vec<u32>,
    height: usize,
    width: usize,
    /// By presence, then row, then column.
    cells: Vec<u32>,
}

const WAYS: usize = Presence::ALL.len();

impl Table {
    fn new(height: usize, width: usize) -> Self {
        Self { height, width, met: vec![false; height * width], cells: vec![NONE; height * width * WAYS] }
    }

    fn meet(&mut self, row: usize, column: usize) {
        self.met[row * self.width + column] = true;
    }

    fn fill(&mut self, rows: &[Class], columns: &[Column], answers: &mut Answers<'_>) {
        for (r, row) in rows.iter().enumerate() {
            for (c, column) in columns.iter().enumerate().filter(|(c, _)| self.met[r * self.width + c]) {
                let cell = (r * self.width + c) * WAYS;
                for (way, presence) in Presence::ALL.iter().enumerate() {
                    self.cells[cell + way] = match column {
                        Column::Answers(all) => all[way],
                        Column::Offers(class) => answers.both(row, class, *presence),
                    };
                }
            }
        }
    }

    /// Makes one of the rows, and then of the columns, whose answers agree wherever they have any.
    fn merge(self) -> Merged {
        let (rows, cells) = merge(&self.cells, self.height, self.width * WAYS);
        let height = rows.iter().max().map_or(0, |row| *row as usize + 1);
        // Turned, so that columns are rows.
        let mut turned = vec![NONE; cells.len()];
        for row in 0..height {
            for column in 0..self.width {
                for way in 0..WAYS {
                    turned[(column * height + row) * WAYS + way] = cells[(row * self.width + column) * WAYS + way];
                }
            }
        }
        let (columns, cells) = merge(&turned, self.width, height * WAYS);
        let width = columns.iter().max().map_or(0, |column| *column as usize + 1);
        let mut table = vec![NONE; cells.len()];
        for column in 0..width {
            for row in 0..height {
                for way in 0..WAYS {
                    table[(way * height + row) * width + column] = cells[(column * height + row) * WAYS + way];
                }
            }
        }
        Merged { rows, columns, height, width, cells: table }
    }
}

/// Merges rows of a table that agree wherever both have a value: for each row the one that stands for it, and what is left.
fn merge(cells: &[u32], height: usize, width: usize) -> (Vec<u32>, Vec<u32>) {
    let mut kept: Vec<u32> = Vec::new();
    let mut stands = Vec::with_capacity(height);
    for row in cells.chunks_exact(width.max(1)).take(height) {
        let agrees = |other: &[u32]| other.iter().zip(row).all(|(a, b)| a == b || *a == NONE || *b == NONE);
        let place = kept.chunks_exact(width.max(1)).position(agrees).unwrap_or_else(|| {
            kept.extend_from_slice(row);
            kept.len() / width.max(1) - 1
        });
        for (cell, value) in kept[place * width..(place + 1) * width].iter_mut().zip(row) {
            if *cell == NONE {
                *cell = *value;
            }
        }
        stands.push(place as u32);
    }
    (stands, kept)
}
