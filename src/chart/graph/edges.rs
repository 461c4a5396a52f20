//! Edges: sign by colour and dash, magnitude by width, what runs along them, their numbers.

use super::focus::Focus;
use super::layout::Layout;
use super::{Edge, Graph, Value, numbers};
use crate::chart::Emphasis;
use crate::chart::axes::SMALL;
use crate::num::Within;
use crate::scene::{
    Anchor, Area, Baseline, Color, Cubic, Palette, Part, Point, Rect, Scene, Shape, finite, format,
    text_width,
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

/// 0 for a weight of zero, one half at 1, never more than 1.
#[inline(never)]
pub(super) fn strength(weight: f64) -> f64 {
    let size = weight.abs();
    if finite(size) {
        size / (size + 1.0)
    } else {
        1.0
    }
}

/// The colour of a weight or a bias.
pub(super) fn color(palette: &Palette, weight: f64) -> Color {
    if !finite(weight) {
        return palette.ink;
    }
    if weight == 0.0 {
        return palette.hairline;
    }
    let tone = 0.5 + 0.5 * strength(weight);
    palette.signed(tone * weight.signum())
}

impl Style<'_> {
    fn width(&self, weight: f64) -> f64 {
        FAINT + (self.widest - FAINT) * strength(weight)
    }

    /// Draws the outline of the curve added last; negative weights are dashed.
    fn trace(&self, scene: &mut Scene, weight: f64) {
        let width = self.width(weight);
        scene.outline(color(self.palette, weight), width);
        if weight < 0.0 {
            scene.dashed(4.0 + width, 2.5 + 0.5 * width);
        }
    }
}

/// An edge in its place.
pub(super) struct Placed<'a> {
    layer: usize,
    unit: usize,
    input: usize,
    edge: &'a Edge,
    curve: Cubic,
}

impl Placed<'_> {
    // Wanted at every step, where a call is shorter.
    #[inline(never)]
    fn part(&self) -> Part {
        Part::Weight {
            layer: self.layer,
            unit: self.unit,
            input: self.input,
        }
    }
}

/// The edges that have both a place in the layout and a value.
pub(super) fn placed<'a>(graph: &'a Graph<'_>, layout: &Layout) -> Vec<Placed<'a>> {
    let mut all = Vec::new();
    for (l, layer) in graph.layers.iter().enumerate() {
        let senders = layout.senders(l).len().max(1);
        for (index, edge) in layer.edges.iter().enumerate() {
            let (unit, input) = (index / senders, index % senders);
            if let Some(curve) = layout.edge(l, unit, input) {
                all.push(Placed {
                    layer: l,
                    unit,
                    input,
                    edge,
                    curve,
                });
            }
        }
    }
    all
}

