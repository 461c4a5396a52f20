//! The three lowest floors: numbers alone, no pictures and no browser.
//!
//! They stand in a package of their own because the release profile compiles arithmetic for
//! speed and the rest of the page for size; `glassnet` shows them again under its own name.

pub mod data;
pub mod nn;
pub mod num;
