//! The line chart: series over epochs.

pub use super::axes::Layout;
use super::axes::{self, NAME, SMALL};
use crate::num::Within;
use crate::scene::{
    Anchor, Baseline, Color, Palette, Part, Point, Rect, Scale, Scene, Shape, Tick, finite, format,
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
                if finite(x) && finite(y) && (!self.log || y > 0.0) {
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
        let (mut low, mut high) = self.ends();
        if let Some(ends) = self.y_range {
            [low, high] = ends;
        } else if low > high {
            (low, high) = (0.0, 1.0);
        }
        let scale = if self.log {
            let low = if low > 0.0 { low } else { high * 0.1 };
            Scale::log([low.max(high * DEEPEST), high], range)
        } else if self.y_range.is_some() {
            return Scale::linear([low, high], range);
        } else {
            let low = if low >= 0.0 { 0.0 } else { low };
            let high = if high > low { high } else { low + 1.0 };
            Scale::linear([low, high], range)
        };
        scale.nice(4)
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
            if finite(x) {
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
    let empty = chart.is_empty();
    let y_ticks = if empty && chart.y_range.is_none() {
        Vec::new()
    } else {
        axes::ticks(y, plot.h, 45.0)
    };
    axes::grid(&mut scene, palette, plot, y, &y_ticks);
    axes::left(&mut scene, palette, plot, y, &y_ticks, "");
    let hover = chart.hover.filter(|_| !empty);
    if legend(&mut scene, chart, hover, palette) {
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
    if empty {
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
        let path = axes::trace(series.points, &layout, &room);
        if !path.is_empty() {
            scene.path(path).stands_for(Part::Series(i));
            series.style.trace(&mut scene, palette);
        }
    }
    if let Some(now) = chart.now {
        moment(&mut scene, &layout, now, palette);
    }
    read_off(&mut scene, chart, &layout, hover, palette);
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
            let mut label = String::new();
            if value.abs() < 1000.0 {
                label = format::fixed(value, 0);
            } else {
                if value < 0.0 {
                    label.push(format::MINUS);
                }
                label.push_str(&format::count(value.abs() as u64));
            }
            whole.push(Tick { value, label });
        }
    }
    whole
}

/// The names of the series with a piece of their line, at the right of the top; with the
/// values at the pointer after them, or instead where there is no room for both: there they
/// cover nothing. Tells whether the title of y keeps its room.
fn legend(scene: &mut Scene, chart: &LineChart<'_>, hover: Option<f64>, palette: &Palette) -> bool {
    let (mut named, mut total) = (true, 0.0);
    for &names in &[true, false] {
        (named, total) = (names, 0.0);
        for series in chart.series {
            total += entry(&label(series, series.nearest(hover), named));
        }
        total -= 14.0;
        if total <= chart.width - 4.0 {
            break;
        }
    }
    let one_row = chart.one_row();
    let (mut left, middle) = if one_row {
        (chart.width - total - 10.0, 11.0)
    } else {
        (2.0, 29.0)
    };
    let room = !one_row || left >= text_width(chart.y_title, NAME) + 12.0;
    left = left.max(2.0);
    for (i, series) in chart.series.iter().enumerate() {
        let reading = series.nearest(hover);
        let label = label(series, reading, named);
        let from = Point::new(left, axes::crisp(middle));
        scene.line(from, from.moved(SAMPLE, 0.0), palette.ink, 1.0);
        series.style.trace(scene, palette);
        let width = entry(&label);
        let at = Point::new(left + SAMPLE + 6.0, middle);
        let (color, part) = match reading {
            Some(reading) => (palette.ink, reading.part(i)),
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

/// What a series measured nearest to the pointer.
#[derive(Clone, Copy)]
struct Reading {
    index: usize,
    point: (f64, f64),
}

impl Reading {
    fn part(&self, series: usize) -> Part {
        Part::ChartPoint {
            series,
            index: self.index as u32,
        }
    }
}

impl Series<'_> {
    /// The point nearest to `at`; points are in the order of x.
    fn nearest(&self, at: Option<f64>) -> Option<Reading> {
        let at = at?;
        let after = self.points.partition_point(|&(x, _)| x < at);
        let mut best: Option<Reading> = None;
        for index in after.saturating_sub(1)..after + 1 {
            if let Some(&point) = self.points.get(index)
                && finite(point.1)
                && best.is_none_or(|best| (point.0 - at).abs() < (best.point.0 - at).abs())
            {
                best = Some(Reading { index, point });
            }
        }
        best
    }
}

/// What the legend says of a series: its name, its value at the pointer after it where there is
/// one, or, not `named`, that value alone.
fn label(series: &Series<'_>, reading: Option<Reading>, named: bool) -> String {
    let mut label = series.label.to_owned();
    if let Some(Reading { point, .. }) = reading {
        if named {
            label.push(' ');
        } else {
            label.clear();
        }
        label.push_str(&format::reading(point.1));
    }
    label
}

/// The rule at the pointer, a dot on each line, and which epoch it is.
fn read_off(
    scene: &mut Scene,
    chart: &LineChart<'_>,
    layout: &Layout,
    hover: Option<f64>,
    palette: &Palette,
) {
    let plot = &layout.plot;
    // The rule stands at a point that was measured, not between two.
    let (mut x, mut least) = (f64::NAN, f64::INFINITY);
    for series in chart.series {
        if let (Some(at), Some(reading)) = (hover, series.nearest(hover)) {
            let away = (reading.point.0 - at).abs();
            if away < least {
                (x, least) = (reading.point.0, away);
            }
        }
    }
    if x.is_nan() {
        return;
    }
    let rule = axes::crisp(layout.x.at(x));
    axes::rule(scene, plot, rule, palette.ink, 0.75);
    for (i, series) in chart.series.iter().enumerate() {
        if let Some(reading) = series.nearest(hover) {
            let at = layout.at(reading.point);
            if plot.grown(1.0).contains(at) {
                scene
                    .symbol(Shape::Circle, at, 3.5)
                    .fill(series.style.color(palette))
                    .outline(palette.surface, 1.5)
                    .stands_for(reading.part(i));
            }
        }
    }
    let decimals = usize::from(x != x.round());
    let mut epoch = chart.x_title.to_owned();
    epoch.push(' ');
    epoch.push_str(&format::fixed(x, decimals));
    let w = text_width(&epoch, SMALL) + 8.0;
    let left = (rule - w / 2.0).within(0.0, (chart.width - w).max(0.0));
    let tag = Rect::new(left, plot.bottom() + 3.0, w, 16.0);
    axes::tag(scene, palette, &tag, epoch);
}
