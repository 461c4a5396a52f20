//! The lens: slices, tangents, chains, shares, sums.

use super::{number, scene, session, texts};
use glassnet::app::{Action, Session};
use glassnet::lab::experiment::LayerValues;
use glassnet::lab::{Frame, Grain, Panel};
use glassnet::num::rng::{Seed, Stream};
use glassnet::scene::{Mark, Palette, Part, Scene};
use std::time::Instant;

const LINKS: [&str; 6] = [
    "",
    "data.kind=xor&model.hidden=4,3&train.optimizer=adam&train.rate=0.01",
    "data.kind=three-gaussians&model.hidden=3&train.batch=7",
    "data.kind=sine&model.hidden=4&train.optimizer=momentum&train.rate=0.01",
    "data.kind=moons&model.hidden=3&model.activation=silu&train.loss=half-squared",
    "data.kind=three-gaussians&model.hidden=2&train.loss=half-squared&train.batch=3",
];

/// Every weight and bias of a network.
fn parts(layers: &[LayerValues]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (layer, values) in layers.iter().enumerate() {
        for (unit, row) in values.weight.iter().enumerate() {
            parts.extend((0..row.len()).map(|input| Part::Weight { layer, unit, input }));
            parts.push(Part::Bias { layer, unit });
        }
    }
    parts
}

/// A part's number in a list of layers.
fn at(layers: &[LayerValues], part: Part) -> f64 {
    match part {
        Part::Weight { layer, unit, input } => layers[layer].weight[unit][input],
        Part::Bias { layer, unit } => layers[layer].bias[unit],
        _ => panic!("{part} has no number"),
    }
}

#[test]
fn a_slice_is_the_loss_and_its_tangent_the_gradient() {
    for link in LINKS {
        for scope in ["sample", "batch", "training"] {
            let mut session = session(&format!("{link}&view.slice={scope}"), 15, Some(1));
            let layers = session.lab().layers();
            let batch = session.lab().next_batch();
            let gradients = session.lab_mut().gradients();
            let trace = session.lab().trace(1).unwrap();
            let loss = match scope {
                "sample" => trace.loss,
                "batch" => {
                    let losses = batch
                        .iter()
                        .map(|i| session.lab().trace(*i as usize).unwrap().loss);
                    losses.sum::<f64>() / batch.len() as f64
                }
                _ => session.metrics().train_loss.unwrap(),
            };
            for part in parts(&layers).into_iter().step_by(3) {
                let slice = session.lab_mut().slice(part).unwrap();
                assert_eq!(slice.scope, scope);
                assert_eq!(slice.value, at(&layers, part));
                assert!((slice.loss - loss).abs() <= 1e-6 * loss, "{link}: {scope}");
                if scope == "batch" {
                    assert_eq!(slice.slope, at(&gradients, part), "{link}: {part}");
                }
                let ends = (slice.points[0][0], slice.points[slice.points.len() - 1][0]);
                let [next, _] = slice.next.unwrap();
                assert!(ends.0 < slice.value && slice.value < ends.1);
                assert!(ends.0 <= next && next <= ends.1, "{link}: {part}");
                // The numeric slope, from the slice at two near values.
                let h = 0.02;
                let near = |value: f64| {
                    let mut other =
                        super::session(&format!("{link}&view.slice={scope}"), 15, Some(1));
                    other.update(Action::Edit(part, value));
                    other.lab_mut().slice(part).unwrap().loss
                };
                let numeric = (near(slice.value + h) - near(slice.value - h)) / (2.0 * h);
                let tolerance = 2e-3 + 5e-3 * slice.slope.abs();
                assert!(
                    (numeric - slice.slope).abs() < tolerance,
                    "{link}: {part} {scope}: {numeric} and {}",
                    slice.slope
                );
            }
        }
    }
}

#[test]
fn the_slice_that_is_drawn_says_its_loss_and_its_slope() {
    let mut session = session("", 15, None);
    let part = Part::Weight {
        layer: 0,
        unit: 1,
        input: 1,
    };
    session.update(Action::Select(Some(part)));
    let slice = session.lab_mut().slice(part).unwrap().clone();
    let drawn = scene(&mut session, Panel::Lens, (480.0, 360.0));
    let shown = texts(&drawn, Part::CurvePoint);
    assert_eq!(shown.len(), 1, "{shown:?}");
    let loss = number(shown[0].strip_prefix("L = ").unwrap());
    assert!((loss - slice.loss).abs() < 0.006 * slice.loss);
    let slope = drawn
        .marks
        .iter()
        .find_map(|mark| match mark {
            Mark::Text(text) => text.text.strip_prefix("slope ").map(number),
            _ => None,
        })
        .unwrap();
    assert!((slope - slice.slope).abs() < 0.006 * slice.slope.abs());
}

