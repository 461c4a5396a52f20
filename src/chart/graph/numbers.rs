//! Where the weights' numbers stand on their edges.

use super::layout::{Detail, Layout, STACK};
use crate::chart::axes::SMALL;
use crate::scene::{Cubic, Point, Rect, format, text_width};

/// The width of a weight's number with its margin, in CSS pixels.
pub(super) const WIDTH: f64 = 38.0;
/// Its height.
pub(super) const HEIGHT: f64 = 14.0;

/// The width and height of a second number below or beside it.
pub(super) const SECOND: (f64, f64) = (50.0, 12.0);

/// With more edges than this between two layers nobody finds the number of an edge.
const MOST: usize = 24;
/// Places along an edge to try, the best first: near its start, where edges of one unit
/// have parted and those of several have not yet met.
const ANYWHERE: [f64; 11] = [
    0.27, 0.73, 0.34, 0.66, 0.41, 0.59, 0.5, 0.2, 0.8, 0.15, 0.85,
];
/// The same when that fails, in fine steps around these: all close to the receiving units,
/// which keeps apart what goes to many; or all close to the senders.
const CLOSE: [f64; 2] = [0.73, 0.27];

/// The pieces of a curve that are looked at for crossings.
const CHORDS: usize = 24;

/// The places of the numbers on the edges into `layer`, or `None` when they do not fit
/// without touching each other or a tile.
pub(super) fn places(layout: &Layout, layer: usize) -> Option<Vec<Rect>> {
    let senders = layout.senders(layer).len();
    let receivers = layout.units.get(layer)?.len();
    let count = senders * receivers;
    if count == 0 || count > MOST {
        return None;
    }
    let (mut curves, mut chords) = (Vec::new(), Vec::new());
    for unit in 0..receivers {
        for input in 0..senders {
            let curve = layout.edge(layer, unit, input)?;
            if curve.to.x - curve.from.x < WIDTH + 12.0 {
                return None;
            }
            for i in 0..CHORDS + 1 {
                chords.push(curve.at(i as f64 / CHORDS as f64));
            }
            curves.push(curve);
        }
    }
    let mut placed = place_all(layout, layer, &curves, &ANYWHERE, &chords);
    for middle in CLOSE {
        if placed.is_none() {
            let mut tries = Vec::new();
            for i in 0..25_usize {
                let step = i.div_ceil(2) as f64 * 0.02;
                tries.push(middle + if i % 2 == 0 { step } else { -step });
            }
            placed = place_all(layout, layer, &curves, &tries, &[]);
        }
    }
    placed
}

/// Places one number after the other, each where it crosses the fewest of the `chords`.
fn place_all(
    layout: &Layout,
    layer: usize,
    curves: &[Cubic],
    tries: &[f64],
    chords: &[Point],
) -> Option<Vec<Rect>> {
    let mut placed: Vec<Rect> = Vec::new();
    for (index, curve) in curves.iter().enumerate() {
        let (left, right) = (curve.from.x + 2.0, curve.to.x - 2.0);
        let mut best: Option<(usize, Rect)> = None;
        for &t in tries {
            let rect = Rect::around(curve.at(t), WIDTH, HEIGHT);
            let free = rect.x >= left
                && rect.right() <= right
                && !placed.iter().any(|other| other.grown(1.0).overlaps(&rect))
                && !over_chip(layout, layer, &rect);
            if free {
                let cost = crossings(chords, index, &rect);
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, rect));
                }
            }
        }
        placed.push(best?.1);
    }
    Some(placed)
}

/// The place of a second number below the first.
#[inline(never)]
pub(super) fn second(rect: &Rect) -> Rect {
    let middle = rect.center().moved(0.0, (rect.h + SECOND.1) / 2.0 + 0.1);
    Rect::around(middle, SECOND.0, SECOND.1)
}

