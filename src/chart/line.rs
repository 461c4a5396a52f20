//! The line chart: series over epochs.

use super::axes::{self, NAME, SMALL};
use crate::num::Within;
use crate::scene::{
    Anchor, Baseline, Color, Palette, Part, Point, Rect, Scale, Scene, Shape, Tick, format,
    nice_step, polygon, text_width, ticks,
};

/// Everything that the line chart shows.
#[derive(Clone, Debug)]
pub struct LineChart<'a> {
    /// Width in CSS pixels, at least 200.
    pub width: f64,
    /// Height in CSS pixels, at least 120.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// What runs along x, for example `epoch`.
    pub x_title: &'a str,
    /// What runs along y, for example `loss`.
    pub y_title: &'a str,
    /// Whether y is logarithmic.
    pub log: bool,
    /// The range of y to show; `None` fits it to the points.
    pub y_range: Option<[f64; 2]>,
    /// The lines.
    pub series: &'a [Series<'a>],
    /// The x at which to read the values off: a vertical rule with numbers.
    pub hover: Option<f64>,
    /// The x of the moment that the rest of the page shows: a fine mark on the axis.
    pub now: Option<f64>,
    /// What to say while there are no points.
    pub empty: &'a str,
}

/// One line.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Its name in the legend.
    pub label: &'a str,
    /// Points (x, y) in the order of x; gaps where y is not finite.
    pub points: &'a [(f64, f64)],
    /// How it is told from the others besides its label.
    pub style: SeriesStyle,
}

/// How a line is told from the others: by dash as well as by tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesStyle {
    /// Solid, in ink: the training set.
    Primary,
    /// Dashed, in the same ink: the test set.
    Secondary,
    /// Fine and grey: for comparison.
    Quiet,
}

/// Where the parts of the chart stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The plotting area.
    pub plot: Rect,
    /// From x to pixels.
    pub x: Scale,
    /// From y to pixels.
    pub y: Scale,
}

/// Room for the labels of y: always the same, so that x stays while the values change.
const LEFT: f64 = 48.0;
/// Length of a line in the legend, in CSS pixels.
const SAMPLE: f64 = 20.0;
/// The share of the largest value below which a logarithmic axis does not reach.
const DEEPEST: f64 = 1e-8;

impl SeriesStyle {
    fn color(self, palette: &Palette) -> Color {
        match self {
            Self::Primary | Self::Secondary => palette.ink,
            Self::Quiet => palette.muted,
        }
    }

    /// Draws the line or path added last in this style.
    fn trace(self, scene: &mut Scene, palette: &Palette) {
        let width = if self == Self::Quiet { 1.0 } else { 1.75 };
        scene.outline(self.color(palette), width);
        if self == Self::Secondary {
            scene.dashed(5.0, 3.5);
        }
    }
}

impl LineChart<'_> {
    /// The smallest and the largest y that can be shown; the first is the larger where there
    /// is none.
    fn ends(&self) -> (f64, f64) {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for series in self.series {
            for &(x, y) in series.points {
                if x.is_finite() && y.is_finite() && (!self.log || y > 0.0) {
                    (low, high) = (low.min(y), high.max(y));
                }
            }
        }
        (low, high)
    }

    fn is_empty(&self) -> bool {
        let (low, high) = self.ends();
        low > high
    }

    /// The scale of y: from zero where nothing is negative, so that a height is a size.
    fn y_scale(&self, range: [f64; 2]) -> Scale {
        let (low, high) = self.ends();
        let (low, high) = match self.y_range {
            Some([low, high]) => (low, high),
            None if low > high => (0.0, 1.0),
            None => (low, high),
        };
        let fixed = self.y_range.is_some();
        if self.log {
            let low = if low > 0.0 { low } else { high * 0.1 };
            return Scale::log([low.max(high * DEEPEST), high], range).nice(4);
        }
        if fixed {
            return Scale::linear([low, high], range);
        }
        let low = if low >= 0.0 { 0.0 } else { low };
        let high = if high > low { high } else { low + 1.0 };
        Scale::linear([low, high], range).nice(4)
    }

    /// Whether the legend fits right of the title of y.
    fn one_row(&self) -> bool {
        let mut legend = 0.0;
        for series in self.series {
            legend += entry(series.label);
        }
        text_width(self.y_title, NAME) + 24.0 + legend <= self.width
    }
}

/// The width of one entry of the legend.
fn entry(text: &str) -> f64 {
    SAMPLE + 6.0 + text_width(text, SMALL) + 14.0
}

