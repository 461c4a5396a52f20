//! The plane's legend: classes, training and test samples, the colour bar.

use super::lines::THIN;
use super::{Plane, Surface, surface};
use crate::chart::Field;
use crate::chart::legend::{self, BAR, Legend, ROW};
use crate::scene::{Mapping, Palette, Point, Scene, Shape, format};

/// The narrowest room in which the symbols and the colour bar share a row.
const ONE_ROW: f64 = 200.0;

/// Which place of the ramp stands for the colours of samples that are numbers.
const TINTED: f64 = 0.5;

/// The height of the legend in a room of this width. It depends on the classes alone and
/// not on what is there to see, so that the plot never moves and a layout without contents
/// is the layout.
pub(super) fn height(plane: &Plane<'_>, width: f64) -> f64 {
    let mut items = items(plane, &Palette::light());
    let rows = items.rows(width) as f64 * ROW;
    let height = if plane.classes.len() > 2 {
        // One of the outputs alone has a bar instead of the word on mixing.
        items.pop();
        let classes = items.rows(width) as f64 * ROW;
        rows.max(classes + 2.0 + BAR)
    } else if beside(&items, width).is_some() {
        rows.max(BAR)
    } else {
        rows + 4.0 + BAR
    };
    height + 6.0
}

/// Where the bar begins when it fits at the right of one row of symbols.
fn beside(items: &Legend<'_>, width: f64) -> Option<f64> {
    let taken = items.width() + 24.0;
    (items.rows(width) <= 1 && width - taken >= ONE_ROW).then_some(taken)
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
    let rows = items.rows(width) as f64;
    let room = beside.map_or(width, |left| width - bar_room(width, left) - 33.0);
    let most = items.rows(room);
    let [mut pushes, mut tests, mut pinned] = [false; 3];
    for sample in plane.samples {
        pushes |= sample.push.is_some();
        tests |= sample.test;
        pinned |= sample.pinned;
    }
    if pushes {
        items.add_pushes(plane.words.pushes, room, palette);
    }
    // What is not there needs no explanation; its room stays, for what else there is to explain.
    if !tests {
        items.drop(plane.words.test);
    }
    if plane.discretize {
        items.drop(plane.words.mixed);
    }
    let mut level = plane.words.border.to_owned();
    if let Surface::Signed {
        threshold: Some(threshold),
        ..
    } = plane.surface
    {
        level = format::full(threshold);
        format::put_before(&mut level, "ŷ = ");
    }
    // What comes and goes, the most important first.
    let [border, lines] = drawn;
    if border {
        items.words(&level).stroke(&surface::border(palette));
        limit(&mut items, room, most);
    }
    if pinned || plane.probe.is_some_and(|probe| probe.pinned) {
        items.ring(palette.ink, 2.0, plane.words.pinned);
        limit(&mut items, room, most);
    }
    if lines {
        items.line(palette.ink, THIN, plane.words.line);
        limit(&mut items, room, most);
    }
    items.draw(scene, palette, at, width);
    let Surface::Signed {
        field,
        mapping,
        threshold,
    } = &plane.surface
    else {
        return;
    };
    let colors = surface::colors(palette, plane.discretize, *threshold);
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
        (mapping, beyond(field, mapping)),
        &colors,
    );
}

/// Whether the field goes beyond the lower and the upper end of the ramp.
fn beyond(field: &Field<'_>, mapping: &Mapping) -> [bool; 2] {
    // What rounding alone puts there does not count.
    let slack = 1e-6 * (mapping.high - mapping.low);
    let [mut below, mut above] = [false; 2];
    for &value in field.values {
        below |= f64::from(value) < mapping.low - slack;
        above |= f64::from(value) > mapping.high + slack;
    }
    [below, above]
}

/// Leaves out the last item where it begins a row too many.
fn limit(items: &mut Legend<'_>, room: f64, most: usize) {
    if items.rows(room) > most {
        items.pop();
    }
}

fn items<'a>(plane: &Plane<'a>, palette: &Palette) -> Legend<'a> {
    let count = plane.classes.len();
    let mut items = Legend::new();
    items.add_classes(plane.classes, palette);
    if count == 0 {
        items
            .symbol(Shape::Circle, palette.signed(TINTED), plane.words.sample)
            .outlined(palette.ink, 0.8);
    }
    if !plane.words.test.is_empty() {
        items
            .symbol(Shape::Circle, palette.surface, plane.words.test)
            .outlined(palette.muted, 1.6);
    }
    if count > 2 {
        items.words(plane.words.mixed);
    }
    items
}
