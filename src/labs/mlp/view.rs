//! The lab's pictures: its numbers as the charts take them.

use super::describe::{self, meaning, unit as unit_label};
use super::fields::ramp;
use super::history::Moment;
use super::lit::{Lit, lit};
use super::pass::{at, wide};
use super::printed::{add, add_reading};
use super::{MAX_LAYERS, Mlp, PAGE_UNITS, edit, share};
use crate::chart::plane::{self, Label, Plane, Probe, Sample, Surface, UnitLine};
use crate::chart::{Axis, Emphasis, curve, graph, line};
use crate::data::Feature;
use crate::lab::words::word;
use crate::lab::{Frame, Panel, View};
use crate::nn::{self, Activation, Loss, Spec, Task, Trace};
use crate::num::{Matrix, Real, Within, entry};
use crate::scene::{Mapping, Part, Point, Scene, text_width};

/// Points along the curve of a 1-D regression.
const CURVE_POINTS: usize = 200;

/// The forward and backward pass of what the reader looks at: the pinned sample, or the
/// probe (whose target is none, so that its loss and blame mean nothing).
pub(super) fn pass(mlp: &Mlp, view: &View) -> Option<Trace> {
    if let Some(sample) = view.pinned.filter(|sample| *sample < mlp.dataset.len()) {
        return Some(mlp.trainer.trace(sample as u32));
    }
    view.looked_at().map(|point| mlp.trace_point(point))
}

/// The pass whose numbers the pictures show: the walked one, else that of what the reader
/// looks at, for which `room` is made.
pub(super) fn present_pass<'a>(
    mlp: &'a Mlp,
    view: &View,
    room: &'a mut Option<Trace>,
) -> Option<&'a Trace> {
    if let Some(walked) = mlp.walked_pass() {
        return Some(&walked.trace);
    }
    *room = pass(mlp, view);
    room.as_ref()
}

/// The layer and the unit of a part that stands for a unit, where `last` is the output layer.
type UnitOf = fn(part: Part, last: usize) -> Option<(usize, usize)>;

/// The first of the parts that the reader points to that stands for a unit of the network, as
/// `unit` tells.
fn in_view(mlp: &Mlp, view: &View, unit: UnitOf) -> Option<(usize, usize)> {
    let layers = &mlp.setup.spec.layers;
    for part in [view.hovered, view.focused, view.selected] {
        if let Some((layer, unit)) = part.and_then(|part| unit(part, layers.len() - 1)) {
            let exists = layers.get(layer).is_some_and(|spec| unit < spec.units);
            return exists.then_some((layer, unit));
        }
    }
    None
}

/// The unit that the reader points to, if any.
fn unit_in_view(mlp: &Mlp, view: &View) -> Option<(usize, usize)> {
    in_view(mlp, view, |part, last| match part {
        Part::Unit { layer, unit } | Part::Bias { layer, unit } => Some((layer, unit)),
        Part::Output { unit } => Some((last, unit)),
        _ => None,
    })
}

/// The first-layer unit whose line the reader points to, by the line itself, by the unit, or
/// by one of its numbers.
fn line_in_view(mlp: &Mlp, view: &View) -> Option<usize> {
    let found = in_view(mlp, view, |part, last| match part {
        Part::UnitLine(unit) | Part::MoveLine(unit) | Part::TurnLine(unit) => Some((0, unit)),
        Part::Unit { layer, unit }
        | Part::Bias { layer, unit }
        | Part::Weight { layer, unit, .. } => Some((layer, unit)),
        Part::Output { unit } if last == 0 => Some((0, unit)),
        _ => None,
    });
    let (layer, unit) = found?;
    (layer == 0).then_some(unit)
}

/// The chosen one of several in focus, the others held back; all as they are without one.
fn chosen(is_focused: bool, is_chosen: bool) -> Emphasis {
    match (is_focused, is_chosen) {
        (true, true) => Emphasis::Active(1.0),
        (true, false) => Emphasis::Dim,
        (false, _) => Emphasis::Normal,
    }
}

