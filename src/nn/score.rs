//! How good a network is on a set of samples.

use super::pass::{BLOCK, Pass, mean_leaks};
use super::{Loss, Network, Packed, Spec, Task};
use crate::num::kernels::{WIDEST, rows};
use crate::num::lanes::{LANES, Lanes};
use crate::num::{Matrix, Real, matrix};

/// Which samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Those the network learns from.
    Train,
    /// Those it never sees.
    Test,
}

/// How good a network is on a set of samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The mean loss of a sample, without any penalty; none for an empty set.
    pub loss: Option<Real>,
    /// The share of samples whose class is right; none for regression or an empty set.
    pub accuracy: Option<Real>,
}

/// Evaluates networks of one shape.
#[derive(Clone, Debug)]
pub(crate) struct Evaluator {
    pass: Pass,
    leaks: Vec<Real>,
}

impl Evaluator {
    #[inline]
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            pass: Pass::new(spec),
            leaks: mean_leaks(spec),
        }
    }

    /// The same with the slopes of a training step.
    #[inline]
    pub(crate) fn with_leaks(mut self, leaks: Vec<Real>) -> Self {
        self.leaks = leaks;
        self
    }

    /// The outputs, `samples x outputs`, for features `samples x inputs`.
    #[inline]
    pub(crate) fn predict(&mut self, network: &Network, features: &Matrix) -> Matrix {
        let outputs = network.spec().outputs();
        let samples = features.nrows();
        let mut predictions = vec![0.0; samples * outputs];
        for (first, input) in Packed::new(features).blocks() {
            self.pass
                .forward(WIDEST, false, network.padded(), &self.leaks, input);
            let block = first..(first + BLOCK).min(samples);
            let columns = predictions.chunks_exact_mut(samples.max(1));
            for (column, row) in columns.zip(self.outputs(network)) {
                let block = column.get_mut(block.clone()).unwrap_or_default();
                for (numbers, register) in block.chunks_mut(LANES).zip(row) {
                    for (number, value) in numbers.iter_mut().zip(register.to_array()) {
                        *number = value;
                    }
                }
            }
        }
        matrix(samples, outputs, predictions)
    }

    fn outputs(&self, network: &Network) -> &[[Lanes; WIDEST]] {
        rows(self.pass.values(WIDEST, network.layer_count() - 1))
    }

    /// The score on samples that hold features and, after them, targets.
    pub(crate) fn score(
        &mut self,
        network: &Network,
        samples: &Packed,
        loss: Loss,
        task: Task,
    ) -> Score {
        if samples.is_empty() {
            return Score {
                loss: None,
                accuracy: None,
            };
        }
        let (mut losses, mut hits) = (Lanes::ZERO, Lanes::ZERO);
        let lane_numbers = Lanes::from_array([0.0, 1.0, 2.0, 3.0]);
        for (first, block) in samples.blocks() {
            let features = network.spec().inputs * WIDEST;
            let Some((input, targets)) = block.split_at_checked(features) else {
                continue;
            };
            self.pass
                .forward(WIDEST, false, network.padded(), &self.leaks, input);
            let mut each = [Lanes::ZERO; WIDEST];
            self.pass.losses(loss, targets, &mut each);
            for (v, loss_of) in each.into_iter().enumerate() {
                let start = first + v * LANES;
                let left = Lanes::splat(samples.len().saturating_sub(start) as Real);
                let real = lane_numbers.lt(left);
                losses += real.select(loss_of, Lanes::ZERO);
                let right = hits_of(v, self.outputs(network), rows(targets), loss.threshold());
                hits += real.select(right, Lanes::ZERO);
            }
        }
        let count = samples.len() as Real;
        Score {
            loss: Some(losses.sum() / count),
            accuracy: (task == Task::Classification).then(|| hits.sum() / count),
        }
    }
}

/// One where the predicted class is the target's, zero elsewhere, for the samples in the
/// registers `v`. Of several outputs the largest names the class, the first of equals.
fn hits_of(
    v: usize,
    predictions: &[[Lanes; WIDEST]],
    targets: &[[Lanes; WIDEST]],
    threshold: Real,
) -> Lanes {
    let (zero, one, half) = (Lanes::ZERO, Lanes::splat(1.0), Lanes::splat(0.5));
    if let ([p], [y]) = (predictions, targets) {
        let predicted = p[v].ge(Lanes::splat(threshold)).select(one, zero);
        let wrong = predicted - y[v].ge(half).select(one, zero);
        return one - wrong * wrong;
    }
    let mut best = Lanes::splat(Real::NEG_INFINITY);
    let mut hit = zero;
    for (p, y) in predictions.iter().zip(targets) {
        let better = p[v].gt(best);
        best = better.select(p[v], best);
        hit = better.select(y[v], hit);
    }
    hit.ge(half).select(one, zero)
}
