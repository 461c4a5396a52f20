//! The lab's pictures in sentences: for tooltips and for screen readers.

use super::Mlp;
use super::lit::{Lit, lit};
use crate::data::{Axis, Feature};
use crate::lab::words::word;
use crate::lab::{Pin, View};
use crate::nn::Diverged;
use crate::num::Real;
use crate::scene::{Part, format};

/// Digits as subscripts: `x₁`, `h₂`.
pub(super) fn subscript(number: usize) -> String {
    number
        .to_string()
        .chars()
        .map(
            |digit| match digit.to_digit(10).and_then(|d| char::from_u32(0x2080 + d)) {
                Some(low) => low,
                None => digit,
            },
        )
        .collect()
}

/// The number of a layer, counted from 1, as it stands over a unit's name: `⁽²⁾`.
fn of_layer(number: usize) -> String {
    let digits = number.to_string();
    let raised = digits.bytes().map(|digit| match digit {
        b'1' => '¹',
        b'2' => '²',
        b'3' => '³',
        digit => char::from_u32(0x2070 + u32::from(digit - b'0')).unwrap_or(' '),
    });
    std::iter::once('⁽').chain(raised).chain(['⁾']).collect()
}

/// A unit's short name: `h₂`, with several hidden layers `h₂⁽¹⁾`, the output `ŷ`.
pub(super) fn unit(mlp: &Mlp, layer: usize, unit: usize) -> String {
    let layers = &mlp.setup.spec.layers;
    if layer + 1 == layers.len() {
        return if layers[layer].units == 1 {
            "ŷ".to_owned()
        } else {
            format!("ŷ{}", subscript(unit + 1))
        };
    }
    let layer = if layers.len() > 2 {
        of_layer(layer + 1)
    } else {
        String::new()
    };
    format!("h{}{layer}", subscript(unit + 1))
}

/// The name of what sends along a weight.
pub(super) fn sender(mlp: &Mlp, layer: usize, input: usize) -> String {
    match layer {
        0 => mlp.setup.data.features[input].label().to_owned(),
        _ => unit(mlp, layer - 1, input),
    }
}

/// The axis of a raw input that means something: links per sentence.
pub(super) fn meaning(mlp: &Mlp, feature: usize) -> Option<&Axis> {
    let axis = match mlp.setup.data.features.get(feature)? {
        Feature::X1 => 0,
        Feature::X2 => 1,
        _ => return None,
    };
    let axis = mlp.dataset.axes.get(axis)?;
    (!axis.unit.is_empty()).then_some(axis)
}

/// The layer in words.
fn place(mlp: &Mlp, layer: usize) -> String {
    if layer + 1 == mlp.setup.spec.layers.len() {
        "output".to_owned()
    } else {
        format!("hidden layer {}", layer + 1)
    }
}

/// The number of an output, where there are several.
fn several(mlp: &Mlp, unit: usize) -> String {
    if mlp.setup.spec.outputs() > 1 {
        subscript(unit + 1)
    } else {
        String::new()
    }
}

/// What a part is, in words.
pub(super) fn name(mlp: &Mlp, part: Part) -> Option<String> {
    let exists = |layer: usize, u: usize| {
        mlp.setup
            .spec
            .layers
            .get(layer)
            .is_some_and(|spec| u < spec.units)
    };
    Some(match part {
        Part::Weight {
            layer,
            unit: u,
            input,
        } if exists(layer, u) && input < mlp.setup.spec.fan_in(layer) => {
            format!(
                "weight from {} to {} ({})",
                sender(mlp, layer, input),
                unit(mlp, layer, u),
                place(mlp, layer)
            )
        }
        Part::Bias { layer, unit: u } if exists(layer, u) => {
            format!("bias of {} ({})", unit(mlp, layer, u), place(mlp, layer))
        }
        Part::Unit { layer, unit: u } if exists(layer, u) => {
            if layer + 1 == mlp.setup.spec.layers.len() {
                return Some(format!("output unit {}", unit(mlp, layer, u)));
            }
            format!("unit {} of {}", unit(mlp, layer, u), place(mlp, layer))
        }
        Part::Input { feature } => {
            format!("input {}", mlp.setup.data.features.get(feature)?.label())
        }
        Part::Output { unit: u } if exists(mlp.setup.spec.layers.len() - 1, u) => {
            format!(
                "output unit {}",
                unit(mlp, mlp.setup.spec.layers.len() - 1, u)
            )
        }
        Part::Target { unit: u } => format!("target y{}", several(mlp, u)),
        Part::Loss => "loss L".to_owned(),
        Part::UnitLine(u) | Part::MoveLine(u) | Part::TurnLine(u) if exists(0, u) => {
            format!("line of {}", unit(mlp, 0, u))
        }
        _ => return None,
    })
}

