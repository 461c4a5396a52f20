//! What each sample of a batch adds to a gradient: a sorted strip of bars.

use super::axes::{self, SMALL, crisp, fitted};
use crate::num::order;
use crate::scene::{
    Anchor, Baseline, Palette, Part, Point, Rect, Scale, Scene, finite, format, text_width,
};

/// Everything that the strip shows.
#[derive(Clone, Debug)]
pub struct Shares<'a> {
    /// Width in CSS pixels, at least 160.
    pub width: f64,
    /// Height in CSS pixels, at least [`HEIGHT`].
    pub height: f64,
    /// What one sees, written over the strip.
    pub title: &'a str,
    /// The samples with their gradients, in any order.
    pub shares: &'a [(u32, f64)],
    /// The sample whose bar stands out.
    pub marked: Option<u32>,
    /// Their mean.
    pub mean: f64,
}

/// A good height.
pub const HEIGHT: f64 = 86.0;
/// How far the other bars stand back.
const LIGHT: f64 = 0.3;
const TITLE: f64 = 20.0;

/// The strip as a scene: bars from the most negative gradient to the most positive, in
/// neutral ink, up and down from zero; the mean as a dashed line with its number.
#[must_use]
pub fn draw(strip: &Shares<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(strip.width, strip.height, strip.title, "", palette.surface);
    let title = fitted(strip.title, SMALL, strip.width - 4.0);
    scene.write(Point::new(2.0, 13.0), title, SMALL, palette.muted);
    let mut gradients = Vec::new();
    for share in strip.shares {
        gradients.push(share.1);
    }
    let mut shares = Vec::new();
    for &place in &order::places(&gradients) {
        if let Some(share) = strip.shares.get(place)
            && finite(share.1)
        {
            shares.push(*share);
        }
    }
    let mean = format::reading(strip.mean);
    let room = text_width(&mean, SMALL) + 12.0;
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for &(_, gradient) in &shares {
        (low, high) = (low.min(gradient), high.max(gradient));
    }
    let most = strip.mean.abs().max(-low).max(high).max(1e-30);
    let span = (high - low).max(most * 1e-3);
    let (top, height) = (TITLE + 2.0, strip.height - TITLE - 6.0);
    let scale = Scale::linear([high - span, high], [top + height, top]);
    let ticks = axes::ticks(&scale, height, 30.0);
    let left = axes::gutter(&ticks);
    let width = (strip.width - left - room - 2.0).max(20.0);
    let plot = Rect::new(left, top, width, height);
    axes::grid(&mut scene, palette, &plot, &scale, &ticks);
    axes::left(&mut scene, palette, &plot, &scale, &ticks, "");
    let at = |value: f64| scale.at(value);
    let pitch = plot.w / shares.len().max(1) as f64;
    let gap = if pitch >= 4.0 { 1.5 } else { 0.0 };
    let pitch = pitch.min(28.0);
    for (i, (sample, gradient)) in shares.iter().enumerate() {
        let (a, b) = (at(0.0), at(*gradient));
        let x = plot.x + pitch * i as f64;
        let bar = Rect::new(x, a.min(b), pitch - gap, (a - b).abs().max(1.0));
        let ink = if strip.marked == Some(*sample) {
            palette.ink
        } else {
            palette.muted.mix(palette.surface, LIGHT)
        };
        scene.rect(&bar, 0.0).fill(ink);
        scene.stands_for(Part::Sample(*sample));
        let area = Rect::new(x, plot.y, pitch, plot.h);
        scene.target_rect(&area, Part::Sample(*sample), 2);
    }
    let right = plot.x + pitch * shares.len() as f64;
    let zero = crisp(at(0.0));
    scene.line(
        Point::new(plot.x, zero),
        Point::new(right, zero),
        palette.muted,
        1.0,
    );
    let y = at(strip.mean);
    if finite(y) {
        scene
            .line(
                Point::new(plot.x, y),
                Point::new(right + 4.0, y),
                palette.ink,
                1.5,
            )
            .dashed(4.0, 3.0);
        scene
            .write(Point::new(right + 8.0, y), mean, SMALL, palette.ink)
            .bold()
            .set(Anchor::Start, Baseline::Middle);
    }
    scene
}
