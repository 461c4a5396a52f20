//! `cargo xtask bench`: Glassnet beside ConvNetJS and TensorFlow.js, in one run of one Chromium.
//! Only the ratios mean something on another machine.
#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use std::fmt::Write;

use anyhow::Result;
use glassnet_browser_tests::page::Page;
use glassnet_browser_tests::site::{BENCH, TIMED, serve};
use serde_json::json;
use xtask::machine::Browser;
use xtask::page;

/// The networks: name, shape, and how many times ConvNetJS's speed the page must reach in training
/// and in maps.
const NETS: [(&str, &str, f64, f64); 4] = [
    ("a", "2-4-2-1", 29.0, 43.0),
    ("b", "2-8-8-1", 15.0, 24.0),
    ("c", "7-8x6-1", 10.0, 19.0),
    ("d", "2-64-64-1", 10.0, 19.0),
];
/// The samples that ConvNetJS trained on each in a second where the limits in milliseconds were set.
const PACE: [f64; 4] = [710_000.0, 548_000.0, 232_000.0, 40_800.0];
/// The implementations, ours first.
const ENGINES: [&str; 3] = ["ours", "convnet", "tensorflow"];
/// How often everything is measured; the median counts.
const ROUNDS: usize = 5;
/// The shortest time of one measurement, in milliseconds.
const TIME: u32 = 400;
/// The samples of an epoch.
const SAMPLES: f64 = 250.0;

fn main() -> Result<()> {
    let serving = serve()?;
    let page = Page::start(Browser::Chromium, &serving.address())?;
    page.visit(BENCH)?;
    page.run::<()>("await net.ready; await window.prepare()", json!([]))?;
    let (table, rates) = speeds(&page, "train", SAMPLES, "Training, samples/s")?;
    println!("{table}");
    let (table, _) = speeds(&page, "maps", 1.0, "Maps 100x100 of every unit, per second")?;
    println!("{table}");
    let paces = rates.iter().zip(PACE).map(|(rate, pace)| rate / pace);
    let pace = median(paces.collect());
    println!(
        "this machine         {pace:>8.2} of the speed at which the limits in ms were set, by ConvNetJS"
    );
    println!("{}", frames(&page)?);
    println!("{}", tape(&page)?);
    let total = page::total(&page::weigh()?);
    println!(
        "page                 {total:>8} bytes gzip (limit {})",
        page::LIMIT
    );
    page.close()
}

/// Measures one kind of work for every network and engine, engines in turn, and lays out the
/// medians with their ratios; gives ConvNetJS's, too. `unit` is what one count of the work stands
/// for.
fn speeds(page: &Page, work: &str, unit: f64, title: &str) -> Result<(String, Vec<f64>)> {
    let mut table = format!(
        "{title:<40}{:>12}{:>12}{:>12}{:>13}{:>9}{:>11}\n",
        "Glassnet", "ConvNetJS", "TF.js wasm", "x ConvNetJS", "needed", "x TF.js"
    );
    let mut rates = Vec::new();
    for (name, shape, training, maps) in NETS {
        let mut runs = ENGINES.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for (engine, runs) in ENGINES.iter().zip(&mut runs) {
                let rate: f64 = page.run(
                    "return window.measure(...args)",
                    json!([engine, work, name, TIME]),
                )?;
                runs.push(rate * unit);
            }
        }
        let [ours, convnet, tensorflow] = runs.map(median);
        rates.push(convnet);
        let needed = if work == "train" { training } else { maps };
        let ratio = ours / convnet;
        let verdict = if ratio >= needed { ' ' } else { '!' };
        let label = format!("  {name}  {shape}");
        writeln!(
            table,
            "{label:<40}{ours:>12.0}{convnet:>12.0}{tensorflow:>12.0}{ratio:>13.1}{needed:>8.0}{verdict}{:>11.1}",
            ours / tensorflow
        )?;
    }
    Ok((table, rates))
}

