//! Points, rectangles and cubic curves, in CSS pixels with y growing downward.

use crate::num::Within;

/// Whether a value is a number, and not infinite.
// Asked in every picture, where a call is shorter than the test.
#[inline(never)]
pub(crate) fn finite(value: f64) -> bool {
    value.is_finite()
}

/// A point in CSS pixels; y grows downward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f64,
    /// Distance from the top edge.
    pub y: f64,
}

impl Point {
    /// The point (x, y).
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// This point moved by (dx, dy).
    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }

    /// Whether both coordinates are finite.
    #[must_use]
    pub fn is_finite(self) -> bool {
        finite(self.x) && finite(self.y)
    }

    /// The point at the share `t` of the way to `other`.
    #[must_use]
    pub fn toward(self, other: Self, t: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * t,
            self.y + (other.y - self.y) * t,
        )
    }

    /// Euclidean distance. Not `hypot`: its last bit differs between platforms.
    #[must_use]
    // As above.
    #[inline(never)]
    pub fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// Distance to the segment from `a` to `b`.
    #[must_use]
    pub fn distance_to_segment(self, a: Self, b: Self) -> f64 {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length2 = dx * dx + dy * dy;
        if length2 == 0.0 {
            return self.distance(a);
        }
        let t = ((self.x - a.x) * dx + (self.y - a.y) * dy) / length2;
        self.distance(a.toward(b, t.within(0.0, 1.0)))
    }
}

/// An axis-parallel rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, not negative.
    pub w: f64,
    /// Height, not negative.
    pub h: f64,
}

impl Rect {
    /// The rectangle with its top left corner at (x, y).
    #[must_use]
    // Wanted in dozens of places, where a call is shorter.
    #[inline(never)]
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// The rectangle of this size around `center`.
    #[must_use]
    // As above.
    #[inline(never)]
    pub fn around(center: Point, w: f64, h: f64) -> Self {
        Self::new(center.x - w / 2.0, center.y - h / 2.0, w, h)
    }

    /// Right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// The middle.
    #[must_use]
    pub fn center(&self) -> Point {
        Point::new(self.center_x(), self.center_y())
    }

    // As above, and often one of the two is all that is wanted.
    #[inline(never)]
    fn center_x(&self) -> f64 {
        self.x + self.w / 2.0
    }

    #[inline(never)]
    fn center_y(&self) -> f64 {
        self.y + self.h / 2.0
    }

    /// Whether the point lies inside or on the border.
    #[must_use]
    // As above.
    #[inline(never)]
    pub fn contains(&self, p: Point) -> bool {
        p.x >= self.x && p.x <= self.right() && p.y >= self.y && p.y <= self.bottom()
    }

    /// Whether the two share more than a border.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether `other` lies wholly inside, borders included.
    #[must_use]
    pub fn encloses(&self, other: &Self) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    /// Grown by `by` on every side (shrunk when negative, down to nothing).
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self::around(
            self.center(),
            (self.w + 2.0 * by).max(0.0),
            (self.h + 2.0 * by).max(0.0),
        )
    }

    /// Distance from the point to the rectangle, 0 inside.
    #[must_use]
    pub fn distance(&self, p: Point) -> f64 {
        let nearest = Point::new(
            p.x.within(self.x, self.right()),
            p.y.within(self.y, self.bottom()),
        );
        p.distance(nearest)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(
            x,
            y,
            self.right().max(other.right()) - x,
            self.bottom().max(other.bottom()) - y,
        )
    }

    /// Grows a rectangle over another; where there is none yet, it is that other.
    pub(crate) fn cover(all: &mut Option<Self>, other: &Self) {
        *all = Some(match all {
            Some(all) => all.union(other),
            None => *other,
        });
    }

    /// The part of the segment inside the rectangle, if any (Liang and Barsky 1984).
    #[must_use]
    pub fn clip(&self, a: Point, b: Point) -> Option<(Point, Point)> {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let sides = [
            (-dx, a.x - self.x),
            (dx, self.right() - a.x),
            (-dy, a.y - self.y),
            (dy, self.bottom() - a.y),
        ];
        for &(p, q) in &sides {
            if p == 0.0 {
                if q < 0.0 {
                    return None;
                }
            } else if p < 0.0 {
                enter = enter.max(q / p);
            } else {
                leave = leave.min(q / p);
            }
        }
        (enter <= leave).then(|| (a.toward(b, enter), a.toward(b, leave)))
    }
}

/// A cubic Bézier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cubic {
    /// Start.
    pub from: Point,
    /// First control point.
    pub c1: Point,
    /// Second control point.
    pub c2: Point,
    /// End.
    pub to: Point,
}

impl Cubic {
    /// The point at parameter `t` in 0..=1.
    #[must_use]
    pub fn at(&self, t: f64) -> Point {
        let s = 1.0 - t;
        let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
        Point::new(
            a * self.from.x + b * self.c1.x + c * self.c2.x + d * self.to.x,
            a * self.from.y + b * self.c1.y + c * self.c2.y + d * self.to.y,
        )
    }

    /// The two halves before and after `t` (de Casteljau).
    #[must_use]
    pub fn split(&self, t: f64) -> (Self, Self) {
        let ab = self.from.toward(self.c1, t);
        let bc = self.c1.toward(self.c2, t);
        let cd = self.c2.toward(self.to, t);
        let (abc, bcd) = (ab.toward(bc, t), bc.toward(cd, t));
        let middle = abc.toward(bcd, t);
        let before = Self {
            from: self.from,
            c1: ab,
            c2: abc,
            to: middle,
        };
        let after = Self {
            from: middle,
            c1: bcd,
            c2: cd,
            to: self.to,
        };
        (before, after)
    }

    /// Distance from a point, on the curve taken as 16 chords.
    #[must_use]
    pub fn distance(&self, p: Point) -> f64 {
        const CHORDS: u32 = 16;
        let mut nearest = f64::INFINITY;
        let mut last = self.from;
        for i in 1..=CHORDS {
            let next = self.at(f64::from(i) / f64::from(CHORDS));
            nearest = nearest.min(p.distance_to_segment(last, next));
            last = next;
        }
        nearest
    }

    /// The smallest rectangle around the four points, which contains the curve.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let mut bounds = Rect::new(self.from.x, self.from.y, 0.0, 0.0);
        for p in &[self.c1, self.c2, self.to] {
            bounds = bounds.union(&Rect::new(p.x, p.y, 0.0, 0.0));
        }
        bounds
    }
}
