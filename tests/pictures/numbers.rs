//! Ticks, scales and numbers as text.

use glassnet::scene::{Part, Scale, format, ticks};
use proptest::prelude::*;

fn value(label: &str) -> f64 {
    label.replace('\u{2212}', "-").parse().expect("a number")
}

proptest! {
    #[test]
    fn ticks_are_round_even_and_inside(low in -1e6_f64..1e6, span in 1e-6_f64..1e7, count in 2_usize..10) {
        let high = low + span;
        let all = ticks(low, high, count);
        prop_assert!(!all.is_empty() && all.len() <= 2 * count + 2, "{} ticks", all.len());
        let slack = 1e-6 * span;
        for tick in &all {
            prop_assert!(tick.value >= low - slack && tick.value <= high + slack);
        }
        for pair in all.windows(2) {
            prop_assert!(pair[0].value < pair[1].value);
            prop_assert!(pair[0].label != pair[1].label, "{} twice", pair[0].label);
        }
        for triple in all.windows(3) {
            let (a, b) = (triple[1].value - triple[0].value, triple[2].value - triple[1].value);
            prop_assert!((a - b).abs() <= 1e-9 * (low.abs() + high.abs() + span));
        }
    }

    #[test]
    fn log_ticks_lie_inside_and_grow(low in 1e-9_f64..1.0, ratio in 2.0_f64..1e9) {
        let all = Scale::log([low, low * ratio], [0.0, 100.0]).ticks(5);
        for tick in &all {
            prop_assert!(tick.value >= low * 0.999 && tick.value <= low * ratio * 1.001);
        }
        prop_assert!(all.windows(2).all(|pair| pair[0].value < pair[1].value));
        prop_assert!(all.iter().filter(|tick| !tick.label.is_empty()).count() <= 12);
    }

    #[test]
    fn scales_invert(low in -1e3_f64..1e3, span in 1e-3_f64..1e3, share in 0.0_f64..1.0) {
        let linear = Scale::linear([low, low + span], [300.0, 20.0]);
        let x = low + span * share;
        prop_assert!((linear.invert(linear.at(x)) - x).abs() < 1e-8 * (1.0 + x.abs()));
        let log = Scale::log([span, span * 1000.0], [20.0, 300.0]);
        let x = span * libm::pow(1000.0, share);
        prop_assert!((log.invert(log.at(x)) / x - 1.0).abs() < 1e-9);
    }

    #[test]
    fn nice_domains_enclose(low in -1e3_f64..1e3, span in 1e-3_f64..1e3) {
        let [a, b] = Scale::linear([low, low + span], [0.0, 1.0]).nice(5).domain();
        prop_assert!(a <= low + 1e-6 * span && b >= low + span - 1e-6 * span);
        prop_assert!(b - a <= 2.0 * span);
    }

    #[test]
    fn numbers_for_reading_are_close_and_true_to_their_sign(value in any::<f32>()) {
        let text = format::reading(f64::from(value));
        prop_assert!(!text.contains('-'), "{text} has a hyphen");
        let negative = value < 0.0;
        prop_assert_eq!(text.starts_with('\u{2212}'), negative);
        if value.is_finite() && !text.contains('×') {
            let read = self::value(&text);
            let wide = f64::from(value);
            prop_assert!((read - wide).abs() <= 0.006 * wide.abs(), "{value} reads {text}");
        }
    }

    #[test]
    fn compact_numbers_hold_their_width(value in -1e9_f64..1e9) {
        prop_assert!(format::compact(value).chars().count() <= 6);
    }

    #[test]
    fn full_numbers_read_back_as_the_same_bits(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        if value.is_finite() {
            let text = format::full(value).replace('\u{2212}', "-");
            let read: f64 = text.parse().expect("a number");
            prop_assert_eq!(read.to_bits(), value.to_bits());
        }
    }

    #[test]
    fn any_text_is_a_part_or_an_error(text in "[a-z0-9-]{0,24}") {
        if let Ok(part) = text.parse::<Part>() {
            let again: Part = part.to_string().parse().expect("its own name");
            prop_assert_eq!(again, part);
        }
    }
}

