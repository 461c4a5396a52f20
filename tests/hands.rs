//! What a reader changes by hand, seen from outside: what it touches, and what it leaves.

use glassnet::app::{Action, Session};
use glassnet::lab::{Frame, Grain, Panel};
use glassnet::scene::{Mark, Palette, Part, Scene};

const WEIGHT: Part = Part::Weight {
    layer: 0,
    unit: 1,
    input: 0,
};

fn picture(session: &mut Session, panel: Panel) -> Scene {
    let palette = Palette::light();
    let frame = Frame {
        width: 430.0,
        height: 460.0,
        palette: &palette,
    };
    session.scene(panel, &frame)
}

fn words(scene: &Scene) -> Vec<&str> {
    scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(text) => Some(text.text.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn only_training_adds_points_to_the_charts() {
    for updates in [0, 5, 28, 40] {
        let mut session = Session::open("");
        if updates > 0 {
            session.update(Action::Step(Grain::Batch, updates));
        }
        let charts = |session: &mut Session| {
            [Panel::Loss, Panel::Accuracy].map(|panel| picture(session, panel))
        };
        let before = charts(&mut session);
        let loss = session.metrics().train_loss;
        session.update(Action::Edit(WEIGHT, 2.5));
        let from = [0.2, 0.4];
        session.update(Action::Drag(Part::MoveLine(0), from, [0.5, 0.5]));
        assert_ne!(session.metrics().train_loss, loss);
        assert!(charts(&mut session) == before, "after {updates} updates");
        session.update(Action::Step(Grain::Epoch, 1));
        assert!(charts(&mut session) != before);
    }
}

#[test]
fn the_seed_is_set_like_any_other_control() {
    let set = |session: &mut Session, text: &str| {
        session.update(Action::Set {
            key: "seed".to_owned(),
            text: text.to_owned(),
        });
    };
    let mut session = Session::open("data.noise=0.2&model.hidden=3");
    session.update(Action::Step(Grain::Epoch, 2));
    set(&mut session, "7");
    assert_eq!(session.seed(), 7);
    assert_eq!(session.metrics().step, 0);
    let other = Session::open("seed=7&data.noise=0.2&model.hidden=3");
    assert_eq!(session.lab().layers(), other.lab().layers());
    assert_eq!(session.lab().data(), other.lab().data());
    assert_eq!(
        session.document().to_fragment(),
        other.document().to_fragment()
    );
    session.update(Action::NewSeed);
    assert_eq!(session.seed(), 8);
    for wrong in ["", "-1", "1.5", "4294967296", "x"] {
        set(&mut session, wrong);
        assert_eq!(session.seed(), 8, "{wrong}");
        assert_eq!(session.problems()[0].key, "seed", "{wrong}");
    }
    set(&mut session, "4294967295");
    assert!(session.problems().is_empty());
    session.update(Action::NewSeed);
    assert_eq!(session.seed(), 0);
}

#[test]
fn marks_at_samples_are_explained_where_they_show_and_move_nothing() {
    for link in [
        "",
        "data.kind=three-gaussians",
        "data.kind=sine",
        "data.kind=plane",
    ] {
        let mut session = Session::open(link);
        let before = picture(&mut session, Panel::Plane);
        assert!(!words(&before).contains(&"down"), "{link}");
        let bias = Part::Bias { layer: 0, unit: 0 };
        session.update(Action::Select(Some(bias)));
        let after = picture(&mut session, Panel::Plane);
        assert!(
            words(&after).contains(&"down"),
            "{link}: {:?}",
            words(&after)
        );
        assert_eq!(before.place(Part::Plot), after.place(Part::Plot), "{link}");
    }
}

#[test]
fn a_line_under_the_pointer_stands_out_without_changing_the_map() {
    let mut session = Session::open("");
    let plain = picture(&mut session, Panel::Plane);
    for part in [
        Part::UnitLine(1),
        Part::MoveLine(1),
        Part::TurnLine(1),
        WEIGHT,
    ] {
        session.update(Action::Hover(Some(part)));
        let pointed = picture(&mut session, Panel::Plane);
        assert_eq!(pointed.title, plain.title, "{part}");
        assert!(pointed != plain, "{part}");
    }
}

#[test]
fn a_link_names_what_is_open() {
    let mut session = Session::open("model.hidden=3,2&open=weight-1-1-2");
    let part = Part::Weight {
        layer: 1,
        unit: 1,
        input: 2,
    };
    assert_eq!(session.view().selected, Some(part));
    assert_eq!(session.problems(), []);
    let state = session.document().to_value();
    session.update(Action::Select(None));
    assert!(!session.document().to_fragment().contains("open"));
    session.set_state(&state).expect("it is the session's own");
    assert_eq!(session.view().selected, Some(part));
    for wrong in [
        "weight-1-2-0",
        "weight-0-0-2",
        "unit-3-0",
        "bias-9-0",
        "sample-3",
        "x",
    ] {
        let session = Session::open(&format!("model.hidden=3,2&open={wrong}"));
        assert_eq!(session.problems()[0].key, "open", "{wrong}");
        assert_eq!(session.view().selected, None, "{wrong}");
        assert_eq!(session.lab().layers().len(), 3, "{wrong}");
    }
}

#[test]
fn the_lens_has_a_good_height_for_whatever_is_open() {
    for width in [300.0, 366.0, 560.0, 700.0] {
        for open in ["unit-0-0", "unit-1-0", "weight-0-1-1", "bias-1-0"] {
            let mut session = Session::open(&format!("open={open}&sample=3"));
            let height = session.lens_height(width);
            assert!((180.0..700.0).contains(&height), "{open}: {height}");
            let palette = Palette::light();
            let frame = Frame {
                width,
                height,
                palette: &palette,
            };
            let scene = session.scene(Panel::Lens, &frame);
            assert!(
                !scene.title.is_empty() && scene.description.len() > 40,
                "{open}"
            );
            let outside: Vec<&str> = scene
                .marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Text(text) => Some(text),
                    _ => None,
                })
                .filter(|text| text.at.y > height || text.at.x > width)
                .map(|text| text.text.as_str())
                .collect();
            assert!(outside.is_empty(), "{open} at {width}: {outside:?}");
        }
    }
}

