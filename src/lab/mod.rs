//! The contract of a lab: what an experiment offers, which controls it has, how its
//! settings are written, and the words on the screen.

pub mod config;
pub mod control;
pub mod experiment;
mod told;
pub mod value;
pub mod words;

pub use config::{Config, Problem};
pub use control::{Control, Group, Kind, Setting, named};
pub use experiment::{Experiment, Frame, Grain, Metrics, Panel, Pin, View};
pub use told::Told;
pub use value::Value;
