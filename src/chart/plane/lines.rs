//! The first-layer units as lines in the plane.

use super::{Layout, Plane, UnitLine};
use crate::chart::{Emphasis, axes};
use crate::num::Within;
use crate::scene::{
    Anchor, Area, Baseline, Palette, Part, Point, Rect, Scene, Shape, finite, text_width,
};

/// Radius of a handle, in CSS pixels, on a line in focus and on any other; a finger gets
/// [`GRASP`].
const HANDLE: (f64, f64) = (5.0, 3.5);
/// Radius of a handle's hit area, in CSS pixels.
const GRASP: f64 = 13.0;

/// The width of a line, in CSS pixels.
pub(super) const THIN: f64 = 1.0;
/// The least length of a line that is shown, in CSS pixels.
const LEAST: f64 = 8.0;

/// A unit's line on the screen.
pub(super) struct Trace {
    from: Point,
    to: Point,
    /// Where the normal arrow stands.
    foot: Point,
    /// Where it ends, on the side where z > 0.
    tip: Point,
}

/// The line `w · x + b = 0` inside the plot with its normal arrow; `None` when it does not
/// cross the plot.
pub(super) fn trace(layout: &Layout, unit: usize, w: [f64; 2], b: f64) -> Option<Trace> {
    let plot = &layout.plot;
    let (sx, sy) = (
        (layout.x[1] - layout.x[0]) / plot.w,
        (layout.y[1] - layout.y[0]) / plot.h,
    );
    // z as a function of pixels: its slope across and down, and its value at the corner.
    let (across, down) = (w[0] * sx, -w[1] * sy);
    let corner = w[0] * layout.x[0] + w[1] * layout.y[1] + b;
    let steep = (across * across + down * down).sqrt();
    if !finite(steep) || !finite(corner) || steep == 0.0 {
        return None;
    }
    let normal = (across / steep, down / steep);
    let middle = plot.center();
    let z = corner + across * (middle.x - plot.x) + down * (middle.y - plot.y);
    let away = -z / steep;
    let reach = plot.w + plot.h;
    if away.abs() > reach {
        return None;
    }
    let nearest = middle.moved(normal.0 * away, normal.1 * away);
    let (from, to) = plot.clip(
        nearest.moved(-normal.1 * reach, normal.0 * reach),
        nearest.moved(normal.1 * reach, -normal.0 * reach),
    )?;
    // A line that only touches a corner has no room for anything.
    if from.distance(to) < LEAST {
        return None;
    }
    // Arrows of several units must not stand on one spot.
    let size = (w[0] * w[0] + w[1] * w[1]).sqrt();
    let length = (plot.w / 400.0).within(0.9, 1.6) * (16.0 + 16.0 * size / (1.0 + size));
    let arrow = |number: usize, length: f64| {
        let share = 0.5 + 0.14 * ((2 * number + 1) % 5) as f64 - 0.28;
        let foot = from.toward(to, share);
        (foot, foot.moved(normal.0 * length, normal.1 * length))
    };
    let inside = plot.grown(-3.0);
    let mut tries = 0;
    loop {
        // In a corner none of them has room: then the first short one, back on the line at worst.
        let share = *[1.0, 0.6].get(tries / 5).unwrap_or(&0.3);
        let (foot, tip) = arrow(unit + tries % 5, length * share);
        if inside.contains(tip) || tries == 15 {
            return Some(Trace {
                from,
                to,
                foot,
                tip,
            });
        }
        tries += 1;
    }
}

/// Draws all lines, to lie under the samples: first the ghosts, then the lines, the one in
/// focus last. Whether there is any.
pub(super) fn draw(
    scene: &mut Scene,
    plane: &Plane<'_>,
    layout: &Layout,
    palette: &Palette,
) -> bool {
    for line in plane.lines {
        let ghost = line.ghost.and_then(|(w, b)| trace(layout, line.unit, w, b));
        if let Some(old) = ghost {
            haloed(scene, old.from, old.to, 1.0, 0.6, palette).dashed(4.0, 4.0);
        }
    }
    let ordered = ordered(plane, layout);
    for (line, trace) in &ordered {
        let part = Part::UnitLine(line.unit);
        let (from, to) = (trace.from, trace.to);
        haloed(scene, from, to, width(line), opacity(line), palette).stands_for(part);
        let area = Area::Segment {
            from,
            to,
            tolerance: 6.0,
        };
        scene.target(area, part, 1);
    }
    !ordered.is_empty()
}

