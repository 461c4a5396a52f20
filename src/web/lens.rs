//! The lens: what is opened in the network, with its number, its chain and its shares as
//! text beside the picture.

use web_sys::Element;

use super::dom;
use super::look::Look;
use super::page::Page;
use super::picture::Picture;
use crate::app::{Session, phrase};
use crate::lab::experiment::Share;
use crate::lab::words::word;
use crate::scene::{Part, Point, format};

/// Seconds between two showings while training plays, at least.
const PAUSE: f64 = 0.06;
/// The same for each second that a showing takes, so that the lens never takes a frame's time.
const PATIENCE: f64 = 14.0;

/// The lens's nodes.
#[derive(Debug)]
pub(super) struct Lens {
    frame: Element,
    tools: Element,
    field: Element,
    handle: Element,
    chain: Element,
    paths: Element,
    shares: Element,
    samples: Element,
    /// Whether it stands there while nothing is open.
    empty: bool,
    /// What is open.
    part: Option<Part>,
    /// Whether the chain is written with every digit.
    exact: bool,
    /// When the next showing is due while training plays.
    due: f64,
}

impl Lens {
    /// The lens under `root`, if there is one.
    pub(super) fn new(root: &Element) -> Option<Self> {
        let frame = dom::slot(root, "lens")?;
        Some(Self {
            tools: dom::part(&frame, "lens-tools"),
            field: dom::part(&frame, "lens-field"),
            handle: dom::part(&frame, "lens-handle"),
            chain: dom::part(&frame, "lens-chain"),
            paths: dom::part(&frame, "lens-paths"),
            shares: dom::part(&frame, "lens-shares"),
            samples: dom::part(&frame, "lens-samples"),
            empty: dom::has(&frame, "data-empty"),
            part: None,
            exact: false,
            due: 0.0,
            frame,
        })
    }

    /// Whether `target` lies in it.
    pub(super) fn holds(&self, target: &Element) -> bool {
        self.frame.contains(Some(target))
    }

    /// What is open.
    pub(super) fn part(&self) -> Option<Part> {
        self.part
    }

    /// The weight or bias that is open.
    pub(super) fn parameter(&self) -> Option<Part> {
        self.part.filter(|part| part.is_parameter())
    }

    /// Opens what is selected, or closes; tells whether that changes its place on the page.
    pub(super) fn follow(&mut self, session: &Session) -> bool {
        let part = session.view().selected;
        if part == self.part {
            return false;
        }
        self.part = part;
        self.due = 0.0;
        dom::flag(&self.frame, "hidden", part.is_none() && !self.empty);
        dom::flag(&self.frame, "data-open", part.is_some());
        let parameter = self.parameter().is_some();
        let nodes: [&Element; 4] = [&self.tools, &self.chain, &self.shares, &self.handle];
        for node in &nodes {
            dom::flag(node, "hidden", !parameter);
        }
        true
    }

    /// Whether it is to be shown in this frame.
    pub(super) fn has_turn(&self, now: f64, playing: bool) -> bool {
        !playing || now >= self.due
    }

    /// Notes how long a showing took.
    pub(super) fn took(&mut self, from: f64, to: f64) {
        self.due = to + (PATIENCE * (to - from)).max(PAUSE);
    }

    /// Shows the numbers of a weight or bias.
    pub(super) fn show(
        &self,
        session: &mut Session,
        page: &mut Page,
        picture: &Picture,
        look: &Look,
    ) {
        page.text("lens.description", &picture.scene.description);
        let Some(part) = self.parameter() else {
            return;
        };
        let Some(reading) = session.lab().read(part) else {
            return;
        };
        page.text("lens.name", &reading.label);
        let bias = matches!(part, Part::Bias { .. });
        page.text("lens.letter", if bias { "b =" } else { "w =" });
        let text = format::plain_single(reading.value as f32);
        dom::show_number(&self.field, reading.value);
        if let Some(slice) = session.lab_mut().slice(part) {
            let end = |name: &str, point: Option<&[f64; 2]>| {
                dom::set(
                    &self.handle,
                    name,
                    &format::plain(point.map_or(0.0, |p| p[0])),
                );
            };
            end("aria-valuemin", slice.points.first());
            end("aria-valuemax", slice.points.last());
            dom::set(&self.handle, "aria-valuenow", &text);
            let said = phrase(
                "{0}, {ui.loss} {1}, {lens.slope} {2}",
                &[
                    &format::reading(reading.value),
                    &format::reading(slice.loss),
                    &format::reading(slice.slope),
                ],
            );
            dom::set(&self.handle, "aria-valuetext", &said);
        }
        if let Some(place) = picture.scene.place(Part::Handle(0)) {
            let Point { x, y } = place.center();
            dom::put_at(&self.handle, x * look.scale, y * look.scale);
        }
        let shares = session.lab_mut().shares(part);
        self.show_chain(session, page, part, &shares);
        self.show_shares(page, &shares);
    }

