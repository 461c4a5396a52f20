//! What the pictures in these tests show: small networks with fixed weights over a plane,
//! and samples spread evenly over it.

use glassnet::chart::graph::{Edge, Editing, Graph, Input, Layer, Readout, Unit, Value};
use glassnet::chart::plane::{Label, Plane, Probe, Sample, Surface, UnitLine, Words};
use glassnet::chart::{Axis, Emphasis, Field, Rows};
use glassnet::num::Real;
use glassnet::scene::Mapping;

pub(crate) const LINKS: Axis<'static> = Axis {
    symbol: "x₁",
    name: "links",
    unit: "per 100 words",
    min: 0.0,
    max: 10.0,
};
pub(crate) const MARKS: Axis<'static> = Axis {
    symbol: "x₂",
    name: "exclamation marks",
    unit: "per 100 words",
    min: 0.0,
    max: 10.0,
};

/// Weights and bias of the two hidden units and the output, for inputs from 0 to 10.
pub(crate) const HIDDEN: [([f64; 2], f64); 2] = [([0.62, 0.31], -3.1), ([-0.28, 0.74], -2.4)];
pub(crate) const OUT: ([f64; 2], f64) = ([2.1, -1.7], -0.35);

pub(crate) fn hidden(unit: usize, x: f64, y: f64) -> f64 {
    let (w, b) = HIDDEN[unit];
    libm::tanh(w[0] * x + w[1] * y + b)
}

pub(crate) fn output(x: f64, y: f64) -> f64 {
    let z = OUT.0[0] * hidden(0, x, y) + OUT.0[1] * hidden(1, x, y) + OUT.1;
    1.0 / (1.0 + libm::exp(-z))
}

/// `f` on a grid over 0..=10 x 0..=10, the top row first.
pub(crate) fn grid(cells: usize, f: impl Fn(f64, f64) -> f64) -> Vec<Real> {
    let step = 10.0 / cells as f64;
    (0..cells * cells)
        .map(|i| {
            let x = ((i % cells) as f64 + 0.5) * step;
            let y = 10.0 - ((i / cells) as f64 + 0.5) * step;
            f(x, y) as Real
        })
        .collect()
}

pub(crate) fn field(values: &[Real]) -> Field<'_> {
    let cells = libm::sqrt(values.len() as f64) as usize;
    Field {
        values,
        cols: cells,
        rows: cells,
        order: Rows::TopFirst,
        kept: None,
    }
}

/// `n` points spread evenly by the golden ratio.
pub(crate) fn points(n: u32) -> impl Iterator<Item = (u32, f64, f64)> {
    (0..n).map(move |i| {
        let x = 10.0 * (f64::from(i) + 0.5) / f64::from(n);
        let y = 10.0 * (f64::from(i) * 0.618_033_988_749_895).fract();
        (i, x, y)
    })
}

pub(crate) fn two_class_samples(n: u32) -> Vec<Sample> {
    points(n)
        .map(|(i, x, y)| {
            let class = usize::from(output(x, y) + 0.12 * libm::sin(f64::from(i)) > 0.5);
            Sample {
                test: i % 4 == 3,
                ..Sample::new(i, x, y, Label::Class(class))
            }
        })
        .collect()
}

pub(crate) fn unit_lines() -> [UnitLine<'static>; 2] {
    [0, 1].map(|unit| UnitLine {
        unit,
        label: ["h₁", "h₂"][unit],
        w: HIDDEN[unit].0,
        b: HIDDEN[unit].1,
        emphasis: Emphasis::Normal,
        ghost: None,
        handles: false,
    })
}

/// A plane with everything that belongs to every plane.
pub(crate) fn plane<'a>(width: f64, surface: Surface<'a>, samples: &'a [Sample]) -> Plane<'a> {
    let mut plane = Plane {
        width,
        height: 0.0,
        title: "The plane",
        description: "The network's output over links and exclamation marks per 100 words.",
        x: LINKS,
        y: MARKS,
        surface,
        value_name: "output ŷ",
        exact: None,
        discretize: false,
        classes: &["not spam", "spam"],
        samples,
        lines: &[],
        probe: None,
        words: Words {
            test: "hollow: test",
            mixed: "colours mixed by probability",
            pushes: ["pushes the weight up", "down", "up"],
            sample: "sample, coloured by its y",
            border: "boundary",
            pinned: "pinned",
            line: "z = 0 of a unit",
        },
    };
    plane.height = glassnet::chart::plane::height_for(&plane);
    plane
}

