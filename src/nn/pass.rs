//! One forward and backward pass over a block of samples: the arithmetic that training,
//! evaluation, maps and traces share.

use super::activation::Sweep;
use super::loss::{LossSweep, Term};
use super::{Activation, Loss, Network, Spec};
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
    /// The first row of each layer, and their number.
    starts: Vec<usize>,
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
        let mut starts = vec![0];
        for layer in &spec.layers {
            starts.push(starts[starts.len() - 1] + layer.units);
        }
        let all = spec.units() * WIDEST;
        let widest = spec.layers.iter().map(|l| l.units).max().unwrap_or(0) * WIDEST;
        Self {
            starts,
            values: vec![Lanes::ZERO; all],
            deltas: vec![Lanes::ZERO; all],
            z: vec![Lanes::ZERO; widest],
        }
    }

    /// The activations of a layer.
    pub(crate) fn values<const V: usize>(&self, layer: usize) -> &[[Lanes; V]] {
        &rows(&self.values)[self.starts[layer]..self.starts[layer + 1]]
    }

    /// The slopes of a layer before [`Pass::output_delta`] and [`Pass::backward_layer`],
    /// its error terms after.
    pub(crate) fn deltas<const V: usize>(&self, layer: usize) -> &[[Lanes; V]] {
        &rows(&self.deltas)[self.starts[layer]..self.starts[layer + 1]]
    }

    /// The pre-activations of the layer that went forward last.
    pub(crate) fn z<const V: usize>(&self) -> &[[Lanes; V]] {
        rows(&self.z)
    }

    /// The blame of the layer below `layer`, which has its error terms: what
    /// [`Pass::backward_layer`] multiplies the slopes by.
    pub(crate) fn blame<const V: usize>(&self, network: &Network, layer: usize) -> Vec<[Lanes; V]> {
        let inputs = self.starts[layer] - self.starts[layer - 1];
        let mut blamed = vec![[Lanes::splat(1.0); V]; inputs];
        blame(network.weight_rows(layer), self.deltas(layer), &mut blamed);
        blamed
    }

    /// Computes every layer's activations for a block of features, one row a feature, and
    /// with `SLOPES` their slopes.
    pub(crate) fn forward<const V: usize, const SLOPES: bool>(
        &mut self,
        network: &Network,
        leaks: &[Real],
        input: &[[Lanes; V]],
    ) {
        for (layer, &leak) in leaks.iter().enumerate() {
            self.forward_layer::<V, SLOPES>(network, layer, leak, input);
        }
    }

    /// Computes one layer's activations; `input` is the features' rows.
    pub(crate) fn forward_layer<const V: usize, const SLOPES: bool>(
        &mut self,
        network: &Network,
        layer: usize,
        leak: Real,
        input: &[[Lanes; V]],
    ) {
        let (start, end) = (self.starts[layer], self.starts[layer + 1]);
        let (below, values) = rows_mut::<V>(&mut self.values).split_at_mut(start);
        let below = match layer {
            0 => input,
            _ => &below[self.starts[layer - 1]..],
        };
        let values = &mut values[..end - start];
        let z = &mut rows_mut::<V>(&mut self.z)[..end - start];
        affine(network.weight_rows(layer), network.biases(layer), below, z);
        let activation = network.spec().layers[layer].activation;
        if activation.couples(end - start) {
            softmax(z, values);
        } else if SLOPES {
            let slopes = &mut rows_mut::<V>(&mut self.deltas)[start..end];
            let slopes = slopes.as_flattened_mut();
            let (z, values) = (z.as_flattened(), values.as_flattened_mut());
            activation.run(leak, ValuesAndSlopes { z, values, slopes });
        } else {
            let (z, values) = (z.as_flattened(), values.as_flattened_mut());
            activation.run(leak, Values { z, values });
        }
    }

    /// Computes the output layer's error terms, after a forward pass with slopes.
    ///
    /// The answer is finite exactly where the loss is. The lanes of the last register that
    /// hold no sample are zero in `mask`, the others one.
    pub(crate) fn output_delta<const V: usize>(
        &mut self,
        network: &Network,
        rule: Rule,
        targets: &[[Lanes; V]],
        mask: Lanes,
    ) -> Lanes {
        let last = network.layer_count() - 1;
        let (start, end) = (self.starts[last], self.starts[last + 1]);
        let activation = network.spec().layers[last].activation;
        let outputs = end - start;
        let values = &rows::<V>(&self.values)[start..end];
        let deltas = &mut rows_mut::<V>(&mut self.deltas)[start..end];
        let z = &rows::<V>(&self.z)[..outputs];
        let mut probe = Lanes::ZERO;
        match rule {
            Rule::Perceptron => {
                let flat = deltas.as_flattened_mut().iter_mut();
                let values = values.as_flattened().iter().zip(z.as_flattened());
                for ((delta, (&p, &z)), &y) in flat.zip(values).zip(targets.as_flattened()) {
                    *delta = p - y;
                    probe += delta.check() + z.check();
                }
            }
            Rule::Gradient(loss) => {
                let fused = loss.fuses(activation, outputs);
                let coupled = activation.couples(outputs);
                loss.run(
                    fused,
                    outputs,
                    Deltas {
                        values: values.as_flattened(),
                        z: z.as_flattened(),
                        targets: targets.as_flattened(),
                        deltas: deltas.as_flattened_mut(),
                        by_slope: !fused && !coupled,
                        probe: &mut probe,
                    },
                );
                if coupled && !fused {
                    uncouple(values, deltas);
                }
            }
        }
        for delta in deltas {
            delta[V - 1] *= mask;
        }
        probe
    }

    /// Computes the error terms of the layer below `layer`, which has its own.
    pub(crate) fn backward_layer<const V: usize>(&mut self, network: &Network, layer: usize) {
        let (start, end) = (self.starts[layer], self.starts[layer + 1]);
        let below = self.starts[layer - 1];
        let (slopes, deltas) = rows_mut::<V>(&mut self.deltas).split_at_mut(start);
        let slopes = &mut slopes[below..];
        let deltas = &deltas[..end - start];
        let coupled = network.spec().layers[layer - 1]
            .activation
            .couples(slopes.len());
        if coupled {
            slopes.fill([Lanes::splat(1.0); V]);
        }
        blame(network.weight_rows(layer), deltas, slopes);
        if coupled {
            uncouple(&rows::<V>(&self.values)[below..start], slopes);
        }
    }

    /// Computes the error terms of all layers below the output layer, and writes (or, with
    /// `ADD`, adds) each parameter's gradient summed over the block's registers.
    pub(crate) fn backward<const V: usize, const ADD: bool>(
        &mut self,
        network: &Network,
        rule: Rule,
        input: &[[Lanes; V]],
        sums: &mut [Lanes],
    ) {
        for layer in (0..network.layer_count()).rev() {
            let below = match layer {
                0 => input,
                _ => self.values(layer - 1),
            };
            let (weights, biases) = (network.weight_range(layer), network.bias_range(layer));
            let (head, d_bias) = sums[..biases.end].split_at_mut(biases.start);
            gradient::<V, ADD>(self.deltas(layer), below, &mut head[weights], d_bias);
            if rule == Rule::Perceptron {
                // The rule ends here; an earlier step by gradient may have left its sums.
                sums[..network.weight_range(layer).start].fill(Lanes::ZERO);
                break;
            }
            if layer == 0 {
                break;
            }
            self.backward_layer::<V>(network, layer);
        }
    }

    /// Each sample's loss after a forward pass.
    pub(crate) fn losses<const V: usize>(
        &self,
        network: &Network,
        loss: Loss,
        targets: &[[Lanes; V]],
    ) -> [Lanes; V] {
        let activation = network.spec().output_activation();
        let values = self.values::<V>(network.layer_count() - 1);
        let outputs = values.len();
        let z = &self.z::<V>()[..outputs];
        let fused = loss.fuses(activation, outputs);
        let (largest, log_sum) = if fused && activation.couples(outputs) {
            log_sum_exp(z)
        } else {
            ([Lanes::ZERO; V], [Lanes::ZERO; V])
        };
        let mut losses = [Lanes::ZERO; V];
        loss.run(
            fused,
            outputs,
            Losses {
                values,
                z,
                targets,
                largest,
                log_sum,
                losses: &mut losses,
            },
        );
        losses
    }
}

