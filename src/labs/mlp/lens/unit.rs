//! A unit under the lens: its inputs, its sum, its activation's curve, what passes back.

use super::super::pass::{at, sent, wide};
use super::super::printed::{Digits, add, add_reading, reading};
use super::super::tape::{Kind, Row, Stage};
use super::super::{Mlp, describe, view};
use super::remark::{FLAT, remark};
use super::{WIDE, titled};
use crate::chart::Axis;
use crate::chart::lens::{self, Lens, Marked};
use crate::chart::map::{self, Map};
use crate::chart::terms::{self, Bias, Term, Terms};
use crate::lab::words::word;
use crate::lab::{Frame, Pin, View};
use crate::nn::{Activation, LayerTrace, Optimizer, Trace};
use crate::num::Real;
use crate::scene::{Part, Point, Rect, Scene};

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
    /// The rows that are done, while the tape is walked.
    rows: Vec<Row>,
    /// The stage of the present one.
    stage: Option<Stage>,
    /// Whether there is a target, and so blame, where no tape is walked.
    labelled: bool,
}

impl Known {
    fn new(mlp: &Mlp) -> Self {
        let rows = mlp.rows_done();
        Self {
            stage: rows.last().map(Row::stage),
            rows,
            labelled: mlp.labelled(),
        }
    }

    /// Whether a number of the way forward exists.
    fn forward(&self, row: &Row) -> bool {
        self.stage != Some(Stage::Forward) || self.rows.contains(row)
    }

