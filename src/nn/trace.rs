//! One sample's whole computation, number by number, by the arithmetic of training.

use super::pass::{Pass, Rule, mean_leaks};
use super::sweeps::Deltas;
use super::{Loss, Network};
use crate::num::lanes::Lanes;
use crate::num::{Matrix, Real, matrix};

/// What one layer did for one sample; vectors hold one number a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerTrace {
    /// The pre-activations `z`.
    pub z: Vec<Real>,
    /// The activations `a`.
    pub a: Vec<Real>,
    /// The slopes `φ'(z)` (softmax over several units: the diagonal `a (1 − a)`).
    pub slope: Vec<Real>,
    /// The blame: `Σ w δ` over the units of the next layer; of the output layer `∂L/∂ŷ`,
    /// which may be infinite where the loss is [fused](Loss::fuses) with the activation and
    /// `ŷ` has rounded to 0 or 1.
    pub blame: Vec<Real>,
    /// The error terms `δ = ∂L/∂z`.
    pub delta: Vec<Real>,
    /// `∂L/∂w`, `units x inputs`.
    pub d_weight: Matrix,
    /// `∂L/∂b`.
    pub d_bias: Vec<Real>,
}

/// One sample's forward and backward pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The features.
    pub input: Vec<Real>,
    /// The targets `y`.
    pub target: Vec<Real>,
    /// The hidden layers in order and, last, the output layer.
    pub layers: Vec<LayerTrace>,
    /// The predictions `ŷ`.
    pub output: Vec<Real>,
    /// The loss of this sample, without any penalty.
    pub loss: Real,
}

impl Trace {
    /// What one layer did.
    // One copy for many callers.
    #[must_use]
    #[inline(never)]
    pub fn layer(&self, layer: usize) -> &LayerTrace {
        &self.layers[layer]
    }
}

/// Traces one sample, as outside training (randomised ReLU takes its mean slope).
#[must_use]
#[inline]
pub fn trace(network: &Network, loss: Loss, features: &[Real], target: &[Real]) -> Trace {
    let leaks = mean_leaks(network.spec());
    trace_with(
        network,
        loss,
        Rule::Gradient(loss),
        &leaks,
        features,
        target,
    )
}

/// Traces one sample under a rule and with the slopes of a step.
#[inline]
pub(crate) fn trace_with(
    network: &Network,
    loss: Loss,
    rule: Rule,
    leaks: &[Real],
    features: &[Real],
    target: &[Real],
) -> Trace {
    let (input, targets) = (spread(features), spread(target));
    let only = Lanes::from_array([1.0, 0.0, 0.0, 0.0]);
    let params = network.padded();
    let mut pass = Pass::new(network.spec());
    let mut layers = Vec::with_capacity(network.layer_count());
    let shapes = leaks.iter().zip(&network.spec().layers);
    for (layer, (&leak, shape)) in shapes.enumerate() {
        pass.forward_layer(1, true, params, layer, leak, &input);
        let a = first(pass.values(1, layer));
        let mut slope = first(pass.deltas(1, layer));
        if shape.activation.couples(shape.units) {
            for (slope, a) in slope.iter_mut().zip(&a) {
                *slope = a * (1.0 - a);
            }
        }
        layers.push(LayerTrace {
            z: first(pass.z().get(..shape.units).unwrap_or_default()),
            slope,
            blame: Vec::new(),
            delta: Vec::new(),
            d_weight: matrix(0, 0, Vec::new()),
            d_bias: Vec::new(),
            a,
        });
    }
    let last = layers.len() - 1;
    let mut loss_value = [Lanes::ZERO];
    pass.losses(loss, &targets, &mut loss_value);
    let z = pass.z().get(..target.len()).unwrap_or_default();
    let output = network.spec().output_activation();
    let fused = loss.fuses(output, target.len());
    let mut blame = d_prediction(loss, fused, pass.values(1, last), z, &targets);
    pass.output_delta(1, rule, &targets, only);
    for (layer, trace) in layers.iter_mut().enumerate().rev() {
        trace.blame = core::mem::take(&mut blame);
        trace.delta = first(pass.deltas(1, layer));
        trace.d_bias.clone_from(&trace.delta);
        if layer > 0 {
            blame = first(&pass.blame(1, params, layer));
            pass.backward_layer(1, params, layer);
        }
    }
    let mut below = features.to_vec();
    for trace in &mut layers {
        let mut d_weight = Vec::new();
        for input in &below {
            for delta in &trace.delta {
                d_weight.push(delta * input);
            }
        }
        trace.d_weight = matrix(trace.delta.len(), below.len(), d_weight);
        below.clone_from(&trace.a);
    }
    Trace {
        input: features.to_vec(),
        target: target.to_vec(),
        output: below,
        loss: loss_value[0].to_array()[0],
        layers,
    }
}

/// Each number in all lanes of a register.
fn spread(numbers: &[Real]) -> Vec<Lanes> {
    let mut registers = Vec::with_capacity(numbers.len());
    for number in numbers {
        registers.push(Lanes::splat(*number));
    }
    registers
}

/// The number in the first lane of each register.
#[inline]
fn first(registers: &[Lanes]) -> Vec<Real> {
    let mut numbers = Vec::with_capacity(registers.len());
    for register in registers {
        numbers.push(register.to_array()[0]);
    }
    numbers
}

/// The derivative of a loss by the predictions of one sample after a forward pass, whether
/// or not the loss is fused with the output activation.
#[inline]
fn d_prediction(
    loss: Loss,
    fused: bool,
    values: &[Lanes],
    z: &[Lanes],
    targets: &[Lanes],
) -> Vec<Real> {
    let count = values.len();
    if fused {
        let mut slopes = first(values);
        for (slope, y) in slopes.iter_mut().zip(first(targets)) {
            let p = *slope;
            *slope = if loss.is_binary(count) {
                // By itself the loss cuts predictions off, fused it does not: the textbook's
                // derivative, −y/ŷ + (1 − y)/(1 − ŷ) over the outputs, for targets 0 and 1.
                let by = if y > 0.5 { -p } else { 1.0 - p };
                1.0 / by / count as Real
            } else if y == 0.0 {
                // Nor does the loss over a softmax cut anything off: −y/ŷ.
                0.0
            } else {
                -y / p
            };
        }
        return slopes;
    }
    let mut deltas = vec![Lanes::ZERO; count];
    loss_slopes(loss, values, z, targets, &mut deltas);
    first(&deltas)
}

/// The derivative of a loss by itself, by the training's own loop.
fn loss_slopes(loss: Loss, values: &[Lanes], z: &[Lanes], targets: &[Lanes], deltas: &mut [Lanes]) {
    let mut probe = Lanes::ZERO;
    loss.run(
        false,
        values.len(),
        Deltas {
            values,
            z,
            targets,
            deltas,
            by_slope: false,
            probe: &mut probe,
        },
    );
}
