//! One forward and backward pass over a block of samples: the arithmetic that training,
//! evaluation, maps and traces share.

use super::softmax::{binary, log_sum_exp, softmax, uncouple};
use super::spec::Layout;
use super::sweeps::{Deltas, Losses, Values, ValuesAndSlopes};
use super::{Activation, Loss, Spec};
use crate::num::Real;
use crate::num::kernels::{WIDEST, affine, blame, gradient};
use crate::num::lanes::{LANES, Lanes};

/// How many samples the widest block holds.
pub(crate) const BLOCK: usize = WIDEST * LANES;

/// What the output layer is blamed for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// The gradient of a loss.
    Gradient(Loss),
    /// The perceptron rule: the error itself, and nothing below the output layer.
    Perceptron,
}

/// The buffers of one pass. Units are rows of as many registers as the block is wide; a
/// narrow block uses the first part of each buffer.
#[derive(Clone, Debug)]
pub(crate) struct Pass {
    layout: Vec<Layout>,
    /// The activations of all layers.
    values: Vec<Lanes>,
    /// The slopes of all layers after a forward pass, their error terms after a backward one.
    deltas: Vec<Lanes>,
    /// The pre-activations of the layer that was computed last.
    z: Vec<Lanes>,
}

impl Pass {
    /// Buffers for networks of this shape.
    #[inline]
    pub(crate) fn new(spec: &Spec) -> Self {
        let all = spec.units() * WIDEST;
        let widest = spec.layers.iter().map(|l| l.units).max().unwrap_or(0) * WIDEST;
        Self {
            layout: spec.layout(),
            values: vec![Lanes::ZERO; all],
            deltas: vec![Lanes::ZERO; all],
            z: vec![Lanes::ZERO; widest],
        }
    }

    /// The activations of a layer after a pass over a block of this width.
    pub(crate) fn values(&self, width: usize, layer: usize) -> &[Lanes] {
        let at = Layout::of(&self.layout, layer);
        self.values.get(at.registers(width)).unwrap_or_default()
    }

    /// The slopes of a layer before [`Pass::output_delta`] and [`Pass::backward_layer`],
    /// its error terms after.
    pub(crate) fn deltas(&self, width: usize, layer: usize) -> &[Lanes] {
        let at = Layout::of(&self.layout, layer);
        self.deltas.get(at.registers(width)).unwrap_or_default()
    }

    /// The first layer with an activation that is not finite.
    #[inline]
    pub(crate) fn first_unsound(&self, width: usize) -> Option<usize> {
        let sound = |layer| {
            self.values(width, layer)
                .iter()
                .all(|value| value.is_finite())
        };
        (0..self.layout.len()).find(|layer| !sound(*layer))
    }

    /// The pre-activations of the layer that went forward last.
    pub(crate) fn z(&self) -> &[Lanes] {
        &self.z
    }

    /// The blame of the layer below `layer`, which has its error terms: what
    /// [`Pass::backward_layer`] multiplies the slopes by.
    #[inline]
    pub(crate) fn blame(&self, width: usize, params: &[Real], layer: usize) -> Vec<Lanes> {
        let at = Layout::of(&self.layout, layer);
        let mut blamed = vec![Lanes::splat(1.0); at.inputs * width];
        let weights = params.get(at.weights..at.biases).unwrap_or_default();
        blame(width, weights, self.deltas(width, layer), &mut blamed);
        blamed
    }

    /// Computes every layer's activations for a block of features, one row a feature, and
    /// with `slopes` their slopes.
    pub(crate) fn forward(
        &mut self,
        width: usize,
        slopes: bool,
        params: &[Real],
        leaks: &[Real],
        input: &[Lanes],
    ) {
        for (layer, &leak) in leaks.iter().enumerate() {
            self.forward_layer(width, slopes, params, layer, leak, input);
        }
    }

    /// Computes one layer's activations; `input` is the features' rows.
    #[inline(never)]
    pub(crate) fn forward_layer(
        &mut self,
        width: usize,
        slopes: bool,
        params: &[Real],
        layer: usize,
        leak: Real,
        input: &[Lanes],
    ) {
        let Some(at) = self.layout.get(layer) else {
            return;
        };
        let registers = at.units * width;
        let Some((below, values)) = self.values.split_at_mut_checked(at.row * width) else {
            return;
        };
        let below = match layer {
            0 => input,
            _ => below
                .get((at.row - at.inputs) * width..)
                .unwrap_or_default(),
        };
        let values = values.get_mut(..registers).unwrap_or_default();
        let z = self.z.get_mut(..registers).unwrap_or_default();
        let weights = params.get(at.weights..at.biases).unwrap_or_default();
        let biases = params.get(at.biases..at.end).unwrap_or_default();
        affine(width, weights, biases, below, z);
        if at.coupled() {
            softmax(width, z, values);
        } else if slopes {
            let slopes = self.deltas.get_mut(at.registers(width));
            let slopes = slopes.unwrap_or_default();
            at.activation
                .run(leak, ValuesAndSlopes { z, values, slopes });
        } else {
            at.activation.run(leak, Values { z, values });
        }
    }

