//! The lab's pictures: its numbers as the charts take them.

use super::describe::{self, meaning, unit as unit_label};
use super::history::Moment;
use super::lit::{Lit, lit};
use super::{MAX_LAYERS, Mlp, PAGE_UNITS, edit, share};
use crate::chart::plane::{self, Label, Plane, Probe, Sample, Surface, UnitLine};
use crate::chart::{Axis, Emphasis, Field, curve, graph, line};
use crate::data::Feature;
use crate::lab::words::word;
use crate::lab::{Frame, Panel, Pin, View};
use crate::nn::{self, Activation, Loss, Task, Trace};
use crate::num::{Matrix, Real};
use crate::scene::{Mapping, Part, Point, Scene, format, text_width};
use std::collections::BTreeMap;

/// The words for the marks of samples that push a weight.
const PUSHES: [&str; 3] = ["panel.plane.push", "panel.plane.down", "panel.plane.up"];
/// Points along the curve of a 1-D regression.
const CURVE_POINTS: usize = 200;

/// The forward and backward pass of what the reader looks at: the pinned sample, or the
/// probe (whose target is none, so that its loss and blame mean nothing).
pub(super) fn pass(mlp: &Mlp, view: &View) -> Option<Trace> {
    if let Some(sample) = view.pinned.filter(|sample| *sample < mlp.dataset.len()) {
        return Some(mlp.trainer.trace(sample as u32));
    }
    view.point
        .or(view.probe)
        .map(|point| mlp.trace_point(point))
}

/// The unit that the reader points to, if any.
fn unit_in_view(mlp: &Mlp, view: &View) -> Option<(usize, usize)> {
    [view.hovered, view.focused, view.selected]
        .into_iter()
        .flatten()
        .find_map(|part| match part {
            Part::Unit { layer, unit } | Part::Bias { layer, unit } => Some((layer, unit)),
            Part::Output { unit } => Some((mlp.setup.spec.layers.len() - 1, unit)),
            _ => None,
        })
        .filter(|&(layer, unit)| {
            mlp.setup
                .spec
                .layers
                .get(layer)
                .is_some_and(|spec| unit < spec.units)
        })
}

/// The first-layer unit whose line the reader points to, by the line itself, by the unit, or
/// by one of its numbers.
fn line_in_view(mlp: &Mlp, view: &View) -> Option<usize> {
    let hidden = mlp.setup.spec.layers.len() > 1;
    [view.hovered, view.focused, view.selected]
        .into_iter()
        .flatten()
        .find_map(|part| match part {
            Part::UnitLine(unit) | Part::MoveLine(unit) | Part::TurnLine(unit) => Some((0, unit)),
            Part::Unit { layer, unit }
            | Part::Bias { layer, unit }
            | Part::Weight { layer, unit, .. } => Some((layer, unit)),
            Part::Output { unit } if !hidden => Some((0, unit)),
            _ => None,
        })
        .filter(|(layer, unit)| *layer == 0 && *unit < mlp.setup.spec.layers[0].units)
        .map(|(_, unit)| unit)
}

