//! Small pictures of the data sets, for the choice among them.

use super::template::put;
use crate::data::{self, Dataset, Kind};
use crate::num::entry;
use crate::num::rng::Seed;
use crate::scene::format;

/// Samples in a thumbnail.
const SAMPLES: usize = 90;
/// Side of the picture, in its own units.
const SIDE: f64 = 40.0;
/// Free border around the points.
const BORDER: f64 = 3.0;

/// A data set's points, one path a class; a number is split at the middle of its range.
pub(super) fn thumbnail(html: &mut String, kind: Kind) {
    let dataset = data::generate(kind, SAMPLES, 0.0, Seed(3));
    *html += "<svg viewBox=\"0 0 40 40\" aria-hidden=\"true\" focusable=\"false\">";
    for (class, path) in groups(&dataset).iter().enumerate() {
        put(
            html,
            "<path class='class-{0}' d='{1}'></path>",
            &[&class.to_string(), path],
        );
    }
    *html += "</svg>";
}

/// The points of each class as a path of dots: lines without length under round caps.
fn groups(dataset: &Dataset) -> Vec<String> {
    let regression = dataset.classes.is_empty();
    let mut paths = Vec::new();
    for _ in 0..dataset.classes.len().max(2) {
        paths.push(String::new());
    }
    let place = |value: f64, min: f64, max: f64| {
        BORDER + (value - min) / (max - min) * (SIDE - 2.0 * BORDER)
    };
    let target = |sample: usize| f64::from(entry(&dataset.targets, sample, 0));
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for sample in 0..dataset.inputs.nrows() {
        (low, high) = (low.min(target(sample)), high.max(target(sample)));
    }
    for sample in 0..dataset.inputs.nrows() {
        let target = target(sample);
        let class = if regression {
            usize::from(target >= f64::midpoint(low, high))
        } else {
            dataset.class(sample).unwrap_or(0)
        };
        let at = |axis: usize| {
            let value = f64::from(entry(&dataset.inputs, sample, axis));
            dataset.axes.get(axis).map_or(0.0, |range| {
                place(value, f64::from(range.min), f64::from(range.max))
            })
        };
        let x = at(0);
        let y = if dataset.axes.len() > 1 {
            SIDE - at(1)
        } else {
            SIDE - place(target, low, high)
        };
        let Some(path) = paths.get_mut(class) else {
            continue;
        };
        for (sign, at) in [("M", x), (" ", y)] {
            *path += sign;
            *path += &format::rounded(at, 1);
        }
        *path += "h0";
    }
    paths
}
