//! A weight or a bias under the lens: its loss slice and the shares of its gradient.

use super::super::printed::{add, reading};
use super::super::{Mlp, describe, share, slice};
use super::{WIDE, titled};
use crate::chart::lens::{self, Lens, Marked};
use crate::chart::{Axis, shares};
use crate::lab::Frame;
use crate::lab::words::{find_under, word};
use crate::nn::Optimizer;
use crate::num::Within;
use crate::scene::{Part, Point, Rect, Scene, format};

/// The height of the slice.
const SLICE: f64 = 232.0;
/// The least height of the slice beside the strip of shares.
const LEAST_SLICE: f64 = 170.0;

/// A good height in this width.
pub(super) fn height_for(mlp: &Mlp, width: f64) -> f64 {
    let below = width < WIDE && mlp.trainer.next_batch().len() > 1;
    SLICE + if below { shares::HEIGHT + 8.0 } else { 0.0 }
}

/// The fewest and the most digits that are written to tell two numbers apart.
const LEAST_DIGITS: usize = 3;
const MOST_DIGITS: usize = 6;

/// A slice with its words, from which the picture is made.
struct Words {
    /// The parameter and the loss now, and after the next update.
    now: (f64, f64),
    next: Option<(f64, f64)>,
    points: Vec<(f64, f64)>,
    name: String,
    /// `w` or `b`.
    letter: &'static str,
    loss: String,
    at: String,
    slope: f64,
    slope_label: String,
    note: String,
    /// The losses at the lower and the upper end of the picture.
    losses: [f64; 2],
}

/// Two numbers written with as many digits as tell them apart, within reason.
fn apart(a: f64, b: f64) -> [String; 2] {
    let mut digits = LEAST_DIGITS;
    while digits <= MOST_DIGITS && format::significant(a, digits) == format::significant(b, digits)
    {
        digits += 1;
    }
    if digits > MOST_DIGITS {
        digits = LEAST_DIGITS;
    }
    [
        format::significant(a, digits),
        format::significant(b, digits),
    ]
}

/// Ends of an axis that hold all values with a little room, and zero where it is near.
fn ends(points: &[(f64, f64)]) -> [f64; 2] {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (_, value) in points {
        if value.is_finite() {
            low = low.min(*value);
            high = high.max(*value);
        }
    }
    if low > high {
        return [0.0, 1.0];
    }
    let room = (0.08 * (high - low)).max(1e-3 * high.abs()).max(1e-9);
    let floor = if low < 0.4 * high { 0.0 } else { low - room };
    [floor, high + room]
}

impl Words {
    fn new(mlp: &mut Mlp, part: Part) -> Option<Self> {
        let name = describe::name(mlp, part)?;
        let perceptron = mlp.setup.train.optimizer == Optimizer::Perceptron;
        let slice = slice::slice(mlp, part)?;
        let letter = if matches!(part, Part::Bias { .. }) {
            "b"
        } else {
            "w"
        };
        let mut note = String::new();
        if let Some([value, loss]) = slice.next {
            note += "◆ Next update: ";
            note += letter;
            let values = apart(slice.value, value);
            let losses = apart(slice.loss, loss);
            add(
                &mut note,
                format_args!(" {} → {}; by this step alone L ", values[0], values[1]),
            );
            if losses[0] == losses[1] {
                add(&mut note, format_args!("hardly changes ({}).", losses[0]));
            } else {
                add(
                    &mut note,
                    format_args!("goes {} → {}.", losses[0], losses[1]),
                );
            }
        } else {
            note += "The next update is not a finite number.";
        }
        if perceptron {
            note += " The perceptron's rule does not follow the slope.";
        }
        let mut loss = find_under("lens.scope", slice.scope)
            .unwrap_or_default()
            .to_owned();
        if let "batch" | "training" = slice.scope {
            let samples = word(if slice.samples == 1 {
                "lens.sample"
            } else {
                "lens.samples"
            });
            add(&mut loss, format_args!(" ({} {samples})", slice.samples));
        }
        let mut points = Vec::new();
        for [x, y] in &slice.points {
            points.push((*x, *y));
        }
        Some(Self {
            losses: ends(&points),
            points,
            name,
            letter,
            loss,
            at: reading("L = ", slice.loss),
            slope: slice.slope,
            slope_label: reading("slope ", slice.slope),
            note,
            now: (slice.value, slice.loss),
            next: slice.next.map(|[value, loss]| (value, loss)),
        })
    }

