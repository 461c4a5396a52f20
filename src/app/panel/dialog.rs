//! The help: what the page is, and its keys.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use crate::lab::words::word;

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

/// The help as a modal dialog.
pub(super) fn dialog() -> Markup {
    html! {
        dialog.manual aria-labelledby="t-help" data-slot="help" {
            div.bar {
                h2 id="t-help" { (word("help.title")) }
                button.round type="button" data-act="close-help" aria-label=(word("ui.close")) {
                    (icon(Icon::Close))
                }
            }
            p { (word("help.what")) }
            p { (word("help.try")) }
            div.columns {
                @for (title, keys) in KEYS {
                    section {
                        h3 { (word(title)) }
                        dl {
                            @for (keys, what) in *keys {
                                div { dt { kbd { (keys) } } dd { (word(what)) } }
                            }
                        }
                    }
                }
            }
            p.small { (word("help.private")) }
        }
    }
}
