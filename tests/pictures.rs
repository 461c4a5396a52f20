//! Pictures: golden SVG in light and dark, and what holds for every picture.

#[path = "golden/fixtures.rs"]
mod fixtures;

use glassnet::chart::Emphasis;
use glassnet::chart::plane::{self, Surface};
use glassnet::scene::{Palette, Scene, svg};
use std::path::PathBuf;

/// Writes pictures at many sizes into the directory that GLASSNET_GALLERY names, to look at.
#[test]
fn gallery() {
    let Some(dir) = std::env::var_os("GLASSNET_GALLERY") else {
        return;
    };
    let dir = PathBuf::from(dir);
    let show = |name: &str, draw: &dyn Fn(&Palette) -> Scene| {
        for (theme, palette) in [("light", Palette::light()), ("dark", Palette::dark())] {
            let path = dir.join(format!("{name}-{theme}.svg"));
            std::fs::write(path, svg::render(&draw(&palette))).expect("the gallery is writable");
        }
    };
    let out = fixtures::grid(100, fixtures::output);
    let samples = fixtures::two_class_samples(240);
    for width in [280.0, 420.0, 900.0] {
        show(&format!("plane-{width}"), &|palette| {
            let lines = fixtures::unit_lines();
            let mut plane = fixtures::plane(width, fixtures::binary(&out), &samples);
            plane.lines = &lines;
            plane.probe = Some(fixtures::PROBE);
            plane::draw(&plane, palette)
        });
    }
    show("plane-discrete", &|palette| {
        let mut lines = fixtures::unit_lines();
        lines[0].handles = true;
        lines[1].ghost = Some(([-0.2, 0.7], -3.4));
        lines[1].emphasis = Emphasis::Dim;
        let mut samples = samples.clone();
        samples[17].pinned = true;
        for (i, s) in samples.iter_mut().enumerate() {
            if i % 5 == 0 {
                s.push = Some((i as f64 / 30.0).sin());
            } else {
                s.emphasis = Emphasis::Dim;
            }
        }
        let mut plane = fixtures::plane(420.0, fixtures::binary(&out), &samples);
        plane.discretize = true;
        plane.lines = &lines;
        plane::draw(&plane, palette)
    });
    let three = fixtures::three_classes(100);
    let samples3 = fixtures::three_class_samples(150);
    for discretize in [false, true] {
        show(&format!("plane-three-{discretize}"), &|palette| {
            let fields: Vec<_> = three.iter().map(|v| fixtures::field(v)).collect();
            let mut plane = fixtures::plane(420.0, Surface::Classes { fields: &fields }, &samples3);
            plane.classes = &["low", "right", "high"];
            plane.discretize = discretize;
            plane::draw(&plane, palette)
        });
    }

    use fixtures::Net;
    use glassnet::chart::graph;
    use glassnet::scene::Part;
    for (name, inputs, layers, width) in [
        ("221-520", 2, &[2, 1][..], 520.0),
        ("221-340", 2, &[2, 1], 340.0),
        ("221-900", 2, &[2, 1], 900.0),
        ("1-0-1", 1, &[1], 420.0),
        ("4-4-2-1", 4, &[4, 2, 1], 640.0),
        ("2-8x6-1", 2, &[8, 8, 8, 8, 8, 8, 1], 860.0),
        (
            "7-16x8-10",
            9,
            &[16, 16, 16, 16, 16, 16, 16, 16, 10],
            1100.0,
        ),
        (
            "7-16x8-10n",
            9,
            &[16, 16, 16, 16, 16, 16, 16, 16, 10],
            320.0,
        ),
        ("3-5-3", 3, &[5, 3], 560.0),
    ] {
        let net = Net::new(inputs, layers, 50);
        for pinned in [false, true] {
            show(&format!("graph-{name}-{pinned}"), &|palette| {
                graph::draw(&net.graph(width, pinned), palette)
            });
        }
        show(&format!("graph-{name}-focus"), &|palette| {
            let mut graph = net.graph(width, true);
            graph.hovered = Some(Part::Unit {
                layer: layers.len() / 2,
                unit: 0,
            });
            graph.focused = Some(Part::Weight {
                layer: 0,
                unit: 0,
                input: 0,
            });
            graph::draw(&graph, palette)
        });
    }
    let net = Net::new(2, &[3, 2, 1], 50);
    show("graph-moving", &|palette| {
        let mut graph = net.graph(640.0, true);
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
        graph::draw(&graph, palette)
    });

    use glassnet::chart::line::{self, LineChart, Series, SeriesStyle};
    let train: Vec<(f64, f64)> = (0..200)
        .map(|i| {
            let x = f64::from(i) * 1.6;
            (x, 0.02 + 0.66 * libm::exp(-x / 40.0) + 0.01 * libm::sin(x))
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
    for (name, width, log, hover, empty) in [
        ("a", 420.0, false, Some(120.0), false),
        ("log", 420.0, true, Some(290.0), false),
        ("small", 280.0, false, None, false),
        ("empty", 420.0, false, None, true),
    ] {
        show(&format!("line-{name}"), &|palette| {
            let chart = LineChart {
                width,
                height: 200.0,
                title: "Loss",
                description: "Loss over epochs.",
                x_title: "epoch",
                y_title: "loss (half squared error)",
                log,
                y_range: None,
                series: if empty { &[] } else { &series },
                hover,
                now: hover.map(|x| x - 30.0),
                empty: "Press play: every epoch adds a point.",
            };
            line::draw(&chart, palette)
        });
    }
    use glassnet::chart::curve::{self, Contribution, Curve, Words};
    use glassnet::chart::plane::{Label, Sample};
    let sine: Vec<(f64, f64)> = (0..=160)
        .map(|i| {
            let x = f64::from(i) / 160.0 * 12.0 - 6.0;
            (x, 0.95 * libm::sin(x) + 0.05)
        })
        .collect();
    let parts: Vec<Vec<(f64, f64)>> = (0..4)
        .map(|u| {
            sine.iter()
                .map(|&(x, _)| (x, 0.7 * libm::tanh(x * 0.9 - f64::from(u) * 2.0 + 3.0)))
                .collect()
        })
        .collect();
    let contributions: Vec<Contribution<'_>> = parts
        .iter()
        .enumerate()
        .map(|(unit, points)| Contribution {
            unit,
            label: ["h₁", "h₂", "h₃", "h₄"][unit],
            points,
            emphasis: Emphasis::Normal,
        })
        .collect();
    let dots: Vec<Sample> = fixtures::points(60)
        .map(|(i, x, y)| {
            let x = x * 1.2 - 6.0;
            let noise = (y - 5.0) * 0.06;
            let y = libm::sin(x) + noise;
            Sample {
                test: i % 3 == 0,
                ..Sample::new(i, x, y, Label::Value(y))
            }
        })
        .collect();
    show("curve", &|palette| {
        let curve = Curve {
            width: 420.0,
            height: 360.0,
            title: "The curve",
            description: "The network's output over x.",
            x: glassnet::chart::Axis {
                name: "x",
                unit: "",
                min: -6.0,
                max: 6.0,
            },
            y: glassnet::chart::Axis {
                name: "y",
                unit: "",
                min: -1.6,
                max: 1.6,
            },
            samples: &dots,
            output: &sine,
            parts: &contributions,
            probe: Some((2.2, "ŷ 0.818")),
            words: Words {
                output: "network ŷ",
                part: "part of one unit",
                train: "training",
                test: "hollow: test",
            },
        };
        curve::draw(&curve, palette)
    });
    use glassnet::chart::lens::{self, Lens, Marked};
    let tanh: Vec<(f64, f64)> = (0..=120)
        .map(|i| {
            let z = f64::from(i) / 15.0 - 4.0;
            (z, libm::tanh(z))
        })
        .collect();
    for (name, z, handle) in [
        ("mid", 1.0, false),
        ("left", -3.2, false),
        ("handle", 0.3, true),
    ] {
        show(&format!("lens-{name}"), &|palette| {
            let a = libm::tanh(z);
            let lens = Lens {
                width: 300.0,
                height: 240.0,
                title: "tanh",
                description: "The activation at z.",
                x: glassnet::chart::Axis {
                    name: "z",
                    unit: "",
                    min: -4.0,
                    max: 4.0,
                },
                y: glassnet::chart::Axis {
                    name: "a = tanh(z)",
                    unit: "",
                    min: -1.2,
                    max: 1.2,
                },
                points: &tanh,
                at: Some(Marked {
                    x: z,
                    y: a,
                    slope: Some(1.0 - a * a),
                    label: "a = 0.762",
                    slope_label: "slope 0.420",
                }),
                step: handle.then_some((z - 1.5, libm::tanh(z - 1.5))),
                handle,
                note: if z < -2.0 {
                    "Saturated: the slope is nearly 0 here."
                } else {
                    ""
                },
            };
            lens::draw(&lens, palette)
        });
    }
}
