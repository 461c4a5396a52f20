//! The tape and the graph at one moment of each stage. With GLASSNET_BLESS=1 in the
//! environment the files are written instead; look at them before they are committed.
//! GLASSNET_GALLERY names a directory for the lens in many states, to look at.

use super::{rows, scene, session};
use glassnet::app::{Action, Session};
use glassnet::lab::{Frame, Panel};
use glassnet::scene::{Palette, Part, svg};
use std::fs;
use std::path::{Path, PathBuf};

/// One moment of each stage: the kind of row, which of its kind, and how far it has run.
const MOMENTS: [(&str, &str, usize, f64); 4] = [
    ("forward", "product", 3, 0.6),
    ("loss", "loss", 0, 1.0),
    ("backward", "blame-product", 0, 0.6),
    ("update", "update", 4, 0.5),
];

fn moment(session: &mut Session, kind: &str, which: usize, progress: f64) {
    let row = rows(session)
        .into_iter()
        .filter(|row| row.kind == kind)
        .nth(which)
        .expect("the tape has such a row");
    session.update(Action::SeekRow(row.index + 1));
    session.lab_mut().set_progress(progress);
}

fn compare(file: &Path, drawn: &str) -> Result<(), String> {
    if std::env::var_os("GLASSNET_BLESS").is_some() {
        fs::write(file, drawn).expect("the golden files can be written");
        return Ok(());
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    let differs = kept.lines().zip(drawn.lines()).find(|(a, b)| a != b);
    match differs {
        Some((was, is)) => Err(format!("{}\n  was {was}\n  is  {is}", file.display())),
        None if kept.lines().count() != drawn.lines().count() => {
            Err(format!("{}: other length", file.display()))
        }
        None => Ok(()),
    }
}

#[test]
fn tape_and_graph_look_as_they_were_looked_at_in_each_stage() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut wrong = Vec::new();
    for (stage, kind, which, progress) in MOMENTS {
        let mut session = session("", 20, Some(3));
        moment(&mut session, kind, which, progress);
        for (panel, size) in [
            (Panel::Tape, (420.0, 300.0)),
            (Panel::Network, (560.0, 360.0)),
        ] {
            let name: &'static str = panel.into();
            let drawn = svg::render(&scene(&mut session, panel, size));
            let file = folder.join(format!("glass-{name}-{stage}.svg"));
            wrong.extend(compare(&file, &drawn).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn gallery() {
    let Some(folder) = std::env::var_os("GLASSNET_GALLERY") else {
        return;
    };
    let folder = PathBuf::from(folder);
    let show = |name: &str, session: &mut Session, panel: Panel, width: f64, height: f64| {
        for (theme, palette) in [("light", Palette::light()), ("dark", Palette::dark())] {
            let frame = Frame {
                width,
                height: if height > 0.0 {
                    height
                } else {
                    session.lab().lens_height(session.view(), width)
                },
                palette: &palette,
            };
            let file = folder.join(format!("{name}-{width}-{theme}.svg"));
            fs::write(file, svg::render(&session.scene(panel, &frame))).expect("it is writable");
        }
    };
    let weight = Part::Weight {
        layer: 0,
        unit: 1,
        input: 0,
    };
    let bias = Part::Bias { layer: 1, unit: 0 };
    let unit = Part::Unit { layer: 0, unit: 0 };
    for (name, link, part, pinned) in [
        ("unit-tanh", "", unit, Some(3)),
        ("unit-tanh-free", "", unit, None),
        (
            "unit-relu",
            "model.activation=relu&data.kind=circle",
            unit,
            Some(5),
        ),
        (
            "unit-sigmoid",
            "model.activation=sigmoid&model.scale=9&model.init=uniform&model.draw=3",
            unit,
            Some(8),
        ),
        (
            "unit-output",
            "model.hidden=8,8&data.kind=spiral",
            Part::Unit { layer: 2, unit: 0 },
            Some(8),
        ),
        (
            "unit-blamed-by-many",
            "model.hidden=4,16&data.kind=circle",
            unit,
            Some(8),
        ),
        (
            "unit-blamed-little",
            "seed=1&model.hidden=4,16&data.kind=circle&train.optimizer=adamw&train.rate=0.3&train.l1=0.001&train.l2=0.01",
            Part::Unit { layer: 0, unit: 1 },
            Some(4),
        ),
        (
            "unit-softmax",
            "data.kind=three-gaussians&model.hidden=16",
            Part::Unit { layer: 1, unit: 2 },
            Some(8),
        ),
        ("weight", "", weight, Some(3)),
        ("weight-training", "view.slice=training", weight, Some(3)),
        ("weight-sample", "view.slice=sample", weight, Some(3)),
        ("weight-fast", "train.rate=30", weight, None),
        (
            "weight-relu",
            "model.activation=relu&data.kind=circle&view.slice=sample",
            weight,
            Some(4),
        ),
        ("bias", "data.kind=sine&model.hidden=4", bias, None),
        (
            "weight-deep",
            "data.kind=spiral&model.hidden=8,8,8,8,8,8&train.batch=64",
            weight,
            None,
        ),
    ] {
        let mut session = session(link, 20, pinned);
        session.update(Action::Select(Some(part)));
        for width in [320.0, 480.0, 700.0] {
            show(name, &mut session, Panel::Lens, width, 0.0);
        }
        show(
            &format!("{name}-plane"),
            &mut session,
            Panel::Plane,
            420.0,
            460.0,
        );
    }
    for (stage, kind, which, progress) in MOMENTS {
        for (name, link) in [
            ("two", ""),
            (
                "three",
                "data.kind=three-gaussians&train.optimizer=adam&train.l2=0.01",
            ),
        ] {
            let mut session = session(link, 20, Some(3));
            moment(&mut session, kind, which, progress);
            for width in [320.0, 420.0, 700.0] {
                show(
                    &format!("tape-{name}-{stage}"),
                    &mut session,
                    Panel::Tape,
                    width,
                    300.0,
                );
            }
            show(
                &format!("graph-{name}-{stage}"),
                &mut session,
                Panel::Network,
                560.0,
                360.0,
            );
            session.update(Action::Select(Some(unit)));
            show(
                &format!("unit-{name}-{stage}"),
                &mut session,
                Panel::Lens,
                480.0,
                0.0,
            );
        }
    }
}
