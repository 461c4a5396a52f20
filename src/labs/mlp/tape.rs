//! The tape: the ordered list of every term of one pass and of the update that follows.
//! What stands in which row follows from the network's shape and the settings alone; the
//! numbers are those of a [`Trace`](crate::nn::Trace) and of an
//! [`Explanation`](crate::nn::Explanation).

use crate::nn::{Activation, Loss, Optimizer, Spec, TrainConfig};
use crate::scene::Part;

/// The four stages of learning from a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Stage {
    /// From the features to the prediction.
    Forward,
    /// From the prediction to the loss.
    Loss,
    /// From the loss back to every gradient.
    Backward,
    /// From the batch's mean gradient to new weights.
    Update,
}

/// What one row states, in the order of the stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Kind {
    /// One product `w · x`; the row names the sender.
    Product,
    /// The sum of a unit's products.
    Sum,
    /// A unit's bias.
    Bias,
    /// `z`, sum and bias together.
    PreActivation,
    /// One exponential of a softmax.
    Exponential,
    /// The sum of a softmax's exponentials.
    ExponentialSum,
    /// `a = φ(z)`.
    Activation,
    /// One output's term of the loss.
    LossTerm,
    /// The sample's loss.
    Loss,
    /// `∂L/∂ŷ` of an output.
    OutputBlame,
    /// One product `w · δ`: blame from one unit of the next layer, which the row names.
    BlameProduct,
    /// The sum of the blame from the next layer.
    Blame,
    /// The slope `φ'(z)`.
    Slope,
    /// The error term `δ`.
    Delta,
    /// `∂L/∂w = δ · a` for this sample; the row names the sender.
    WeightGradient,
    /// `∂L/∂b = δ` for this sample.
    BiasGradient,
    /// The mean of a parameter's gradients over the batch.
    Mean,
    /// The regulariser's part of a weight's gradient.
    Penalty,
    /// What the optimizer remembers for a parameter: its first moment.
    FirstMoment,
    /// What the optimizer remembers for a parameter: its second moment.
    SecondMoment,
    /// Adam's first moment without its bias to zero.
    FirstUnbiased,
    /// Adam's second moment without its bias to zero.
    SecondUnbiased,
    /// A weight after the optimizer's step, before L1 shrinks it.
    Stepped,
    /// A parameter before and after.
    Update,
    /// The change of the batch's loss: predicted to first order, and actual.
    Outcome,
}

/// A row: what it states, and of what. Layers count from 0 after the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// What it states.
    pub(super) kind: Kind,
    /// The unit, with the sender or the unit of the next layer where the row names one, or
    /// the parameter. Rows of the whole loss stand with the output layer.
    pub(super) at: Parameter,
}

/// A weight or a bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parameter {
    /// The receiving unit's layer.
    pub(super) layer: usize,
    /// The receiving unit.
    pub(super) unit: usize,
    /// The sender; none for the bias.
    pub(super) input: Option<usize>,
}

impl Parameter {
    /// The part of the picture that it is.
    pub(super) fn part(&self) -> Part {
        let Self { layer, unit, input } = *self;
        match input {
            Some(input) => Part::Weight { layer, unit, input },
            None => Part::Bias { layer, unit },
        }
    }

    /// The parameter that a part is, if it is one of a network of this shape.
    pub(super) fn of(part: Part, spec: &Spec) -> Option<Self> {
        let (layer, unit, input) = match part {
            Part::Weight { layer, unit, input } => (layer, unit, Some(input)),
            Part::Bias { layer, unit } => (layer, unit, None),
            _ => return None,
        };
        let exists = unit < spec.layers.get(layer)?.units
            && input.is_none_or(|input| input < spec.fan_in(layer));
        exists.then_some(Self { layer, unit, input })
    }

    /// Its place in the flat vector of parameters.
    pub(super) fn index(&self, spec: &Spec) -> usize {
        let inputs = spec.fan_in(self.layer);
        let units = spec.units_of(self.layer);
        spec.offset(self.layer)
            + match self.input {
                Some(input) => self.unit * inputs + input,
                None => units * inputs + self.unit,
            }
    }
}

impl Row {
    /// A row of a unit.
    pub(super) fn of(kind: Kind, layer: usize, unit: usize) -> Self {
        let input = None;
        let at = Parameter { layer, unit, input };
        Self { kind, at }
    }

    /// A row of a unit and another that sends to it, forward or back.
    pub(super) fn from(kind: Kind, layer: usize, unit: usize, other: usize) -> Self {
        let input = Some(other);
        let at = Parameter { layer, unit, input };
        Self { kind, at }
    }

    /// Which stage it belongs to.
    // One copy for many callers.
    #[inline(never)]
    pub(super) fn stage(&self) -> Stage {
        if self.kind <= Kind::Activation {
            Stage::Forward
        } else if self.kind <= Kind::Loss {
            Stage::Loss
        } else if self.kind <= Kind::BiasGradient {
            Stage::Backward
        } else {
            Stage::Update
        }
    }

    /// Its layer and unit, where it has them.
    pub(super) fn unit(&self) -> (Option<usize>, Option<usize>) {
        let Parameter { layer, unit, .. } = self.at;
        match self.kind {
            Kind::ExponentialSum | Kind::Loss => (Some(layer), None),
            Kind::Outcome => (None, None),
            _ => (Some(layer), Some(unit)),
        }
    }

