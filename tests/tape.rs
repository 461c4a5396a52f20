//! The glass box: the tape's statements, the ladder of steps and the way back.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use common::weights;
use glassnet::app::{Action, Session};
use glassnet::lab::{Grain, Pin, Value};
use glassnet::num::rng::{Seed, Stream};
use strum::VariantArray;

fn forward(session: &mut Session, grain: Grain, n: u64) {
    session.lab_mut().step(grain, n).unwrap();
}

const LINKS: &[&str] = &[
    "",
    "data.kind=xor&model.hidden=4,2&train.optimizer=adam&train.rate=0.01",
    "data.kind=three-gaussians&model.hidden=3&train.batch=7",
    "data.kind=sine&model.hidden=4&train.optimizer=momentum&train.rate=0.01&train.l2=0.01",
    "data.kind=moons&model.hidden=4&model.activation=randomized-relu&train.rate=0.05&train.l1=0.001",
    "model.hidden=&train.optimizer=perceptron&train.batch=1",
    "data.kind=three-gaussians&model.hidden=2&train.loss=half-squared&train.batch=3",
];

#[test]
fn walking_a_batch_term_by_term_gives_the_bits_of_one_batch_step() {
    for link in LINKS {
        let mut walked = Session::open(link);
        let mut stepped = Session::open(link);
        for grain in [
            Grain::Term,
            Grain::Unit,
            Grain::Layer,
            Grain::Stage,
            Grain::Sample,
        ] {
            let step = walked.metrics().step;
            let mut moves = 0;
            while walked.metrics().step == step {
                forward(&mut walked, grain, 1);
                moves += 1;
                assert!(moves < 100_000, "{link} never ends by {grain:?}");
            }
            forward(&mut stepped, Grain::Batch, 1);
            assert_eq!(weights(&walked), weights(&stepped), "{link} by {grain:?}");
        }
        // Half a walk, then the rest at once.
        forward(&mut walked, Grain::Term, 17);
        assert!(walked.lab().cursor() > 0);
        forward(&mut walked, Grain::Batch, 1);
        forward(&mut stepped, Grain::Batch, 1);
        assert_eq!(
            weights(&walked),
            weights(&stepped),
            "{link} from the middle"
        );
    }
}

#[test]
fn forward_and_back_by_any_grain_restores_the_bits() {
    for (number, link) in LINKS.iter().enumerate() {
        let mut session = Session::open(&format!("data.samples=60&{link}"));
        let mut rng = Seed(number as u32).stream(Stream::Noise, 0);
        for _ in 0..1000 / LINKS.len() + 1 {
            let grain = Grain::VARIANTS[rng.below(Grain::VARIANTS.len() as u32) as usize];
            let n = u64::from(1 + rng.below(5));
            let before = (
                weights(&session),
                session.lab().history().step,
                session.lab().cursor(),
            );
            forward(&mut session, grain, n);
            session.lab_mut().back(grain, n);
            let after = (
                weights(&session),
                session.lab().history().step,
                session.lab().cursor(),
            );
            assert_eq!(before, after, "{link}: {n} {grain:?}");
            // Then somewhere else.
            let grain = Grain::VARIANTS[rng.below(Grain::VARIANTS.len() as u32) as usize];
            if rng.below(3) == 0 {
                session.lab_mut().back(grain, n);
            } else {
                forward(&mut session, grain, n);
            }
        }
    }
}

#[test]
fn any_earlier_step_comes_back_exactly() {
    let mut session = Session::open("data.kind=circle&model.hidden=4&train.optimizer=adam");
    let mut seen = vec![weights(&session)];
    for step in 0..300 {
        match step {
            100 => drop(session.update(Action::Set {
                key: "train.rate".into(),
                text: "0.01".into(),
            })),
            150 => drop(session.update(Action::Set {
                key: "train.optimizer".into(),
                text: "rmsprop".into(),
            })),
            200 => drop(session.update(Action::Set {
                key: "train.batch".into(),
                text: "3".into(),
            })),
            _ => {}
        }
        forward(&mut session, Grain::Batch, 1);
        seen.push(weights(&session));
    }
    let mut rng = Seed(3).stream(Stream::Noise, 0);
    for _ in 0..200 {
        let step = rng.below(301);
        session.lab_mut().seek(step.into());
        assert_eq!(weights(&session), seen[step as usize], "step {step}");
        assert_eq!(session.lab().history().newest, 300);
        assert_eq!(session.lab().history().branches, 0);
    }
    session.lab_mut().seek(120);
    forward(&mut session, Grain::Batch, 1);
    let history = session.lab().history();
    assert_eq!(
        (history.step, history.newest, history.branches),
        (121, 121, 1)
    );
}

