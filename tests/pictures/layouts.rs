//! Nothing overlaps, nothing is cut off, at any size and for any network.

use crate::fixtures::Net;
use crate::scenes;
use glassnet::chart::graph::{self, Layout, Outline};
use glassnet::scene::{Anchor, Mark, Palette, Part, Rect, Scene, TextMark, text_width};

/// From the smallest to the largest network that the page can make.
fn networks() -> Vec<(usize, Vec<usize>)> {
    vec![
        (1, vec![1]),
        (2, vec![2, 1]),
        (2, vec![3]),
        (4, vec![4, 2, 1]),
        (3, vec![5, 3]),
        (1, vec![16, 1]),
        (9, vec![16, 1]),
        (2, vec![8, 8, 8, 8, 8, 8, 1]),
        (7, vec![8, 8, 8, 8, 8, 8, 1]),
        (9, vec![1, 16, 1, 16, 2, 16, 3, 16, 10]),
        (9, vec![16, 16, 16, 16, 16, 16, 16, 16, 10]),
    ]
}

fn outline(inputs: usize, layers: &[usize], editable: bool) -> Outline {
    Outline {
        inputs,
        layers: layers.to_vec(),
        label_width: 42.0,
        editable,
        key_rows: 2,
    }
}

fn for_every_layout(mut check: impl FnMut(&str, &Layout, Rect)) {
    for (inputs, layers) in networks() {
        for width in (320..=1100).step_by(52) {
            for editable in [false, true] {
                let outline = outline(inputs, &layers, editable);
                let width = f64::from(width);
                let good = graph::height_for(&outline, width);
                for height in [good, good + 240.0, good * 0.8] {
                    let layout = graph::layout(&outline, width, height);
                    let name = format!("{inputs}-{layers:?} in {width} x {height}");
                    check(&name, &layout, Rect::new(0.0, 0.0, width, height));
                }
            }
        }
    }
}

#[test]
fn tiles_keep_apart_and_inside() {
    for_every_layout(|name, layout, bounds| {
        let tiles: Vec<&Rect> = layout
            .inputs
            .iter()
            .chain(layout.units.iter().flatten())
            .collect();
        for (i, tile) in tiles.iter().enumerate() {
            assert!(bounds.encloses(tile), "{name}: tile {i} outside: {tile:?}");
            assert!(tile.w >= 8.0, "{name}: tile {i} is too small to see");
            for other in &tiles[i + 1..] {
                assert!(!tile.overlaps(other), "{name}: tiles overlap at {tile:?}");
            }
        }
    });
}

#[test]
fn every_bias_has_its_own_place() {
    for_every_layout(|name, layout, bounds| {
        for (column, tiles) in layout.biases.iter().zip(&layout.units) {
            assert_eq!(column.len(), tiles.len(), "{name}");
            for (i, chip) in column.iter().enumerate() {
                assert!(bounds.encloses(chip), "{name}: chip outside: {chip:?}");
                assert!(
                    !tiles.iter().any(|tile| tile.overlaps(chip)),
                    "{name}: chip over a tile: {chip:?}"
                );
                assert!(
                    !column[i + 1..].iter().any(|other| other.overlaps(chip)),
                    "{name}: chips overlap: {chip:?}"
                );
            }
        }
    });
}

#[test]
fn numbers_on_edges_touch_nothing() {
    for_every_layout(|name, layout, bounds| {
        for (layer, places) in layout.numbers.iter().enumerate() {
            for (i, place) in places.iter().flatten().enumerate() {
                assert!(bounds.encloses(place), "{name}: number outside");
                let rest = places.iter().flatten().skip(i + 1);
                let tiles = layout.senders(layer).iter().chain(&layout.units[layer]);
                let chips = layout.biases.iter().flatten();
                assert!(
                    !rest.chain(tiles).chain(chips).any(|r| r.overlaps(place)),
                    "{name}: layer {layer}, number {i} touches something at {place:?}"
                );
            }
        }
    });
}

