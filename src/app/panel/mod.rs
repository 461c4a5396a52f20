//! The page inside the element as HTML: controls, panels, notices. Everything here is a
//! plain function of settings and words; the browser's side finds its way back by the
//! attributes:
//!
//! | attribute | what it says |
//! |---|---|
//! | `data-key` | the control that this field sets |
//! | `data-item`, `data-layer` | which item of a list the field stands for |
//! | `data-row` | the row of a control, hidden while the control means nothing |
//! | `data-act` | what a click does |
//! | `data-canvas` | the place of a panel's picture |
//! | `data-text` | a text that changes |

mod dialog;
mod field;
mod icon;
mod lens;
mod notice;
mod page;
mod table;
mod tape;
mod template;
mod thumbnail;

pub use field::{
    can_work, chosen_preset, is_disabled, is_on, is_shown, option_label, penalty_note, plane_note,
    with_item,
};
pub use notice::notices;
pub use page::{Parts, page};
pub use table::tables;
pub use tape::{links, shares, timeline_note, timeline_now};
