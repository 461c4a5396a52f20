//! The element in other people's pages.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use glassnet_browser_tests::site::FIXTURES;
use serde_json::json;

pub(crate) fn two_on_one_page(page: &Page) -> Result<()> {
    page.visit(&format!("{FIXTURES}two.html"))?;
    page.ready()?;
    let (kinds, epochs, modules): (Vec<String>, Vec<u32>, usize) = page.run(
        "const nets = [...document.querySelectorAll('glass-net')];
         nets[0].step('epoch', 4);
         const modules = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm'));
         return [nets.map((net) => net.getState().config.data.kind), nets.map((net) => net.metrics().epoch), modules.length]",
        json!([]),
    )?;
    ensure!(kinds == ["xor", "moons"], "{kinds:?}");
    ensure!(epochs == [4, 0], "epochs {epochs:?}");
    ensure!(modules == 1, "{modules} modules were loaded");
    let independent: bool = page.run(
        "const nets = [...document.querySelectorAll('glass-net')];
         nets[0].remove();
         return nets[1].step('epoch', 2).epoch === 2",
        json!([]),
    )?;
    ensure!(independent, "the second stopped with the first");
    Ok(())
}

pub(crate) fn in_a_sandbox(page: &Page) -> Result<()> {
    page.visit(&format!("{FIXTURES}sandbox.html"))?;
    page.enter_frame(0)?;
    page.ready()?;
    let (origin, epoch): (String, u32) = page.run(
        "return [self.origin, net.step('epoch', 2).epoch]",
        json!([]),
    )?;
    ensure!(
        origin == "null" && epoch == 2,
        "origin {origin}, epoch {epoch}"
    );
    page.leave_frame()
}
