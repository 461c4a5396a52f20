//! One unit's map with the place that is looked at, and a line of text beside it.

use super::axes::{SMALL, wrapped};
use super::field::{self, Field};
use crate::scene::{ColorMap, Mapping, Palette, Part, Point, Rect, Scene, Shape};

/// Everything that the picture of a map shows.
#[derive(Clone, Debug)]
pub struct Map<'a> {
    /// Width in CSS pixels, with the text.
    pub width: f64,
    /// The map's side, and the picture's height.
    pub side: f64,
    /// The values.
    pub field: Field<'a>,
    /// Their place on the ramp.
    pub mapping: Mapping,
    /// What the map belongs to.
    pub part: Part,
    /// The place that is looked at, as shares of the axes.
    pub at: Option<(f64, f64)>,
    /// What is written beside it.
    pub text: &'a str,
}

/// The distance between map and text.
const GAP: f64 = 10.0;
/// The height of a line.
const LINE: f64 = 15.0;

/// The picture as a scene.
#[must_use]
pub fn draw(map: &Map<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::new(map.width, map.side, map.text, "");
    let area = Rect::new(1.0, 0.5, map.side - 1.0, map.side - 1.0);
    let colors = ColorMap::signed(palette, None, 1.0);
    field::paint(
        &mut scene,
        &area,
        &map.field,
        &map.mapping,
        &colors,
        1.0,
        map.part,
    );
    scene.rect(&area, 0.0).outline(palette.muted, 1.0);
    if let Some((x, y)) = map.at {
        let at = Point::new(area.x + x * area.w, area.bottom() - y * area.h);
        scene
            .symbol(Shape::Circle, at, 4.0)
            .fill(palette.surface)
            .outline(palette.ink, 2.0);
    }
    let left = area.right() + GAP;
    let lines = wrapped(map.text, SMALL, map.width - left - 2.0);
    for (i, line) in lines.iter().enumerate() {
        let at = Point::new(left, 11.0 + LINE * i as f64);
        scene.write(at, line.as_str(), SMALL, palette.muted);
    }
    scene
}
