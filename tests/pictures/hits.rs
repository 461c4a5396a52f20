//! The pointer finds what one sees.

use crate::fixtures::{self, Net};
use crate::scenes;
use glassnet::chart::line::{self, LineChart, Series, SeriesStyle};
use glassnet::chart::{graph, plane};
use glassnet::scene::{Palette, Part, Rect, Scene, hit_test, hit_test_near};

fn at(scene: &Scene, rect: Rect) -> Option<Part> {
    hit_test(scene, rect.center().x, rect.center().y)
}

#[test]
fn every_part_of_a_graph_is_found_where_it_stands() {
    for (inputs, layers, width) in [
        (2, &[2, 1][..], 520.0),
        (2, &[2, 1], 320.0),
        (4, &[4, 2, 1], 640.0),
        (2, &[8, 8, 8, 8, 8, 8, 1], 860.0),
        (9, &[16, 16, 16, 16, 16, 16, 16, 16, 10], 320.0),
    ] {
        let net = Net::new(inputs, layers, 4);
        let graph = net.graph(width, true);
        let layout = graph::layout(&graph.outline(), graph.width, graph.height);
        let scene = graph::draw(&graph, &Palette::light());
        for feature in 0..inputs {
            let part = Part::Input { feature };
            assert_eq!(at(&scene, layout.inputs[feature]), Some(part));
        }
        for (layer, tiles) in layout.units.iter().enumerate() {
            for (unit, tile) in tiles.iter().enumerate() {
                assert_eq!(at(&scene, *tile), Some(Part::Unit { layer, unit }));
                let chip = layout.biases[layer][unit];
                assert_eq!(at(&scene, chip), Some(Part::Bias { layer, unit }));
            }
            let senders = layout.senders(layer).len();
            for (index, place) in layout.numbers[layer].iter().flatten().enumerate() {
                let part = Part::Weight {
                    layer,
                    unit: index / senders,
                    input: index % senders,
                };
                assert_eq!(at(&scene, *place), Some(part));
            }
        }
        for (part, button) in &layout.buttons {
            let most = graph.layers.iter().map(|layer| layer.units.len()).max();
            if most < Some(16) {
                assert_eq!(at(&scene, *button), Some(*part));
            }
        }
    }
}

#[test]
fn edges_are_found_along_their_curves() {
    let net = Net::new(2, &[2, 1], 4);
    let graph = net.graph(900.0, false);
    let layout = graph::layout(&graph.outline(), graph.width, graph.height);
    let scene = graph::draw(&graph, &Palette::light());
    let edge = layout.edge(0, 1, 0).expect("there is such an edge");
    for t in [0.12, 0.3, 0.9] {
        let p = edge.at(t);
        let part = Part::Weight {
            layer: 0,
            unit: 1,
            input: 0,
        };
        assert_eq!(hit_test(&scene, p.x, p.y + 2.0), Some(part), "at {t}");
    }
}

#[test]
fn buttons_at_their_limits_do_not_answer() {
    let net = Net::new(2, &[1, 1], 4);
    let graph = net.graph(520.0, false);
    let layout = graph::layout(&graph.outline(), graph.width, graph.height);
    let scene = graph::draw(&graph, &Palette::light());
    let button = layout
        .place(Part::RemoveUnit(0))
        .expect("the button is shown");
    assert_eq!(at(&scene, button), None);
}