/// The place of a tile's `δ`: after its name, never over it.
pub(super) fn after_name(tile: &Rect, name: &str) -> Rect {
    let after = text_width(name, SMALL) + 5.0;
    let width = SECOND.0.max(tile.w - after);
    Rect::new(tile.x + after, tile.y - 15.0, width, 13.0)
}

/// How many of these a place would cover.
pub(super) fn covered(taken: &[Rect], place: &Rect) -> usize {
    let mut count = 0;
    for other in taken {
        count += usize::from(other.overlaps(place));
    }
    count
}

/// Whether a place touches nothing.
pub(super) fn free(taken: &[Rect], place: &Rect) -> bool {
    covered(taken, place) == 0
}

/// What no number may cover: tiles, their names, the biases, and what is read off beside
/// the outputs.
pub(super) fn obstacles(layout: &Layout) -> Vec<Rect> {
    let mut all = vec![layout.loss];
    let name = match layout.detail {
        Detail::Full if layout.stacked => STACK,
        Detail::Full => 15.0,
        _ => 0.0,
    };
    for (tiles, chips) in layout.units.iter().zip(&layout.biases) {
        for tile in tiles {
            all.push(Rect::new(tile.x, tile.y - name, tile.w, tile.h + name));
        }
        all.extend_from_slice(chips);
    }
    all.extend_from_slice(&layout.inputs);
    if layout.beside() {
        for rect in &layout.readouts {
            // Two lines close together.
            all.push(Rect::around(rect.center(), rect.w, rect.h.min(34.0)));
        }
    }
    all
}

/// By layer, the places beside the biases for a second number: right of the chip; below it
/// and y where nothing fits right of the outputs. None of a layer's where one is not free.
pub(super) fn all_asides(layout: &Layout) -> Vec<Vec<Rect>> {
    let mut taken = obstacles(layout);
    for places in &layout.numbers {
        taken.extend_from_slice(places.as_deref().unwrap_or_default());
    }
    let mut all = Vec::new();
    for (layer, chips) in layout.biases.iter().enumerate() {
        let mut places = Vec::new();
        for chip in chips {
            let place = if layer + 1 == layout.biases.len() && !layout.beside() {
                Rect::new(chip.x, chip.bottom() + 15.0, chip.w, 13.0)
            } else {
                Rect::new(chip.right() + 4.0, chip.y, SECOND.0 + 10.0, chip.h)
            };
            if free(&taken, &place) {
                places.push(place);
            }
        }
        if places.len() < chips.len() {
            places.clear();
        }
        all.push(places);
    }
    all
}

/// A value and, where it looks different, the one before it, with as many digits as tell them
/// apart, if these fit.
pub(super) fn apart(value: f64, before: Option<f64>, room: f64) -> (String, Option<String>) {
    let mut digits = format::compact(value);
    let Some(before) = before else {
        return (digits, None);
    };
    let mut old = format::compact(before);
    for count in 3..9 {
        if digits != old {
            break;
        }
        let (longer, other) = (
            format::significant(value, count),
            format::significant(before, count),
        );
        if longer != other {
            if text_width(&longer, SMALL) <= room {
                (digits, old) = (longer, other);
            }
            break;
        }
    }
    let moved = digits != old;
    (digits, moved.then_some(old))
}

/// How many other edges run under the number.
fn crossings(chords: &[Point], own: usize, rect: &Rect) -> usize {
    let mut count = 0;
    for (index, points) in chords.chunks(CHORDS + 1).enumerate() {
        // Edges run from left to right: most pieces are out of the question at once.
        let crosses = |w: &[Point]| {
            w[1].x >= rect.x && w[0].x <= rect.right() && rect.clip(w[0], w[1]).is_some()
        };
        count += usize::from(index != own && points.windows(2).any(crosses));
    }
    count
}

/// Whether the number would cover the bias of a unit on either side.
fn over_chip(layout: &Layout, layer: usize, rect: &Rect) -> bool {
    let first = layer.saturating_sub(1);
    let mut sides = layout.biases.iter().skip(first).take(layer + 1 - first);
    sides.any(|chips| !free(chips, rect))
}
