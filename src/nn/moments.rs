//! What optimizers remember.

use super::Optimizer;
use crate::num::Real;

/// What an optimizer remembers of earlier gradients, in the layout of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// The velocity or first moment; empty where the optimizer has none.
    pub first: Vec<Real>,
    /// The second moment; empty where the optimizer has none.
    pub second: Vec<Real>,
    /// How many updates they hold.
    pub updates: u64,
}

/// [`Moments`] in buffers of fixed length, padded with zeros to whole registers. What the
/// optimizer does not have is zero.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(crate) first: Vec<Real>,
    pub(crate) second: Vec<Real>,
    pub(crate) updates: u64,
}

impl Memory {
    /// Nothing remembered yet.
    #[inline]
    pub(crate) fn new(len: usize) -> Self {
        Self {
            first: vec![0.0; len],
            second: vec![0.0; len],
            updates: 0,
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.first.fill(0.0);
        self.second.fill(0.0);
        self.updates = 0;
    }

    /// Begins an update of `optimizer` on what `before` remembers, or, `fresh`, on nothing.
    pub(crate) fn begin(&mut self, before: &Self, optimizer: Optimizer, fresh: bool) {
        if fresh {
            self.clear();
            self.updates = 1;
            return;
        }
        if optimizer.has_first_moment() {
            self.first.clone_from(&before.first);
        }
        if optimizer.has_second_moment() {
            self.second.clone_from(&before.second);
        }
        self.updates = before.updates + 1;
    }

    /// What `optimizer` has of it, for `len` parameters.
    #[inline]
    pub(crate) fn moments(&self, optimizer: Optimizer, len: usize) -> Moments {
        let part = |has: bool, values: &[Real]| {
            let part = values.get(..if has { len } else { 0 });
            part.unwrap_or_default().to_vec()
        };
        Moments {
            first: part(optimizer.has_first_moment(), &self.first),
            second: part(optimizer.has_second_moment(), &self.second),
            updates: self.updates,
        }
    }

    /// Remembers `moments` instead.
    #[inline]
    pub(crate) fn set(&mut self, moments: &Moments) {
        let copy = |to: &mut [Real], from: &[Real]| {
            to.fill(0.0);
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from;
            }
        };
        copy(&mut self.first, &moments.first);
        copy(&mut self.second, &moments.second);
        self.updates = moments.updates;
    }
}
