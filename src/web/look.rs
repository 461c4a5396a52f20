//! How the element looks where it stands: colours, font, scale.

use web_sys::Element;

use super::dom;
use crate::lab::Config;
use crate::num::Within;
use crate::scene::{Color, FONT, Overrides, Palette, format};

/// Width of the element, in CSS pixels, from which on everything grows with it.
const FULL_WIDTH: f64 = 1440.0;
/// Growth of every length for each CSS pixel beyond [`FULL_WIDTH`].
const GROWTH: f64 = 0.0004;
/// The most that lengths grow, for a projector.
const MOST: f64 = 1.6;

/// How much larger everything is in a lecture: type, strokes, pictures.
const LECTURE: f64 = 1.4;
/// Width of the element, in CSS pixels, from which on a lecture has room.
const LEAST_LECTURE: f64 = 900.0;

/// The colours, the font and the scales of an element's pictures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    /// The colours.
    pub palette: Palette,
    /// The font stack.
    pub font: String,
    /// CSS pixels to one unit of a scene.
    pub scale: f64,
    /// Device pixels to one CSS pixel.
    pub density: f64,
    /// Whether the reader has asked for as little motion as can be.
    pub still: bool,
}

impl Look {
    /// Reads the look of `root`, and writes theme and scale into it.
    pub(super) fn read(root: &Element, config: &Config) -> Self {
        let dark = match config.choice("view.theme") {
            "light" => false,
            "dark" => true,
            _ => dom::holds("(prefers-color-scheme: dark)"),
        };
        dom::set(root, "data-theme", if dark { "dark" } else { "light" });
        let width = dom::number(root, "clientWidth");
        let lecture = config.flag("view.lecture");
        dom::flag(root, "data-lecture", lecture);
        let factor = if lecture && width >= LEAST_LECTURE {
            LECTURE
        } else {
            1.0
        };
        let scale = factor * (1.0 + (width - FULL_WIDTH) * GROWTH).within(1.0, MOST);
        let mut unit = format::rounded(scale, 3);
        unit += "px";
        dom::style(root, "--k", &unit);
        let style = dom::computed_style(root);
        let set = |name: &str| match &style {
            Some(style) => property(style, name),
            None => String::new(),
        };
        let base = if dark {
            Palette::dark()
        } else {
            Palette::light()
        };
        let color = |name: &str| {
            (!set(&format!("--glass-{name}")).is_empty()).then(|| swatch(root, name))?
        };
        let palette = base.with(&Overrides {
            neg: color("neg"),
            zero: color("zero"),
            pos: color("pos"),
            ink: color("ink"),
            surface: color("surface"),
        });
        let font = set("--glass-font");
        Self {
            palette,
            font: if font.is_empty() {
                FONT.to_owned()
            } else {
                font
            },
            scale,
            density: dom::density(),
            still: dom::holds("(prefers-reduced-motion: reduce)"),
        }
    }

    /// Device pixels to one unit of a scene.
    pub(super) fn zoom(&self) -> f64 {
        self.scale * self.density
    }
}

fn property(style: &dom::Style, name: &str) -> String {
    style.told(name).trim().to_owned()
}

/// A colour that the page around has set in any way that CSS knows, as the browser
/// resolves it.
fn swatch(root: &Element, name: &str) -> Option<Color> {
    let element = dom::one(root, &format!("[data-swatch={name}]"))?;
    let style = dom::computed_style(&element)?;
    Color::parse(&property(&style, "color"))
}
