//! The key to the edges and the gradients, in the strip under the graph.

use super::Graph;
use super::layout::{Layout, STRIP};
use super::tiles;
use crate::chart::legend::{self, Item, ROW};
use crate::scene::{Paint, Palette, Point, Scene, Shape, Stroke};

/// The marks of the gradients with their meaning, where there are any.
pub(super) fn gradients(graph: &Graph<'_>, short: bool, palette: &Palette) -> Vec<Item> {
    if !graph.has_gradients() {
        return Vec::new();
    }
    let [up, down, brief] = graph.words.gradients;
    let marks = [
        (Shape::Triangle, if short { brief } else { up }),
        (Shape::TriangleDown, down),
    ];
    let item = |(shape, label): (Shape, &str)| Item {
        symbol: Some((shape, Paint::fill(palette.ink))),
        line: None,
        label: label.to_owned(),
        part: None,
    };
    marks.map(item).into()
}

/// Draws as much of the key as fits into one row.
pub(super) fn draw(scene: &mut Scene, graph: &Graph<'_>, layout: &Layout, palette: &Palette) {
    let solid = Stroke::new(palette.pos(), 2.5);
    let dashed = Stroke::new(palette.neg(), 2.5).dashed(6.0, 3.5);
    let mut items = gradients(graph, false, palette);
    let tile = if tiles::without_letters(graph, layout) {
        graph.words.tile
    } else {
        ""
    };
    let edges = [
        (graph.words.positive, Some(solid)),
        (graph.words.negative, Some(dashed)),
        (tile, None),
        (graph.words.width, None),
    ];
    let edges = edges.into_iter().filter(|(label, _)| !label.is_empty());
    items.extend(edges.map(|(label, line)| Item {
        symbol: None,
        line,
        label: label.to_owned(),
        part: None,
    }));
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
