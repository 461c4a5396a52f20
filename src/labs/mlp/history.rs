//! What training has come to, epoch by epoch, thinned so that its cost does not grow.

use crate::nn::Loss;

/// Points an octave of epochs keeps: up to epoch 64 every one, then every second, and so on.
const PER_OCTAVE: u64 = 64;

/// Losses and accuracies at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    /// Epochs done, with the fraction of the one under way.
    pub(super) epoch: f64,
    /// Which loss that is.
    pub(super) of: Loss,
    /// Loss over the training and the test set.
    pub(super) loss: [Option<f64>; 2],
    /// Accuracy over the training and the test set.
    pub(super) accuracy: [Option<f64>; 2],
}

/// Moments at a fixed ladder of epochs. Which ones are kept depends on the epochs alone,
/// not on how fast or in what portions training went.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    moments: Vec<Moment>,
}

/// The distance between kept epochs at `epoch`.
fn stride(epoch: u64) -> u64 {
    let octaves = (epoch / PER_OCTAVE)
        .checked_ilog2()
        .map_or(0, |octave| octave + 1);
    1 << octaves
}

/// The next kept epoch after `epoch`.
#[must_use]
pub(super) fn next_kept(epoch: u64) -> u64 {
    let stride = stride(epoch);
    (epoch / stride + 1) * stride
}

impl History {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.moments.clear();
    }

    /// Adds a moment, if it is later than the last one.
    pub(super) fn push(&mut self, moment: Moment) {
        if self
            .moments
            .last()
            .is_none_or(|last| last.epoch < moment.epoch)
        {
            self.moments.push(moment);
        }
    }

    /// Forgets what lies after `epoch`: training goes on from there.
    pub(super) fn cut(&mut self, epoch: f64) {
        while self.moments.last().is_some_and(|last| last.epoch > epoch) {
            self.moments.pop();
        }
    }

    /// The kept moments in their order.
    #[must_use]
    pub(super) fn moments(&self) -> &[Moment] {
        &self.moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn early_epochs_are_all_kept_and_later_ones_ever_more_rarely() {
        let mut kept = vec![0];
        while *kept.last().unwrap() < 1_000_000 {
            kept.push(next_kept(*kept.last().unwrap()));
        }
        assert_eq!(kept[..65], (0..65).collect::<Vec<u64>>()[..]);
        assert!(kept.len() < 64 * 16, "{} points", kept.len());
        assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
