//! The loops over activations and losses, compiled once for each case of the closed sets.

use super::activation::Sweep;
use super::loss::{LossSweep, Term};
use crate::num::lanes::Lanes;

pub(super) struct Values<'a> {
    pub(super) z: &'a [Lanes],
    pub(super) values: &'a mut [Lanes],
}

impl Sweep for Values<'_> {
    #[inline(never)]
    fn sweep(self, pair: impl Fn(Lanes) -> (Lanes, Lanes)) {
        for (value, &z) in self.values.iter_mut().zip(self.z) {
            *value = pair(z).0;
        }
    }
}

pub(super) struct ValuesAndSlopes<'a> {
    pub(super) z: &'a [Lanes],
    pub(super) values: &'a mut [Lanes],
    pub(super) slopes: &'a mut [Lanes],
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

pub(super) struct Deltas<'a> {
    pub(super) values: &'a [Lanes],
    pub(super) z: &'a [Lanes],
    pub(super) targets: &'a [Lanes],
    /// The slopes before, the error terms after.
    pub(super) deltas: &'a mut [Lanes],
    pub(super) by_slope: bool,
    pub(super) probe: &'a mut Lanes,
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

/// Rows of as many registers as there are losses.
pub(super) struct Losses<'a> {
    pub(super) values: &'a [Lanes],
    pub(super) z: &'a [Lanes],
    pub(super) targets: &'a [Lanes],
    /// The two parts of each sample's log-sum-exp where softmax is fused, else zero.
    pub(super) log_sums: &'a [(Lanes, Lanes)],
    pub(super) losses: &'a mut [Lanes],
}

impl LossSweep for Losses<'_> {
    #[inline(never)]
    fn sweep(self, term: impl Fn(Lanes, Lanes, Lanes) -> Term) {
        let width = self.losses.len().max(1);
        let rows = self.values.chunks_exact(width);
        let rows = rows.zip(self.z.chunks_exact(width));
        for ((p, z), y) in rows.zip(self.targets.chunks_exact(width)) {
            let columns = p.iter().zip(z).zip(y).zip(self.log_sums);
            for (loss, (((&p, &z), &y), &(largest, log_sum))) in self.losses.iter_mut().zip(columns)
            {
                *loss += term(p, (z - largest) - log_sum, y).value;
            }
        }
    }
}
