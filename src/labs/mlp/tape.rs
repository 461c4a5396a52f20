//! The tape: the ordered list of every term of one pass and of the update that follows.
//! What stands in which row follows from the network's shape and the settings alone; the
//! numbers are those of a [`Trace`] and of an [`Explanation`].

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

/// What one row states. Layers count from 0 after the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Row {
    /// One product `w · x`.
    Product {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
        /// The sender.
        input: usize,
    },
    /// The sum of a unit's products.
    Sum {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// A unit's bias.
    Bias {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// `z`, sum and bias together.
    PreActivation {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// One exponential of a softmax.
    Exponential {
        /// The output.
        unit: usize,
    },
    /// The sum of a softmax's exponentials.
    ExponentialSum,
    /// `a = φ(z)`.
    Activation {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// One output's term of the loss.
    LossTerm {
        /// The output.
        unit: usize,
    },
    /// The sample's loss.
    Loss,
    /// `∂L/∂ŷ` of an output.
    OutputBlame {
        /// The output.
        unit: usize,
    },
    /// One product `w · δ`: blame from one unit of the next layer.
    BlameProduct {
        /// The blamed unit's layer.
        layer: usize,
        /// The blamed unit.
        unit: usize,
        /// The unit of the next layer.
        next: usize,
    },
    /// The sum of the blame from the next layer.
    Blame {
        /// The blamed unit's layer.
        layer: usize,
        /// The blamed unit.
        unit: usize,
    },
    /// The slope `φ'(z)`.
    Slope {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// The error term `δ`.
    Delta {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// `∂L/∂w = δ · a` for this sample.
    WeightGradient {
        /// The receiving unit's layer.
        layer: usize,
        /// The receiving unit.
        unit: usize,
        /// The sender.
        input: usize,
    },
    /// `∂L/∂b = δ` for this sample.
    BiasGradient {
        /// The unit's layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// The mean of a parameter's gradients over the batch.
    Mean(Parameter),
    /// The regulariser's part of a weight's gradient.
    Penalty(Parameter),
    /// What the optimizer remembers for a parameter: its first moment.
    FirstMoment(Parameter),
    /// What the optimizer remembers for a parameter: its second moment.
    SecondMoment(Parameter),
    /// Adam's first moment without its bias to zero.
    FirstUnbiased(Parameter),
    /// Adam's second moment without its bias to zero.
    SecondUnbiased(Parameter),
    /// A weight after the optimizer's step, before L1 shrinks it.
    Stepped(Parameter),
    /// A parameter before and after.
    Update(Parameter),
    /// The change of the batch's loss: predicted to first order, and actual.
    Outcome,
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
    pub(super) fn part(self) -> Part {
        let Self { layer, unit, input } = self;
        match input {
            Some(input) => Part::Weight { layer, unit, input },
            None => Part::Bias { layer, unit },
        }
    }

    /// Its place in the flat vector of parameters.
    pub(super) fn index(self, spec: &Spec) -> usize {
        let inputs = spec.fan_in(self.layer);
        let units = spec.layers[self.layer].units;
        spec.offset(self.layer)
            + match self.input {
                Some(input) => self.unit * inputs + input,
                None => units * inputs + self.unit,
            }
    }
}

impl Row {
    /// Which stage it belongs to.
    pub(super) fn stage(self) -> Stage {
        match self {
            Self::Product { .. }
            | Self::Sum { .. }
            | Self::Bias { .. }
            | Self::PreActivation { .. }
            | Self::Exponential { .. }
            | Self::ExponentialSum
            | Self::Activation { .. } => Stage::Forward,
            Self::LossTerm { .. } | Self::Loss => Stage::Loss,
            Self::OutputBlame { .. }
            | Self::BlameProduct { .. }
            | Self::Blame { .. }
            | Self::Slope { .. }
            | Self::Delta { .. }
            | Self::WeightGradient { .. }
            | Self::BiasGradient { .. } => Stage::Backward,
            Self::Mean(_)
            | Self::Penalty(_)
            | Self::FirstMoment(_)
            | Self::SecondMoment(_)
            | Self::FirstUnbiased(_)
            | Self::SecondUnbiased(_)
            | Self::Stepped(_)
            | Self::Update(_)
            | Self::Outcome => Stage::Update,
        }
    }

    /// Its layer and unit, where it has them.
    pub(super) fn unit(self, spec: &Spec) -> (Option<usize>, Option<usize>) {
        let output = Some(spec.layers.len() - 1);
        match self {
            Self::Product { layer, unit, .. }
            | Self::Sum { layer, unit }
            | Self::Bias { layer, unit }
            | Self::PreActivation { layer, unit }
            | Self::Activation { layer, unit }
            | Self::BlameProduct { layer, unit, .. }
            | Self::Blame { layer, unit }
            | Self::Slope { layer, unit }
            | Self::Delta { layer, unit }
            | Self::WeightGradient { layer, unit, .. }
            | Self::BiasGradient { layer, unit } => (Some(layer), Some(unit)),
            Self::Exponential { unit } | Self::LossTerm { unit } | Self::OutputBlame { unit } => {
                (output, Some(unit))
            }
            Self::Mean(p)
            | Self::Penalty(p)
            | Self::FirstMoment(p)
            | Self::SecondMoment(p)
            | Self::FirstUnbiased(p)
            | Self::SecondUnbiased(p)
            | Self::Stepped(p)
            | Self::Update(p) => (Some(p.layer), Some(p.unit)),
            Self::ExponentialSum | Self::Loss => (output, None),
            Self::Outcome => (None, None),
        }
    }

    /// The part of the network's picture that it speaks of.
    pub(super) fn part(self, spec: &Spec) -> Part {
        match self {
            Self::Product { layer, unit, input } | Self::WeightGradient { layer, unit, input } => {
                Part::Weight { layer, unit, input }
            }
            Self::BlameProduct { layer, unit, next } => Part::Weight {
                layer: layer + 1,
                unit: next,
                input: unit,
            },
            Self::Bias { layer, unit } | Self::BiasGradient { layer, unit } => {
                Part::Bias { layer, unit }
            }
            Self::Mean(p)
            | Self::Penalty(p)
            | Self::FirstMoment(p)
            | Self::SecondMoment(p)
            | Self::FirstUnbiased(p)
            | Self::SecondUnbiased(p)
            | Self::Stepped(p)
            | Self::Update(p) => p.part(),
            Self::LossTerm { .. } | Self::Loss | Self::Outcome => Part::Loss,
            Self::OutputBlame { unit } => Part::Output { unit },
            _ => match self.unit(spec) {
                (Some(layer), Some(unit)) => Part::Unit { layer, unit },
                (Some(layer), None) => Part::Layer(layer),
                _ => Part::Loss,
            },
        }
    }
}

/// Whether `δ` of the output is taken in one piece, `ŷ − y`, without `∂L/∂ŷ` and slope.
pub(super) fn is_direct(spec: &Spec, config: &TrainConfig) -> bool {
    let output = spec.output_activation();
    config.optimizer == Optimizer::Perceptron
        || config.loss == Loss::CrossEntropy && output == Activation::Softmax
}

/// The rows of one sample's pass, in order.
pub(super) fn pass_rows(spec: &Spec, config: &TrainConfig) -> Vec<Row> {
    let mut rows = Vec::new();
    let last = spec.layers.len() - 1;
    for (layer, shape) in spec.layers.iter().enumerate() {
        for unit in 0..shape.units {
            rows.extend((0..spec.fan_in(layer)).map(|input| Row::Product { layer, unit, input }));
            rows.push(Row::Sum { layer, unit });
            rows.push(Row::Bias { layer, unit });
            rows.push(Row::PreActivation { layer, unit });
            if shape.activation != Activation::Softmax {
                rows.push(Row::Activation { layer, unit });
            }
        }
        // Softmax looks at a whole layer: its rows follow the layer's last z.
        if shape.activation == Activation::Softmax {
            rows.extend((0..shape.units).map(|unit| Row::Exponential { unit }));
            rows.push(Row::ExponentialSum);
            rows.extend((0..shape.units).map(|unit| Row::Activation { layer, unit }));
        }
    }
    rows.extend((0..spec.outputs()).map(|unit| Row::LossTerm { unit }));
    rows.push(Row::Loss);
    let coupled = spec.output_activation() == Activation::Softmax && spec.outputs() > 1;
    if coupled && config.optimizer != Optimizer::Perceptron {
        // Every output hears of every z: all blame stands before the first δ.
        rows.extend((0..spec.outputs()).map(|unit| Row::OutputBlame { unit }));
    }
    for layer in (0..=last).rev() {
        for unit in 0..spec.layers[layer].units {
            if layer < last {
                rows.extend(
                    (0..spec.layers[layer + 1].units).map(|next| Row::BlameProduct {
                        layer,
                        unit,
                        next,
                    }),
                );
                rows.push(Row::Blame { layer, unit });
                rows.push(Row::Slope { layer, unit });
            } else if !is_direct(spec, config) && !coupled {
                rows.push(Row::OutputBlame { unit });
                rows.push(Row::Slope { layer, unit });
            }
            rows.push(Row::Delta { layer, unit });
            rows.extend((0..spec.fan_in(layer)).map(|input| Row::WeightGradient {
                layer,
                unit,
                input,
            }));
            rows.push(Row::BiasGradient { layer, unit });
        }
    }
    rows
}

/// The rows of the update after a batch, in order.
pub(super) fn update_rows(spec: &Spec, config: &TrainConfig) -> Vec<Row> {
    let mut rows = Vec::new();
    for layer in 0..spec.layers.len() {
        for unit in 0..spec.layers[layer].units {
            let inputs = (0..spec.fan_in(layer)).map(Some);
            for input in inputs.chain([None]) {
                let parameter = Parameter { layer, unit, input };
                rows.push(Row::Mean(parameter));
                if config.l2 > 0.0 && input.is_some() {
                    rows.push(Row::Penalty(parameter));
                }
                if config.optimizer.has_first_moment() {
                    rows.push(Row::FirstMoment(parameter));
                }
                if config.optimizer.has_second_moment() {
                    rows.push(Row::SecondMoment(parameter));
                }
                if matches!(config.optimizer, Optimizer::Adam | Optimizer::Adamw) {
                    rows.push(Row::FirstUnbiased(parameter));
                    rows.push(Row::SecondUnbiased(parameter));
                }
                if config.l1 > 0.0 && input.is_some() {
                    rows.push(Row::Stepped(parameter));
                }
                rows.push(Row::Update(parameter));
            }
        }
    }
    rows.push(Row::Outcome);
    rows
}
