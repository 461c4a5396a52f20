//! The numbers of one sample's pass and of the update that follows it.

use super::statement::Outcome;
use crate::lab::experiment::{TraceLayer, TraceValues};
use crate::nn::{Explanation, LayerTrace, Trace};
use crate::num::{Real, entry};

/// What the tape's numbers come from, worked out once for a position.
#[derive(Debug)]
pub(super) struct PassState {
    /// The walked sample's place in the walk.
    pub(super) number: usize,
    /// Its pass.
    pub(super) trace: Trace,
    /// The update, once a row of it is asked for.
    pub(super) update: Option<UpdateState>,
}

impl PassState {
    /// The update in full, where it is known and finite.
    pub(super) fn explanation(&self) -> Option<&Explanation> {
        self.update.as_ref()?.explanation.as_ref()
    }
}

/// What the rows of the update come from.
#[derive(Debug)]
pub(super) struct UpdateState {
    /// The update in full; none where it is not finite.
    pub(super) explanation: Option<Explanation>,
    /// Each batch sample's gradient.
    pub(super) shares: Vec<Vec<Real>>,
    /// What it does to the batch's loss.
    pub(super) outcome: Option<Outcome>,
}

/// What sends into a layer: the features, or the activations of the layer before.
pub(super) fn sent(trace: &Trace, layer: usize) -> &[Real] {
    match layer {
        0 => &trace.input,
        _ => &trace.layer(layer - 1).a,
    }
}

/// The gradient of a weight, or of the bias where there is no input.
pub(super) fn gradient(layer: &LayerTrace, unit: usize, input: Option<usize>) -> Real {
    match input {
        Some(input) => entry(&layer.d_weight, unit, input),
        None => layer.d_bias.get(unit).copied().unwrap_or_default(),
    }
}

/// A trace's gradients in the layout of the parameters.
pub(super) fn flat_gradient(trace: &Trace) -> Vec<Real> {
    let mut flat = Vec::new();
    for layer in &trace.layers {
        for unit in 0..layer.d_weight.nrows() {
            for input in 0..layer.d_weight.ncols() {
                flat.push(entry(&layer.d_weight, unit, input));
            }
        }
        flat.extend_from_slice(&layer.d_bias);
    }
    flat
}

/// A number of training in double precision; 0 where there is none.
// One copy for many callers.
#[inline(never)]
pub(super) fn at(values: &[Real], place: usize) -> f64 {
    values.get(place).map_or(0.0, |value| f64::from(*value))
}

/// Numbers of training in double precision.
pub(super) fn wide(values: &[Real]) -> Vec<f64> {
    let mut wide = Vec::with_capacity(values.len());
    for value in values {
        wide.push(f64::from(*value));
    }
    wide
}

/// A trace as scripts see it.
pub(super) fn trace_values(trace: &Trace) -> TraceValues {
    let mut layers = Vec::new();
    for layer in &trace.layers {
        layers.push(TraceLayer {
            z: wide(&layer.z),
            a: wide(&layer.a),
            delta: wide(&layer.delta),
            d_weight: super::rows_of(&layer.d_weight),
            d_bias: wide(&layer.d_bias),
        });
    }
    TraceValues {
        input: wide(&trace.input),
        target: wide(&trace.target),
        layers,
        output: wide(&trace.output),
        loss: f64::from(trace.loss),
    }
}