/// The derivative of a loss by the predictions of one sample after a forward pass, whether
/// or not the loss is fused with the output activation.
pub(crate) fn d_prediction(
    loss: Loss,
    values: &[[Lanes; 1]],
    z: &[[Lanes; 1]],
    targets: &[[Lanes; 1]],
) -> Vec<Real> {
    let mut deltas = vec![Lanes::ZERO; values.len()];
    let mut probe = Lanes::ZERO;
    loss.run(
        false,
        values.len(),
        Deltas {
            values: values.as_flattened(),
            z: z.as_flattened(),
            targets: targets.as_flattened(),
            deltas: &mut deltas,
            by_slope: false,
            probe: &mut probe,
        },
    );
    deltas.iter().map(|d| d.to_array()[0]).collect()
}

struct Values<'a> {
    z: &'a [Lanes],
    values: &'a mut [Lanes],
}

impl Sweep for Values<'_> {
    #[inline(never)]
    fn sweep(self, pair: impl Fn(Lanes) -> (Lanes, Lanes)) {
        for (value, &z) in self.values.iter_mut().zip(self.z) {
            *value = pair(z).0;
        }
    }
}

struct ValuesAndSlopes<'a> {
    z: &'a [Lanes],
    values: &'a mut [Lanes],
    slopes: &'a mut [Lanes],
}

