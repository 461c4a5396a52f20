//! 1-D regression: the network's curve over the samples.

use super::plane::Sample;
use super::{Axis, Emphasis};
use crate::scene::{Palette, Rect, Scale, Scene};

/// Everything that the picture of a 1-D regression shows.
#[derive(Clone, Debug)]
pub struct Curve<'a> {
    /// Width in CSS pixels, at least 200.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// The input.
    pub x: Axis<'a>,
    /// The output.
    pub y: Axis<'a>,
    /// The samples: x is the input, y the target.
    pub samples: &'a [Sample],
    /// The network's output: points (x, ŷ) in the order of x.
    pub output: &'a [(f64, f64)],
    /// What each unit of the last hidden layer adds to the output, drawn faint.
    pub parts: &'a [Contribution<'a>],
    /// The probe: the input and the value there as text.
    pub probe: Option<(f64, &'a str)>,
}

/// What one unit adds to the output.
#[derive(Clone, Copy, Debug)]
pub struct Contribution<'a> {
    /// The unit.
    pub unit: usize,
    /// Its name, for example `h₁`.
    pub label: &'a str,
    /// Points (x, w · a) in the order of x.
    pub points: &'a [(f64, f64)],
    /// How strongly it is drawn.
    pub emphasis: Emphasis,
}

/// Where the parts of the picture stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The plotting area.
    pub plot: Rect,
    /// From inputs to pixels.
    pub x: Scale,
    /// From outputs to pixels.
    pub y: Scale,
}

/// Where the parts of the picture stand.
#[must_use]
pub fn layout(curve: &Curve<'_>) -> Layout {
    let plot = Rect::new(44.0, 24.0, curve.width - 52.0, curve.height - 60.0);
    Layout {
        plot,
        x: Scale::linear([curve.x.min, curve.x.max], [plot.x, plot.right()]),
        y: Scale::linear([curve.y.min, curve.y.max], [plot.bottom(), plot.y]),
    }
}

/// The picture as a scene.
#[must_use]
pub fn draw(curve: &Curve<'_>, _palette: &Palette) -> Scene {
    Scene::new(curve.width, curve.height, curve.title, curve.description)
}
