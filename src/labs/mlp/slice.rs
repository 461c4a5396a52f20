//! The loss slice: the loss as one weight or bias sweeps while all others stay.

use super::timeline::Settings;
use super::{Mlp, edit};
use crate::lab::experiment::SliceValues;
use crate::nn::{Scope, Trainer};
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
    settings: Settings,
}

/// The slice that was worked out last.
#[derive(Debug)]
pub(super) struct Kept {
    key: Key,
    /// The values swept, evenly spaced, each with its loss.
    swept: Vec<[f64; 2]>,
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

/// Values of a parameter, each with the loss there.
fn with_losses(trainer: &Trainer, scope: Scope, index: usize, values: &[Real]) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    let losses = trainer.slice(scope, index, values);
    for (value, loss) in values.iter().zip(&losses) {
        points.push([f64::from(*value), f64::from(*loss)]);
    }
    points
}

/// Works out the slice of `part` where it is not known yet.
pub(super) fn slice(mlp: &mut Mlp, part: Part) -> Option<&SliceValues> {
    let index = edit::index(mlp, part)?;
    let (scope, name) = scope(mlp);
    let trainer = &mlp.trainer;
    let params = trainer.network().params();
    let mut others = params.to_vec();
    let own = std::mem::take(others.get_mut(index)?);
    let key = Key {
        index,
        scope,
        step: trainer.step_index(),
        samples: trainer.scope(scope),
        others,
        settings: Settings::of(trainer),
    };
    let value = f64::from(own);
    let known = mlp.slice.as_ref().filter(|kept| kept.key == key);
    if known.is_some_and(|kept| kept.slice.value == value) {
        return mlp.slice.as_ref().map(|kept| &kept.slice);
    }
    let next = trainer
        .explain_next()
        .ok()
        .and_then(|update| update.after.get(index).copied());
    let held = known.and_then(|kept| kept.held).filter(|to| *to == own);
    let [low, high] = range(value, next.map(f64::from));
    // While this parameter alone is moved in small steps, the picture holds still too.
    let still = known.filter(|kept| {
        let (Some([first, _]), Some([last, _])) = (kept.swept.first(), kept.swept.last()) else {
            return false;
        };
        let wide = f64::from(*last as Real - *first as Real);
        let room = 0.1 * wide;
        let inside = (first + room..=last - room).contains(&value);
        held.is_some() || (inside && (wide / (high - low) - 1.0).abs() < 0.01)
    });
    let swept = match still {
        Some(kept) => kept.swept.clone(),
        None => {
            let mut values = Vec::new();
            for i in 0..POINTS {
                let share = i as f64 / (POINTS - 1) as f64;
                values.push((low + (high - low) * share) as Real);
            }
            with_losses(trainer, scope, index, &values)
        }
    };
    let mut marked = vec![own];
    if let Some(next) = next {
        marked.push(next);
    }
    let marked = with_losses(trainer, scope, index, &marked);
    let mut points = swept.clone();
    // The present value and the next stand between those swept.
    for point in &marked {
        let before = |other: &&[f64; 2]| other[0] < point[0];
        let place = points.iter().take_while(before).count();
        if points.get(place).is_none_or(|other| other[0] != point[0]) {
            points.insert(place, *point);
        }
    }
    let slice = SliceValues {
        scope: name,
        samples: key.samples.len(),
        points,
        value,
        loss: marked.first()?[1],
        slope: trainer.slope(scope, index).into(),
        next: marked.get(1).copied(),
    };
    mlp.slice = Some(Kept {
        key,
        swept,
        slice,
        held,
    });
    mlp.slice.as_ref().map(|kept| &kept.slice)
}
