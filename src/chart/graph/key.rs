//! The key to the edges, in the strip under the graph.

use super::Graph;
use super::layout::STRIP;
use crate::chart::legend::{self, Item, ROW};
use crate::scene::{Palette, Point, Scene, Stroke};

/// Draws as much of the key as fits into one row.
pub(super) fn draw(scene: &mut Scene, graph: &Graph<'_>, palette: &Palette) {
    let solid = Stroke::new(palette.pos(), 2.5);
    let dashed = Stroke::new(palette.neg(), 2.5).dashed(6.0, 3.5);
    let mut items: Vec<Item> = [
        (graph.words.positive, Some(solid)),
        (graph.words.negative, Some(dashed)),
        (graph.words.width, None),
    ]
    .into_iter()
    .filter(|(label, _)| !label.is_empty())
    .map(|(label, line)| Item {
        symbol: None,
        line,
        label: label.to_owned(),
        part: None,
    })
    .collect();
    // The right part of the strip may hold the loss.
    let left = 8.0;
    let right = graph.readout.as_ref().map_or(left, |_| 120.0);
    let room = graph.width - left - right;
    while legend::rows(&items, room) > 1 {
        items.pop();
    }
    let at = Point::new(left, graph.height - STRIP + (STRIP - ROW) / 2.0);
    legend::draw(scene, palette, at, room, &items);
}