    /// The part of the network's picture that it speaks of.
    pub(super) fn part(&self) -> Part {
        let Parameter { layer, unit, input } = self.at;
        match self.kind {
            Kind::LossTerm | Kind::Loss | Kind::Outcome => Part::Loss,
            Kind::OutputBlame => Part::Output { unit },
            Kind::ExponentialSum => Part::Layer(layer),
            Kind::BlameProduct => Part::Weight {
                layer: layer + 1,
                unit: input.unwrap_or_default(),
                input: unit,
            },
            Kind::Product | Kind::Bias => self.at.part(),
            kind if kind >= Kind::WeightGradient => self.at.part(),
            _ => Part::Unit { layer, unit },
        }
    }
}

/// Whether `δ` of the output is taken in one piece, `ŷ − y`, without `∂L/∂ŷ` and slope.
pub(super) fn is_direct(spec: &Spec, config: &TrainConfig) -> bool {
    let output = spec.output_activation();
    config.optimizer == Optimizer::Perceptron
        || config.loss == Loss::CrossEntropy && output == Activation::Softmax
}

/// Adds a row of a unit.
fn put(rows: &mut Vec<Row>, kind: Kind, layer: usize, unit: usize) {
    rows.push(Row::of(kind, layer, unit));
}

/// Adds a row of each unit of a layer.
fn each(rows: &mut Vec<Row>, kind: Kind, layer: usize, units: usize) {
    for unit in 0..units {
        put(rows, kind, layer, unit);
    }
}

/// Adds a row of one unit and each of `others` units or inputs that send to it.
fn each_from(rows: &mut Vec<Row>, kind: Kind, layer: usize, unit: usize, others: usize) {
    for other in 0..others {
        rows.push(Row::from(kind, layer, unit, other));
    }
}

/// The rows of one sample's pass, in order.
pub(super) fn pass_rows(spec: &Spec, config: &TrainConfig) -> Vec<Row> {
    let mut rows = Vec::new();
    let last = spec.layers.len() - 1;
    for (layer, shape) in spec.layers.iter().enumerate() {
        let softmax = shape.activation == Activation::Softmax;
        for unit in 0..shape.units {
            each_from(&mut rows, Kind::Product, layer, unit, spec.fan_in(layer));
            let kinds = [Kind::Sum, Kind::Bias, Kind::PreActivation, Kind::Activation];
            for kind in &kinds[..if softmax { 3 } else { 4 }] {
                put(&mut rows, *kind, layer, unit);
            }
        }
        // Softmax looks at a whole layer: its rows follow the layer's last z.
        if softmax {
            each(&mut rows, Kind::Exponential, layer, shape.units);
            put(&mut rows, Kind::ExponentialSum, layer, 0);
            each(&mut rows, Kind::Activation, layer, shape.units);
        }
    }
    each(&mut rows, Kind::LossTerm, last, spec.outputs());
    put(&mut rows, Kind::Loss, last, 0);
    let direct = is_direct(spec, config);
    let coupled = spec.output_activation() == Activation::Softmax && spec.outputs() > 1;
    if coupled && config.optimizer != Optimizer::Perceptron {
        // Every output hears of every z: all blame stands before the first δ.
        each(&mut rows, Kind::OutputBlame, last, spec.outputs());
    }
    for layer in (0..spec.layers.len()).rev() {
        for unit in 0..spec.units_of(layer) {
            let blame = if layer < last {
                let next = spec.units_of(layer + 1);
                each_from(&mut rows, Kind::BlameProduct, layer, unit, next);
                Some(Kind::Blame)
            } else {
                (!direct && !coupled).then_some(Kind::OutputBlame)
            };
            if let Some(blame) = blame {
                put(&mut rows, blame, layer, unit);
                put(&mut rows, Kind::Slope, layer, unit);
            }
            put(&mut rows, Kind::Delta, layer, unit);
            let inputs = spec.fan_in(layer);
            each_from(&mut rows, Kind::WeightGradient, layer, unit, inputs);
            put(&mut rows, Kind::BiasGradient, layer, unit);
        }
    }
    rows
}

/// The rows of the update after a batch, in order.
pub(super) fn update_rows(spec: &Spec, config: &TrainConfig) -> Vec<Row> {
    let optimizer = config.optimizer;
    let unbiased = matches!(optimizer, Optimizer::Adam | Optimizer::Adamw);
    // What stands in a weight's rows, and whether in a bias's too.
    let kinds = [
        (Kind::Mean, true, true),
        (Kind::Penalty, config.l2 > 0.0, false),
        (Kind::FirstMoment, optimizer.has_first_moment(), true),
        (Kind::SecondMoment, optimizer.has_second_moment(), true),
        (Kind::FirstUnbiased, unbiased, true),
        (Kind::SecondUnbiased, unbiased, true),
        (Kind::Stepped, config.l1 > 0.0, false),
        (Kind::Update, true, true),
    ];
    let mut rows = Vec::new();
    for layer in 0..spec.layers.len() {
        let inputs = spec.fan_in(layer);
        for unit in 0..spec.units_of(layer) {
            // The bias comes after the weights.
            for place in 0..inputs + 1 {
                let input = (place < inputs).then_some(place);
                let at = Parameter { layer, unit, input };
                for (kind, stands, of_bias) in kinds {
                    if stands && (of_bias || input.is_some()) {
                        rows.push(Row { kind, at });
                    }
                }
            }
        }
    }
    put(&mut rows, Kind::Outcome, 0, 0);
    rows
}
