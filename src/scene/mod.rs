//! What to draw, as data: a [`Scene`] of [`Mark`]s with hit areas, and the colours, scales
//! and number formats that every picture shares. Pictures are plain values: the canvas
//! painter and [`svg::render`] each walk the same marks.

mod add;
mod color;
mod colormap;
mod compose;
mod decimal;
pub mod format;
mod geometry;
mod mark;
mod palette;
mod part;
mod png;
pub mod read;
mod scale;
pub mod svg;
mod target;
mod text;

pub use color::Color;
pub use colormap::{ColorMap, Mapping};
pub(crate) use geometry::finite;
pub use geometry::{Cubic, Point, Rect};
pub use mark::{
    Anchor, Baseline, Cap, Dash, ImageMark, LineMark, Mark, Paint, PathMark, Pixels, RectMark,
    Segment, Shape, Stroke, SymbolMark, TextMark, polygon, polyline,
};
pub use palette::{Overrides, Palette};
pub use part::{Part, UnknownPart};
pub(crate) use scale::{ROUNDING, decades};
pub use scale::{Scale, Tick, nice_step, ticks};
pub use target::{Area, Target, hit_test, hit_test_near};
pub use text::{FONT, text_width};

/// A picture: its size, its words for those who cannot see it, its marks in the order of
/// painting, and its hit areas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What one sees, in a few words.
    pub title: String,
    /// The same for a screen reader, with the numbers that matter.
    pub description: String,
    /// What to paint, the first at the bottom.
    pub marks: Vec<Mark>,
    /// How many of the first marks change rarely, so that a painter may keep them.
    pub ground: usize,
    /// What can be pointed at.
    pub targets: Vec<Target>,
}

impl Scene {
    /// An empty picture of this size.
    #[must_use]
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        Self {
            width,
            height,
            title: title.to_owned(),
            description: description.to_owned(),
            marks: Vec::new(),
            ground: 0,
            targets: Vec::new(),
        }
    }

    /// The same with a ground of this colour.
    #[must_use]
    pub fn sheet(width: f64, height: f64, title: &str, description: &str, color: Color) -> Self {
        let mut scene = Self::new(width, height, title, description);
        scene.rect(&scene.bounds(), 0.0).fill(color);
        scene
    }

    /// The whole picture's rectangle.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    /// Adds a hit area.
    pub fn target(&mut self, area: Area, part: Part, level: u8) {
        self.targets.push(Target { area, part, level });
    }

    /// Adds a rectangle as a hit area.
    pub fn target_rect(&mut self, rect: &Rect, part: Part, level: u8) {
        self.target(Area::Rect(*rect), part, level);
    }

    /// Adds a circle as a hit area.
    pub fn target_circle(&mut self, at: Point, radius: f64, part: Part, level: u8) {
        self.target(Area::Circle { at, radius }, part, level);
    }

    /// The smallest rectangle around the hit areas of `part`: where an editor, a button or
    /// a focus ring for it belongs. `None` when the picture does not show it.
    #[must_use]
    pub fn place(&self, part: Part) -> Option<Rect> {
        let mut all: Option<Rect> = None;
        for target in &self.targets {
            if target.part == part {
                Rect::cover(&mut all, &target.area.bounds());
            }
        }
        all
    }
}