#[test]
fn numbers_look_as_the_page_prints_them() {
    assert_eq!(format::reading(0.761_594), "0.762");
    assert_eq!(format::reading(-12.345), "−12.3");
    assert_eq!(format::reading(1234.4), "1234");
    assert_eq!(format::reading(9.996), "10.0");
    assert_eq!(format::reading(0.0), "0");
    assert_eq!(format::reading(-0.0), "0");
    assert_eq!(format::reading(0.000_045_6), "4.56×10⁻⁵");
    assert_eq!(format::reading(-2.5e17), "−2.50×10¹⁷");
    assert_eq!(format::reading(f64::NAN), "NaN");
    assert_eq!(format::reading(f64::NEG_INFINITY), "−∞");
    assert_eq!(format::fixed(-0.004, 2), "0.00");
    assert_eq!(format::fixed(-0.6, 2), "−0.60");
    assert_eq!(format::signed(0.5, 2), "+0.50");
    assert_eq!(format::signed(0.001, 2), "0.00");
    assert_eq!(format::compact(-9.996), "−10.0");
    assert_eq!(format::compact(12.34), "12.3");
    assert_eq!(format::compact(-0.0049), "−5e−3");
    assert_eq!(format::compact(0.0), "0.00");
    assert_eq!(format::compact(123.4), "123");
    assert_eq!(format::compact(-123_456.0), "−1.2e5");
    assert_eq!(format::padded(1.5, 2, 6), "\u{2007}\u{2007}1.50");
    assert_eq!(format::percent(0.975, 1), "97.5\u{202F}%");
    assert_eq!(format::percent(1.0, 1), "100.0\u{202F}%");
    assert_eq!(format::percent(0.0, 1), "0.0\u{202F}%");
    // A part is never all or nothing.
    assert_eq!(format::percent(4498.0 / 4500.0, 1), "99.96\u{202F}%");
    assert_eq!(format::percent(1.0 / 4500.0, 1), "0.02\u{202F}%");
    assert_eq!(format::count(1_234_567), "1,234,567");
    assert_eq!(format::count(12), "12");
    assert_eq!(format::full(0.1), "0.1");
    assert_eq!(format::full(-1e-9), "−1e−9");
}

#[test]
fn ticks_stand_where_one_expects_them() {
    let labels = |low, high, count| -> Vec<String> {
        ticks(low, high, count)
            .into_iter()
            .map(|t| t.label)
            .collect()
    };
    assert_eq!(labels(0.0, 10.0, 5), ["0", "2", "4", "6", "8", "10"]);
    assert_eq!(labels(-1.0, 1.0, 4), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    assert_eq!(labels(0.0, 0.3, 3), ["0.0", "0.1", "0.2", "0.3"]);
    assert!(labels(1.0, 1.0, 5).is_empty());
    assert!(labels(f64::NAN, 1.0, 5).is_empty());
    let log: Vec<String> = Scale::log([0.01, 1.0], [0.0, 1.0])
        .ticks(3)
        .into_iter()
        .filter(|tick| !tick.label.is_empty())
        .map(|tick| tick.label)
        .collect();
    assert_eq!(log, ["0.01", "0.1", "1"]);
}

#[test]
fn every_part_reads_back_from_its_name() {
    let parts = [
        Part::Unit { layer: 1, unit: 2 },
        Part::Bias { layer: 0, unit: 15 },
        Part::Weight {
            layer: 7,
            unit: 3,
            input: 12,
        },
        Part::Input { feature: 8 },
        Part::Output { unit: 0 },
        Part::Target { unit: 9 },
        Part::Loss,
        Part::Layer(3),
        Part::AddLayer,
        Part::RemoveLayer(2),
        Part::AddUnit(0),
        Part::RemoveUnit(4),
        Part::Plot,
        Part::Sample(499),
        Part::Probe,
        Part::UnitLine(1),
        Part::MoveLine(1),
        Part::TurnLine(1),
        Part::Class(2),
        Part::Series(1),
        Part::ChartPoint {
            series: 1,
            index: 77,
        },
        Part::TapeRow(12_345),
        Part::CurvePoint,
        Part::Handle(0),
    ];
    for part in parts {
        assert_eq!(part.to_string().parse(), Ok(part));
    }
    assert_eq!(parts[2].to_string(), "weight-7-3-12");
    for wrong in [
        "",
        "unit",
        "unit-1",
        "unit-1-2-3",
        "weight-a-b-c",
        "unit-1--2",
    ] {
        assert!(wrong.parse::<Part>().is_err(), "{wrong}");
    }
}

#[test]
fn the_border_lies_where_the_exact_outputs_change_and_not_on_the_cells() {
    use crate::fixtures::{binary, grid, plane};
    use glassnet::chart::plane::{Exact, draw, layout};
    use glassnet::num::{Matrix, Real};
    use glassnet::scene::{Mark, Palette, Segment};

    let step = |x: f64, y: f64| f64::from(u8::from(2.0 * x - y > 3.3));
    let values = grid(50, step);
    let outputs = |points: &[Vec<f64>]| {
        Matrix::from_fn(points.len(), 1, |row, _| {
            step(points[row][0], points[row][1]) as Real
        })
    };
    let mut plane = plane(360.0, binary(&values), &[]);
    plane.exact = Some(Exact(&outputs));
    let layout = layout(&plane);
    let scene = draw(&plane, &Palette::light());
    let border = scene.marks.iter().find_map(|mark| match mark {
        Mark::Path(path) if path.part == Some(Part::Plot) => Some(path),
        _ => None,
    });
    let inside = layout.plot.grown(-0.5 * layout.plot.w / 50.0);
    let mut seen = 0;
    for segment in &border.expect("a border").segments {
        let (Segment::Move(at) | Segment::Line(at)) = segment else {
            panic!("the border is made of lines");
        };
        if inside.contains(*at) {
            let [x, y] = layout.inputs(at.x, at.y);
            let away = (2.0 * x - y - 3.3).abs() / libm::sqrt(5.0) * layout.plot.w / 10.0;
            assert!(away < 0.3, "{away} pixels away at {x}, {y}");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} points");
}
