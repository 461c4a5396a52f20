//! Pictures: golden SVG in light and dark, and what holds for every picture, whatever its
//! size and numbers.

#[path = "pictures/colors.rs"]
mod colors;
#[path = "pictures/fixtures.rs"]
mod fixtures;
#[path = "pictures/golden.rs"]
mod golden;
#[path = "pictures/hits.rs"]
mod hits;
#[path = "pictures/layouts.rs"]
mod layouts;
#[path = "pictures/numbers.rs"]
mod numbers;
#[path = "pictures/scenes.rs"]
mod scenes;
#[path = "pictures/svg.rs"]
mod svg;
