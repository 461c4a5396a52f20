//! The pictures that the tests look at, by name.

use crate::fixtures::{self, Net};
use glassnet::chart::curve::{self, Contribution, Curve};
use glassnet::chart::graph::{self, Graph};
use glassnet::chart::lens::{self, Lens, Marked};
use glassnet::chart::line::{self, LineChart, Series, SeriesStyle};
use glassnet::chart::plane::{self, Label, Sample, Surface};
use glassnet::chart::{Axis, Emphasis};
use glassnet::scene::{Palette, Part, Scene, format};

/// A picture in a palette.
pub(crate) type Draw = Box<dyn Fn(&Palette) -> Scene>;

/// Every kind of picture in a state worth looking at.
pub(crate) fn all() -> Vec<(&'static str, Draw)> {
    vec![
        ("graph", Box::new(|p| pinned(520.0, p))),
        ("graph-phone", Box::new(|p| pinned(320.0, p))),
        ("graph-dense", Box::new(dense)),
        ("graph-moving", Box::new(moving)),
        ("plane", Box::new(|p| plane(420.0, p))),
        ("plane-phone", Box::new(|p| plane(280.0, p))),
        ("plane-discrete", Box::new(discrete)),
        ("plane-classes", Box::new(|p| classes(false, p))),
        ("plane-classes-discrete", Box::new(|p| classes(true, p))),
        ("plane-regression", Box::new(regression)),
        ("line", Box::new(|p| line(420.0, false, p))),
        ("line-log", Box::new(|p| line(280.0, true, p))),
        ("line-empty", Box::new(empty)),
        ("curve", Box::new(|p| curve(420.0, p))),
        ("lens", Box::new(|p| lens(1.0, false, p))),
        ("lens-saturated", Box::new(|p| lens(-3.4, true, p))),
    ]
}

fn pinned(width: f64, palette: &Palette) -> Scene {
    graph::draw(&Net::new(2, &[2, 1], 16).graph(width, true), palette)
}

fn dense(palette: &Palette) -> Scene {
    let net = Net::new(2, &[8, 8, 8, 8, 8, 8, 1], 8);
    let mut graph = net.graph(860.0, true);
    graph.hovered = Some(Part::Unit { layer: 3, unit: 2 });
    graph.focused = Some(Part::Weight {
        layer: 0,
        unit: 0,
        input: 0,
    });
    graph::draw(&graph, palette)
}

/// A graph in the middle of everything that can go on at once.
fn moving(palette: &Palette) -> Scene {
    let net = Net::new(2, &[3, 2, 1], 16);
    let mut graph = net.graph(640.0, true);
    stir(&mut graph);
    graph::draw(&graph, palette)
}

pub(crate) fn stir(graph: &mut Graph<'_>) {
    for (l, layer) in graph.layers.iter_mut().enumerate() {
        for (e, edge) in layer.edges.iter_mut().enumerate() {
            edge.weight.emphasis = Emphasis::Dim;
            if (l, e) == (0, 2) {
                edge.weight.emphasis = Emphasis::Active(0.6);
                edge.carries = Some(-0.482);
            }
            if (l, e) == (1, 4) {
                edge.weight.emphasis = Emphasis::Back(0.4);
                edge.carries = Some(-0.0123);
            }
            if l == 2 {
                edge.weight.emphasis = Emphasis::Normal;
                edge.weight.ghost = Some(edge.weight.value - 0.4);
                edge.weight.gradient = Some(0.0213 * (e as f64 - 0.5));
            }
        }
        for unit in &mut layer.units {
            unit.emphasis = Emphasis::Dim;
        }
    }
    graph.layers[0].units[0].emphasis = Emphasis::Active(0.4);
    graph.layers[1].units[1].emphasis = Emphasis::Back(0.4);
    graph.layers[1].units[1].delta = Some(-0.0312);
    graph.layers[2].units[0].bias.gradient = Some(-0.0312);
}

