//! The page's module reaches the bits of the native build.

use anyhow::{Context, Result, ensure};
use glassnet_browser_tests::page::Page;
use serde_json::{Value, json};

/// Documents and the hash of weights and losses after 200 epochs; a native test holds the same file.
const CASES: &str = include_str!("../../../parity/cases.json");

pub(crate) fn bits_are_those_of_the_native_build(page: &Page) -> Result<()> {
    page.open("")?;
    let cases: Vec<Value> = serde_json::from_str(CASES).context("cases.json")?;
    let states: Vec<&Value> = cases.iter().map(|case| &case["state"]).collect();
    let hashes: Vec<String> = page.run(
        "return args.map((state) => {
           net.setState(state);
           const { trainLoss, testLoss } = net.step('epoch', 200);
           return bits([...flat(net.weights()), trainLoss, testLoss]);
         })",
        json!(states),
    )?;
    for (case, hash) in cases.iter().zip(hashes) {
        ensure!(case["bits"] == hash, "{case}: {hash} here");
    }
    Ok(())
}
