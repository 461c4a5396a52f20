//! A unit under the lens: its inputs, its sum, its activation's curve, what passes back.

use super::super::printed::Digits;
use super::super::tape::{Row, Stage};
use super::super::{Mlp, describe, view};
use super::remark::{FLAT, remark};
use super::{WIDE, titled};
use crate::chart::Axis;
use crate::chart::lens::{self, Lens, Marked};
use crate::chart::map::{self, Map};
use crate::chart::terms::{self, Bias, Term, Terms};
use crate::lab::words::word;
use crate::lab::{Frame, Pin, View};
use crate::nn::{Activation, Optimizer, Trace};
use crate::num::Real;
use crate::scene::{Part, Point, Rect, Scene, format};

/// Points along the curve.
const POINTS: usize = 161;
/// The least reach of the curve to both sides of zero.
const LEAST_REACH: f64 = 4.0;
/// The height of the curve's picture.
const CURVE: f64 = 250.0;
/// The side of the unit's map.
const MAP: f64 = 132.0;
/// The distance between pictures.
const GAP: f64 = 12.0;
/// The most rows of terms that the height provides for.
const MOST_ROWS: usize = 12;
/// The same of the blame from the next layer: the largest six, and the rest together.
const MOST_BLAMES: usize = 7;

/// A good height for the units of a layer.
pub(super) fn height_for(mlp: &Mlp, layer: usize, width: f64) -> f64 {
    let rows = mlp.setup.spec.fan_in(layer).min(MOST_ROWS);
    let sum = terms::height_for(rows + 2);
    let blame = blame_height(mlp, layer);
    if width >= WIDE {
        (sum + GAP + MAP).max(CURVE + blame)
    } else {
        sum + MAP + CURVE + 2.0 * GAP + blame
    }
}

/// The height of the blame from the next layer with the distance to what it stands under;
/// zero where no blame comes: at the output, and without a sample that has a label.
fn blame_height(mlp: &Mlp, layer: usize) -> f64 {
    let next = mlp.setup.spec.layers.get(layer + 1);
    let walked = mlp.walked_pass().is_some();
    match (next, mlp.pinned) {
        (None, _) | (_, Some(Pin::Point(_))) => 0.0,
        (Some(_), None) if !walked => 0.0,
        (Some(next), _) => GAP + terms::height_for(next.units.min(MOST_BLAMES) + 1),
    }
}

/// Which of a unit's numbers exist at the present row of the tape.
struct Known {
    inputs: Vec<bool>,
    products: Vec<bool>,
    bias: bool,
    z: bool,
    a: bool,
    /// The products of blame from the next layer's units, and their sum.
    blames: Vec<bool>,
    blame: bool,
    delta: bool,
}

impl Known {
    fn new(mlp: &Mlp, layer: usize, unit: usize, labelled: bool) -> Self {
        let count = mlp.setup.spec.fan_in(layer);
        let next = mlp.setup.spec.layers.get(layer + 1);
        let next = next.map_or(0, |next| next.units);
        let mut known = Self {
            inputs: vec![true; count],
            products: vec![true; count],
            bias: true,
            z: true,
            a: true,
            blames: vec![labelled; next],
            blame: labelled,
            delta: labelled,
        };
        if mlp.walked_pass().is_none() {
            return known;
        }
        let (mut rows, last) = mlp.rows_done();
        rows.push(last);
        let forward = last.stage() == Stage::Forward;
        if forward {
            let sends = |i: usize| {
                let before = layer.checked_sub(1);
                before.is_none_or(|layer| rows.contains(&Row::Activation { layer, unit: i }))
            };
            known.inputs = (0..count).map(sends).collect();
            known.products = (0..count)
                .map(|input| rows.contains(&Row::Product { layer, unit, input }))
                .collect();
            known.bias = rows.contains(&Row::Bias { layer, unit });
            known.z = rows.contains(&Row::PreActivation { layer, unit });
            known.a = rows.contains(&Row::Activation { layer, unit });
        }
        let done = |row: Row| last.stage() == Stage::Update || rows.contains(&row);
        known.blames = (0..next)
            .map(|next| done(Row::BlameProduct { layer, unit, next }))
            .collect();
        known.blame = done(Row::Blame { layer, unit });
        known.delta = done(Row::Delta { layer, unit });
        known
    }
}

