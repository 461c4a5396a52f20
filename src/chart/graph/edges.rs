//! Edges: sign by colour and dash, magnitude by width, what runs along them, their numbers.

use super::focus::Focus;
use super::layout::Layout;
use super::{Edge, Graph, Value, numbers};
use crate::chart::Emphasis;
use crate::chart::axes::SMALL;
use crate::scene::{
    Anchor, Area, Baseline, Color, Cubic, Paint, Palette, Part, Point, Rect, Scene, Shape, Stroke,
    TextMark, format, text_width,
};

/// The width of the faintest edge, in CSS pixels.
const FAINT: f64 = 0.75;

/// The free border of an edge on which something runs, both sides together.
const HALO: f64 = 2.5;

/// How the edges of one graph are drawn.
struct Style<'a> {
    palette: &'a Palette,
    /// The width that no edge reaches.
    widest: f64,
    /// The opacity of an edge while nothing is in focus.
    veil: f64,
}

impl Style<'_> {
    /// 0 for a weight of zero, one half at 1, never more than 1.
    fn strength(weight: f64) -> f64 {
        let size = weight.abs();
        if size.is_finite() {
            size / (size + 1.0)
        } else {
            1.0
        }
    }

    fn width(&self, weight: f64) -> f64 {
        FAINT + (self.widest - FAINT) * Self::strength(weight)
    }

    fn color(&self, weight: f64) -> Color {
        if !weight.is_finite() {
            return self.palette.ink;
        }
        if weight == 0.0 {
            return self.palette.hairline;
        }
        let tone = 0.5 + 0.5 * Self::strength(weight);
        self.palette.signed(tone * weight.signum())
    }

    /// Negative weights are dashed.
    fn pen(&self, weight: f64) -> Stroke {
        let width = self.width(weight);
        let pen = Stroke::new(self.color(weight), width);
        if weight < 0.0 {
            pen.dashed(4.0 + width, 2.5 + 0.5 * width)
        } else {
            pen
        }
    }
}

/// Draws all edges: those out of focus first, those with something running on them last.
pub(super) fn draw(
    scene: &mut Scene,
    graph: &Graph<'_>,
    layout: &Layout,
    focus: &Focus,
    palette: &Palette,
) {
    let most = graph.layers.iter().map(|layer| layer.edges.len()).max();
    let tight = layout
        .edge(0, 0, 0)
        .is_some_and(|c| c.to.x - c.from.x < 40.0);
    let style = Style {
        palette,
        widest: match most.unwrap_or(0) {
            0..=24 => 6.5,
            25..=100 => 4.5,
            _ => 3.0,
        },
        // Where edges lie over each other, the strongest must still come through.
        veil: match most.unwrap_or(0) {
            0..=24 => 1.0,
            25..=100 => 0.75,
            _ if tight => 0.35,
            _ => 0.55,
        },
    };
    for pass in 0..3 {
        if pass == 2 {
            scene.ground = scene.marks.len();
        }
        for_each(graph, layout, |place, edge, curve| {
            let emphasis = edge.weight.emphasis;
            let opacity = focus.edge(place, emphasis);
            let moving = matches!(emphasis, Emphasis::Active(_) | Emphasis::Back(_));
            let turn = if moving {
                2
            } else {
                usize::from(opacity >= 1.0)
            };
            if turn != pass {
                return;
            }
            let (layer, unit, input) = place;
            let part = Part::Weight { layer, unit, input };
            let veil = if focus.part().is_none() && !moving {
                style.veil
            } else {
                1.0
            };
            if graph.focused == Some(part) {
                // The focus runs along the edge, on both sides of it.
                let width = style.width(edge.weight.value);
                for (color, more) in [(palette.focus, 7.0), (palette.surface, 3.5)] {
                    let pen = Stroke::new(color, width + more);
                    scene.path(curve.into(), Paint::stroke(pen));
                }
            }
            style.edge(scene, edge, curve, opacity * veil, part);
            let tolerance = (style.width(edge.weight.value) / 2.0 + 3.0).max(5.0);
            scene.target(Area::Curve { curve, tolerance }, part, 1);
        });
    }
}

/// Calls `f` with each edge that has both a place in the layout and a value.
fn for_each(
    graph: &Graph<'_>,
    layout: &Layout,
    mut f: impl FnMut((usize, usize, usize), &Edge, Cubic),
) {
    for (l, layer) in graph.layers.iter().enumerate() {
        let senders = layout.senders(l).len().max(1);
        for (index, edge) in layer.edges.iter().enumerate() {
            let place = (l, index / senders, index % senders);
            if let Some(curve) = layout.edge(place.0, place.1, place.2) {
                f(place, edge, curve);
            }
        }
    }
}

