//! A function under the lens: an activation with its point at `z`, or a loss slice, with
//! the tangent there.

use super::axes::{self, Axis, NAME, SMALL};
use crate::scene::{
    Anchor, Area, Baseline, Paint, Palette, Part, Point, Rect, Scale, Scene, Segment, Shape,
    Stroke, TextMark, polygon, text_width,
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

/// Where the parts of the picture stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The plotting area.
    pub plot: Rect,
    /// From arguments to pixels.
    pub x: Scale,
    /// From values to pixels.
    pub y: Scale,
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
    let y = Scale::linear(lens.y.domain(), [axes::TOP + height, axes::TOP]);
    let left = axes::gutter(&y.ticks(axes::tick_count(height, 45.0)));
    let plot = Rect::new(left, axes::TOP, (lens.width - left - 9.0).max(20.0), height);
    Layout {
        plot,
        x: Scale::linear(lens.x.domain(), [plot.x, plot.right()]),
        y,
    }
}

/// The picture as a scene.
#[must_use]
pub fn draw(lens: &Lens<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::new(lens.width, lens.height, lens.title, lens.description);
    scene.rect(scene.bounds(), 0.0, Paint::fill(palette.surface));
    let layout = layout(lens);
    let Layout { plot, x, y } = layout;
    scene.target(Area::Rect(plot), Part::Plot, 0);
    let y_ticks = y.ticks(axes::tick_count(plot.h, 45.0));
    shaded(&mut scene, lens, &layout, palette);
    axes::grid(&mut scene, palette, plot, &y, &y_ticks);
    zero(&mut scene, &layout, palette);
    axes::left(&mut scene, palette, plot, &y, &y_ticks, &lens.y.title());
    axes::bottom(
        &mut scene,
        palette,
        plot,
        &x,
        &x.ticks(axes::tick_count(plot.w, 60.0)),
        &lens.x.title(),
    );
    let line = axes::trace(lens.points, &x, &y, plot.grown(0.5));
    if !line.is_empty() {
        scene.path(line, Paint::stroke(Stroke::new(palette.ink, 2.0).round()));
    }
    if let Some(marked) = &lens.at {
        point(&mut scene, lens, &layout, marked, palette);
    }
    let lines = note_lines(lens);
    for (i, line) in lines.iter().enumerate() {
        let up = NOTE_LINE * (lines.len() - 1 - i) as f64;
        let at = Point::new(2.0, lens.height - 5.0 - up);
        scene.text(TextMark::new(at, line.clone(), SMALL, palette.ink));
    }
    scene
}

/// The flat stretches as shades, and the rug.
fn shaded(scene: &mut Scene, lens: &Lens<'_>, layout: &Layout, palette: &Palette) {
    let plot = layout.plot;
    let across = |x: f64| layout.x.at(x).clamp(plot.x, plot.right());
    for (from, to) in lens.flat {
        let (from, to) = (across(*from), across(*to));
        let shade = Rect::new(from, plot.y, to - from, plot.h);
        scene.rect(shade, 0.0, Paint::fill(palette.ramp[4]));
    }
    let ticks: Vec<Segment> = lens
        .rug
        .iter()
        .map(|x| layout.x.at(*x))
        .filter(|x| *x >= plot.x && *x <= plot.right())
        .flat_map(|x| {
            [
                Segment::Move(Point::new(x, plot.bottom())),
                Segment::Line(Point::new(x, plot.bottom() - RUG)),
            ]
        })
        .collect();
    if !ticks.is_empty() {
        scene.path(
            ticks,
            Paint::stroke(Stroke::new(palette.muted, 1.0)).at(0.5),
        );
    }
}

/// The rule at argument zero, where it is inside: signs change there.
fn zero(scene: &mut Scene, layout: &Layout, palette: &Palette) {
    let [low, high] = layout.x.domain();
    if low < 0.0 && high > 0.0 {
        let x = axes::crisp(layout.x.at(0.0));
        scene.line(
            Point::new(x, layout.plot.y),
            Point::new(x, layout.plot.bottom()),
            Stroke::new(palette.hairline, 1.0),
        );
    }
}

