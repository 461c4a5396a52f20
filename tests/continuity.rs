//! What goes on, goes on: a change, a move or a stop resets and says only what it must.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use common::weights;
use glassnet::app::{Action, Effects, Session, panel};
use glassnet::lab::{Frame, Grain, Panel, Value};
use glassnet::scene::{Mark, Palette};

fn set(session: &mut Session, key: &str, text: &str) {
    session.update(Action::Set {
        key: key.to_owned(),
        text: text.to_owned(),
    });
    assert_eq!(session.problems(), [], "{key}={text}");
}

fn step(session: &mut Session, grain: Grain, n: u64) -> Effects {
    session.update(Action::Step(grain, n))
}

/// The state with one setting more.
fn with(session: &Session, group: &str, key: &str, value: &Value) -> Value {
    let Value::Tree(mut entries) = session.document().to_value() else {
        panic!("a state is a tree");
    };
    for (name, config) in &mut entries {
        if name == "config" {
            let setting = Value::Tree(vec![(key.to_owned(), value.clone())]);
            *config = Value::Tree(vec![(group.to_owned(), setting)]);
        }
    }
    Value::Tree(entries)
}

#[test]
fn a_state_or_link_of_this_very_place_changes_settings_without_the_weights() {
    for (key, value) in [
        ("rate", Value::Number(0.25)),
        ("optimizer", Value::Text("adam".to_owned())),
        ("l1", Value::Number(0.01)),
        ("batch", Value::Number(3.0)),
        ("loss", Value::Text("mse".to_owned())),
    ] {
        let mut session = Session::open("");
        step(&mut session, Grain::Epoch, 3);
        step(&mut session, Grain::Term, 5);
        let before = (weights(&session), session.metrics().step);
        let state = with(&session, "train", key, &value);
        session.set_state(&state).unwrap();
        assert_eq!((weights(&session), session.metrics().step), before, "{key}");
        assert_eq!(session.problems(), []);
        // The link that this gives leads to the same bits.
        step(&mut session, Grain::Batch, 2);
        let again = Session::open(&session.document().to_fragment());
        assert_eq!(again.problems(), [], "{key}");
        assert_eq!(weights(&again), weights(&session), "{key}");

        let mut linked = Session::open("");
        step(&mut linked, Grain::Epoch, 3);
        let before = weights(&linked);
        let more = format!("{}&train.{key}={value}", linked.document().to_fragment());
        linked.update(Action::Open(more.replace('"', "")));
        assert_eq!(linked.problems(), [], "{key}");
        assert_eq!(weights(&linked), before, "{key}");
    }
}

#[test]
fn a_state_of_another_place_is_taken_whole() {
    let mut session = Session::open("");
    let start = session.document().to_value();
    step(&mut session, Grain::Epoch, 3);
    session.set_state(&start).unwrap();
    assert_eq!(session.metrics().step, 0);
    assert_eq!(session.document().to_value(), start);
}

#[test]
fn a_pause_stops_what_is_on_its_way_to_a_step() {
    let far = "model.hidden=16,16&step=2000000";
    let mut session = Session::open(far);
    let mut clock = (0..).map(f64::from);
    session.frame(&mut || clock.next().unwrap());
    assert!(session.target().is_some());
    assert!(session.update(Action::Pause).controls);
    assert_eq!(session.target(), None);
    let here = session.metrics().step;
    session.frame(&mut || clock.next().unwrap());
    assert_eq!(session.metrics().step, here);

    // A step or an edit ends it as well, and the notice with it.
    let mut session = Session::open(far);
    assert!(step(&mut session, Grain::Batch, 1).controls);
    assert_eq!(session.target(), None);
    let mut session = Session::open(far);
    let layers = session.lab().layers();
    let layers: Vec<_> = layers.into_iter().map(|l| (l.weight, l.bias)).collect();
    assert!(session.set_layers(&layers).unwrap().controls);
}