pub(crate) fn binary(values: &[Real]) -> Surface<'_> {
    Surface::Signed {
        field: field(values),
        mapping: Mapping::PROBABILITY,
        threshold: Some(0.5),
    }
}

pub(crate) const PROBE: Probe<'static> = Probe {
    x: 6.2,
    y: 3.4,
    value: "ŷ 0.71",
    pinned: false,
};

/// Probabilities of three classes: softmax over distances to three centres.
pub(crate) fn three_classes(cells: usize) -> [Vec<Real>; 3] {
    const CENTRES: [(f64, f64); 3] = [(2.5, 2.5), (7.5, 3.0), (5.0, 8.0)];
    let score = |class: usize, x: f64, y: f64| {
        let (cx, cy) = CENTRES[class];
        libm::exp(-0.25 * ((x - cx) * (x - cx) + (y - cy) * (y - cy)))
    };
    [0, 1, 2].map(|class| {
        grid(cells, |x, y| {
            let sum: f64 = (0..3).map(|k| score(k, x, y)).sum();
            score(class, x, y) / sum
        })
    })
}

pub(crate) fn three_class_samples(n: u32) -> Vec<Sample> {
    points(n)
        .map(|(i, x, y)| {
            let class = if y > 5.5 { 2 } else { usize::from(x > 5.0) };
            Sample {
                test: i % 3 == 2,
                ..Sample::new(i, x, y, Label::Class(class))
            }
        })
        .collect()
}

/// A network of fixed, made-up weights, and its maps over the plane.
pub(crate) struct Net {
    pub(crate) inputs: Vec<&'static str>,
    pub(crate) layers: Vec<usize>,
    /// By layer: weights of unit 0, its bias, weights of unit 1, ...
    pub(crate) weights: Vec<Vec<f64>>,
    pub(crate) input_maps: Vec<Vec<Real>>,
    pub(crate) maps: Vec<Vec<Vec<Real>>>,
    pub(crate) labels: Vec<Vec<String>>,
    pub(crate) names: Vec<String>,
}

const FEATURES: [&str; 9] = [
    "x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂", "cos x₁", "cos x₂",
];

fn feature(i: usize, x: f64, y: f64) -> f64 {
    let (x, y) = ((x - 5.0) / 5.0, (y - 5.0) / 5.0);
    match i {
        0 => x,
        1 => y,
        2 => x * x,
        3 => y * y,
        4 => x * y,
        5 => libm::sin(3.0 * x),
        6 => libm::sin(3.0 * y),
        7 => libm::cos(3.0 * x),
        _ => libm::cos(3.0 * y),
    }
}

impl Net {
    pub(crate) fn new(inputs: usize, layers: &[usize], cells: usize) -> Self {
        let mut counter = 0_u32;
        let mut weight = |scale: f64| {
            counter += 1;
            let wave = libm::sin(f64::from(counter) * 12.9898) * 43758.5453;
            scale * (2.0 * (wave - libm::floor(wave)) - 1.0)
        };
        let mut before = inputs;
        let mut weights = Vec::new();
        for &units in layers {
            let scale = 2.6 / libm::sqrt(before as f64);
            let layer = (0..units * (before + 1)).map(|_| weight(scale)).collect();
            weights.push(layer);
            before = units;
        }
        let count: usize = layers.len();
        let mut net = Self {
            inputs: FEATURES[..inputs].to_vec(),
            layers: layers.to_vec(),
            weights,
            input_maps: (0..inputs)
                .map(|i| grid(cells, |x, y| feature(i, x, y)))
                .collect(),
            maps: Vec::new(),
            labels: Vec::new(),
            names: (0..count)
                .map(|l| {
                    if l + 1 == count {
                        "output".to_owned()
                    } else {
                        format!("hidden {}", l + 1)
                    }
                })
                .collect(),
        };
        for (l, &units) in layers.iter().enumerate() {
            let last = l + 1 == count;
            net.labels.push(
                (0..units)
                    .map(|u| match (last, units) {
                        (true, 1) => "ŷ".to_owned(),
                        (true, _) => format!("ŷ{}", subscript(u + 1)),
                        _ => format!("h{}", subscript(u + 1)),
                    })
                    .collect(),
            );
            let maps = (0..units)
                .map(|u| grid(cells, |x, y| net.forward(l, u, x, y)))
                .collect();
            net.maps.push(maps);
        }
        net
    }

