//! The lab's pictures in sentences: for tooltips and for screen readers.

use super::Mlp;
use super::lit::known;
use super::printed::add;
use super::tape::Parameter;
use crate::data::{Axis, Feature};
use crate::lab::View;
use crate::lab::words::word;
use crate::nn::Diverged;
use crate::num::Real;
use crate::scene::{Part, format};

/// Digits as subscripts: `x₁`, `h₂`.
pub(super) fn subscript(number: usize) -> String {
    let mut text = String::new();
    for digit in number.to_string().bytes() {
        // Subscript digits stand in a row.
        text.extend(char::from_u32(0x2080 + u32::from(digit - b'0')));
    }
    text
}

/// The number of a layer, counted from 1, as it stands over a unit's name: `⁽²⁾`.
fn of_layer(number: usize) -> String {
    format!("⁽{}⁾", format::superscript(number as i32))
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
    let spec = &mlp.setup.spec;
    let last = spec.layers.len() - 1;
    let named =
        |layer: usize, u: usize| (u < spec.layers.get(layer)?.units).then(|| unit(mlp, layer, u));
    Some(match part {
        Part::Weight {
            layer,
            unit: u,
            input,
        } => {
            Parameter::of(part, spec)?;
            let (from, to) = (sender(mlp, layer, input), unit(mlp, layer, u));
            format!("weight from {from} to {to} ({})", place(mlp, layer))
        }
        Part::Bias { layer, unit: u } => {
            format!("bias of {} ({})", named(layer, u)?, place(mlp, layer))
        }
        Part::Unit { layer, unit: u } if layer != last => {
            format!("unit {} of {}", named(layer, u)?, place(mlp, layer))
        }
        Part::Unit { unit: u, .. } | Part::Output { unit: u } => {
            format!("output unit {}", named(last, u)?)
        }
        Part::Input { feature } => {
            format!("input {}", mlp.setup.data.features.get(feature)?.label())
        }
        Part::Target { unit: u } if u < spec.outputs() => {
            format!("target y{}", several(mlp, u))
        }
        Part::Loss => "loss L".to_owned(),
        Part::UnitLine(u) | Part::MoveLine(u) | Part::TurnLine(u) => {
            format!("line of {}", named(0, u)?)
        }
        _ => return None,
    })
}

/// What stands at a part, with its numbers.
pub(super) fn part(mlp: &Mlp, part: Part, view: &View) -> Option<String> {
    let mut text = match part {
        Part::Sample(index) => return sample(mlp, index as usize),
        Part::Probe => return probe(mlp, view),
        _ => name(mlp, part)?,
    };
    if let Some(index) = super::edit::index(mlp, part) {
        let value = format::reading(mlp.network().params()[index].into());
        add(&mut text, format_args!(": {value}"));
    }
    if let Part::Input { feature } = part
        && let Some(axis) = meaning(mlp, feature)
    {
        add(&mut text, format_args!(", {} {}", axis.name, axis.unit));
    }
    if let Part::Unit { layer, .. } = part {
        let activation = mlp.setup.spec.layers[layer].activation.label();
        add(&mut text, format_args!(", {activation}"));
    }
    for (name, value) in values(mlp, part, view) {
        let value = format::reading(value.into());
        add(&mut text, format_args!(", {name} {value}"));
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
    let mut room = None;
    let Some(pass) = super::view::present_pass(mlp, view, &mut room) else {
        return Vec::new();
    };
    if let Part::Input { feature } = part {
        let value = pass.input.get(feature);
        return value.map(|x| ("value", *x)).into_iter().collect();
    }
    let known = known(mlp, layer, unit);
    let labelled = mlp.labelled() && layer == output;
    let here = &pass.layers[layer];
    let (is_target, is_loss) = (matches!(part, Part::Target { .. }), part == Part::Loss);
    let is_unit = !is_target && !is_loss;
    let target = pass.target.get(unit).copied().unwrap_or_default();
    let mut values = Vec::new();
    let mut put = |shown: bool, name: &'static str, value: Real| {
        if shown {
            values.push((name, value));
        }
    };
    put(is_unit && known.z, "z", here.z[unit]);
    put(is_unit && known.a, "a", here.a[unit]);
    put(is_unit && known.delta, "δ", here.delta[unit]);
    put(!is_loss && labelled, "target", target);
    put(!is_target && labelled && known.loss, "loss", pass.loss);
    values
}

/// The symbol of an input, counted from 0.
pub(super) fn input(input: usize) -> &'static str {
    [Feature::X1, Feature::X2][input].label()
}

/// Inputs in words, each with its symbol, and what it counts where it counts something.
fn inputs_text(mlp: &Mlp, values: [f64; 2]) -> String {
    let mut text = String::new();
    for (i, axis) in mlp.dataset.axes.iter().enumerate() {
        if i > 0 {
            text += ", ";
        }
        let value = format::reading(values[i]);
        add(&mut text, format_args!("{} = {value}", input(i)));
        if !axis.unit.is_empty() {
            add(&mut text, format_args!(" {} {}", axis.name, axis.unit));
        }
    }
    text
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
        inputs_text(mlp, at),
        super::view::output_text(mlp, &pass.output)
    ))
}

/// A sample in words: its inputs with names and units, its class or number.
fn sample(mlp: &Mlp, index: usize) -> Option<String> {
    let data = &mlp.dataset;
    if index >= data.len() {
        return None;
    }
    let value = |axis: usize| f64::from(data.inputs[(index, axis)]);
    let inputs = inputs_text(mlp, [value(0), value(data.axes.len() - 1)]);
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
    diverged.message(&format::plain_real(diverged.rate))
}