#[test]
fn small_networks_show_every_weight_even_on_a_phone() {
    for (inputs, layers, width) in [
        (1, &[1][..], 320.0),
        (2, &[1], 320.0),
        (2, &[2, 1], 320.0),
        (2, &[3, 1], 360.0),
        (2, &[4, 1], 420.0),
        (2, &[4, 2, 1], 520.0),
        (4, &[4, 2, 1], 640.0),
        (3, &[5, 3], 560.0),
    ] {
        let outline = outline(inputs, layers, true);
        let layout = graph::layout(&outline, width, graph::height_for(&outline, width));
        assert!(
            layout.numbers.iter().all(Option::is_some),
            "{inputs}-{layers:?} hides weights at {width}"
        );
    }
}

#[test]
fn buttons_are_large_enough_and_apart() {
    for_every_layout(|name, layout, bounds| {
        for (i, (part, button)) in layout.buttons.iter().enumerate() {
            assert!(button.w >= 24.0 && button.h >= 24.0, "{name}: {part}");
            assert!(bounds.encloses(button), "{name}: {part} outside");
            for (other, place) in &layout.buttons[i + 1..] {
                assert!(!place.overlaps(button), "{name}: {part} over {other}");
            }
        }
    });
}

#[test]
fn every_part_has_a_place() {
    let outline = outline(3, &[4, 2], true);
    let layout = graph::layout(&outline, 600.0, 400.0);
    for part in [
        Part::Input { feature: 2 },
        Part::Unit { layer: 0, unit: 3 },
        Part::Bias { layer: 1, unit: 1 },
        Part::Weight {
            layer: 1,
            unit: 1,
            input: 3,
        },
        Part::Output { unit: 1 },
        Part::Target { unit: 1 },
        Part::Loss,
        Part::Layer(0),
        Part::AddLayer,
        Part::RemoveLayer(0),
        Part::AddUnit(0),
        Part::RemoveUnit(0),
    ] {
        assert!(layout.place(part).is_some(), "{part}");
    }
    for part in [
        Part::Input { feature: 3 },
        Part::Unit { layer: 2, unit: 0 },
        Part::Weight {
            layer: 1,
            unit: 1,
            input: 4,
        },
        Part::AddUnit(1),
    ] {
        assert_eq!(layout.place(part), None, "{part}");
    }
}

/// The box that a line of text takes at most.
fn text_box(text: &TextMark) -> Rect {
    let width = text_width(&text.text, text.size);
    let x = match text.anchor {
        Anchor::Start => text.at.x,
        Anchor::Middle => text.at.x - width / 2.0,
        Anchor::End => text.at.x - width,
    };
    let baseline = text.at.y + text.baseline_shift();
    Rect::new(x, baseline - 0.75 * text.size, width, text.size)
}

fn assert_no_text_is_cut(name: &str, scene: &Scene) {
    // Estimated widths are on the wide side: two pixels over are none in fact.
    let bounds = scene.bounds().grown(2.0);
    for mark in &scene.marks {
        if let Mark::Text(text) = mark {
            let place = text_box(text);
            assert!(
                bounds.encloses(&place),
                "{name}: `{}` is cut off at {place:?} of {} x {}",
                text.text,
                scene.width,
                scene.height
            );
        }
    }
}

#[test]
fn no_text_is_cut_off() {
    let palette = Palette::light();
    for (name, draw) in scenes::all() {
        assert_no_text_is_cut(name, &draw(&palette));
    }
    for width in (280..=900).step_by(31) {
        let width = f64::from(width);
        assert_no_text_is_cut("plane", &scenes::plane(width, &palette));
        assert_no_text_is_cut("line", &scenes::line(width, false, &palette));
        assert_no_text_is_cut("log", &scenes::line(width, true, &palette));
        assert_no_text_is_cut("curve", &scenes::curve(width, &palette));
    }
    for z in -8..=8 {
        assert_no_text_is_cut("lens", &scenes::lens(f64::from(z) / 2.0, true, &palette));
    }
    for (inputs, layers) in networks() {
        let net = Net::new(inputs, &layers, 4);
        for width in [320.0, 375.0, 480.0, 620.0, 860.0, 1100.0] {
            for pinned in [false, true] {
                let mut graph = net.graph(width, pinned);
                let name = format!("graph {inputs}-{layers:?} at {width}");
                assert_no_text_is_cut(&name, &graph::draw(&graph, &palette));
                graph.selected = Some(Part::Unit { layer: 0, unit: 0 });
                assert_no_text_is_cut(&name, &graph::draw(&graph, &palette));
            }
        }
    }
}