fn point(
    scene: &mut Scene,
    lens: &Lens<'_>,
    layout: &Layout,
    marked: &Marked<'_>,
    palette: &Palette,
) {
    let plot = layout.plot;
    let at = Point::new(layout.x.at(marked.x), layout.y.at(marked.y));
    if !(at.x.is_finite() && at.y.is_finite()) {
        return;
    }
    // From the axis to the curve: which argument this is.
    let inside = plot.grown(0.5);
    if let Some((from, to)) = inside.clip(Point::new(at.x, plot.bottom()), at) {
        let pen = Stroke::new(palette.muted, 1.0).dashed(2.0, 3.0);
        scene.line(from, to, pen);
    }
    let slope = marked.slope.filter(|slope| slope.is_finite());
    if let Some(slope) = slope {
        // As long on the screen at every slope.
        let [x0, x1] = layout.x.domain();
        let [y0, y1] = layout.y.domain();
        let (dx, dy) = (plot.w / (x1 - x0), -slope * plot.h / (y1 - y0));
        let scale = 0.24 * plot.w / (dx * dx + dy * dy).sqrt();
        let (dx, dy) = (dx * scale, dy * scale);
        if let Some((from, to)) = inside.clip(at.moved(-dx, -dy), at.moved(dx, dy)) {
            scene.line(from, to, Stroke::new(palette.ink, 1.25));
        }
    }
    if let Some((x, y)) = lens.step {
        step(
            scene,
            layout,
            at,
            Point::new(layout.x.at(x), layout.y.at(y)),
            palette,
        );
    }
    if inside.contains(at) {
        let fill = if lens.handle {
            palette.surface
        } else {
            palette.ink
        };
        let paint = Paint::fill(fill).outlined(Stroke::new(palette.ink, 2.0));
        scene.symbol(Shape::Circle, at, 5.0, paint);
        scene.stands_for(Part::CurvePoint);
        let (radius, part) = if lens.handle {
            (13.0, Part::Handle(0))
        } else {
            (8.0, Part::CurvePoint)
        };
        scene.target(Area::Circle { at, radius }, part, 3);
    }
    labels(scene, lens, layout, at, marked, palette);
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
    let plot = layout.plot;
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
    // There first; elsewhere where the curve runs through less of the words.
    let crossed = |&(right, below, edge, lift): &(bool, bool, bool, f64)| {
        let (x, y) = label_place(plot, at, wide, right, below, edge);
        let y = y - lift;
        let left = if right { x } else { x - wide };
        let words = Rect::new(left, y - 7.0, wide, 29.0);
        let floor = plot.bottom() - if lens.rug.is_empty() { 0.0 } else { RUG };
        let outside = (!edge && !right && words.right() > at.x - 11.0)
            || (edge && (words.x - at.x > 20.0 || at.x - words.right() > 20.0))
            || words.bottom() > floor
            || !plot.grown(2.0).encloses(&words);
        let pixel = |(x, y): (f64, f64)| Point::new(layout.x.at(x), layout.y.at(y));
        let under = lens
            .points
            .windows(2)
            .filter(|pair| words.clip(pixel(pair[0]), pixel(pair[1])).is_some())
            .count();
        if outside { usize::MAX } else { under }
    };
    let places = [
        (right, below, false, 0.0),
        (right, !below, false, 0.0),
        (!right, !below, false, 0.0),
        (!right, below, false, 0.0),
        (right, false, false, LIFT),
        (!right, false, false, LIFT),
        (false, below, true, 0.0),
        (true, below, true, 0.0),
    ];
    let place = places.into_iter().min_by_key(crossed);
    let (right, below, edge, lift) = place.unwrap_or(places[0]);
    let (x, y) = label_place(plot, at, wide, right, below, edge);
    let y = y - lift;
    let anchor = if right { Anchor::Start } else { Anchor::End };
    let mut write = |text: TextMark| {
        scene.text(
            text.set(anchor, Baseline::Middle)
                .haloed(palette.surface, 3.5),
        );
    };
    if !marked.label.is_empty() {
        let text = TextMark::new(Point::new(x, y), marked.label, NAME, palette.ink);
        write(text.bold().of(Part::CurvePoint));
    }
    if !slope.is_empty() {
        write(TextMark::new(
            Point::new(x, y + 16.0),
            slope,
            SMALL,
            palette.muted,
        ));
    }
}

/// Where the label of the point begins at its right, or ends at its left, and the middle of
/// its first line.
/// With `edge` it is not beside the point but at the right or left edge, clear of it.
fn label_place(
    plot: Rect,
    at: Point,
    wide: f64,
    right: bool,
    below: bool,
    edge: bool,
) -> (f64, f64) {
    let x = match (right, edge) {
        (true, false) => at.x + 12.0,
        (false, false) => f64::max(at.x - 12.0, plot.x + wide + 2.0),
        (true, true) => plot.x + 4.0,
        (false, true) => plot.right() - 4.0,
    };
    let off = if edge { 6.0 } else { 0.0 };
    let y = if below {
        at.y + 14.0 + off
    } else {
        at.y - 33.0 - off
    };
    (x, y)
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
        let paint = Paint::fill(palette.ink).outlined(Stroke::new(palette.surface, 1.0));
        scene.symbol(Shape::Diamond, at, 5.0, paint);
    }
    if !length.is_finite() || length < 1.0 {
        return;
    }
    let (ux, uy) = ((end.x - from.x) / length, (end.y - from.y) / length);
    scene.line(from, end, Stroke::new(palette.surface, 4.5));
    scene.line(from, end, Stroke::new(palette.ink, 2.0));
    if end.distance(to) < 0.5 {
        let back = end.moved(-ux * 9.0, -uy * 9.0);
        let head = [
            end,
            back.moved(-uy * 4.0, ux * 4.0),
            back.moved(uy * 4.0, -ux * 4.0),
        ];
        scene.path(polygon(&head), Paint::fill(palette.ink));
    }
}
