//! What the data floor promises.

// The formulas are held against std's functions on purpose: a second source.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use glassnet::data::{
    Dataset, Feature, Kind, Outcome, SAMPLES, Split, features, generate, split, two_lines,
};
use glassnet::num::rng::Seed;
use glassnet::num::{Matrix, Real};
use proptest::prelude::*;
use strum::IntoEnumIterator;

/// A few seeds, a size that no number of classes divides.
const SEEDS: [u32; 3] = [1, 7, u32::MAX];
const MANY: usize = 1001;

/// A number in double precision, whatever `Real` is.
fn wide(value: impl Into<f64>) -> f64 {
    value.into()
}

fn input(data: &Dataset, sample: usize, which: usize) -> f64 {
    wide(data.inputs[(sample, which)])
}

fn target(data: &Dataset, sample: usize) -> f64 {
    wide(data.targets[(sample, 0)])
}

/// Holds a statement against every sample of a set without noise.
fn every(kind: Kind, holds: impl Fn(f64, f64, usize, f64) -> bool) {
    for seed in SEEDS {
        let data = generate(kind, MANY, 0.0, Seed(seed));
        for sample in 0..MANY {
            let x1 = input(&data, sample, 0);
            let x2 = if data.axes.len() > 1 {
                input(&data, sample, 1)
            } else {
                0.0
            };
            let (class, y) = (data.class(sample).unwrap_or(9), target(&data, sample));
            assert!(
                holds(x1, x2, class, y),
                "{kind}: {x1}, {x2} is {class} or {y}"
            );
        }
    }
}

