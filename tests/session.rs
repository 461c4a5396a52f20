//! The session and its document, from outside: links, states, controls, edits.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use common::weights;
use glassnet::app::{Action, Document, Effects, Session};
use glassnet::lab::{Grain, Metrics, Value};
use glassnet::labs::mlp::CONTROLS;
use glassnet::scene::Part;
use proptest::prelude::*;
use proptest::sample::select;

fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap()
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn set(session: &mut Session, key: &str, text: &str) -> Effects {
    session.update(Action::Set {
        key: key.to_owned(),
        text: text.to_owned(),
    })
}

fn step(session: &mut Session, grain: Grain, n: u64) -> Metrics {
    session.update(Action::Step(grain, n));
    session.metrics()
}

#[test]
fn the_defaults_make_an_empty_link() {
    let session = Session::open("");
    assert_eq!(session.document().to_fragment(), "");
    assert_eq!(
        json(&session.document().to_value()),
        r#"{"v":1.0,"seed":22.0,"config":{}}"#
    );
    assert!(session.problems().is_empty());
}

#[test]
fn what_would_be_refused_is_known_before() {
    for (link, key, refused) in [
        ("", "model.output", &["softmax"][..]),
        ("", "train.optimizer", &["perceptron"]),
        ("model.hidden=&data.kind=gaussians", "train.optimizer", &[]),
        ("data.kind=three-gaussians", "model.output", &[]),
        (
            "data.kind=plane",
            "train.loss",
            &["bce", "cross-entropy", "hinge"],
        ),
        ("", "train.loss", &[]),
        ("", "view.grain", &[]),
    ] {
        let mut session = Session::open(link);
        let kind = &CONTROLS
            .iter()
            .find(|control| control.key == key)
            .unwrap()
            .kind;
        let glassnet::lab::Kind::Choice(names) = kind else {
            panic!("{key} is no choice");
        };
        let found: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| session.refusal(key, name).is_some())
            .collect();
        assert_eq!(found, refused, "{link} {key}");
        for name in *names {
            let why = session.refusal(key, name);
            let before = session.config().clone();
            set(&mut session, key, name);
            assert_eq!(why.is_none(), session.config().choice(key) == *name);
            for (control, setting) in before.entries() {
                let text = setting.text();
                set(&mut session, control.key, &text);
            }
        }
    }
}

#[test]
fn a_link_is_obeyed_and_written_back() {
    let link =
        "v=1&seed=7&data.kind=xor&data.features=x1,x1*x2,sin(x2)&model.hidden=4,2&train.rate=0.05";
    let session = Session::open(&format!("#{link}"));
    assert_eq!(session.problems(), []);
    assert_eq!(session.document().to_fragment(), link);
    let shape: Vec<usize> = session
        .lab()
        .layers()
        .iter()
        .map(|l| l.bias.len())
        .collect();
    assert_eq!(shape, [4, 2, 1]);
    assert_eq!(session.lab().layers()[0].weight[0].len(), 3);
}

#[test]
fn the_state_is_the_same_tree_nested() {
    let session = Session::open("data.kind=xor&model.hidden=4,2&model.activation=relu");
    assert_eq!(
        session.document().to_value(),
        parse(
            r#"{"v":1,"seed":22,"config":{"data":{"kind":"xor"},"model":{"hidden":[4,2],"activation":"relu"}}}"#
        )
    );
}

#[test]
fn bad_parts_of_a_link_are_listed_and_the_rest_is_applied() {
    let session = Session::open(
        "v=1&data.kind=teapot&nonsense=1&train.rate=NaN&model.hidden=4,x&train.batch=25&seed=-1",
    );
    let keys: Vec<&str> = session.problems().iter().map(|p| p.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "data.kind",
            "nonsense",
            "train.rate",
            "model.hidden",
            "seed"
        ]
    );
    assert!(
        session.problems()[0]
            .allowed
            .contains("two-lines, circle, xor")
    );
    assert_eq!(session.config().number("train.batch"), 25.0);
    assert_eq!(session.config().choice("data.kind"), "two-lines");
}