/// The names of a layer's units.
fn unit_labels(mlp: &Mlp, layer: usize) -> Vec<String> {
    let mut labels = Vec::new();
    for unit in 0..mlp.setup.spec.units_of(layer) {
        labels.push(unit_label(mlp, layer, unit));
    }
    labels
}

/// A unit's number, where it is known.
fn known(is_known: bool, values: Option<&Vec<Real>>, unit: usize) -> Option<f64> {
    values.filter(|_| is_known).map(|values| at(values, unit))
}

/// The network graph.
pub(super) fn network(mlp: &Mlp, view: &View, frame: &Frame<'_>) -> Scene {
    let spec = mlp.network().spec();
    let mut lit = lit(mlp);
    let mut room = None;
    let pass = present_pass(mlp, view, &mut room);
    let mut shape = spec.inputs.to_string();
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for (layer, of) in spec.layers.iter().enumerate() {
        add(&mut shape, format_args!(" – {}", of.units));
        let output = layer + 1 == spec.layers.len();
        let name = word(if output {
            "layer.output"
        } else {
            "layer.hidden"
        });
        let name = if output || spec.layers.len() == 2 {
            name.to_owned()
        } else {
            format!("{name} {}", layer + 1)
        };
        names.push((name, unit_labels(mlp, layer)));
    }
    let mut inputs = Vec::new();
    for (i, feature) in mlp.setup.data.features.iter().enumerate() {
        inputs.push(graph::Input {
            label: feature.label(),
            meaning: meaning(mlp, i).map_or("", |axis| axis.name),
            map: Some(mlp.fields.input(i)),
            value: known(true, pass.map(|pass| &pass.input), i),
            emphasis: Emphasis::Normal,
        });
    }
    let mut layers = Vec::new();
    for ((l, (name, labels)), layer) in names.iter().enumerate().zip(&mut lit.layers) {
        let activation = spec.activation(l);
        let trace = pass.map(|pass| pass.layer(l));
        let mut units = Vec::new();
        for ((u, lit), label) in layer.units.iter().enumerate().zip(labels) {
            units.push(graph::Unit {
                label,
                map: Some(mlp.fields.unit(l, u, activation)),
                bias: lit.bias,
                z: known(lit.z, trace.map(|trace| &trace.z), u),
                a: known(lit.a, trace.map(|trace| &trace.a), u),
                delta: known(lit.delta, trace.map(|trace| &trace.delta), u),
                emphasis: lit.emphasis,
            });
        }
        layers.push(graph::Layer {
            name,
            activation: activation.label(),
            units,
            edges: std::mem::take(&mut layer.edges),
        });
    }
    let labelled = mlp.labelled();
    let readout = pass.map(|pass| {
        let mut outputs = Vec::new();
        let last = lit.layers.last().map_or(&[][..], |last| &last.units);
        for (value, lit) in pass.output.iter().zip(last) {
            if !lit.a {
                break;
            }
            outputs.push(f64::from(*value));
        }
        graph::Readout {
            outputs,
            targets: wide(if labelled { &pass.target } else { &[] }),
            loss: (labelled && lit.loss).then_some(pass.loss.into()),
            loss_name: mlp.setup.train.loss.label().to_owned(),
        }
    });
    graph::draw(
        &graph::Graph {
            width: frame.width,
            height: frame.height,
            title: word("panel.network"),
            description: &format!("{}: {shape}", word("panel.network.shape")),
            inputs,
            layers,
            readout,
            inputs_name: word("panel.network.inputs"),
            words: words(),
            editing: Some(graph::Editing {
                most_layers: MAX_LAYERS,
                most_units: PAGE_UNITS as usize,
                add_layer: word("panel.network.add-layer"),
            }),
            hovered: view.hovered,
            focused: view.focused,
            selected: view.selected,
        },
        frame.palette,
    )
}