#[test]
fn the_example_of_the_articles_shows_its_terms() {
    let mut session = Session::open("");
    session.update(Action::Preset("neuron".to_owned()));
    assert_eq!(session.problems(), []);
    let texts: Vec<String> = session
        .lab_mut()
        .rows(0..8)
        .into_iter()
        .map(|row| row.text)
        .collect();
    assert_eq!(
        texts[..6],
        [
            "w·x₁ = 0.30·0.50 = 0.15",
            "w·x₂ = 0.70·0.80 = 0.56",
            "Σ w·x = 0.15 + 0.56 = 0.71",
            "b = 0.00",
            "z = 0.30·0.50 + 0.70·0.80 + 0.00 = 0.71",
            "ŷ = ReLU(0.71) = 0.71",
        ]
    );
}

#[test]
fn a_tape_lists_the_four_stages_in_order() {
    for link in LINKS {
        let mut session = Session::open(link);
        session.lab_mut().pin(Some(Pin::Sample(0)));
        let tape = session.lab_mut().tape();
        let names: Vec<&str> = tape.stages.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["forward", "loss", "backward", "update"], "{link}");
        let rows = session.lab_mut().rows(0..tape.len);
        assert_eq!(rows.len(), tape.len, "{link}");
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(row.index, index);
            assert!(row.value.is_finite(), "{link}: {}", row.text);
            assert!(
                !row.text.contains("NaN") && !row.exact.contains("NaN"),
                "{}",
                row.text
            );
        }
        assert!(
            rows.last()
                .unwrap()
                .text
                .starts_with("predicted change of the loss")
        );
    }
}

#[test]
fn the_predicted_change_of_the_loss_is_the_actual_one_for_small_rates() {
    let mut session = Session::open("data.kind=circle&model.hidden=4&train.rate=0.0001");
    session.lab_mut().pin(Some(Pin::Sample(0)));
    let len = session.lab_mut().tape().len;
    let row = session.lab_mut().rows(len - 1..len).remove(0);
    let (predicted, actual) = (row.terms[0], row.value);
    assert!(predicted < 0.0);
    assert!(
        (predicted - actual).abs() < 0.05 * predicted.abs(),
        "{}",
        row.text
    );
}

#[test]
fn the_traces_of_a_batch_sum_to_its_gradient() {
    for link in LINKS {
        let mut session = Session::open(link);
        forward(&mut session, Grain::Batch, 5);
        let batch = session.lab().next_batch();
        let gradients = session.lab_mut().gradients();
        let traces: Vec<_> = batch
            .iter()
            .map(|sample| session.lab().trace(*sample as usize).unwrap())
            .collect();
        for (l, layer) in gradients.iter().enumerate() {
            for (u, row) in layer.weight.iter().enumerate() {
                for (i, gradient) in row.iter().enumerate() {
                    let mean = traces
                        .iter()
                        .map(|trace| trace.layers[l].d_weight[u][i])
                        .sum::<f64>()
                        / batch.len() as f64;
                    assert!(
                        (mean - gradient).abs() < 1e-6,
                        "{link}: {mean} and {gradient}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_hundred_thousand_steps_stay_within_reach_and_memory() {
    let mut session = Session::open("data.kind=circle&model.hidden=8,8,8,8,8,8&train.batch=10");
    let mut marks = Vec::new();
    for _ in 0..10 {
        forward(&mut session, Grain::Batch, 10_000);
        marks.push((session.lab().history().step, weights(&session)));
    }
    assert_eq!(session.lab().history().oldest, 0);
    for (step, bits) in &marks {
        session.lab_mut().seek(*step);
        assert_eq!(weights(&session), *bits, "step {step}");
    }
}

#[test]
fn a_link_resumes_in_the_middle_of_a_step_and_reports_a_mismatch() {
    let mut session = Session::open("data.kind=xor&model.hidden=3");
    forward(&mut session, Grain::Batch, 12);
    forward(&mut session, Grain::Term, 31);
    let link = session.document().to_fragment();
    let again = Session::open(&link);
    assert_eq!(again.problems(), []);
    assert_eq!(again.lab().cursor(), 31);
    assert_eq!(weights(&again), weights(&session));
    let sum = link.split("sum=").nth(1).unwrap();
    let forged = Session::open(&link.replace(sum, "00000001"));
    assert_eq!(forged.problems()[0].key, "sum");
    let Value::Tree(_) = session.document().to_value() else {
        panic!()
    };
}
