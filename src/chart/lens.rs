//! A function under the lens: an activation with its point at `z`, or a loss slice, with
//! the tangent there.

pub use super::axes::Layout;
use super::axes::{self, Axis, NAME, SMALL};
use crate::num::Within;
use crate::scene::{
    Anchor, Baseline, Palette, Part, Point, Rect, Scene, Segment, Shape, finite, text_width,
};

/// Everything that the picture of a function shows.
#[derive(Clone, Debug)]
pub struct Lens<'a> {
    /// Width in CSS pixels, at least 160.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// The argument, for example `z`, or the weight.
    pub x: Axis<'a>,
    /// The value, for example `a`, or the loss.
    pub y: Axis<'a>,
    /// The function: points (x, f(x)) in the order of x.
    pub points: &'a [(f64, f64)],
    /// The marked point.
    pub at: Option<Marked<'a>>,
    /// The next step: from the marked point to this one.
    pub step: Option<(f64, f64)>,
    /// Whether the marked point can be dragged.
    pub handle: bool,
    /// Stretches of the argument to shade, for example where an activation is flat.
    pub flat: &'a [(f64, f64)],
    /// Arguments to mark by ticks on the lower edge, for example every sample's `z`.
    pub rug: &'a [f64],
    /// A remark, for example why the unit is saturated; may be empty.
    pub note: &'a str,
}

/// The marked point of a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marked<'a> {
    /// Its argument.
    pub x: f64,
    /// Its value.
    pub y: f64,
    /// The slope of the tangent there.
    pub slope: Option<f64>,
    /// What to write at the point, for example `a = 0.762`.
    pub label: &'a str,
    /// What to write at the tangent, for example `slope 0.420`.
    pub slope_label: &'a str,
}

/// The length of a tick of the rug.
const RUG: f64 = 6.0;
/// How much higher the words over the point go where the curve runs beside it.
const LIFT: f64 = 22.0;
/// The height of a line of the remark.
const NOTE_LINE: f64 = 15.0;

/// The remark in lines.
fn note_lines(lens: &Lens<'_>) -> Vec<String> {
    axes::wrapped(lens.note, SMALL, lens.width - 4.0)
}

/// Where the parts of the picture stand.
#[must_use]
pub fn layout(lens: &Lens<'_>) -> Layout {
    let note = match note_lines(lens).len() {
        0 => 0.0,
        lines => 6.0 + NOTE_LINE * lines as f64,
    };
    let height = (lens.height - axes::TOP - axes::BOTTOM - note).max(20.0);
    let left = lens.y.gutter(axes::tick_count(height, 45.0));
    Layout::new(left, lens.width, height, &lens.x, &lens.y)
}

/// The picture as a scene.
#[must_use]
pub fn draw(lens: &Lens<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        lens.width,
        lens.height,
        lens.title,
        lens.description,
        palette.surface,
    );
    let layout = layout(lens);
    let Layout { plot, x, y } = &layout;
    scene.target_rect(plot, Part::Plot, 0);
    let y_ticks = axes::ticks(y, plot.h, 45.0);
    shaded(&mut scene, lens, &layout, palette);
    axes::grid(&mut scene, palette, plot, y, &y_ticks);
    zero(&mut scene, &layout, palette);
    axes::left(&mut scene, palette, plot, y, &y_ticks, &lens.y.title());
    axes::below(&mut scene, palette, plot, x, &lens.x, 60.0);
    let line = axes::trace(lens.points, &layout, &plot.grown(0.5));
    if !line.is_empty() {
        scene.path(line).outline(palette.ink, 2.0).round();
    }
    if let Some(marked) = &lens.at {
        point(&mut scene, lens, &layout, marked, palette);
    }
    let lines = note_lines(lens);
    for (i, line) in lines.iter().enumerate() {
        let up = NOTE_LINE * (lines.len() - 1 - i) as f64;
        let at = Point::new(2.0, lens.height - 5.0 - up);
        scene.write(at, line.as_str(), SMALL, palette.ink);
    }
    scene
}

