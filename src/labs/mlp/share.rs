//! What each sample of the next batch adds to the gradient of one parameter.

use super::Mlp;
use super::pass::gradient;
use super::tape::Parameter;
use crate::lab::experiment::Share;
use crate::num::order;
use crate::scene::Part;

/// The shares of a part's gradient, the largest first; none for a part without a gradient.
/// They are kept until the weights change, since several pictures show them.
pub(super) fn shares(mlp: &mut Mlp, part: Part) -> &[Share] {
    if mlp.shares.as_ref().is_none_or(|(kept, _)| *kept != part) {
        mlp.shares = Some((part, work_out(mlp, part)));
    }
    known(mlp, part)
}

/// The shares that are known.
pub(super) fn known(mlp: &Mlp, part: Part) -> &[Share] {
    let kept = mlp.shares.as_ref().filter(|(kept, _)| *kept == part);
    kept.map_or(&[], |(_, shares)| shares)
}

fn work_out(mlp: &Mlp, part: Part) -> Vec<Share> {
    let Some(Parameter { layer, unit, input }) = Parameter::of(part, &mlp.setup.spec) else {
        return Vec::new();
    };
    let (mut shares, mut keys) = (Vec::new(), Vec::new());
    for &sample in &mlp.trainer.next_batch() {
        let trace = mlp.trainer.trace(sample);
        let gradient = f64::from(gradient(trace.layer(layer), unit, input));
        shares.push(Share { sample, gradient });
        keys.push(-gradient.abs());
    }
    let mut sorted = Vec::new();
    for place in &order::places(&keys) {
        if let Some(share) = shares.get(*place) {
            sorted.push(*share);
        }
    }
    sorted
}
