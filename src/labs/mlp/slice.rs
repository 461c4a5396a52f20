//! The loss slice: the loss as one weight or bias sweeps while all others stay.

use super::{Mlp, edit};
use crate::lab::experiment::SliceValues;
use crate::nn::{Scope, Spec, TrainConfig};
use crate::num::Real;
use crate::scene::Part;

/// Points along a slice, besides the present one and the next.
const POINTS: usize = 61;
/// The least half-width of a slice.
const LEAST_REACH: f64 = 2.0;

/// What a slice depends on besides the parameter's own value.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    index: usize,
    scope: Scope,
    step: u64,
    /// The samples that the loss is averaged over.
    samples: Vec<u32>,
    /// All parameters, its own at zero.
    others: Vec<Real>,
    spec: Spec,
    config: TrainConfig,
}

/// The slice that was worked out last.
#[derive(Debug)]
pub(super) struct Kept {
    key: Key,
    /// The values swept, evenly spaced.
    values: Vec<Real>,
    losses: Vec<Real>,
    slice: SliceValues,
    /// The value to which the hand that holds the handle has moved it.
    held: Option<Real>,
}

/// Notes where the hand moves the handle: the picture holds still under it.
pub(super) fn hold(mlp: &mut Mlp, value: f64) {
    if let Some(kept) = &mut mlp.slice {
        kept.held = Some(value as Real);
    }
}

/// What the settings say that the loss is averaged over, and its name.
fn scope(mlp: &Mlp) -> (Scope, &'static str) {
    match mlp.config.choice("view.slice") {
        "training" => (Scope::Train, "training"),
        "sample" => match mlp.walked_sample(mlp.walk.sample(mlp.walked())) {
            Some(sample) => (Scope::Sample(sample), "sample"),
            None => (Scope::Batch, "point"),
        },
        _ => (Scope::Batch, "batch"),
    }
}

/// The ends of the sweep: round, so that they stand still while training goes on, and wide
/// enough for the next step.
fn range(value: f64, next: Option<f64>) -> [f64; 2] {
    let step = next.map_or(0.0, |next| (next - value).abs());
    let wanted = (1.25 * value.abs()).max(1.5 * step);
    let mut reach = LEAST_REACH;
    while reach < wanted && reach < 1e30 {
        reach *= 2.0;
    }
    let grid = reach / 2.0;
    let middle = (value / grid).round() * grid;
    [middle - reach, middle + reach]
}

/// Works out the slice of `part` where it is not known yet.
pub(super) fn slice(mlp: &mut Mlp, part: Part) -> Option<&SliceValues> {
    let index = edit::index(mlp, part)?;
    let (scope, name) = scope(mlp);
    let trainer = &mlp.trainer;
    let params = trainer.network().params();
    let own = params[index];
    let mut others = params.to_vec();
    others[index] = 0.0;
    let key = Key {
        index,
        scope,
        step: trainer.step_index(),
        samples: trainer.scope(scope),
        others,
        spec: mlp.setup.spec.clone(),
        config: mlp.setup.train,
    };
    let value = f64::from(own);
    let known = mlp.slice.as_ref().filter(|kept| kept.key == key);
    if known.is_some_and(|kept| kept.slice.value == value) {
        return mlp.slice.as_ref().map(|kept| &kept.slice);
    }
    let next = trainer
        .explain_next()
        .ok()
        .map(|update| update.after[index]);
    let held = known.and_then(|kept| kept.held).filter(|to| *to == own);
    let [low, high] = range(value, next.map(f64::from));
    // While this parameter alone is moved in small steps, the picture holds still too.
    let still = known.filter(|kept| {
        let (Some(first), Some(last)) = (kept.values.first(), kept.values.last()) else {
            return false;
        };
        let wide = f64::from(last - first);
        let room = 0.1 * wide;
        let inside = (f64::from(*first) + room..=f64::from(*last) - room).contains(&value);
        held.is_some() || (inside && (wide / (high - low) - 1.0).abs() < 0.01)
    });
    let (values, losses) = match still {
        Some(kept) => (kept.values.clone(), kept.losses.clone()),
        None => {
            let mut values = Vec::new();
            for i in 0..POINTS {
                let share = i as f64 / (POINTS - 1) as f64;
                values.push((low + (high - low) * share) as Real);
            }
            let losses = trainer.slice(scope, index, &values);
            (values, losses)
        }
    };
    let mut marked = vec![own];
    marked.extend(next);
    let at = trainer.slice(scope, index, &marked);
    let mut points: Vec<[f64; 2]> = Vec::new();
    for (value, loss) in values.iter().zip(&losses) {
        points.push([f64::from(*value), f64::from(*loss)]);
    }
    // The present value and the next stand between those swept.
    let mut last = None;
    for (value, loss) in marked.iter().zip(&at) {
        let point = [f64::from(*value), f64::from(*loss)];
        let place = points
            .iter()
            .take_while(|other| other[0] < point[0])
            .count();
        if points.get(place).is_none_or(|other| other[0] != point[0]) {
            points.insert(place, point);
        }
        last = Some(point);
    }
    let next = next.and(last);
    let slice = SliceValues {
        scope: name,
        samples: key.samples.len(),
        points,
        value,
        loss: f64::from(*at.first()?),
        slope: trainer.slope(scope, index).into(),
        next,
    };
    mlp.slice = Some(Kept {
        key,
        values,
        losses,
        slice,
        held,
    });
    mlp.slice.as_ref().map(|kept| &kept.slice)
}
