//! The first-layer units as lines in the plane.

use super::{Layout, Plane, UnitLine};
use crate::chart::Emphasis;
use crate::scene::{
    Anchor, Area, Baseline, LineMark, Mark, Paint, Palette, Part, Point, Rect, Scene, Shape,
    Stroke, TextMark, polygon, text_width,
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
    let plot = layout.plot;
    let (sx, sy) = (
        (layout.x[1] - layout.x[0]) / plot.w,
        (layout.y[1] - layout.y[0]) / plot.h,
    );
    // z as a function of pixels: its slope across and down, and its value at the corner.
    let (across, down) = (w[0] * sx, -w[1] * sy);
    let corner = w[0] * layout.x[0] + w[1] * layout.y[1] + b;
    let steep = (across * across + down * down).sqrt();
    if !steep.is_finite() || !corner.is_finite() || steep == 0.0 {
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
    let length = (plot.w / 400.0).clamp(0.9, 1.6) * (16.0 + 16.0 * size / (1.0 + size));
    let arrow = |number: usize, length: f64| {
        let share = 0.5 + 0.14 * ((2 * number + 1) % 5) as f64 - 0.28;
        let foot = from.toward(to, share);
        (foot, foot.moved(normal.0 * length, normal.1 * length))
    };
    // In a corner none of them has room: then a short one, back on the line at worst.
    let (foot, tip) = (0..15)
        .map(|try_| arrow(unit + try_ % 5, length * [1.0, 0.6, 0.3][try_ / 5]))
        .find(|(_, tip)| plot.grown(-3.0).contains(*tip))
        .unwrap_or_else(|| arrow(unit, 0.3 * length));
    Some(Trace {
        from,
        to,
        foot,
        tip,
    })
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
            let pen = Stroke::new(palette.ink, 1.0).dashed(4.0, 4.0);
            stroke(scene, old.from, old.to, pen, 0.6, palette, None);
        }
    }
    let mut any = false;
    for (line, trace) in ordered(plane, layout) {
        any = true;
        let part = Part::UnitLine(line.unit);
        let (from, to) = (trace.from, trace.to);
        stroke(
            scene,
            from,
            to,
            pen(line, palette),
            opacity(line),
            palette,
            Some(part),
        );
        let area = Area::Segment {
            from,
            to,
            tolerance: 6.0,
        };
        scene.target(area, part, 1);
    }
    any
}

/// Draws the normal arrows, labels and handles, to lie over the samples.
pub(super) fn arrows(scene: &mut Scene, plane: &Plane<'_>, layout: &Layout, palette: &Palette) {
    // Those in focus choose first; a name that would cover another one is left out.
    let mut named: Vec<Rect> = Vec::new();
    let order: Vec<_> = ordered(plane, layout).collect();
    let labelled: Vec<bool> = order
        .iter()
        .rev()
        .map(|(line, trace)| {
            let place = label_place(line, trace, layout);
            let free = !named.iter().any(|other| other.overlaps(&place));
            if free {
                named.push(place);
            }
            free
        })
        .collect();
    for ((line, trace), labelled) in order.into_iter().zip(labelled.into_iter().rev()) {
        let pen = pen(line, palette);
        let opacity = opacity(line);
        stroke(scene, trace.foot, trace.tip, pen, opacity, palette, None);
        arrow_head(scene, &trace, pen.width, opacity, palette);
        if labelled {
            label(scene, line, &trace, opacity, palette, layout);
        }
        if line.handles {
            handles(scene, line, &trace, palette);
        }
    }
}

/// The lines that cross the plot, the strong ones last.
fn ordered<'a>(
    plane: &'a Plane<'a>,
    layout: &'a Layout,
) -> impl Iterator<Item = (&'a UnitLine<'a>, Trace)> {
    [false, true].into_iter().flat_map(move |pass| {
        plane
            .lines
            .iter()
            .filter(move |line| strong(line) == pass)
            .filter_map(|line| Some((line, trace(layout, line.unit, line.w, line.b)?)))
    })
}

fn strong(line: &UnitLine<'_>) -> bool {
    matches!(line.emphasis, Emphasis::Active(_) | Emphasis::Back(_))
}

/// Thinner than the boundary even in focus: the two must not be taken for each other.
fn pen(line: &UnitLine<'_>, palette: &Palette) -> Stroke {
    Stroke::new(palette.ink, if strong(line) { 1.5 } else { THIN })
}

fn opacity(line: &UnitLine<'_>) -> f64 {
    if line.emphasis == Emphasis::Dim {
        0.35
    } else {
        1.0
    }
}

fn handles(scene: &mut Scene, line: &UnitLine<'_>, trace: &Trace, palette: &Palette) {
    let (radius, width) = if strong(line) {
        (HANDLE.0, 2.0)
    } else {
        (HANDLE.1, 1.5)
    };
    let opacity = opacity(line);
    for (at, part) in [
        (trace.foot, Part::MoveLine(line.unit)),
        (trace.tip, Part::TurnLine(line.unit)),
    ] {
        let paint = Paint::fill(palette.surface).outlined(Stroke::new(palette.ink, width));
        scene.symbol(Shape::Circle, at, radius, paint.at(opacity));
        scene.stands_for(part);
        scene.target(Area::Circle { at, radius: GRASP }, part, 4);
    }
}

/// A line in ink on a halo, so that it stands on every colour.
fn stroke(
    scene: &mut Scene,
    from: Point,
    to: Point,
    pen: Stroke,
    opacity: f64,
    palette: &Palette,
    part: Option<Part>,
) {
    let halo = Stroke::new(palette.surface, pen.width + 2.0);
    for (stroke, opacity, part) in [(halo, 0.6 * opacity, None), (pen, opacity, part)] {
        scene.marks.push(Mark::Line(LineMark {
            from,
            to,
            stroke,
            opacity,
            part,
        }));
    }
}

fn arrow_head(scene: &mut Scene, trace: &Trace, width: f64, opacity: f64, palette: &Palette) {
    let length = trace.foot.distance(trace.tip);
    let (ux, uy) = (
        (trace.tip.x - trace.foot.x) / length,
        (trace.tip.y - trace.foot.y) / length,
    );
    let (long, half) = (6.0 + width, 2.5 + width / 2.0);
    let back = trace.tip.moved(-ux * long, -uy * long);
    let corners = [
        trace.tip.moved(ux * 1.5, uy * 1.5),
        back.moved(-uy * half, ux * half),
        back.moved(uy * half, -ux * half),
    ];
    scene.path(
        polygon(&corners),
        Paint::fill(palette.ink)
            .outlined(Stroke::new(palette.surface, 0.75))
            .at(opacity),
    );
}

/// The room of a line's name, beyond the tip of its arrow and inside the plot.
fn label_place(line: &UnitLine<'_>, trace: &Trace, layout: &Layout) -> Rect {
    let beyond = if line.handles { 14.0 } else { 11.0 };
    let length = trace.foot.distance(trace.tip);
    let at = trace.foot.toward(trace.tip, (length + beyond) / length);
    let inside = layout.plot.grown(-9.0);
    let at = Point::new(
        at.x.clamp(inside.x, inside.right()),
        at.y.clamp(inside.y, inside.bottom()),
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
    let mut text = TextMark::new(at, line.label, 12.0, palette.ink)
        .set(Anchor::Middle, Baseline::Middle)
        .haloed(palette.surface, 3.5)
        .at_opacity(opacity);
    if strong(line) {
        text = text.bold();
    }
    scene.text(text);
}