/// What stands at a part, with its numbers.
pub(super) fn part(mlp: &Mlp, part: Part, view: &View) -> Option<String> {
    let network = mlp.network();
    let mut text = match part {
        Part::Sample(index) => return sample(mlp, index as usize),
        Part::Probe => return probe(mlp, view),
        _ => name(mlp, part)?,
    };
    match part {
        Part::Weight { layer, unit, input } => {
            text += ": ";
            text += &format::reading(network.weight(layer, unit, input).into());
        }
        Part::Bias { layer, unit } => {
            text += ": ";
            text += &format::reading(network.bias(layer, unit).into());
        }
        Part::Input { feature } => {
            if let Some(axis) = meaning(mlp, feature) {
                text += &format!(", {} {}", axis.name, axis.unit);
            }
        }
        Part::Unit { layer, .. } => {
            text += ", ";
            text += mlp.setup.spec.layers[layer].activation.label();
        }
        _ => {}
    }
    for (name, value) in values(mlp, part, view) {
        text += &format!(", {name} {}", format::reading(value.into()));
    }
    Some(text)
}

/// The numbers of the present pass that stand at a part of the network, as far as they are
/// known where one stands on the tape.
fn values(mlp: &Mlp, part: Part, view: &View) -> Vec<(&'static str, Real)> {
    let output = mlp.setup.spec.layers.len() - 1;
    let (layer, unit) = match part {
        Part::Unit { layer, unit } => (layer, unit),
        Part::Output { unit } | Part::Target { unit } => (output, unit),
        Part::Input { .. } | Part::Loss => (output, 0),
        _ => return Vec::new(),
    };
    let walked = mlp.walked_pass().map(|pass| pass.trace.clone());
    let Some(pass) = walked.or_else(|| super::view::pass(mlp, view)) else {
        return Vec::new();
    };
    if let Part::Input { feature } = part {
        return pass
            .input
            .get(feature)
            .map(|x| ("value", *x))
            .into_iter()
            .collect();
    }
    let lit = lit(mlp);
    let shown = |known: &dyn Fn(&Lit) -> bool| lit.as_ref().is_none_or(known);
    let labelled = match mlp.pinned {
        Some(pin) => matches!(pin, Pin::Sample(_)),
        None => lit.is_some(),
    };
    let here = &pass.layers[layer];
    let all = [
        ("z", here.z[unit], shown(&|lit| lit.z[layer][unit])),
        ("a", here.a[unit], shown(&|lit| lit.a[layer][unit])),
        (
            "δ",
            here.delta[unit],
            lit.as_ref().is_some_and(|lit| lit.delta[layer][unit]),
        ),
        (
            "target",
            pass.target.get(unit).copied().unwrap_or_default(),
            labelled && layer == output,
        ),
        (
            "loss",
            pass.loss,
            labelled && layer == output && shown(&|lit| lit.loss),
        ),
    ];
    let wanted = |name: &str| match part {
        Part::Target { .. } => name == "target",
        Part::Loss => name == "loss",
        _ => true,
    };
    all.into_iter()
        .filter(|(name, _, known)| *known && wanted(name))
        .map(|(name, value, _)| (name, value))
        .collect()
}

/// The symbol of an input, counted from 0.
pub(super) fn input(input: usize) -> &'static str {
    [Feature::X1, Feature::X2][input].label()
}

/// Inputs in words, each with its symbol, and what it counts where it counts something.
fn inputs_text(mlp: &Mlp, values: impl Iterator<Item = f64>) -> String {
    let texts: Vec<String> = mlp
        .dataset
        .axes
        .iter()
        .zip(values)
        .enumerate()
        .map(|(i, (axis, value))| {
            let value = format!("{} = {}", input(i), format::reading(value));
            if axis.unit.is_empty() {
                value
            } else {
                format!("{value} {} {}", axis.name, axis.unit)
            }
        })
        .collect();
    texts.join(", ")
}

/// The probe in words: where it is, and what the network says there.
fn probe(mlp: &Mlp, view: &View) -> Option<String> {
    let at = view.point.or(view.probe)?;
    let pass = super::view::pass(mlp, view)?;
    let pinned = if view.point.is_some() {
        word("describe.pinned")
    } else {
        ""
    };
    Some(format!(
        "{pinned}{}: {}",
        inputs_text(mlp, at.into_iter()),
        super::view::output_text(mlp, &pass.output)
    ))
}

/// A sample in words: its inputs with names and units, its class or number.
fn sample(mlp: &Mlp, index: usize) -> Option<String> {
    let data = &mlp.dataset;
    if index >= data.len() {
        return None;
    }
    let inputs = data.inputs.row(index);
    let inputs = inputs_text(mlp, inputs.iter().map(|value| f64::from(*value)));
    let target = match data.class(index) {
        Some(class) => data.classes[class].to_owned(),
        None => format!("y = {}", format::reading(data.targets[(index, 0)].into())),
    };
    let set = if mlp.split.train.contains(&(index as u32)) {
        "training"
    } else {
        "test"
    };
    // The class first: where there is no room, the end is cut.
    Some(format!("sample {index}: {target} ({set}); {inputs}"))
}

/// Why training stopped, and where it stands now.
pub(super) fn diverged(diverged: &Diverged) -> String {
    diverged.to_string()
}