/// The flat stretches as shades, and the rug.
fn shaded(scene: &mut Scene, lens: &Lens<'_>, layout: &Layout, palette: &Palette) {
    let plot = &layout.plot;
    let across = |x: f64| layout.x.at(x).within(plot.x, plot.right());
    for (from, to) in lens.flat {
        let (from, to) = (across(*from), across(*to));
        let shade = Rect::new(from, plot.y, to - from, plot.h);
        scene.rect(&shade, 0.0).fill(palette.ramp[4]);
    }
    let mut ticks = Vec::new();
    for &x in lens.rug {
        let x = layout.x.at(x);
        if x >= plot.x && x <= plot.right() {
            ticks.push(Segment::Move(Point::new(x, plot.bottom())));
            ticks.push(Segment::Line(Point::new(x, plot.bottom() - RUG)));
        }
    }
    if !ticks.is_empty() {
        scene.path(ticks).outline(palette.muted, 1.0).opacity(0.5);
    }
}

/// The rule at argument zero, where it is inside: signs change there.
fn zero(scene: &mut Scene, layout: &Layout, palette: &Palette) {
    let [low, high] = layout.x.domain();
    if low < 0.0 && high > 0.0 {
        let x = axes::crisp(layout.x.at(0.0));
        axes::rule(scene, &layout.plot, x, palette.hairline, 1.0);
    }
}

fn point(
    scene: &mut Scene,
    lens: &Lens<'_>,
    layout: &Layout,
    marked: &Marked<'_>,
    palette: &Palette,
) {
    let plot = &layout.plot;
    let at = layout.at((marked.x, marked.y));
    if !at.is_finite() {
        return;
    }
    // From the axis to the curve: which argument this is.
    let inside = plot.grown(0.5);
    if let Some((from, to)) = inside.clip(Point::new(at.x, plot.bottom()), at) {
        scene.line(from, to, palette.muted, 1.0).dashed(2.0, 3.0);
    }
    let slope = marked.slope.filter(|&slope| finite(slope));
    if let Some(slope) = slope {
        // As long on the screen at every slope.
        let [x0, x1] = layout.x.domain();
        let [y0, y1] = layout.y.domain();
        let (dx, dy) = (plot.w / (x1 - x0), -slope * plot.h / (y1 - y0));
        let scale = 0.24 * plot.w / (dx * dx + dy * dy).sqrt();
        let (dx, dy) = (dx * scale, dy * scale);
        if let Some((from, to)) = inside.clip(at.moved(-dx, -dy), at.moved(dx, dy)) {
            scene.line(from, to, palette.ink, 1.25);
        }
    }
    if let Some(next) = lens.step {
        step(scene, layout, at, layout.at(next), palette);
    }
    if inside.contains(at) {
        let fill = if lens.handle {
            palette.surface
        } else {
            palette.ink
        };
        scene
            .symbol(Shape::Circle, at, 5.0)
            .fill(fill)
            .outline(palette.ink, 2.0);
        scene.stands_for(Part::CurvePoint);
        let (radius, part) = if lens.handle {
            (13.0, Part::Handle(0))
        } else {
            (8.0, Part::CurvePoint)
        };
        scene.target_circle(at, radius, part, 3);
    }
    labels(scene, lens, layout, at, marked, palette);
}

/// A place for the label of the point: at its right or left, below or above it, or not beside
/// it but at the right or left edge, and how much higher.
#[derive(Clone, Copy)]
struct Place {
    right: bool,
    below: bool,
    edge: bool,
    lift: f64,
}

impl Place {
    /// Where the label begins at its right, or ends at its left, and the middle of its first
    /// line.
    fn start(&self, plot: &Rect, at: Point, wide: f64) -> Point {
        let x = match (self.right, self.edge) {
            (true, false) => at.x + 12.0,
            (false, false) => f64::max(at.x - 12.0, plot.x + wide + 2.0),
            (true, true) => plot.x + 4.0,
            (false, true) => plot.right() - 4.0,
        };
        let off = if self.edge { 6.0 } else { 0.0 };
        let y = if self.below {
            at.y + 14.0 + off
        } else {
            at.y - 33.0 - off
        };
        Point::new(x, y - self.lift)
    }