/// FNV-1a over the bits of all numbers, column by column.
#[cfg(not(feature = "f64"))]
fn hash(data: &Dataset) -> u64 {
    let numbers = data.inputs.iter().chain(data.targets.iter());
    numbers
        .flat_map(|number| number.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// Links live on these bits. They may change only together with the document's version.
#[cfg(not(feature = "f64"))]
#[test]
fn a_seed_gives_the_same_bits_for_ever() {
    let known = |kind| match kind {
        Kind::TwoLines => 0xa9ba_dacc_fa70_1a5b,
        Kind::Circle => 0xc598_e5eb_32f5_e12e,
        Kind::Xor => 0x954c_e68d_26fa_1e2c,
        Kind::Gaussians => 0xbcfc_ba3c_7568_55ce,
        Kind::Spiral => 0xcc1c_f73d_812d_0a83,
        Kind::Moons => 0xf94e_633f_7172_c781,
        Kind::ThreeGaussians => 0x96d8_c8b4_579e_3aea,
        Kind::Plane => 0x8f2a_c134_f167_d41b,
        Kind::MultiGaussian => 0x85ec_938c_ec27_2b8a,
        Kind::Sine => 0x80ad_4471_3b62_7f1b,
    };
    let found: Vec<_> = Kind::iter()
        .map(|kind| (kind, hash(&generate(kind, 200, 0.25, Seed(7)))))
        .collect();
    let wrong: Vec<_> = found
        .iter()
        .filter(|(kind, hash)| known(*kind) != *hash)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#x?}");
}

#[test]
fn a_seed_gives_the_same_split_for_ever() {
    let Split { train, test } = split(10, 0.7, Seed(7));
    assert_eq!(train, [7, 8, 0, 9, 2, 5, 1]);
    assert_eq!(test, [6, 3, 4]);
}

#[test]
fn more_samples_leave_the_others_on_their_side() {
    for (fewer, more) in [(400, 410), (399, 400), (100, 1000)] {
        for seed in 0..20 {
            let few = split(fewer, 0.7, Seed(seed));
            let many = split(more, 0.7, Seed(seed));
            let moved = few.train.iter().filter(|i| many.test.contains(i)).count()
                + few.test.iter().filter(|i| many.train.contains(i)).count();
            // About the cut alone: a few in a hundred, by the luck of the newcomers' draws.
            assert!(
                moved * 12 < fewer,
                "{fewer} to {more}, seed {seed}: {moved} moved"
            );
        }
    }
}

#[test]
fn the_names_in_links_are_these() {
    let kinds: Vec<String> = Kind::iter().map(|kind| kind.to_string()).collect();
    assert_eq!(
        kinds.join(" "),
        "two-lines circle xor gaussians spiral moons three-gaussians plane multi-gaussian sine"
    );
    let all: Vec<String> = Feature::iter().map(|feature| feature.to_string()).collect();
    assert_eq!(
        all.join(" "),
        "x1 x2 x1^2 x2^2 x1*x2 sin(x1) sin(x2) cos(x1) cos(x2)"
    );
    for kind in Kind::iter() {
        let json = serde_json::to_string(&kind).unwrap();
        assert_eq!(json, format!("\"{kind}\""));
        assert_eq!(kind.to_string().parse(), Ok(kind));
        assert_eq!(serde_json::from_str::<Kind>(&json).unwrap(), kind);
    }
    for feature in Feature::iter() {
        let json = serde_json::to_string(&feature).unwrap();
        assert_eq!(json, format!("\"{feature}\""));
        assert_eq!(feature.to_string().parse(), Ok(feature));
        assert_eq!(serde_json::from_str::<Feature>(&json).unwrap(), feature);
    }
}

#[test]
fn every_set_says_what_it_holds() {
    for kind in Kind::iter() {
        let row = kind.row();
        for text in [row.label, row.about, row.formula, row.noise] {
            assert!(!text.is_empty(), "{kind}");
        }
        let data = generate(kind, 50, 0.0, Seed(1));
        assert_eq!(data.kind, kind);
        assert_eq!(data.axes.len(), kind.inputs());
        assert_eq!(data.inputs.shape(), (50, kind.inputs()));
        assert_eq!(data.targets.shape(), (50, kind.outputs()));
        assert_eq!(data.classes.is_empty(), kind.is_regression());
        assert_eq!(data.target.is_some(), kind.is_regression());
        match row.outcome {
            Outcome::Classes(names) => {
                assert_eq!(
                    kind.outputs(),
                    if names.len() == 2 { 1 } else { names.len() }
                );
            }
            Outcome::Number(axis) => assert!(axis.min < axis.max && !axis.name.is_empty()),
        }
        for axis in data.axes {
            assert!(axis.min < axis.max && !axis.name.is_empty(), "{kind}");
        }
    }
    let spam = generate(Kind::TwoLines, 10, 0.0, Seed(1));
    assert_eq!(spam.axes[0].name, "links");
    assert_eq!(spam.axes[1].unit, "per sentence");
    assert_eq!(spam.classes, ["not spam", "spam"]);
}

#[test]
fn classes_are_balanced_and_one_hot() {
    for kind in Kind::iter().filter(|kind| !kind.is_regression()) {
        let data = generate(kind, MANY, 0.3, Seed(2));
        let mut counts = vec![0_usize; data.classes.len()];
        for sample in 0..MANY {
            let row = data.targets.row(sample);
            assert!(row.iter().all(|&t| t == 0.0 || t == 1.0));
            if row.len() > 1 {
                assert_eq!(row.sum(), 1.0);
            }
            counts[data.class(sample).unwrap()] += 1;
        }
        let (most, least) = (counts.iter().max().unwrap(), counts.iter().min().unwrap());
        assert!(most - least <= 1, "{kind}: {counts:?}");
    }
}

#[test]
fn two_lines_holds_spam_in_the_wedge_with_a_margin() {
    let length = (1.0_f64 + 2.5 * 2.5).sqrt();
    every(Kind::TwoLines, |x1, x2, class, _| {
        let inside = (2.5 * x1 - x2 - 0.3).min(2.5 * x2 - x1 - 0.3) / length;
        if class == 1 {
            inside > 0.0299
        } else {
            inside < -0.0299
        }
    });
}

#[test]
fn no_line_parts_the_spam_from_the_rest() {
    let data = generate(Kind::TwoLines, 2000, 0.0, Seed(1));
    let mut best: usize = 0;
    for turn in 0..180 {
        let angle = f64::from(turn).to_radians();
        let (across, along) = (libm::cos(angle), libm::sin(angle));
        let mut projected: Vec<(f64, usize)> = (0..data.len())
            .map(|i| {
                let value = across * input(&data, i, 0) + along * input(&data, i, 1);
                (value, data.class(i).unwrap())
            })
            .collect();
        projected.sort_by(|a, b| a.0.total_cmp(&b.0));
        // The line moves up past one sample after the other: who is on the right side?
        let mut right = projected.iter().filter(|(_, class)| *class == 1).count();
        for (_, class) in &projected {
            right = if *class == 0 { right + 1 } else { right - 1 };
            best = best.max(right).max(data.len() - right);
        }
    }
    let share = best as f64 / data.len() as f64;
    assert!((0.8..0.88).contains(&share), "the best line has {share}");
}

#[test]
fn the_shapes_are_those_of_their_formulas() {
    every(Kind::Circle, |x1, x2, class, _| {
        let radius = x1.hypot(x2);
        if class == 1 {
            radius < 1.2501
        } else {
            (1.7499..2.5001).contains(&radius)
        }
    });
    every(Kind::Xor, |x1, x2, class, _| {
        (class == 1) == (x1 * x2 > 0.0)
            && x1.abs().min(x2.abs()) > 0.3999
            && x1.abs().max(x2.abs()) < 2.6001
    });
    every(Kind::Spiral, |x1, x2, class, _| {
        let t = x1.hypot(x2) / 2.5;
        let angle = 1.5 * core::f64::consts::TAU * t + class as f64 * core::f64::consts::PI;
        let off = (x1 - 2.5 * t * angle.sin()).hypot(x2 - 2.5 * t * angle.cos());
        off < 1e-4 && (0.0499..1.0001).contains(&t)
    });
    every(Kind::Moons, |x1, x2, class, _| {
        let side = if class == 1 { 1.0 } else { -1.0 };
        let (u, v) = (side * x1 + 0.75, side * x2 + 0.375);
        (u.hypot(v) - 1.5).abs() < 1e-4 && v > -1e-4
    });
}

#[test]
fn the_clouds_lie_where_their_formulas_say() {
    let middles = |kind, spread: f64, centres: &[(f64, f64)]| {
        let data = generate(kind, 3000, 0.0, Seed(3));
        for (class, centre) in centres.iter().enumerate() {
            let mine: Vec<usize> = (0..3000)
                .filter(|&i| data.class(i) == Some(class))
                .collect();
            for (axis, middle) in [centre.0, centre.1].into_iter().enumerate() {
                let n = mine.len() as f64;
                let mean = mine.iter().map(|&i| input(&data, i, axis)).sum::<f64>() / n;
                let square = |&i: &usize| (input(&data, i, axis) - middle).powi(2);
                let deviation = (mine.iter().map(square).sum::<f64>() / n).sqrt();
                assert!((mean - middle).abs() < 0.05, "{kind} {class}: {mean}");
                assert!(
                    (deviation - spread).abs() < 0.03,
                    "{kind} {class}: {deviation}"
                );
            }
        }
    };
    middles(Kind::Gaussians, 0.45, &[(-1.0, -1.0), (1.0, 1.0)]);
    middles(
        Kind::ThreeGaussians,
        0.35,
        &[(0.0, 1.3), (-1.2, -0.7), (1.2, -0.7)],
    );
}

#[test]
fn the_surfaces_are_those_of_their_formulas() {
    every(Kind::Plane, |x1, x2, _, y| {
        (y - (x1 + x2) / 6.0).abs() < 1e-6
    });
    every(Kind::Sine, |x1, _, _, y| {
        (y - (2.0 * x1).sin()).abs() < 1e-6
    });
    every(Kind::MultiGaussian, |x1, x2, _, y| {
        let mut sum = 0.0;
        for column in -1..=1 {
            for row in [-1, 1] {
                let (c1, c2) = (2.0 * f64::from(column), 1.25 * f64::from(row));
                let sign = if column == 0 { -row } else { row };
                let square = (x1 - c1).powi(2) + (x2 - c2).powi(2);
                sum += f64::from(sign) * (-square / 0.72).exp();
            }
        }
        (y - sum).abs() < 1e-6
    });
}

#[test]
fn noise_moves_the_same_samples_along_a_straight_path() {
    for kind in Kind::iter() {
        // So little that nothing is mirrored at the ends of the axes.
        let [none, some, twice] = [0.0, 0.001, 0.002].map(|n| generate(kind, 300, n, Seed(4)));
        let mut moved = 0;
        for i in 0..300 {
            assert_eq!(none.class(i), twice.class(i));
            for column in 0..kind.inputs() {
                let at = |data: &Dataset| input(data, i, column);
                let (one, two) = (at(&some) - at(&none), at(&twice) - at(&none));
                let edge = wide(none.axes[column].max) - at(&none).abs();
                if edge > 0.02 && at(&none) > 0.02 {
                    assert!((two - 2.0 * one).abs() < 1e-5, "{kind}: {one}, {two}");
                }
                moved += usize::from(one != 0.0);
            }
            moved += usize::from(target(&some, i) != target(&none, i));
        }
        assert!(moved >= 290, "{kind}: {moved}");
        if kind.is_regression() {
            assert_eq!(none.inputs, twice.inputs);
        } else {
            assert_eq!(none.targets, twice.targets);
        }
    }
}

#[test]
fn the_most_noise_is_heard_but_stays_in_the_picture() {
    for kind in Kind::iter() {
        let data = generate(kind, MANY, 1.0, Seed(5));
        let clean = generate(kind, MANY, 0.0, Seed(5));
        let distance =
            (&data.inputs - &clean.inputs).norm() + (&data.targets - &clean.targets).norm();
        assert!(distance > 1.0, "{kind}: {distance}");
        within_axes(&data);
    }
}

/// Every number lies on its axis.
fn within_axes(data: &Dataset) {
    for (column, axis) in data.axes.iter().enumerate() {
        let values = data.inputs.column(column);
        assert!(
            values.iter().all(|v| (axis.min..=axis.max).contains(v)),
            "{}",
            data.kind
        );
    }
    if let Some(axis) = data.target {
        assert!(
            data.targets
                .iter()
                .all(|v| (axis.min..=axis.max).contains(v)),
            "{}",
            data.kind
        );
    }
}

#[test]
fn the_training_fraction_moves_samples_from_one_set_to_the_other_only() {
    let less = split(100, 0.5, Seed(9));
    let more = split(100, 0.8, Seed(9));
    assert_eq!((less.train.len(), more.train.len()), (50, 80));
    assert!(less.train.iter().all(|sample| more.train.contains(sample)));
    assert!(more.test.iter().all(|sample| less.test.contains(sample)));
    assert_ne!(less, split(100, 0.5, Seed(10)));
    assert!(split(100, 1.0, Seed(1)).test.is_empty());
    assert_eq!(split(100, 0.0, Seed(1)).train.len(), 1);
    assert_eq!(split(100, Real::NAN, Seed(1)).train.len(), 1);
    assert_eq!(split(0, 0.5, Seed(1)), Split::default());
}

#[test]
fn features_are_functions_of_the_raw_inputs() {
    let inputs = Matrix::from_row_slice(2, 2, &[0.5, -2.0, -3.0, 1.5]);
    let all: Vec<Feature> = Feature::iter().collect();
    let made = features(&inputs, &all);
    let expected = |x1: f64, x2: f64| {
        [
            x1,
            x2,
            x1 * x1,
            x2 * x2,
            x1 * x2,
            x1.sin(),
            x2.sin(),
            x1.cos(),
            x2.cos(),
        ]
    };
    for (row, want) in [expected(0.5, -2.0), expected(-3.0, 1.5)]
        .iter()
        .enumerate()
    {
        for (column, want) in want.iter().enumerate() {
            let got = wide(made[(row, column)]);
            assert!((got - want).abs() < 1e-6, "{}: {got}, {want}", all[column]);
        }
    }
    // The plain features are the inputs, bit for bit: w·x can be checked by hand.
    assert_eq!(features(&inputs, &[Feature::X1, Feature::X2]), inputs);
    assert_eq!(
        features(&inputs, &[Feature::X2]).column(0),
        inputs.column(1)
    );
    assert_eq!(features(&inputs, &[]).shape(), (2, 0));
}

#[test]
fn one_input_has_four_features() {
    let line: Vec<Feature> = Feature::iter().filter(|f| f.inputs() == 1).collect();
    assert_eq!(
        line,
        [
            Feature::X1,
            Feature::X1Squared,
            Feature::SinX1,
            Feature::CosX1
        ]
    );
    let made = features(&Matrix::from_row_slice(1, 1, &[2.0]), &line);
    assert_eq!((made[(0, 0)], made[(0, 1)]), (2.0, 4.0));
    assert_eq!(Feature::X2.value(&[2.0]), 0.0);
}

#[test]
fn the_opening_scene_is_within_what_a_document_may_ask_for() {
    assert!(SAMPLES.contains(&two_lines::SAMPLES));
    assert!((0.0..=0.5).contains(&two_lines::NOISE));
    assert!((0.0..=1.0).contains(&two_lines::TRAIN_FRACTION));
}

fn any_kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::iter().collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_request_gives_numbers_on_their_axes(
        kind in any_kind(), samples in SAMPLES, noise in 0.0..=1.0, seed: u32,
    ) {
        let data = generate(kind, samples, noise as Real, Seed(seed));
        prop_assert_eq!(data.len(), samples);
        prop_assert!(data.inputs.iter().chain(data.targets.iter()).all(|v| v.is_finite()));
        within_axes(&data);
        let all: Vec<Feature> = Feature::iter().collect();
        prop_assert!(features(&data.inputs, &all).iter().all(|v| v.is_finite()));
    }

    #[test]
    fn more_samples_keep_the_first_ones(
        kind in any_kind(), few in 10..200_usize, more in 0..200_usize, noise in 0.0..=1.0, seed: u32,
    ) {
        let short = generate(kind, few, noise as Real, Seed(seed));
        let long = generate(kind, few + more, noise as Real, Seed(seed));
        prop_assert_eq!(&short.inputs, &long.inputs.rows(0, few).into_owned());
        prop_assert_eq!(&short.targets, &long.targets.rows(0, few).into_owned());
    }

    #[test]
    fn a_split_has_every_sample_once(samples in 1..3000_usize, fraction in 0.0..=1.0_f64, seed: u32) {
        let Split { train, test } = split(samples, fraction as Real, Seed(seed));
        let wanted = (samples as f64 * fraction).round().max(1.0);
        prop_assert!((train.len() as f64 - wanted).abs() <= 1.0);
        let mut all: Vec<u32> = train.into_iter().chain(test).collect();
        all.sort_unstable();
        prop_assert!(all.into_iter().eq(0..samples as u32));
    }

    #[test]
    fn noise_of_any_kind_is_taken_to_the_nearest_that_there_is(noise: f32, seed: u32) {
        let data = generate(Kind::Moons, 20, noise as Real, Seed(seed));
        let near = if noise.is_nan() { 0.0 } else { noise.clamp(0.0, 1.0) };
        prop_assert_eq!(data, generate(Kind::Moons, 20, near as Real, Seed(seed)));
    }
}
