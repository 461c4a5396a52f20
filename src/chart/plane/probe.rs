//! The probe: a cross hair with the value under it, read off on both axes.

use super::{Layout, Plane, samples};
use crate::chart::axes::{self, SMALL};
use crate::scene::{
    Anchor, Area, Baseline, LineMark, Mark, Paint, Palette, Part, Point, Rect, Scene, Shape,
    Stroke, TextMark, format, text_width,
};

const RADIUS: f64 = 6.0;
/// The height of a line of the value.
const LINE: f64 = 16.0;

/// Draws the probe over everything else.
pub(super) fn draw(scene: &mut Scene, plane: &Plane<'_>, layout: &Layout, palette: &Palette) {
    let Some(probe) = plane.probe else {
        return;
    };
    let plot = layout.plot;
    let at = layout.pixel(
        probe.x.clamp(layout.x[0], layout.x[1]),
        probe.y.clamp(layout.y[0], layout.y[1]),
    );
    let arms = [
        (Point::new(plot.x, at.y), at.moved(-RADIUS, 0.0)),
        (at.moved(RADIUS, 0.0), Point::new(plot.right(), at.y)),
        (Point::new(at.x, plot.y), at.moved(0.0, -RADIUS)),
        (at.moved(0.0, RADIUS), Point::new(at.x, plot.bottom())),
    ];
    for (color, width, opacity) in [(palette.surface, 2.5, 0.55), (palette.ink, 0.75, 0.8)] {
        for (from, to) in arms {
            let forward = (to.x - from.x) + (to.y - from.y) > 0.0;
            if forward {
                scene.marks.push(Mark::Line(LineMark {
                    from,
                    to,
                    stroke: Stroke::new(color, width),
                    opacity,
                    part: None,
                }));
            }
        }
        let ring = Paint::stroke(Stroke::new(color, width + 0.75)).at(opacity);
        scene.symbol(Shape::Circle, at, RADIUS, ring);
    }
    scene.stands_for(Part::Probe);
    if probe.pinned {
        samples::ring(scene, at, RADIUS + 3.0, palette);
    }
    let area = Area::Circle {
        at,
        radius: RADIUS + 2.0,
    };
    scene.target(area, Part::Probe, 0);
    reading(scene, palette, plot, at, probe.value);
    on_axes(scene, palette, layout, at, [probe.x, probe.y]);
}

/// The value beside the cross hair, on the side where there is room; several values that
/// would cover half of the plane stand below each other.
pub(crate) fn reading(scene: &mut Scene, palette: &Palette, plot: Rect, at: Point, value: &str) {
    if value.is_empty() {
        return;
    }
    // Bold letters are wider than the measure's.
    let wide = |text: &str| text_width(text, 12.0) * 1.08 + 12.0;
    let lines: Vec<&str> = if wide(value) > plot.w / 2.0 {
        let parts = value.split(',');
        parts
            .map(|part| part.strip_prefix(' ').unwrap_or(part))
            .collect()
    } else {
        vec![value]
    };
    let w = lines.iter().map(|line| wide(line)).fold(0.0, f64::max);
    let h = 4.0 + LINE * lines.len() as f64;
    let mut x = at.x + 11.0;
    if x + w > plot.right() {
        x = at.x - 11.0 - w;
    }
    let mut y = at.y - 11.0 - h;
    if y < plot.y {
        y = at.y + 11.0;
    }
    let x = x.clamp(0.0, (scene.width - w).max(0.0));
    axes::plate(scene, palette, Rect::new(x, y, w, h));
    for (i, line) in lines.into_iter().enumerate() {
        let at = Point::new(x + w / 2.0, y + 2.0 + LINE * (i as f64 + 0.5));
        let text = TextMark::new(at, line, 12.0, palette.ink).bold();
        scene.text(text.set(Anchor::Middle, Baseline::Middle).of(Part::Probe));
    }
}

/// The two inputs where the cross hair meets the axes.
fn on_axes(scene: &mut Scene, palette: &Palette, layout: &Layout, at: Point, inputs: [f64; 2]) {
    let plot = layout.plot;
    let x = |w: f64| at.x - w / 2.0;
    on_axis(scene, palette, inputs[0], layout.x, &x, plot.bottom() + 3.0);
    let x = |w: f64| plot.x - 3.0 - w;
    on_axis(scene, palette, inputs[1], layout.y, &x, at.y - 8.0);
}

/// A value as it is read off an axis of this range; its left end follows from its width.
pub(crate) fn on_axis(
    scene: &mut Scene,
    palette: &Palette,
    value: f64,
    [low, high]: [f64; 2],
    left: &dyn Fn(f64) -> f64,
    top: f64,
) {
    let digits = format::fixed(value, if high - low < 20.0 { 2 } else { 1 });
    let w = text_width(&digits, SMALL) + 8.0;
    let x = left(w).clamp(0.0, (scene.width - w).max(0.0));
    let text = TextMark::new(Point::new(x, top), digits, SMALL, palette.ink);
    axes::tag(
        scene,
        palette,
        Rect::new(x, top, w, 16.0),
        text.of(Part::Probe),
    );
}