/// Where the parts of the chart stand; `invert` of its scales turns the pointer into x.
#[must_use]
pub fn layout(chart: &LineChart<'_>) -> Layout {
    let top = if chart.one_row() { 24.0 } else { 42.0 };
    let height = (chart.height - top - axes::BOTTOM).max(20.0);
    let y = chart.y_scale([top + height, top]);
    let plot = Rect::new(LEFT, top, (chart.width - LEFT - 10.0).max(20.0), height);
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for series in chart.series {
        for &(x, _) in series.points {
            if x.is_finite() {
                (low, high) = (low.min(x), high.max(x));
            }
        }
    }
    Layout {
        plot,
        x: Scale::linear([low, high], [plot.x, plot.right()]),
        y,
    }
}

/// The chart as a scene.
#[must_use]
pub fn draw(chart: &LineChart<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        chart.width,
        chart.height,
        chart.title,
        chart.description,
        palette.surface,
    );
    let layout = layout(chart);
    let Layout { plot, x, y } = &layout;
    scene.target_rect(plot, Part::Plot, 0);
    let y_ticks = if chart.is_empty() && chart.y_range.is_none() {
        Vec::new()
    } else {
        axes::ticks(y, plot.h, 45.0)
    };
    axes::grid(&mut scene, palette, plot, y, &y_ticks);
    axes::left(&mut scene, palette, plot, y, &y_ticks, "");
    let readings = match chart.hover {
        Some(at) if !chart.is_empty() => readings(chart, &layout, at, palette),
        _ => Vec::new(),
    };
    if legend(&mut scene, chart, &readings, palette) {
        scene.write(
            Point::new(2.0, 15.0),
            axes::fitted(chart.y_title, NAME, chart.width - 4.0),
            NAME,
            palette.ink,
        );
    }
    axes::bottom(
        &mut scene,
        palette,
        plot,
        x,
        &whole_ticks(x, plot.w),
        chart.x_title,
    );
    if chart.is_empty() {
        scene
            .write(
                plot.center(),
                axes::fitted(chart.empty, NAME, plot.w),
                NAME,
                palette.muted,
            )
            .set(Anchor::Middle, Baseline::Middle);
        return scene;
    }
    // A line along the very edge keeps its whole width.
    let room = plot.grown(0.5);
    for (i, series) in chart.series.iter().enumerate().rev() {
        let path = axes::trace(series.points, x, y, &room);
        if !path.is_empty() {
            scene.path(path).stands_for(Part::Series(i));
            series.style.trace(&mut scene, palette);
        }
    }
    if let Some(now) = chart.now {
        moment(&mut scene, &layout, now, palette);
    }
    read_off(&mut scene, chart, &layout, &readings, palette);
    scene
}

/// Ticks at whole numbers: nobody trains half an epoch at a time on the axis.
fn whole_ticks(x: &Scale, width: f64) -> Vec<Tick> {
    let [low, high] = x.domain();
    let mut count = axes::tick_count(width, 75.0);
    while count > 1 && nice_step(high - low, count) < 1.0 {
        count -= 1;
    }
    let mut whole = Vec::new();
    for &Tick { value, .. } in &ticks(low, high, count) {
        if value == value.round() {
            let mut label = format::fixed(value, 0);
            if value.abs() >= 1000.0 {
                label = format::count(value.abs() as u64);
                if value < 0.0 {
                    label.insert(0, format::MINUS);
                }
            }
            whole.push(Tick { value, label });
        }
    }
    whole
}

