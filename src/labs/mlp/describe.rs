//! The lab's pictures in sentences: for tooltips and for screen readers.

use super::Mlp;
use super::lit::lit;
use super::pass::at;
use super::printed::{add, add_reading, reading};
use super::tape::Parameter;
use crate::data::{Axis, Feature};
use crate::lab::View;
use crate::lab::words::word;
use crate::nn::Diverged;
use crate::num::entry;
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

/// A unit's short name: `h₂`, with several hidden layers `h₂⁽¹⁾`, the output `ŷ`.
pub(super) fn unit(mlp: &Mlp, layer: usize, unit: usize) -> String {
    let layers = &mlp.setup.spec.layers;
    let output = layer + 1 == layers.len();
    let mut text = if output { "ŷ" } else { "h" }.to_owned();
    if !output || mlp.setup.spec.units_of(layer) > 1 {
        text += &subscript(unit + 1);
    }
    if !output && layers.len() > 2 {
        // The number of the layer stands over the name.
        text += "⁽";
        text += &format::superscript(layer as i32 + 1);
        text += "⁾";
    }
    text
}

/// The name of what sends along a weight.
pub(super) fn sender(mlp: &Mlp, layer: usize, input: usize) -> String {
    match layer {
        0 => {
            let feature = mlp.setup.data.features.get(input);
            feature.map_or("", |feature| feature.label()).to_owned()
        }
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

/// Writes the layer in words.
fn add_place(text: &mut String, mlp: &Mlp, layer: usize) {
    if layer + 1 == mlp.setup.spec.layers.len() {
        *text += "output";
    } else {
        add(text, format_args!("hidden layer {}", layer + 1));
    }
}

/// What a part is, in words.
pub(super) fn name(mlp: &Mlp, part: Part) -> Option<String> {
    let spec = &mlp.setup.spec;
    let last = spec.layers.len() - 1;
    let mut text = String::new();
    let (words, layer, u) = match part {
        Part::Weight { layer, unit, input } => {
            Parameter::of(part, spec)?;
            text += "weight from ";
            text += &sender(mlp, layer, input);
            (" to ", layer, unit)
        }
        Part::Bias { layer, unit } => ("bias of ", layer, unit),
        Part::Unit { layer, unit } if layer != last => ("unit ", layer, unit),
        Part::Unit { unit, .. } | Part::Output { unit } => ("output unit ", last, unit),
        Part::UnitLine(unit) | Part::MoveLine(unit) | Part::TurnLine(unit) => ("line of ", 0, unit),
        Part::Input { feature } => {
            text += "input ";
            text += mlp.setup.data.features.get(feature)?.label();
            return Some(text);
        }
        Part::Target { unit } if unit < spec.outputs() => {
            text += "target y";
            if spec.outputs() > 1 {
                text += &subscript(unit + 1);
            }
            return Some(text);
        }
        Part::Loss => return Some("loss L".to_owned()),
        _ => return None,
    };
    if u >= spec.layers.get(layer)?.units {
        return None;
    }
    text += words;
    text += &unit(mlp, layer, u);
    match part {
        Part::Weight { .. } | Part::Bias { .. } => {
            text += " (";
            add_place(&mut text, mlp, layer);
            text += ")";
        }
        Part::Unit { .. } if layer != last => {
            text += " of ";
            add_place(&mut text, mlp, layer);
        }
        _ => {}
    }
    Some(text)
}

/// What stands at a part, with its numbers.
pub(super) fn part(mlp: &Mlp, part: Part, view: &View) -> Option<String> {
    let mut text = match part {
        Part::Sample(index) => return sample(mlp, index as usize),
        Part::Probe => return probe(mlp, view),
        _ => name(mlp, part)?,
    };
    if let Some(index) = super::edit::index(mlp, part) {
        text += ": ";
        add_reading(&mut text, at(mlp.network().params(), index));
    }
    if let Part::Input { feature } = part
        && let Some(axis) = meaning(mlp, feature)
    {
        add(&mut text, format_args!(", {} {}", axis.name, axis.unit));
    }
    if let Part::Unit { layer, .. } = part {
        text += ", ";
        text += mlp.setup.spec.activation(layer).label();
    }
    values(mlp, part, view, &mut text);
    Some(text)
}

/// Writes the numbers of the present pass that stand at a part of the network, as far as they
/// are known where one stands on the tape.
fn values(mlp: &Mlp, part: Part, view: &View, text: &mut String) {
    let output = mlp.setup.spec.layers.len() - 1;
    let (layer, unit) = match part {
        Part::Unit { layer, unit } => (layer, unit),
        Part::Output { unit } | Part::Target { unit } => (output, unit),
        Part::Input { .. } | Part::Loss => (output, 0),
        _ => return,
    };
    let mut room = None;
    let Some(pass) = super::view::present_pass(mlp, view, &mut room) else {
        return;
    };
    let mut put = |shown: bool, name: &str, value: f64| {
        if shown {
            *text += ", ";
            *text += name;
            *text += " ";
            add_reading(text, value);
        }
    };
    if let Part::Input { feature } = part {
        if let Some(x) = pass.input.get(feature) {
            put(true, "value", (*x).into());
        }
        return;
    }
    let lit = lit(mlp);
    let lit_layer = lit.layers.get(layer);
    let Some(known) = lit_layer.and_then(|layer| layer.units.get(unit)) else {
        return;
    };
    let labelled = mlp.labelled() && layer == output;
    let here = pass.layer(layer);
    let (is_target, is_loss) = (
        matches!(part, Part::Target { .. }),
        matches!(part, Part::Loss),
    );
    let is_unit = !is_target && !is_loss;
    put(is_unit && known.z, "z", at(&here.z, unit));
    put(is_unit && known.a, "a", at(&here.a, unit));
    put(is_unit && known.delta, "δ", at(&here.delta, unit));
    put(!is_loss && labelled, "target", at(&pass.target, unit));
    put(!is_target && labelled && lit.loss, "loss", pass.loss.into());
}

/// The symbol of an input, counted from 0.
pub(super) fn input(input: usize) -> &'static str {
    match input {
        0 => Feature::X1.label(),
        _ => Feature::X2.label(),
    }
}

/// Inputs in words, each with its symbol, and what it counts where it counts something.
fn inputs_text(mlp: &Mlp, values: &[f64; 2]) -> String {
    let mut text = String::new();
    for (i, (axis, value)) in mlp.dataset.axes.iter().zip(values).enumerate() {
        if i > 0 {
            text += ", ";
        }
        text += input(i);
        text += " = ";
        add_reading(&mut text, *value);
        if !axis.unit.is_empty() {
            add(&mut text, format_args!(" {} {}", axis.name, axis.unit));
        }
    }
    text
}

/// The probe in words: where it is, and what the network says there.
fn probe(mlp: &Mlp, view: &View) -> Option<String> {
    let at = view.looked_at()?;
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

/// A sample's inputs; of one, twice.
pub(super) fn inputs(mlp: &Mlp, sample: usize) -> [f64; 2] {
    let data = &mlp.dataset;
    let value = |axis: usize| f64::from(entry(&data.inputs, sample, axis));
    [value(0), value(data.axes.len() - 1)]
}

/// A sample in words: its inputs with names and units, its class or number.
fn sample(mlp: &Mlp, index: usize) -> Option<String> {
    let data = &mlp.dataset;
    if index >= data.len() {
        return None;
    }
    let inputs = inputs_text(mlp, &inputs(mlp, index));
    let target = match data.class(index) {
        Some(class) => data
            .classes
            .get(class)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        None => reading("y = ", entry(&data.targets, index, 0).into()),
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