/// The activation as it is for one unit and sample: randomised ReLU with the slope of the
/// step, softmax with the other outputs as they are.
struct Curve {
    activation: Activation,
    leak: Option<Real>,
    /// What softmax takes off `z`: the logarithm of the other outputs' exponentials.
    others: f64,
}

impl Curve {
    fn new(mlp: &Mlp, layer: usize, unit: usize, trace: Option<&Trace>) -> Self {
        let activation = mlp.setup.spec.layers[layer].activation;
        let mut curve = Self {
            activation,
            leak: None,
            others: 0.0,
        };
        if let Some(trace) = trace.map(|trace| &trace.layers[layer]) {
            if activation == Activation::RandomizedRelu && trace.z[unit] <= 0.0 {
                curve.leak = Some(trace.slope[unit]);
            }
            if activation == Activation::Softmax && trace.z.len() > 1 {
                let rest = || (0..trace.z.len()).filter(|other| *other != unit);
                let most = rest().fold(Real::NEG_INFINITY, |most, i| most.max(trace.z[i]));
                let sum: f64 = rest()
                    .map(|i| libm::exp(f64::from(trace.z[i] - most)))
                    .sum();
                curve.others = f64::from(most) + libm::log(sum);
            }
        }
        curve
    }

    fn f(&self, z: f64) -> f64 {
        let z = (z - self.others) as Real;
        match self.leak {
            Some(leak) if z <= 0.0 => f64::from(leak * z),
            _ => self.activation.f(z).into(),
        }
    }

    fn slope(&self, z: f64) -> f64 {
        let z = (z - self.others) as Real;
        match self.leak {
            Some(leak) if z <= 0.0 => leak.into(),
            _ => self.activation.derivative(z).into(),
        }
    }

    /// The stretches of `at` that are flat.
    fn flat(&self, at: &[f64]) -> Vec<(f64, f64)> {
        let mut stretches: Vec<(f64, f64)> = Vec::new();
        let mut open = false;
        for pair in at.windows(2) {
            let is_flat = self.slope(f64::midpoint(pair[0], pair[1])).abs() < FLAT;
            match stretches.last_mut() {
                Some(last) if is_flat && open => last.1 = pair[1],
                _ if is_flat => stretches.push((pair[0], pair[1])),
                _ => {}
            }
            open = is_flat;
        }
        stretches
    }
}

/// Ends of the curve's axes: `z` to both sides of zero, `a` with room.
fn reach(z: Option<f64>) -> f64 {
    let wanted = z.filter(|z| z.is_finite()).map_or(0.0, |z| 1.2 * z.abs());
    let mut reach = LEAST_REACH;
    while reach < wanted && reach < 1e30 {
        reach *= 1.5;
    }
    reach
}

