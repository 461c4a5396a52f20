//! Hit areas: what lies under the pointer.

use super::{Cubic, Part, Point, Rect, Scene};

/// An area of a picture that answers to the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Where it is.
    pub area: Area,
    /// What it stands for.
    pub part: Part,
    /// A higher level wins over a lower one; on the same level the nearest wins, and of
    /// equally near ones the last.
    pub level: u8,
}

/// The shape of a hit area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// A filled rectangle.
    Rect(Rect),
    /// A filled circle.
    Circle {
        /// Centre.
        at: Point,
        /// Radius.
        radius: f64,
    },
    /// A line, hit within `tolerance` of it.
    Segment {
        /// Start.
        from: Point,
        /// End.
        to: Point,
        /// How far beside the line still counts.
        tolerance: f64,
    },
    /// A curve, hit within `tolerance` of it.
    Curve {
        /// The curve.
        curve: Cubic,
        /// How far beside the curve still counts.
        tolerance: f64,
    },
}

impl Area {
    /// How far the point is from the heart of the area (the rectangle, the circle's
    /// centre, the line), when it is inside or at most `slack` outside.
    fn distance(&self, p: Point, slack: f64) -> Option<f64> {
        let (distance, reach) = match *self {
            Self::Rect(rect) => (rect.distance(p), 0.0),
            Self::Circle { at, radius } => (at.distance(p), radius),
            Self::Segment {
                from,
                to,
                tolerance,
            } => (p.distance_to_segment(from, to), tolerance),
            Self::Curve { curve, tolerance } => {
                let near = curve.bounds().distance(p) <= tolerance + slack;
                (
                    if near {
                        curve.distance(p)
                    } else {
                        f64::INFINITY
                    },
                    tolerance,
                )
            }
        };
        (distance <= reach + slack).then_some(distance)
    }

    /// The smallest rectangle around the area.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        match *self {
            Self::Rect(rect) => rect,
            Self::Circle { at, radius } => Rect::around(at, 2.0 * radius, 2.0 * radius),
            Self::Segment {
                from,
                to,
                tolerance,
            } => Rect::new(from.x, from.y, 0.0, 0.0)
                .union(&Rect::new(to.x, to.y, 0.0, 0.0))
                .grown(tolerance),
            Self::Curve { curve, tolerance } => curve.bounds().grown(tolerance),
        }
    }
}

/// The part under the point (x, y) of the scene, in its CSS pixels.
#[must_use]
pub fn hit_test(scene: &Scene, x: f64, y: f64) -> Option<Part> {
    hit_test_near(scene, x, y, 0.0)
}

/// The part at the point or at most `slack` CSS pixels beside it, for fingers. What is hit
/// exactly still wins over what is only near on the same level.
#[must_use]
pub fn hit_test_near(scene: &Scene, x: f64, y: f64, slack: f64) -> Option<Part> {
    let p = Point::new(x, y);
    let mut best: Option<(&Target, f64)> = None;
    for target in &scene.targets {
        if best.is_some_and(|(winner, _)| winner.level > target.level) {
            continue;
        }
        let Some(distance) = target.area.distance(p, slack) else {
            continue;
        };
        let wins =
            best.is_none_or(|(winner, nearest)| target.level > winner.level || distance <= nearest);
        if wins {
            best = Some((target, distance));
        }
    }
    best.map(|(target, _)| target.part)
}