    pub(crate) fn weight(&self, layer: usize, unit: usize, input: usize) -> f64 {
        let before = if layer == 0 {
            self.inputs.len()
        } else {
            self.layers[layer - 1]
        };
        self.weights[layer][unit * (before + 1) + input]
    }

    pub(crate) fn bias(&self, layer: usize, unit: usize) -> f64 {
        let before = if layer == 0 {
            self.inputs.len()
        } else {
            self.layers[layer - 1]
        };
        self.weight(layer, unit, before)
    }

    pub(crate) fn z(&self, layer: usize, unit: usize, x: f64, y: f64) -> f64 {
        let mut a: Vec<f64> = (0..self.inputs.len()).map(|i| feature(i, x, y)).collect();
        for l in 0..=layer {
            let z: Vec<f64> = (0..self.layers[l])
                .map(|u| {
                    let sum: f64 = a
                        .iter()
                        .enumerate()
                        .map(|(i, a)| a * self.weight(l, u, i))
                        .sum();
                    sum + self.bias(l, u)
                })
                .collect();
            if l == layer {
                return z[unit];
            }
            a = z.into_iter().map(libm::tanh).collect();
        }
        0.0
    }

    pub(crate) fn forward(&self, layer: usize, unit: usize, x: f64, y: f64) -> f64 {
        libm::tanh(self.z(layer, unit, x, y))
    }

    /// The graph, with a sample pinned if asked for.
    pub(crate) fn graph(&self, width: f64, pinned: bool) -> Graph<'_> {
        let at = (3.0, 6.5);
        let mapping = Mapping::symmetric(1.0);
        let last = self.layers.len() - 1;
        let layers = (0..self.layers.len())
            .map(|l| {
                let before = if l == 0 {
                    self.inputs.len()
                } else {
                    self.layers[l - 1]
                };
                Layer {
                    name: &self.names[l],
                    activation: if l == last { "sigmoid" } else { "tanh" },
                    units: (0..self.layers[l])
                        .map(|u| Unit {
                            label: &self.labels[l][u],
                            map: Some((field(&self.maps[l][u]), mapping)),
                            bias: Value::new(self.bias(l, u)),
                            z: pinned.then(|| self.z(l, u, at.0, at.1)),
                            a: pinned.then(|| self.forward(l, u, at.0, at.1)),
                            delta: None,
                            emphasis: Emphasis::Normal,
                        })
                        .collect(),
                    edges: (0..self.layers[l] * before)
                        .map(|e| Edge::new(self.weight(l, e / before, e % before)))
                        .collect(),
                }
            })
            .collect();
        let readout = pinned.then(|| Readout {
            outputs: (0..self.layers[last])
                .map(|u| self.forward(last, u, at.0, at.1))
                .collect(),
            targets: (0..self.layers[last])
                .map(|u| f64::from(u8::from(u == 0)))
                .collect(),
            loss: Some(0.0412),
            loss_name: "½(ŷ − y)²".to_owned(),
        });
        let mut graph = Graph {
            width,
            height: 0.0,
            title: "The network",
            description: "Inputs, hidden layers and output with their weights.",
            inputs: self
                .inputs
                .iter()
                .enumerate()
                .map(|(i, label)| Input {
                    label,
                    meaning: ["links", "exclamation marks"].get(i).unwrap_or(&""),
                    map: Some((field(&self.input_maps[i]), mapping)),
                    value: pinned.then(|| feature(i, at.0, at.1)),
                    emphasis: Emphasis::Normal,
                })
                .collect(),
            layers,
            readout,
            inputs_name: "inputs",
            words: glassnet::chart::graph::Words {
                positive: "positive weight",
                negative: "negative weight",
                width: "wider: larger",
                tile: "z above, a below",
                gradients: ["L rises with it", "L falls"],
            },
            editing: Some(Editing {
                most_layers: 8,
                most_units: 16,
                add_layer: "+ layer",
            }),
            hovered: None,
            focused: None,
            selected: None,
        };
        graph.height = glassnet::chart::graph::height_for(&graph.outline(), width);
        graph
    }
}

fn subscript(n: usize) -> String {
    n.to_string()
        .chars()
        .map(|c| char::from_u32(c as u32 - '0' as u32 + '₀' as u32).unwrap_or(c))
        .collect()
}