/// The words for the marks of samples that push a weight.
fn pushes() -> [&'static str; 3] {
    [
        word("panel.plane.push"),
        word("panel.plane.down"),
        word("panel.plane.up"),
    ]
}

/// The words of the key under the network graph.
fn words() -> graph::Words<'static> {
    graph::Words {
        positive: word("panel.network.positive"),
        negative: word("panel.network.negative"),
        width: word("panel.network.width"),
        tile: word("panel.network.tile"),
        gradients: [word("panel.network.rises"), word("panel.network.falls")],
    }
}

/// A good height for the network graph in this width.
pub(super) fn network_height(mlp: &Mlp, width: f64) -> f64 {
    let features = &mlp.setup.data.features;
    let mut layers = Vec::new();
    for layer in &mlp.setup.spec.layers {
        layers.push(layer.units);
    }
    let mut label_width = 0.0_f64;
    for feature in features {
        label_width = label_width.max(text_width(feature.label(), 12.0));
    }
    let outline = graph::Outline {
        inputs: features.len(),
        layers,
        label_width,
        editable: true,
        key_rows: graph::key_rows(&words(), width),
    };
    graph::height_for(&outline, width)
}

/// An input's axis. Where the input has a meaning of its own, `x₁` alone would not say it, and
/// its name alone not that the network's x₁ is meant.
fn axis(mlp: &Mlp, input: usize) -> Axis<'_> {
    let axis = &mlp.dataset.axes[input];
    Axis {
        symbol: if axis.unit.is_empty() {
            ""
        } else {
            describe::input(input)
        },
        name: axis.name,
        unit: axis.unit,
        min: f64::from(axis.min),
        max: f64::from(axis.max),
    }
}

/// The samples as the plane draws them: training samples always, test samples on demand.
/// While a weight or bias is open, the others than the next batch's stand back, and those
/// push it: down where the gradient is positive, the largest by 1.
fn samples(mlp: &Mlp, view: &View) -> Vec<Sample> {
    let data = &mlp.dataset;
    let shares = view
        .selected
        .map_or(&[][..], |part| share::known(mlp, part));
    let most = shares.first().map_or(0.0, |share| share.gradient.abs());
    let mut pushed = Vec::new();
    for _ in 0..data.len() {
        pushed.push(None);
    }
    for share in shares {
        if let Some(push) = pushed.get_mut(share.sample as usize) {
            *push = Some(if most > 0.0 {
                -share.gradient / most
            } else {
                0.0
            });
        }
    }
    // What is walked is marked too while it is walked.
    let walked = mlp.walked_pass().and_then(|_| mlp.present_sample());
    let pinned = view.pinned.or(walked);
    let pointed = match view.hovered.or(view.focused) {
        Some(Part::Sample(index)) => Some(index),
        _ => None,
    };
    let shown = mlp.view_flag("view.test");
    let mut samples = Vec::new();
    for (test, set) in [(false, &mlp.split.train), (true, &mlp.split.test)] {
        for index in set {
            let i = *index as usize;
            let (is_pinned, push) = (pinned == Some(i), pushed.get(i).copied().flatten());
            if test && !shown && !is_pinned {
                continue;
            }
            let target = f64::from(entry(&data.targets, i, 0));
            let label = match data.class(i) {
                Some(class) => Label::Class(class),
                None => Label::Value(target),
            };
            let [x, mut y] = describe::inputs(mlp, i);
            if data.axes.len() == 1 {
                y = target;
            }
            let emphasis = if pointed == Some(*index) {
                Emphasis::Active(1.0)
            } else if !shares.is_empty() && push.is_none() && !is_pinned {
                Emphasis::Dim
            } else {
                Emphasis::Normal
            };
            samples.push(Sample {
                index: *index,
                x,
                y,
                label,
                test,
                pinned: is_pinned,
                push,
                emphasis,
            });
        }
    }
    samples
}

