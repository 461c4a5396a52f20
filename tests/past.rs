//! What a hand changes in mid-training travels with the link: who opens it has the same
//! bits, and goes on with the same bits.

mod common;

use common::weights;
use glassnet::app::{Action, Document, Session};
use glassnet::lab::{Grain, Pin};
use glassnet::labs::mlp::CONTROLS;
use glassnet::scene::Part;
use proptest::prelude::*;
use strum::VariantArray;

fn set(key: &str, text: &str) -> Action {
    Action::Set {
        key: key.to_owned(),
        text: text.to_owned(),
    }
}

fn go_on(session: &mut Session) -> (Vec<u64>, Vec<u32>, String) {
    session.update(Action::Step(Grain::Term, 5));
    session.update(Action::Step(Grain::Batch, 1));
    session.update(Action::Step(Grain::Batch, 40));
    let batch = session.lab().next_batch();
    (weights(session), batch, session.document().to_fragment())
}

/// Both ways in: by the link, and by the state.
fn again(session: &Session) -> [Session; 2] {
    let document = session.document();
    let linked = Session::open(&document.to_fragment());
    assert_eq!(linked.problems(), [], "{}", document.to_fragment());
    let mut given = Session::open("data.kind=xor");
    given
        .set_state(&document.to_value())
        .expect("its own state");
    [linked, given]
}

fn goes_on_alike(mut session: Session) {
    let others = again(&session);
    let before = weights(&session);
    let fragment = session.document().to_fragment();
    let after = go_on(&mut session);
    for mut other in others {
        assert_eq!(weights(&other), before, "{fragment}");
        assert_eq!(other.document().to_fragment(), fragment);
        assert_eq!(go_on(&mut other), after, "{fragment}");
    }
}

const WEIGHT: Part = Part::Weight {
    layer: 0,
    unit: 1,
    input: 0,
};

#[test]
fn a_changed_setting_is_told_with_its_step() {
    let mut session = Session::open("train.optimizer=adam&model.hidden=4");
    session.update(Action::Step(Grain::Batch, 20));
    session.update(set("train.rate", "0.1"));
    session.update(Action::Step(Grain::Batch, 3));
    session.update(Action::Step(Grain::Term, 7));
    let fragment = session.document().to_fragment();
    assert!(fragment.contains("until=20:train.rate:0.3"), "{fragment}");
    assert!(fragment.contains("train.rate=0.1"), "{fragment}");
    assert!(fragment.contains("step=23"), "{fragment}");
    assert!(fragment.contains("at=7"), "{fragment}");
    goes_on_alike(session);
}

#[test]
fn a_changed_weight_is_told_with_its_step() {
    let mut session = Session::open("train.optimizer=momentum");
    session.update(Action::Step(Grain::Batch, 20));
    session.update(Action::Edit(WEIGHT, 2e9));
    session.update(Action::Edit(WEIGHT, 0.5));
    let fragment = session.document().to_fragment();
    assert!(fragment.contains("edits=20:weight-0-1-0:0.5"), "{fragment}");
    session.update(Action::Step(Grain::Batch, 3));
    goes_on_alike(session);
}

#[test]
fn large_networks_and_large_numbers_travel_too() {
    let mut session = Session::open("model.hidden=16,16,16&data.kind=circle");
    session.update(Action::Step(Grain::Batch, 40));
    session.update(Action::Edit(WEIGHT, 0.5));
    goes_on_alike(session);
    let mut session = Session::open("");
    session.update(Action::Edit(WEIGHT, 1e20));
    goes_on_alike(session);
}

#[test]
fn back_to_the_start_is_the_drawn_start() {
    let mut session = Session::open("");
    let start = weights(&session);
    session.update(Action::Step(Grain::Batch, 9));
    session.update(Action::Edit(WEIGHT, 0.5));
    let [mut linked, mut given] = again(&session);
    for session in [&mut linked, &mut given] {
        session.update(Action::Restart);
        assert_eq!(weights(session), start);
    }
}