/// Draws the normal arrows, labels and handles, to lie over the samples.
pub(super) fn arrows(scene: &mut Scene, plane: &Plane<'_>, layout: &Layout, palette: &Palette) {
    let ordered = ordered(plane, layout);
    // Those in focus choose first; a name that would cover another one is left out.
    let mut places: Vec<Rect> = Vec::new();
    let mut named = Vec::new();
    for (i, (line, trace)) in ordered.iter().enumerate().rev() {
        let place = label_place(line, trace, layout);
        if !places.iter().any(|other| other.overlaps(&place)) {
            places.push(place);
            named.push(i);
        }
    }
    for (i, (line, trace)) in ordered.iter().enumerate() {
        let (width, opacity) = (width(line), opacity(line));
        haloed(scene, trace.foot, trace.tip, width, opacity, palette);
        arrow_head(scene, trace, width, opacity, palette);
        if named.contains(&i) {
            label(scene, line, trace, opacity, palette, layout);
        }
        if line.handles {
            handles(scene, line, trace, palette);
        }
    }
}

/// The lines that cross the plot, the strong ones last.
fn ordered<'a>(plane: &Plane<'a>, layout: &Layout) -> Vec<(&'a UnitLine<'a>, Trace)> {
    let mut all = Vec::new();
    for &pass in &[false, true] {
        for line in plane.lines {
            if line.emphasis.is_strong() == pass
                && let Some(trace) = trace(layout, line.unit, line.w, line.b)
            {
                all.push((line, trace));
            }
        }
    }
    all
}

/// Thinner than the boundary even in focus: the two must not be taken for each other.
fn width(line: &UnitLine<'_>) -> f64 {
    if line.emphasis.is_strong() { 1.5 } else { THIN }
}

fn opacity(line: &UnitLine<'_>) -> f64 {
    if line.emphasis == Emphasis::Dim {
        0.35
    } else {
        1.0
    }
}

fn handles(scene: &mut Scene, line: &UnitLine<'_>, trace: &Trace, palette: &Palette) {
    let (radius, width) = if line.emphasis.is_strong() {
        (HANDLE.0, 2.0)
    } else {
        (HANDLE.1, 1.5)
    };
    let opacity = opacity(line);
    let mut handle = |at: Point, part: Part| {
        scene
            .symbol(Shape::Circle, at, radius)
            .fill(palette.surface)
            .outline(palette.ink, width)
            .opacity(opacity)
            .stands_for(part)
            .target_circle(at, GRASP, part, 4);
    };
    handle(trace.foot, Part::MoveLine(line.unit));
    handle(trace.tip, Part::TurnLine(line.unit));
}

/// A line in ink on a halo, so that it stands on every colour.
fn haloed<'a>(
    scene: &'a mut Scene,
    from: Point,
    to: Point,
    width: f64,
    opacity: f64,
    palette: &Palette,
) -> &'a mut Scene {
    scene
        .line(from, to, palette.surface, width + 2.0)
        .opacity(0.6 * opacity)
        .line(from, to, palette.ink, width)
        .opacity(opacity)
}

fn arrow_head(scene: &mut Scene, trace: &Trace, width: f64, opacity: f64, palette: &Palette) {
    let size = (6.0 + width, 2.5 + width / 2.0);
    scene
        .path(axes::arrow_head(trace.foot, trace.tip, 1.5, size))
        .fill(palette.ink)
        .outline(palette.surface, 0.75)
        .opacity(opacity);
}

/// The room of a line's name, beyond the tip of its arrow and inside the plot.
fn label_place(line: &UnitLine<'_>, trace: &Trace, layout: &Layout) -> Rect {
    let beyond = if line.handles { 14.0 } else { 11.0 };
    let length = trace.foot.distance(trace.tip);
    let at = trace.foot.toward(trace.tip, (length + beyond) / length);
    let inside = layout.plot.grown(-9.0);
    let at = Point::new(
        at.x.within(inside.x, inside.right()),
        at.y.within(inside.y, inside.bottom()),
    );
    Rect::around(at, text_width(line.label, 12.0), 12.0)
}

fn label(
    scene: &mut Scene,
    line: &UnitLine<'_>,
    trace: &Trace,
    opacity: f64,
    palette: &Palette,
    layout: &Layout,
) {
    if line.label.is_empty() {
        return;
    }
    let at = label_place(line, trace, layout).center();
    scene
        .write(at, line.label, 12.0, palette.ink)
        .set(Anchor::Middle, Baseline::Middle)
        .haloed(palette.surface, 3.5)
        .opacity(opacity);
    if line.emphasis.is_strong() {
        scene.bold();
    }
}