#[test]
fn the_loss_chart_shows_one_loss_at_a_time() {
    let palette = Palette::light();
    let frame = Frame {
        width: 430.0,
        height: 200.0,
        palette: &palette,
    };
    let readout = |session: &mut Session, epoch: f64| -> String {
        session.update(Action::PointChart(Some(epoch)));
        let scene = session.scene(Panel::Loss, &frame);
        let texts = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text.text.clone()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("|")
    };
    let mut session = Session::open("");
    step(&mut session, Grain::Epoch, 20);
    let entropy = readout(&mut session, 10.0);
    set(&mut session, "train.loss", "mse");
    let now = session.metrics().train_loss.unwrap();
    let shown = glassnet::scene::format::reading(now);
    let squared = readout(&mut session, 10.0);
    assert!(squared.contains(&shown), "{shown} is not in {squared}");
    assert_ne!(squared, entropy);
    assert!(squared.contains("squared"), "{squared}");
    // Back at the first loss its own points are there again.
    set(&mut session, "train.loss", "bce");
    assert!(readout(&mut session, 10.0).contains("0."));
}

#[test]
fn what_makes_no_difference_to_the_start_leaves_the_weights() {
    for (key, text) in [("train.task", "regression"), ("model.scale", "2")] {
        let mut session = Session::open("");
        step(&mut session, Grain::Epoch, 3);
        let before = (weights(&session), session.metrics().step);
        set(&mut session, key, text);
        assert_eq!((weights(&session), session.metrics().step), before, "{key}");
    }
    // Where the targets are numbers the task makes other ones of them.
    let mut session = Session::open("data.kind=plane");
    step(&mut session, Grain::Epoch, 3);
    set(&mut session, "train.task", "classification");
    assert_eq!(session.metrics().step, 0);
}

#[test]
fn known_steps_are_no_new_branch() {
    let mut session = Session::open("sample=7");
    step(&mut session, Grain::Batch, 10);
    let end = weights(&session);
    session.update(Action::Back(Grain::Batch, 5));
    step(&mut session, Grain::Batch, 1);
    step(&mut session, Grain::Stage, 2);
    session.update(Action::Back(Grain::Stage, 3));
    step(&mut session, Grain::Stage, 1);
    let history = session.lab().history();
    assert_eq!((history.branches, history.newest), (0, 10));
    session.update(Action::Seek(10));
    assert_eq!(weights(&session), end);
    // Under another rate they are others.
    session.update(Action::Back(Grain::Batch, 2));
    set(&mut session, "train.rate", "0.5");
    step(&mut session, Grain::Batch, 1);
    let history = session.lab().history();
    assert_eq!((history.branches, history.newest), (1, 9));
}

#[test]
fn a_move_of_many_pieces_goes_back_piece_by_piece() {
    for grain in [Grain::Epoch, Grain::Batch, Grain::Sample, Grain::Unit] {
        let mut session = Session::open("sample=7&train.optimizer=adam");
        step(&mut session, Grain::Batch, 5);
        step(&mut session, Grain::Term, 3);
        let before = (weights(&session), session.document().to_fragment());
        step(&mut session, grain, 3);
        for _ in 0..3 {
            session.update(Action::Back(grain, 1));
        }
        let after = (weights(&session), session.document().to_fragment());
        assert_eq!(after, before, "{grain:?}");
    }
}

#[test]
fn a_refused_update_keeps_the_place_on_the_tape_and_is_told_once() {
    let link = "data.samples=30&model.output=identity&train.loss=half-squared&train.rate=1000&train.batch=4&sample=3";
    let mut session = Session::open(link);
    step(&mut session, Grain::Batch, 9);
    assert!(session.stopped().is_some());
    for row in 1..4 {
        let effects = step(&mut session, Grain::Term, 1);
        assert_eq!(effects.failed, None, "row {row}");
        assert_eq!(session.document().at, row);
        assert!(session.stopped().is_some());
    }
}

#[test]
fn problems_are_listed_up_to_a_few() {
    let keys: Vec<String> = (0..3000).map(|i| format!("k{i}=1")).collect();
    let html = panel::notices(&Session::open(&keys.join("&")));
    assert!(html.matches("<li>").count() < 10);
    assert_eq!(html.matches("model.hidden").count(), 1, "known keys once");
    assert!(html.contains("2994"), "how many more there are");
}