pub(crate) fn plane(width: f64, palette: &Palette) -> Scene {
    let out = fixtures::grid(24, fixtures::output);
    let samples = fixtures::two_class_samples(80);
    let lines = fixtures::unit_lines();
    let mut plane = fixtures::plane(width, fixtures::binary(&out), &samples);
    plane.lines = &lines;
    plane.probe = Some(fixtures::PROBE);
    plane::draw(&plane, palette)
}

/// Decisions, a unit's line with handles, the ghost of another, a pinned sample, pushes.
fn discrete(palette: &Palette) -> Scene {
    let out = fixtures::grid(24, fixtures::output);
    let mut samples = fixtures::two_class_samples(80);
    for (i, sample) in samples.iter_mut().enumerate() {
        sample.pinned = i == 17;
        if i % 5 == 0 {
            sample.push = Some(libm::sin(i as f64 / 7.0));
        } else {
            sample.emphasis = Emphasis::Dim;
        }
    }
    let mut lines = fixtures::unit_lines();
    lines[0].handles = true;
    lines[1].ghost = Some(([-0.2, 0.7], -3.4));
    lines[1].emphasis = Emphasis::Dim;
    let mut plane = fixtures::plane(420.0, fixtures::binary(&out), &samples);
    plane.discretize = true;
    plane.lines = &lines;
    plane::draw(&plane, palette)
}

fn classes(discretize: bool, palette: &Palette) -> Scene {
    let maps = fixtures::three_classes(24);
    let fields: Vec<_> = maps.iter().map(|map| fixtures::field(map)).collect();
    let samples = fixtures::three_class_samples(80);
    let mut plane = fixtures::plane(360.0, Surface::Classes { fields: &fields }, &samples);
    plane.classes = &["setosa", "versicolor", "virginica"];
    plane.discretize = discretize;
    plane::draw(&plane, palette)
}

fn regression(palette: &Palette) -> Scene {
    let height = |x: f64, y: f64| libm::sin(x * 0.7) * libm::cos(y * 0.5);
    let out = fixtures::grid(24, height);
    let samples: Vec<Sample> = fixtures::points(60)
        .map(|(i, x, y)| Sample {
            test: i % 4 == 3,
            ..Sample::new(i, x, y, Label::Value(height(x, y)))
        })
        .collect();
    let surface = Surface::Signed {
        field: fixtures::field(&out),
        mapping: glassnet::scene::Mapping::symmetric(1.0),
        threshold: None,
    };
    let mut plane = fixtures::plane(360.0, surface, &samples);
    plane.classes = &[];
    plane::draw(&plane, palette)
}

pub(crate) fn line(width: f64, log: bool, palette: &Palette) -> Scene {
    let train: Vec<(f64, f64)> = (0..80)
        .map(|i| {
            let x = f64::from(i) * 4.0;
            (x, 0.02 + 0.66 * libm::exp(-x / 40.0) + 0.004 * libm::sin(x))
        })
        .collect();
    let test: Vec<(f64, f64)> = train
        .iter()
        .map(|&(x, y)| (x, y + 0.03 + 0.0002 * x))
        .collect();
    let series = [
        Series {
            label: "training",
            points: &train,
            style: SeriesStyle::Primary,
        },
        Series {
            label: "test",
            points: &test,
            style: SeriesStyle::Secondary,
        },
    ];
    let chart = LineChart {
        width,
        log,
        series: &series,
        hover: Some(122.0),
        now: Some(250.0),
        ..blank()
    };
    line::draw(&chart, palette)
}

fn empty(palette: &Palette) -> Scene {
    line::draw(&blank(), palette)
}

fn blank() -> LineChart<'static> {
    LineChart {
        width: 420.0,
        height: 200.0,
        title: "Loss",
        description: "Loss over epochs.",
        x_title: "epoch",
        y_title: "half squared error",
        log: false,
        y_range: None,
        series: &[],
        hover: None,
        now: None,
        empty: "Press play: every epoch adds a point.",
    }
}

