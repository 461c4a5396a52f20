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
fn for_each<'a>(
    graph: &'a Graph<'_>,
    layout: &Layout,
    mut f: impl FnMut((usize, usize, usize), &'a Edge, Cubic),
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

/// A weight's number and where it stands.
struct Plate<'a> {
    weight: &'a Value,
    part: Part,
    layer: usize,
    rect: Rect,
    opacity: f64,
    /// Under the pointer, with the keyboard's focus, or opened.
    strong: bool,
    /// The same, or in focus with its unit, or what the tape has come to.
    held: bool,
    /// Something runs along its edge.
    moving: bool,
}

/// Whether every weight of a layer has room for a second number below it: one form for all,
/// whatever they have to say.
fn roomy(plates: &[Plate<'_>], layer: usize, taken: &mut Vec<Rect>) -> bool {
    let known = taken.len();
    let mut room = true;
    for plate in plates.iter().filter(|plate| plate.layer == layer) {
        let place = numbers::second(&plate.rect);
        room &= numbers::free(taken, &place);
        taken.push(place);
    }
    taken.truncate(known);
    room
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
    let mut plates = Vec::new();
    let mut running = Vec::new();
    let mut deltas = Vec::new();
    for (layer, tiles) in graph.layers.iter().zip(&layout.units) {
        let told = layer
            .units
            .iter()
            .zip(tiles)
            .filter(|(unit, _)| unit.delta.is_some());
        deltas.extend(told.map(|(unit, tile)| numbers::after_name(tile, unit.label)));
    }
    for_each(graph, layout, |place, edge, curve| {
        let (layer, unit, input) = place;
        let part = Part::Weight { layer, unit, input };
        let fits = layout.numbers.get(layer).is_some_and(Option::is_some);
        let strong = [graph.hovered, graph.focused, graph.selected].contains(&Some(part));
        let moving = match edge.weight.emphasis {
            Emphasis::Active(progress) => Some(progress),
            Emphasis::Back(progress) => Some(1.0 - progress),
            Emphasis::Normal | Emphasis::Dim => None,
        };
        let held = strong || focus.holds_edge(layer, unit, input);
        if fits || held {
            let rect = if fits || strong {
                layout.place(part)
            } else {
                Some(beside(layout, focus, place, curve))
            };
            let opacity = focus.edge(place, edge.weight.emphasis);
            if let Some(mut rect) = rect {
                // On along its edge until it leaves a δ free.
                let (from, to) = (curve.from.x, curve.to.x);
                let mut t = (rect.center().x - from) / (to - from);
                while t < 0.8 && !numbers::free(&deltas, &rect) {
                    t += 0.02;
                    rect = Rect::around(curve.at(t), rect.w, rect.h);
                }
                plates.push(Plate {
                    weight: &edge.weight,
                    part,
                    layer,
                    rect,
                    opacity: if strong { 1.0 } else { opacity.max(0.3) },
                    strong,
                    held: held || moving.is_some(),
                    moving: moving.is_some(),
                });
            }
        }
        if let (Some(progress), Some(carried)) = (moving, edge.carries) {
            running.push((curve, progress.clamp(0.0, 1.0), carried, part));
        }
    });
    let mut taken = numbers::obstacles(layout);
    if graph.has_gradients() {
        for places in numbers::all_asides(layout) {
            taken.extend_from_slice(&places);
        }
    }
    for plate in &plates {
        taken.push(plate.rect);
    }
    let mut rooms = Vec::new();
    for layer in 0..graph.layers.len() {
        rooms.push(roomy(&plates, layer, &mut taken));
    }
    // What is in focus lies over the others.
    for held in [false, true] {
        for plate in plates.iter().filter(|plate| plate.held == held) {
            plate.draw(scene, rooms[plate.layer], &mut taken, palette);
            scene.target(Area::Rect(plate.rect), plate.part, 2);
        }
    }
    for (curve, progress, carried, part) in running {
        let digits = format::reading(carried);
        let width = text_width(&digits, SMALL) + 8.0;
        // Above or below the point that it has come to, or back or on along the edge: never
        // over the factor that it comes from.
        let mut best = (usize::MAX, Rect::default());
        for k in 0..64 {
            let along = 0.06 * f64::from((k + 2) / 4);
            let along = if k & 2 == 0 { -along } else { along };
            let side = if k & 1 == 0 { -15.0 } else { 15.0 };
            let at = curve.at((progress + along).clamp(0.0, 1.0));
            let rect = Rect::around(at.moved(0.0, side), width, 16.0);
            let covered = numbers::covered(&taken, &rect);
            if covered < best.0 {
                best = (covered, rect);
            }
        }
        let rect = best.1;
        taken.push(rect);
        let text = TextMark::new(rect.center(), digits, SMALL, palette.ink).of(part);
        crate::chart::axes::tag(scene, palette, rect, text.bold());
    }
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

impl Plate<'_> {
    /// The number on a plate that interrupts the line; below it its old value, struck out,
    /// or else its gradient. Where the layer has no room for these, only what is in focus
    /// shows them, a gradient in the number's place if need be and nothing runs from it.
    fn draw(&self, scene: &mut Scene, room: bool, taken: &mut Vec<Rect>, palette: &Palette) {
        let (at, below) = (self.rect.center(), numbers::second(&self.rect));
        let both = room || self.strong || self.held && numbers::free(taken, &below);
        let ghost = self.weight.ghost.filter(|_| both);
        let gradient = self
            .weight
            .gradient
            .filter(|_| self.weight.ghost.is_none() && (both || self.held && !self.moving));
        let (digits, old) = numbers::apart(self.weight.value, ghost, below.w + 12.0);
        if ghost.is_some() && old != digits {
            struck(scene, old, below, Anchor::Middle, palette);
        } else if let Some(gradient) = gradient {
            let place = if both { below } else { self.rect };
            slope(scene, gradient, place, Anchor::Middle, palette);
            if !both {
                return;
            }
        }
        if ghost.or(gradient).is_some() {
            taken.push(below);
        }
        let plate = Rect::around(at, text_width(&digits, SMALL) + 4.0, self.rect.h);
        scene.rect(plate, 3.0, Paint::fill(palette.surface).at(0.92));
        let text = TextMark::new(at, digits, SMALL, palette.ink)
            .set(Anchor::Middle, Baseline::Middle)
            .at_opacity(self.opacity)
            .of(self.part);
        scene.text(if self.strong { text.bold() } else { text });
    }
}

/// The start of a line of this width in the middle or at the left end of a place, on a
/// ground of its own.
fn ground(scene: &mut Scene, place: Rect, anchor: Anchor, width: f64, palette: &Palette) -> Point {
    let mut plate = Rect::around(place.center(), width + 4.0, place.h);
    if anchor == Anchor::Start {
        plate.x = place.x;
    }
    scene.rect(plate, 3.0, Paint::fill(palette.surface).at(0.92));
    Point::new(plate.x + 2.0, plate.center().y)
}

/// An old value, struck out.
pub(super) fn struck(
    scene: &mut Scene,
    digits: String,
    place: Rect,
    anchor: Anchor,
    palette: &Palette,
) {
    let width = text_width(&digits, SMALL);
    let left = ground(scene, place, anchor, width, palette);
    scene.text(
        TextMark::new(left, digits, SMALL, palette.muted).set(Anchor::Start, Baseline::Middle),
    );
    let pen = Stroke::new(palette.muted, 1.0);
    scene.line(left, left.moved(width, 0.0), pen);
}

/// The width of the mark before a gradient's number, in CSS pixels.
const MARK: f64 = 10.0;

/// A gradient: an up or down mark in ink and the number, with one digit where two have no
/// room.
pub(super) fn slope(
    scene: &mut Scene,
    gradient: f64,
    place: Rect,
    anchor: Anchor,
    palette: &Palette,
) {
    let wide = |digits: &str| text_width(digits, SMALL) + MARK;
    let mut digits = format::significant(gradient.abs(), 2);
    if wide(&digits) > place.w {
        digits = format::significant(gradient.abs(), 1);
    }
    let left = ground(scene, place, anchor, wide(&digits), palette);
    let paint = Paint::fill(palette.ink);
    scene.symbol(direction(gradient), left.moved(3.0, 0.0), 2.8, paint);
    scene.text(
        TextMark::new(left.moved(MARK, 0.0), digits, SMALL, palette.ink)
            .set(Anchor::Start, Baseline::Middle),
    );
}