/// The frames of the page while it plays at 2-8x6-1, and how soon it is there.
fn frames(page: &Page) -> Result<String> {
    let mut ready = Vec::new();
    for _ in 0..ROUNDS {
        page.visit(TIMED)?;
        page.until("window.readyAt")?;
        ready.push(page.run("return window.readyAt", json!([]))?);
    }
    page.visit(&format!(
        "{TIMED}#v=1&data.kind=circle&model.hidden=8,8,8,8,8,8"
    ))?;
    page.run::<()>(
        "await net.ready; net.play(); await new Promise((go) => setTimeout(go, 1000)); window.frames_ms.length = 0",
        json!([]),
    )?;
    page.chromium("Performance.enable", &json!({}))?;
    let before = busy(page)?;
    let (times, seconds): (Vec<f64>, f64) = page.run(
        "const start = performance.now();
         await new Promise((go) => setTimeout(go, 5000));
         return [window.frames_ms, (performance.now() - start) / 1000]",
        json!([]),
    )?;
    let after = busy(page)?;
    page.run::<()>("net.pause()", json!([]))?;
    let count = times.len() as f64;
    let mean = 1000.0 * (after - before) / count;
    Ok(format!(
        "frame, 2-8x6-1 live  {:>8.2} ms main thread at the median (limit 8), {mean:.2} ms mean of all tasks, {:.0} frames/s\n\
         interactive after    {:>8.0} ms at the median (limit 300)",
        median(times),
        count / seconds,
        median(ready),
    ))
}

/// What a step along the tape and its list, scrolled, cost at 2-8x6-1.
fn tape(page: &Page) -> Result<String> {
    page.visit(&format!(
        "{TIMED}#v=1&data.kind=circle&model.hidden=8,8,8,8,8,8&view.grain=term&sample=0"
    ))?;
    // The page's head counts each frame's time; the click's own work goes with its first.
    let (longest, whole, scrolls): (Vec<f64>, Vec<f64>, Vec<f64>) = page.run(
        "await net.ready;
         const root = net.shadowRoot;
         const wait = (ms) => new Promise((go) => setTimeout(go, ms));
         const list = root.querySelector('[data-slot=rows]');
         const longest = [], whole = [], scrolls = [];
         const timed = async (act) => {
           await wait(20);
           window.frames_ms.length = 0;
           const start = performance.now();
           act();
           const own = performance.now() - start;
           await wait(80);
           return window.frames_ms.map((ms, i) => (i === 0 ? ms + own : ms));
         };
         const forward = root.querySelector('[data-act=forward]');
         for (const stage of ['forward', 'backward', 'update']) {
           root.querySelector(`[data-stage=${stage}]`).click();
           await wait(500);
           for (let i = 0; i < 40; i += 1) {
             const frames = await timed(() => forward.click());
             longest.push(Math.max(...frames));
             whole.push(frames.reduce((sum, ms) => sum + ms, 0));
           }
         }
         for (let i = 0; i < 40; i += 1) {
           scrolls.push(Math.max(...await timed(() => { list.scrollTop = 61 * i; })));
         }
         return [longest, whole, scrolls]",
        json!([]),
    )?;
    Ok(format!(
        "tape step, 2-8x6-1   {:>8.2} ms main thread in its longest frame at the median (limit 4), \
         {:.2} ms in all its frames\n\
         tape scrolled        {:>8.2} ms main thread at the median",
        median(longest),
        median(whole),
        median(scrolls),
    ))
}

/// The seconds that Chromium's main thread has worked so far.
fn busy(page: &Page) -> Result<f64> {
    let metrics = page.chromium("Performance.getMetrics", &json!({}))?;
    let list = metrics["metrics"].as_array().map_or(&[][..], Vec::as_slice);
    let task = list.iter().find(|metric| metric["name"] == "TaskDuration");
    Ok(task
        .and_then(|metric| metric["value"].as_f64())
        .unwrap_or(f64::NAN))
}

/// The middle of the values, by size; not a number if there are none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
