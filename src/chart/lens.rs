//! A function under the lens: an activation with its point at `z`, or a loss slice, with
//! the tangent there.

use super::Axis;
use crate::scene::{Palette, Rect, Scale, Scene};

/// Everything that the picture of a function shows.
#[derive(Clone, Debug)]
pub struct Lens<'a> {
    /// Width in CSS pixels, at least 160.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// The argument, for example `z`, or the weight.
    pub x: Axis<'a>,
    /// The value, for example `a`, or the loss.
    pub y: Axis<'a>,
    /// The function: points (x, f(x)) in the order of x.
    pub points: &'a [(f64, f64)],
    /// The marked point.
    pub at: Option<Marked<'a>>,
    /// The next step: from the marked point to this one.
    pub step: Option<(f64, f64)>,
    /// Whether the marked point can be dragged.
    pub handle: bool,
    /// A remark, for example why the unit is saturated; may be empty.
    pub note: &'a str,
}

/// The marked point of a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marked<'a> {
    /// Its argument.
    pub x: f64,
    /// Its value.
    pub y: f64,
    /// The slope of the tangent there.
    pub slope: Option<f64>,
    /// What to write at the point, for example `a = 0.762`.
    pub label: &'a str,
    /// What to write at the tangent, for example `slope 0.420`.
    pub slope_label: &'a str,
}

/// Where the parts of the picture stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The plotting area.
    pub plot: Rect,
    /// From arguments to pixels.
    pub x: Scale,
    /// From values to pixels.
    pub y: Scale,
}

/// Where the parts of the picture stand.
#[must_use]
pub fn layout(lens: &Lens<'_>) -> Layout {
    let plot = Rect::new(44.0, 24.0, lens.width - 52.0, lens.height - 60.0);
    Layout {
        plot,
        x: Scale::linear([lens.x.min, lens.x.max], [plot.x, plot.right()]),
        y: Scale::linear([lens.y.min, lens.y.max], [plot.bottom(), plot.y]),
    }
}

/// The picture as a scene.
#[must_use]
pub fn draw(lens: &Lens<'_>, _palette: &Palette) -> Scene {
    Scene::new(lens.width, lens.height, lens.title, lens.description)
}
