//! Pictures made of pictures.

use super::{Area, Cubic, Mark, Point, Rect, Scene, Segment};

impl Scene {
    /// Puts another picture into this one, its top left corner at `at`: its marks over
    /// those that are here, its hit areas beside them. Its words stay behind.
    pub fn insert(&mut self, mut other: Self, at: Point) {
        for mark in &mut other.marks {
            shift_mark(mark, at);
        }
        for target in &mut other.targets {
            shift_area(&mut target.area, at);
        }
        self.marks.append(&mut other.marks);
        self.targets.append(&mut other.targets);
    }
}

/// A call is shorter than the four loads and stores, which are wanted in a dozen places.
#[inline(never)]
fn shift(point: &mut Point, by: Point) {
    *point = point.moved(by.x, by.y);
}

fn shift_rect(rect: &mut Rect, by: Point) {
    rect.x += by.x;
    rect.y += by.y;
}

fn shift_mark(mark: &mut Mark, by: Point) {
    match mark {
        Mark::Rect(mark) => shift_rect(&mut mark.rect, by),
        Mark::Image(mark) => shift_rect(&mut mark.rect, by),
        Mark::Symbol(mark) => shift(&mut mark.at, by),
        Mark::Text(mark) => shift(&mut mark.at, by),
        Mark::Line(mark) => {
            shift(&mut mark.from, by);
            shift(&mut mark.to, by);
        }
        Mark::Path(mark) => {
            for segment in &mut mark.segments {
                match segment {
                    Segment::Move(to) | Segment::Line(to) => shift(to, by),
                    Segment::Cubic(a, b, to) => {
                        shift(a, by);
                        shift(b, by);
                        shift(to, by);
                    }
                    Segment::Close => {}
                }
            }
        }
    }
}

fn shift_area(area: &mut Area, by: Point) {
    match area {
        Area::Rect(rect) => shift_rect(rect, by),
        Area::Circle { at, .. } => shift(at, by),
        Area::Segment { from, to, .. } => {
            shift(from, by);
            shift(to, by);
        }
        Area::Curve { curve, .. } => {
            let Cubic { from, c1, c2, to } = curve;
            shift(from, by);
            shift(c1, by);
            shift(c2, by);
            shift(to, by);
        }
    }
}