/// The plane without what lies in it: enough for its layout.
fn empty_plane<'a>(mlp: &'a Mlp, frame: &Frame<'_>) -> Plane<'a> {
    // Colours mixed by what is no probability would mean nothing.
    let largest = mlp.setup.spec.outputs() > 1 && !gives_chances(mlp);
    let discretize = mlp.view_flag("view.discretize") || largest;
    Plane {
        width: frame.width,
        height: frame.height,
        title: "",
        description: "",
        x: axis(mlp, 0),
        y: axis(mlp, mlp.dataset.axes.len() - 1),
        surface: Surface::Empty,
        value_name: "",
        exact: None,
        words: plane::Words {
            test: word("panel.plane.test"),
            mixed: word(if discretize {
                "panel.plane.largest"
            } else {
                "panel.plane.mixed"
            }),
            pushes: pushes(),
            sample: word("panel.plane.sample"),
            border: word("panel.plane.border"),
            pinned: word("panel.plane.pinned"),
            line: word("panel.plane.line"),
        },
        discretize,
        classes: &mlp.dataset.classes,
        samples: &[],
        lines: &[],
        probe: None,
    }
}

/// Whether an output can be read as a probability.
fn gives_chances(mlp: &Mlp) -> bool {
    let output = mlp.setup.spec.layers.last().map(|layer| layer.activation);
    matches!(output, Some(Activation::Sigmoid | Activation::Softmax))
}

/// The value of a signed output at the middle of the ramp, its ends, and the threshold.
fn output_mapping(mlp: &Mlp) -> (Mapping, Option<f64>) {
    if mlp.setup.data.task == Task::Regression {
        let (low, high) = mlp.dataset.target.as_ref().map_or((0.0, 1.0), |target| {
            (f64::from(target.min), f64::from(target.max))
        });
        return (ramp(low, high), None);
    }
    if mlp.setup.train.loss == Loss::Hinge {
        return (Mapping::symmetric(1.0), Some(0.0));
    }
    (Mapping::PROBABILITY, Some(0.5))
}

/// The plane, or the curve where there is one input.
pub(super) fn plane(mlp: &Mlp, view: &View, frame: &Frame<'_>) -> Scene {
    if mlp.dataset.axes.len() == 1 {
        return regression_curve(mlp, view, frame);
    }
    let spec = mlp.network().spec();
    let output = spec.layers.len() - 1;
    let opened = unit_in_view(mlp, view).filter(|&(layer, _)| layer < output || spec.outputs() > 1);
    let mut fields = Vec::new();
    for unit in 0..spec.outputs() {
        let activation = spec.activation(output);
        fields.push(mlp.fields.unit(output, unit, activation).0);
    }
    let name = opened.map(|(layer, unit)| unit_label(mlp, layer, unit));
    let chance = mlp.dataset.classes.get(1).filter(|_| gives_chances(mlp));
    let value_name = match (&name, chance) {
        (Some(name), _) => format!("a({name})"),
        (None, _) if fields.len() > 1 => String::new(),
        (None, Some(class)) => format!("ŷ: {} {class}", word("plane.chance")),
        (None, None) => "ŷ".to_owned(),
    };
    let labels = unit_labels(mlp, 0);
    let focus = line_in_view(mlp, view);
    let lit = mlp.walked_pass().map(|_| lit(mlp));
    let mut lines = Vec::new();
    for (unit, label) in labels.iter().enumerate() {
        let Some(before) = edit::line(mlp, unit).filter(|_| mlp.view_flag("view.lines")) else {
            break;
        };
        let (w, b) = match &lit {
            Some(lit) => moving_line(mlp, lit, unit),
            None => before,
        };
        lines.push(UnitLine {
            unit,
            label,
            w,
            b,
            emphasis: chosen(focus.is_some(), focus == Some(unit)),
            ghost: ((w, b) != before).then_some(before),
            handles: lit.is_none(),
        });
    }
    let pass = pass(mlp, view);
    let value = pass.as_ref().map(|pass| match (opened, &name) {
        (Some((layer, unit)), Some(name)) => {
            let mut text = name.clone();
            text += " = ";
            add_reading(&mut text, at(&pass.layer(layer).a, unit));
            text
        }
        _ => output_text(mlp, &pass.output),
    });
    let title = match &name {
        Some(name) => format!("{} {name}", word("panel.plane.unit")),
        None => word("panel.plane").to_owned(),
    };
    let description = plane_description(mlp, value.as_deref());
    let outputs = |points: &[Vec<f64>]| mlp.network().predict(&mlp.features_of(points));
    let samples = samples(mlp, view);
    let mut plane = empty_plane(mlp, frame);
    plane.title = &title;
    plane.description = &description;
    plane.surface = if let Some((layer, unit)) = opened {
        let activation = spec.activation(layer);
        let (field, mapping) = mlp.fields.unit(layer, unit, activation);
        Surface::Signed {
            field,
            mapping,
            threshold: None,
        }
    } else if let [field] = fields[..] {
        let (mapping, threshold) = output_mapping(mlp);
        Surface::Signed {
            field,
            mapping,
            threshold,
        }
    } else {
        Surface::Classes { fields: &fields }
    };
    plane.exact = Some(plane::Exact(&outputs));
    plane.value_name = &value_name;
    plane.samples = &samples;
    plane.lines = &lines;
    if let (Some([x, y]), Some(value), None) = (view.looked_at(), &value, view.pinned) {
        plane.probe = Some(Probe {
            x: *x,
            y: *y,
            value,
            pinned: view.point.is_some(),
        });
    }
    plane::draw(&plane, frame.palette)
}

