//! The plane: a 2-D input space with the network's output, the samples, the first-layer
//! units as lines, and a probe.

mod contour;
mod legend;
mod lines;
pub(super) mod probe;
pub(super) mod samples;
mod surface;

use super::axes::{self, Axis};
use super::{Emphasis, Field};
use crate::num::{Matrix, Within};
use crate::scene::{Mapping, Palette, Part, Point, Rect, Scale, Scene};

/// Everything that the plane shows.
#[derive(Clone, Debug)]
pub struct Plane<'a> {
    /// Width in CSS pixels, at least 200.
    pub width: f64,
    /// Height in CSS pixels; [`height_for`] gives the one that makes the plot square.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// The horizontal input.
    pub x: Axis<'a>,
    /// The vertical input.
    pub y: Axis<'a>,
    /// The output over the plane.
    pub surface: Surface<'a>,
    /// What the surface's value is, for the colour bar, for example `output ŷ`.
    pub value_name: &'a str,
    /// The outputs between the cells, so that the border is where they say; without them it is
    /// read off the cells.
    pub exact: Option<Exact<'a>>,
    /// Show decisions instead of values.
    pub discretize: bool,
    /// The class names; empty for regression.
    pub classes: &'a [&'a str],
    /// The samples to show, training and test.
    pub samples: &'a [Sample],
    /// First-layer units to show as lines.
    pub lines: &'a [UnitLine<'a>],
    /// The probe, when it is in the plane.
    pub probe: Option<Probe<'a>>,
    /// The words of the legend.
    pub words: Words<'a>,
}

/// The network's outputs at any points of the plane, each its two inputs: `points x outputs`.
#[derive(Clone, Copy)]
pub struct Exact<'a>(pub &'a dyn Fn(&[Vec<f64>]) -> Matrix);

impl core::fmt::Debug for Exact<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Exact")
    }
}

/// The words of the plane's legend, in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Words<'a> {
    /// What hollow symbols mean, for example `hollow: test`.
    pub test: &'a str,
    /// How to read the map of several classes, for example `colours mixed by probability`.
    pub mixed: &'a str,
    /// What the marks at samples mean: up and down, and up in short, for example
    /// `pushes the weight up`, `down`, `up`.
    pub pushes: [&'a str; 3],
    /// What the samples are where their colour is a number, for example `sample: its y`.
    pub sample: &'a str,
    /// The line between several classes, for example `boundary`.
    pub border: &'a str,
    /// The ring, for example `pinned`.
    pub pinned: &'a str,
    /// The thin lines, for example `a unit's z = 0`.
    pub line: &'a str,
}

/// The output over the plane.
#[derive(Clone, Copy, Debug)]
pub enum Surface<'a> {
    /// Nothing yet.
    Empty,
    /// One value a cell: a binary decision, a regression, a unit's activation.
    Signed {
        /// The values.
        field: Field<'a>,
        /// Which colour a value takes.
        mapping: Mapping,
        /// The value at which the decision changes, drawn as a contour; `None` where
        /// nothing is decided.
        threshold: Option<f64>,
    },
    /// One probability a class and cell.
    Classes {
        /// One field a class, all of the same shape.
        fields: &'a [Field<'a>],
    },
}

/// A sample in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// First input.
    pub x: f64,
    /// Second input.
    pub y: f64,
    /// What it should give.
    pub label: Label,
    /// Whether it belongs to the test set, which is drawn hollow.
    pub test: bool,
    /// Its index in the data set.
    pub index: u32,
    /// How strongly it is drawn.
    pub emphasis: Emphasis,
    /// Whether it is pinned: ringed.
    pub pinned: bool,
    /// How it pushes the value under study, up or down, as a mark in neutral ink.
    pub push: Option<f64>,
}

impl Sample {
    /// A training sample drawn as it is.
    #[must_use]
    pub fn new(index: u32, x: f64, y: f64, label: Label) -> Self {
        Self {
            x,
            y,
            label,
            test: false,
            index,
            emphasis: Emphasis::Normal,
            pinned: false,
            push: None,
        }
    }
}

/// What a sample should give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label {
    /// This class.
    Class(usize),
    /// This number.
    Value(f64),
}

