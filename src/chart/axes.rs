//! Axes: names with units, ticks, frames.

use crate::scene::{
    self, Anchor, Baseline, Color, Palette, Point, Rect, Scale, Scene, Segment, Tick, polygon,
    text_width,
};

/// Font size of names and titles, in CSS pixels.
pub(crate) const NAME: f64 = 12.0;
/// Font size of ticks, captions and numbers in a picture, in CSS pixels.
pub(crate) const SMALL: f64 = 11.0;
/// Length of a tick mark, in CSS pixels.
const TICK: f64 = 4.0;

/// A quantity along one side of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis<'a> {
    /// Its letter, for example `x₁`; empty where the name says it.
    pub symbol: &'a str,
    /// What it is, for example `links`.
    pub name: &'a str,
    /// In what it is counted, for example `per 100 words`; may be empty.
    pub unit: &'a str,
    /// The value at the left or lower end.
    pub min: f64,
    /// The value at the right or upper end.
    pub max: f64,
}

impl Axis<'_> {
    /// Symbol, name and unit: `x₁ · links per 100 words`, `area (m²)`, `x₁`.
    #[must_use]
    pub fn title(&self) -> String {
        let mut title = self.symbol.to_owned();
        if !title.is_empty() {
            title.push_str(" · ");
        }
        title.push_str(self.name);
        if !self.unit.is_empty() {
            let rate = self.unit.starts_with("per ");
            title.push_str(if rate { " " } else { " (" });
            title.push_str(self.unit);
            title.push_str(if rate { "" } else { ")" });
        }
        title
    }

    /// Both ends, the smaller first and never equal.
    #[inline(never)]
    pub(crate) fn domain(&self) -> [f64; 2] {
        if self.min < self.max {
            [self.min, self.max]
        } else {
            [self.min - 0.5, self.min + 0.5]
        }
    }

    /// The width that about `count` labels need beside a vertical axis, ticks and gaps included.
    pub(crate) fn gutter(&self, count: usize) -> f64 {
        let [low, high] = self.domain();
        gutter(&scene::ticks(low, high, count))
    }
}

/// Where the parts of a picture with two axes stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The plotting area.
    pub plot: Rect,
    /// From values along x to pixels.
    pub x: Scale,
    /// From values along y to pixels.
    pub y: Scale,
}

impl Layout {
    /// A plot of this height under the title of y, from `left` to the edge of a picture of this
    /// width.
    pub(crate) fn new(left: f64, width: f64, height: f64, x: &Axis<'_>, y: &Axis<'_>) -> Self {
        let plot = Rect::new(left, TOP, (width - left - 9.0).max(20.0), height);
        Self {
            plot,
            x: Scale::linear(x.domain(), [plot.x, plot.right()]),
            y: Scale::linear(y.domain(), [plot.bottom(), plot.y]),
        }
    }

    /// The pixel of a point (x, y).
    pub(crate) fn at(&self, (x, y): (f64, f64)) -> Point {
        Point::new(self.x.at(x), self.y.at(y))
    }
}

/// A position at the middle of a device pixel, where a hairline is sharp.
#[inline(never)]
pub(crate) fn crisp(position: f64) -> f64 {
    position.floor() + 0.5
}

/// About how many ticks fit on `length` pixels, one every `each`.
#[inline(never)]
pub(crate) fn tick_count(length: f64, each: f64) -> usize {
    ((length / each).round() as usize).clamp(2, 10)
}

/// Ticks for a scale of this length in pixels, about one every `each`.
pub(crate) fn ticks(scale: &Scale, length: f64, each: f64) -> Vec<Tick> {
    scale.ticks(tick_count(length, each))
}

/// The width that the labels of a vertical axis need, ticks and gaps included.
pub(crate) fn gutter(ticks: &[Tick]) -> f64 {
    let mut widest = 0.0_f64;
    for tick in ticks {
        widest = widest.max(text_width(&tick.label, SMALL));
    }
    (widest + TICK + 5.0).ceil().max(24.0)
}

/// `text`, cut with an ellipsis where it is wider than `width`.
pub(crate) fn fitted(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if text_width(&kept, size) + size > width {
            kept.pop();
            break;
        }
    }
    while kept.ends_with(char::is_whitespace) {
        kept.pop();
    }
    kept.push('…');
    kept
}