/// The picture of a unit.
pub(super) fn scene(mlp: &Mlp, view: &View, frame: &Frame<'_>, layer: usize, unit: usize) -> Scene {
    let walked = mlp.walked_pass().map(|pass| pass.trace.clone());
    let labelled = walked.is_some() || matches!(mlp.pinned, Some(Pin::Sample(_)));
    let labelled = labelled && !matches!(mlp.pinned, Some(Pin::Point(_)));
    let trace = walked.or_else(|| view::pass(mlp, view));
    let known = Known::new(mlp, layer, unit, labelled);
    let part = Part::Unit { layer, unit };
    let name = describe::name(mlp, part).unwrap_or_default();
    let label = describe::unit(mlp, layer, unit);
    let all = Rect::new(0.0, 0.0, frame.width, frame.height.max(40.0));
    let sum_height = terms::height_for(mlp.setup.spec.fan_in(layer) + 2);
    let blame_height = blame_height(mlp, layer);
    let wide = frame.width >= WIDE;
    let below = if wide {
        GAP + MAP
    } else {
        2.0 * GAP + MAP + CURVE + blame_height
    };
    let w = if wide {
        (all.w * 0.5 - GAP).floor()
    } else {
        all.w
    };
    let h = sum_height.min((all.h - below).max(0.3 * all.h));
    let left = Rect::new(0.0, all.y, w, h);
    let right = if wide {
        let h = all.h - blame_height;
        Rect::new(w + 2.0 * GAP, all.y, all.w - w - 2.0 * GAP, h)
    } else {
        let y = left.bottom() + GAP;
        let h = (all.bottom() - y - GAP - MAP - blame_height).max(120.0);
        Rect::new(0.0, y, all.w, h)
    };
    let y = if wide {
        left.bottom() + GAP
    } else {
        right.bottom() + blame_height + GAP
    };
    let side = MAP.min(all.bottom() - y);
    let sum = sum(mlp, trace.as_ref(), &known, (layer, unit), left, frame);
    let (curve, words) = curve(mlp, trace.as_ref(), &known, (layer, unit), right, frame);
    let terms = terms_text(mlp, trace.as_ref(), &known, (layer, unit));
    let under = Rect::new(right.x, right.bottom() + GAP, right.w, blame_height - GAP);
    let blame = trace
        .as_ref()
        .filter(|_| blame_height > 0.0)
        .map(|trace| blame(mlp, trace, &known, (layer, unit), under, frame));
    let said = blame.as_ref().map_or("", |blame| &blame.1);
    let mut scene = titled(frame, &name, &format!("{label}. {terms}{words}{said}"));
    scene.insert(sum, Point::new(left.x, left.y));
    scene.insert(curve, Point::new(right.x, right.y));
    if let Some((blame, _)) = blame {
        scene.insert(blame, Point::new(under.x, under.y));
    }
    if side > 40.0 {
        let map = map(mlp, view, (layer, unit), (w, side), frame);
        scene.insert(map, Point::new(0.0, y));
    }
    scene
}

/// The unit's map with the place that is looked at.
fn map(
    mlp: &Mlp,
    view: &View,
    (layer, unit): (usize, usize),
    (width, side): (f64, f64),
    frame: &Frame<'_>,
) -> Scene {
    let activation = mlp.setup.spec.layers[layer].activation;
    let (field, mapping) = mlp.fields.unit(layer, unit, activation);
    let text = format!("{}: {}", describe::unit(mlp, layer, unit), word("lens.map"));
    map::draw(
        &Map {
            width,
            side,
            field,
            mapping,
            part: Part::Unit { layer, unit },
            at: place(mlp, view),
            text: &text,
        },
        frame.palette,
    )
}

/// Where the sample or point is that the numbers belong to, as shares of the axes.
fn place(mlp: &Mlp, view: &View) -> Option<(f64, f64)> {
    let walked = mlp.walked_pass().and_then(|_| {
        let sample = mlp.walked_sample(mlp.walk.sample(mlp.walked()))?;
        Some(sample as usize)
    });
    let sample = view.pinned.or(walked);
    let share = |axis: usize| {
        let range = mlp.dataset.axes.get(axis)?;
        let value = match (sample, view.point.or(view.probe)) {
            (Some(sample), _) => mlp.dataset.inputs[(sample, axis)].into(),
            (None, Some(point)) => point[axis],
            (None, None) => return None,
        };
        let (low, high) = (f64::from(range.min), f64::from(range.max));
        let share = (value - low) / (high - low);
        (0.0..=1.0).contains(&share).then_some(share)
    };
    let up = if mlp.dataset.axes.len() > 1 {
        share(1)
    } else {
        Some(0.5)
    };
    share(0).zip(up)
}

/// The terms of the sum.
fn sum(
    mlp: &Mlp,
    trace: Option<&Trace>,
    known: &Known,
    (layer, unit): (usize, usize),
    area: Rect,
    frame: &Frame<'_>,
) -> Scene {
    let network = mlp.network();
    let count = network.spec().fan_in(layer);
    let names: Vec<String> = (0..count)
        .map(|input| match layer {
            0 => mlp.setup.data.features[input].label().to_owned(),
            _ => describe::unit(mlp, layer - 1, input),
        })
        .collect();
    let sent = trace.map(|trace| match layer {
        0 => &trace.input,
        _ => &trace.layers[layer - 1].a,
    });
    let rows: Vec<Term<'_>> = (0..count)
        .map(|input| {
            let weight = f64::from(network.weight(layer, unit, input));
            let sent = sent.map(|sent| f64::from(sent[input]));
            Term {
                name: &names[input],
                part: Part::Weight { layer, unit, input },
                weight,
                input: sent.filter(|_| known.inputs[input]),
                product: sent
                    .filter(|_| known.products[input])
                    .map(|sent| weight * sent),
            }
        })
        .collect();
    terms::draw(
        &Terms {
            width: area.w,
            height: area.h,
            title: "",
            description: "",
            input_name: if layer == 0 { "x" } else { "a" },
            terms: &rows,
            bias: Some(Bias {
                part: Part::Bias { layer, unit },
                value: network.bias(layer, unit).into(),
                added: known.bias && trace.is_some(),
            }),
            pinned: trace.is_some(),
            sum_name: "z",
            sum: trace
                .filter(|_| known.z)
                .map(|trace| trace.layers[layer].z[unit].into()),
            unit: Part::Unit { layer, unit },
            neutral: false,
            more: word("lens.more"),
        },
        frame.palette,
    )
}