#[test]
fn the_handle_moves_the_parameter_to_where_it_is_dragged() {
    let mut session = session("", 5, None);
    let part = Part::Bias { layer: 0, unit: 0 };
    session.update(Action::Select(Some(part)));
    let palette = Palette::light();
    let frame = Frame {
        width: 420.0,
        height: 380.0,
        palette: &palette,
    };
    let handle = |session: &mut Session| {
        let drawn = session.scene(Panel::Lens, &frame);
        drawn.place(Part::Handle(0)).unwrap().center().x
    };
    let here = handle(&mut session);
    let view = session.view().clone();
    let now = session.lab().read(part).unwrap().value;
    let value = session.lab_mut().lens_value(&view, &frame, here).unwrap();
    assert!((value - now).abs() < 1e-5);
    for away in [40.0, -70.0, 15.0] {
        let value = session
            .lab_mut()
            .lens_value(&view, &frame, here + away)
            .unwrap();
        session.update(Action::Edit(part, value));
        // The picture holds still under the hand.
        assert!((handle(&mut session) - (here + away)).abs() < 0.01);
    }
    session.update(Action::Select(Some(Part::Unit { layer: 0, unit: 0 })));
    let view = session.view().clone();
    assert_eq!(session.lab_mut().lens_value(&view, &frame, here), None);
}

#[test]
fn a_chain_comes_to_the_gradient_of_the_trace() {
    let mut rng = Seed(11).stream(Stream::Noise, 0);
    let activations = ["tanh", "sigmoid", "relu", "silu", "gelu", "elu"];
    let kinds = ["two-lines", "xor", "three-gaussians", "plane", "sine"];
    let mut counts = [0; 3];
    for _ in 0..60 {
        let depth = rng.below(4) as usize;
        let hidden: Vec<String> = (0..depth)
            .map(|_| (1 + rng.below(12)).to_string())
            .collect();
        let link = format!(
            "data.kind={}&model.hidden={}&model.activation={}&model.draw={}&train.rate=0.01&data.samples=60",
            kinds[rng.below(5) as usize],
            hidden.join(","),
            activations[rng.below(6) as usize],
            rng.below(1000),
        );
        let mut session = session(&link, 5, Some(7));
        let trace = session.lab().trace(7).unwrap();
        for part in parts(&session.lab().layers()) {
            let rows = session.lab_mut().chain(part);
            let last = rows.last().unwrap();
            let gradient = match part {
                Part::Weight { layer, unit, input } => trace.layers[layer].d_weight[unit][input],
                Part::Bias { layer, unit } => trace.layers[layer].d_bias[unit],
                _ => unreachable!(),
            };
            assert_eq!(last.value, gradient, "{link}: {part}");
            let products: f64 = rows
                .iter()
                .filter(|row| !["sum", "note"].contains(&row.kind))
                .map(|row| row.terms.iter().product::<f64>())
                .sum();
            let size = trace
                .layers
                .iter()
                .flat_map(|layer| &layer.delta)
                .fold(gradient.abs(), |most, delta| most.max(delta.abs()));
            assert!(
                (products - gradient).abs() <= 2e-3 * gradient.abs() + 2e-5 * size,
                "{link}: {part}: {products} and {gradient}\n{}",
                last.text
            );
            counts[0] += usize::from(rows[0].kind == "chain");
            counts[1] += usize::from(rows[0].kind == "path");
            // What is gathered says so.
            let gathered = rows[0].kind == "note" && rows[1].kind == "group";
            counts[2] += usize::from(gathered && rows[0].text.contains("paths from the loss"));
        }
    }
    assert!(counts.iter().all(|count| *count > 20), "{counts:?}");
}

#[test]
fn a_chain_through_single_units_reads_as_the_textbook_s() {
    let mut session = session("model.hidden=1,1", 5, Some(0));
    let part = Part::Weight {
        layer: 0,
        unit: 0,
        input: 1,
    };
    let rows = session.lab_mut().chain(part);
    assert_eq!(rows.len(), 1);
    assert!(
        rows[0]
            .text
            .starts_with("∂L/∂w₁ = ∂L/∂ŷ·∂ŷ/∂z₃·w₃·φ′(z₂)·w₂·φ′(z₁)·x₂ = "),
        "{}",
        rows[0].text
    );
    assert_eq!(rows[0].place, "ŷ ← h₁⁽²⁾ ← h₁⁽¹⁾ ← x₂");
    assert_eq!(rows[0].terms.len(), 7);
}

