//! The address of the page as the state's link.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::History;

use super::dom;
use crate::app::document::MAX_FRAGMENT;
use crate::app::split;

/// Seconds between two writings; browsers refuse more than about three a second.
const PAUSE: f64 = 0.4;
/// The same while training plays: every writing costs a part of a frame.
const PLAYING_PAUSE: f64 = 2.0;

/// A part of the page's address.
fn location(part: &str) -> String {
    dom::text(&dom::property(&dom::window(), "location"), part)
}

/// The fragment of the page's address, with its `#`.
fn here() -> String {
    location("hash")
}

/// Keeps the page's fragment in step with the state.
#[derive(Debug)]
pub(super) struct Link {
    /// Whether the element is bound to the page's address.
    bound: bool,
    /// The address of the folder that the element's files lie in.
    home: String,
    written: String,
    /// What stood in the address when it was read or written last; another fragment there
    /// was put by somebody else, and is to be obeyed, not written over.
    seen: String,
    due: bool,
    last: f64,
}

impl Link {
    /// The link of an element that reads `fragment`.
    pub(super) fn new(bound: bool, home: &str, fragment: &str) -> Self {
        Self {
            bound,
            home: home.to_owned(),
            written: fragment.to_owned(),
            seen: here(),
            due: false,
            last: f64::NEG_INFINITY,
        }
    }

    /// The state has changed.
    pub(super) fn touch(&mut self) {
        self.due = self.bound;
    }

    /// Seconds until a change is to be written, 0 where it is time; none where none waits.
    pub(super) fn wait(&self, now: f64, playing: bool) -> Option<f64> {
        let pause = if playing { PLAYING_PAUSE } else { PAUSE };
        self.due.then(|| (self.last + pause - now).max(0.0))
    }

    /// Whether `fragment` is what this element wrote itself.
    pub(super) fn is_own(&mut self, fragment: &str) -> bool {
        self.seen = here();
        self.written == fragment
    }

    /// Writes `fragment` into the page's address, without an entry in its history.
    pub(super) fn write(&mut self, fragment: &str, now: f64) {
        self.due = false;
        self.last = now;
        let foreign = self.bound && here() != self.seen;
        if foreign || self.written == fragment || fragment.len() > MAX_FRAGMENT {
            return;
        }
        fragment.clone_into(&mut self.written);
        let url = self.url(fragment);
        let history: History = dom::property(&dom::window(), "history").unchecked_into();
        // A page without an address of its own (about:srcdoc) refuses, and needs none.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
        self.seen = here();
    }

    /// The absolute address of a state.
    pub(super) fn url(&self, fragment: &str) -> String {
        let page = if self.bound {
            location("href")
        } else {
            self.home.clone()
        };
        let (page, _) = split(&page, '#');
        if fragment.is_empty() {
            page.to_owned()
        } else {
            format!("{page}#{fragment}")
        }
    }
}
