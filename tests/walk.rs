//! Walking the tape by time, and by the ladder on the page.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use common::weights;
use glassnet::app::{Action, Effects, Session, walker};
use glassnet::lab::Grain;
use glassnet::scene::Part;
use std::collections::BTreeSet;

/// Lets a walk run at 60 frames a second for at most so many seconds; gives the places that
/// it has come by, and all that was said.
fn run(session: &mut Session, seconds: f64) -> (Vec<(usize, f64)>, Vec<String>) {
    let (mut places, mut said) = (Vec::new(), Vec::new());
    let mut now = 0.0;
    while session.is_walking() && now < seconds {
        said.extend(session.frame(&mut || now).said);
        let tape = session.lab().tape();
        places.push((tape.start + tape.cursor, tape.progress));
        now += 1.0 / 60.0;
    }
    (places, said)
}

#[test]
fn a_walk_comes_by_every_row_and_ends_with_the_batch_step() {
    for link in [
        "view.pace=5",
        "view.pace=10&data.kind=xor&model.hidden=3,3",
        "sample=4&view.pace=2",
    ] {
        let mut walked = Session::open(link);
        let mut stepped = Session::open(link);
        let rows = walked.lab().tape().walk;
        let (rate, pass) = walked.pace();
        walked.update(Action::Walk);
        assert!(walked.is_walking());
        let (places, said) = run(&mut walked, 10_000.0);
        assert!(!walked.is_walking(), "{link} never ends");
        // Nowhere back, and no faster than its pace.
        assert!(places.windows(2).all(|pair| {
            let (before, after) = (pair[0], pair[1]);
            after.0 == 0 || after.0 as f64 + after.1 >= before.0 as f64 + before.1
        }));
        let seconds = places.len() as f64 / 60.0;
        let wanted = rows as f64 / rate;
        assert!(
            (seconds / wanted - 1.0).abs() < 0.1,
            "{link}: {seconds} for {wanted} s"
        );
        if rate < 20.0 {
            let met: BTreeSet<usize> = places.iter().map(|(row, _)| *row).collect();
            assert_eq!(met.len(), rows, "{link}");
            assert!(places.iter().any(|(_, share)| (0.3..0.7).contains(share)));
        }
        if pass as f64 > 8.0 * rate {
            assert!(said.len() >= 4, "{link}: {said:?}");
        }
        let last = said.last().unwrap();
        assert!(
            last.contains("predicted change of the loss"),
            "{link}: {last}"
        );
        stepped.lab_mut().step(Grain::Batch, 1).unwrap();
        assert_eq!(weights(&walked), weights(&stepped), "{link}");
    }
}

#[test]
fn a_walk_stops_at_any_instant_and_goes_on_from_there() {
    let mut session = Session::open("sample=2&view.pace=0");
    session.update(Action::Walk);
    run(&mut session, 5.4);
    session.update(Action::Walk);
    assert!(!session.is_walking());
    let before = session.lab().tape();
    assert!(
        before.progress > 0.0 && before.progress < 1.0,
        "{}",
        before.progress
    );
    assert_eq!(session.document().at, before.cursor as u64);
    session.update(Action::Walk);
    let (places, _) = run(&mut session, 0.2);
    let first = places[0];
    assert_eq!(first.0, before.cursor);
    assert!((first.1 - before.progress).abs() < 1e-9);
}

#[test]
fn without_motion_a_walk_goes_in_cuts() {
    let mut session = Session::open("sample=2&view.pace=3");
    session.set_cuts(true);
    session.update(Action::Walk);
    let (places, _) = run(&mut session, 6.0);
    assert!(places.len() > 100);
    assert!(places.iter().all(|(row, share)| *row == 0 || *share >= 1.0));
}

#[test]
fn dragging_along_the_tape_stops_between_two_rows() {
    let mut session = Session::open("sample=2");
    session.update(Action::Scrub(6.25));
    let tape = session.lab().tape();
    assert_eq!(tape.cursor, 7);
    assert!((tape.progress - 0.25).abs() < 1e-9);
    // Past the end it stays before the update, which is taken by going on.
    session.update(Action::Scrub(1e9));
    let tape = session.lab().tape();
    assert_eq!((tape.cursor, tape.progress), (tape.walk - 1, 1.0));
    assert_eq!(session.metrics().step, 0);
}

