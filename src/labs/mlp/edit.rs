//! Reading and changing the numbers behind the parts of the pictures.

use super::pass::at;
use super::tape::Parameter;
use super::{Mlp, describe};
use crate::data::Feature;
use crate::lab::Problem;
use crate::lab::experiment::Reading;
use crate::nn::Spec;
use crate::num::Real;
use crate::scene::{Part, format};

/// Layers of `(weight[unit][input], bias[unit])` as one flat vector, layer by layer the
/// weights unit by unit and then the biases.
///
/// # Errors
/// The shape is not `spec`'s, or a number is not finite.
pub(super) fn flatten(
    spec: &Spec,
    layers: &[(Vec<Vec<f64>>, Vec<f64>)],
) -> Result<Vec<Real>, Problem> {
    if layers.len() != spec.layers.len() {
        return Err(Problem::written(
            "layers",
            format_args!("{} layers", layers.len()),
            format_args!("{} layers", spec.layers.len()),
        ));
    }
    let mut params = Vec::with_capacity(spec.parameters());
    for (l, (weight, bias)) in layers.iter().enumerate() {
        let (units, inputs) = (spec.units_of(l), spec.fan_in(l));
        if weight.len() != units || bias.len() != units {
            return Err(Problem::written(
                &format!("layers[{l}]"),
                format_args!("{} rows of weights and {} biases", weight.len(), bias.len()),
                format_args!("{units} of each"),
            ));
        }
        for (u, row) in weight.iter().enumerate() {
            if row.len() != inputs {
                return Err(Problem::written(
                    &format!("layers[{l}].weight[{u}]"),
                    format_args!("{} numbers", row.len()),
                    format_args!("{inputs} numbers"),
                ));
            }
            narrow(&mut params, row);
        }
        narrow(&mut params, bias);
        if let Some(bad) = params.iter().find(|value| !value.is_finite()) {
            return Err(Problem::written(
                &format!("layers[{l}]"),
                format_args!("{}", format::plain_real(*bad)),
                format_args!("finite numbers"),
            ));
        }
    }
    Ok(params)
}

/// Adds numbers from outside in training's precision.
pub(super) fn narrow(params: &mut Vec<Real>, values: &[f64]) {
    for value in values {
        params.push(*value as Real);
    }
}

/// Where a weight or bias stands in the flat parameter vector.
pub(super) fn index(mlp: &Mlp, part: Part) -> Option<usize> {
    let spec = mlp.network().spec();
    Some(Parameter::of(part, spec)?.index(spec))
}

/// The number behind a weight or a bias.
pub(super) fn read(mlp: &Mlp, part: Part) -> Option<Reading> {
    Some(Reading {
        label: describe::name(mlp, part)?,
        value: at(mlp.network().params(), index(mlp, part)?),
        editable: true,
    })
}

/// Sets a weight or a bias.
pub(super) fn write(mlp: &mut Mlp, part: Part, value: f64) -> Result<(), Problem> {
    let Some(index) = index(mlp, part) else {
        return Err(Problem::new(
            &part.to_string(),
            &format::plain(value),
            "a weight or a bias of this network",
        ));
    };
    if !(value as Real).is_finite() {
        let name = describe::name(mlp, part).unwrap_or_default();
        let text = if value.is_nan() {
            "what was typed".to_owned()
        } else {
            format::power(value)
        };
        let allowed = "a number between -3.4e38 and 3.4e38";
        return Err(Problem::new(&name, &text, allowed));
    }
    let mut params = mlp.network().params().to_vec();
    if let Some(parameter) = params.get_mut(index) {
        *parameter = value as Real;
    }
    mlp.put_params(&params);
    Ok(())
}

/// The weights on x₁ and x₂ and the bias of a first-layer unit, when its inputs are
/// those two alone, so that `z = 0` is a line in the plane; with the inputs' numbers.
pub(super) fn line(mlp: &Mlp, unit: usize) -> Option<([f64; 2], f64)> {
    let network = mlp.network();
    if mlp.dataset.axes.len() != 2 || unit >= network.spec().units_of(0) {
        return None;
    }
    let mut w = [0.0; 2];
    for (input, feature) in mlp.setup.data.features.iter().enumerate() {
        let axis = match feature {
            Feature::X1 => 0,
            Feature::X2 => 1,
            _ => return None,
        };
        w[axis] = f64::from(network.weight(0, unit, input));
    }
    Some((w, f64::from(network.bias(0, unit))))
}

/// Moves or turns a first-layer unit's line by dragging from one data point to another.
pub(super) fn drag(mlp: &mut Mlp, part: Part, from: [f64; 2], to: [f64; 2]) {
    let (unit, turn) = match part {
        Part::UnitLine(unit) | Part::MoveLine(unit) => (unit, false),
        Part::TurnLine(unit) => (unit, true),
        _ => return,
    };
    let Some((w, b)) = line(mlp, unit) else {
        return;
    };
    let (w, b) = if turn {
        turned(w, b, centre(mlp), from, to)
    } else {
        (w, b - w[0] * (to[0] - from[0]) - w[1] * (to[1] - from[1]))
    };
    let mut params = mlp.network().params().to_vec();
    let features = &mlp.setup.data.features;
    let weights = params.iter_mut().skip(unit * features.len());
    for (weight, feature) in weights.zip(features) {
        *weight = w[usize::from(*feature == Feature::X2)] as Real;
    }
    if let Some(bias) = params.get_mut(mlp.network().bias_range(0).start + unit) {
        *bias = b as Real;
    }
    if params.iter().all(|value| value.is_finite()) {
        mlp.put_params(&params);
    }
}

/// The unit vector from `pivot` to `point`; along x₁ where they are the same.
fn direction(pivot: [f64; 2], point: [f64; 2]) -> [f64; 2] {
    let [x, y] = [point[0] - pivot[0], point[1] - pivot[1]];
    let length = (x * x + y * y).sqrt();
    if length == 0.0 {
        return [1.0, 0.0];
    }
    [x / length, y / length]
}

fn centre(mlp: &Mlp) -> [f64; 2] {
    let middle = |axis: usize| {
        let axis = mlp.dataset.axes.get(axis);
        axis.map_or(0.0, |axis| f64::from(axis.min + axis.max) / 2.0)
    };
    [middle(0), middle(1)]
}

/// The line turned about its point nearest to `centre`, by the angle from `from` to `to`.
fn turned(w: [f64; 2], b: f64, centre: [f64; 2], from: [f64; 2], to: [f64; 2]) -> ([f64; 2], f64) {
    let square = w[0] * w[0] + w[1] * w[1];
    if square == 0.0 {
        return (w, b);
    }
    let away = (w[0] * centre[0] + w[1] * centre[1] + b) / square;
    let pivot = [centre[0] - away * w[0], centre[1] - away * w[1]];
    let (from, to) = (direction(pivot, from), direction(pivot, to));
    let cos = from[0] * to[0] + from[1] * to[1];
    let sin = from[0] * to[1] - from[1] * to[0];
    let w = [cos * w[0] - sin * w[1], sin * w[0] + cos * w[1]];
    (w, -(w[0] * pivot[0] + w[1] * pivot[1]))
}
