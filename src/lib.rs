//! Glassnet: a neural network that people can see through.
//!
//! The crate is a house of floors; a floor imports only from floors below it, and
//! `tests/floors.rs` holds every `use crate::` line against this order:
//!
//! | floor | what lives there |
//! |---|---|
//! | [`num`] | `Real`, matrices, transcendental functions, kernels, seeded random streams |
//! | [`data`] | data sets, their generators, features, splits |
//! | [`nn`] | activations, losses, initialisation, optimizers, networks, traces, the trainer: numbers only |
//! | [`scene`] | what to draw, as data: marks, colours, scales, hit targets, SVG |
//! | [`chart`] | numbers in, a [`scene::Scene`] out: plane, network graph, line chart, curve |
//! | [`lab`] | the contract of a lab: experiment, controls as data, metrics, documents' values |
//! | [`labs`] | one folder a lab, registered by one line |
//! | [`app`] | session, actions, effects, document and link, control panel, player |
//! | `web` | wasm32 only: the script interface, the canvas painter, events, the frame loop |
//!
//! The three lowest floors are compiled for speed, as the package `glassnet-core`; what stands
//! above them is compiled for size. `xtask` builds the page from this crate; `xtask/pack` packs
//! its module for the way and unpacks it in the browser, first what `xtask/start.txt` lists.

pub mod app;
pub mod chart;
pub mod lab;
pub mod labs;
pub mod scene;
#[cfg(target_arch = "wasm32")]
pub mod web;

pub use glassnet_core::{data, nn, num};
