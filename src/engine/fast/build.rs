//! Compiling: the classes of both sides, and the answer wherever two of them meet.

use rustc_hash::FxHashMap as HashMap;

use super::answers::{Answers, WAYS};
use super::classes::{Class, Numbered, Sides, Special, timeline};
use super::{Fast, Lines, Person, meet};
use crate::day::Day;
use crate::engine::Engine;
use crate::timeline::Timeline;

/// No answer yet: the classes do not meet.
const NONE: u32 = u32::MAX;

/// A column of the table: what destinations of a class offer, or the answers themselves where the two sides cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Column {
    Offers(Class),
    Answers([u32; WAYS]),
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
            let states = sides.states(None, destination);
            let class = |on| columns.number(Column::Offers(sides.place_class(None, destination, &states, on)));
            timeline(sides.places[destination].days.clone(), class)
        })
        .collect();

    // To whom a destination stands in a way of its own.
    let everybody: Vec<u32> = (0..places.len() as u32).collect();
    let mut shared: HashMap<_, u32> = HashMap::default();
    let mut lists = Numbered::new();
    let mut list_of = Vec::new();
    for person in 0..sides.persons.len() {
        let mut list = everybody.clone();
        for destination in sides.special(person, &special) {
            let place = if sides.entangled(person, destination) {
                let pair = sides.pair(person, destination);
                let line = timeline(pair.days.clone(), |on| {
                    let class = pair.class(on);
                    columns.number(Column::Answers(answers.together(&class)))
                });
                places.push(line);
                places.len() as u32 - 1
            } else {
                *shared.entry((destination, sides.seen_by(person, destination))).or_insert_with(|| {
                    let states = sides.states(Some(person), destination);
                    let class = |on| columns.number(Column::Offers(sides.place_class(Some(person), destination, &states, on)));
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
    // What meets whom: once for each timeline of a person and of a destination.
    let mut lines = Numbered::new();
    let line_of: Vec<u32> = people.iter().map(|person| lines.number(stretches(person))).collect();
    let lines = lines.into_list();
    let others: Vec<Vec<(Day, u32)>> = places.iter().map(stretches).collect();
    let mut met = vec![false; lines.len() * others.len()];
    for (line, list) in line_of.iter().zip(&list_of) {
        for place in &lists[*list as usize] {
            let (line, place) = (*line as usize, *place as usize);
            if !std::mem::replace(&mut met[line * others.len() + place], true) {
                meet(&lines[line], &others[place]).for_each(|(_, row, column)| table.meet(row as usize, column as usize));
            }
        }
    }
    table.fill(&rows, &columns, &mut answers);
    let merged = table.merge();
    let (answers, reasons) = answers.reasons();

    let mut fast = Fast {
        destinations: sides.places.len(),
        persons: Vec::new(),
        people: Lines::default(),
        places: Lines::default(),
        rows: Vec::new(),
        everybody: Vec::new(),
        departures: Vec::new(),
        width: merged.width,
        height: merged.height,
        table: merged.cells,
        answers,
        reasons,
    };
    let mut known = HashMap::default();
    let map = |line: &Timeline<u32>, classes: &[u32]| {
        let class = |class: &u32| classes.get(*class as usize).copied().unwrap_or_default();
        let mut stretches = line.segments().map(|stretch| (stretch.from, class(stretch.value)));
        let initial = stretches.next().map_or(0, |(_, class)| class);
        Timeline::new(initial, stretches.filter_map(|(from, class)| Some((from?, class))).collect())
    };
    let place_of: Vec<u32> = places.iter().map(|line| fast.places.push(&mut known, &map(line, &merged.columns))).collect();
    fast.everybody = place_of[..sides.places.len()].to_vec();
    for list in &lists {
        let row: Vec<u32> = list.iter().map(|place| place_of[*place as usize]).collect();
        let departs = row.iter().zip(&fast.everybody).enumerate().filter(|(_, (own, all))| own != all);
        fast.departures.push(departs.map(|(destination, (own, _))| (destination as u32, *own)).collect());
        fast.rows.extend(row);
    }
    let mut known = HashMap::default();
    for (line, list) in people.iter().zip(&list_of) {
        let line = fast.people.push(&mut known, &map(line, &merged.rows));
        fast.persons.push(Person { line, row: *list * sides.places.len() as u32, list: *list });
    }
    fast
}

fn stretches(line: &Timeline<u32>) -> Vec<(Day, u32)> {
    line.segments().map(|stretch| (stretch.from.unwrap_or(Day::MIN), *stretch.value)).collect()
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
                self.cells[cell..cell + WAYS].copy_from_slice(&match column {
                    Column::Answers(all) => *all,
                    Column::Offers(class) => answers.both(row, class),
                });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_agree_where_both_have_a_value_become_one() {
        // The second fills what the first leaves open, and so parts it from the third; the fourth is the third again.
        let cells = [1, NONE, 3, NONE, 2, 3, 1, 5, NONE, NONE, 5, NONE];
        assert_eq!(merge(&cells, 4, 3), (vec![0, 0, 1, 1], vec![1, 2, 3, 1, 5, NONE]));
        assert_eq!(merge(&[1, 2, 2, 1], 2, 2), (vec![0, 1], vec![1, 2, 2, 1]));
        assert_eq!(merge(&[NONE, NONE, 1, 2], 2, 2), (vec![0, 0], vec![1, 2]));
    }
}