    /// Through how many pieces of the curve the words would run; all where they have no room.
    fn crossed(&self, lens: &Lens<'_>, layout: &Layout, at: Point, wide: f64) -> usize {
        let plot = &layout.plot;
        let start = self.start(plot, at, wide);
        let left = if self.right { start.x } else { start.x - wide };
        let words = Rect::new(left, start.y - 7.0, wide, 29.0);
        let floor = plot.bottom() - if lens.rug.is_empty() { 0.0 } else { RUG };
        let outside = (!self.edge && !self.right && words.right() > at.x - 11.0)
            || (self.edge && (words.x - at.x > 20.0 || at.x - words.right() > 20.0))
            || words.bottom() > floor
            || !plot.grown(2.0).encloses(&words);
        if outside {
            return usize::MAX;
        }
        let mut under = 0;
        let mut before: Option<Point> = None;
        for &point in lens.points {
            let here = layout.at(point);
            under += usize::from(before.is_some_and(|before| words.clip(before, here).is_some()));
            before = Some(here);
        }
        under
    }
}

/// The label of the point and, under it, of the tangent, on the side where there is room.
fn labels(
    scene: &mut Scene,
    lens: &Lens<'_>,
    layout: &Layout,
    at: Point,
    marked: &Marked<'_>,
    palette: &Palette,
) {
    let plot = &layout.plot;
    let slope = if marked.slope.is_some() {
        marked.slope_label
    } else {
        ""
    };
    let wide = text_width(marked.label, NAME).max(text_width(slope, SMALL));
    let rising = marked.slope.is_some_and(|slope| slope > 0.0);
    // Off the tangent: under a rising one at the right, over it at the left.
    let right = at.x + 12.0 + wide <= plot.right();
    let below = (rising == right && at.y + 40.0 <= plot.bottom()) || at.y - 41.0 < plot.y;
    // There first; elsewhere where the curve runs through less of the words: over or under it,
    // at the other side, higher up, at an edge.
    let first = Place {
        right,
        below,
        edge: false,
        lift: 0.0,
    };
    let (mut best, mut least) = (first, usize::MAX);
    for i in 0..8 {
        let mut place = first;
        match i {
            0 | 3 => {}
            1 | 2 => place.below = !below,
            4 | 5 => (place.below, place.lift) = (false, LIFT),
            _ => place.edge = true,
        }
        place.right = match i {
            0 | 1 | 4 => right,
            2 | 3 | 5 => !right,
            _ => i == 7,
        };
        let crossed = place.crossed(lens, layout, at, wide);
        if crossed < least {
            (best, least) = (place, crossed);
        }
    }
    let start = best.start(plot, at, wide);
    let anchor = if best.right {
        Anchor::Start
    } else {
        Anchor::End
    };
    if !marked.label.is_empty() {
        scene
            .write(start, marked.label, NAME, palette.ink)
            .set(anchor, Baseline::Middle)
            .haloed(palette.surface, 3.5)
            .bold()
            .stands_for(Part::CurvePoint);
    }
    if !slope.is_empty() {
        scene
            .write(start.moved(0.0, 16.0), slope, SMALL, palette.muted)
            .set(anchor, Baseline::Middle)
            .haloed(palette.surface, 3.5);
    }
}

/// The next step: an arrow from the point to where it goes.
fn step(scene: &mut Scene, layout: &Layout, from: Point, to: Point, palette: &Palette) {
    let inside = layout.plot.grown(0.5);
    let Some((from, end)) = inside.clip(from, to) else {
        return;
    };
    let length = from.distance(end);
    // Where it leads, on the axis: to be seen however short the step is.
    if inside.x <= to.x && to.x <= inside.right() {
        let at = Point::new(to.x, layout.plot.bottom());
        scene
            .symbol(Shape::Diamond, at, 5.0)
            .fill(palette.ink)
            .outline(palette.surface, 1.0);
    }
    if !finite(length) || length < 1.0 {
        return;
    }
    scene.line(from, end, palette.surface, 4.5);
    scene.line(from, end, palette.ink, 2.0);
    if end.distance(to) < 0.5 {
        let head = axes::arrow_head(from, end, 0.0, (9.0, 4.0));
        scene.path(head).fill(palette.ink);
    }
}