#[test]
fn samples_lines_and_handles_are_found_in_the_plane() {
    let out = fixtures::grid(8, fixtures::output);
    let samples = fixtures::two_class_samples(40);
    let mut lines = fixtures::unit_lines();
    lines[0].handles = true;
    let mut plane = fixtures::plane(420.0, fixtures::binary(&out), &samples);
    plane.lines = &lines;
    let layout = plane::layout(&plane);
    let scene = plane::draw(&plane, &Palette::light());
    let handles = [Part::MoveLine(0), Part::TurnLine(0)];
    for handle in handles {
        let place = scene.place(handle).expect("the handle is shown");
        assert_eq!(at(&scene, place), Some(handle));
    }
    for sample in &samples {
        let p = layout.pixel(sample.x, sample.y);
        let found = hit_test(&scene, p.x, p.y);
        let covered = found.is_some_and(|part| handles.contains(&part));
        assert!(
            covered || found == Some(Part::Sample(sample.index)),
            "sample {} answers as {found:?}",
            sample.index
        );
    }
    // On the line of the second unit, away from samples: 0.28 x = 0.74 y − 2.4.
    let line = (0..400).map(|i| f64::from(i) / 40.0).find_map(|x| {
        let y = (0.28 * x + 2.4) / 0.74;
        let p = layout.pixel(x, y);
        (hit_test(&scene, p.x, p.y) == Some(Part::UnitLine(1))).then_some(())
    });
    assert!(line.is_some());
    assert_eq!(hit_test(&scene, 2.0, plane.height - 2.0), None);
}

#[test]
fn the_nearest_sample_wins_for_a_finger() {
    let samples = fixtures::two_class_samples(12);
    let plane = fixtures::plane(420.0, plane::Surface::Empty, &samples);
    let layout = plane::layout(&plane);
    let scene = plane::draw(&plane, &Palette::light());
    let p = layout.pixel(samples[5].x, samples[5].y);
    let beside = hit_test(&scene, p.x + 15.0, p.y);
    assert_eq!(beside, Some(Part::Plot));
    let near = hit_test_near(&scene, p.x + 15.0, p.y, 12.0);
    assert_eq!(near, Some(Part::Sample(5)));
}

#[test]
fn pixels_and_inputs_are_inverse_in_the_plane() {
    let plane = fixtures::plane(380.0, plane::Surface::Empty, &[]);
    let layout = plane::layout(&plane);
    for (x, y) in [(0.0, 0.0), (2.5, 7.25), (10.0, 10.0)] {
        let p = layout.pixel(x, y);
        let [x2, y2] = layout.inputs(p.x, p.y);
        assert!((x - x2).abs() < 1e-9 && (y - y2).abs() < 1e-9);
    }
    assert_eq!(layout.inputs(-50.0, -50.0), [0.0, 10.0]);
}

#[test]
fn the_plot_does_not_move_with_what_it_shows() {
    let out = fixtures::grid(8, fixtures::output);
    let samples = fixtures::two_class_samples(40);
    let full = fixtures::plane(420.0, fixtures::binary(&out), &samples);
    let mut bare = fixtures::plane(420.0, plane::Surface::Empty, &[]);
    bare.value_name = "";
    bare.height = full.height;
    assert_eq!(plane::layout(&full), plane::layout(&bare));
}

#[test]
fn a_chart_reads_off_at_a_measured_point() {
    let points: Vec<(f64, f64)> = (0..50).map(|i| (f64::from(i) * 2.0, 1.0)).collect();
    let series = [Series {
        label: "training",
        points: &points,
        style: SeriesStyle::Primary,
    }];
    let mut chart = LineChart {
        width: 400.0,
        height: 200.0,
        title: "",
        description: "",
        x_title: "epoch",
        y_title: "loss",
        log: false,
        y_range: None,
        series: &series,
        hover: Some(40.9),
        now: None,
        empty: "",
    };
    let layout = line::layout(&chart);
    assert!((layout.x.invert(layout.x.at(40.9)) - 40.9).abs() < 1e-9);
    let shows = |chart: &LineChart<'_>, text: &str| {
        let scene = line::draw(chart, &Palette::light());
        glassnet::scene::svg::render(&scene).contains(text)
    };
    assert!(shows(&chart, ">epoch 40<"));
    chart.hover = Some(1e9);
    assert!(shows(&chart, ">epoch 98<"));
}

#[test]
fn every_target_lies_in_its_picture() {
    for (name, draw) in scenes::all() {
        let scene = draw(&Palette::light());
        let bounds = scene.bounds();
        for target in &scene.targets {
            let place = target.area.bounds();
            assert!(
                bounds.contains(place.center()),
                "{name}: {} lies outside",
                target.part
            );
        }
    }
}