/// The names of the series with a piece of their line, at the right of the top; with the
/// values at the pointer after them, or instead where there is no room for both: there they
/// cover nothing. Tells whether the title of y keeps its room.
fn legend(
    scene: &mut Scene,
    chart: &LineChart<'_>,
    readings: &[Reading],
    palette: &Palette,
) -> bool {
    let value = |i: usize| readings.iter().find(|reading| reading.series == i);
    let (mut labels, mut total) = (Vec::new(), 0.0);
    for &named in &[true, false] {
        labels.clear();
        total = 0.0;
        for (i, series) in chart.series.iter().enumerate() {
            let label = match value(i) {
                Some(reading) if named => format!("{} {}", series.label, reading.value),
                Some(reading) => reading.value.clone(),
                None => series.label.to_owned(),
            };
            total += entry(&label);
            labels.push(label);
        }
        total -= 14.0;
        if total <= chart.width - 4.0 {
            break;
        }
    }
    let (mut left, middle) = if chart.one_row() {
        (chart.width - total - 10.0, 11.0)
    } else {
        (2.0, 29.0)
    };
    let room = !chart.one_row() || left >= text_width(chart.y_title, NAME) + 12.0;
    left = left.max(2.0);
    for (i, (series, label)) in chart.series.iter().zip(labels).enumerate() {
        let from = Point::new(left, axes::crisp(middle));
        scene.line(from, from.moved(SAMPLE, 0.0), palette.ink, 1.0);
        series.style.trace(scene, palette);
        let width = entry(&label);
        let at = Point::new(left + SAMPLE + 6.0, middle);
        let (color, part) = match value(i) {
            Some(reading) => (palette.ink, reading.part),
            None => (palette.muted, Part::Series(i)),
        };
        scene
            .write(at, label, SMALL, color)
            .set(Anchor::Start, Baseline::Middle)
            .stands_for(part);
        let area = Rect::new(left - 3.0, middle - 9.0, width - 8.0, 18.0);
        scene.target_rect(&area, Part::Series(i), 2);
        left += width;
    }
    room
}

/// The moment that the rest of the page shows: a fine rule with a mark on the axis.
fn moment(scene: &mut Scene, layout: &Layout, now: f64, palette: &Palette) {
    let x = axes::crisp(layout.x.at(now));
    let plot = &layout.plot;
    if !(x >= plot.x && x <= plot.right() + 1.0) {
        return;
    }
    let foot = Point::new(x, plot.bottom());
    axes::rule(scene, plot, x, palette.muted, 0.75);
    let mark = [foot, foot.moved(-4.0, 7.0), foot.moved(4.0, 7.0)];
    scene.path(polygon(&mark)).fill(palette.ink);
}

/// A series' value at the pointer, and where it lies.
struct Reading {
    series: usize,
    x: f64,
    value: String,
    at: Point,
    part: Part,
    color: Color,
}

/// What each series measured nearest to the pointer.
fn readings(chart: &LineChart<'_>, layout: &Layout, at: f64, palette: &Palette) -> Vec<Reading> {
    let mut readings = Vec::new();
    for (i, series) in chart.series.iter().enumerate() {
        let Some(index) = nearest(series.points, at) else {
            continue;
        };
        let (x, y) = series.points[index];
        readings.push(Reading {
            series: i,
            x,
            value: format::reading(y),
            at: Point::new(layout.x.at(x), layout.y.at(y)),
            part: Part::ChartPoint {
                series: i,
                index: index as u32,
            },
            color: series.style.color(palette),
        });
    }
    readings
}

/// The rule at the pointer, a dot on each line, and which epoch it is.
fn read_off(
    scene: &mut Scene,
    chart: &LineChart<'_>,
    layout: &Layout,
    readings: &[Reading],
    palette: &Palette,
) {
    let plot = &layout.plot;
    let Some(at) = chart.hover else {
        return;
    };
    // The rule stands at a point that was measured, not between two.
    let mut nearest: Option<f64> = None;
    for reading in readings {
        if nearest.is_none_or(|x| (reading.x - at).abs() < (x - at).abs()) {
            nearest = Some(reading.x);
        }
    }
    let Some(x) = nearest else {
        return;
    };
    let rule = axes::crisp(layout.x.at(x));
    axes::rule(scene, plot, rule, palette.ink, 0.75);
    for reading in readings {
        if plot.grown(1.0).contains(reading.at) {
            scene
                .symbol(Shape::Circle, reading.at, 3.5)
                .fill(reading.color)
                .outline(palette.surface, 1.5);
            scene.stands_for(reading.part);
        }
    }
    let decimals = usize::from(x != x.round());
    let epoch = format!("{} {}", chart.x_title, format::fixed(x, decimals));
    let w = text_width(&epoch, SMALL) + 8.0;
    let left = (rule - w / 2.0).within(0.0, (chart.width - w).max(0.0));
    let tag = Rect::new(left, plot.bottom() + 3.0, w, 16.0);
    axes::tag(scene, palette, &tag, epoch);
}

/// The point nearest to `at`; points are in the order of x.
fn nearest(points: &[(f64, f64)], at: f64) -> Option<usize> {
    let after = points.partition_point(|&(x, _)| x < at);
    let mut best: Option<usize> = None;
    for i in after.saturating_sub(1)..(after + 1).min(points.len()) {
        let away = |i: usize| (points[i].0 - at).abs();
        if points[i].1.is_finite() && best.is_none_or(|best| away(i) < away(best)) {
            best = Some(i);
        }
    }
    best
}
