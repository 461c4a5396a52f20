//! Beside the outputs: prediction, target and loss of the pinned sample.

use super::focus::Focus;
use super::layout::{Detail, Layout};
use super::{Graph, Readout};
use crate::chart::axes::{NAME, SMALL, fitted, grip};
use crate::scene::{Anchor, Baseline, Palette, Part, Point, Rect, Scene, format, text_width};

/// Draws the read-out, or the outputs' names while nothing is pinned.
pub(super) fn draw(
    scene: &mut Scene,
    graph: &Graph<'_>,
    layout: &Layout,
    focus: &Focus,
    palette: &Palette,
) {
    let Some(last) = graph.layers.last() else {
        return;
    };
    let column = graph.layers.len();
    let beside = layout.beside();
    for (u, unit) in last.units.iter().enumerate() {
        let below = layout.below(u);
        let line = Line {
            name: unit.label,
            rect: layout.readouts.get(u).unwrap_or(&NOWHERE),
            unit: u,
            opacity: focus.tile(column, u, unit.emphasis).max(0.45),
        };
        let Some(readout) = &graph.readout else {
            if beside && layout.detail != Detail::Full {
                let label = fitted(unit.label, NAME, line.rect.w);
                write(scene, &line, 0.5, label, palette, Part::Output { unit: u });
            }
            continue;
        };
        let mut truth = String::new();
        if let Some(y) = readout.targets.get(u) {
            truth = plain(*y);
            format::put_before(&mut truth, "y ");
        }
        if let Some(rect) = &below {
            let line = Line { rect, ..line };
            let text = std::mem::take(&mut truth);
            write(scene, &line, 0.5, text, palette, Part::Target { unit: u });
        }
        if line.rect.w > 0.0 {
            pinned(scene, readout, &line, truth, palette);
        }
    }
    if let Some(readout) = &graph.readout {
        loss(scene, readout, layout.loss, palette);
    }
}

/// The place of what has none.
const NOWHERE: Rect = Rect::new(0.0, 0.0, 0.0, 0.0);

/// Where and how the read-out of one output stands.
struct Line<'a> {
    name: &'a str,
    rect: &'a Rect,
    unit: usize,
    opacity: f64,
}

/// ŷ over y where there are two lines, else one after the other.
fn pinned(scene: &mut Scene, readout: &Readout, line: &Line<'_>, truth: String, palette: &Palette) {
    let unit = line.unit;
    let mut text = String::new();
    if let Some(&value) = readout.outputs.get(unit) {
        let digits = format::reading(value);
        let room = line.rect.w - text_width(&digits, SMALL) - 5.0;
        text = fitted(line.name, SMALL, room);
        text.push(' ');
        text.push_str(&digits);
    }
    let (upper, lower) = (Part::Output { unit }, Part::Target { unit });
    if line.rect.h >= 30.0 {
        // The two lines stand close together, whatever the room.
        let share = 9.0 / line.rect.h;
        write(scene, line, 0.5 - share, text, palette, upper);
        write(scene, line, 0.5 + share, truth, palette, lower);
    } else {
        if !text.is_empty() && !truth.is_empty() {
            text.push('\u{2003}');
        }
        text.push_str(&truth);
        write(scene, line, 0.5, text, palette, upper);
    }
}

/// A target: a class is 0 or 1, not 0.00 or 1.00.
fn plain(value: f64) -> String {
    if value == value.round() && value.abs() < 1000.0 {
        format::fixed(value, 0)
    } else {
        format::reading(value)
    }
}

/// Writes a line of the read-out, if there is any.
fn write(
    scene: &mut Scene,
    line: &Line<'_>,
    down: f64,
    text: String,
    palette: &Palette,
    part: Part,
) {
    if text.is_empty() {
        return;
    }
    let at = Point::new(line.rect.x, line.rect.y + line.rect.h * down);
    let width = text_width(&text, SMALL);
    scene
        .write(at, text, SMALL, palette.ink)
        .set(Anchor::Start, Baseline::Middle)
        .opacity(line.opacity)
        .stands_for(part);
    let area = grip(at, width);
    scene.target_rect(&area, part, 3);
}

fn loss(scene: &mut Scene, readout: &Readout, rect: Rect, palette: &Palette) {
    let Some(value) = readout.loss else {
        return;
    };
    let mut text = format::reading(value);
    format::put_before(&mut text, "L ");
    let width = text_width(&text, SMALL);
    let at = Point::new(rect.x, rect.center().y);
    scene
        .write(at, text, SMALL, palette.ink)
        .bold()
        .set(Anchor::Start, Baseline::Middle)
        .stands_for(Part::Loss);
    let room = rect.w - width - 12.0;
    if text_width(&readout.loss_name, SMALL) <= room {
        scene
            .write(
                at.moved(width + 10.0, 0.0),
                readout.loss_name.as_str(),
                SMALL,
                palette.muted,
            )
            .set(Anchor::Start, Baseline::Middle);
    }
    scene.target_rect(&rect, Part::Loss, 3);
}