const X: Axis<'static> = Axis {
    symbol: "",
    name: "x",
    unit: "",
    min: -6.0,
    max: 6.0,
};
const Y: Axis<'static> = Axis {
    symbol: "",
    name: "y",
    unit: "",
    min: -1.6,
    max: 1.6,
};

pub(crate) fn curve(width: f64, palette: &Palette) -> Scene {
    let output: Vec<(f64, f64)> = (0..=80)
        .map(|i| {
            let x = f64::from(i) / 80.0 * 12.0 - 6.0;
            (x, 0.95 * libm::sin(x) + 0.05)
        })
        .collect();
    let shares: Vec<Vec<(f64, f64)>> = (0..3)
        .map(|unit| {
            let share =
                |x: f64| 0.3 * f64::from(unit + 1) * libm::tanh(x + 3.0 - 3.0 * f64::from(unit));
            output.iter().map(|&(x, _)| (x, share(x))).collect()
        })
        .collect();
    let parts: Vec<Contribution<'_>> = shares
        .iter()
        .enumerate()
        .map(|(unit, points)| Contribution {
            unit,
            label: ["h₁", "h₂", "h₃"][unit],
            points,
            emphasis: [Emphasis::Normal, Emphasis::Active(1.0), Emphasis::Dim][unit],
        })
        .collect();
    let samples: Vec<Sample> = fixtures::points(40)
        .map(|(i, x, y)| {
            let x = x * 1.2 - 6.0;
            let y = libm::sin(x) + (y - 5.0) * 0.06;
            Sample {
                test: i % 3 == 0,
                pinned: i == 10,
                ..Sample::new(i, x, y, Label::Value(y))
            }
        })
        .collect();
    let curve = Curve {
        width,
        height: 340.0,
        title: "The curve",
        description: "The network's output over x.",
        x: X,
        y: Y,
        classes: &[],
        samples: &samples,
        output: &output,
        parts: &parts,
        probe: Some((2.2, 0.95 * libm::sin(2.2) + 0.05, "ŷ 0.818")),
        words: curve::Words {
            output: "network ŷ",
            part: "share of one unit",
            train: "training",
            test: "hollow: test",
            pushes: ["pushes the weight up", "down", "up"],
        },
    };
    curve::draw(&curve, palette)
}

pub(crate) fn lens(z: f64, handle: bool, palette: &Palette) -> Scene {
    let points: Vec<(f64, f64)> = (0..=80)
        .map(|i| {
            let z = f64::from(i) / 10.0 - 4.0;
            (z, libm::tanh(z))
        })
        .collect();
    let a = libm::tanh(z);
    let label = format!("a = {}", format::reading(a));
    let slope_label = format!("slope {}", format::reading(1.0 - a * a));
    let lens = Lens {
        width: 300.0,
        height: 250.0,
        title: "tanh",
        description: "The activation at z.",
        x: Axis {
            symbol: "",
            name: "z",
            unit: "",
            min: -4.0,
            max: 4.0,
        },
        y: Axis {
            symbol: "",
            name: "a = tanh(z)",
            unit: "",
            min: -1.2,
            max: 1.2,
        },
        points: &points,
        at: Some(Marked {
            x: z,
            y: a,
            slope: Some(1.0 - a * a),
            label: &label,
            slope_label: &slope_label,
        }),
        step: handle.then(|| (z + 1.5, libm::tanh(z + 1.5))),
        handle,
        flat: if handle {
            &[(-4.0, -2.5), (2.5, 4.0)]
        } else {
            &[]
        },
        rug: if handle {
            &[-3.4, -3.1, -0.4, 0.2, 1.9]
        } else {
            &[]
        },
        note: if handle {
            "Saturated: the slope is nearly zero here."
        } else {
            ""
        },
    };
    lens::draw(&lens, palette)
}
