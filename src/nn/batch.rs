//! The gradient of a batch: its samples gathered side by side, forward and backward.

use super::pass::{Pass, Rule};
use super::{Packed, Spec};
use crate::num::kernels::{WIDEST, registers, width_for};
use crate::num::lanes::{LANES, Lanes};
use crate::num::{Matrix, Real, entry};

/// All samples, one after another: the features of a sample and, after them, its targets, if
/// it has any.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    features: usize,
    columns: usize,
    values: Vec<Real>,
}

impl Samples {
    #[inline]
    pub(crate) fn new(matrices: &[&Matrix]) -> Self {
        let mut columns = 0;
        for matrix in matrices {
            columns += matrix.ncols();
        }
        let mut values = Vec::new();
        let first = matrices.first();
        for sample in 0..first.map_or(0, |matrix| matrix.nrows()) {
            for matrix in matrices {
                for column in 0..matrix.ncols() {
                    values.push(entry(matrix, sample, column));
                }
            }
        }
        Self {
            features: first.map_or(0, |matrix| matrix.ncols()),
            columns,
            values,
        }
    }

    /// The features and the targets of one sample.
    #[inline]
    pub(crate) fn parts(&self, sample: u32) -> (&[Real], &[Real]) {
        let numbers = self.get(sample);
        let parts = numbers.split_at_checked(self.features);
        parts.unwrap_or((numbers, &[]))
    }

    /// The features and, after them, the targets of one sample.
    #[inline]
    pub(crate) fn get(&self, sample: u32) -> &[Real] {
        let start = sample as usize * self.columns;
        let end = start + self.columns;
        self.values.get(start..end).unwrap_or_default()
    }

    /// Some samples side by side in registers, features and targets.
    pub(crate) fn pack(&self, picked: &[u32]) -> Packed {
        Packed::gather(self.columns, self, picked)
    }

    /// Puts samples side by side in rows of `width` registers, one row a column; the lanes
    /// that are left over repeat the last sample, so that they are finite where it is.
    #[inline(never)]
    pub(crate) fn gather(&self, picked: &[u32], width: usize, rows: &mut [Lanes]) {
        let Some(last) = picked.last() else {
            return;
        };
        for v in 0..width {
            let numbers = |lane| self.get(*picked.get(v * LANES + lane).unwrap_or(last));
            let [a, b, c, d]: [&[Real]; LANES] = core::array::from_fn(numbers);
            let samples = a.iter().zip(b).zip(c).zip(d);
            for (row, (((&a, &b), &c), &d)) in rows.chunks_exact_mut(width.max(1)).zip(samples) {
                if let Some(register) = row.get_mut(v) {
                    *register = Lanes::from_array([a, b, c, d]);
                }
            }
        }
    }
}

/// The buffers in which a batch's gradient is computed.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pass: Pass,
    /// The width of the block that ran last.
    width: usize,
    /// The gathered rows of a block: features, then targets.
    gathered: Vec<Lanes>,
    /// The gradient summed over the batch up to the lanes, one register a parameter, in the
    /// (padded) layout of the parameters.
    sums: Vec<Lanes>,
}

impl Batch {
    #[inline]
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            pass: Pass::new(spec),
            width: WIDEST,
            gathered: vec![Lanes::ZERO; (spec.inputs + spec.outputs()) * WIDEST],
            sums: vec![Lanes::ZERO; spec.parameters().next_multiple_of(LANES)],
        }
    }

    /// The gradient summed over the batch of the last [`Batch::run`], but for the lanes: one
    /// register a parameter.
    #[inline]
    pub(crate) fn sums(&self) -> &[Lanes] {
        &self.sums
    }

    /// The first layer whose activations were not finite in the block that ran last.
    #[inline]
    pub(crate) fn first_unsound_layer(&self) -> Option<usize> {
        self.pass.first_unsound(self.width)
    }

    /// Sums the gradient over the samples `batch`. False where the loss is not finite: the
    /// block that ran last is then the first such block.
    pub(crate) fn run(
        &mut self,
        params: &[Real],
        rule: Rule,
        leaks: &[Real],
        samples: &Samples,
        batch: &[u32],
    ) -> bool {
        let mut rest = batch;
        while !rest.is_empty() {
            let width = width_for(registers(rest.len()));
            let first = rest.len() == batch.len();
            let block;
            (block, rest) = rest.split_at_checked(width * LANES).unwrap_or((rest, &[]));
            self.width = width;
            let probe = self.block(params, rule, leaks, samples, block, first);
            if !probe.sum().is_finite() {
                return false;
            }
        }
        true
    }

    fn block(
        &mut self,
        params: &[Real],
        rule: Rule,
        leaks: &[Real],
        samples: &Samples,
        block: &[u32],
        first: bool,
    ) -> Lanes {
        let width = self.width;
        samples.gather(block, width, &mut self.gathered);
        let features = samples.features * width;
        let Some((input, targets)) = self.gathered.split_at_checked(features) else {
            return Lanes::ZERO;
        };
        self.pass.forward(width, true, params, leaks, input);
        let in_last = block.len() - (width - 1) * LANES;
        let mask = Lanes::from_array(core::array::from_fn(
            |lane| {
                if lane < in_last { 1.0 } else { 0.0 }
            },
        ));
        let probe = self.pass.output_delta(width, rule, targets, mask);
        let sums = &mut self.sums;
        self.pass.backward(width, !first, params, rule, input, sums);
        probe
    }
}
