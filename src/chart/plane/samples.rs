//! The samples: class by shape and colour, test samples hollow.

use super::{Label, Layout, Plane, Sample, Surface};
use crate::chart::Emphasis;
use crate::num::Within;
use crate::scene::{Color, Mapping, Palette, Part, Point, Scene, Shape};

/// The radius of a sample in a plot of this width.
pub(crate) fn radius(plot_width: f64) -> f64 {
    (plot_width / 90.0).within(3.0, 6.5)
}

/// How the sample's value or class looks.
fn look(
    label: Label,
    classes: usize,
    mapping: Option<&Mapping>,
    palette: &Palette,
) -> (Shape, Color) {
    match label {
        Label::Class(class) => (Shape::of_class(class), palette.class(class, classes)),
        Label::Value(value) => {
            let place = mapping.map_or(0.0, |mapping| mapping.signed(value));
            (Shape::Circle, palette.signed(place))
        }
    }
}

/// Draws the samples, those in focus last.
pub(super) fn draw(scene: &mut Scene, plane: &Plane<'_>, layout: &Layout, palette: &Palette) {
    let mapping = match &plane.surface {
        Surface::Signed { mapping, .. } => Some(mapping),
        _ => None,
    };
    let radius = radius(layout.plot.w);
    let room = layout.plot.grown(0.5);
    for pass in 0..3 {
        for sample in plane.samples {
            let rank = match sample.emphasis {
                _ if sample.pinned => 2,
                Emphasis::Dim => 0,
                Emphasis::Normal => 1,
                Emphasis::Active(_) | Emphasis::Back(_) => 2,
            };
            let at = layout.pixel(sample.x, sample.y);
            if rank != pass || !room.contains(at) {
                continue;
            }
            let look = look(sample.label, plane.classes.len(), mapping, palette);
            let valued = matches!(sample.label, Label::Value(_));
            symbol(scene, sample, at, radius, look, valued, palette);
            scene.target_circle(at, radius + 4.0, Part::Sample(sample.index), 2);
        }
    }
}

/// The ring around what is pinned.
pub(super) fn ring(scene: &mut Scene, at: Point, radius: f64, palette: &Palette) {
    for &(color, width) in &[(palette.surface, 5.0), (palette.ink, 2.0)] {
        scene
            .symbol(Shape::Circle, at, radius)
            .outline(color, width);
    }
}

/// One sample. Training samples are filled, test samples hollow; `valued` ones have a colour that
/// stands for a value.
pub(crate) fn symbol(
    scene: &mut Scene,
    sample: &Sample,
    at: Point,
    radius: f64,
    (shape, color): (Shape, Color),
    valued: bool,
    palette: &Palette,
) {
    let opacity = if sample.emphasis == Emphasis::Dim && !sample.pinned {
        0.25
    } else {
        1.0
    };
    if sample.pinned {
        ring(scene, at, radius + 5.0, palette);
    }
    if matches!(sample.emphasis, Emphasis::Active(_)) && !sample.pinned {
        scene
            .symbol(Shape::Circle, at, radius + 3.5)
            .outline(palette.ink, 1.0);
    }
    // A value can have the very colour of the map under it: ink draws the line then.
    let (size, fill, edge, width) = match (sample.test, valued) {
        (false, true) => (radius, color, palette.ink, 0.8),
        (false, false) => (radius, color, palette.surface, 1.2),
        (true, true) => (radius, palette.surface, palette.ink, 0.8),
        (true, false) => (radius - 0.6, palette.surface, color, 1.6),
    };
    if sample.test && !valued {
        scene
            .symbol(shape, at, size)
            .fill(fill)
            .outline(palette.surface, 3.2)
            .opacity(opacity);
    }
    scene
        .symbol(shape, at, size)
        .fill(fill)
        .outline(edge, width)
        .opacity(opacity);
    if sample.test && valued {
        scene
            .symbol(shape, at, radius * 0.5)
            .fill(color)
            .opacity(opacity);
    }
    scene.stands_for(Part::Sample(sample.index));
    if let Some(push) = sample.push.filter(|&push| push != 0.0) {
        let up = push > 0.0;
        let away = if up { -1.0 } else { 1.0 };
        let shape = if up { Shape::ArrowUp } else { Shape::ArrowDown };

        let size = 2.0 + 1.5 * push.abs() / (push.abs() + 1.0);
        scene
            .symbol(shape, at.moved(0.0, away * (radius + 6.0)), size)
            .fill(palette.ink)
            .outline(palette.surface, 1.0);
    }
}
