//! The steps that can come back, as a slider under the charts.

use web_sys::Element;

use super::dom;
use super::page::Page;
use crate::app::{Session, panel};
use crate::lab::experiment::HistoryValues;

/// The slider.
#[derive(Debug)]
pub(super) struct Timeline {
    slider: Element,
    shown: Option<HistoryValues>,
    /// The last step at which the present branch was known to have begun.
    branched: bool,
}

impl Timeline {
    /// The slider under `root`, if there is one.
    pub(super) fn new(root: &Element) -> Option<Self> {
        Some(Self {
            slider: dom::slot(root, "seek")?,
            shown: None,
            branched: false,
        })
    }

    /// The step that the slider says, where `target` is it.
    pub(super) fn sought(&self, target: &Element) -> Option<u64> {
        (self.slider == *target).then(|| dom::number_in(target).max(0.0) as u64)
    }

    /// Keeps the slider in step with the session.
    pub(super) fn sync(&mut self, session: &Session, page: &mut Page) {
        let now = session.lab().history();
        if self.shown == Some(now) {
            return;
        }
        let before = self.shown.replace(now);
        self.branched = match before {
            Some(before) if now.branches > before.branches => true,
            Some(before) if now.step < before.step => false,
            _ => self.branched && now.branches > 0,
        };
        dom::put_number(&self.slider, "min", now.oldest as f64);
        dom::put_number(&self.slider, "max", now.newest as f64);
        dom::put_number(&self.slider, "value", now.step as f64);
        dom::flag(&self.slider, "disabled", now.newest == now.oldest);
        let text = panel::timeline_now(now);
        dom::set(&self.slider, "aria-valuetext", &text);
        page.text("timeline.now", &text);
        page.text("timeline.note", &panel::timeline_note(now, self.branched));
    }
}
