//! The work around the product, as code: bring the tools, build the page, serve it, test it.
//!
//! A fresh machine needs Rust by rustup and a C compiler; everything else is brought from here.
//! The browser tests use the same server, so it stands in a library.
#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

pub mod command;
pub mod glue;
pub mod machine;
pub mod module;
pub mod npm;
pub mod order;
pub mod packing;
pub mod page;
pub mod reach;
pub mod report;
pub mod script;
pub mod site;
pub mod start;
pub mod suite;
pub mod tools;
pub mod twins;