/// A first-layer unit's line while the update moves it.
fn moving_line(mlp: &Mlp, lit: &Lit, unit: usize) -> ([f64; 2], f64) {
    let features = &mlp.setup.data.features;
    let (mut w, mut b) = ([0.0; 2], 0.0);
    if let Some(layer) = lit.layers.first() {
        let edges = layer.edges.iter().skip(unit * features.len());
        for (edge, feature) in edges.zip(features) {
            w[usize::from(*feature == Feature::X2)] = edge.weight.value;
        }
        b = layer.units.get(unit).map_or(0.0, |unit| unit.bias.value);
    }
    (w, b)
}

/// The outputs in words: one number, or each class with its share.
pub(super) fn output_text(mlp: &Mlp, output: &[Real]) -> String {
    let mut text = String::new();
    for (k, value) in output.iter().enumerate() {
        if k > 0 {
            text += ", ";
        }
        text += match mlp.dataset.classes.get(k) {
            _ if output.len() == 1 => "ŷ =",
            Some(class) => class,
            None => "ŷ",
        };
        text += " ";
        add_reading(&mut text, (*value).into());
    }
    text
}

fn plane_description(mlp: &Mlp, value: Option<&str>) -> String {
    let mut text = axis(mlp, 0).title();
    for input in 1..mlp.dataset.axes.len() {
        text += " × ";
        text += &axis(mlp, input).title();
    }
    let (samples, len) = (word("panel.plane.samples"), mlp.dataset.len());
    add(&mut text, format_args!(". {samples}: {len}."));
    if let Some(value) = value {
        text += " ";
        text += value;
    }
    text
}

/// The range of the curve's picture: the target's, with room above and below.
fn target_axis(mlp: &Mlp) -> (f64, f64, &'static str, &'static str) {
    match &mlp.dataset.target {
        Some(target) => {
            let (low, high) = (f64::from(target.min), f64::from(target.max));
            let room = 0.15 * (high - low);
            (low - room, high + room, target.name, target.unit)
        }
        None => (-0.2, 1.2, "y", ""),
    }
}

