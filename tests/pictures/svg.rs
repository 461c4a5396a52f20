//! SVG: escaped, complete, and finite whatever the numbers do.

use crate::fixtures::{self, Net};
use crate::scenes;
use glassnet::chart::{graph, plane};
use glassnet::num::Real;
use glassnet::scene::{ImageMark, Mark, Palette, Point, Rect, Scene, TextMark, svg};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_comes_back_from_svg(text in "\\PC{0,40}") {
        let escaped = svg::escape(&text);
        prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        let back = escaped
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        prop_assert_eq!(back, text);
    }

    #[test]
    fn images_come_back_from_their_data_uri(w in 1_u32..40, h in 1_u32..40, kinds in 1_u32..400) {
        let rgba: Vec<u8> = (0..w * h)
            .flat_map(|i| {
                let k = i.wrapping_mul(2_654_435_761) % kinds;
                [k as u8, (k >> 1) as u8, (k / 3) as u8, if k == 7 { 0 } else { 255 }]
            })
            .collect();
        let mut scene = Scene::new(10.0, 10.0, "", "");
        scene.marks.push(Mark::Image(ImageMark {
            rect: Rect::new(0.0, 0.0, 10.0, 10.0),
            w,
            h,
            rgba: rgba.clone().into(),
            smooth: true,
            opacity: 1.0,
            part: None,
        }));
        let text = svg::render(&scene);
        let (_, uri) = text.split_once("base64,").expect("an image");
        let (data, _) = uri.split_once('"').expect("an end");
        prop_assert_eq!(decode(&from_base64(data)), (w, h, rgba));
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(4) {
        let known: Vec<u8> = group.iter().copied().filter(|c| *c != b'=').collect();
        let bits = known.iter().enumerate().fold(0_u32, |bits, (i, c)| {
            bits | (u32::from(value(*c)) << (18 - 6 * i))
        });
        bytes.extend_from_slice(&bits.to_be_bytes()[1..known.len()]);
    }
    bytes
}

/// Reads the kind of PNG that we write, and holds it to its own check sums.
fn decode(file: &[u8]) -> (u32, u32, Vec<u8>) {
    assert_eq!(&file[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: &[u8]| u32::from_be_bytes([at[0], at[1], at[2], at[3]]);
    let (mut rest, mut header, mut table, mut opacity, mut stream) =
        (&file[8..], &[][..], &[][..], &[][..], Vec::new());
    while !rest.is_empty() {
        let length = number(rest) as usize;
        let (name, body) = (&rest[4..8], &rest[8..8 + length]);
        let crc = rest[4..8 + length].iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
            })
        });
        assert_eq!(!crc, number(&rest[8 + length..]), "check sum of a chunk");
        match name {
            b"IHDR" => header = body,
            b"PLTE" => table = body,
            b"tRNS" => opacity = body,
            b"IDAT" => stream.extend_from_slice(body),
            _ => {}
        }
        rest = &rest[12 + length..];
    }
    let (w, h) = (number(header), number(&header[4..]));
    let (mut rows, mut at) = (Vec::new(), 2);
    loop {
        let last = stream[at] == 1;
        let length = usize::from(u16::from_le_bytes([stream[at + 1], stream[at + 2]]));
        rows.extend_from_slice(&stream[at + 5..at + 5 + length]);
        at += 5 + length;
        if last {
            break;
        }
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    assert_eq!(
        number(&stream[at..]),
        (b << 16) | a,
        "check sum of the stream"
    );
    let indexed = header[9] == 3;
    let width = w as usize * if indexed { 1 } else { 4 };
    let bytes = rows.chunks(width + 1).flat_map(|row| &row[1..]);
    let pixels = if indexed {
        bytes
            .flat_map(|i| {
                let i = usize::from(*i);
                let opacity = opacity.get(i).copied().unwrap_or(255);
                [table[3 * i], table[3 * i + 1], table[3 * i + 2], opacity]
            })
            .collect()
    } else {
        bytes.copied().collect()
    };
    (w, h, pixels)
}

#[test]
fn words_of_the_scene_are_escaped() {
    let mut scene = Scene::new(20.0, 10.0, "a < b & \"c\"", "it's <b>bold</b>");
    let ink = Palette::light().ink;
    scene.text(TextMark::new(Point::new(1.0, 2.0), "<script>", 12.0, ink));
    let text = svg::render(&scene);
    assert!(text.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"));
    assert!(text.contains("<desc>it&#39;s &lt;b&gt;bold&lt;/b&gt;</desc>"));
    assert!(text.contains(">&lt;script&gt;</text>"));
}

#[test]
fn every_element_is_closed_and_every_number_written() {
    for (name, draw) in scenes::all() {
        let text = svg::render(&draw(&Palette::light()));
        assert_eq!(text.matches("<svg").count(), 1);
        assert!(text.ends_with("</svg>\n"));
        for line in text.lines().skip(1) {
            let closed = line.ends_with("/>") || line.contains("</");
            assert!(closed, "{name}: {line}");
            assert_eq!(line.matches('"').count() % 2, 0, "{name}: {line}");
        }
        assert!(!attributes(&text).any(|value| value.contains("NaN") || value.contains("inf")));
    }
}

fn attributes(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[test]
fn the_same_scene_gives_the_same_text() {
    for (_, draw) in scenes::all() {
        let palette = Palette::dark();
        assert_eq!(svg::render(&draw(&palette)), svg::render(&draw(&palette)));
    }
}

#[test]
fn a_diverged_network_can_still_be_drawn() {
    let wild = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 1e-320];
    for (i, value) in wild.into_iter().enumerate() {
        let net = Net::new(2, &[3, 2, 1], 4);
        let mut graph = net.graph(640.0, true);
        scenes::stir(&mut graph);
        for layer in &mut graph.layers {
            for edge in &mut layer.edges {
                edge.weight.value = value;
                edge.weight.ghost = Some(-value);
                edge.weight.gradient = Some(value);
                edge.carries = Some(value);
            }
            for unit in &mut layer.units {
                unit.bias.value = value;
                unit.z = Some(value);
                unit.a = Some(value);
                unit.delta = Some(value);
            }
        }
        let text = svg::render(&graph::draw(&graph, &Palette::light()));
        assert!(!attributes(&text).any(|v| v.contains("NaN") || v.contains("inf")));

        let mut out = fixtures::grid(12, fixtures::output);
        for (k, cell) in out.iter_mut().enumerate() {
            if k % 3 == i % 3 {
                *cell = value as Real;
            }
        }
        let samples = fixtures::two_class_samples(20);
        let mut lines = fixtures::unit_lines();
        lines[0].w = [value, 1.0];
        lines[1].b = value;
        lines[1].ghost = Some(([0.0, 0.0], value));
        for discretize in [false, true] {
            let mut plane = fixtures::plane(300.0, fixtures::binary(&out), &samples);
            plane.lines = &lines;
            plane.discretize = discretize;
            let text = svg::render(&plane::draw(&plane, &Palette::light()));
            assert!(!attributes(&text).any(|v| v.contains("NaN") || v.contains("inf")));
        }
    }
}
