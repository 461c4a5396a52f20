//! Where one picture differs from the next, so that only that much is painted again.

use crate::scene::{Mark, Paint, Point, Rect, Segment, text_width};

/// How far a mark is looked for that stands elsewhere in the next picture's order.
const AHEAD: usize = 48;

/// The rectangle that holds all marks in which two pictures differ; of no size where they
/// are the same, none where it cannot be told.
pub(super) fn between(old: &[Mark], new: &[Mark]) -> Option<Rect> {
    let mut patch: Option<Rect> = None;
    let (mut old, mut new) = (old, new);
    while !old.is_empty() || !new.is_empty() {
        let (gone, added) = match (old.split_first(), new.split_first()) {
            (Some((before, old_rest)), Some((now, new_rest))) if before == now => {
                (old, new) = (old_rest, new_rest);
                continue;
            }
            (Some((before, _)), Some((now, _))) => {
                let (added, gone) = (further(new, before), further(old, now));
                match added.cmp(&gone) {
                    std::cmp::Ordering::Less => (0, added),
                    std::cmp::Ordering::Greater => (gone, 0),
                    std::cmp::Ordering::Equal => (1, 1),
                }
            }
            _ => (old.len(), new.len()),
        };
        old = cover(&mut patch, old, gone)?;
        new = cover(&mut patch, new, added)?;
    }
    Some(patch.unwrap_or_default())
}

/// How far on in `marks` a mark stands; no number of marks where it is not near.
fn further(marks: &[Mark], mark: &Mark) -> usize {
    let near = marks.get(1..marks.len().min(AHEAD)).unwrap_or_default();
    let place = near.iter().position(|other| other == mark);
    place.map_or(usize::MAX, |place| place + 1)
}

/// Grows a rectangle over the first so many marks, and gives the others; none where their bounds
/// cannot be told.
fn cover<'a>(patch: &mut Option<Rect>, marks: &'a [Mark], count: usize) -> Option<&'a [Mark]> {
    let (marks, rest) = marks.split_at_checked(count)?;
    for mark in marks {
        Rect::cover(patch, &bounds(mark)?);
    }
    Some(rest)
}

/// A rectangle grown to whole pixels: a border through one would leave half of what was there.
pub(super) fn snapped(place: &Rect, zoom: f64) -> Rect {
    let (x, y) = (
        (place.x * zoom).floor() / zoom,
        (place.y * zoom).floor() / zoom,
    );
    let right = (place.right() * zoom).ceil() / zoom;
    let bottom = (place.bottom() * zoom).ceil() / zoom;
    Rect::new(x, y, right - x, bottom - y)
}

/// Whether painting a mark can touch a rectangle.
pub(super) fn touches(mark: &Mark, place: &Rect) -> bool {
    bounds(mark).is_none_or(|bounds| bounds.overlaps(place))
}

/// A rectangle that a mark does not reach beyond; none where it has no place.
fn bounds(mark: &Mark) -> Option<Rect> {
    let outline = |paint: &Paint| paint.stroke.map_or(0.0, |stroke| stroke.width);
    Some(match mark {
        Mark::Rect(mark) => mark.rect.grown(outline(&mark.paint) + 1.0),
        Mark::Image(mark) => mark.rect.grown(1.0),
        Mark::Symbol(mark) => {
            let side = 4.0 * mark.radius + 2.0 * outline(&mark.paint) + 2.0;
            Rect::around(mark.at, side, side)
        }
        Mark::Line(mark) => {
            let ends = at(mark.from).union(&at(mark.to));
            ends.grown(outline(&mark.paint) + 1.0)
        }
        Mark::Path(mark) => {
            let mut bounds: Option<Rect> = None;
            let mut reach = |point: Point| {
                if point.x.is_finite() {
                    Rect::cover(&mut bounds, &at(point));
                }
            };
            for segment in &mark.segments {
                match *segment {
                    Segment::Move(to) | Segment::Line(to) => reach(to),
                    Segment::Cubic(a, b, to) => {
                        for point in &[a, b, to] {
                            reach(*point);
                        }
                    }
                    Segment::Close => {}
                }
            }
            bounds?.grown(outline(&mark.paint) + 1.0)
        }
        Mark::Text(mark) => {
            // Fonts differ: twice the width, whichever side it is anchored at.
            let halo = mark.halo.map_or(0.0, |(_, width)| width);
            let width = 2.4 * text_width(&mark.text, mark.size) + 2.0 * halo + 8.0;
            Rect::around(mark.at, width, 3.2 * mark.size + 2.0 * halo)
        }
    })
}

/// A rectangle of no size.
fn at(point: Point) -> Rect {
    Rect::new(point.x, point.y, 0.0, 0.0)
}
