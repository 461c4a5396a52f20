//! A scene as SVG: indented, one mark a line, numbers to two decimals, the same text for
//! the same scene everywhere.

use super::{
    Anchor, Cap, FONT, ImageMark, LineMark, Mark, Paint, PathMark, RectMark, Scene, Segment, Shape,
    Stroke, SymbolMark, TextMark, png,
};
use std::fmt::Write;

/// The scene as a complete SVG document on a background of nothing.
#[must_use]
pub fn render(scene: &Scene) -> String {
    let (w, h) = (number(scene.width), number(scene.height));
    let mut out = String::new();
    line(
        &mut out,
        0,
        &format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" font-family=\"{}\">",
            escape(FONT)
        ),
    );
    line(
        &mut out,
        1,
        &format!("<title>{}</title>", escape(&scene.title)),
    );
    line(
        &mut out,
        1,
        &format!("<desc>{}</desc>", escape(&scene.description)),
    );
    for mark in &scene.marks {
        let mut element = match mark {
            Mark::Rect(rect) => self::rect(rect),
            Mark::Symbol(symbol) => self::symbol(symbol),
            Mark::Line(line) => straight(line),
            Mark::Path(path) => self::path(path),
            Mark::Text(text) => self::text(text),
            Mark::Image(image) => self::image(image),
        };
        if let Some(part) = mark.part() {
            let name = element.find([' ', '>']).unwrap_or(element.len());
            element.insert_str(name, &format!(" data-part=\"{part}\""));
        }
        line(&mut out, 1, &element);
    }
    out.push_str("</svg>\n");
    out
}

/// Text with the five characters escaped that mean something in XML, and without the
/// control characters that XML forbids.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

fn line(out: &mut String, depth: usize, text: &str) {
    for _ in 0..depth {
        out.push_str("  ");
    }
    out.push_str(text);
    out.push('\n');
}

/// At most two decimals, no trailing zeros, no negative zero; what is not finite is 0,
/// because SVG has no word for it.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let mut text = super::format::rounded(value, 2);
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if text == "-0" {
        text.remove(0);
    }
    text
}

fn attribute(out: &mut String, name: &str, value: f64) {
    let _ = write!(out, " {name}=\"{}\"", number(value));
}

fn opacity(out: &mut String, value: f64) {
    if value < 1.0 {
        attribute(out, "opacity", value);
    }
}

fn pen(out: &mut String, stroke: &Stroke) {
    let _ = write!(out, " stroke=\"{}\"", stroke.color.css());
    attribute(out, "stroke-width", stroke.width);
    if let Some(dash) = stroke.dash {
        let _ = write!(
            out,
            " stroke-dasharray=\"{} {}\"",
            number(dash.on),
            number(dash.off)
        );
    }
    if stroke.cap == Cap::Round {
        out.push_str(" stroke-linecap=\"round\"");
    }
}

fn painted(out: &mut String, paint: &Paint) {
    let fill = paint
        .fill
        .map_or_else(|| "none".to_owned(), super::Color::css);
    let _ = write!(out, " fill=\"{fill}\"");
    if let Some(stroke) = &paint.stroke {
        pen(out, stroke);
        out.push_str(" stroke-linejoin=\"round\"");
    }
    opacity(out, paint.opacity);
}

fn rect(mark: &RectMark) -> String {
    let mut out = "<rect".to_owned();
    attribute(&mut out, "x", mark.rect.x);
    attribute(&mut out, "y", mark.rect.y);
    attribute(&mut out, "width", mark.rect.w);
    attribute(&mut out, "height", mark.rect.h);
    if mark.radius > 0.0 {
        attribute(&mut out, "rx", mark.radius);
    }
    painted(&mut out, &mark.paint);
    out + "/>"
}

fn symbol(mark: &SymbolMark) -> String {
    if mark.shape == Shape::Circle {
        let mut out = "<circle".to_owned();
        attribute(&mut out, "cx", mark.at.x);
        attribute(&mut out, "cy", mark.at.y);
        attribute(&mut out, "r", mark.radius);
        painted(&mut out, &mark.paint);
        return out + "/>";
    }
    let corners: Vec<String> = mark
        .shape
        .corners()
        .iter()
        .map(|(x, y)| {
            let corner = mark.at.moved(x * mark.radius, y * mark.radius);
            format!("{},{}", number(corner.x), number(corner.y))
        })
        .collect();
    let mut out = format!(
        "<polygon points=\"{}\"",
        super::format::joined(&corners, " ")
    );
    painted(&mut out, &mark.paint);
    out + "/>"
}

fn straight(mark: &LineMark) -> String {
    let mut out = "<line".to_owned();
    attribute(&mut out, "x1", mark.from.x);
    attribute(&mut out, "y1", mark.from.y);
    attribute(&mut out, "x2", mark.to.x);
    attribute(&mut out, "y2", mark.to.y);
    if let Some(stroke) = &mark.paint.stroke {
        pen(&mut out, stroke);
    }
    opacity(&mut out, mark.paint.opacity);
    out + "/>"
}

fn path(mark: &PathMark) -> String {
    let mut d = String::new();
    for segment in &mark.segments {
        let mut add = |letter: char, points: &[super::Point]| {
            if !d.is_empty() {
                d.push(' ');
            }
            d.push(letter);
            for (i, p) in points.iter().enumerate() {
                let space = if i > 0 { " " } else { "" };
                let _ = write!(d, "{space}{},{}", number(p.x), number(p.y));
            }
        };
        match *segment {
            Segment::Move(p) => add('M', &[p]),
            Segment::Line(p) => add('L', &[p]),
            Segment::Cubic(a, b, c) => add('C', &[a, b, c]),
            Segment::Close => add('Z', &[]),
        }
    }
    let mut out = format!("<path d=\"{d}\"");
    painted(&mut out, &mark.paint);
    out + "/>"
}

fn text(mark: &TextMark) -> String {
    let mut out = "<text".to_owned();
    attribute(&mut out, "x", mark.at.x);
    attribute(&mut out, "y", mark.at.y + mark.baseline_shift());
    attribute(&mut out, "font-size", mark.size);
    if mark.weight != 400 {
        let _ = write!(out, " font-weight=\"{}\"", mark.weight);
    }
    match mark.anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    out.push_str(" font-variant-numeric=\"tabular-nums\"");
    let _ = write!(out, " fill=\"{}\"", mark.color.css());
    if let Some((color, width)) = mark.halo {
        let _ = write!(out, " stroke=\"{}\"", color.css());
        attribute(&mut out, "stroke-width", width);
        out.push_str(" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
    opacity(&mut out, mark.opacity);
    let _ = write!(out, ">{}</text>", escape(&mark.text));
    out
}

fn image(mark: &ImageMark) -> String {
    let mut out = "<image".to_owned();
    attribute(&mut out, "x", mark.rect.x);
    attribute(&mut out, "y", mark.rect.y);
    attribute(&mut out, "width", mark.rect.w);
    attribute(&mut out, "height", mark.rect.h);
    out.push_str(" preserveAspectRatio=\"none\"");
    if !mark.smooth {
        out.push_str(" image-rendering=\"pixelated\"");
    }
    opacity(&mut out, mark.opacity);
    let bytes = png::encode(mark.w, mark.h, &mark.rgba);
    let _ = write!(
        out,
        " href=\"data:image/png;base64,{}\"/>",
        png::base64(&bytes)
    );
    out
}
