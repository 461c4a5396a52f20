//! What each sample of the next batch adds to the gradient of one parameter.

use super::{Mlp, edit, ladder};
use crate::lab::experiment::Share;
use crate::num::order;
use crate::scene::Part;

/// The shares of a part's gradient, the largest first.
pub(super) fn shares(mlp: &Mlp, part: Part) -> Vec<Share> {
    let Some(index) = edit::index(mlp, part) else {
        return Vec::new();
    };
    let batch = mlp.trainer.next_batch();
    let shares: Vec<Share> = batch
        .into_iter()
        .map(|sample| Share {
            sample,
            gradient: ladder::flat_gradient(&mlp.trainer.trace(sample))[index].into(),
        })
        .collect();
    order::ascending(&shares, |share| -share.gradient.abs())
}