#[test]
fn the_plane_s_legend_speaks_of_what_is_there() {
    let mut session = Session::open("");
    assert!(!words(&picture(&mut session, Panel::Plane)).contains(&"hollow: test"));
    let mut session = Session::open("view.test=true");
    assert!(words(&picture(&mut session, Panel::Plane)).contains(&"hollow: test"));
    // Of three classes: how colours mix, or the scale of the one unit that is shown.
    let mut session = Session::open("data.kind=three-gaussians&model.hidden=2");
    let mixed = "colours mixed by probability";
    let before = picture(&mut session, Panel::Plane);
    assert!(words(&before).contains(&mixed));
    session.update(Action::Hover(Some(Part::Unit { layer: 0, unit: 1 })));
    let after = picture(&mut session, Panel::Plane);
    assert!(!words(&after).contains(&mixed));
    assert!(words(&after).contains(&"a(h₂)") && words(&after).contains(&"−1.0"));
    assert_eq!(before.place(Part::Plot), after.place(Part::Plot));
    // A unit that is off everywhere has a scale for readers.
    let mut session = Session::open(
        "model.hidden=1&model.activation=relu&model.weights=-1,-1,-9,1,0&open=unit-0-0",
    );
    let picture = picture(&mut session, Panel::Plane);
    assert!(words(&picture).contains(&"1.0"), "{:?}", words(&picture));
}

#[test]
fn a_small_update_is_seen_in_its_numbers() {
    let mut session = Session::open("train.rate=0.0001&sample=3");
    let rows = session.lab().tape().len;
    session.update(Action::SeekRow(rows - 1));
    let picture = picture(&mut session, Panel::Network);
    // An old value stands struck out below or beside the new one, in the colour of what is
    // less important.
    let texts = || {
        picture.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text),
            _ => None,
        })
    };
    let number = |text: &str| text.replace('−', "-").parse::<f64>().is_ok();
    let muted = Palette::light().muted;
    let old: Vec<_> = texts()
        .filter(|text| text.color == muted && text.part.is_none() && number(&text.text))
        .collect();
    assert!(!old.is_empty());
    for old in old {
        let same = texts().find(|text| text.part.is_some() && text.text == old.text);
        assert!(same.is_none(), "{} is struck out and new", old.text);
    }
}

#[test]
fn names_carry_the_numbers_of_the_pass() {
    let mut session = Session::open("sample=3");
    let describe = |session: &Session, part: &str| {
        let part = part.parse().unwrap();
        session.lab().describe(part, session.view()).unwrap()
    };
    assert!(describe(&session, "input-0").starts_with("input x₁, links per sentence, value 0.9"));
    let output = describe(&session, "unit-1-0");
    assert!(output.contains(", target 1") && output.contains(", loss "));
    assert!(!describe(&session, "unit-0-0").contains("δ"));
    session.update(Action::Step(Grain::Stage, 3));
    picture(&mut session, Panel::Network);
    assert!(describe(&session, "unit-0-0").contains(", δ "));
    assert!(describe(&session, "loss").starts_with("loss L, loss "));
}
