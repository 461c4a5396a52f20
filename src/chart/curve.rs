//! One input: the network's curve over the samples.

use super::Emphasis;
pub use super::axes::Layout;
use super::axes::{self, Axis, SMALL};
use super::legend::{Legend, ROW};
use super::plane::{Label, Sample};
use super::plane::{probe, samples};
use crate::num::{Within, order};
use crate::scene::{Anchor, Baseline, Palette, Part, Point, Rect, Scene, Shape};

/// Everything that the picture over one input shows.
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
    /// The names of the classes, if the samples have any.
    pub classes: &'a [&'a str],
    /// The samples: x is the input, y the target.
    pub samples: &'a [Sample],
    /// The network's output: points (x, ŷ) in the order of x.
    pub output: &'a [(f64, f64)],
    /// What each unit of the last hidden layer adds to the output, drawn faint.
    pub parts: &'a [Contribution<'a>],
    /// The probe: the input, the output there, and the output as text, for example
    /// `ŷ 0.71`.
    pub probe: Option<(f64, f64, &'a str)>,
    /// The words of the legend.
    pub words: Words<'a>,
}

/// The words of the legend, in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Words<'a> {
    /// The network's curve, for example `network ŷ`.
    pub output: &'a str,
    /// What one unit adds, for example `part of one unit`; empty where units have no parts.
    pub part: &'a str,
    /// Filled symbols, for example `training`.
    pub train: &'a str,
    /// Hollow symbols, for example `hollow: test`.
    pub test: &'a str,
    /// What the marks at samples mean: up and down, and up in short.
    pub pushes: [&'a str; 3],
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
#[must_use]
pub fn layout(curve: &Curve<'_>) -> Layout {
    let left = curve.y.gutter(6);
    let rows = items(curve, &Palette::light()).rows(curve.width - left) as f64;
    let below = axes::BOTTOM + rows * ROW + 4.0;
    let height = (curve.height - axes::TOP - below).max(20.0);
    Layout::new(left, curve.width, height, &curve.x, &curve.y)
}

/// The picture as a scene.
#[must_use]
pub fn draw(curve: &Curve<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        curve.width,
        curve.height,
        curve.title,
        curve.description,
        palette.surface,
    );
    let layout = layout(curve);
    let Layout { plot, x, y } = &layout;
    scene.target_rect(plot, Part::Plot, 0);
    let y_ticks = axes::ticks(y, plot.h, 50.0);
    axes::grid(&mut scene, palette, plot, y, &y_ticks);
    axes::left(&mut scene, palette, plot, y, &y_ticks, &curve.y.title());
    axes::below(&mut scene, palette, plot, x, &curve.x, 70.0);
    contributions(&mut scene, curve, &layout, palette);
    let radius = samples::radius(plot.w);
    for sample in curve.samples {
        let at = layout.at((sample.x, sample.y));
        if plot.grown(1.0).contains(at) {
            let look = match sample.label {
                Label::Class(class) => (
                    Shape::of_class(class),
                    palette.class(class, curve.classes.len()),
                ),
                // The place says the value already: a colour would say it twice.
                Label::Value(_) => (Shape::Circle, palette.muted),
            };
            samples::symbol(&mut scene, sample, at, radius, look, false, palette);
            scene.target_circle(at, radius + 4.0, Part::Sample(sample.index), 2);
        }
    }
    let line = axes::trace(curve.output, &layout, &plot.grown(0.5));
    if !line.is_empty() {
        scene
            .path(line.clone())
            .outline(palette.surface, 5.0)
            .round()
            .opacity(0.75);
        scene.path(line).outline(palette.ink, 2.25).round();
        scene.stands_for(Part::Output { unit: 0 });
    }
    probe(&mut scene, curve, &layout, palette);
    let under = Point::new(plot.x, plot.bottom() + axes::BOTTOM);
    let room = curve.width - plot.x;
    let mut items = items(curve, palette);
    let (mut pushes, mut tests) = (false, false);
    for sample in curve.samples {
        pushes |= sample.push.is_some();
        tests |= sample.test;
    }
    if pushes {
        items.add_pushes(curve.words.pushes, room, palette);
    }
    // What is not there needs no explanation; its room stays.
    if !tests {
        items.drop(curve.words.test);
    }
    items.draw(&mut scene, palette, under, room);
    scene
}

/// The parts of the hidden units, fine and grey, named at their right ends where the names
/// keep apart.
fn contributions(scene: &mut Scene, curve: &Curve<'_>, layout: &Layout, palette: &Palette) {
    // Where their names stand; no number where they have none.
    let mut ends = Vec::new();
    for part in curve.parts {
        let (color, width, opacity) = match part.emphasis {
            Emphasis::Normal => (palette.muted, 1.0, 0.7),
            Emphasis::Dim => (palette.muted, 1.0, 0.3),
            Emphasis::Active(_) | Emphasis::Back(_) => (palette.ink, 1.5, 1.0),
        };
        let line = axes::trace(part.points, layout, &layout.plot);
        let mut named = f64::NAN;
        if !line.is_empty() {
            scene
                .path(line)
                .outline(color, width)
                .opacity(opacity)
                .stands_for(Part::UnitLine(part.unit));
            let end = part
                .points
                .last()
                .map_or(f64::NAN, |end| layout.y.at(end.1));
            if end >= layout.plot.y + 6.0 && end <= layout.plot.bottom() - 6.0 {
                named = end;
            }
        }
        ends.push(named);
    }
    let mut taken = f64::NEG_INFINITY;
    for &place in &order::places(&ends) {
        if let (Some(&end), Some(part)) = (ends.get(place), curve.parts.get(place))
            && end - taken >= 12.0
        {
            taken = end;
            let at = Point::new(layout.plot.right() - 4.0, end - 2.0);
            scene
                .write(at, part.label, SMALL, palette.muted)
                .set(Anchor::End, Baseline::Alphabetic)
                .haloed(palette.surface, 3.0);
        }
    }
}

fn probe(scene: &mut Scene, curve: &Curve<'_>, layout: &Layout, palette: &Palette) {
    let Some((x, y, text)) = curve.probe else {
        return;
    };
    let plot = &layout.plot;
    let across = layout.x.at(x).within(plot.x, plot.right());
    axes::rule(scene, plot, axes::crisp(across), palette.ink, 0.75);
    let at = Point::new(across, layout.y.at(y).within(plot.y, plot.bottom()));
    scene
        .symbol(Shape::Circle, at, 4.5)
        .fill(palette.surface)
        .outline(palette.ink, 2.0);
    scene.stands_for(Part::Probe);
    // The point is its place on the axis, whatever its height.
    let area = Rect::new(across - 7.0, plot.y, 14.0, plot.h);
    scene.target_rect(&area, Part::Probe, 0);
    probe::reading(scene, palette, plot, at, text);
    let at = Point::new(across, plot.bottom() + 3.0);
    probe::on_axis(scene, palette, x, layout.x.domain(), at, 0.5);
}

/// The whole legend, whatever is there to see: its height must not change with it.
fn items<'a>(curve: &Curve<'a>, palette: &Palette) -> Legend<'a> {
    let words = &curve.words;
    let mut items = Legend::new();
    items.line(palette.ink, 2.25, words.output);
    if !words.part.is_empty() {
        items.line(palette.muted, 1.0, words.part);
    }
    items.add_classes(curve.classes, palette);
    if curve.classes.is_empty() {
        items.symbol(Shape::Circle, palette.muted, words.train);
    }
    items
        .symbol(Shape::Circle, palette.surface, words.test)
        .outlined(palette.muted, 1.6);
    items
}
