//! The products of a dense layer over a block of samples: the inner loops of everything.
//!
//! A block holds `width` registers, so `width * LANES` samples, side by side. Units are rows:
//! a unit's values over the block are `width` registers after one another. Weights are stored
//! row by row, one row a unit. Whatever the width is, each sample sees the same operations in
//! the same order.
//!
//! The kernels are compiled once for each width, `V`, and never inlined: one function holding
//! them all has more values alive than there are registers, and runs at half the speed in a
//! browser.

use super::Real;
use super::lanes::{LANES, Lanes};

/// The most registers side by side in a block.
pub const WIDEST: usize = 8;

/// Calls a kernel with the block's width as its constant.
macro_rules! by_width {
    ($width:expr, $kernel:ident::<V $(, $more:tt)?>($($argument:expr),*)) => {
        match $width {
            1 => $kernel::<1 $(, $more)?>($($argument),*),
            2 => $kernel::<2 $(, $more)?>($($argument),*),
            3 => $kernel::<3 $(, $more)?>($($argument),*),
            4 => $kernel::<4 $(, $more)?>($($argument),*),
            _ => $kernel::<WIDEST $(, $more)?>($($argument),*),
        }
    };
}

/// The widths that there are kernels for: the widest up to this many registers.
#[must_use]
pub fn width_for(registers: usize) -> usize {
    match registers {
        5 | 7 => 4,
        6 => 3,
        n => n.min(WIDEST),
    }
}

/// `output[u] = bias[u] + sum over i of weights[u][i] * input[i]`, added in the order of `i`.
///
/// `weights` is `units * inputs`, row by row; there is one row of `input` an input and one
/// row of `output` a unit.
pub fn affine(
    width: usize,
    weights: &[Real],
    bias: &[Real],
    input: &[Lanes],
    output: &mut [Lanes],
) {
    by_width!(
        width,
        affine_of::<V>(weights, bias, rows(input), rows_mut(output))
    );
}

#[inline(never)]
fn affine_of<const V: usize>(
    weights: &[Real],
    bias: &[Real],
    input: &[[Lanes; V]],
    output: &mut [[Lanes; V]],
) {
    let inputs = input.len();
    let (outputs, last_output) = output.as_chunks_mut::<UNITS>();
    let (biases, last_bias) = bias.as_chunks::<UNITS>();
    let tiles = weights.chunks_exact(UNITS * inputs);
    let last_rows = tiles.remainder().chunks_exact(inputs);
    for ((tile, bias), output) in tiles.zip(biases).zip(outputs) {
        let mut rows = tile.chunks_exact(inputs);
        let rows = core::array::from_fn(|_| rows.next().unwrap_or_default());
        weigh(rows, bias, input, output);
    }
    for ((row, bias), output) in last_rows.zip(last_bias).zip(last_output) {
        weigh(
            [row],
            core::array::from_ref(bias),
            input,
            core::array::from_mut(output),
        );
    }
}

/// How many units the kernels work on at once, and how many registers of each.
const UNITS: usize = 2;
const REGISTERS: usize = 4;

/// [`affine`] for `U` units.
#[inline(always)]
fn weigh<const U: usize, const V: usize>(
    weights: [&[Real]; U],
    bias: &[Real; U],
    input: &[[Lanes; V]],
    output: &mut [[Lanes; V]; U],
) {
    if V <= REGISTERS {
        weigh_part::<U, V, V>(weights, bias, input, output, 0);
    } else {
        for part in 0..V / REGISTERS {
            weigh_part::<U, V, REGISTERS>(weights, bias, input, output, part * REGISTERS);
        }
    }
}

/// [`affine`] for `U` units and the `H` registers from `at` on.
#[inline(always)]
fn weigh_part<const U: usize, const V: usize, const H: usize>(
    weights: [&[Real]; U],
    bias: &[Real; U],
    input: &[[Lanes; V]],
    output: &mut [[Lanes; V]; U],
    at: usize,
) {
    let weights = weights.map(|row| &row[..input.len()]);
    let mut sums = bias.map(|bias| [Lanes::splat(bias); H]);
    for (i, x) in input.iter().enumerate() {
        for u in 0..U {
            let weight = Lanes::splat(weights[u][i]);
            for h in 0..H {
                sums[u][h] += weight * x[at + h];
            }
        }
    }
    for u in 0..U {
        output[u][at..at + H].copy_from_slice(&sums[u]);
    }
}

