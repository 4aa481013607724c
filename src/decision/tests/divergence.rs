//! Where two models decide differently, by hand.

use super::*;

fn divergences(one: &Model, other: &Model) -> Result<Vec<Divergence>, TooManyCombinations> {
    let [(one_compiled, one_flaws), (other_compiled, other_flaws)] = [prove(one), prove(other)];
    assert_eq!((one_flaws, other_flaws), (vec![], vec![]));
    diverge(Tables { model: one, compiled: &one_compiled }, Tables { model: other, compiled: &other_compiled })
}

/// As lines: the decision, the values, how many of how many, and what either says.
fn told(one: &Model, other: &Model) -> Vec<String> {
    divergences(one, other).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn models_that_say_the_same_in_other_words_do_not_diverge() {
    let one = model(&[2, 2], [decision(2, vec![rule(&[(A, &[0])], 0, &[]), rule(&[(A, &[1])], 1, &[])])]);
    // The same by an exception, and with an input that decides nothing.
    let other = model(&[2, 2], [decision(2, vec![rule(&[(A, &[0]), (B, &[0, 1])], 0, &[]), rule(&[(A, &[1]), (B, &[0, 1])], 1, &[])])]);
    assert_eq!(told(&one, &one), [""; 0]);
    assert_eq!(told(&one, &other), [""; 0]);
    assert_eq!(told(&other, &one), [""; 0]);
}

#[test]
fn a_divergence_is_shown_by_what_it_needs_and_counted_over_the_inputs_of_both() {
    let one = model(&[3, 2], [decision(2, vec![rule(&[(A, &[0])], 0, &[]), rule(&[(A, &[1, 2])], 1, &[])])]);
    let rules = vec![rule(&[(A, &[0])], 0, &[]), rule(&[(A, &[1, 2])], 1, &[]), rule(&[(A, &[2]), (B, &[1])], 0, &[Target::Rule(1)])];
    let other = model(&[3, 2], [decision(2, rules)]);
    let shown = "`first` for a = \"2\", b = \"1\" (1 of 6 combinations)\n  - 1 (rule-1)\n  + 0 (rule-2)";
    assert_eq!(told(&one, &other), [shown]);
    assert!(divergences(&one, &other).unwrap()[0].is_substantial());
    let everywhere = model(&[3, 2], [decision(2, vec![rule(&[(A, &[0])], 1, &[]), rule(&[(A, &[1, 2])], 0, &[])])]);
    assert_eq!(told(&one, &everywhere), ["`first` for everything (3 of 3 combinations)\n  - 0 (rule-0)\n  + 1 (rule-0)"]);
}

#[test]
fn the_same_conclusion_by_other_rules_is_told_apart() {
    let one = model(&[2], [decision(1, vec![rule(&[], 0, &[])])]);
    let other = model(&[2], [decision(1, vec![rule(&[], 0, &[]), rule(&[(A, &[1])], 0, &[])])]);
    assert_eq!(told(&one, &other), ["`first` for a = \"1\" (1 of 2 combinations)\n  - 0 (rule-0)\n  + 0 (rule-0, rule-1)"]);
    assert!(!divergences(&one, &other).unwrap()[0].is_substantial());
}

#[test]
fn what_cannot_occur_does_not_diverge() {
    let of = |then: u8| {
        let rules = vec![rule(&[(A, &[0])], 0, &[]), rule(&[(A, &[1]), (B, &[0])], 0, &[]), rule(&[(A, &[1]), (B, &[1])], then, &[])];
        let mut model = model(&[2, 3], [decision(2, rules)]);
        model.impossible = vec![all(&[(A, &[1]), (B, &[2])])];
        model
    };
    let counted = "`first` for a = \"1\", b = \"1\" (1 of 5 combinations)\n  - 0 (rule-2)\n  + 1 (rule-2)";
    assert_eq!(told(&of(0), &of(1)), [counted]);
    let without = |mut model: Model| {
        model.impossible.push(all(&[(A, &[1]), (B, &[1])]));
        model.decisions[0].rules.remove(2);
        model
    };
    assert_eq!(told(&without(of(0)), &without(of(1))), [""; 0]);
}

#[test]
fn a_decision_that_only_one_model_knows_is_looked_through() {
    let direct = |then: u8| model(&[2], [decision(2, vec![rule(&[(A, &[0])], 0, &[]), rule(&[(A, &[1])], then, &[])])]);
    let first = decision(2, vec![rule(&[(A, &[0])], 1, &[]), rule(&[(A, &[1])], 0, &[])]);
    let mut through = model(&[2], [first, decision(2, vec![rule(&[(1, &[1])], 0, &[]), rule(&[(1, &[0])], 1, &[])])]);
    // The second is what the others call the first.
    (through.decisions[0].name, through.decisions[1].name) = ("between".to_owned(), "first".to_owned());
    assert_eq!(told(&direct(1), &through), [""; 0]);
    assert_eq!(told(&through, &direct(1)), [""; 0]);
    let mut behind_another = through.clone();
    let (idle, variables) = (decision(1, vec![rule(&[], 0, &[])]), behind_another.variables());
    behind_another.decisions.insert(0, Decision { name: "before".to_owned(), ..idle });
    behind_another.decisions[2].rules.iter_mut().for_each(|rule| rule.when[0].variable = variables - 1);
    assert_eq!(told(&direct(1), &behind_another), [""; 0]);
    let shown = "`first` for a = \"1\" (1 of 2 combinations)\n  - 0 (rule-1)\n  + 1 (rule-1)";
    assert_eq!(told(&direct(0), &behind_another), [shown]);
    assert_eq!(told(&direct(0), &through), [shown]);
    assert_eq!(told(&through, &direct(0)), [shown.replace("- 0", "- 1").replace("+ 1", "+ 0")]);
}

#[test]
fn an_earlier_decision_that_differs_is_told_at_its_own_place() {
    let of = |then: u8| {
        let first = decision(2, vec![rule(&[(A, &[0])], 0, &[]), rule(&[(A, &[1])], then, &[])]);
        let second = decision(2, vec![rule(&[(1, &[0])], 0, &[]), rule(&[(1, &[1])], 1, &[])]);
        let mut model = model(&[2], [first, second]);
        // Both conclusions occur, so that no rule is idle.
        model.attributes.push(Variable { name: "z".to_owned(), values: numbered(2) });
        model.decisions[0].rules[0].when = all(&[(A, &[0]), (B, &[0])]);
        model.decisions[0].rules.push(Rule { id: "rule-2".to_owned(), ..rule(&[(A, &[0]), (B, &[1])], 1, &[]) });
        model.decisions[1].rules.iter_mut().for_each(|rule| rule.when[0].variable = 2);
        model
    };
    let shown = "`first` for a = \"1\" (2 of 4 combinations)\n  - 0 (rule-1)\n  + 1 (rule-1)";
    assert_eq!(told(&of(0), &of(1)), [shown]);
}

#[test]
fn too_many_combinations_are_not_compared() {
    let wide = |from: usize| {
        let when: Vec<(usize, &[u8])> = (from..from + 11).map(|variable| (variable, &[0, 1][..])).collect();
        model(&[2; 22], [decision(1, vec![rule(&when, 0, &[])])])
    };
    assert_eq!(divergences(&wide(0), &wide(0)), Ok(vec![]));
    assert_eq!(divergences(&wide(0), &wide(11)), Err(TooManyCombinations));
}
