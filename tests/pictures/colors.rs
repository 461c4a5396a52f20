//! Colours hold their contrast and stay apart under colour-blindness.

use glassnet::scene::{Color, ColorMap, Mapping, Overrides, Palette};

const PALETTES: [fn() -> Palette; 2] = [Palette::light, Palette::dark];

/// How the three kinds of dichromats see linear sRGB (Machado, Oliveira and Fernandes
/// 2009, severity 1).
const BLINDNESS: [[[f64; 3]; 3]; 3] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

fn linear(color: Color) -> [f64; 3] {
    [color.r, color.g, color.b].map(|byte| {
        let v = f64::from(byte) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            libm::pow((v + 0.055) / 1.055, 2.4)
        }
    })
}

/// CIELAB under D65.
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let f = |t: f64| {
        if t > 0.008_856 {
            libm::cbrt(t)
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The smallest distance of two colours (CIE 1976) for any of the four kinds of eyes.
fn apart(a: Color, b: Color) -> f64 {
    let distance = |a: [f64; 3], b: [f64; 3]| {
        let (a, b) = (lab(a), lab(b));
        let square: f64 = (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).sum();
        square.sqrt()
    };
    let seen = |color: Color, eye: &[[f64; 3]; 3]| {
        let v = linear(color);
        eye.map(|row| (0..3).map(|i| row[i] * v[i]).sum::<f64>().max(0.0))
    };
    BLINDNESS
        .iter()
        .map(|eye| distance(seen(a, eye), seen(b, eye)))
        .fold(distance(linear(a), linear(b)), f64::min)
}

#[test]
fn text_holds_its_contrast() {
    for palette in PALETTES {
        let palette = palette();
        for color in [palette.ink, palette.muted, palette.neg(), palette.pos()] {
            assert!(color.contrast(palette.surface) >= 4.5, "{}", color.css());
        }
        assert!(palette.focus.contrast(palette.surface) >= 3.0);
    }
}

#[test]
fn signs_and_classes_stay_apart_for_every_eye() {
    for palette in PALETTES {
        let palette = palette();
        assert!(apart(palette.neg(), palette.pos()) > 40.0);
        for (count, least) in [(3, 25.0), (5, 15.0)] {
            for a in 0..count {
                for b in 0..a {
                    let (a, b) = (palette.class(a, count), palette.class(b, count));
                    let distance = apart(a, b);
                    assert!(distance > least, "{} {} {distance}", a.css(), b.css());
                }
            }
        }
        for (i, a) in palette.classes.iter().enumerate() {
            assert!(!palette.classes[..i].contains(a));
        }
    }
}

#[test]
fn two_classes_are_the_ends_of_the_ramp() {
    let palette = Palette::light();
    assert_eq!(palette.class(0, 2), palette.signed(-1.0));
    assert_eq!(palette.class(1, 2), palette.signed(1.0));
}

#[test]
fn the_ramp_passes_through_its_nine_stops() {
    for palette in PALETTES {
        let palette = palette();
        for (i, stop) in palette.ramp.iter().enumerate() {
            assert_eq!(palette.signed(i as f64 / 4.0 - 1.0), *stop);
        }
        assert_eq!(palette.signed(-7.0), palette.ramp[0]);
        assert_eq!(palette.signed(f64::NAN), palette.surface);
    }
}

#[test]
fn colours_of_the_page_around_replace_ours() {
    let palette = Palette::light();
    let same = palette.clone().with(&Overrides {
        neg: Some(palette.ramp[0]),
        zero: Some(palette.ramp[4]),
        pos: Some(palette.ramp[8]),
        ..Overrides::default()
    });
    for (a, b) in same.ramp.iter().zip(&palette.ramp) {
        for (a, b) in [(a.r, b.r), (a.g, b.g), (a.b, b.b)] {
            assert!(a.abs_diff(b) <= 6, "{a} for {b}");
        }
    }
    let green = Color::hex(0x00_80_00);
    let changed = palette.clone().with(&Overrides {
        pos: Some(green),
        surface: Some(Color::hex(0xFF_FB_F0)),
        ..Overrides::default()
    });
    assert_eq!(changed.pos(), green);
    assert_eq!(changed.class(1, 3), green);
    assert_eq!(changed.surface, Color::hex(0xFF_FB_F0));
    assert_eq!(changed.neg(), palette.neg());
    assert_eq!(palette.clone().with(&Overrides::default()), palette);
}

#[test]
fn colours_are_read_as_browsers_write_them() {
    let blue = Some(Color::hex(0x0B_63_B0));
    for text in [
        "#0B63B0",
        " #0b63b0 ",
        "#0b63b0ff",
        "rgb(11, 99, 176)",
        "rgba(11, 99, 176, 0.5)",
        "rgb(11 99 176 / 50%)",
    ] {
        assert_eq!(Color::parse(text), blue, "{text}");
    }
    assert_eq!(Color::parse("#fa0"), Some(Color::hex(0xFF_AA_00)));
    for text in [
        "",
        "blue",
        "#12",
        "#ggg",
        "rgb(1, 2)",
        "rgb(a, b, c)",
        "#é12",
    ] {
        assert_eq!(Color::parse(text), None, "{text}");
    }
}

#[test]
fn the_fast_table_says_what_the_ramp_says() {
    let palette = Palette::light();
    let colors = ColorMap::signed(&palette, None, 1.0);
    let mapping = Mapping {
        low: -0.5,
        mid: 0.25,
        high: 2.0,
    };
    for i in 0..=300 {
        let value = f64::from(i) / 100.0 - 0.75;
        let mut rgba = [0; 4];
        colors.paint([value].into_iter(), &mapping, &mut rgba);
        let exact = palette.signed(mapping.signed(value));
        for (fast, exact) in rgba.iter().zip([exact.r, exact.g, exact.b, 255]) {
            assert!(fast.abs_diff(exact) <= 4, "{value}: {fast} for {exact}");
        }
    }
}

#[test]
fn decisions_have_two_colours_and_the_threshold_is_positive() {
    let palette = Palette::dark();
    let colors = ColorMap::signed(&palette, Some(2), 1.0);
    let paint = |value: f64| {
        let mut rgba = [0; 4];
        colors.paint([value].into_iter(), &Mapping::PROBABILITY, &mut rgba);
        Color {
            r: rgba[0],
            g: rgba[1],
            b: rgba[2],
        }
    };
    assert_eq!(paint(0.499), palette.neg());
    assert_eq!(paint(0.5), palette.pos());
    assert_eq!(paint(0.0), palette.neg());
    assert_eq!(paint(1.0), palette.pos());
}