    /// Computes the output layer's error terms, after a forward pass with slopes over rows of
    /// `width` registers.
    ///
    /// The sum over the answer's lanes is finite exactly where the loss is. The lanes of the
    /// last register that hold no sample are zero in `mask`, the others one.
    #[inline(never)]
    pub(crate) fn output_delta(
        &mut self,
        width: usize,
        rule: Rule,
        targets: &[Lanes],
        mask: Lanes,
    ) -> Lanes {
        let mut probe = Lanes::ZERO;
        let Some(at) = self.layout.last() else {
            return probe;
        };
        let registers = at.registers(width);
        let values = self.values.get(registers.clone()).unwrap_or_default();
        let deltas = self.deltas.get_mut(registers).unwrap_or_default();
        let z = self.z.get(..at.units * width).unwrap_or_default();
        match rule {
            Rule::Perceptron => {
                let each = values.iter().zip(z).zip(targets);
                for (delta, ((&p, &z), &y)) in deltas.iter_mut().zip(each) {
                    *delta = p - y;
                    probe += delta.check() + z.check();
                }
            }
            Rule::Gradient(loss) => {
                let fused = loss.fuses(at.activation, at.units);
                loss.run(
                    fused,
                    at.units,
                    Deltas {
                        values,
                        z,
                        targets,
                        deltas,
                        by_slope: !fused && !at.coupled(),
                        probe: &mut probe,
                    },
                );
                if at.coupled() && !fused {
                    uncouple(width, values, deltas);
                } else if at.coupled() && loss.is_binary(at.units) {
                    // No loop over outputs: what the loop gave is written over.
                    binary(width, z, targets, None, Some(deltas));
                }
            }
        }
        for delta in deltas.chunks_exact_mut(width.max(1)) {
            if let Some(last) = delta.last_mut() {
                *last *= mask;
            }
        }
        probe
    }

    /// Computes the error terms of the layer below `layer`, which has its own.
    pub(crate) fn backward_layer(&mut self, width: usize, params: &[Real], layer: usize) {
        let (Some(below), Some(at)) = (self.layout.get(layer - 1), self.layout.get(layer)) else {
            return;
        };
        let Some((slopes, deltas)) = self.deltas.split_at_mut_checked(at.row * width) else {
            return;
        };
        let slopes = slopes.get_mut(below.row * width..).unwrap_or_default();
        if below.coupled() {
            slopes.fill(Lanes::splat(1.0));
        }
        let weights = params.get(at.weights..at.biases).unwrap_or_default();
        // There are as many rows of error terms as the weights have rows; behind them are
        // those of the layers above.
        blame(width, weights, deltas, slopes);
        if below.coupled() {
            let values = self.values.get(below.registers(width));
            uncouple(width, values.unwrap_or_default(), slopes);
        }
    }

    /// Computes the error terms of all layers below the output layer, and writes (or, with
    /// `add`, adds) each parameter's gradient summed over the block's registers.
    pub(crate) fn backward(
        &mut self,
        width: usize,
        add: bool,
        params: &[Real],
        rule: Rule,
        input: &[Lanes],
        sums: &mut [Lanes],
    ) {
        for layer in (0..self.layout.len()).rev() {
            let at = Layout::of(&self.layout, layer);
            let below = match layer {
                0 => input,
                _ => self.values(width, layer - 1),
            };
            let Some((before, own)) = sums.split_at_mut_checked(at.weights) else {
                break;
            };
            let Some((weights, biases)) = own.split_at_mut_checked(at.biases - at.weights) else {
                break;
            };
            let deltas = self.deltas(width, layer);
            gradient(width, add, deltas, below, weights, biases);
            if rule == Rule::Perceptron {
                // The rule ends here; an earlier step by gradient may have left its sums.
                before.fill(Lanes::ZERO);
                break;
            }
            if layer == 0 {
                break;
            }
            self.backward_layer(width, params, layer);
        }
    }

    /// Writes each sample's loss after a forward pass over rows of as many registers as
    /// there are `losses`.
    #[inline(never)]
    pub(crate) fn losses(&self, loss: Loss, targets: &[Lanes], losses: &mut [Lanes]) {
        let width = losses.len();
        losses.fill(Lanes::ZERO);
        let Some(at) = self.layout.last() else {
            return;
        };
        let z = self.z.get(..at.units * width).unwrap_or_default();
        if at.coupled() && loss.is_binary(at.units) {
            binary(width, z, targets, Some(losses), None);
            return;
        }
        let fused = loss.fuses(at.activation, at.units);
        let mut log_sums = [(Lanes::ZERO, Lanes::ZERO); WIDEST];
        if fused && at.coupled() {
            for (v, log_sum) in log_sums.iter_mut().take(width).enumerate() {
                *log_sum = log_sum_exp(width, v, z);
            }
        }
        loss.run(
            fused,
            at.units,
            Losses {
                values: self.values.get(at.registers(width)).unwrap_or_default(),
                z,
                targets,
                log_sums: &log_sums,
                losses,
            },
        );
    }
}

/// The slopes below zero outside training, one a layer.
#[inline]
pub(crate) fn mean_leaks(spec: &Spec) -> Vec<Real> {
    vec![super::activation::MEAN_LEAK; spec.layers.len()]
}

/// Whether any layer draws its slope for every step.
#[inline]
pub(crate) fn draws_leaks(spec: &Spec) -> bool {
    spec.layers
        .iter()
        .any(|l| Activation::draws_leak(l.activation))
}
