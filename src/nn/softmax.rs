//! Softmax over the units of a layer, whose units depend on one another.

use crate::num::Real;
use crate::num::lanes::Lanes;

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
pub(super) fn softmax<const V: usize>(z: &[[Lanes; V]], values: &mut [[Lanes; V]]) {
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
pub(super) fn log_sum_exp<const V: usize>(z: &[[Lanes; V]]) -> ([Lanes; V], [Lanes; V]) {
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
pub(super) fn uncouple<const V: usize>(values: &[[Lanes; V]], deltas: &mut [[Lanes; V]]) {
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
