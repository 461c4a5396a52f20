//! The help: what the page is, and its keys.

use super::template::put;

/// Keys and the word that tells what they do, by region.
const KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "help.everywhere",
        &[
            ("Space", "help.space"),
            ("B", "help.batch"),
            ("E", "help.epoch"),
            ("Alt ←→", "help.ladder"),
            ("Shift Alt ←→", "help.coarser"),
            ("T", "help.walk"),
            ("R", "help.reset"),
            ("L", "help.lecture"),
            ("?", "help.help"),
        ],
    ),
    (
        "panel.network",
        &[
            ("← →", "help.layer"),
            ("↑ ↓", "help.unit"),
            ("Enter", "help.open"),
            ("Esc", "help.leave"),
            ("+ −", "help.units"),
        ],
    ),
    (
        "help.editing",
        &[
            ("↑ ↓", "help.nudge"),
            ("Enter", "help.commit"),
            ("Esc", "help.restore"),
        ],
    ),
    (
        "panel.lens",
        &[("← → ↑ ↓", "help.slide"), ("Esc", "help.close")],
    ),
    (
        "help.plane",
        &[
            ("← → ↑ ↓", "help.probe"),
            ("Enter", "help.pin"),
            ("[ ]", "help.sample"),
            ("1 … 9", "help.line"),
            (", .", "help.move"),
            ("< >", "help.turn"),
            ("Esc", "help.away"),
        ],
    ),
    (
        "panel.tape",
        &[
            ("↑ ↓", "help.row"),
            ("← →", "help.stage"),
            ("Enter", "help.go"),
            ("Space", "help.walk"),
            ("Esc", "help.away"),
        ],
    ),
    (
        "help.chart",
        &[("← →", "help.epochs"), ("Esc", "help.away")],
    ),
];

const FRAME: [&str; 2] = [
    "<dialog class='manual' aria-labelledby='t-help' data-slot='help'>\
    <div class='bar'><h2 id='t-help'>{help.title}</h2>\
    <button class='round' type='button' data-act='close-help' aria-label='{ui.close}'>\
    {#close}</button></div><p>{help.what}</p><p>{help.try}</p><div class='columns'>",
    "</div><p class='small'>{help.private}</p></dialog>",
];

/// The help as a modal dialog.
pub(super) fn dialog(html: &mut String) {
    put(html, FRAME[0], &[]);
    for (title, keys) in KEYS {
        put(html, "<section><h3>{$}</h3><dl>", &[title]);
        for (keys, what) in *keys {
            let line = "<div><dt><kbd>{1}</kbd></dt><dd>{$}</dd></div>";
            put(html, line, &[what, keys]);
        }
        *html += "</dl></section>";
    }
    put(html, FRAME[1], &[]);
}