/// The factors and the total of a printed product.
fn printed(text: &str) -> (f64, f64, bool) {
    let (rest, total) = text.rsplit_once(['=', '≈']).expect("a total");
    let factors = rest.trim().rsplit_once(" = ").expect("factors").1;
    let product = factors
        .split('·')
        .map(|factor| number(factor.trim_matches(['(', ')'])))
        .product();
    (product, number(total), text.contains('≈'))
}

#[test]
fn a_chain_that_is_printed_with_equals_multiplies_out() {
    let (mut equal, mut rounded) = (0, 0);
    for link in LINKS {
        let mut session = session(link, 9, Some(2));
        for part in parts(&session.lab().layers()) {
            for row in session.lab_mut().chain(part) {
                if row.kind == "sum" || row.terms.len() < 2 {
                    continue;
                }
                let (product, total, says) = printed(&row.text);
                if says {
                    rounded += 1;
                } else {
                    equal += 1;
                    assert!(
                        (product - total).abs() <= 0.0051 * total.abs(),
                        "{}",
                        row.text
                    );
                }
            }
        }
    }
    assert!(equal > 4 * rounded, "{equal} true, {rounded} rounded");
}

#[test]
fn the_shares_of_a_batch_average_to_its_gradient() {
    for link in LINKS {
        let mut session = session(link, 9, None);
        let gradients = session.lab_mut().gradients();
        let batch = session.lab().next_batch();
        for part in parts(&session.lab().layers()) {
            let shares = session.lab_mut().shares(part);
            assert_eq!(shares.len(), batch.len());
            assert!(shares.iter().all(|share| batch.contains(&share.sample)));
            assert!(
                shares
                    .windows(2)
                    .all(|pair| pair[0].gradient.abs() >= pair[1].gradient.abs())
            );
            let mean = shares.iter().map(|share| share.gradient).sum::<f64>() / shares.len() as f64;
            assert!((mean - at(&gradients, part)).abs() < 1e-6, "{link}: {part}");
        }
    }
    let mut session = session("", 0, None);
    assert!(session.lab_mut().shares(Part::Loss).is_empty());
    assert!(session.lab_mut().chain(Part::Loss).is_empty());
    assert!(session.lab_mut().slice(Part::Loss).is_none());
}

#[test]
fn an_opened_unit_shows_its_sum_and_what_is_known_of_it() {
    let mut session = session("", 15, Some(4));
    let trace = session.lab().trace(4).unwrap();
    let part = Part::Unit { layer: 0, unit: 1 };
    session.update(Action::Select(Some(part)));
    let drawn = scene(&mut session, Panel::Lens, (480.0, 420.0));
    let z = texts(&drawn, part)[0].clone();
    let z = number(z.trim_start_matches("≈ "));
    assert!((z - trace.layers[0].z[1]).abs() < 0.006);
    let a = texts(&drawn, Part::CurvePoint)[0].clone();
    let a = number(a.strip_prefix("a = ").unwrap());
    assert!((a - trace.layers[0].a[1]).abs() < 0.006);
    // On the tape, before the unit's turn, nothing of it is known.
    session.update(Action::SeekRow(1));
    let drawn = scene(&mut session, Panel::Lens, (480.0, 420.0));
    assert_eq!(texts(&drawn, part), Vec::<String>::new());
    assert_eq!(texts(&drawn, Part::CurvePoint), Vec::<String>::new());
}

/// The widths of the bars of the weights from a first-layer unit, by the unit they lead to.
fn blame_bars(scene: &Scene, from: usize) -> Vec<(usize, f64)> {
    let bar = |mark: &Mark| match mark {
        Mark::Rect(bar) => match bar.part {
            Some(Part::Weight {
                layer: 1,
                unit,
                input,
            }) if input == from => Some((unit, bar.rect.w)),
            _ => None,
        },
        _ => None,
    };
    scene.marks.iter().filter_map(bar).collect()
}

