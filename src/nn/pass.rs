//! One forward and backward pass over a block of samples: the arithmetic that training,
//! evaluation, maps and traces share.

use super::softmax::{binary, log_sum_exp, softmax, uncouple};
use super::spec::Layout;
use super::sweeps::{Deltas, Losses, Values, ValuesAndSlopes};
use super::{Activation, Loss, Spec};
use crate::num::Real;
use crate::num::kernels::{affine, blame, gradient, rows, rows_mut};
use crate::num::lanes::{LANES, Lanes};

/// The most registers side by side in a block.
pub(crate) const WIDEST: usize = 8;

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

/// The buffers of one pass. Units are rows; a block of `V` registers uses the first
/// `V * LANES` samples' worth of each buffer.
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

    /// The activations of a layer.
    pub(crate) fn values<const V: usize>(&self, layer: usize) -> &[[Lanes; V]] {
        &rows(&self.values)[self.layout[layer].rows()]
    }

    /// The slopes of a layer before [`Pass::output_delta`] and [`Pass::backward_layer`],
    /// its error terms after.
    pub(crate) fn deltas<const V: usize>(&self, layer: usize) -> &[[Lanes; V]] {
        &rows(&self.deltas)[self.layout[layer].rows()]
    }

    /// The first layer with an activation that is not finite.
    pub(crate) fn first_unsound<const V: usize>(&self) -> Option<usize> {
        let sound = |layer: &usize| {
            let values = self.values::<V>(*layer).as_flattened();
            values.iter().all(|value| value.is_finite())
        };
        (0..self.layout.len()).find(|layer| !sound(layer))
    }

    /// The pre-activations of the layer that went forward last.
    pub(crate) fn z<const V: usize>(&self) -> &[[Lanes; V]] {
        rows(&self.z)
    }

    /// The blame of the layer below `layer`, which has its error terms: what
    /// [`Pass::backward_layer`] multiplies the slopes by.
    pub(crate) fn blame<const V: usize>(&self, params: &[Real], layer: usize) -> Vec<[Lanes; V]> {
        let at = self.layout[layer];
        let mut blamed = vec![[Lanes::splat(1.0); V]; at.inputs];
        blame(
            &params[at.weights..at.biases],
            self.deltas(layer),
            &mut blamed,
        );
        blamed
    }

    /// Computes every layer's activations for a block of features, one row a feature, and
    /// with `SLOPES` their slopes.
    pub(crate) fn forward<const V: usize, const SLOPES: bool>(
        &mut self,
        params: &[Real],
        leaks: &[Real],
        input: &[[Lanes; V]],
    ) {
        for (layer, &leak) in leaks.iter().enumerate() {
            self.forward_layer::<V, SLOPES>(params, layer, leak, input);
        }
    }

    /// Computes one layer's activations; `input` is the features' rows.
    #[inline(never)]
    pub(crate) fn forward_layer<const V: usize, const SLOPES: bool>(
        &mut self,
        params: &[Real],
        layer: usize,
        leak: Real,
        input: &[[Lanes; V]],
    ) {
        let at = self.layout[layer];
        let (below, values) = rows_mut::<V>(&mut self.values).split_at_mut(at.row);
        let below = match layer {
            0 => input,
            _ => &below[at.row - at.inputs..],
        };
        let values = &mut values[..at.units];
        let z = &mut rows_mut::<V>(&mut self.z)[..at.units];
        let params = &params[at.weights..at.end];
        let (weights, biases) = params.split_at(at.biases - at.weights);
        affine(weights, biases, below, z);
        if at.coupled() {
            softmax(V, z.as_flattened(), values.as_flattened_mut());
            return;
        }
        let (z, values) = (z.as_flattened(), values.as_flattened_mut());
        if SLOPES {
            let slopes = rows_mut::<V>(&mut self.deltas)[at.rows()].as_flattened_mut();
            at.activation
                .run(leak, ValuesAndSlopes { z, values, slopes });
        } else {
            at.activation.run(leak, Values { z, values });
        }
    }

    /// Computes the output layer's error terms, after a forward pass with slopes over rows of
    /// `width` registers; one piece of code for all widths.
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
        let at = self.layout[self.layout.len() - 1];
        let rows = at.row * width..(at.row + at.units) * width;
        let values = &self.values[rows.clone()];
        let deltas = &mut self.deltas[rows];
        let z = &self.z[..at.units * width];
        let mut probe = Lanes::ZERO;
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
        for delta in deltas.chunks_exact_mut(width) {
            delta[width - 1] *= mask;
        }
        probe
    }

    /// Computes the error terms of the layer below `layer`, which has its own.
    pub(crate) fn backward_layer<const V: usize>(&mut self, params: &[Real], layer: usize) {
        let (below, at) = (self.layout[layer - 1], self.layout[layer]);
        let (slopes, deltas) = rows_mut::<V>(&mut self.deltas).split_at_mut(at.row);
        let slopes = &mut slopes[below.row..];
        if below.coupled() {
            slopes.fill([Lanes::splat(1.0); V]);
        }
        blame(&params[at.weights..at.biases], &deltas[..at.units], slopes);
        if below.coupled() {
            let values = &rows::<V>(&self.values)[below.rows()];
            uncouple(V, values.as_flattened(), slopes.as_flattened_mut());
        }
    }

    /// Computes the error terms of all layers below the output layer, and writes (or, with
    /// `ADD`, adds) each parameter's gradient summed over the block's registers.
    #[inline(never)]
    pub(crate) fn backward<const V: usize, const ADD: bool>(
        &mut self,
        params: &[Real],
        rule: Rule,
        input: &[[Lanes; V]],
        sums: &mut [Lanes],
    ) {
        for layer in (0..self.layout.len()).rev() {
            let at = self.layout[layer];
            let below = match layer {
                0 => input,
                _ => self.values(layer - 1),
            };
            let (weights, biases) = sums[at.weights..at.end].split_at_mut(at.biases - at.weights);
            gradient::<V, ADD>(self.deltas(layer), below, weights, biases);
            if rule == Rule::Perceptron {
                // The rule ends here; an earlier step by gradient may have left its sums.
                sums[..at.weights].fill(Lanes::ZERO);
                break;
            }
            if layer == 0 {
                break;
            }
            self.backward_layer::<V>(params, layer);
        }
    }

    /// Writes each sample's loss after a forward pass over rows of as many registers as
    /// there are `losses`.
    #[inline(never)]
    pub(crate) fn losses(&self, loss: Loss, targets: &[Lanes], losses: &mut [Lanes]) {
        let width = losses.len();
        let at = self.layout[self.layout.len() - 1];
        let z = &self.z[..at.units * width];
        losses.fill(Lanes::ZERO);
        if at.coupled() && loss.is_binary(at.units) {
            binary(width, z, targets, Some(losses), None);
            return;
        }
        let fused = loss.fuses(at.activation, at.units);
        let mut log_sums = [(Lanes::ZERO, Lanes::ZERO); WIDEST];
        if fused && at.coupled() {
            for (v, log_sum) in log_sums[..width].iter_mut().enumerate() {
                *log_sum = log_sum_exp(width, v, z);
            }
        }
        loss.run(
            fused,
            at.units,
            Losses {
                values: &self.values[at.row * width..(at.row + at.units) * width],
                z,
                targets,
                log_sums: &log_sums,
                losses,
            },
        );
    }
}

/// The slopes below zero outside training, one a layer.
pub(crate) fn mean_leaks(spec: &Spec) -> Vec<Real> {
    vec![super::activation::MEAN_LEAK; spec.layers.len()]
}

/// Whether any layer draws its slope for every step.
pub(crate) fn draws_leaks(spec: &Spec) -> bool {
    spec.layers
        .iter()
        .any(|l| Activation::draws_leak(l.activation))
}