/// The curve's picture without what lies in it: enough for its layout.
fn empty_curve<'a>(mlp: &'a Mlp, frame: &Frame<'_>) -> curve::Curve<'a> {
    let (min, max, name, unit) = target_axis(mlp);
    curve::Curve {
        width: frame.width,
        height: frame.height,
        title: word("panel.curve"),
        description: "",
        words: curve::Words {
            output: word("panel.curve.output"),
            part: if adds_up(mlp.network().spec()) {
                word("panel.curve.part")
            } else {
                ""
            },
            train: word("panel.curve.train"),
            test: word("panel.plane.test"),
            pushes: pushes(),
        },
        x: axis(mlp, 0),
        y: Axis {
            symbol: "",
            name,
            unit,
            min,
            max,
        },
        classes: &mlp.dataset.classes,
        samples: &[],
        output: &[],
        parts: &[],
        probe: None,
    }
}

/// The network's output over the one input, with each last hidden unit's share of it.
fn regression_curve(mlp: &Mlp, view: &View, frame: &Frame<'_>) -> Scene {
    let network = mlp.network();
    let spec = network.spec();
    let x = &mlp.dataset.axes[0];
    let mut inputs = Vec::new();
    for i in 0..CURVE_POINTS {
        let share = i as f64 / (CURVE_POINTS - 1) as f64;
        inputs.push(f64::from(x.min) + f64::from(x.max - x.min) * share);
    }
    let mut narrowed = Vec::new();
    edit::narrow(&mut narrowed, &inputs);
    let features = mlp.features(narrowed);
    let predictions = network.predict(&features);
    let points = |values: &[Real]| {
        let mut points = Vec::new();
        for (x, y) in inputs.iter().zip(values) {
            points.push((*x, f64::from(*y)));
        }
        points
    };
    let output = points(predictions.as_slice());
    let focus = unit_in_view(mlp, view);
    let last = spec.layers.len().wrapping_sub(2);
    let mut curves = Vec::new();
    for (unit, share) in unit_shares(mlp, &features).iter().enumerate() {
        curves.push((unit_label(mlp, last, unit), points(share)));
    }
    let focus = focus.filter(|(layer, _)| *layer == last);
    let mut parts = Vec::new();
    for (unit, (label, points)) in curves.iter().enumerate() {
        parts.push(curve::Contribution {
            unit,
            label,
            points,
            emphasis: chosen(focus.is_some(), focus == Some((last, unit))),
        });
    }
    let pass = pass(mlp, view);
    let value = pass.as_ref().map(|pass| output_text(mlp, &pass.output));
    let description = plane_description(mlp, value.as_deref());
    let samples = samples(mlp, view);
    let mut curve = empty_curve(mlp, frame);
    curve.description = &description;
    curve.samples = &samples;
    curve.output = &output;
    curve.parts = &parts;
    if let (Some([x, _]), Some(pass), Some(value), None) =
        (view.looked_at(), &pass, &value, view.pinned)
    {
        curve.probe = Some((*x, at(&pass.output, 0), value));
    }
    curve::draw(&curve, frame.palette)
}

/// Whether the output is a plain sum over hidden units: only then can one say what each adds.
fn adds_up(spec: &Spec) -> bool {
    spec.layers.len() > 1 && spec.output_activation() == Activation::Identity
}

/// What each unit of the last hidden layer adds to the output's sum: `w · a`, over the
/// rows of `features`.
fn unit_shares(mlp: &Mlp, features: &Matrix) -> Vec<Vec<Real>> {
    let network = mlp.network();
    let layers = network.layer_count();
    if !adds_up(network.spec()) {
        return Vec::new();
    }
    let mut maps = nn::Maps::new(network.spec(), features.nrows());
    maps.compute(network, &nn::Packed::new(features));
    let mut shares = Vec::new();
    for unit in 0..network.spec().units_of(layers - 2) {
        let weight = network.weight(layers - 1, 0, unit);
        let mut share = maps.unit(layers - 2, unit).to_vec();
        for a in &mut share {
            *a *= weight;
        }
        shares.push(share);
    }
    shares
}