#[test]
fn other_activations_and_losses_leave_the_steps_behind_in_reach() {
    let mut session = Session::open("model.hidden=3");
    let mut then = Vec::new();
    for (key, text) in [
        ("model.activation", "relu"),
        ("train.loss", "mse"),
        ("model.output", "tanh"),
        ("train.batch", "7"),
    ] {
        then.push(weights(&session));
        session.update(Action::Step(Grain::Batch, 10));
        session.update(set(key, text));
    }
    session.update(Action::Step(Grain::Batch, 10));
    assert_eq!(session.lab().history().oldest, 0);
    for (number, weights_then) in then.iter().enumerate() {
        session.update(Action::Seek(10 * number as u64));
        assert_eq!(weights(&session), *weights_then);
    }
    session.update(Action::Seek(25));
    goes_on_alike(session);
}

#[test]
fn a_place_on_the_tape_outlasts_a_change() {
    for (key, text) in [
        ("train.rate", "0.01"),
        ("train.optimizer", "adam"),
        ("train.l2", "0.1"),
        ("model.activation", "relu"),
    ] {
        let mut session = Session::open("step=5&at=12");
        session.update(set(key, text));
        assert_eq!(session.lab().cursor(), 12, "{key}");
        session.update(Action::Edit(WEIGHT, 0.5));
        assert_eq!(session.lab().cursor(), 12, "{key}, then a weight");
        goes_on_alike(session);
    }
}

#[test]
fn what_cannot_have_been_is_refused() {
    for (past, key) in [
        ("step=20&until=20:data.kind:xor", "until"),
        ("step=20&until=20:model.hidden:3", "until"),
        ("step=20&until=20:train.rate:-3", "until"),
        ("step=20&until=20:view.grain:term", "until"),
        ("step=20&until=30:train.rate:0.1", "until"),
        ("step=20&until=x", "until"),
        ("step=20&edits=3:weight-0-9-0:1", "edits"),
        ("step=20&edits=3:unit-0-1:1", "edits"),
        ("step=20&edits=3:weight-0-1-0:inf", "edits"),
        ("step=20&edits=3", "edits"),
    ] {
        let session = Session::open(past);
        let problems = session.problems();
        assert!(
            problems.iter().any(|p| p.key.contains(key)),
            "{past}: {problems:?}"
        );
        assert_eq!(
            weights(&session),
            weights(&Session::open("step=20")),
            "{past}"
        );
    }
}

#[test]
fn new_weights_leave_the_batches_as_they_are() {
    let mut session = Session::open("");
    let before = (weights(&session), session.lab().next_batch());
    session.update(Action::NewWeights);
    assert_ne!(weights(&session), before.0);
    assert_eq!(session.lab().next_batch(), before.1);
}

#[test]
fn a_wrong_checksum_or_place_in_a_state_changes_nothing() {
    let mut session = Session::open("step=7");
    let before = session.document();
    for (key, text) in [
        ("sum", "sum=00000000"),
        ("at", "at=99999"),
        ("open", "open=unit-9-9"),
    ] {
        let (asked, _) = Document::from_fragment(CONTROLS, &format!("step=3&{text}"));
        let problem = session.set_state(&asked.to_value()).expect_err(text);
        assert_eq!(problem.key, key);
        assert_eq!(session.document(), before);
    }
}

#[test]
fn what_was_mended_after_a_stop_comes_back_by_its_link() {
    let link = "train.rate=30&data.kind=plane&model.activation=relu&train.loss=half-squared&seed=3";
    let mended = [
        (vec![vec![0.1; 2]; 2], vec![0.0; 2]),
        (vec![vec![0.1; 2]], vec![0.0]),
    ];
    for steps in [0, 1, 5, 40] {
        let mut session = Session::open(link);
        session.update(Action::Step(Grain::Epoch, 9));
        let stop = session.metrics().step;
        assert!(session.stopped().is_some());
        let effects = session.set_layers(&mended).unwrap();
        assert!(session.stopped().is_none() && effects.controls);
        session.update(Action::Set {
            key: "train.rate".to_owned(),
            text: "0.01".to_owned(),
        });
        session.update(Action::Step(Grain::Batch, steps));
        assert_eq!(session.metrics().step, stop + steps);
        let document = session.document();
        let again = Session::open(&document.to_fragment());
        assert_eq!(again.problems(), [], "{steps}");
        assert_eq!(weights(&again), weights(&session));
        assert!(again.stopped().is_none());
        session
            .set_state(&document.to_value())
            .expect("its own state");
    }
}