#[test]
fn the_blame_of_an_opened_unit_is_split_by_the_units_that_send_it() {
    for (link, bars) in [
        ("model.hidden=3,4&data.kind=circle", 4),
        ("model.hidden=3,16&data.kind=circle", 6),
        ("data.kind=three-gaussians&model.hidden=3", 3),
    ] {
        let mut session = session(link, 9, Some(4));
        let trace = session.lab().trace(4).unwrap();
        let layers = session.lab().layers();
        session.update(Action::Select(Some(Part::Unit { layer: 0, unit: 1 })));
        for width in [320.0, 480.0, 700.0] {
            let height = session.lab().lens_height(session.view(), width);
            let drawn = scene(&mut session, Panel::Lens, (width, height));
            let found = blame_bars(&drawn, 1);
            assert_eq!(found.len(), bars, "{link} {width}");
            // Bars in the scale of the products, the largest kept.
            let product = |next: usize| layers[1].weight[next][1] * trace.layers[1].delta[next];
            let scale = found.iter().fold((0.0, 0.0), |sum: (f64, f64), (next, w)| {
                (sum.0 + w, sum.1 + product(*next).abs())
            });
            for (next, width) in &found {
                let wanted = product(*next).abs() * scale.0 / scale.1;
                assert!(
                    (width - wanted.max(1.0)).abs() < 3.0,
                    "{link}: {width} {wanted}"
                );
            }
            let least = found.iter().map(|(next, _)| product(*next).abs());
            let least = least.fold(f64::INFINITY, f64::min);
            let shown: Vec<usize> = found.iter().map(|(next, _)| *next).collect();
            for next in (0..trace.layers[1].delta.len()).filter(|next| !shown.contains(next)) {
                assert!(product(next).abs() <= least, "{link}");
            }
            assert!(drawn.description.contains("Blame from the next layer: "));
        }
        // Without a sample there is no blame, nor at the output.
        session.update(Action::Pin(None));
        let drawn = scene(&mut session, Panel::Lens, (480.0, 420.0));
        assert_eq!(blame_bars(&drawn, 1), []);
    }
}

#[test]
fn a_dead_unit_is_said_to_be_dead() {
    let mut session = session(
        "model.hidden=1&model.activation=relu&model.weights=0,0,-1,1,0",
        0,
        Some(0),
    );
    session.update(Action::Select(Some(Part::Unit { layer: 0, unit: 0 })));
    let drawn = scene(&mut session, Panel::Lens, (480.0, 420.0));
    assert!(
        drawn
            .description
            .contains("Dead: z ≤ 0 for all 280 training samples"),
        "{}",
        drawn.description
    );
}

/// Run with `--nocapture --ignored` for the numbers.
#[test]
#[ignore = "prints times"]
fn times() {
    let mut session = session(
        "data.kind=circle&model.hidden=8,8,8,8,8,8&train.batch=10",
        20,
        Some(0),
    );
    let part = Part::Weight {
        layer: 2,
        unit: 1,
        input: 1,
    };
    for scope in ["sample", "batch", "training"] {
        session.update(Action::Set {
            key: "view.slice".to_owned(),
            text: scope.to_owned(),
        });
        let mut best = f64::INFINITY;
        for _ in 0..20 {
            session.lab_mut().step(Grain::Batch, 1).unwrap();
            let start = Instant::now();
            session.lab_mut().slice(part);
            best = best.min(start.elapsed().as_secs_f64());
        }
        eprintln!("slice {scope}: {:.3} ms", best * 1e3);
    }
    for selected in [part, Part::Unit { layer: 2, unit: 1 }] {
        session.update(Action::Select(Some(selected)));
        for panel in [Panel::Lens, Panel::Plane, Panel::Tape] {
            let mut best = f64::INFINITY;
            for _ in 0..20 {
                session.lab_mut().step(Grain::Batch, 1).unwrap();
                let start = Instant::now();
                scene(&mut session, panel, (480.0, 400.0));
                best = best.min(start.elapsed().as_secs_f64());
            }
            eprintln!("{selected} {panel:?}: {:.3} ms", best * 1e3);
        }
    }
    let start = Instant::now();
    for part in parts(&session.lab().layers()).into_iter().take(40) {
        session.lab_mut().chain(part);
    }
    eprintln!(
        "chain: {:.3} ms each",
        start.elapsed().as_secs_f64() * 1e3 / 40.0
    );
}

#[test]
fn the_range_of_a_slice_follows_its_weight() {
    let mut session = session("", 3, None);
    let part = Part::Weight {
        layer: 0,
        unit: 0,
        input: 0,
    };
    let mut ends = |value: f64| {
        session.update(Action::Edit(part, value));
        let points = &session.lab_mut().slice(part).unwrap().points;
        [points[0][0], points[points.len() - 1][0]]
    };
    for value in [0.0, 1e9, 0.0, -30.0, 0.3, 1e-3, 700.0, -2.0] {
        let [low, high] = ends(value);
        assert!(low < value && value < high, "{value} in {low} to {high}");
        assert!(high - low <= 12.0 * value.abs().max(2.0), "{low} to {high}");
    }
    // Small steps leave the picture as it is.
    let before = ends(1.2);
    assert_eq!(ends(1.3), before);
    assert_eq!(ends(1.1), before);
}