/// Loss or accuracy over epochs.
pub(super) fn chart(mlp: &Mlp, panel: Panel, now: Moment, view: &View, frame: &Frame<'_>) -> Scene {
    let loss = panel == Panel::Loss;
    let key = if loss { "panel.loss" } else { "panel.accuracy" };
    let train = series(mlp, panel, &now, 0);
    let test = series(mlp, panel, &now, 1);
    let mut lines = Vec::new();
    let mut description = String::new();
    for (label, points, style) in [
        ("series.train", &train, line::SeriesStyle::Primary),
        ("series.test", &test, line::SeriesStyle::Secondary),
    ] {
        let label = word(label);
        let Some((_, value)) = points.last() else {
            continue;
        };
        if !lines.is_empty() {
            description += ", ";
        }
        description += label;
        description += " ";
        add_reading(&mut description, *value);
        lines.push(line::Series {
            label,
            points,
            style,
        });
    }
    let mut chart = empty_chart(frame, panel);
    chart.title = word(key);
    chart.description = &description;
    chart.x_title = word("axis.epoch");
    chart.y_title = if loss {
        mlp.setup.train.loss.label()
    } else {
        word("axis.accuracy")
    };
    chart.log = loss && mlp.view_flag("view.log");
    chart.series = &lines;
    chart.hover = view.chart_x;
    chart.now = Some(now.epoch);
    line::draw(&chart, frame.palette)
}

fn empty_chart<'a>(frame: &Frame<'_>, panel: Panel) -> line::LineChart<'a> {
    line::LineChart {
        width: frame.width,
        height: frame.height,
        title: "",
        description: "",
        x_title: "",
        y_title: "",
        log: false,
        y_range: (panel == Panel::Accuracy).then_some([0.0, 1.0]),
        series: &[],
        hover: None,
        now: None,
        empty: word("chart.empty"),
    }
}

/// Values of the training or the test set over epochs, the moment now last.
fn series(mlp: &Mlp, panel: Panel, now: &Moment, set: usize) -> Vec<(f64, f64)> {
    let loss = mlp.setup.train.loss;
    let mut points = Vec::new();
    let mut put = |moment: &Moment| {
        // Another loss has other numbers; one with another threshold, other classes.
        let (values, holds) = match panel {
            Panel::Accuracy => (moment.accuracy, moment.of.threshold() == loss.threshold()),
            _ => (moment.loss, moment.of == loss),
        };
        if let (Some(Some(value)), true) = (values.get(set), holds) {
            points.push((moment.epoch, *value));
        }
    };
    let kept = mlp.history.moments();
    for moment in kept {
        put(moment);
    }
    let is_new = |last: &Moment| last.epoch < now.epoch || last.of != now.of;
    if kept.last().is_none_or(is_new) {
        put(now);
    }
    points
}

/// Data coordinates of a point of the plane's picture.
pub(super) fn locate(mlp: &Mlp, frame: &Frame<'_>, x: f64, y: f64) -> Option<[f64; 2]> {
    let at = Point::new(x, y);
    if mlp.dataset.axes.len() == 1 {
        let layout = curve::layout(&empty_curve(mlp, frame));
        let place = [layout.x.invert(x), layout.y.invert(y)];
        return layout.plot.contains(at).then_some(place);
    }
    let layout = plane::layout(&empty_plane(mlp, frame));
    let place = layout.inputs(x, y);
    layout.plot.contains(at).then_some(place)
}

/// The epoch at a horizontal place of a chart.
pub(super) fn epoch_at(mlp: &Mlp, panel: Panel, frame: &Frame<'_>, x: f64) -> Option<f64> {
    let end = mlp.epochs();
    let span = [(0.0, 0.0), (end, 1.0)];
    let series = [line::Series {
        label: "",
        points: &span,
        style: line::SeriesStyle::Primary,
    }];
    let mut chart = empty_chart(frame, panel);
    chart.series = &series;
    let layout = line::layout(&chart);
    (x >= layout.plot.x && x <= layout.plot.right()).then(|| layout.x.invert(x).within(0.0, end))
}