/// `text` in lines no wider than `width`, broken at spaces.
pub(crate) fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(char::is_whitespace) {
        match lines.last_mut() {
            _ if word.is_empty() => {}
            Some(line) if text_width(line, size) + text_width(word, size) + 4.0 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Ticks and their labels below the plot, and the axis title at the right under them.
pub(crate) fn bottom(
    scene: &mut Scene,
    palette: &Palette,
    plot: &Rect,
    scale: &Scale,
    ticks: &[Tick],
    title: &str,
) {
    let mut taken = f64::NEG_INFINITY;
    for tick in ticks {
        let x = scale.at(tick.value);
        tick_line(
            scene,
            palette,
            Point::new(crisp(x), plot.bottom()),
            (0.0, TICK),
            &tick.label,
        );
        let half = text_width(&tick.label, SMALL) / 2.0;
        let middle = x.min(scene.width - half - 1.0);
        if !tick.label.is_empty() && middle - half > taken + 6.0 {
            scene
                .write(
                    Point::new(middle, plot.bottom() + TICK + 4.0),
                    tick.label.as_str(),
                    SMALL,
                    palette.muted,
                )
                .set(Anchor::Middle, Baseline::Top);
            taken = middle + half;
        }
    }
    let title = fitted(title, NAME, plot.w);
    scene
        .write(
            Point::new(plot.right(), plot.bottom() + 33.0),
            title,
            NAME,
            palette.ink,
        )
        .set(Anchor::End, Baseline::Alphabetic);
}

/// The same for an axis, with about one tick every `each` pixels.
pub(crate) fn below(
    scene: &mut Scene,
    palette: &Palette,
    plot: &Rect,
    scale: &Scale,
    axis: &Axis<'_>,
    each: f64,
) {
    let ticks = ticks(scale, plot.w, each);
    bottom(scene, palette, plot, scale, &ticks, &axis.title());
}

/// The height that [`bottom`] needs under the plot.
pub(crate) const BOTTOM: f64 = 38.0;
/// The height that the title of [`left`] needs over the plot.
pub(crate) const TOP: f64 = 22.0;

/// Ticks and their labels left of the plot, and the axis title over them: horizontal, so
/// that nobody has to tilt the head.
pub(crate) fn left(
    scene: &mut Scene,
    palette: &Palette,
    plot: &Rect,
    scale: &Scale,
    ticks: &[Tick],
    title: &str,
) {
    let mut taken = f64::INFINITY;
    for tick in ticks {
        let y = scale.at(tick.value);
        tick_line(
            scene,
            palette,
            Point::new(plot.x, crisp(y)),
            (-TICK, 0.0),
            &tick.label,
        );
        if !tick.label.is_empty() && y + SMALL < taken {
            scene
                .write(
                    Point::new(plot.x - TICK - 3.0, y),
                    tick.label.as_str(),
                    SMALL,
                    palette.muted,
                )
                .set(Anchor::End, Baseline::Middle);
            taken = y;
        }
    }
    let title = fitted(title, NAME, scene.width - 4.0);
    scene.write(Point::new(2.0, plot.y - 9.0), title, NAME, palette.ink);
}

fn tick_line(scene: &mut Scene, palette: &Palette, from: Point, by: (f64, f64), label: &str) {
    let share = if label.is_empty() { 0.6 } else { 1.0 };
    let to = from.moved(by.0 * share, by.1 * share);
    scene.line(from, to, palette.muted, 1.0);
}

/// The hairline around a plot.
pub(crate) fn frame(scene: &mut Scene, palette: &Palette, plot: &Rect) {
    scene
        .rect(&plot.grown(0.5), 0.0)
        .outline(palette.hairline, 1.0);
}

/// The hit area of a line of text of this width, which begins at `at` in the middle of its height.
pub(crate) fn grip(at: Point, width: f64) -> Rect {
    Rect::new(at.x - 3.0, at.y - 9.0, width + 6.0, 18.0)
}

/// The head of an arrow: `ahead` of the tip, and so long and half as wide as that behind it.
pub(crate) fn arrow_head(
    from: Point,
    tip: Point,
    ahead: f64,
    (long, half): (f64, f64),
) -> Vec<Segment> {
    let length = from.distance(tip);
    let (ux, uy) = ((tip.x - from.x) / length, (tip.y - from.y) / length);
    let back = tip.moved(-ux * long, -uy * long);
    polygon(&[
        tip.moved(ux * ahead, uy * ahead),
        back.moved(-uy * half, ux * half),
        back.moved(uy * half, -ux * half),
    ])
}

/// A small plate for text.
pub(crate) fn plate(scene: &mut Scene, palette: &Palette, rect: &Rect) {
    scene
        .rect(rect, 3.0)
        .fill(palette.surface)
        .outline(palette.hairline, 1.0);
}

/// A small plate with text in its middle, for example the value at a probe; gives the scene, so
/// that more can be said of the text.
pub(crate) fn tag<'a>(
    scene: &'a mut Scene,
    palette: &Palette,
    rect: &Rect,
    text: String,
) -> &'a mut Scene {
    plate(scene, palette, rect);
    scene
        .write(rect.center(), text, SMALL, palette.ink)
        .set(Anchor::Middle, Baseline::Middle)
}

/// Horizontal hairlines at the written ticks, and the line on which the plot stands.
pub(crate) fn grid(
    scene: &mut Scene,
    palette: &Palette,
    plot: &Rect,
    scale: &Scale,
    ticks: &[Tick],
) {
    for tick in ticks {
        if !tick.label.is_empty() {
            across(scene, plot, scale.at(tick.value), palette.hairline);
        }
    }
    across(scene, plot, plot.bottom(), palette.muted);
}

/// A hairline from the left to the right end of the plot.
fn across(scene: &mut Scene, plot: &Rect, y: f64, color: Color) {
    let y = crisp(y);
    scene.line(
        Point::new(plot.x, y),
        Point::new(plot.right(), y),
        color,
        1.0,
    );
}

/// A line from the upper to the lower end of the plot.
pub(crate) fn rule(scene: &mut Scene, plot: &Rect, x: f64, color: Color, width: f64) {
    let (top, foot) = (Point::new(x, plot.y), Point::new(x, plot.bottom()));
    scene.line(top, foot, color, width);
}

/// The path through the points as far as it lies inside `plot`; it breaks where a value is not
/// finite.
pub(crate) fn trace(points: &[(f64, f64)], layout: &Layout, plot: &Rect) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(points.len());
    let mut pen: Option<Point> = None;
    let mut last: Option<Point> = None;
    for &point in points {
        let here = layout.at(point);
        if !(Point::new(point.0, point.1).is_finite() && here.is_finite()) {
            (pen, last) = (None, None);
            continue;
        }
        if let Some((from, to)) = last.and_then(|before| plot.clip(before, here)) {
            if pen != Some(from) {
                segments.push(Segment::Move(from));
            }
            segments.push(Segment::Line(to));
            pen = Some(to);
        }
        last = Some(here);
    }
    segments
}