/// The blame from the next layer, unit by unit, and in words where it is known.
fn blame(
    mlp: &Mlp,
    trace: &Trace,
    known: &Known,
    (layer, unit): (usize, usize),
    area: Rect,
    frame: &Frame<'_>,
) -> (Scene, String) {
    let next = &trace.layers[layer + 1];
    let names: Vec<String> = (0..next.delta.len())
        .map(|sender| describe::unit(mlp, layer + 1, sender))
        .collect();
    let mut text = String::new();
    let rows: Vec<Term<'_>> = (0..names.len())
        .map(|sender| {
            let weight = f64::from(mlp.network().weight(layer + 1, sender, unit));
            let delta = f64::from(next.delta[sender]);
            let known = known.blames[sender];
            if known {
                text += &format!("{}: w·δ = ", names[sender]);
                text += &Digits::Short.product(&[weight, delta], weight * delta);
                text += "; ";
            }
            Term {
                name: &names[sender],
                part: Part::Weight {
                    layer: layer + 1,
                    unit: sender,
                    input: unit,
                },
                weight,
                input: known.then_some(delta),
                product: known.then_some(weight * delta),
            }
        })
        .collect();
    let total = f64::from(trace.layers[layer].blame[unit]);
    if !text.is_empty() {
        text = format!(" {}: {text}", word("lens.blame-long"));
        if known.blame && rows.len() > 1 {
            let products: Vec<f64> = rows.iter().filter_map(|row| row.product).collect();
            text += &Digits::Short.sum(&products, total);
        }
        text = text.trim_end_matches([';', ' ']).to_owned() + ".";
    }
    let scene = terms::draw(
        &Terms {
            width: area.w,
            height: area.h,
            title: "",
            description: "",
            input_name: "δ",
            terms: &rows,
            bias: None,
            pinned: true,
            sum_name: word("lens.blame"),
            sum: known.blame.then_some(total),
            unit: Part::Unit { layer, unit },
            neutral: true,
            more: word("lens.more"),
        },
        frame.palette,
    );
    (scene, text)
}

/// The terms of the sum in words.
fn terms_text(
    mlp: &Mlp,
    trace: Option<&Trace>,
    known: &Known,
    (layer, unit): (usize, usize),
) -> String {
    let digits = Digits::Short;
    let network = mlp.network();
    let mut text = String::new();
    let mut terms = Vec::new();
    for input in 0..network.spec().fan_in(layer) {
        let weight = f64::from(network.weight(layer, unit, input));
        text += &describe::sender(mlp, layer, input);
        text += ": ";
        let sent = trace.map(|trace| match layer {
            0 => trace.input[input],
            _ => trace.layers[layer - 1].a[input],
        });
        if let Some(sent) = sent.filter(|_| known.products[input]) {
            let sent = f64::from(sent);
            terms.push(weight * sent);
            text += &digits.product(&[weight, sent], weight * sent);
        } else {
            text += &format!("w = {}", digits.text(weight));
        }
        text += "; ";
    }
    let bias = f64::from(network.bias(layer, unit));
    text += &format!("b = {}", digits.text(bias));
    if let Some(trace) = trace.filter(|_| known.z) {
        terms.push(bias);
        let z = f64::from(trace.layers[layer].z[unit]);
        text += &format!("; z = {}", digits.sum(&terms, z));
    }
    text += ". ";
    text
}