impl Sweep for ValuesAndSlopes<'_> {
    #[inline(never)]
    fn sweep(self, pair: impl Fn(Lanes) -> (Lanes, Lanes)) {
        let outputs = self.values.iter_mut().zip(self.slopes);
        for ((value, slope), &z) in outputs.zip(self.z) {
            (*value, *slope) = pair(z);
        }
    }
}

struct Deltas<'a> {
    values: &'a [Lanes],
    z: &'a [Lanes],
    targets: &'a [Lanes],
    /// The slopes before, the error terms after.
    deltas: &'a mut [Lanes],
    by_slope: bool,
    probe: &'a mut Lanes,
}

impl LossSweep for Deltas<'_> {
    #[inline(never)]
    fn sweep(self, term: impl Fn(Lanes, Lanes, Lanes) -> Term) {
        let each = self.values.iter().zip(self.z).zip(self.targets);
        for (delta, ((&p, &z), &y)) in self.deltas.iter_mut().zip(each) {
            let term = term(p, z, y);
            *self.probe += term.probe;
            *delta = if self.by_slope {
                term.derivative * *delta
            } else {
                term.derivative
            };
        }
    }
}

struct Losses<'a, const V: usize> {
    values: &'a [[Lanes; V]],
    z: &'a [[Lanes; V]],
    targets: &'a [[Lanes; V]],
    /// The two parts of each sample's log-sum-exp where softmax is fused, else zero.
    largest: [Lanes; V],
    log_sum: [Lanes; V],
    losses: &'a mut [Lanes; V],
}

impl<const V: usize> LossSweep for Losses<'_, V> {
    #[inline(never)]
    fn sweep(self, term: impl Fn(Lanes, Lanes, Lanes) -> Term) {
        for ((p, z), y) in self.values.iter().zip(self.z).zip(self.targets) {
            for v in 0..V {
                let z = (z[v] - self.largest[v]) - self.log_sum[v];
                self.losses[v] += term(p[v], z, y[v]).value;
            }
        }
    }
}

/// The largest of each sample's values.
fn largest<const V: usize>(z: &[[Lanes; V]]) -> [Lanes; V] {
    let mut largest = [Lanes::splat(Real::NEG_INFINITY); V];
    for row in z {
        for (largest, &z) in largest.iter_mut().zip(row) {
            *largest = z.max(*largest);
        }
    }
    largest
}

/// `e^z / sum of e^z` over the units, by way of the largest so that nothing overflows.
fn softmax<const V: usize>(z: &[[Lanes; V]], values: &mut [[Lanes; V]]) {
    let largest = largest(z);
    let mut sum = [Lanes::ZERO; V];
    for (value, z) in values.iter_mut().zip(z) {
        for v in 0..V {
            value[v] = (z[v] - largest[v]).exp();
            sum[v] += value[v];
        }
    }
    for value in values {
        for (value, &sum) in value.iter_mut().zip(&sum) {
            *value = *value / sum;
        }
    }
}

/// `ln(sum of e^z)` over the units as two summands, the largest `z` and the rest: added up,
/// large pre-activations would swallow the rest's digits.
fn log_sum_exp<const V: usize>(z: &[[Lanes; V]]) -> ([Lanes; V], [Lanes; V]) {
    let largest = largest(z);
    let mut sum = [Lanes::ZERO; V];
    for row in z {
        for v in 0..V {
            sum[v] += (row[v] - largest[v]).exp();
        }
    }
    (largest, sum.map(Lanes::ln))
}

/// Turns the derivatives by softmax's values into those by its pre-activations:
/// `delta = a * (d - sum of a * d)`.
fn uncouple<const V: usize>(values: &[[Lanes; V]], deltas: &mut [[Lanes; V]]) {
    let mut mean = [Lanes::ZERO; V];
    for (value, delta) in values.iter().zip(&*deltas) {
        for v in 0..V {
            mean[v] += value[v] * delta[v];
        }
    }
    for (value, delta) in values.iter().zip(deltas) {
        for v in 0..V {
            delta[v] = value[v] * (delta[v] - mean[v]);
        }
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
