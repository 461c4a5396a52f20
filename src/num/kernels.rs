//! The products of a dense layer over a block of samples: the inner loops of everything.
//!
//! A block holds `V` registers, so `V * LANES` samples, side by side. Units are rows: a
//! unit's values over the block are one `[Lanes; V]`. Weights are stored row by row, one
//! row a unit. Whatever `V` is, each sample sees the same operations in the same order.

use super::Real;
use super::lanes::{LANES, Lanes};

/// `output[u] = bias[u] + sum over i of weights[u][i] * input[i]`, added in the order of `i`.
///
/// `weights` is `units * inputs`, row by row; there is one row of `input` an input and one
/// row of `output` a unit.
pub fn affine<const V: usize>(
    weights: &[Real],
    bias: &[Real],
    input: &[[Lanes; V]],
    output: &mut [[Lanes; V]],
) {
    for ((row, &bias), out) in weights.chunks_exact(input.len()).zip(bias).zip(output) {
        let mut sum = [Lanes::splat(bias); V];
        for (&weight, x) in row.iter().zip(input) {
            let weight = Lanes::splat(weight);
            for (sum, &x) in sum.iter_mut().zip(x) {
                *sum += weight * x;
            }
        }
        *out = sum;
    }
}

/// `blame[i] = sum over u of weights[u][i] * delta[u]`, added in the order of `u`.
pub fn blame<const V: usize>(weights: &[Real], delta: &[[Lanes; V]], blame: &mut [[Lanes; V]]) {
    let inputs = blame.len();
    for (i, out) in blame.iter_mut().enumerate() {
        let mut sum = [Lanes::ZERO; V];
        for (row, delta) in weights.chunks_exact(inputs).zip(delta) {
            let weight = Lanes::splat(row[i]);
            for (sum, &delta) in sum.iter_mut().zip(delta) {
                *sum += weight * delta;
            }
        }
        *out = sum;
    }
}

/// The sum over the block's samples of `delta[u] * input[i]` (weights) and of `delta[u]`
/// (biases), written or, where `accumulate`, added to what is there.
pub fn gradient<const V: usize>(
    delta: &[[Lanes; V]],
    input: &[[Lanes; V]],
    d_weight: &mut [Real],
    d_bias: &mut [Real],
    accumulate: bool,
) {
    let put = |to: &mut Real, x: Real| *to = if accumulate { *to + x } else { x };
    for (delta, row) in delta.iter().zip(d_weight.chunks_exact_mut(input.len())) {
        for (to, x) in row.iter_mut().zip(input) {
            let mut sum = delta[0] * x[0];
            for v in 1..V {
                sum += delta[v] * x[v];
            }
            put(to, sum.sum());
        }
    }
    for (delta, to) in delta.iter().zip(d_bias) {
        let mut sum = delta[0];
        for &delta in &delta[1..] {
            sum += delta;
        }
        put(to, sum.sum());
    }
}

/// The rows of a buffer of registers.
#[inline(always)]
pub fn rows<const V: usize>(buffer: &[Lanes]) -> &[[Lanes; V]] {
    buffer.as_chunks::<V>().0
}

/// The rows of a buffer of registers, to write.
#[inline(always)]
pub fn rows_mut<const V: usize>(buffer: &mut [Lanes]) -> &mut [[Lanes; V]] {
    buffer.as_chunks_mut::<V>().0
}

/// How many registers hold this many samples.
#[must_use]
pub fn registers(samples: usize) -> usize {
    samples.div_ceil(LANES)
}