/// Draws all edges: those out of focus first, those with something running on them last.
pub(super) fn draw(
    scene: &mut Scene,
    graph: &Graph<'_>,
    edges: &[Placed<'_>],
    focus: &Focus,
    palette: &Palette,
) {
    let mut most = 0;
    for layer in &graph.layers {
        most = most.max(layer.edges.len());
    }
    let tight = edges
        .first()
        .is_some_and(|first| first.curve.to.x - first.curve.from.x < 40.0);
    // Where edges lie over each other, the strongest must still come through.
    let (widest, veil) = match most {
        0..=24 => (6.5, 1.0),
        25..=100 => (4.5, 0.75),
        _ => (3.0, if tight { 0.35 } else { 0.55 }),
    };
    let style = Style {
        palette,
        widest,
        veil,
    };
    for pass in 0..3 {
        if pass == 2 {
            scene.ground = scene.marks.len();
        }
        for placed in edges {
            let weight = &placed.edge.weight;
            let mut opacity = focus.edge(placed.layer, placed.unit, placed.input, weight.emphasis);
            let moving = weight.emphasis.is_strong();
            let turn = if moving {
                2
            } else {
                usize::from(opacity >= 1.0)
            };
            if turn != pass {
                continue;
            }
            if focus.part().is_none() && !moving {
                opacity *= style.veil;
            }
            let part = placed.part();
            let (curve, width) = (placed.curve, style.width(weight.value));
            if graph.focused == Some(part) {
                // The focus runs along the edge, on both sides of it.
                scene.curve(&curve).outline(palette.focus, width + 7.0);
                scene.curve(&curve).outline(palette.surface, width + 3.5);
            }
            style.edge(scene, placed, opacity, part);
            let tolerance = (width / 2.0 + 3.0).max(5.0);
            scene.target(Area::Curve { curve, tolerance }, part, 1);
        }
    }
}

impl Style<'_> {
    fn edge(&self, scene: &mut Scene, placed: &Placed<'_>, opacity: f64, part: Part) {
        let (edge, curve) = (placed.edge, &placed.curve);
        let Value {
            value,
            ghost,
            emphasis,
            ..
        } = edge.weight;
        // The wider of the two lies below.
        let below = ghost.is_some_and(|old| old.abs() > value.abs());
        if below {
            self.ghost(scene, curve, ghost, opacity);
        }
        let width = self.width(value);
        let surface = self.palette.surface;
        if emphasis.is_strong() {
            // Apart from what it crosses.
            scene.curve(curve).outline(surface, width + HALO);
        }
        scene.curve(curve);
        self.trace(scene, value);
        if let Some(along) = emphasis.along() {
            // Only where it has run is the line as strong as otherwise.
            scene.opacity(0.25);
            let (before, behind) = curve.split(along);
            let (shape, color, radius) = if matches!(emphasis, Emphasis::Back(_)) {
                scene.curve(&behind).outline(self.palette.ink, 2.0);
                let shape = edge.carries.map_or(Shape::Circle, direction);
                (shape, self.palette.ink, 4.5)
            } else {
                scene.curve(&before);
                self.trace(scene, value);
                let color = color(self.palette, value);
                (Shape::Circle, color, width / 2.0 + 3.0)
            };
            scene
                .stands_for(part)
                .symbol(shape, curve.at(along), radius)
                .fill(color)
                .outline(surface, 1.5);
        } else {
            scene.opacity(opacity).stands_for(part);
        }
        if !below {
            self.ghost(scene, curve, ghost, opacity);
        }
    }

    /// The edge as wide as before the update.
    fn ghost(&self, scene: &mut Scene, curve: &Cubic, old: Option<f64>, opacity: f64) {
        if let Some(old) = old {
            scene
                .curve(curve)
                .outline(self.palette.muted, self.width(old))
                .opacity(0.35 * opacity);
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
    placed: &'a Placed<'a>,
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
    for plate in plates {
        if plate.placed.layer == layer {
            let place = numbers::second(&plate.rect);
            room &= numbers::free(taken, &place);
            taken.push(place);
        }
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
    edges: &[Placed<'_>],
    focus: &Focus,
    palette: &Palette,
) {
    let mut deltas = Vec::new();
    for (l, layer) in graph.layers.iter().enumerate() {
        for (u, unit) in layer.units.iter().enumerate() {
            if unit.delta.is_some()
                && let Some(tile) = layout.place(Part::Unit { layer: l, unit: u })
            {
                deltas.push(layout.delta(&tile, unit.label).0);
            }
        }
    }
    let mut plates = Vec::new();
    for placed in edges {
        let (layer, part, curve) = (placed.layer, placed.part(), &placed.curve);
        let emphasis = placed.edge.weight.emphasis;
        let fits = layout.numbers.get(layer).is_some_and(Option::is_some);
        let strong = graph.attends(part);
        let marked = emphasis.is_strong();
        let held = strong || marked || focus.holds_edge(layer, placed.unit, placed.input);
        if !(fits || held) {
            continue;
        }
        let mut rect = match layout.place(part) {
            Some(place) if fits || strong => place,
            _ => beside(layout, focus, placed),
        };
        // On along its edge until it leaves a δ free.
        let (from, to) = (curve.from.x, curve.to.x);
        let mut t = (rect.center().x - from) / (to - from);
        while t < 0.8 && !numbers::free(&deltas, &rect) {
            t += 0.02;
            rect = Rect::around(curve.at(t), rect.w, rect.h);
        }
        let opacity = focus.edge(layer, placed.unit, placed.input, emphasis);
        // Where the layer has no room for numbers, the gradient that is walked has the place.
        let back = matches!(emphasis, Emphasis::Back(_));
        let rests = !fits && back && placed.edge.carries.is_none();
        let moving = marked && !rests;
        plates.push(Plate {
            placed,
            rect,
            opacity: if strong { 1.0 } else { opacity.max(0.3) },
            strong,
            held,
            moving,
        });
    }
    let mut taken = numbers::obstacles(layout);
    if graph.has_gradients() {
        for places in &numbers::all_asides(layout) {
            taken.extend_from_slice(places);
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
    for &held in &[false, true] {
        for plate in &plates {
            if plate.held == held {
                let room = rooms.get(plate.placed.layer) == Some(&true);
                plate.draw(scene, room, &mut taken, palette);
                scene.target_rect(&plate.rect, plate.placed.part(), 2);
            }
        }
    }
    for placed in edges {
        running(scene, placed, &mut taken, palette);
    }
}

/// The number that runs along an edge, if any.
fn running(scene: &mut Scene, placed: &Placed<'_>, taken: &mut Vec<Rect>, palette: &Palette) {
    let edge = placed.edge;
    let (Some(progress), Some(carried)) = (edge.weight.emphasis.along(), edge.carries) else {
        return;
    };
    let digits = format::reading(carried);
    let width = text_width(&digits, SMALL) + 8.0;
    // Above or below the point that it has come to, or back or on along the edge: never
    // over the factor that it comes from.
    let mut best = (usize::MAX, Rect::default());
    for k in 0..64 {
        let along = 0.06 * f64::from((k + 2) / 4);
        let along = if k & 2 == 0 { -along } else { along };
        let side = if k & 1 == 0 { -15.0 } else { 15.0 };
        let at = placed.curve.at((progress + along).within(0.0, 1.0));
        let rect = Rect::around(at.moved(0.0, side), width, 16.0);
        let covered = numbers::covered(taken, &rect);
        if covered < best.0 {
            best = (covered, rect);
        }
    }
    let rect = best.1;
    taken.push(rect);
    crate::chart::axes::tag(scene, palette, &rect, digits)
        .bold()
        .stands_for(placed.part());
}

/// Where the number of an edge in focus stands in a dense graph: at the far end, where the
/// edges of one unit are apart.
fn beside(layout: &Layout, focus: &Focus, placed: &Placed<'_>) -> Rect {
    let &Placed {
        layer, unit, input, ..
    } = placed;
    let curve = &placed.curve;
    let roomy = curve.to.x - curve.from.x >= numbers::WIDTH + 6.0;
    let aside = numbers::WIDTH / 2.0 + 3.0;
    // Beside the tile at that end.
    let (tile, side) = match focus.part() {
        Some(Part::Unit { layer: l, unit: u }) if (layer, unit) == (l, u) => {
            (layout.senders(layer).get(input), 1.0)
        }
        Some(Part::Unit { .. } | Part::Input { .. }) => (layout.senders(layer + 1).get(unit), -1.0),
        _ => (None, 0.0),
    };
    let mut at = curve.at(0.5);
    if let Some(tile) = tile {
        at = tile.center();
        if roomy {
            let edge = if side > 0.0 { tile.right() } else { tile.x };
            at.x = edge + side * aside;
        }
    }
    Rect::around(at, numbers::WIDTH, numbers::HEIGHT)
}

impl Plate<'_> {
    /// The number on a plate that interrupts the line; below it its old value, struck out,
    /// or else its gradient. Where the layer has no room for these, only what is in focus
    /// shows them, a gradient in the number's place if need be and nothing runs from it.
    fn draw(&self, scene: &mut Scene, room: bool, taken: &mut Vec<Rect>, palette: &Palette) {
        let below = numbers::second(&self.rect);
        let both = room || self.strong || self.held && numbers::free(taken, &below);
        let weight = &self.placed.edge.weight;
        let ghost = weight.ghost.filter(|_| both);
        let gradient = weight
            .gradient
            .filter(|_| weight.ghost.is_none() && (both || self.held && !self.moving));
        let (digits, old) = numbers::apart(weight.value, ghost, below.w + 12.0);
        if let Some(old) = old {
            struck(scene, old, &below, Anchor::Middle, palette);
        } else if let Some(gradient) = gradient {
            let place = if both { &below } else { &self.rect };
            slope(scene, gradient, place, Anchor::Middle, palette);
            if !both {
                return;
            }
        }
        if ghost.or(gradient).is_some() {
            taken.push(below);
        }
        let width = text_width(&digits, SMALL);
        ground(scene, &self.rect, Anchor::Middle, width, palette);
        scene
            .write(self.rect.center(), digits, SMALL, palette.ink)
            .set(Anchor::Middle, Baseline::Middle)
            .opacity(self.opacity)
            .stands_for(self.placed.part());
        if self.strong {
            scene.bold();
        }
    }
}

/// The start of a line of this width in the middle or at the left end of a place, on a
/// ground of its own.
fn ground(scene: &mut Scene, place: &Rect, anchor: Anchor, width: f64, palette: &Palette) -> Point {
    let mut plate = Rect::around(place.center(), width + 4.0, place.h);
    if anchor == Anchor::Start {
        plate.x = place.x;
    }
    scene.rect(&plate, 3.0).fill(palette.surface).opacity(0.92);
    Point::new(plate.x + 2.0, plate.center().y)
}

/// An old value, struck out.
pub(super) fn struck(
    scene: &mut Scene,
    digits: String,
    place: &Rect,
    anchor: Anchor,
    palette: &Palette,
) {
    let width = text_width(&digits, SMALL);
    let left = ground(scene, place, anchor, width, palette);
    scene
        .write(left, digits, SMALL, palette.muted)
        .set(Anchor::Start, Baseline::Middle);
    scene.line(left, left.moved(width, 0.0), palette.muted, 1.0);
}

/// The width of the mark before a gradient's number, in CSS pixels.
const MARK: f64 = 10.0;

/// A gradient: an up or down mark in ink and the number, with one digit where two have no
/// room.
pub(super) fn slope(
    scene: &mut Scene,
    gradient: f64,
    place: &Rect,
    anchor: Anchor,
    palette: &Palette,
) {
    let wide = |digits: &str| text_width(digits, SMALL) + MARK;
    let mut digits = format::significant(gradient.abs(), 2);
    if wide(&digits) > place.w {
        digits = format::significant(gradient.abs(), 1);
    }
    let left = ground(scene, place, anchor, wide(&digits), palette);
    scene
        .symbol(direction(gradient), left.moved(3.0, 0.0), 2.8)
        .fill(palette.ink);
    scene
        .write(left.moved(MARK, 0.0), digits, SMALL, palette.ink)
        .set(Anchor::Start, Baseline::Middle);
}