impl Style<'_> {
    fn edge(&self, scene: &mut Scene, edge: &Edge, curve: Cubic, opacity: f64, part: Part) {
        let Value {
            value,
            ghost,
            emphasis,
            ..
        } = edge.weight;
        let ghost = ghost.map(|old| {
            let pen = Stroke::new(self.palette.muted, self.width(old));
            Paint::stroke(pen).at(0.35 * opacity)
        });
        // The wider of the two lies below.
        let below = ghost.filter(|_| edge.weight.ghost.is_some_and(|g| g.abs() > value.abs()));
        if let Some(paint) = below {
            scene.path(curve.into(), paint);
        }
        let pen = self.pen(value);
        if matches!(emphasis, Emphasis::Active(_) | Emphasis::Back(_)) {
            // Apart from what it crosses.
            let halo = Stroke::new(self.palette.surface, pen.width + HALO);
            scene.path(curve.into(), Paint::stroke(halo));
        }
        match emphasis {
            Emphasis::Normal | Emphasis::Dim => {
                scene.path(curve.into(), Paint::stroke(pen).at(opacity));
                scene.stands_for(part);
            }
            Emphasis::Active(progress) => {
                let progress = progress.clamp(0.0, 1.0);
                scene.path(curve.into(), Paint::stroke(pen).at(0.25));
                scene.path(curve.split(progress).0.into(), Paint::stroke(pen));
                scene.stands_for(part);
                let dot = Paint::fill(pen.color).outlined(Stroke::new(self.palette.surface, 1.5));
                let at = curve.at(progress);
                scene.symbol(Shape::Circle, at, pen.width / 2.0 + 3.0, dot);
            }
            Emphasis::Back(progress) => {
                let done = 1.0 - progress.clamp(0.0, 1.0);
                scene.path(curve.into(), Paint::stroke(pen).at(0.25));
                let ink = Stroke::new(self.palette.ink, 2.0);
                scene.path(curve.split(done).1.into(), Paint::stroke(ink));
                scene.stands_for(part);
                let shape = edge.carries.map_or(Shape::Circle, direction);
                let dot =
                    Paint::fill(self.palette.ink).outlined(Stroke::new(self.palette.surface, 1.5));
                scene.symbol(shape, curve.at(done), 4.5, dot);
            }
        }
        if let (Some(paint), None) = (ghost, below) {
            scene.path(curve.into(), paint);
        }
    }
}

/// Up for what grows, down for what shrinks: the sign of a gradient without a hue.
pub(super) fn direction(value: f64) -> Shape {
    if value > 0.0 {
        Shape::Triangle
    } else if value < 0.0 {
        Shape::TriangleDown
    } else {
        Shape::Circle
    }
}

/// Writes the weights: all of a layer's where they have room, else those in focus, and the
/// numbers that run along the edges.
pub(super) fn numbers(
    scene: &mut Scene,
    graph: &Graph<'_>,
    layout: &Layout,
    focus: &Focus,
    palette: &Palette,
) {
    for_each(graph, layout, |place, edge, curve| {
        let (layer, unit, input) = place;
        let part = Part::Weight { layer, unit, input };
        let fits = layout.numbers.get(layer).is_some_and(Option::is_some);
        let strong = [graph.hovered, graph.focused, graph.selected].contains(&Some(part));
        let held = strong || focus.holds_edge(layer, unit, input);
        let moving = match edge.weight.emphasis {
            Emphasis::Active(progress) => Some(progress),
            Emphasis::Back(progress) => Some(1.0 - progress),
            Emphasis::Normal | Emphasis::Dim => None,
        };
        if fits || held {
            let rect = if fits || strong {
                layout.place(part)
            } else {
                Some(beside(layout, focus, place, curve))
            };
            let opacity = focus.edge(place, edge.weight.emphasis);
            let opacity = if strong { 1.0 } else { opacity.max(0.3) };
            if let Some(rect) = rect {
                let alone = strong || moving.is_some();
                let room = alone || numbers::has_room(layout, layer, &rect);
                let style = Plate {
                    opacity,
                    strong,
                    room,
                };
                value(scene, &edge.weight, rect, part, &style, palette);
                scene.target(Area::Rect(rect), part, 2);
            }
        }
        if let (Some(progress), Some(carried)) = (moving, edge.carries) {
            let at = curve.at(progress.clamp(0.0, 1.0)).moved(0.0, -15.0);
            let text = TextMark::new(at, format::reading(carried), SMALL, palette.ink).of(part);
            let rect = Rect::around(at, text_width(&text.text, SMALL) + 8.0, 16.0);
            crate::chart::axes::tag(scene, palette, rect, text.bold());
        }
    });
}