    fn show_chain(&self, session: &mut Session, page: &mut Page, part: Part, shares: &[Share]) {
        let rows = session.lab_mut().chain(part);
        let sample = session.lab_mut().tape().sample;
        let title = match sample.filter(|_| !rows.is_empty()) {
            Some(sample) => {
                let mut sum = 0.0;
                for share in shares {
                    sum += share.gradient;
                }
                let own = rows.last().map_or(0.0, |row| row.value);
                let mean = format::reading(sum / shares.len().max(1) as f64);
                phrase(
                    "{lens.chain} {0}): {1}{lens.mean} {2}",
                    &[&sample.to_string(), &format::reading(own), &mean],
                )
            }
            None => word("lens.chain.none").to_owned(),
        };
        page.text("lens.chain", &title);
        let lines = list(&self.paths, rows.len(), "li");
        for (line, row) in lines.iter().zip(&rows) {
            let mut said = row.place.clone();
            if !said.is_empty() {
                said += ":  ";
            }
            let text = if self.exact { &row.exact } else { &row.text };
            for sign in text.chars() {
                said.push(sign);
                if sign == '·' {
                    // A long product is broken between its factors.
                    said.push('\u{200B}');
                }
            }
            dom::show(line, &said);
        }
    }

    fn show_shares(&self, page: &mut Page, shares: &[Share]) {
        let (mut up, mut down) = (0, 0);
        for share in shares {
            up += u32::from(share.gradient < 0.0);
            down += u32::from(share.gradient > 0.0);
        }
        let title = phrase(
            "{lens.shares.title}: {0} ↑ {lens.up}, {1} ↓ {lens.down}",
            &[&up.to_string(), &down.to_string()],
        );
        page.text("lens.shares", &title);
        if !dom::has(&self.shares, "open") {
            return;
        }
        let lines = list(&self.samples, shares.len(), "li");
        for (line, share) in lines.iter().zip(shares) {
            let Some(button) = list(line, 1, "button").pop() else {
                return;
            };
            let template = match share.gradient {
                gradient if gradient > 0.0 => "{lens.sample} {0}: {1} ↓ {lens.down}",
                gradient if gradient < 0.0 => "{lens.sample} {0}: {1} ↑ {lens.up}",
                _ => "{lens.sample} {0}: {1}  ",
            };
            let number = share.sample;
            let gradient = format::reading(share.gradient);
            let text = phrase(template, &[&number.to_string(), &gradient]);
            if dom::show(&button, &text) {
                dom::set(&button, "type", "button");
                dom::set(&button, "data-act", "pin");
                dom::set(&button, "data-part", &Part::Sample(number).to_string());
            }
        }
    }

    /// Writes the chain with every digit, or for reading.
    pub(super) fn toggle_digits(&mut self, button: &Element) {
        self.exact = !self.exact;
        dom::tell(button, "aria-pressed", self.exact);
    }

    /// Whether `target` is the number's field.
    pub(super) fn is_field(&self, target: &Element) -> bool {
        self.field == *target
    }

    /// Whether `target` is the field, or the handle as the keyboard has it.
    pub(super) fn is_number(&self, target: &Element) -> bool {
        self.is_field(target) || self.handle == *target
    }

    /// The number in the field, if there is one.
    pub(super) fn typed(&self) -> Option<f64> {
        let value = dom::number_in(&self.field);
        value.is_finite().then_some(value)
    }

    /// Writes a number into the field.
    pub(super) fn write(&self, value: f64) {
        dom::write_number(&self.field, value);
    }

    /// Puts it where it can be seen, where most of it is out of sight.
    pub(super) fn reveal(&self) {
        let window = dom::number(&dom::window(), "innerHeight");
        let place = self.frame.get_bounding_client_rect();
        let (top, height) = (dom::number(&place, "top"), dom::number(&place, "height"));
        if height > 0.0 && top > 0.6 * window {
            self.frame.scroll_into_view_with_bool(height > window);
        }
    }
}

/// The children of `parent`, made or taken away until there are `count`.
fn list(parent: &Element, count: usize, name: &str) -> Vec<Element> {
    let mut children = dom::all(parent, ":scope > *");
    while children.len() > count {
        if let Some(last) = children.pop() {
            last.remove();
        }
    }
    while children.len() < count {
        children.push(dom::make(parent, name));
    }
    children
}
