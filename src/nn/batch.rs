//! The gradient of a batch: its samples gathered side by side, forward and backward.

use super::Spec;
use super::pass::{Pass, Rule, WIDEST};
use crate::num::kernels::{registers, rows};
use crate::num::lanes::{LANES, Lanes};
use crate::num::{Matrix, Real};

/// All samples, one after another: the features of a sample and, after them, its targets.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    features: usize,
    columns: usize,
    values: Vec<Real>,
}

impl Samples {
    pub(crate) fn new(features: &Matrix, targets: &Matrix) -> Self {
        let columns = features.ncols() + targets.ncols();
        let mut values = Vec::with_capacity(features.nrows() * columns);
        for (x, y) in features.row_iter().zip(targets.row_iter()) {
            values.extend(x.iter().chain(y.iter()));
        }
        Self {
            features: features.ncols(),
            columns,
            values,
        }
    }

    /// The features and the targets of one sample.
    pub(crate) fn parts(&self, sample: u32) -> (&[Real], &[Real]) {
        self.get(sample).split_at(self.features)
    }

    /// The features and, after them, the targets of one sample.
    #[inline]
    pub(crate) fn get(&self, sample: u32) -> &[Real] {
        &self.values[sample as usize * self.columns..][..self.columns]
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

/// Calls a method with the block's width as its constant.
macro_rules! by_width {
    ($width:expr, $batch:ident.$method:ident($($argument:expr),*)) => {
        match $width {
            1 => $batch.$method::<1>($($argument),*),
            2 => $batch.$method::<2>($($argument),*),
            3 => $batch.$method::<3>($($argument),*),
            4 => $batch.$method::<4>($($argument),*),
            _ => $batch.$method::<WIDEST>($($argument),*),
        }
    };
}

impl Batch {
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
    pub(crate) fn sums(&self) -> &[Lanes] {
        &self.sums
    }

    /// The first layer whose activations were not finite in the block that ran last.
    pub(crate) fn first_unsound_layer(&self) -> Option<usize> {
        by_width!(self.width, self.first_unsound())
    }

    fn first_unsound<const V: usize>(&self) -> Option<usize> {
        self.pass.first_unsound::<V>()
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
            let width = match registers(rest.len()) {
                5 | 7 => 4,
                6 => 3,
                n => n.min(WIDEST),
            };
            let first = rest.len() == batch.len();
            let (block, after) = rest.split_at((width * LANES).min(rest.len()));
            rest = after;
            self.width = width;
            let probe = by_width!(
                width,
                self.block(params, rule, leaks, samples, block, first)
            );
            if !probe.sum().is_finite() {
                return false;
            }
        }
        true
    }

    #[inline(never)]
    fn block<const V: usize>(
        &mut self,
        params: &[Real],
        rule: Rule,
        leaks: &[Real],
        samples: &Samples,
        block: &[u32],
        first: bool,
    ) -> Lanes {
        self.gather::<V>(samples, block);
        let (input, targets) =
            rows::<V>(&self.gathered)[..samples.columns].split_at(samples.features);
        self.pass.forward::<V, true>(params, leaks, input);
        let in_last = block.len() - (V - 1) * LANES;
        let mask = Lanes::from_array(core::array::from_fn(
            |lane| {
                if lane < in_last { 1.0 } else { 0.0 }
            },
        ));
        let targets = targets.as_flattened();
        let probe = self.pass.output_delta(V, rule, targets, mask);
        if first {
            self.pass
                .backward::<V, false>(params, rule, input, &mut self.sums);
        } else {
            self.pass
                .backward::<V, true>(params, rule, input, &mut self.sums);
        }
        probe
    }

    /// Puts the samples side by side; the lanes that are left over repeat the last sample,
    /// so that they are finite where it is.
    #[inline(never)]
    fn gather<const V: usize>(&mut self, samples: &Samples, block: &[u32]) {
        let last = block.len() - 1;
        let to = self.gathered.as_chunks_mut::<V>().0;
        for v in 0..V {
            let from: [&[Real]; LANES] =
                core::array::from_fn(|lane| samples.get(block[(v * LANES + lane).min(last)]));
            for (column, row) in to[..samples.columns].iter_mut().enumerate() {
                row[v] = Lanes::from_array(from.map(|sample| sample[column]));
            }
        }
    }
}