/// The activation's curve, and its point and remark in words.
fn curve(
    mlp: &Mlp,
    trace: Option<&Trace>,
    known: &Known,
    (layer, unit): (usize, usize),
    area: Rect,
    frame: &Frame<'_>,
) -> (Scene, String) {
    let here = trace.filter(|_| known.z).map(|trace| &trace.layers[layer]);
    let curve = Curve::new(mlp, layer, unit, trace.filter(|_| known.z));
    let z = here.map(|here| f64::from(here.z[unit]));
    let reach = reach(z);
    let at: Vec<f64> = (0..POINTS)
        .map(|i| reach * (2.0 * i as f64 / (POINTS - 1) as f64 - 1.0))
        .collect();
    let points: Vec<(f64, f64)> = if curve.activation == Activation::Step {
        vec![(-reach, 0.0), (0.0, 0.0), (0.0, 1.0), (reach, 1.0)]
    } else {
        at.iter().map(|z| (*z, curve.f(*z))).collect()
    };
    let (low, high) = points
        .iter()
        .fold((0.0_f64, 0.0_f64), |(low, high), point| {
            (low.min(point.1), high.max(point.1))
        });
    let room = 0.08 * (high - low).max(1e-9);
    let slope = here
        .filter(|_| known.a)
        .map(|here| f64::from(here.slope[unit]));
    let output = layer + 1 == mlp.setup.spec.layers.len();
    let value_name = if output {
        describe::unit(mlp, layer, unit)
    } else {
        "a".to_owned()
    };
    let formula = curve.activation.formula();
    let mut words = formula.as_bytes().windows(5);
    let end = words.position(|word| word == b" over");
    let formula = &formula[..end.unwrap_or(formula.len())];
    let axis_name = format!("{value_name} = {formula}");
    let a = here.filter(|_| known.a).map(|here| f64::from(here.a[unit]));
    let label = a.map_or_else(String::new, |a| {
        format!("{value_name} = {}", format::reading(a))
    });
    let slope_label = slope.map_or_else(String::new, |slope| {
        format!("slope {}", format::reading(slope))
    });
    let training: &[Real] = mlp.training_z.as_ref().map_or(&[], |known| &known.1);
    let mut note = remark(curve.activation, slope, training);
    if let Some(here) = here.filter(|_| known.delta && !output) {
        let (blame, slope) = (f64::from(here.blame[unit]), f64::from(here.slope[unit]));
        let delta = f64::from(here.delta[unit]);
        let product = Digits::Short.product(&[blame, slope], delta);
        note = format!("δ = blame·φ′(z) = {product}. {note}");
    } else if let Some(here) = here.filter(|_| known.delta) {
        let delta = format::reading(here.delta[unit].into());
        let name = match mlp.setup.train.optimizer {
            Optimizer::Perceptron => "ŷ − y",
            _ => "δ = ∂L/∂z",
        };
        note = format!("{name} = {delta}. {note}");
    }
    if trace.is_none() {
        note = format!("{} {note}", word("lens.pin"));
    }
    let rug: Vec<f64> = training.iter().map(|z| f64::from(*z)).collect();
    let flat = match curve.activation {
        Activation::Step | Activation::Identity => Vec::new(),
        _ => curve.flat(&at),
    };
    let marked = z.zip(a).map(|(z, a)| Marked {
        x: z,
        y: a,
        slope,
        label: &label,
        slope_label: &slope_label,
    });
    let scene = lens::draw(
        &Lens {
            width: area.w,
            height: area.h,
            title: "",
            description: "",
            x: Axis {
                symbol: "",
                name: "z",
                unit: word("lens.rug"),
                min: -reach,
                max: reach,
            },
            y: Axis {
                symbol: "",
                name: &axis_name,
                unit: "",
                min: low - room,
                max: high + room,
            },
            points: &points,
            at: marked,
            step: None,
            handle: false,
            flat: &flat,
            rug: &rug,
            note: note.trim(),
        },
        frame.palette,
    );
    let mut text = String::new();
    for (name, value) in [(value_name.as_str(), a), (word("lens.slope"), slope)] {
        if let Some(value) = value {
            text += &format!("{name} = {}. ", Digits::Short.text(value));
        }
    }
    (scene, text + note.trim())
}