/// The network graph.
pub(super) fn network(mlp: &Mlp, view: &View, frame: &Frame<'_>) -> Scene {
    let network = mlp.network();
    let spec = network.spec();
    let lit = lit(mlp);
    let walked = mlp.walked_pass().map(|pass| pass.trace.clone());
    let pass = walked.or_else(|| pass(mlp, view));
    let labels: Vec<Vec<String>> = (0..spec.layers.len())
        .map(|layer| {
            (0..spec.layers[layer].units)
                .map(|unit| unit_label(mlp, layer, unit))
                .collect()
        })
        .collect();
    let names: Vec<String> = (0..spec.layers.len())
        .map(|layer| {
            if layer + 1 == spec.layers.len() {
                word("layer.output").to_owned()
            } else if spec.layers.len() == 2 {
                word("layer.hidden").to_owned()
            } else {
                format!("{} {}", word("layer.hidden"), layer + 1)
            }
        })
        .collect();
    let inputs = mlp
        .setup
        .data
        .features
        .iter()
        .enumerate()
        .map(|(i, feature)| graph::Input {
            label: feature.label(),
            meaning: meaning(mlp, i).map_or("", |axis| axis.name),
            map: Some(mlp.fields.input(i)),
            value: pass.as_ref().map(|pass| f64::from(pass.input[i])),
            emphasis: lit.as_ref().map_or(Emphasis::Normal, |lit| lit.inputs[i]),
        })
        .collect();
    let layers = (0..spec.layers.len())
        .map(|l| {
            let layer = spec.layers[l];
            let trace = pass.as_ref().map(|pass| &pass.layers[l]);
            graph::Layer {
                name: &names[l],
                activation: layer.activation.label(),
                units: (0..layer.units)
                    .map(|u| graph::Unit {
                        label: &labels[l][u],
                        map: Some(mlp.fields.unit(l, u, layer.activation)),
                        bias: lit.as_ref().map_or_else(
                            || graph::Value::new(network.bias(l, u).into()),
                            |lit| lit.biases[l][u],
                        ),
                        z: trace
                            .filter(|_| lit.as_ref().is_none_or(|lit| lit.z[l][u]))
                            .map(|trace| trace.z[u].into()),
                        a: trace
                            .filter(|_| lit.as_ref().is_none_or(|lit| lit.a[l][u]))
                            .map(|trace| trace.a[u].into()),
                        delta: trace
                            .filter(|_| lit.as_ref().is_some_and(|lit| lit.delta[l][u]))
                            .map(|trace| trace.delta[u].into()),
                        emphasis: lit.as_ref().map_or(Emphasis::Normal, |lit| lit.units[l][u]),
                    })
                    .collect(),
                edges: lit.as_ref().map_or_else(
                    || {
                        network.params()[network.weight_range(l)]
                            .iter()
                            .map(|w| graph::Edge::new(f64::from(*w)))
                            .collect()
                    },
                    |lit| lit.edges[l].clone(),
                ),
            }
        })
        .collect();
    let labelled = match mlp.pinned {
        Some(pin) => matches!(pin, Pin::Sample(_)),
        None => lit.is_some(),
    };
    let readout = pass.as_ref().map(|pass| graph::Readout {
        outputs: pass
            .output
            .iter()
            .enumerate()
            .take_while(|(unit, _)| {
                let known = |lit: &Lit| lit.a.last().is_none_or(|last| last[*unit]);
                lit.as_ref().is_none_or(known)
            })
            .map(|(_, v)| f64::from(*v))
            .collect(),
        targets: if labelled {
            pass.target.iter().map(|v| f64::from(*v)).collect()
        } else {
            Vec::new()
        },
        loss: labelled
            .then(|| f64::from(pass.loss))
            .filter(|_| lit.as_ref().is_none_or(|lit| lit.loss)),
        loss_name: mlp.setup.train.loss.label().to_owned(),
    });
    let shape: Vec<String> = std::iter::once(spec.inputs)
        .chain(spec.layers.iter().map(|layer| layer.units))
        .map(|units| units.to_string())
        .collect();
    graph::draw(
        &graph::Graph {
            width: frame.width,
            height: frame.height,
            title: word("panel.network"),
            description: &format!("{}: {}", word("panel.network.shape"), shape.join(" – ")),
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
    let outline = graph::Outline {
        inputs: features.len(),
        layers: mlp
            .setup
            .spec
            .layers
            .iter()
            .map(|layer| layer.units)
            .collect(),
        label_width: features
            .iter()
            .map(|feature| text_width(feature.label(), 12.0))
            .fold(0.0, f64::max),
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

/// How the samples of the next batch push the opened weight or bias, as marks: down where
/// the gradient is positive, the largest 1. None while no such part is open.
fn pushes(mlp: &Mlp, view: &View) -> Option<BTreeMap<u32, f64>> {
    let shares = share::known(mlp, view.selected?);
    let most = shares.first()?.gradient.abs();
    Some(
        shares
            .iter()
            .map(|share| {
                let push = if most > 0.0 {
                    -share.gradient / most
                } else {
                    0.0
                };
                (share.sample, push)
            })
            .collect(),
    )
}

/// The samples as the plane draws them: training samples always, test samples on demand.
/// While a weight or bias is open, the others than the next batch's stand back.
fn samples(mlp: &Mlp, view: &View) -> Vec<Sample> {
    let data = &mlp.dataset;
    let pushes = pushes(mlp, view);
    // What is walked is marked too while it is walked.
    let walked = mlp.walked_pass().and_then(|_| mlp.present_sample());
    let pinned = view.pinned.or(walked);
    let pointed = view.hovered.or(view.focused);
    let sample = |index: u32, test: bool| {
        let i = index as usize;
        let label = match data.class(i) {
            Some(class) => Label::Class(class),
            None => Label::Value(data.targets[(i, 0)].into()),
        };
        let y = if data.axes.len() == 1 {
            data.targets[(i, 0)]
        } else {
            data.inputs[(i, 1)]
        };
        Sample {
            test,
            pinned: pinned == Some(i),
            push: pushes.as_ref().and_then(|all| all.get(&index).copied()),
            emphasis: match &pushes {
                _ if pointed == Some(Part::Sample(index)) => Emphasis::Active(1.0),
                Some(all) if !all.contains_key(&index) && pinned != Some(i) => Emphasis::Dim,
                _ => Emphasis::Normal,
            },
            ..Sample::new(index, data.inputs[(i, 0)].into(), y.into(), label)
        }
    };
    let shown = mlp.view_flag("view.test");
    let test = mlp
        .split
        .test
        .iter()
        .filter(|index| shown || pinned == Some(**index as usize))
        .map(|index| sample(*index, true));
    let train = mlp.split.train.iter().map(|index| sample(*index, false));
    train.chain(test).collect()
}

/// The plane without what lies in it: enough for its layout.
fn empty_plane<'a>(mlp: &'a Mlp, frame: &Frame<'_>) -> Plane<'a> {
    // Colours mixed by what is no probability would mean nothing.
    let largest = mlp.setup.spec.outputs() > 1 && !gives_chances(mlp);
    let discretize = mlp.view_flag("view.discretize") || largest;
    Plane {
        width: frame.width,
        height: frame.height,
        title: word("panel.plane"),
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
            pushes: PUSHES.map(word),
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
        let mid = if low < 0.0 {
            0.0
        } else {
            f64::midpoint(low, high)
        };
        return (Mapping { low, mid, high }, None);
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
    let chosen = unit_in_view(mlp, view).filter(|&(layer, _)| layer < output || spec.outputs() > 1);
    let fields: Vec<Field<'_>> = (0..spec.outputs())
        .map(|u| mlp.fields.unit(output, u, spec.layers[output].activation).0)
        .collect();
    let (surface, value_name, title) = match chosen {
        Some((layer, unit)) => {
            let activation = spec.layers[layer].activation;
            let (field, mapping) = mlp.fields.unit(layer, unit, activation);
            let name = unit_label(mlp, layer, unit);
            (
                Surface::Signed {
                    field,
                    mapping,
                    threshold: None,
                },
                format!("a({name})"),
                format!("{} {name}", word("panel.plane.unit")),
            )
        }
        None if fields.len() > 1 => (
            Surface::Classes { fields: &fields },
            String::new(),
            word("panel.plane").to_owned(),
        ),
        None => {
            let (mapping, threshold) = output_mapping(mlp);
            let name = match mlp.dataset.classes.get(1) {
                Some(class) if gives_chances(mlp) => {
                    format!("ŷ: {} {class}", word("plane.chance"))
                }
                _ => "ŷ".to_owned(),
            };
            (
                Surface::Signed {
                    field: fields[0],
                    mapping,
                    threshold,
                },
                name,
                word("panel.plane").to_owned(),
            )
        }
    };
    let labels: Vec<String> = (0..spec.layers[0].units)
        .map(|unit| unit_label(mlp, 0, unit))
        .collect();
    let focus = line_in_view(mlp, view);
    let lit = lit(mlp);
    let lines: Vec<UnitLine<'_>> = labels
        .iter()
        .enumerate()
        .filter(|_| mlp.view_flag("view.lines"))
        .filter_map(|(unit, label)| {
            let before = edit::line(mlp, unit)?;
            let (w, b) = moving_line(mlp, lit.as_ref(), unit).unwrap_or(before);
            let emphasis = match focus {
                Some(chosen) if chosen == unit => Emphasis::Active(1.0),
                Some(_) => Emphasis::Dim,
                None => Emphasis::Normal,
            };
            Some(UnitLine {
                unit,
                label,
                w,
                b,
                emphasis,
                ghost: ((w, b) != before).then_some(before),
                handles: lit.is_none(),
            })
        })
        .collect();
    let pass = pass(mlp, view);
    let value = pass.as_ref().map(|pass| match chosen {
        Some((layer, unit)) => format!(
            "{} = {}",
            unit_label(mlp, layer, unit),
            format::reading(pass.layers[layer].a[unit].into())
        ),
        None => output_text(mlp, &pass.output),
    });
    let probe = match (view.point.or(view.probe), &value) {
        (Some([x, y]), Some(value)) if view.pinned.is_none() => Some(Probe {
            x,
            y,
            value,
            pinned: view.point.is_some(),
        }),
        _ => None,
    };
    let description = plane_description(mlp, value.as_deref());
    let outputs = |points: &[Vec<f64>]| mlp.network().predict(&mlp.features_of(points));
    plane::draw(
        &Plane {
            title: &title,
            description: &description,
            surface,
            exact: Some(plane::Exact(&outputs)),
            value_name: &value_name,
            samples: &samples(mlp, view),
            lines: &lines,
            probe,
            ..empty_plane(mlp, frame)
        },
        frame.palette,
    )
}

/// A first-layer unit's line while the update moves it.
fn moving_line(mlp: &Mlp, lit: Option<&Lit>, unit: usize) -> Option<([f64; 2], f64)> {
    let (lit, features) = (lit?, &mlp.setup.data.features);
    let mut w = [0.0; 2];
    for (input, feature) in features.iter().enumerate() {
        let edge = &lit.edges[0][unit * features.len() + input];
        w[usize::from(*feature == Feature::X2)] = edge.weight.value;
    }
    Some((w, lit.biases[0][unit].value))
}

/// The outputs in words: one number, or each class with its share.
pub(super) fn output_text(mlp: &Mlp, output: &[Real]) -> String {
    if let [only] = output {
        return format!("ŷ = {}", format::reading(f64::from(*only)));
    }
    output
        .iter()
        .enumerate()
        .map(|(k, value)| {
            let name = mlp.dataset.classes.get(k).copied().unwrap_or("ŷ");
            format!("{name} {}", format::reading(f64::from(*value)))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn plane_description(mlp: &Mlp, value: Option<&str>) -> String {
    let inputs = 0..mlp.dataset.axes.len();
    let axes: Vec<String> = inputs.map(|input| axis(mlp, input).title()).collect();
    let mut text = format!(
        "{}. {}: {}.",
        axes.join(" × "),
        word("panel.plane.samples"),
        mlp.dataset.len()
    );
    if let Some(value) = value {
        text += &format!(" {value}");
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
            part: word("panel.curve.part"),
            train: word("panel.curve.train"),
            test: word("panel.plane.test"),
            pushes: PUSHES.map(word),
        },
        x: axis(mlp, 0),
        y: Axis {
            symbol: "",
            name,
            unit,
            min,
            max,
        },
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
    let at: Vec<f64> = (0..CURVE_POINTS)
        .map(|i| {
            let share = i as f64 / (CURVE_POINTS - 1) as f64;
            f64::from(x.min) + f64::from(x.max - x.min) * share
        })
        .collect();
    let rows: Vec<Vec<f64>> = at.iter().map(|x| vec![*x]).collect();
    let features = mlp.features_of(&rows);
    let predictions = network.predict(&features);
    let points = |values: &[Real]| -> Vec<(f64, f64)> {
        at.iter()
            .zip(values)
            .map(|(x, y)| (*x, f64::from(*y)))
            .collect()
    };
    let output = points(&predictions.as_slice()[..CURVE_POINTS]);
    let shares = unit_shares(mlp, &features);
    let focus = unit_in_view(mlp, view);
    let last = spec.layers.len().wrapping_sub(2);
    let curves: Vec<(String, Vec<(f64, f64)>)> = shares
        .iter()
        .enumerate()
        .map(|(unit, share)| (unit_label(mlp, last, unit), points(share)))
        .collect();
    let parts: Vec<curve::Contribution<'_>> = curves
        .iter()
        .enumerate()
        .map(|(unit, (label, points))| curve::Contribution {
            unit,
            label,
            points,
            emphasis: match focus {
                Some((layer, chosen)) if layer == last && chosen == unit => Emphasis::Active(1.0),
                Some((layer, _)) if layer == last => Emphasis::Dim,
                _ => Emphasis::Normal,
            },
        })
        .collect();
    let pass = pass(mlp, view);
    let value = pass.as_ref().map(|pass| output_text(mlp, &pass.output));
    let probe = match (view.point.or(view.probe), &pass, &value) {
        (Some([x, _]), Some(pass), Some(value)) if view.pinned.is_none() => {
            Some((x, f64::from(pass.output[0]), value.as_str()))
        }
        _ => None,
    };
    let description = plane_description(mlp, value.as_deref());
    curve::draw(
        &curve::Curve {
            description: &description,
            samples: &samples(mlp, view),
            output: &output,
            parts: &parts,
            probe,
            ..empty_curve(mlp, frame)
        },
        frame.palette,
    )
}

/// What each unit of the last hidden layer adds to the output's sum: `w · a`, over the
/// rows of `features`.
fn unit_shares(mlp: &Mlp, features: &Matrix) -> Vec<Vec<Real>> {
    let network = mlp.network();
    let layers = network.layer_count();
    if layers < 2 {
        return Vec::new();
    }
    let mut maps = nn::Maps::new(network.spec(), features.nrows());
    maps.compute(network, &nn::Packed::new(features));
    (0..network.spec().layers[layers - 2].units)
        .map(|unit| {
            let weight = network.weight(layers - 1, 0, unit);
            maps.unit(layers - 2, unit)
                .iter()
                .map(|a| weight * a)
                .collect()
        })
        .collect()
}

/// Loss or accuracy over epochs.
pub(super) fn chart(mlp: &Mlp, panel: Panel, now: Moment, view: &View, frame: &Frame<'_>) -> Scene {
    let series = series(mlp, panel, now);
    let loss = panel == Panel::Loss;
    let key = if loss { "panel.loss" } else { "panel.accuracy" };
    let words = ["series.train", "series.test"].map(word);
    let lines: Vec<line::Series<'_>> = series
        .iter()
        .zip(words)
        .zip([line::SeriesStyle::Primary, line::SeriesStyle::Secondary])
        .map(|((points, label), style)| line::Series {
            label,
            points,
            style,
        })
        .filter(|series| !series.points.is_empty())
        .collect();
    let description: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let (_, value) = line.points.last()?;
            Some(format!("{} {}", line.label, format::reading(*value)))
        })
        .collect();
    let log = loss && mlp.view_flag("view.log");
    line::draw(
        &line::LineChart {
            title: word(key),
            description: &description.join(", "),
            x_title: word("axis.epoch"),
            y_title: if loss {
                mlp.setup.train.loss.label()
            } else {
                word("axis.accuracy")
            },
            log,
            series: &lines,
            hover: view.chart_x,
            now: Some(now.epoch),
            ..empty_chart(frame, panel)
        },
        frame.palette,
    )
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

/// Training and test values over epochs, the moment now last.
fn series(mlp: &Mlp, panel: Panel, now: Moment) -> [Vec<(f64, f64)>; 2] {
    let kept = mlp.history.moments();
    let loss = mlp.setup.train.loss;
    let live = kept
        .last()
        .is_none_or(|last| last.epoch < now.epoch || last.of != now.of);
    [0, 1].map(|set| {
        kept.iter()
            .chain(live.then_some(&now))
            .filter_map(|moment| {
                // Another loss has other numbers; one with another threshold, other classes.
                let (value, holds) = match panel {
                    Panel::Accuracy => (
                        moment.accuracy[set],
                        moment.of.threshold() == loss.threshold(),
                    ),
                    _ => (moment.loss[set], moment.of == loss),
                };
                Some((moment.epoch, value.filter(|_| holds)?))
            })
            .collect()
    })
}

/// Data coordinates of a point of the plane's picture.
pub(super) fn locate(mlp: &Mlp, frame: &Frame<'_>, x: f64, y: f64) -> Option<[f64; 2]> {
    if mlp.dataset.axes.len() == 1 {
        let layout = curve::layout(&empty_curve(mlp, frame));
        return layout
            .plot
            .contains(Point::new(x, y))
            .then(|| [layout.x.invert(x), layout.y.invert(y)]);
    }
    let layout = plane::layout(&empty_plane(mlp, frame));
    layout
        .plot
        .contains(Point::new(x, y))
        .then(|| layout.inputs(x, y))
}

/// The epoch at a horizontal place of a chart.
pub(super) fn epoch_at(mlp: &Mlp, panel: Panel, frame: &Frame<'_>, x: f64) -> Option<f64> {
    let end = mlp.epochs();
    let span = [(0.0, 0.0), (end, 1.0)];
    let layout = line::layout(&line::LineChart {
        series: &[line::Series {
            label: "",
            points: &span,
            style: line::SeriesStyle::Primary,
        }],
        ..empty_chart(frame, panel)
    });
    (x >= layout.plot.x && x <= layout.plot.right()).then(|| layout.x.invert(x).clamp(0.0, end))
}
