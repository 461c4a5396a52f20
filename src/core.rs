//! The three lowest floors: numbers alone, no pictures and no browser.
//!
//! They stand in a package of their own because the release profile compiles arithmetic for
//! speed and the rest of the page for size; `glassnet` shows them again under its own name.
//!
//! What is rarely run is marked `#[inline]`: such a function is compiled by the package that
//! calls it, the page, and so for size too. What a step of training, a map or a score goes through
//! is not.

pub mod data;
pub mod nn;
pub mod num;
