//! The gradient of a batch: its samples gathered side by side, forward and backward.

use super::pass::{Pass, Rule};
use super::{Packed, Spec};
use crate::num::kernels::{WIDEST, registers, width_for};
use crate::num::lanes::{LANES, Lanes};
use crate::num::{Matrix, Real};

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
        for sample in 0..matrices[0].nrows() {
            for matrix in matrices {
                for column in 0..matrix.ncols() {
                    values.push(matrix[(sample, column)]);
                }
            }
        }
        Self {
            features: matrices[0].ncols(),
            columns,
            values,
        }
    }

    /// The features and the targets of one sample.
    #[inline]
    pub(crate) fn parts(&self, sample: u32) -> (&[Real], &[Real]) {
        self.get(sample).split_at(self.features)
    }

    /// The features and, after them, the targets of one sample.
    #[inline]
    pub(crate) fn get(&self, sample: u32) -> &[Real] {
        &self.values[sample as usize * self.columns..][..self.columns]
    }

    /// Some samples side by side in registers, features and targets.
    pub(crate) fn pack(&self, picked: &[u32]) -> Packed {
        Packed::gather(self.columns, self, picked)
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
            let (block, after) = rest.split_at((width * LANES).min(rest.len()));
            rest = after;
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
        self.gather(samples, block);
        let gathered = &self.gathered[..samples.columns * width];
        let (input, targets) = gathered.split_at(samples.features * width);
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

    /// Puts the samples side by side; the lanes that are left over repeat the last sample,
    /// so that they are finite where it is.
    #[inline(never)]
    fn gather(&mut self, samples: &Samples, block: &[u32]) {
        let (width, last) = (self.width, block.len() - 1);
        for v in 0..width {
            let from: [&[Real]; LANES] =
                core::array::from_fn(|lane| samples.get(block[(v * LANES + lane).min(last)]));
            let rows = self.gathered.chunks_exact_mut(width);
            for (column, row) in rows.take(samples.columns).enumerate() {
                row[v] = Lanes::from_array(from.map(|sample| sample[column]));
            }
        }
    }
}
