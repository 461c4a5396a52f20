//! The line chart: series over epochs.

use crate::scene::{Palette, Rect, Scale, Scene};

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

/// Where the parts of the chart stand; `invert` of its scales turns the pointer into x.
#[must_use]
pub fn layout(chart: &LineChart<'_>) -> Layout {
    let plot = Rect::new(44.0, 24.0, chart.width - 52.0, chart.height - 60.0);
    Layout {
        plot,
        x: Scale::linear([0.0, 1.0], [plot.x, plot.right()]),
        y: Scale::linear([0.0, 1.0], [plot.bottom(), plot.y]),
    }
}

/// The chart as a scene.
#[must_use]
pub fn draw(chart: &LineChart<'_>, _palette: &Palette) -> Scene {
    Scene::new(chart.width, chart.height, chart.title, chart.description)
}