/// Where the number of an edge in focus stands in a dense graph: at the far end, where the
/// edges of one unit are apart.
fn beside(
    layout: &Layout,
    focus: &Focus,
    (layer, unit, input): (usize, usize, usize),
    curve: Cubic,
) -> Rect {
    let around = |at: Point| Rect::around(at, numbers::WIDTH, numbers::HEIGHT);
    let gap = curve.to.x - curve.from.x;
    let aside = if gap >= numbers::WIDTH + 6.0 {
        numbers::WIDTH / 2.0 + 3.0
    } else {
        0.0
    };
    match focus.part() {
        Some(Part::Unit { layer: l, unit: u }) if (layer, unit) == (l, u) => {
            let tile = layout.senders(layer)[input];
            let x = if aside > 0.0 {
                tile.right() + aside
            } else {
                tile.center().x
            };
            around(Point::new(x, tile.center().y))
        }
        Some(Part::Unit { .. } | Part::Input { .. }) => {
            let tile = layout.units[layer][unit];
            let x = if aside > 0.0 {
                tile.x - aside
            } else {
                tile.center().x
            };
            around(Point::new(x, tile.center().y))
        }
        _ => around(curve.at(0.5)),
    }
}

/// How a weight's number is written.
struct Plate {
    opacity: f64,
    /// In focus.
    strong: bool,
    /// Whether there is room for a second number above and below it.
    room: bool,
}

/// A weight's number on a plate that interrupts the line, with its old value struck out
/// above and its gradient below where they are given. Where there is no room, the latest of
/// them stands alone: the gradient until the weight has moved.
fn value(
    scene: &mut Scene,
    weight: &Value,
    rect: Rect,
    part: Part,
    style: &Plate,
    palette: &Palette,
) {
    let at = rect.center();
    let (ghost, gradient) = match weight.ghost {
        Some(_) if !style.room => (None, None),
        ghost => (ghost, weight.gradient),
    };
    let (digits, old) = numbers::apart(weight.value, ghost);
    let size = if text_width(&digits, SMALL) > rect.w {
        SMALL - 1.5
    } else {
        SMALL
    };
    let mut plate = Rect::around(at, text_width(&digits, size) + 4.0, rect.h);
    if ghost.is_some() || gradient.is_some() {
        plate = Rect::around(at, rect.w.max(plate.w), rect.h);
    }
    if let (Some(gradient), false) = (gradient, style.room) {
        scene.rect(plate, 3.0, Paint::fill(palette.surface).at(0.92));
        slope(scene, gradient, at, palette);
        return;
    }
    if ghost.is_some() {
        plate = Rect::new(
            plate.x,
            plate.y - numbers::SECOND,
            plate.w,
            plate.h + numbers::SECOND,
        );
    }
    if gradient.is_some() {
        plate.h += numbers::SECOND;
    }
    scene.rect(plate, 3.0, Paint::fill(palette.surface).at(0.92));
    if ghost.is_some() {
        struck(scene, old, at.moved(0.0, -12.5), palette);
    }
    let mut text = TextMark::new(at, digits, size, palette.ink)
        .set(Anchor::Middle, Baseline::Middle)
        .at_opacity(style.opacity)
        .of(part);
    if style.strong {
        text = text.bold();
    }
    scene.text(text);
    if let Some(gradient) = gradient {
        slope(scene, gradient, at.moved(0.0, 12.5), palette);
    }
}

/// An old value, struck out.
pub(super) fn struck(scene: &mut Scene, digits: String, at: Point, palette: &Palette) {
    let half = text_width(&digits, 10.0) / 2.0;
    scene
        .text(TextMark::new(at, digits, 10.0, palette.muted).set(Anchor::Middle, Baseline::Middle));
    let pen = Stroke::new(palette.muted, 1.0);
    scene.line(at.moved(-half, 0.0), at.moved(half, 0.0), pen);
}

/// A gradient: an up or down mark in ink and the number.
pub(super) fn slope(scene: &mut Scene, gradient: f64, at: Point, palette: &Palette) {
    let digits = format::significant(gradient.abs(), 2);
    let width = text_width(&digits, 10.0) + 10.0;
    let left = at.moved(-width / 2.0, 0.0);
    let paint = Paint::fill(palette.ink);
    scene.symbol(direction(gradient), left.moved(3.0, 0.0), 2.6, paint);
    scene.text(
        TextMark::new(left.moved(10.0, 0.0), digits, 10.0, palette.ink)
            .set(Anchor::Start, Baseline::Middle),
    );
}
