//! Softmax over the units of a layer, whose units depend on one another.

use crate::num::Real;
use crate::num::lanes::{LANES, Lanes};

/// Register `v` of every row of `width` registers.
#[inline]
fn column(width: usize, v: usize, rows: &[Lanes]) -> impl Iterator<Item = &Lanes> {
    let rows = rows.chunks_exact(width.max(1));
    rows.filter_map(move |row| row.get(v))
}

/// Register `v` of every row of `width` registers, to write.
#[inline]
fn column_mut(width: usize, v: usize, rows: &mut [Lanes]) -> impl Iterator<Item = &mut Lanes> {
    let rows = rows.chunks_exact_mut(width.max(1));
    rows.filter_map(move |row| row.get_mut(v))
}

/// The largest of the values in register `v` of every row of `width` registers.
fn largest(width: usize, v: usize, z: &[Lanes]) -> Lanes {
    let mut largest = Lanes::splat(Real::NEG_INFINITY);
    for &z in column(width, v, z) {
        largest = z.max(largest);
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
        for (value, &z) in column_mut(width, v, values).zip(column(width, v, z)) {
            *value = (z - largest).exp();
            sum += *value;
        }
        for value in column_mut(width, v, values) {
            *value = *value / sum;
        }
    }
}

/// `ln(sum of e^z)` over the units, in register `v` of rows of `width`, as two summands, the
/// largest `z` and the rest: added up, large pre-activations would swallow the rest's digits.
#[inline(never)]
pub(super) fn log_sum_exp(width: usize, v: usize, z: &[Lanes]) -> (Lanes, Lanes) {
    let largest = largest(width, v, z);
    let mut sum = Lanes::ZERO;
    for &z in column(width, v, z) {
        sum += (z - largest).exp();
    }
    (largest, sum.ln())
}

/// Turns the derivatives by softmax's values into those by its pre-activations:
/// `delta = a * (d - sum of a * d)`; rows of `width` registers.
#[inline(never)]
pub(super) fn uncouple(width: usize, values: &[Lanes], deltas: &mut [Lanes]) {
    for v in 0..width {
        let mut mean = Lanes::ZERO;
        for (&value, &delta) in column(width, v, values).zip(column(width, v, deltas)) {
            mean += value * delta;
        }
        for (&value, delta) in column(width, v, values).zip(column_mut(width, v, deltas)) {
            *delta = value * (*delta - mean);
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
pub(super) fn binary<'a>(
    width: usize,
    z: &'a [Lanes],
    targets: &'a [Lanes],
    mut losses: Option<&mut [Lanes]>,
    mut deltas: Option<&mut [Lanes]>,
) {
    for v in 0..width {
        for lane in 0..LANES {
            let write = |register: &mut Lanes, value: f64| {
                let mut lanes = register.to_array();
                lanes[lane] = value as Real;
                *register = Lanes::from_array(lanes);
            };
            let numbers = |rows: &'a [Lanes]| Numbers {
                registers: rows.get(v..).unwrap_or_default(),
                width,
                lane,
            };
            let sample = Sample::new(z.len() / width.max(1), numbers(z), numbers(targets));
            if let Some(loss) = losses.as_mut().and_then(|losses| losses.get_mut(v)) {
                write(loss, sample.loss());
            }
            if let Some(deltas) = &mut deltas {
                for (i, delta) in column_mut(width, v, deltas).enumerate() {
                    write(delta, sample.delta(i));
                }
            }
        }
    }
}

/// One sample's numbers in every `width`-th of some registers.
struct Numbers<'a> {
    registers: &'a [Lanes],
    width: usize,
    lane: usize,
}

impl Numbers<'_> {
    #[inline(never)]
    fn at(&self, i: usize) -> f64 {
        let register = self.registers.get(i * self.width);
        let numbers = register.map_or([0.0; LANES], |register| register.to_array());
        numbers
            .get(self.lane)
            .map_or(0.0, |number| f64::from(*number))
    }
}

/// One sample of [`binary`]. With `m` the unit of the largest `z`, `o = e^(z − second)` is
/// taken off the second largest, so that what stands against the largest never vanishes.
struct Sample<'a> {
    units: usize,
    z: Numbers<'a>,
    y: Numbers<'a>,
    first: usize,
    largest: f64,
    second: f64,
    /// The sum of `o` over all units but the first.
    others: f64,
    /// `e^(second − largest z)`.
    gap: f64,
    /// The sum of `(ŷ − y) / (1 − ŷ)` over all units but the first.
    blame: f64,
}

impl<'a> Sample<'a> {
    fn new(units: usize, z: Numbers<'a>, y: Numbers<'a>) -> Self {
        let (mut first, mut largest) = (0, z.at(0));
        let mut second = f64::NEG_INFINITY;
        for i in 1..units {
            let z = z.at(i);
            if z > largest {
                second = largest;
                (first, largest) = (i, z);
            } else {
                second = second.max(z);
            }
        }
        let mut sample = Self {
            units,
            z,
            y,
            first,
            largest,
            second,
            others: 0.0,
            gap: libm::exp(second - largest),
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
        libm::exp(self.z.at(i) - self.second)
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
        let y = self.y.at(i);
        (1.0 - y) * chance - y * rest
    }

    fn ratio(&self, i: usize) -> f64 {
        self.away(i) / self.chances(i).1
    }

    fn loss(&self) -> f64 {
        let log_total = libm::log(1.0 + self.gap * self.others);
        let mut loss = 0.0;
        for i in 0..self.units {
            let (chance, rest) = self.chances(i);
            let yes = match near(rest) {
                Some(log) => log,
                None => (self.largest - self.z.at(i)) + log_total,
            };
            let no = match near(chance) {
                Some(log) => log,
                None if i == self.first => {
                    (self.largest - self.second) - libm::log(self.others) + log_total
                }
                None => -libm::log(rest),
            };
            let y = self.y.at(i);
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
