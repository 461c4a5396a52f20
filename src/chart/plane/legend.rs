//! The plane's legend: classes, training and test samples, the colour bar.

use super::{Plane, Surface, surface};
use crate::chart::legend::{self, BAR, Item, ROW};
use crate::scene::{Paint, Palette, Part, Point, Scene, Shape, Stroke};

/// The narrowest room in which the symbols and the colour bar share a row.
const ONE_ROW: f64 = 200.0;

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

/// Draws the legend from the point `at`, its top left corner.
pub(super) fn draw(scene: &mut Scene, plane: &Plane<'_>, at: Point, palette: &Palette) {
    let width = scene.width - at.x;
    let mut items = items(plane, palette);
    let several = plane.classes.len() > 2;
    if several && matches!(plane.surface, Surface::Signed { .. }) {
        items.pop();
    }
    let beside = beside(&items, width).filter(|_| !several);
    let rows = legend::rows(&items, width) as f64;
    let room = beside.map_or(width, |left| width - bar_room(width, left) - 33.0);
    let mut shown = if plane.samples.iter().any(|sample| sample.push.is_some()) {
        legend::with_pushes(items, plane.words.pushes, room, palette)
    } else {
        items
    };
    // What is not there needs no explanation; its room stays.
    if !plane.samples.iter().any(|sample| sample.test) {
        shown.retain(|item| item.label != plane.words.test);
    }
    legend::draw(scene, palette, at, width, &shown);
    let Surface::Signed {
        mapping, threshold, ..
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
        &mapping,
        &colors,
    );
}

fn items(plane: &Plane<'_>, palette: &Palette) -> Vec<Item> {
    let count = plane.classes.len();
    let mut items: Vec<Item> = plane
        .classes
        .iter()
        .enumerate()
        .map(|(class, name)| Item {
            symbol: Some((
                Shape::of_class(class),
                Paint::fill(palette.class(class, count)),
            )),
            line: None,
            label: (*name).to_owned(),
            part: Some(Part::Class(class)),
        })
        .collect();
    if !plane.words.test.is_empty() {
        let hollow = Paint::fill(palette.surface).outlined(Stroke::new(palette.muted, 1.6));
        items.push(Item {
            symbol: Some((Shape::Circle, hollow)),
            line: None,
            label: plane.words.test.to_owned(),
            part: None,
        });
    }
    if count > 2 {
        items.push(Item {
            symbol: None,
            line: None,
            label: plane.words.mixed.to_owned(),
            part: None,
        });
    }
    items
}
