//! Pictures made of pictures.

use super::{Area, Cubic, Mark, Point, Rect, Scene, Segment};

impl Scene {
    /// Puts another picture into this one, its top left corner at `at`: its marks over
    /// those that are here, its hit areas beside them. Its words stay behind.
    pub fn insert(&mut self, other: Self, at: Point) {
        let point = |p: Point| p.moved(at.x, at.y);
        let rect = |r: Rect| Rect::new(r.x + at.x, r.y + at.y, r.w, r.h);
        self.marks.extend(other.marks.into_iter().map(|mut mark| {
            match &mut mark {
                Mark::Rect(mark) => mark.rect = rect(mark.rect),
                Mark::Symbol(mark) => mark.at = point(mark.at),
                Mark::Line(mark) => (mark.from, mark.to) = (point(mark.from), point(mark.to)),
                Mark::Path(mark) => {
                    for segment in &mut mark.segments {
                        *segment = match *segment {
                            Segment::Move(p) => Segment::Move(point(p)),
                            Segment::Line(p) => Segment::Line(point(p)),
                            Segment::Cubic(a, b, c) => Segment::Cubic(point(a), point(b), point(c)),
                            Segment::Close => Segment::Close,
                        };
                    }
                }
                Mark::Text(mark) => mark.at = point(mark.at),
                Mark::Image(mark) => mark.rect = rect(mark.rect),
            }
            mark
        }));
        self.targets
            .extend(other.targets.into_iter().map(|mut target| {
                target.area = match target.area {
                    Area::Rect(area) => Area::Rect(rect(area)),
                    Area::Circle { at, radius } => Area::Circle {
                        at: point(at),
                        radius,
                    },
                    Area::Segment {
                        from,
                        to,
                        tolerance,
                    } => Area::Segment {
                        from: point(from),
                        to: point(to),
                        tolerance,
                    },
                    Area::Curve { curve, tolerance } => Area::Curve {
                        curve: Cubic {
                            from: point(curve.from),
                            c1: point(curve.c1),
                            c2: point(curve.c2),
                            to: point(curve.to),
                        },
                        tolerance,
                    },
                };
                target
            }));
    }
}