/// A first-layer unit as the line `w · x + b = 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitLine<'a> {
    /// The unit.
    pub unit: usize,
    /// Its name, for example `h₁`.
    pub label: &'a str,
    /// Its weights for the two inputs.
    pub w: [f64; 2],
    /// Its bias.
    pub b: f64,
    /// How strongly it is drawn; `Active` also highlights it.
    pub emphasis: Emphasis,
    /// Where the line was before, drawn dashed: weights and bias.
    pub ghost: Option<([f64; 2], f64)>,
    /// Whether it shows the handles that move and turn it.
    pub handles: bool,
}

/// The probe: a cross hair with its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probe<'a> {
    /// First input.
    pub x: f64,
    /// Second input.
    pub y: f64,
    /// The value there, as text, for example `ŷ 0.71`.
    pub value: &'a str,
    /// Whether it is pinned there: ringed.
    pub pinned: bool,
}

/// Where the parts of the plane stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The plotting area.
    pub plot: Rect,
    /// The inputs at the left and right end of the plot.
    pub x: [f64; 2],
    /// The inputs at the lower and upper end of the plot.
    pub y: [f64; 2],
}

impl Layout {
    /// The pixel of two inputs.
    #[must_use]
    pub fn pixel(&self, x: f64, y: f64) -> Point {
        let across = (x - self.x[0]) / (self.x[1] - self.x[0]);
        let up = (y - self.y[0]) / (self.y[1] - self.y[0]);
        Point::new(
            self.plot.x + self.plot.w * across,
            self.plot.bottom() - self.plot.h * up,
        )
    }

    /// The two inputs at a pixel, held inside the plane.
    #[must_use]
    pub fn inputs(&self, x: f64, y: f64) -> [f64; 2] {
        let across = ((x - self.plot.x) / self.plot.w).within(0.0, 1.0);
        let up = ((self.plot.bottom() - y) / self.plot.h).within(0.0, 1.0);
        [
            self.x[0] + (self.x[1] - self.x[0]) * across,
            self.y[0] + (self.y[1] - self.y[0]) * up,
        ]
    }
}

/// The height at which the plot is square in this plane's width.
#[must_use]
pub fn height_for(plane: &Plane<'_>) -> f64 {
    let (left, right) = sides(plane);
    let square = plane.width - left - right;
    (axes::TOP + square + axes::BOTTOM + legend::height(plane, plane.width - left)).ceil()
}

/// Where the parts of the plane stand.
#[must_use]
pub fn layout(plane: &Plane<'_>) -> Layout {
    let (left, right) = sides(plane);
    let below = axes::BOTTOM + legend::height(plane, plane.width - left);
    Layout {
        plot: Rect::new(
            left,
            axes::TOP,
            (plane.width - left - right).max(20.0),
            (plane.height - axes::TOP - below).max(20.0),
        ),
        x: plane.x.domain(),
        y: plane.y.domain(),
    }
}

/// The margins left and right of the plot.
fn sides(plane: &Plane<'_>) -> (f64, f64) {
    (plane.y.gutter(5), 9.0)
}

/// The plane as a scene.
#[must_use]
pub fn draw(plane: &Plane<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        plane.width,
        plane.height,
        plane.title,
        plane.description,
        palette.surface,
    );
    let layout = layout(plane);
    let plot = &layout.plot;
    scene.target_rect(plot, Part::Plot, 0);
    surface::map(&mut scene, plane, plot, palette);
    axes::frame(&mut scene, palette, plot);
    // The border lies over the lines: where one of them is the border, it stays as thick.
    let lines = lines::draw(&mut scene, plane, &layout, palette);
    let border = surface::contours(&mut scene, plane, plot, palette);
    samples::draw(&mut scene, plane, &layout, palette);
    lines::arrows(&mut scene, plane, &layout, palette);
    let across = Scale::linear(layout.x, [plot.x, plot.right()]);
    let up = Scale::linear(layout.y, [plot.bottom(), plot.y]);
    axes::below(&mut scene, palette, plot, &across, &plane.x, 70.0);
    axes::left(
        &mut scene,
        palette,
        plot,
        &up,
        &axes::ticks(&up, plot.h, 70.0),
        &plane.y.title(),
    );
    probe::draw(&mut scene, plane, &layout, palette);
    let under = Point::new(plot.x, plot.bottom() + axes::BOTTOM);
    legend::draw(&mut scene, plane, under, [border, lines], palette);
    scene
}
