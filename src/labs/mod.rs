//! The labs: one folder each, registered here by one line.

pub mod mlp;
