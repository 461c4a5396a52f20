//! The key to the edges and the gradients, in the strip under the graph.

use super::layout::{Layout, MARGIN};
use super::{Graph, Words, tiles};
use crate::chart::legend::{Legend, ROW};
use crate::scene::{Palette, Point, Scene, Shape, Stroke};

/// The key's items: the marks of gradients first, then the edges. `tile` is empty where no
/// tile needs the words.
fn items<'a>(words: &Words<'a>, gradients: bool, tile: &'a str, palette: &Palette) -> Legend<'a> {
    let mut items = Legend::new();
    if gradients {
        let [up, down] = words.gradients;
        items.symbol(Shape::Triangle, palette.ink, up).symbol(
            Shape::TriangleDown,
            palette.ink,
            down,
        );
    }
    items
        .line(palette.pos(), 2.5, words.positive)
        .words(words.negative)
        .stroke(&Stroke::new(palette.neg(), 2.5).dashed(6.0, 3.5))
        .words(tile)
        .words(words.width)
        .drop("");
    items
}

/// How many rows the key takes at most in a picture of this width.
#[must_use]
pub fn rows(words: &Words<'_>, width: f64) -> usize {
    items(words, true, "", &Palette::light()).rows(width - 2.0 * MARGIN)
}

/// Draws the key, left of the loss where that stands in its strip.
pub(super) fn draw(scene: &mut Scene, graph: &Graph<'_>, layout: &Layout, palette: &Palette) {
    let tile = match tiles::without_letters(graph, layout) {
        true => graph.words.tile,
        false => "",
    };
    let mut items = items(&graph.words, graph.has_gradients(), tile, palette);
    let mut place = layout.key;
    let loss = graph.readout.as_ref().and_then(|readout| readout.loss);
    if loss.is_some() && place.overlaps(&layout.loss) {
        place.w = layout.loss.x - 10.0 - place.x;
    }
    let most = (place.h / ROW) as usize;
    while items.rows(place.w) > most {
        items.pop();
    }
    let at = Point::new(place.x, place.y);
    items.draw(scene, palette, at, place.w);
}
