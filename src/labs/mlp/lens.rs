//! What is selected, opened: a unit with its sum and its activation's curve, a weight or
//! a bias with its loss slice.

mod parameter;
mod remark;
mod unit;

use super::{Mlp, edit};
use crate::lab::words::word;
use crate::lab::{Frame, View};
use crate::scene::{Part, Point, Scene};

/// The height of the line that says that nothing is open.
const EMPTY: f64 = 30.0;
/// From this width on two pictures stand side by side.
const WIDE: f64 = 540.0;

/// What the lens shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Unit { layer: usize, unit: usize },
    Parameter(Part),
}

fn opened(mlp: &Mlp, view: &View) -> Option<Opened> {
    let layers = &mlp.setup.spec.layers;
    let opened = match view.selected? {
        Part::Unit { layer, unit } => Opened::Unit { layer, unit },
        Part::Output { unit } => Opened::Unit {
            layer: layers.len() - 1,
            unit,
        },
        Part::UnitLine(unit) | Part::MoveLine(unit) | Part::TurnLine(unit) => {
            Opened::Unit { layer: 0, unit }
        }
        part => Opened::Parameter(part),
    };
    let exists = match opened {
        Opened::Unit { layer, unit } => layers.get(layer).is_some_and(|l| unit < l.units),
        Opened::Parameter(part) => edit::index(mlp, part).is_some(),
    };
    exists.then_some(opened)
}

/// The lens's picture.
pub(super) fn scene(mlp: &mut Mlp, view: &View, frame: &Frame<'_>) -> Scene {
    match opened(mlp, view) {
        Some(Opened::Unit { layer, unit }) => {
            let place = (layer, unit);
            if mlp.training_z.as_ref().is_none_or(|known| known.0 != place) {
                mlp.training_z = Some((place, remark::training_z(mlp, layer, unit)));
            }
            unit::scene(mlp, view, frame, layer, unit)
        }
        Some(Opened::Parameter(part)) => parameter::scene(mlp, frame, part),
        None => {
            let mut scene = titled(frame, word("panel.lens"), "");
            let muted = frame.palette.muted;
            let at = Point::new(2.0, 18.0);
            scene.write(at, word("panel.lens.empty"), 12.0, muted);
            scene
        }
    }
}

/// A good height for what is selected.
pub(super) fn height_for(mlp: &Mlp, view: &View, width: f64) -> f64 {
    match opened(mlp, view) {
        Some(Opened::Unit { layer, .. }) => unit::height_for(mlp, layer, width),
        Some(Opened::Parameter(_)) => parameter::height_for(mlp, width),
        None => EMPTY,
    }
}

/// The value of the opened parameter at a horizontal place of its slice.
pub(super) fn value_at(mlp: &mut Mlp, view: &View, frame: &Frame<'_>, x: f64) -> Option<f64> {
    match opened(mlp, view)? {
        Opened::Parameter(part) => parameter::value_at(mlp, frame, part, x),
        Opened::Unit { .. } => None,
    }
}

/// An empty picture of what is opened, by its name.
fn titled(frame: &Frame<'_>, name: &str, description: &str) -> Scene {
    let mut title = name.to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let surface = frame.palette.surface;
    Scene::sheet(frame.width, frame.height, &title, description, surface)
}