/// Multiplies each row of `slopes` by the layer's blame, the sum over `u` of
/// `weights[u][i] * delta[u]`, added in the order of `u`: what comes out are the error
/// terms of the layer below.
pub fn blame(width: usize, weights: &[Real], delta: &[Lanes], slopes: &mut [Lanes]) {
    by_width!(width, blame_of::<V>(weights, rows(delta), rows_mut(slopes)));
}

#[inline(never)]
fn blame_of<const V: usize>(weights: &[Real], delta: &[[Lanes; V]], slopes: &mut [[Lanes; V]]) {
    let inputs = slopes.len();
    let (tiles, last) = slopes.as_chunks_mut::<UNITS>();
    for (tile, slopes) in tiles.iter_mut().enumerate() {
        blame_inputs(weights, inputs, tile * UNITS, delta, slopes);
    }
    let done = inputs - last.len();
    for (i, slopes) in last.iter_mut().enumerate() {
        let slopes = core::array::from_mut(slopes);
        blame_inputs(weights, inputs, done + i, delta, slopes);
    }
}

/// [`blame`] for the `I` inputs from `first` on.
#[inline(always)]
fn blame_inputs<const I: usize, const V: usize>(
    weights: &[Real],
    inputs: usize,
    first: usize,
    delta: &[[Lanes; V]],
    slopes: &mut [[Lanes; V]; I],
) {
    if V <= REGISTERS {
        blame_part::<I, V, V>(weights, inputs, first, delta, slopes, 0);
    } else {
        for part in 0..V / REGISTERS {
            let at = part * REGISTERS;
            blame_part::<I, V, REGISTERS>(weights, inputs, first, delta, slopes, at);
        }
    }
}

/// [`blame`] for the `I` inputs from `first` on and the `H` registers from `at` on.
#[inline(always)]
fn blame_part<const I: usize, const V: usize, const H: usize>(
    weights: &[Real],
    inputs: usize,
    first: usize,
    delta: &[[Lanes; V]],
    slopes: &mut [[Lanes; V]; I],
    at: usize,
) {
    let mut sums = [[Lanes::ZERO; H]; I];
    for (row, delta) in weights.chunks_exact(inputs).zip(delta) {
        let weights = &row[first..first + I];
        for i in 0..I {
            let weight = Lanes::splat(weights[i]);
            for h in 0..H {
                sums[i][h] += weight * delta[at + h];
            }
        }
    }
    for i in 0..I {
        for h in 0..H {
            slopes[i][at + h] *= sums[i][h];
        }
    }
}

/// Each parameter's gradient summed over the block's registers: of a weight
/// `delta[u] * input[i]`, of a bias `delta[u]`. What is left to add are the lanes.
///
/// With `add` the sums are added to what is there, else written.
pub fn gradient(
    width: usize,
    add: bool,
    delta: &[Lanes],
    input: &[Lanes],
    weights: &mut [Lanes],
    biases: &mut [Lanes],
) {
    if add {
        by_width!(
            width,
            gradient_of::<V, true>(rows(delta), rows(input), weights, biases)
        );
    } else {
        by_width!(
            width,
            gradient_of::<V, false>(rows(delta), rows(input), weights, biases)
        );
    }
}

#[inline(never)]
fn gradient_of<const V: usize, const ADD: bool>(
    delta: &[[Lanes; V]],
    input: &[[Lanes; V]],
    weights: &mut [Lanes],
    biases: &mut [Lanes],
) {
    let put = |to: &mut Lanes, sum: Lanes| *to = if ADD { *to + sum } else { sum };
    for ((delta, row), bias) in delta
        .iter()
        .zip(weights.chunks_exact_mut(input.len()))
        .zip(biases)
    {
        let delta = *delta;
        for (to, x) in row.iter_mut().zip(input) {
            let mut sum = delta[0] * x[0];
            for v in 1..V {
                sum += delta[v] * x[v];
            }
            put(to, sum);
        }
        let mut sum = delta[0];
        for &delta in &delta[1..] {
            sum += delta;
        }
        put(bias, sum);
    }
}

/// The rows of a buffer of registers.
#[inline(always)]
pub fn rows<const V: usize>(buffer: &[Lanes]) -> &[[Lanes; V]] {
    buffer.as_chunks::<V>().0
}

/// The rows of a buffer of registers, to write.
#[inline(always)]
fn rows_mut<const V: usize>(buffer: &mut [Lanes]) -> &mut [[Lanes; V]] {
    buffer.as_chunks_mut::<V>().0
}

/// How many registers hold this many samples.
#[must_use]
pub fn registers(samples: usize) -> usize {
    samples.div_ceil(LANES)
}
