//! The plane's legend: classes, training and test samples, the colour bar.

use super::lines::THIN;
use super::{Plane, Surface, surface};
use crate::chart::Field;
use crate::chart::legend::{self, BAR, Item, ROW};
use crate::scene::{Mapping, Paint, Palette, Part, Point, Scene, Shape, Stroke, format};

/// The narrowest room in which the symbols and the colour bar share a row.
const ONE_ROW: f64 = 200.0;

/// Which place of the ramp stands for the colours of samples that are numbers.
const TINTED: f64 = 0.5;

/// The height of the legend in a room of this width. It depends on the classes alone and
/// not on what is there to see, so that the plot never moves and a layout without contents
/// is the layout.
pub(super) fn height(plane: &Plane<'_>, width: f64) -> f64 {
    let items = items(plane, &Palette::light());
    let bar = plane.classes.len() <= 2;
    let rows = legend::rows(&items, width) as f64 * ROW;
    let height = if !bar {
        // One of the outputs alone has a bar instead of the word on mixing.
        let classes = legend::rows(&items[..items.len() - 1], width) as f64 * ROW;
        rows.max(classes + 2.0 + BAR)
    } else if beside(&items, width).is_some() {
        rows.max(BAR)
    } else {
        rows + 4.0 + BAR
    };
    height + 6.0
}

/// Where the bar begins when it fits at the right of one row of symbols.
fn beside(items: &[Item], width: f64) -> Option<f64> {
    let taken = legend::width(items) + 24.0;
    (legend::rows(items, width) <= 1 && width - taken >= ONE_ROW).then_some(taken)
}

/// The width of the colour bar that begins `left` of the legend's edge.
fn bar_room(width: f64, left: f64) -> f64 {
    (width - left - 9.0).min(if left > 0.0 { 260.0 } else { 420.0 })
}

/// Draws the legend from the point `at`, its top left corner; `drawn` says whether there are a
/// border and units' lines to explain.
pub(super) fn draw(
    scene: &mut Scene,
    plane: &Plane<'_>,
    at: Point,
    drawn: [bool; 2],
    palette: &Palette,
) {
    let width = scene.width - at.x;
    let mut items = items(plane, palette);
    let several = plane.classes.len() > 2;
    if several && matches!(plane.surface, Surface::Signed { .. }) {
        items.pop();
    }
    let beside = beside(&items, width).filter(|_| !several);
    let rows = legend::rows(&items, width) as f64;
    let room = beside.map_or(width, |left| width - bar_room(width, left) - 33.0);
    let most = legend::rows(&items, room);
    let mut shown = if plane.samples.iter().any(|sample| sample.push.is_some()) {
        legend::with_pushes(items, plane.words.pushes, room, palette)
    } else {
        items
    };
    // What is not there needs no explanation; its room stays, for what else there is to explain.
    if !plane.samples.iter().any(|sample| sample.test) {
        shown.retain(|item| item.label != plane.words.test);
    }
    if plane.discretize {
        shown.retain(|item| item.label != plane.words.mixed);
    }
    for item in others(plane, drawn, palette) {
        shown.push(item);
        if legend::rows(&shown, room) > most {
            shown.pop();
        }
    }
    legend::draw(scene, palette, at, width, &shown);
    let Surface::Signed {
        field,
        mapping,
        threshold,
    } = plane.surface
    else {
        return;
    };
    let colors = surface::colors(palette, plane.discretize, threshold);
    let (dx, dy) = match beside {
        Some(left) => (left, 2.0),
        None => (0.0, rows * ROW + if several { 2.0 } else { 4.0 }),
    };
    // The bar ends where the plot ends.
    let room = bar_room(width, dx);
    let dx = if dx > 0.0 { width - 9.0 - room } else { dx };
    let at = at.moved(dx, dy);
    legend::bar(
        scene,
        palette,
        at,
        room,
        plane.value_name,
        (&mapping, beyond(&field, &mapping)),
        &colors,
    );
}

/// Whether the field goes beyond the lower and the upper end of the ramp.
fn beyond(field: &Field<'_>, mapping: &Mapping) -> [bool; 2] {
    // What rounding alone puts there does not count.
    let slack = 1e-6 * (mapping.high - mapping.low);
    let values = || field.values.iter().map(|value| f64::from(*value));
    [
        values().any(|value| value < mapping.low - slack),
        values().any(|value| value > mapping.high + slack),
    ]
}

/// What comes and goes, the most important first: the border, the ring of what is pinned, the
/// lines of the units.
fn others(plane: &Plane<'_>, [border, lines]: [bool; 2], palette: &Palette) -> Vec<Item> {
    let mut items = Vec::new();
    if border {
        let label = match plane.surface {
            Surface::Signed {
                threshold: Some(level),
                ..
            } => format!("ŷ = {}", format::full(level)),
            _ => plane.words.border.to_owned(),
        };
        items.push(Item::new(None, Some(surface::border(palette)), &label));
    }
    let pinned = plane.samples.iter().any(|sample| sample.pinned);
    if pinned || plane.probe.is_some_and(|probe| probe.pinned) {
        let ring = Paint::stroke(Stroke::new(palette.ink, 2.0));
        let symbol = Some((Shape::Circle, ring));
        items.push(Item::new(symbol, None, plane.words.pinned));
    }
    if lines {
        let thin = Stroke::new(palette.ink, THIN);
        items.push(Item::new(None, Some(thin), plane.words.line));
    }
    items
}

fn items(plane: &Plane<'_>, palette: &Palette) -> Vec<Item> {
    let count = plane.classes.len();
    let mut items: Vec<Item> = plane
        .classes
        .iter()
        .enumerate()
        .map(|(class, name)| {
            let paint = Paint::fill(palette.class(class, count));
            Item {
                part: Some(Part::Class(class)),
                ..Item::new(Some((Shape::of_class(class), paint)), None, name)
            }
        })
        .collect();
    let mut explain = |symbol, label| items.push(Item::new(symbol, None, label));
    if count == 0 {
        let paint = Paint::fill(palette.signed(TINTED)).outlined(Stroke::new(palette.ink, 0.8));
        explain(Some((Shape::Circle, paint)), plane.words.sample);
    }
    if !plane.words.test.is_empty() {
        let hollow = Paint::fill(palette.surface).outlined(Stroke::new(palette.muted, 1.6));
        explain(Some((Shape::Circle, hollow)), plane.words.test);
    }
    if count > 2 {
        explain(None, plane.words.mixed);
    }
    items
}
