//! Where one picture differs from the next, so that only that much is painted again.

use crate::scene::{Mark, Paint, Point, Rect, Segment, text_width};

/// How far a mark is looked for that stands elsewhere in the next picture's order.
const AHEAD: usize = 48;

/// The rectangle that holds all marks in which two pictures differ; of no size where they
/// are the same, none where it cannot be told.
pub(super) fn between(old: &[Mark], new: &[Mark]) -> Option<Rect> {
    let mut patch: Option<Rect> = None;
    let mut add = |mark: &Mark| {
        let place = bounds(mark)?;
        patch = Some(patch.map_or(place, |patch| patch.union(&place)));
        Some(())
    };
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let further = |marks: &[Mark], mark: &Mark| {
            let near = marks.iter().take(AHEAD).skip(1);
            near.zip(1..)
                .find(|(other, _)| *other == mark)
                .map_or(usize::MAX, |(_, at)| at)
        };
        let added = further(&new[j..], &old[i]);
        let gone = further(&old[i..], &new[j]);
        match added.cmp(&gone) {
            std::cmp::Ordering::Less => {
                new[j..j + added].iter().try_for_each(&mut add)?;
                j += added;
            }
            std::cmp::Ordering::Greater => {
                old[i..i + gone].iter().try_for_each(&mut add)?;
                i += gone;
            }
            std::cmp::Ordering::Equal => {
                add(&old[i])?;
                add(&new[j])?;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    old[i..].iter().chain(&new[j..]).try_for_each(&mut add)?;
    Some(patch.unwrap_or_default())
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
        Mark::Line(mark) => around([mark.from, mark.to])?.grown(mark.stroke.width + 1.0),
        Mark::Path(mark) => {
            let points = mark.segments.iter().flat_map(|segment| match *segment {
                Segment::Move(to) | Segment::Line(to) => [to, to, to],
                Segment::Cubic(a, b, to) => [a, b, to],
                Segment::Close => [Point::new(f64::NAN, f64::NAN); 3],
            });
            around(points.filter(|p| p.x.is_finite()))?.grown(outline(&mark.paint) + 1.0)
        }
        Mark::Text(mark) => {
            // Fonts differ: twice the width, whichever side it is anchored at.
            let halo = mark.halo.map_or(0.0, |(_, width)| width);
            let width = 2.4 * text_width(&mark.text, mark.size) + 2.0 * halo + 8.0;
            Rect::around(mark.at, width, 3.2 * mark.size + 2.0 * halo)
        }
    })
}

/// The rectangle around points.
fn around(points: impl IntoIterator<Item = Point>) -> Option<Rect> {
    let mut points = points.into_iter();
    let first = points.next()?;
    Some(
        points.fold(Rect::new(first.x, first.y, 0.0, 0.0), |rect, p| {
            rect.union(&Rect::new(p.x, p.y, 0.0, 0.0))
        }),
    )
}
