//! Softmax over the units of a layer, whose units depend on one another.

use crate::num::Real;
use crate::num::lanes::{LANES, Lanes};

/// The largest of the values in every `width`-th register from `v` on.
fn largest(width: usize, v: usize, z: &[Lanes]) -> Lanes {
    let mut largest = Lanes::splat(Real::NEG_INFINITY);
    for z in z.chunks_exact(width) {
        largest = z[v].max(largest);
    }
    largest
}

/// `e^z / sum of e^z` over the units, by way of the largest so that nothing overflows; rows
/// of `width` registers.
#[inline(never)]
pub(super) fn softmax(width: usize, z: &[Lanes], values: &mut [Lanes]) {
    for v in 0..width {
        let largest = largest(width, v, z);
        let mut sum = Lanes::ZERO;
        for (value, z) in values.chunks_exact_mut(width).zip(z.chunks_exact(width)) {
            value[v] = (z[v] - largest).exp();
            sum += value[v];
        }
        for value in values.chunks_exact_mut(width) {
            value[v] = value[v] / sum;
        }
    }
}

/// `ln(sum of e^z)` over the units, in register `v` of rows of `width`, as two summands, the
/// largest `z` and the rest: added up, large pre-activations would swallow the rest's digits.
#[inline(never)]
pub(super) fn log_sum_exp(width: usize, v: usize, z: &[Lanes]) -> (Lanes, Lanes) {
    let largest = largest(width, v, z);
    let mut sum = Lanes::ZERO;
    for row in z.chunks_exact(width) {
        sum += (row[v] - largest).exp();
    }
    (largest, sum.ln())
}

/// Turns the derivatives by softmax's values into those by its pre-activations:
/// `delta = a * (d - sum of a * d)`; rows of `width` registers.
#[inline(never)]
pub(super) fn uncouple(width: usize, values: &[Lanes], deltas: &mut [Lanes]) {
    for v in 0..width {
        let mut mean = Lanes::ZERO;
        for (value, delta) in values.chunks_exact(width).zip(deltas.chunks_exact(width)) {
            mean += value[v] * delta[v];
        }
        for (value, delta) in values
            .chunks_exact(width)
            .zip(deltas.chunks_exact_mut(width))
        {
            delta[v] = value[v] * (delta[v] - mean);
        }
    }
}

/// Binary cross-entropy of a softmax's outputs as one function of `z`, for blocks of `width`
/// registers a row: what is asked for of each sample's loss and error terms.
///
/// Taken by themselves the two lose the digits of `1 − ŷ` near 1, and the error terms are
/// small differences of large numbers. Hence in double precision, sample by sample. One
/// piece of code for all widths: it is rarely run.
#[inline(never)]
pub(super) fn binary(
    width: usize,
    z: &[Lanes],
    targets: &[Lanes],
    mut losses: Option<&mut [Lanes]>,
    mut deltas: Option<&mut [Lanes]>,
) {
    let units = z.len() / width;
    for v in 0..width {
        for lane in 0..LANES {
            let at = |rows: &[Lanes], i: usize| f64::from(rows[i * width + v].to_array()[lane]);
            let write = |row: &mut Lanes, value: f64| {
                let mut lanes = row.to_array();
                lanes[lane] = value as Real;
                *row = Lanes::from_array(lanes);
            };
            let (z_of, y_of) = (|i| at(z, i), |i| at(targets, i));
            let sample = Sample::new(units, &z_of, &y_of);
            if let Some(losses) = &mut losses {
                write(&mut losses[v], sample.loss());
            }
            if let Some(deltas) = &mut deltas {
                for i in 0..units {
                    write(&mut deltas[i * width + v], sample.delta(i));
                }
            }
        }
    }
}

/// One sample of [`binary`]. With `m` the unit of the largest `z`, `o = e^(z − second)` is
/// taken off the second largest, so that what stands against the largest never vanishes.
struct Sample<'a> {
    units: usize,
    z: &'a dyn Fn(usize) -> f64,
    y: &'a dyn Fn(usize) -> f64,
    first: usize,
    second: f64,
    /// The sum of `o` over all units but the first.
    others: f64,
    /// `e^(second − largest z)`.
    gap: f64,
    /// The sum of `(ŷ − y) / (1 − ŷ)` over all units but the first.
    blame: f64,
}

impl<'a> Sample<'a> {
    fn new(units: usize, z: &'a dyn Fn(usize) -> f64, y: &'a dyn Fn(usize) -> f64) -> Self {
        let mut first = 0;
        let mut second = f64::NEG_INFINITY;
        for i in 1..units {
            if z(i) > z(first) {
                second = z(first);
                first = i;
            } else {
                second = second.max(z(i));
            }
        }
        let mut sample = Self {
            units,
            z,
            y,
            first,
            second,
            others: 0.0,
            gap: libm::exp(second - z(first)),
            blame: 0.0,
        };
        sample.others = sample.rest().map(|i| sample.o(i)).sum();
        sample.blame = sample.rest().map(|i| sample.ratio(i)).sum();
        sample
    }

    /// All units but the first.
    fn rest(&self) -> impl Iterator<Item = usize> + use<> {
        let first = self.first;
        (0..self.units).filter(move |i| *i != first)
    }

    #[inline(never)]
    fn o(&self, i: usize) -> f64 {
        libm::exp((self.z)(i) - self.second)
    }

    /// `ŷ` and `1 − ŷ`.
    #[inline(never)]
    fn chances(&self, i: usize) -> (f64, f64) {
        let total = 1.0 + self.gap * self.others;
        if i == self.first {
            return (1.0 / total, self.gap * self.others / total);
        }
        let own = self.gap * self.o(i);
        (own / total, (total - own) / total)
    }

    /// `ŷ − y`, without the difference of nearly equal numbers.
    fn away(&self, i: usize) -> f64 {
        let (chance, rest) = self.chances(i);
        let y = (self.y)(i);
        (1.0 - y) * chance - y * rest
    }

    fn ratio(&self, i: usize) -> f64 {
        self.away(i) / self.chances(i).1
    }

    fn loss(&self) -> f64 {
        let log_total = libm::log(1.0 + self.gap * self.others);
        let largest = (self.z)(self.first);
        let mut loss = 0.0;
        for i in 0..self.units {
            let (chance, rest) = self.chances(i);
            let yes = match near(rest) {
                Some(log) => log,
                None => (largest - (self.z)(i)) + log_total,
            };
            let no = match near(chance) {
                Some(log) => log,
                None if i == self.first => {
                    (largest - self.second) - libm::log(self.others) + log_total
                }
                None => -libm::log(rest),
            };
            let y = (self.y)(i);
            loss += y * yes + (1.0 - y) * no;
        }
        loss / self.units as f64
    }

    /// `ŷ − y − ŷ Σ (ŷ − y) / (1 − ŷ)` over the other units, over the number of units.
    fn delta(&self, i: usize) -> f64 {
        let (chance, _) = self.chances(i);
        let by_others = if i == self.first {
            chance * self.blame
        } else {
            let by_first = self.o(i) / self.others * self.away(self.first);
            chance * (self.blame - self.ratio(i)) + by_first
        };
        (self.away(i) - by_others) / self.units as f64
    }
}

/// `−ln(1 − rest)` by its series where the logarithm would lose its digits.
fn near(rest: f64) -> Option<f64> {
    (rest < 1e-4).then(|| rest + rest * rest * (0.5 + rest / 3.0))
}