#[test]
fn a_step_without_numbers_is_a_stop_however_one_comes_there() {
    let mut session = Session::open("train.rate=30&data.kind=plane&model.activation=relu");
    session.update(Action::Step(Grain::Epoch, 9));
    let stopped = session.stopped().cloned().unwrap();
    let step = session.metrics().step;
    session.update(Action::Seek(0));
    assert!(session.stopped().is_none());
    session.update(Action::Set {
        key: "train.rate".to_owned(),
        text: "0.001".to_owned(),
    });
    session.update(Action::Seek(step));
    assert_eq!(session.stopped(), Some(&stopped), "of the rate that it had");
    session.update(Action::Play);
    assert_eq!(session.metrics().step, stopped.good_step);
}

#[test]
fn a_place_that_is_not_there_and_a_second_pin_are_left_out_and_said() {
    let session = Session::open("step=7&at=99999");
    assert_eq!(session.lab().cursor(), 0);
    assert_eq!(session.problems()[0].key, "at");
    let session = Session::open("sample=5&point=1,2");
    assert_eq!(session.document().pin, Some(Pin::Sample(5)));
    assert_eq!(session.problems()[0].key, "point");
    let session = Session::open("point=1,2&sample=5");
    assert_eq!(session.problems()[0].key, "sample");
}

fn move_of() -> impl Strategy<Value = Action> {
    let grains = || prop::sample::select(Grain::VARIANTS);
    let settings = prop::sample::select(vec![
        ("train.rate", "0.1"),
        ("train.rate", "0.03"),
        ("train.optimizer", "adam"),
        ("train.optimizer", "momentum"),
        ("train.batch", "7"),
        ("train.l2", "0.01"),
        ("model.activation", "relu"),
        ("model.activation", "randomized-relu"),
        ("train.loss", "mse"),
        ("view.grain", "term"),
    ]);
    prop_oneof![
        4 => (grains(), 1u64..5).prop_map(|(grain, n)| Action::Step(grain, n)),
        2 => (grains(), 1u64..5).prop_map(|(grain, n)| Action::Back(grain, n)),
        1 => (0u64..40).prop_map(Action::Seek),
        3 => settings.prop_map(|(key, text)| set(key, text)),
        2 => (0usize..2, 0usize..2, -2.0..2.0f64).prop_map(|(unit, input, value)| {
            Action::Edit(Part::Weight { layer: 0, unit, input }, value)
        }),
        1 => (0.0..1.0f64, 0.0..1.0f64).prop_map(|(x, y)| {
            Action::Drag(Part::MoveLine(0), [0.5, 0.5], [x, y])
        }),
        1 => Just(Action::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn whatever_was_done_the_link_leads_to_the_same_bits(
        moves in prop::collection::vec(move_of(), 1..24),
    ) {
        let mut session = Session::open("data.samples=40&model.hidden=2");
        for action in moves {
            session.update(action);
        }
        prop_assume!(session.stopped().is_none());
        goes_on_alike(session);
    }
}

#[test]
fn what_cannot_be_told_is_reported_by_its_checksum() {
    let mut session = Session::open("model.hidden=16,16");
    for number in 0..200 {
        let layers: Vec<(Vec<Vec<f64>>, Vec<f64>)> = session
            .lab()
            .layers()
            .into_iter()
            .map(|layer| {
                let shifted = |w: &f64| 0.9 * w + 1e-3 * f64::from(number);
                let rows = layer.weight.iter();
                (
                    rows.map(|row| row.iter().map(shifted).collect()).collect(),
                    layer.bias.iter().map(shifted).collect(),
                )
            })
            .collect();
        session.set_layers(&layers).expect("of this shape");
        session.update(Action::Step(Grain::Batch, 1));
    }
    let again = Session::open(&session.document().to_fragment());
    assert_eq!(again.problems().len(), 1);
    assert_eq!(again.problems()[0].key, "sum");
}
