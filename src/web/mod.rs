//! The browser: the only floor that knows of one, compiled for wasm32 alone. It keeps no
//! state of the experiment; it carries events to the session as actions, and does what the
//! session's effects ask for.
//!
//! | module | its part |
//! |---|---|
//! | [`figure`] | one element's life: frames, effects, answers to the shim |
//! | [`script`] | the methods that scripts call |
//! | `plain` | plain values to and from scripts |
//! | [`headless`] | the session where there is no page |
//! | `events` | what a click means, and what is done in a field |
//! | `keys`, `pointer` | what a key means, and the pointer over a picture |
//! | `page` | the element's nodes: texts, fields, notices |
//! | `network` | the network's real buttons and the editor of a number |
//! | `tape` | the tape's rows and how to walk them |
//! | `ladder` | the steps that can come back |
//! | `lens` | what is opened in the network |
//! | `tables` | the table of weights and gradients |
//! | `picture`, `painter` | a panel's canvas, and marks on a canvas |
//! | `patch` | where one picture differs from the next |
//! | `look` | colours, font and scale, as the page around sets them |
//! | `link` | the address of the page |

mod dom;
mod events;
pub mod figure;
pub mod headless;
mod keys;
mod ladder;
mod lens;
mod link;
mod look;
mod network;
mod page;
mod painter;
mod patch;
mod picture;
mod plain;
mod pointer;
pub mod script;
mod tables;
mod tape;

use std::cell::Cell;

use wasm_bindgen::prelude::wasm_bindgen;

/// An allocator made for this target: a quarter of the default one's size in the module, and
/// no slower.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// The message of the fault that stopped this instance.
    static FAULT: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Keeps a panic's message for the shim and the developer's console.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // It stays as long as the stopped instance.
        let message = info.to_string().leak();
        // Nobody asks once the thread is over.
        let _ = FAULT.try_with(|fault| fault.set(Some(message)));
    }));
}

/// The message of the panic that stopped this instance, if one did.
#[wasm_bindgen]
#[must_use]
pub fn fault() -> Option<String> {
    let message = FAULT.try_with(Cell::get).ok()?;
    message.map(str::to_owned)
}

/// The element's style sheet.
#[wasm_bindgen]
#[must_use]
pub fn stylesheet() -> String {
    include_str!(concat!(env!("OUT_DIR"), "/glass-net.css")).to_owned()
}

/// A text of the table of words.
#[wasm_bindgen]
#[must_use]
pub fn word(key: &str) -> String {
    crate::lab::words::word(key).to_owned()
}
