//! Going back to a step.

use super::Trainer;
use crate::nn::Optimizer;
use crate::nn::moments::Moments;
use crate::num::Real;

/// Everything that a trainer's future depends on besides its data and configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The parameters, in the order of [`Network::params`](crate::nn::Network::params).
    pub params: Vec<Real>,
    /// What the optimizer remembers.
    pub moments: Moments,
    /// Which optimizer remembers it.
    pub optimizer: Optimizer,
    /// How many steps were taken.
    pub step: u64,
    /// How many epochs were finished.
    pub epoch: u64,
    /// How many samples of the current epoch were seen.
    pub seen: usize,
}

impl Trainer {
    /// Everything that the future depends on.
    #[must_use]
    #[inline]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            params: self.network.params().to_vec(),
            moments: self.moments(),
            optimizer: self.memory_of,
            step: self.step,
            epoch: self.epoch,
            seen: self.seen,
        }
    }

    /// Goes back (or forward) to a checkpoint of this network and these data.
    ///
    /// # Panics
    /// Where the checkpoint is of a network of another shape.
    #[inline]
    pub fn restore(&mut self, checkpoint: &Checkpoint) {
        self.network.set_params(&checkpoint.params);
        self.memory.set(&checkpoint.moments);
        self.next_memory.set(&checkpoint.moments);
        self.memory_of = checkpoint.optimizer;
        self.step = checkpoint.step;
        self.epoch = checkpoint.epoch;
        self.seen = checkpoint.seen;
        self.shuffle();
    }
}