#[test]
fn the_ladder_steps_by_its_grain_or_the_next_coarser_one_and_says_where_it_stands() {
    let mut session = Session::open("view.grain=term");
    let said = |effects: Effects| effects.said.unwrap_or_default();
    let sentence = said(session.update(Action::Forward { coarser: false }));
    assert_eq!(session.lab().cursor(), 1);
    assert!(sentence.starts_with("Forward. h₁: w·x₁ = "), "{sentence}");
    session.update(Action::Forward { coarser: true });
    assert_eq!(session.lab().cursor(), 6, "to the end of the unit");
    session.update(Action::Backward { coarser: false });
    assert_eq!(session.lab().cursor(), 5);
    session.update(Action::Set {
        key: "view.grain".into(),
        text: "stage".into(),
    });
    let sentence = said(session.update(Action::Forward { coarser: false }));
    assert!(
        sentence.starts_with("Forward, end of the stage. ŷ: "),
        "{sentence}"
    );
    let sentence = said(session.update(Action::Forward { coarser: false }));
    assert!(sentence.starts_with("Forward: done. Loss"), "{sentence}");
    session.update(Action::Set {
        key: "view.grain".into(),
        text: "batch".into(),
    });
    let sentence = said(session.update(Action::Forward { coarser: false }));
    assert!(
        sentence.starts_with("After step 1: predicted change"),
        "{sentence}"
    );
    assert_eq!(
        session.lab().tape().finished.unwrap(),
        sentence["After step 1: ".len()..]
    );
    session.update(Action::Backward { coarser: false });
    assert_eq!(session.metrics().step, 0);
    // The step that was there already is no new one.
    let again = said(session.update(Action::Forward { coarser: false }));
    assert_eq!(again, sentence);
    session.update(Action::Backward { coarser: false });
    session.update(Action::Set {
        key: "train.rate".into(),
        text: "0.5".into(),
    });
    let sentence = said(session.update(Action::Forward { coarser: false }));
    assert!(
        sentence.contains("a new branch") && sentence.contains("predicted"),
        "{sentence}"
    );
}

#[test]
fn every_part_finds_its_rows_in_each_stage() {
    let mut session = Session::open("data.kind=xor&model.hidden=3,2&sample=5&train.optimizer=adam");
    let len = session.lab().tape().len;
    let rows = session.lab_mut().rows(0..len);
    let stages =
        |found: &[usize]| -> BTreeSet<&str> { found.iter().map(|row| rows[*row].stage).collect() };
    for part in [
        Part::Weight {
            layer: 1,
            unit: 1,
            input: 2,
        },
        Part::Bias { layer: 0, unit: 2 },
        Part::Unit { layer: 1, unit: 0 },
    ] {
        let found = session.lab().rows_of(part);
        assert_eq!(
            stages(&found),
            BTreeSet::from(["forward", "backward", "update"]),
            "{part}"
        );
        for row in found {
            let row = &rows[row];
            let belongs = match part {
                Part::Unit { layer, unit } => (row.layer, row.unit) == (Some(layer), Some(unit)),
                _ => row.part == part.to_string(),
            };
            assert!(belongs, "{part}: {}", row.text);
        }
    }
}

#[test]
fn names_tell_the_layer_where_there_are_several() {
    let mut session = Session::open("data.kind=xor&model.hidden=3,2");
    let len = session.lab().tape().len;
    let rows = session.lab_mut().rows(0..len);
    for row in &rows {
        for other in &rows {
            let places = [row, other].map(|row| (row.layer, row.unit));
            if row.unit.is_some() && other.unit.is_some() {
                assert_eq!(
                    row.place == other.place,
                    places[0] == places[1],
                    "{} {}",
                    row.place,
                    other.place
                );
            }
        }
    }
    assert!(
        rows.iter()
            .any(|row| row.place == "h₂⁽²⁾" && row.text.starts_with("w·h₃⁽¹⁾ = "))
    );
    let mut session = Session::open("");
    assert_eq!(session.lab_mut().rows(0..1)[0].place, "h₁");
}

#[test]
fn a_pace_is_said_as_it_is() {
    assert_eq!(walker::pace_text((1.0, 40)), "1 row a second");
    assert_eq!(walker::pace_text((40.0, 40)), "a pass a second");
    assert!((walker::rate(10.0, 900) - 900.0).abs() < 1e-6);
    assert!((walker::rate(0.0, 900) - 1.0).abs() < 1e-12);
}

