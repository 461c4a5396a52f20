//! The probe: a cross hair with the value under it, read off on both axes.

use super::{Layout, Plane, samples};
use crate::chart::axes::{self, SMALL};
use crate::num::Within;
use crate::scene::{
    Anchor, Baseline, Palette, Part, Point, Rect, Scene, Shape, format, text_width,
};

const RADIUS: f64 = 6.0;
/// The height of a line of the value.
const LINE: f64 = 16.0;

/// Draws the probe over everything else.
pub(super) fn draw(scene: &mut Scene, plane: &Plane<'_>, layout: &Layout, palette: &Palette) {
    let Some(probe) = plane.probe else {
        return;
    };
    let plot = &layout.plot;
    let at = layout.pixel(
        probe.x.within(layout.x[0], layout.x[1]),
        probe.y.within(layout.y[0], layout.y[1]),
    );
    for &(color, width, opacity) in &[(palette.surface, 2.5, 0.55), (palette.ink, 0.75, 0.8)] {
        let mut arm = |from: Point, to: Point| {
            let forward = (to.x - from.x) + (to.y - from.y) > 0.0;
            if forward {
                scene.line(from, to, color, width).opacity(opacity);
            }
        };
        arm(Point::new(plot.x, at.y), at.moved(-RADIUS, 0.0));
        arm(at.moved(RADIUS, 0.0), Point::new(plot.right(), at.y));
        arm(Point::new(at.x, plot.y), at.moved(0.0, -RADIUS));
        arm(at.moved(0.0, RADIUS), Point::new(at.x, plot.bottom()));
        scene
            .symbol(Shape::Circle, at, RADIUS)
            .outline(color, width + 0.75)
            .opacity(opacity);
    }
    scene.stands_for(Part::Probe);
    if probe.pinned {
        samples::ring(scene, at, RADIUS + 3.0, palette);
    }
    scene.target_circle(at, RADIUS + 2.0, Part::Probe, 0);
    reading(scene, palette, plot, at, probe.value);
    // The two inputs where the cross hair meets the axes.
    let below = Point::new(at.x, plot.bottom() + 3.0);
    on_axis(scene, palette, probe.x, layout.x, below, 0.5);
    let beside = Point::new(plot.x - 3.0, at.y - 8.0);
    on_axis(scene, palette, probe.y, layout.y, beside, 1.0);
}

/// The value beside the cross hair, on the side where there is room; several values that
/// would cover half of the plane stand below each other.
pub(crate) fn reading(scene: &mut Scene, palette: &Palette, plot: &Rect, at: Point, value: &str) {
    if value.is_empty() {
        return;
    }
    // Bold letters are wider than the measure's.
    let wide = |text: &str| text_width(text, 12.0) * 1.08 + 12.0;
    let several = wide(value) > plot.w / 2.0;
    // By single signs: a search for longer ones is a large piece of code.
    let end = if several { ',' } else { '\n' };
    let (mut w, mut h) = (0.0_f64, 4.0);
    for line in value.split(end) {
        w = w.max(wide(line.strip_prefix(' ').unwrap_or(line)));
        h += LINE;
    }
    let mut x = at.x + 11.0;
    if x + w > plot.right() {
        x = at.x - 11.0 - w;
    }
    let mut y = at.y - 11.0 - h;
    if y < plot.y {
        y = at.y + 11.0;
    }
    let x = x.within(0.0, (scene.width - w).max(0.0));
    axes::plate(scene, palette, &Rect::new(x, y, w, h));
    let mut down = LINE / 2.0;
    for line in value.split(end) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let at = Point::new(x + w / 2.0, y + 2.0 + down);
        down += LINE;
        scene
            .write(at, line, 12.0, palette.ink)
            .bold()
            .set(Anchor::Middle, Baseline::Middle)
            .stands_for(Part::Probe);
    }
}

/// A value as it is read off an axis of this range; `at` names the tag's upper edge, and the
/// place of the share `back` of its width.
pub(crate) fn on_axis(
    scene: &mut Scene,
    palette: &Palette,
    value: f64,
    [low, high]: [f64; 2],
    at: Point,
    back: f64,
) {
    let digits = format::fixed(value, if high - low < 20.0 { 2 } else { 1 });
    let w = text_width(&digits, SMALL) + 8.0;
    let x = (at.x - back * w).within(0.0, (scene.width - w).max(0.0));
    axes::tag(scene, palette, &Rect::new(x, at.y, w, 16.0), digits).stands_for(Part::Probe);
}
