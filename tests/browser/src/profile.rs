//! `cargo xtask profile`: which functions the page calls until it is there, and until its first
//! picture is, in one Chromium, wide and narrow.

use anyhow::Result;
use glassnet_browser_tests::page::Page;
use glassnet_browser_tests::site::{MARKED, serve};
use serde_json::json;
use xtask::machine::Browser;
use xtask::page;
use xtask::start::Start;

/// The sizes of the window.
const SIZES: [(u32, u32); 2] = [(1440, 900), (390, 844)];

fn main() -> Result<()> {
    let names = page::build_marked()?;
    let serving = serve()?;
    let page = Page::start(Browser::Chromium, &serving.address())?;
    let mut start = Start::default();
    for (width, height) in SIZES {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        page.chromium("Emulation.setDeviceMetricsOverride", &size)?;
        page.visit(MARKED)?;
        page.until("window.marks.length > 1")?;
        let (places, marks): (Vec<usize>, [usize; 2]) =
            page.run("return [window.marked, window.marks]", json!([]))?;
        let [ready, shown] = marks.map(|mark| &places[..mark]);
        for (part, places) in [ready, shown].into_iter().enumerate() {
            for &place in places {
                start.needs(&names[place], part);
            }
        }
    }
    page.close()?;
    start.write()
}
