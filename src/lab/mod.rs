//! The contract of a lab: what an experiment offers, which controls it has, how its
//! settings are written, and the words on the screen.

pub mod config;
pub mod control;
pub mod experiment;
pub mod told;
pub mod value;
pub mod words;

pub use config::{Config, Problem};
pub use control::{Control, Group, Kind, Setting};
pub use experiment::{Experiment, Frame, Grain, Metrics, Panel, Pin, View};
pub use value::Value;

/// Texts in a row, with another between each two.
#[must_use]
pub fn joined(texts: &[&str], between: &str) -> String {
    let mut row = String::new();
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            row += between;
        }
        row += text;
    }
    row
}