#[test]
fn a_statement_is_parted_before_its_result() {
    let parts = walker::parts;
    assert_eq!(
        parts("z = 0.80·1.50 + 0.10 = 1.30"),
        ("z = 0.80·1.50 + 0.10", " = 1.30")
    );
    assert_eq!(parts("δ = 1.0·0.2 ≈ 0.23"), ("δ = 1.0·0.2", " ≈ 0.23"));
    assert_eq!(
        parts("predicted −0.1 (first order), actual −0.2"),
        ("predicted −0.1 (first order)", ", actual −0.2")
    );
    assert_eq!(parts("nothing to part"), ("nothing to part", ""));
    let mut session = Session::open("model.hidden=8&sample=1");
    let len = session.lab().tape().len;
    for row in session.lab_mut().rows(0..len) {
        let (head, tail) = parts(&row.text);
        assert_eq!(format!("{head}{tail}"), row.text);
        assert!(
            tail.chars().count() < 30 && !tail.is_empty(),
            "{}",
            row.text
        );
    }
}

#[test]
fn the_end_of_a_stage_that_can_be_said_and_of_every_pass_is_told() {
    // A forward stage of 12 rows at 6.6 rows a second.
    let mut session = Session::open("sample=4&view.pace=5");
    let tape = session.lab().tape();
    let (rate, _) = session.pace();
    let rows = walker::stage_rows(&tape, Some("forward"));
    assert!(rows as f64 > rate && (tape.pass as f64) < 8.0 * rate);
    session.update(Action::Walk);
    let (_, said) = run(&mut session, 60.0);
    assert!(said[0].starts_with("Forward: done. Loss"), "{said:?}");
    // What was over too soon to be said is told with what comes next.
    assert!(said[1].starts_with("Loss: done, L = "), "{said:?}");
    assert!(said[1].contains(". Backward: done. "), "{said:?}");
    // At the fastest pace ten passes take ten seconds, and each is told.
    let mut session = Session::open("view.pace=10");
    session.update(Action::Walk);
    let (_, said) = run(&mut session, 60.0);
    let passed = said.iter().filter(|told| told.starts_with("Pass done. "));
    assert_eq!(passed.count(), 9, "{said:?}");
    assert!(said[8].contains("number 10 of 10"), "{said:?}");
    assert!(said[9].contains(" Backward: done. Update"), "{said:?}");
}

#[test]
fn what_an_update_came_to_is_told_wherever_its_step_was_come_from() {
    for link in [
        "",
        "train.optimizer=adam&train.batch=7&model.hidden=3,2",
        "sample=4",
    ] {
        let mut stepped = Session::open(link);
        let mut told = Vec::new();
        for _ in 0..5 {
            stepped.update(Action::Forward { coarser: false });
            told.push(stepped.lab().tape().finished.expect("an update was made"));
        }
        let mut sought = Session::open(link);
        sought.update(Action::Step(Grain::Epoch, 2));
        for step in [5, 2, 4_u64] {
            sought.update(Action::Seek(step));
            let sum = sought.lab().checksum();
            sought.recall();
            let finished = sought.lab().tape().finished;
            assert_eq!(finished.as_ref(), Some(&told[step as usize - 1]), "{link}");
            assert_eq!(sought.lab().checksum(), sum);
        }
        // Under another rate the same step would have come to something else.
        sought.update(Action::Set {
            key: "train.rate".to_owned(),
            text: "0.01".to_owned(),
        });
        sought.update(Action::Seek(3));
        sought.recall();
        assert_eq!(sought.lab().tape().finished, None);
    }
}

#[test]
fn inputs_and_the_loss_have_rows_too() {
    let mut session = Session::open("model.hidden=3&sample=2");
    let len = session.lab().tape().len;
    let rows = session.lab_mut().rows(0..len);
    for (part, wanted) in [
        (Part::Input { feature: 1 }, "weight-0-"),
        (Part::Loss, "loss"),
        (Part::Output { unit: 0 }, ""),
    ] {
        let found = session.lab().rows_of(part);
        assert!(!found.is_empty(), "{part}");
        assert!(found.iter().all(|row| rows[*row].part.starts_with(wanted)));
    }
    let of_input = session.lab().rows_of(Part::Input { feature: 1 });
    assert!(of_input.iter().all(|row| rows[*row].part.ends_with("-1")));
}