    // One copy for many callers.
    #[inline(never)]
    fn lens(&self, area: Rect) -> Lens<'_> {
        let first = self.points.first().map_or(-1.0, |point| point.0);
        let last = self.points.last().map_or(1.0, |point| point.0);
        Lens {
            width: area.w,
            height: area.h,
            title: "",
            description: "",
            x: Axis {
                symbol: "",
                name: self.letter,
                unit: "",
                min: first,
                max: last,
            },
            y: Axis {
                symbol: "",
                name: &self.loss,
                unit: "",
                min: self.losses[0],
                max: self.losses[1],
            },
            points: &self.points,
            at: Some(Marked {
                x: self.now.0,
                y: self.now.1,
                slope: Some(self.slope),
                label: &self.at,
                slope_label: &self.slope_label,
            }),
            step: self.next,
            handle: true,
            flat: &[],
            rug: &[],
            note: &self.note,
        }
    }
}

/// Where the slice stands, and the strip of shares, beside it or below it, where it has room.
fn areas(frame: &Frame<'_>, samples: usize) -> (Rect, Option<Rect>) {
    let all = Rect::new(0.0, 0.0, frame.width, frame.height.max(40.0));
    let strip = shares::HEIGHT + 8.0;
    if samples > 1 && all.w >= WIDE {
        let w = (all.w * 0.62).floor();
        let beside = Rect::new(w + 20.0, all.y, all.w - w - 20.0, all.h);
        return (Rect { w, ..all }, Some(beside));
    }
    if samples < 2 || all.h < LEAST_SLICE + strip {
        return (all, None);
    }
    let slice = Rect::new(all.x, all.y, all.w, all.h - strip);
    let below = Rect::new(all.x, slice.bottom() + 8.0, all.w, shares::HEIGHT);
    (slice, Some(below))
}

/// The picture of a weight or a bias.
pub(super) fn scene(mlp: &mut Mlp, frame: &Frame<'_>, part: Part) -> Scene {
    let batch = mlp.trainer.next_batch().len();
    let (area, below) = areas(frame, batch);
    let Some(words) = Words::new(mlp, part) else {
        return titled(frame, "", "");
    };
    let value = reading(" = ", words.now.0);
    let mut description = String::new();
    for part in [
        &words.name,
        &value,
        ". ",
        &words.loss,
        ": ",
        &words.at,
        ", ",
        &words.slope_label,
        ". ",
        &words.note,
    ] {
        description += part;
    }
    let mut scene = titled(frame, &words.name, &description);
    let picture = lens::draw(&words.lens(area), frame.palette);
    scene.insert(picture, Point::new(area.x, area.y));
    if let Some(below) = below {
        let walked = mlp.present_sample().map(|sample| sample as u32);
        let (mut all, mut sum, mut marked) = (Vec::new(), 0.0, None);
        for share in share::known(mlp, part) {
            all.push((share.sample, share.gradient));
            sum += share.gradient;
            if walked == Some(share.sample) {
                marked = walked;
            }
        }
        let mean = sum / all.len().max(1) as f64;
        // The perceptron's rule takes the error itself for the gradient.
        let what = match (mlp.setup.train.optimizer, words.letter) {
            (Optimizer::Perceptron, "w") => "(ŷ − y)·x",
            (Optimizer::Perceptron, _) => "ŷ − y",
            (_, "w") => "∂L/∂w",
            _ => "∂L/∂b",
        };
        let mut title = format!("{what} {}", word("lens.shares"));
        if let Some(marked) = marked {
            add(&mut title, format_args!("{} {marked}", word("lens.marked")));
        }
        let strip = shares::draw(
            &shares::Shares {
                width: below.w,
                height: below.h,
                title: &title,
                shares: &all,
                marked,
                mean,
            },
            frame.palette,
        );
        scene.insert(strip, Point::new(below.x, below.y));
    }
    scene
}

/// The parameter's value at a horizontal place of the picture, held inside the plot.
pub(super) fn value_at(mlp: &mut Mlp, frame: &Frame<'_>, part: Part, x: f64) -> Option<f64> {
    let (area, _) = areas(frame, mlp.trainer.next_batch().len());
    let words = Words::new(mlp, part)?;
    let layout = lens::layout(&words.lens(area));
    let inside = (x - area.x).within(layout.plot.x, layout.plot.right());
    let value = layout.x.invert(inside);
    slice::hold(mlp, value);
    Some(value)
}