#[test]
fn settings_that_cannot_stand_together_are_named() {
    for (link, key) in [
        ("data.kind=plane&train.loss=bce", "train.loss"),
        ("model.output=softmax", "model.output"),
        ("train.optimizer=perceptron", "train.optimizer"),
        (
            "model.hidden=2,2,2&model.activation=relu,tanh",
            "model.activation",
        ),
        ("data.kind=sine&data.features=x2", "data.features"),
        (
            "data.kind=plane&train.task=regression&train.loss=hinge",
            "train.loss",
        ),
    ] {
        let session = Session::open(link);
        let keys: Vec<&str> = session.problems().iter().map(|p| p.key.as_str()).collect();
        assert_eq!(keys, [key], "{link}");
    }
}

#[test]
fn a_refused_state_names_its_key_and_changes_nothing() {
    let mut session = Session::open("data.kind=xor");
    step(&mut session, Grain::Epoch, 3);
    let (before, document) = (weights(&session), session.document());
    for (state, key) in [
        (
            r#"{"v":1,"config":{"data":{"kind":"teapot"}}}"#,
            "data.kind",
        ),
        (r#"{"v":1,"config":{"train":{"rate":-1}}}"#, "train.rate"),
        (r#"{"v":1,"config":{"train":{"speed":1}}}"#, "train.speed"),
        (r#"{"v":2,"config":{}}"#, "v"),
        (r#"{"v":1,"seed":1.5}"#, "seed"),
        (
            r#"{"v":1,"config":{"model":{"hidden":[4,0]}}}"#,
            "model.hidden",
        ),
        (
            r#"{"v":1,"config":{"model":{"output":"softmax"}}}"#,
            "model.output",
        ),
        (r#"{"v":1,"config":7}"#, "config"),
        (r#"{"v":1,"extra":7}"#, "extra"),
        ("[]", "state"),
        ("null", "state"),
    ] {
        let problem = session.set_state(&parse(state)).unwrap_err();
        assert_eq!(problem.key, key, "{state}");
        assert_eq!(weights(&session), before, "{state}");
        assert_eq!(session.document(), document, "{state}");
    }
}

#[test]
fn how_it_learns_may_change_without_losing_what_it_learned() {
    let mut session = Session::open("data.kind=circle&model.hidden=4");
    step(&mut session, Grain::Epoch, 5);
    let before = weights(&session);
    for (key, text) in [
        ("train.rate", "0.003"),
        ("train.optimizer", "adam"),
        ("train.l1", "0.01"),
        ("train.l2", "0.01"),
        ("train.batch", "32"),
        ("train.loss", "half-squared"),
        ("train.momentum", "0.5"),
        ("view.speed", "max"),
        ("model.activation", "relu"),
    ] {
        set(&mut session, key, text);
        assert_eq!(weights(&session), before, "{key}");
        assert_eq!(session.metrics().epoch, 5, "{key}");
    }
}

#[test]
fn one_control_never_reshuffles_another() {
    let base = Session::open("data.kind=circle&model.hidden=4");
    let data = base.lab().data();
    let same_start = Session::open("data.kind=circle&model.hidden=4&data.draw=1");
    assert_eq!(weights(&base), weights(&same_start));
    assert_ne!(data, same_start.lab().data());
    let other_start = Session::open("data.kind=circle&model.hidden=4&model.draw=1");
    assert_ne!(weights(&base), weights(&other_start));
    assert_eq!(data, other_start.lab().data());
    let noisy = Session::open("data.kind=circle&model.hidden=4&data.noise=0.2");
    assert_eq!(data.train, noisy.lab().data().train);
    assert_eq!(weights(&base), weights(&noisy));
}

#[test]
fn a_link_with_a_step_leads_to_the_same_bits() {
    let mut session = Session::open("data.kind=moons&model.hidden=3&train.batch=7");
    session.update(Action::Step(Grain::Batch, 123));
    let link = session.document().to_fragment();
    assert!(link.contains("&step=123&sum="), "{link}");
    assert_eq!(weights(&Session::open(&link)), weights(&session));
}

#[test]
fn restart_gives_the_same_initial_weights_and_a_new_draw_others() {
    let mut session = Session::open("data.kind=moons");
    let start = weights(&session);
    step(&mut session, Grain::Epoch, 3);
    assert_ne!(weights(&session), start);
    session.update(Action::Restart);
    assert_eq!(weights(&session), start);
    session.update(Action::NewWeights);
    assert_ne!(weights(&session), start);
    assert_eq!(session.metrics().step, 0);
}

#[test]
fn an_edited_weight_counts_at_once() {
    let mut session = Session::open("");
    let before = session.metrics().train_loss;
    let part = Part::Weight {
        layer: 0,
        unit: 1,
        input: 0,
    };
    session.update(Action::Edit(part, 2.5));
    assert_eq!(session.lab().layers()[0].weight[1][0], 2.5);
    assert_eq!(session.lab().read(part).unwrap().value, 2.5);
    assert_ne!(session.metrics().train_loss, before);
    let now = weights(&session);
    session.update(Action::Edit(part, f64::INFINITY));
    assert_eq!(weights(&session), now);
    assert_eq!(session.problems().len(), 1);
}

#[test]
fn a_link_carries_weights_that_were_edited() {
    let mut session = Session::open("data.kind=xor&model.hidden=3");
    step(&mut session, Grain::Epoch, 2);
    session.update(Action::Edit(Part::Bias { layer: 0, unit: 2 }, 0.1));
    let again = Session::open(&session.document().to_fragment());
    assert_eq!(again.problems(), []);
    assert_eq!(weights(&again), weights(&session));
    // A new shape leaves them behind without a word.
    session.update(Action::AddUnit(0));
    assert_eq!(session.problems(), []);
}

#[test]
fn the_last_smaller_batch_is_a_batch_of_its_own() {
    let mut session = Session::open("data.samples=50&data.train=0.5&train.batch=10");
    let sizes: Vec<usize> = (0..4)
        .map(|_| {
            let size = session.lab().next_batch().len();
            session.update(Action::Step(Grain::Batch, 1));
            size
        })
        .collect();
    assert_eq!(sizes, [10, 10, 5, 10]);
    assert_eq!(session.metrics().epoch, 1);
}

#[test]
fn numbers_that_end_stop_training_and_one_click_leads_back() {
    for (link, steps) in [
        (
            "data.kind=plane&model.hidden=8&model.activation=relu&train.rate=1000&train.loss=half-squared",
            50,
        ),
        (
            "seed=3&data.kind=plane&model.hidden=4&model.activation=relu&train.rate=10",
            50,
        ),
        (
            "data.kind=multi-gaussian&model.hidden=4,4&model.activation=relu&train.rate=5",
            400,
        ),
        ("data.kind=plane&model.hidden=&train.rate=2", 400),
    ] {
        for factor in [None, Some(1e-5)] {
            let mut session = Session::open(link);
            let rate = session.config().number("train.rate");
            session.update(Action::Step(Grain::Batch, steps));
            let stopped = session.stopped().expect("it diverges").clone();
            assert!(
                stopped.message.contains(&format!("learning rate {rate}")),
                "{}",
                stopped.message
            );
            assert!(stopped.good_step <= session.metrics().step);
            session.update(Action::Recover(factor));
            assert!(session.stopped().is_none());
            let metrics = session.metrics();
            assert!(stopped.calm_step <= stopped.good_step);
            let step = [stopped.good_step, stopped.calm_step][usize::from(factor.is_some())];
            assert_eq!(metrics.step, step);
            assert!(metrics.train_loss.is_some_and(f64::is_finite), "{link}");
            if factor.is_some() {
                let lower = session.config().number("train.rate");
                assert!((lower - rate * 1e-5).abs() < 1e-9 * rate);
                session.update(Action::Step(Grain::Batch, 5));
                assert!(session.stopped().is_none(), "{link} goes on at {lower}");
            } else {
                // It was the last good one.
                session.update(Action::Step(Grain::Batch, 1));
                let again = session.stopped().expect("it diverges again");
                assert_eq!(again.good_step, stopped.good_step);
            }
        }
    }
}

#[test]
fn training_stops_at_the_same_step_however_many_are_taken_at_once() {
    for link in [
        "data.kind=plane&train.rate=30",
        "data.kind=plane&model.hidden=&train.rate=0.5&train.batch=1&data.samples=1000",
        "data.kind=plane&model.activation=relu&train.rate=5&train.batch=1&data.samples=1000",
        "data.kind=sine&model.activation=identity&model.hidden=8,8&train.rate=1000",
    ] {
        let mut single = Session::open(link);
        while single.stopped().is_none() {
            assert!(single.metrics().step < 3000, "{link}");
            single.update(Action::Step(Grain::Batch, 1));
        }
        let wanted = single.stopped().cloned();
        let mut many = Session::open(link);
        let effects = many.update(Action::Step(Grain::Batch, 3000));
        assert!(effects.stepped && effects.changed);
        let mut epochs = Session::open(link);
        epochs.update(Action::Step(Grain::Epoch, 9));
        let mut played = Session::open(&format!("{link}&view.speed=max"));
        played.update(Action::Play);
        let mut now = 0.0;
        while played.stopped().is_none() {
            now += 0.016;
            played.frame(&mut || now);
        }
        for mut session in [many, epochs, played] {
            assert_eq!(session.stopped().cloned(), wanted, "{link}");
            assert_eq!(session.metrics().step, single.metrics().step, "{link}");
            let (here, there) = (session.lab().history(), single.lab().history());
            assert_eq!((here.step, here.newest), (there.step, there.newest));
            assert_eq!(session.lab().checksum(), single.lab().checksum());
        }
    }
}

#[test]
fn after_a_stop_it_plays_again_once_its_cause_is_gone() {
    let diverged = || {
        let mut session = Session::open("data.kind=plane&train.rate=30");
        session.update(Action::Step(Grain::Batch, 3000));
        assert!(session.stopped().is_some());
        session
    };
    // Another rate and Play: from where the numbers were finite.
    for start in [Action::Play, Action::Walk] {
        let mut session = diverged();
        let good = session.stopped().map(|stopped| stopped.good_step);
        session.update(Action::Set {
            key: "train.rate".to_owned(),
            text: "0.01".to_owned(),
        });
        session.update(start);
        assert!(session.stopped().is_none());
        assert!(session.is_playing() || session.is_walking());
        assert_eq!(Some(session.metrics().step), good);
    }
    // Finite weights instead of the others.
    let mut session = diverged();
    let layers = [
        (vec![vec![0.1; 2]; 2], vec![0.0; 2]),
        (vec![vec![0.1; 2]], vec![0.0]),
    ];
    session.set_layers(&layers).unwrap();
    assert!(session.stopped().is_none());
    // Numbers too large from the very beginning.
    let mut session = Session::open("data.kind=plane");
    let part = Part::Weight {
        layer: 1,
        unit: 0,
        input: 0,
    };
    session.update(Action::Edit(part, 3e38));
    session.update(Action::Step(Grain::Batch, 1));
    assert!(session.stopped().is_some());
    session.update(Action::Recover(None));
    assert!(session.metrics().train_loss.is_some_and(f64::is_finite));
}

#[test]
fn a_state_is_held_against_what_is_there_before_it_is_taken() {
    let mut session = Session::open("seed=3");
    let before = session.document();
    for (state, key) in [
        (r#"{"config":{"foo":{}}}"#, "foo"),
        (r#"{"config":{"train":{"foo":{}}}}"#, "train.foo"),
        (r#"{"config":{"data":{"kind":{}}}}"#, "data.kind"),
        (r#"{"nonsense":null}"#, "nonsense"),
        (r#"{"step":200000,"sample":999999}"#, "sample"),
    ] {
        let problem = session.set_state(&parse(state)).expect_err(state);
        assert_eq!(problem.key, key);
        assert_eq!(session.document(), before);
    }
    let empty = r#"{"config":{"train":{}},"sample":null,"seed":3}"#;
    session
        .set_state(&parse(empty))
        .expect("nothing is asked for");
}

#[test]
fn layers_and_units_come_and_go() {
    let mut session = Session::open("");
    for (action, hidden) in [
        (Action::AddUnit(0), vec![3.0]),
        (Action::AddLayer, vec![3.0, 2.0]),
        (Action::RemoveUnit(1), vec![3.0, 1.0]),
        (Action::RemoveUnit(1), vec![3.0, 1.0]),
        (Action::RemoveLayer(0), vec![1.0]),
        (Action::RemoveLayer(0), vec![]),
        (Action::RemoveLayer(0), vec![]),
    ] {
        session.update(action);
        assert_eq!(session.config().numbers("model.hidden"), hidden);
    }
}

#[test]
fn the_training_loss_falls_on_every_data_set() {
    for kind in [
        "two-lines",
        "circle",
        "xor",
        "gaussians",
        "spiral",
        "moons",
        "three-gaussians",
        "plane",
        "multi-gaussian",
        "sine",
    ] {
        let mut session = Session::open(&format!(
            "data.kind={kind}&model.hidden=8&train.optimizer=adam&train.rate=0.01"
        ));
        let before = session.metrics();
        let after = step(&mut session, Grain::Epoch, 100);
        assert!(after.train_loss < before.train_loss, "{kind}");
        assert_eq!(
            after.train_accuracy.is_none(),
            ["plane", "multi-gaussian", "sine"].contains(&kind),
            "{kind}"
        );
    }
}

/// A link's value that may or may not be allowed.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        "[0-9.eE+-]{0,12}",
        "[0-9]{1,3}(,[0-9]{1,3}){0,9}",
        select(vec![
            "relu",
            "tanh,relu",
            "xor",
            "sine",
            "spiral",
            "softmax",
            "adam",
            "perceptron",
            "hinge",
            "bce",
            "cross-entropy",
            "true",
            "regression",
            "zeros",
            "x1",
            "sin(x2)",
            "%",
            "%ff",
            "%F0%9F",
            ""
        ])
        .prop_map(str::to_owned),
    ]
}

fn pair() -> impl Strategy<Value = String> {
    let keys: Vec<&'static str> = CONTROLS
        .iter()
        .map(|control| control.key)
        .chain([
            "v",
            "seed",
            "step",
            "sample",
            "point",
            "at",
            "sum",
            "lab",
            "",
            "train",
            "__proto__",
        ])
        .collect();
    (select(keys), text()).prop_map(|(key, text)| format!("{key}={text}"))
}

/// JSON of any shape.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Flag),
        any::<f64>().prop_map(Value::Number),
        text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        let keys = select(vec![
            "v", "seed", "config", "data", "model", "train", "view", "kind", "hidden", "rate", "x",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::vec((keys.prop_map(str::to_owned), inner), 0..6)
                .prop_map(Value::Tree),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60_000) })]

    #[test]
    fn whatever_a_link_says_its_document_is_read_and_written_back_the_same(
        pairs in prop::collection::vec(pair(), 0..8), raw in ".{0,60}"
    ) {
        for fragment in [pairs.join("&"), raw] {
            let (document, _) = Document::from_fragment(CONTROLS, &fragment);
            let (again, problems) = Document::from_fragment(CONTROLS, &document.to_fragment());
            prop_assert_eq!(&problems, &vec![]);
            prop_assert_eq!(&again, &document);
            let (nested, problems) = Document::from_value(CONTROLS, &document.to_value());
            prop_assert_eq!(&problems, &vec![]);
            prop_assert_eq!(&nested, &document);
        }
    }

    #[test]
    fn whatever_json_says_a_document_comes_of_it(value in any_value()) {
        let (document, problems) = Document::from_value(CONTROLS, &value);
        let (again, none) = Document::from_value(CONTROLS, &document.to_value());
        prop_assert_eq!(&none, &vec![]);
        prop_assert_eq!(&again, &document);
        for problem in problems {
            prop_assert!(problem.value.chars().count() <= 61 && problem.key.chars().count() <= 61);
        }
    }
}

/// Anything that a reader may do.
fn action() -> impl Strategy<Value = Action> {
    let index = 0_usize..4;
    let part = (0_usize..4, 0_usize..4, 0_usize..4).prop_flat_map(|(layer, unit, input)| {
        select(vec![
            Part::Weight { layer, unit, input },
            Part::Bias { layer, unit },
            Part::Unit { layer, unit },
            Part::UnitLine(unit),
            Part::TurnLine(unit),
            Part::Sample(unit as u32),
        ])
    });
    let point = [-9.0..9.0_f64, -9.0..9.0_f64];
    prop_oneof![
        Just(Action::Toggle),
        Just(Action::Restart),
        Just(Action::NewWeights),
        Just(Action::NewData),
        Just(Action::AddLayer),
        Just(Action::DismissProblems),
        Just(Action::Recover(Some(0.1))),
        (0_u64..20).prop_map(|n| Action::Step(Grain::Batch, n)),
        Just(Action::Step(Grain::Epoch, 1)),
        index.clone().prop_map(Action::RemoveLayer),
        index.clone().prop_map(Action::AddUnit),
        index.prop_map(Action::RemoveUnit),
        (part.clone(), any::<f64>()).prop_map(|(part, value)| Action::Edit(part, value)),
        (part.clone(), point.clone(), point.clone())
            .prop_map(|(part, a, b)| Action::Drag(part, a, b)),
        part.prop_map(|part| Action::Select(Some(part))),
        point.prop_map(|at| Action::Probe(Some(at))),
        (-2_i64..3).prop_map(Action::PinNext),
        pair().prop_map(|pair| {
            let (key, text) = pair.split_once('=').unwrap();
            // Small data keep a hundred thousand cases within seconds.
            let text = if key == "data.samples" { "40" } else { text };
            Action::Set {
                key: key.to_owned(),
                text: text.to_owned(),
            }
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_500) })]

    #[test]
    fn whatever_a_reader_does_the_state_stays_whole(actions in prop::collection::vec(action(), 0..16)) {
        let mut session = Session::open("data.samples=40&train.batch=4");
        for action in actions {
            if matches!(&action, Action::Set { key, text } if key == "model.hidden" && text.len() > 6) {
                continue;
            }
            session.update(action);
            let layers = session.lab().layers();
            let hidden = session.config().numbers("model.hidden");
            prop_assert_eq!(layers.len(), hidden.len() + 1);
            for (layer, units) in layers.iter().zip(&hidden) {
                prop_assert_eq!(layer.bias.len() as f64, *units);
            }
            let finite = layers.iter().all(|layer| {
                layer.weight.iter().flatten().chain(&layer.bias).all(|value| value.is_finite())
            });
            prop_assert!(finite);
            let mut document = session.document();
            (document.step, document.at, document.sum) = (0, 0, None);
            prop_assert_eq!(session.lab().check(&document.config), vec![]);
            let (again, problems) = Document::from_fragment(CONTROLS, &document.to_fragment());
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(again, document);
        }
    }
}
