//! Same document, same bits: the weights and losses after 200 epochs of each document in
//! `tests/parity/cases.json` hash to the number beside it. The wasm module is held against the
//! same file under node (`tests/parity/node.mjs`) and in each browser (`tests/browser`).
//!
//! A change of the arithmetic that is meant to change bits says so by a changed file:
//! `BLESS=1 cargo test --test parity` writes it.
#![cfg(not(feature = "f64"))]
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{env, fs};

use glassnet::app::{Action, Session};
use glassnet::lab::{Grain, Value};
use serde::Deserialize;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parity/cases.json");

#[derive(Deserialize)]
struct Case {
    name: String,
    state: serde_json::Value,
    bits: String,
}

/// FNV-1a over the little-endian bytes of all parameters, layer by layer, of each layer the
/// weights unit by unit and then the biases, and of the losses over both sets.
fn bits(session: &mut Session) -> String {
    let metrics = session.metrics();
    let layers = session.lab().layers();
    let parameters = layers
        .iter()
        .flat_map(|layer| layer.weight.iter().flatten().chain(&layer.bias));
    let losses = [metrics.train_loss.unwrap(), metrics.test_loss.unwrap()];
    let bytes = parameters
        .chain(&losses)
        .flat_map(|value| value.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[test]
fn two_hundred_epochs_give_the_committed_bits() {
    let text = fs::read_to_string(PATH).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    let bless = env::var_os("BLESS").is_some();
    let mut lines = Vec::new();
    for Case {
        name,
        state,
        bits: committed,
    } in &cases
    {
        let value: Value = serde_json::from_value(state.clone()).unwrap();
        let mut session = Session::open("");
        session.set_state(&value).unwrap();
        session.update(Action::Step(Grain::Epoch, 200));
        assert!(session.stopped().is_none(), "{name} diverges");
        let bits = bits(&mut session);
        assert!(
            bless || bits == *committed,
            "{name}: {bits}, not {committed}"
        );
        lines.push(format!(
            "  {{\"name\": \"{name}\", \"state\": {state}, \"bits\": \"{bits}\"}}"
        ));
    }
    if bless {
        fs::write(PATH, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    }
}
