//! What the pictures show while the tape is walked is what the arithmetic says.

use super::independent::{self, Pass};
use super::{number, rows, scene, session, texts};
use glassnet::app::{Action, Session};
use glassnet::lab::Panel;
use glassnet::lab::experiment::LayerValues;
use glassnet::scene::{Mark, Part, Scene};

const SIZE: (f64, f64) = (760.0, 420.0);
const LINKS: [&str; 4] = [
    "",
    "data.kind=xor&model.hidden=3&model.activation=softplus",
    "data.kind=circle&model.hidden=2,2&train.rate=0.1",
    "data.kind=plane&model.hidden=3&model.activation=silu&train.rate=0.01",
];

/// The pinned sample's pass, worked out here.
fn expected(session: &Session, sample: usize) -> (Vec<LayerValues>, Pass) {
    let layers = session.lab().layers();
    let data = session.lab().data();
    let pass = independent::pass(&layers, &data.inputs[sample], &data.targets[sample]);
    (layers, pass)
}

/// Whether `shown` is `value` as far as it is printed.
fn agrees(shown: &str, value: f64) -> bool {
    let digits = shown.trim_start_matches(|c: char| !(c.is_ascii_digit() || c == '−'));
    let read = number(digits);
    let decimals = digits
        .split('×')
        .next()
        .and_then(|mantissa| mantissa.split_once('.'))
        .map_or(0, |(_, decimals)| decimals.len());
    let scale = if digits.contains('×') {
        libm::log10(value.abs()).floor()
    } else {
        0.0
    };
    let last = libm::exp10(scale - decimals as f64);
    (read - value).abs() <= 0.51 * last + 2e-5 * value.abs()
}

/// The widths of the strokes that stand for a part.
fn widths(scene: &Scene, part: Part) -> Vec<f64> {
    scene
        .marks
        .iter()
        .filter(|mark| mark.part() == Some(part))
        .filter_map(|mark| match mark {
            Mark::Path(path) => path.paint.stroke.map(|stroke| stroke.width),
            _ => None,
        })
        .collect()
}

fn seek(session: &mut Session, row: usize, progress: f64) -> Scene {
    session.update(Action::SeekRow(row + 1));
    session.lab_mut().set_progress(progress);
    scene(session, Panel::Network, SIZE)
}

/// A weight's number among the texts on its edge: the one on the line, without what runs.
fn weight_text(scene: &Scene, part: Part) -> String {
    texts(scene, part).remove(0)
}

#[test]
fn what_runs_along_the_edges_is_the_product_and_the_blame() {
    for link in LINKS {
        let mut session = session(link, 12, Some(2));
        let (layers, pass) = expected(&session, 2);
        let input = session.lab().data().inputs[2].clone();
        let mut seen = (0, 0);
        for row in rows(&mut session) {
            let Ok(
                part @ Part::Weight {
                    layer,
                    unit,
                    input: i,
                },
            ) = row.part.parse()
            else {
                continue;
            };
            let weight = layers[layer].weight[unit][i];
            let carried = match row.kind {
                "product" => {
                    let sent = match layer {
                        0 => input[i],
                        _ => pass.layers[layer - 1].a[i],
                    };
                    seen.0 += 1;
                    weight * sent
                }
                "blame-product" => {
                    seen.1 += 1;
                    weight * pass.layers[layer].delta[unit]
                }
                _ => continue,
            };
            assert!((row.value - carried).abs() < 1e-5, "{link}: {}", row.text);
            let drawn = seek(&mut session, row.index, 0.5);
            let shown = texts(&drawn, part);
            assert!(agrees(&shown[0], weight), "{link}: {shown:?} for {weight}");
            let moving = shown.last().unwrap();
            assert!(agrees(moving, carried), "{link}: {moving} for {carried}");
        }
        assert!(seen.0 >= 4 && seen.1 >= 2, "{link}: {seen:?}");
    }
}

#[test]
fn what_stands_in_units_and_beside_the_output_is_the_pass() {
    for link in LINKS {
        let mut session = session(link, 12, Some(2));
        let (_, pass) = expected(&session, 2);
        let all = rows(&mut session);
        let last = pass.layers.len() - 1;
        for row in &all {
            let (Some(layer), Some(unit)) = (row.layer, row.unit) else {
                continue;
            };
            let (name, value) = match row.kind {
                "pre-activation" => ("z ", pass.layers[layer].z[unit]),
                "activation" => ("a ", pass.layers[layer].a[unit]),
                "delta" => ("", pass.layers[layer].delta[unit]),
                _ => continue,
            };
            assert!((row.value - value).abs() < 1e-5, "{link}: {}", row.text);
            let drawn = seek(&mut session, row.index, 1.0);
            let shown = texts(&drawn, Part::Unit { layer, unit });
            if !name.is_empty() {
                let text = shown.iter().find(|text| text.starts_with(name));
                let text = text.unwrap_or_else(|| panic!("{link}: no {name}in {shown:?}"));
                assert!(agrees(text, value), "{link}: {text} for {value}");
            }
            // Before its row is done a number is not there.
            if row.kind == "activation" && layer == last {
                let before = seek(&mut session, row.index - 1, 1.0);
                let shown = texts(&before, Part::Unit { layer, unit });
                assert!(
                    !shown.iter().any(|text| text.starts_with("a ")),
                    "{shown:?}"
                );
            }
        }
        let loss = all.iter().find(|row| row.kind == "loss").unwrap();
        let drawn = seek(&mut session, loss.index, 1.0);
        let shown = texts(&drawn, Part::Loss);
        assert!(agrees(&shown[0], pass.loss), "{link}: {shown:?}");
        let shown = texts(&drawn, Part::Output { unit: 0 });
        assert!(
            agrees(&shown[0], pass.layers[last].a[0]),
            "{link}: {shown:?}"
        );
    }
}

#[test]
fn an_update_moves_widths_and_numbers_with_the_arithmetic() {
    for link in LINKS {
        let mut session = session(link, 12, Some(2));
        let batch = session.lab().next_batch();
        let passes: Vec<Pass> = batch
            .iter()
            .map(|sample| expected(&session, *sample as usize).1)
            .collect();
        let layers = session.lab().layers();
        let rate = session.config().number("train.rate");
        let mut checked = 0;
        for row in rows(&mut session) {
            let Ok(part @ Part::Weight { layer, unit, input }) = row.part.parse() else {
                continue;
            };
            if row.kind != "update" {
                continue;
            }
            let gradient = passes
                .iter()
                .map(|pass| pass.layers[layer].d_weight[unit][input])
                .sum::<f64>()
                / passes.len() as f64;
            let before = layers[layer].weight[unit][input];
            let after = before - rate * gradient;
            assert!((row.value - after).abs() < 1e-5, "{link}: {}", row.text);
            let mut last = f64::NAN;
            for progress in [0.0, 0.3, 0.7, 1.0] {
                let drawn = seek(&mut session, row.index, progress);
                let now = before + (after - before) * progress;
                let shown = weight_text(&drawn, part);
                assert!(agrees(&shown, now), "{link}: {shown} for {now}");
                // The width follows the size: it grows and shrinks with |w| alone.
                let width = *widths(&drawn, part).last().unwrap();
                if last.is_finite() {
                    let growing = after.abs() - before.abs();
                    assert!((width - last) * growing >= 0.0, "{link}: {last} to {width}");
                }
                last = width;
            }
            checked += 1;
        }
        assert!(checked >= 6, "{link}");
    }
}