    /// Whether a number of the way back exists.
    fn back(&self, row: &Row) -> bool {
        match self.stage {
            None => self.labelled,
            Some(stage) => stage == Stage::Update || self.rows.contains(row),
        }
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
    fn new(activation: Activation, here: Option<&LayerTrace>, unit: usize) -> Self {
        let mut curve = Self {
            activation,
            leak: None,
            others: 0.0,
        };
        if let Some(here) = here {
            if activation == Activation::RandomizedRelu && at(&here.z, unit) <= 0.0 {
                curve.leak = here.slope.get(unit).copied();
            }
            if activation == Activation::Softmax && here.z.len() > 1 {
                let mut others = here.z.clone();
                if let Some(own) = others.get_mut(unit) {
                    *own = Real::NEG_INFINITY;
                }
                let most = others
                    .iter()
                    .fold(Real::NEG_INFINITY, |most, z| most.max(*z));
                let mut sum = 0.0;
                for z in &others {
                    sum += libm::exp(f64::from(z - most));
                }
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

    /// The stretches between the first and the last of `points` that are flat.
    fn flat(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let mut stretches: Vec<(f64, f64)> = Vec::new();
        let mut before = None;
        for (z, _) in points {
            if let Some(before) = before.replace(*z)
                && self.slope(f64::midpoint(before, *z)).abs() < FLAT
            {
                match stretches.last_mut() {
                    Some(last) if last.1 == before => last.1 = *z,
                    _ => stretches.push((before, *z)),
                }
            }
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

/// A unit with what is known of it.
struct Opened<'a> {
    mlp: &'a Mlp,
    frame: &'a Frame<'a>,
    layer: usize,
    unit: usize,
    trace: Option<&'a Trace>,
    known: Known,
}

/// The picture of a unit.
pub(super) fn scene(mlp: &Mlp, view: &View, frame: &Frame<'_>, layer: usize, unit: usize) -> Scene {
    let mut room = None;
    let opened = Opened {
        mlp,
        frame,
        layer,
        unit,
        trace: view::present_pass(mlp, view, &mut room),
        known: Known::new(mlp),
    };
    let name = describe::name(mlp, opened.part()).unwrap_or_default();
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
    let mut text = format!("{label}. ");
    let sum = opened.sum(left, &mut text);
    let curve = opened.curve(right, &mut text);
    let under = Rect::new(right.x, right.bottom() + GAP, right.w, blame_height - GAP);
    let blame = match opened.trace {
        Some(trace) if blame_height > 0.0 => Some(opened.blame(trace, under, &mut text)),
        _ => None,
    };
    let mut scene = titled(frame, &name, &text);
    scene.insert(sum, Point::new(left.x, left.y));
    scene.insert(curve, Point::new(right.x, right.y));
    if let Some(blame) = blame {
        scene.insert(blame, Point::new(under.x, under.y));
    }
    if side > 40.0 {
        let (field, mapping) = mlp.fields.unit(layer, unit, opened.activation());
        let map = map::draw(
            &Map {
                width: w,
                side,
                field,
                mapping,
                part: opened.part(),
                at: place(mlp, view),
                text: &format!("{label}: {}", word("lens.map")),
            },
            frame.palette,
        );
        scene.insert(map, Point::new(0.0, y));
    }
    scene
}

/// Where the sample or point is that the numbers belong to, as shares of the axes.
fn place(mlp: &Mlp, view: &View) -> Option<(f64, f64)> {
    let walked = mlp.walked_pass().and_then(|_| mlp.present_sample());
    let point = match (view.pinned.or(walked), view.looked_at()) {
        (Some(sample), _) => describe::inputs(mlp, sample),
        (None, point) => *point?,
    };
    // Of one input: in the middle of the height.
    let mut shares = [0.5; 2];
    for (share, (range, x)) in shares.iter_mut().zip(mlp.dataset.axes.iter().zip(point)) {
        let (low, high) = (f64::from(range.min), f64::from(range.max));
        *share = (x - low) / (high - low);
        if !(0.0..=1.0).contains(share) {
            return None;
        }
    }
    Some((shares[0], shares[1]))
}

impl Opened<'_> {
    fn part(&self) -> Part {
        let (layer, unit) = (self.layer, self.unit);
        Part::Unit { layer, unit }
    }

    fn activation(&self) -> Activation {
        self.mlp.setup.spec.activation(self.layer)
    }

    /// A row of the tape of this unit.
    fn row(&self, kind: Kind) -> Row {
        Row::of(kind, self.layer, self.unit)
    }

    /// Whether a number of this unit on the way forward exists.
    fn forward(&self, kind: Kind) -> bool {
        self.known.forward(&self.row(kind))
    }

    /// Whether a number of this unit on the way back exists.
    fn back(&self, kind: Kind) -> bool {
        self.known.back(&self.row(kind))
    }

    /// The terms of the sum, and the same in words.
    fn sum(&self, area: Rect, text: &mut String) -> Scene {
        let (mlp, layer, unit) = (self.mlp, self.layer, self.unit);
        let network = mlp.network();
        let digits = Digits::Short;
        let mut names = Vec::new();
        for input in 0..network.spec().fan_in(layer) {
            names.push(describe::sender(mlp, layer, input));
        }
        let mut products = Vec::new();
        let mut rows = Vec::new();
        for (input, name) in names.iter().enumerate() {
            let weight = f64::from(network.weight(layer, unit, input));
            let sent = self.trace.map(|trace| at(sent(trace, layer), input));
            let sends = Row::of(Kind::Activation, layer.wrapping_sub(1), input);
            let multiplied = Row::from(Kind::Product, layer, unit, input);
            let product = sent
                .filter(|_| self.known.forward(&multiplied))
                .map(|sent| weight * sent);
            *text += name;
            *text += ": ";
            if let (Some(sent), Some(product)) = (sent, product) {
                products.push(product);
                digits.product(&[weight, sent], product, text);
            } else {
                *text += "w = ";
                digits.write(weight, text);
            }
            *text += "; ";
            rows.push(Term {
                name,
                part: Part::Weight { layer, unit, input },
                weight,
                input: sent.filter(|_| layer == 0 || self.known.forward(&sends)),
                product,
            });
        }
        let bias = f64::from(network.bias(layer, unit));
        let z = self.here().map(|here| at(&here.z, unit));
        *text += "b = ";
        digits.write(bias, text);
        if let Some(z) = z {
            products.push(bias);
            *text += "; z = ";
            digits.sum(&products, z, text);
        }
        *text += ". ";
        let pinned = self.trace.is_some();
        let bias = Bias {
            part: Part::Bias { layer, unit },
            value: bias,
            added: pinned && self.forward(Kind::Bias),
        };
        let mut terms = self.terms(area, &rows);
        terms.input_name = if layer == 0 { "x" } else { "a" };
        terms.bias = Some(bias);
        terms.pinned = pinned;
        terms.sum_name = "z";
        terms.sum = z;
        terms::draw(&terms, self.frame.palette)
    }

    /// A picture of terms without their sum.
    fn terms<'b>(&self, area: Rect, terms: &'b [Term<'b>]) -> Terms<'b> {
        Terms {
            width: area.w,
            height: area.h,
            title: "",
            description: "",
            input_name: "δ",
            terms,
            bias: None,
            pinned: true,
            sum_name: word("lens.blame"),
            sum: None,
            unit: self.part(),
            neutral: false,
            more: word("lens.more"),
        }
    }

    /// The unit's layer in the pass, once its `z` is known.
    fn here(&self) -> Option<&LayerTrace> {
        let trace = self.trace?;
        self.forward(Kind::PreActivation)
            .then(|| trace.layer(self.layer))
    }

    /// The blame from the next layer, unit by unit, and in words where it is known.
    fn blame(&self, trace: &Trace, area: Rect, text: &mut String) -> Scene {
        let (mlp, layer, unit) = (self.mlp, self.layer + 1, self.unit);
        let next = trace.layer(layer);
        let mut names = Vec::new();
        for sender in 0..next.delta.len() {
            names.push(describe::unit(mlp, layer, sender));
        }
        let mut said = String::new();
        let mut products = Vec::new();
        let mut rows = Vec::new();
        for (sender, name) in names.iter().enumerate() {
            let weight = f64::from(mlp.network().weight(layer, sender, unit));
            let delta = at(&next.delta, sender);
            let product = weight * delta;
            let row = Row::from(Kind::BlameProduct, self.layer, unit, sender);
            let known = self.known.back(&row);
            if known {
                if !said.is_empty() {
                    said += "; ";
                }
                said += name;
                said += ": w·δ = ";
                Digits::Short.product(&[weight, delta], product, &mut said);
                products.push(product);
            }
            rows.push(Term {
                name,
                part: Part::Weight {
                    layer,
                    unit: sender,
                    input: unit,
                },
                weight,
                input: known.then_some(delta),
                product: known.then_some(product),
            });
        }
        let total = at(&trace.layer(self.layer).blame, unit);
        let known = self.back(Kind::Blame);
        if !said.is_empty() {
            if known && rows.len() > 1 {
                said += "; ";
                Digits::Short.sum(&products, total, &mut said);
            }
            add(text, format_args!(" {}: {said}.", word("lens.blame-long")));
        }
        let mut terms = self.terms(area, &rows);
        terms.sum = known.then_some(total);
        terms.neutral = true;
        terms::draw(&terms, self.frame.palette)
    }

    /// The activation's curve, and its point and remark in words.
    fn curve(&self, area: Rect, text: &mut String) -> Scene {
        let (mlp, layer, unit) = (self.mlp, self.layer, self.unit);
        let here = self.here();
        let activation = self.activation();
        let curve = Curve::new(activation, here, unit);
        let z = here.map(|here| at(&here.z, unit));
        let reach = reach(z);
        let mut points = Vec::new();
        for i in 0..POINTS {
            let z = reach * (2.0 * i as f64 / (POINTS - 1) as f64 - 1.0);
            points.push((z, curve.f(z)));
        }
        if activation == Activation::Step {
            points = vec![(-reach, 0.0), (0.0, 0.0), (0.0, 1.0), (reach, 1.0)];
        }
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for (_, a) in &points {
            low = low.min(*a);
            high = high.max(*a);
        }
        let room = 0.08 * (high - low).max(1e-9);
        let active = here.filter(|_| self.forward(Kind::Activation));
        let slope = active.map(|here| at(&here.slope, unit));
        let a = active.map(|here| at(&here.a, unit));
        let output = layer + 1 == mlp.setup.spec.layers.len();
        let value_name = if output {
            describe::unit(mlp, layer, unit)
        } else {
            "a".to_owned()
        };
        let formula = activation.formula();
        // By bytes: a search for texts within texts is a large piece of code.
        let mut windows = formula.as_bytes().windows(5);
        let end = windows.position(|window| window == b" over");
        let formula = end.and_then(|end| formula.get(..end)).unwrap_or(formula);
        let axis_name = format!("{value_name} = {formula}");
        let mut label = value_name.clone();
        label += " = ";
        add_reading(&mut label, a.unwrap_or_default());
        let slope_label = reading("slope ", slope.unwrap_or_default());
        let training: &[Real] = mlp.training_z.as_ref().map_or(&[], |known| &known.1);
        let mut note = String::new();
        if self.trace.is_none() {
            note += word("lens.pin");
            note += " ";
        }
        if let Some(here) = here.filter(|_| self.back(Kind::Delta)) {
            let delta = at(&here.delta, unit);
            if output {
                let name = match mlp.setup.train.optimizer {
                    Optimizer::Perceptron => "ŷ − y",
                    _ => "δ = ∂L/∂z",
                };
                note += name;
                note += " = ";
                add_reading(&mut note, delta);
                note += ". ";
            } else {
                let factors = [at(&here.blame, unit), at(&here.slope, unit)];
                note += "δ = blame·φ′(z) = ";
                Digits::Short.product(&factors, delta, &mut note);
                note += ". ";
            }
        }
        note += &remark(activation, slope, training);
        let note = note.trim();
        let flat = match activation {
            Activation::Step | Activation::Identity => Vec::new(),
            _ => curve.flat(&points),
        };
        let marked = z.zip(a).map(|(z, a)| Marked {
            x: z,
            y: a,
            slope,
            label: &label,
            slope_label: &slope_label,
        });
        for (name, value) in [(value_name.as_str(), a), (word("lens.slope"), slope)] {
            if let Some(value) = value {
                *text += name;
                *text += " = ";
                Digits::Short.write(value, text);
                *text += ". ";
            }
        }
        *text += note;
        lens::draw(
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
                rug: &wide(training),
                note,
            },
            self.frame.palette,
        )
    }
}
