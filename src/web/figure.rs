//! One element's life: it is built, measured, draws frames, and answers the shim.

use std::fmt;

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDialogElement, ShadowRoot};

use super::dom;
use super::events::panel_of;
use super::ladder::Timeline;
use super::lens::Lens;
use super::link::Link;
use super::look::Look;
use super::network::Network;
use super::page::Page;
use super::picture::{self, Picture};
use super::plain::plain;
use super::pointer::Drag;
use super::script::Given;
use super::tables::Tables;
use super::tape::Tape;
use crate::app::panel::{self, Parts};
use crate::app::{Action, Effects, Session, phrase};
use crate::lab::words::word;
use crate::lab::{Metrics, Panel, Problem, Told, Value};
use crate::scene::{Part, format};

/// One figure in one element. The shim calls it; it calls nobody.
#[wasm_bindgen]
pub struct Figure {
    pub(super) session: Session,
    pub(super) page: Page,
    pub(super) look: Look,
    pub(super) pictures: Vec<Picture>,
    pub(super) network: Option<Network>,
    pub(super) tables: Option<Tables>,
    pub(super) tape: Option<Tape>,
    pub(super) timeline: Option<Timeline>,
    pub(super) lens: Option<Lens>,
    pub(super) link: Link,
    /// A drag in the plane that is under way.
    pub(super) drag: Option<Drag>,
    /// Where a finger came down last, in units of that panel's scene: browsers move the click
    /// that follows to a button nearby.
    pub(super) touched: Option<(f64, f64)>,
    /// Where the keyboard has put the probe, in units of the plane's scene.
    pub(super) probe_at: Option<(f64, f64)>,
    /// The frame's place in its round.
    turn: u32,
    /// Whether every panel is to be drawn in the next frame.
    hurry: bool,
    /// Whether training has moved on since the last `glass-step`.
    stepped: bool,
    /// The sample that the plane marks while it is walked, and how far its lines have moved.
    plane: (Option<usize>, f64),
    /// The metrics of this moment, where they are known.
    metrics: Option<Metrics>,
    answers: Vec<(&'static str, JsValue)>,
    /// The arrays that scripts have got.
    pub(super) given: Given,
    /// A sentence to be read aloud: after the pictures, for a canvas that is given a font
    /// works out the page's style first, which a changed text would make anew.
    pub(super) said: Option<String>,
    /// When what follows a step along the tape is to be shown and said, in seconds.
    late: f64,
    /// When the network's buttons are to be named anew, in seconds.
    named: f64,
    /// When the shim was told last where to begin again after a fault, in seconds.
    kept: f64,
    /// The number in a field of the lens or the table, when the keyboard came to it.
    pub(super) before: Option<(Part, f64)>,
    due: Due,
}

/// Frames in which every panel is drawn while training plays, and the numbers once: each
/// shows the values of its own frame, and no frame draws more than it has time for.
const ROUND: u32 = 4;

/// Seconds after a step along the tape until all digits are shown, and the row is said.
const LATE: f64 = 0.1;

/// Seconds after which a figure that goes by itself tells the shim its state again.
const KEPT: f64 = 0.25;

/// Whether a panel is drawn in this frame of a round.
fn has_turn(panel: Panel, frame: u32) -> bool {
    match panel {
        Panel::Network => frame.is_multiple_of(2),
        Panel::Plane => !frame.is_multiple_of(2),
        Panel::Loss => frame == 1,
        Panel::Accuracy => frame == 3,
        Panel::Lens => frame == 2,
        Panel::Tape => true,
    }
}

/// What the next frames have to do.
#[derive(Debug, Default)]
struct Due {
    /// Frames until every panel shows what has changed.
    paint: u32,
    controls: bool,
    /// The place on the tape is another one.
    walk: bool,
    /// The tape's list shows other rows.
    rows: bool,
    /// The pictures are to follow the place on the tape.
    picture: bool,
    /// The tape's list is to follow the pictures.
    list: bool,
    /// The plane is to follow the network.
    plane: bool,
    /// The row with all digits is to follow the pictures.
    exact: bool,
    /// The host is still to be told of the place on the tape.
    change: bool,
    /// What the network's buttons stand for has other numbers.
    names: bool,
    /// A step to go to; the last one asked for counts.
    seek: Option<u64>,
}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Figure")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Figure {
    /// Builds a figure in `shadow` that obeys `fragment` and the attributes of its element:
    /// `lab`, `panels`, `controls`, and `linked`, which binds it to the page's address; `home`
    /// is the address of the folder that its files lie in.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(shadow: &ShadowRoot, fragment: &str, home: &str) -> Self {
        let mut session = Session::open(fragment);
        let element: Element = dom::property(shadow, "host").unchecked_into();
        let linked = dom::has(&element, "linked");
        let (parts, problems) = parts(&element, linked);
        session.report(problems);
        let html = panel::page(&parts, session.config().controls());
        // The root gets its theme and its scale while it is empty: the whole page would be
        // styled and laid out to tell its width, and styled once more after that.
        let root = Page::root(shadow);
        let look = Look::read(&root, session.config());
        let page = Page::build(root, &html, &session);
        let mut pictures = Vec::new();
        for holder in dom::all(&page.root, "[data-canvas]") {
            if let Some(panel) = panel_of(&holder) {
                pictures.push(Picture::new(panel, holder));
            }
        }
        let mut figure = Self {
            network: Network::new(&page.root),
            tables: Tables::new(&page.root),
            tape: Tape::new(&page.root),
            timeline: Timeline::new(&page.root),
            lens: Lens::new(&page.root),
            link: Link::new(linked, home, fragment),
            session,
            page,
            look,
            pictures,
            drag: None,
            touched: None,
            probe_at: None,
            turn: 0,
            hurry: true,
            stepped: false,
            plane: (None, 0.0),
            metrics: None,
            answers: Vec::new(),
            given: Given::default(),
            said: None,
            late: 0.0,
            kept: 0.0,
            named: 0.0,
            before: None,
            due: Due {
                paint: ROUND,
                controls: true,
                ..Due::default()
            },
        };
        figure.tell_problems();
        figure
    }

    /// Takes the sizes and colours that the page around gives now; has everything drawn again
    /// where any of them is another one: a browser also tells the sizes that it began with.
    pub fn measure(&mut self) {
        // Before the page is laid out: some settings hide others, and there may be no accuracy.
        let mut other = std::mem::take(&mut self.due.controls);
        if other {
            self.page.controls(&self.session);
            self.show_numbers();
        }
        let look = Look::read(&self.page.root, self.session.config());
        other |= look != self.look;
        self.look = look;
        self.wish();
        for picture in &mut self.pictures {
            other |= picture.measure(&self.look);
        }
        if let Some(tape) = &mut self.tape {
            other |= tape.measure(&self.look);
        }
        self.session.set_cuts(self.look.still);
        if other {
            self.redraw();
        }
    }

    /// Milliseconds until a frame has something to do, 0 where it is the next one; none
    /// where nothing waits.
    #[must_use]
    pub fn rest(&self) -> Option<f64> {
        let due = &self.due;
        let late = due.exact || due.change;
        let busy = self.session.is_busy()
            || self.session.is_walking()
            || due.paint > 0
            || due.controls
            || due.walk
            || due.rows
            || due.picture
            || due.list
            || due.plane
            || due.seek.is_some()
            || (self.said.is_some() && !late);
        if busy {
            return Some(0.0);
        }
        let now = dom::now();
        let mut wait = f64::INFINITY;
        if self.due.names {
            wait = self.named - now;
        }
        if late {
            wait = wait.min(self.late - now);
        } else if let Some(writing) = self.link.wait(now, false) {
            wait = wait.min(writing);
        }
        (wait < f64::INFINITY).then(|| (wait.max(0.0) * 1000.0).ceil())
    }

    /// One animation frame: trains what is due, draws what has changed.
    pub fn frame(&mut self) {
        if let Some(step) = self.due.seek.take() {
            self.act(Action::Seek(step));
        }
        if self.session.is_busy() || self.session.is_walking() {
            let effects = self.session.frame(&mut dom::now);
            self.take(effects);
            self.keep();
        }
        if std::mem::take(&mut self.due.controls) {
            self.show_controls();
        }
        let walked = std::mem::take(&mut self.due.walk);
        let scrolled = std::mem::take(&mut self.due.rows);
        let pictured = std::mem::take(&mut self.due.picture);
        let listed = std::mem::take(&mut self.due.list);
        let plane = std::mem::take(&mut self.due.plane);
        // The tape's texts, the network and the plane cost the browser about as much: each
        // has a frame of its own, but for a walk by time, whose pictures move in every one.
        if self.due.paint > 0 {
            self.paint();
        } else if walked && self.session.is_walking() {
            self.paint_walk();
            self.due.plane |= plane;
            if scrolled {
                self.show_tape(true, true);
            } else {
                self.show_place();
                self.due.rows = true;
            }
        } else if walked {
            // A step by hand, whose first frame has the click's own work as well: the slider
            // and the stages, then the network, then the list.
            if let Some(tape) = &mut self.tape {
                tape.come(&self.session, dom::now(), true);
            }
            self.show_place();
            // What the step before still owes comes along: a key that is held starves nothing.
            if pictured {
                self.paint_walk();
            }
            if listed {
                self.show_rows(true);
            }
            self.due.list = pictured;
            self.due.picture = true;
            self.due.exact = true;
            self.late = dom::now() + LATE;
            self.due.rows |= scrolled;
            self.due.plane |= plane;
        } else if pictured {
            self.paint_walk();
            self.due.list = true;
            self.due.rows |= scrolled;
            self.due.plane |= plane;
        } else if listed || scrolled {
            self.show_rows(true);
            if scrolled {
                self.show_rest(true);
            }
            self.due.plane |= plane;
        } else if plane {
            self.paint_picture(Panel::Plane);
        }
        // All digits, what is heard and the address follow what is seen, each being a good
        // part of a step, once one stands still.
        let drawn = walked || pictured || listed || scrolled || plane;
        if drawn && !self.session.is_walking() {
            return;
        }
        if self.due.exact || self.due.change {
            if dom::now() < self.late {
                return;
            }
            if self.due.exact {
                self.show_tape(true, true);
            }
            if std::mem::take(&mut self.due.change) {
                self.tell_change();
            }
        }
        if let Some(sentence) = self.said.take() {
            self.page.announce(&sentence);
        }
        let now = dom::now();
        if !walked && self.link.wait(now, self.session.is_playing()) == Some(0.0) {
            let fragment = self.session.document().to_fragment();
            self.link.write(&fragment, now);
        }
        let goes = self.session.is_busy() || self.session.is_walking();
        if self.due.names && !goes && now >= self.named {
            self.due.names = false;
            if let Some(network) = &self.network {
                network.rename(&self.session);
            }
        }
    }

    /// Obeys the page's address after it was changed by hand.
    pub fn open(&mut self, hash: &str) {
        let fragment = hash.strip_prefix('#').unwrap_or(hash);
        if !self.link.is_own(fragment) {
            self.act(Action::Open(fragment.to_owned()));
            self.tell_problems();
        }
    }

    /// What goes by itself: `play`, `walk`, or nothing.
    #[must_use]
    pub fn going(&self) -> Option<String> {
        let name = if self.session.is_playing() {
            "play"
        } else if self.session.is_walking() {
            "walk"
        } else {
            return None;
        };
        Some(name.to_owned())
    }

    /// Goes on with what was [`Figure::going`] in a figure that a fault of the machine ended,
    /// and says that this one has taken its place.
    pub fn resume(&mut self, going: &str) {
        match going {
            "play" => self.act(Action::Play),
            "walk" => self.act(Action::Walk),
            _ => {}
        }
        self.page.say(word("fault.healed"), false);
        self.page.announce(word("fault.healed"));
    }

    /// What the shim has to do after a call: pairs of a name and its detail. A name is that
    /// of an event to send, `keep` with the link to begin again from, or `copy`.
    #[must_use]
    pub fn answers(&mut self) -> Array {
        let answers = Array::new();
        for (name, detail) in &self.answers {
            answers.push(&Array::of2(&(*name).into(), detail));
        }
        self.answers.clear();
        answers
    }

    /// Tells the reader how copying `text` went.
    pub fn copied(&mut self, text: &str, done: bool) {
        let template = if done {
            "{ui.share.done}"
        } else {
            "{ui.share.manual} {0}"
        };
        let sentence = phrase(template, &[text]);
        self.page.say(&sentence, !done);
        self.page.announce(&sentence);
    }
}

impl Figure {
    /// Does what the reader asks.
    pub(super) fn act(&mut self, action: Action) {
        let effects = self.session.update(action);
        self.take(effects);
    }

    /// Notes what the session asks the page to do.
    pub(super) fn take(&mut self, effects: Effects) {
        let walked = effects.walked;
        if effects.repaint {
            self.due.paint = ROUND;
        }
        self.due.controls |= effects.controls;
        if effects.said.is_some() {
            self.said = effects.said;
        }
        if let Some(message) = &effects.failed {
            self.tell_error(message);
        }
        self.due.walk |= walked;
        if walked || self.due.paint == ROUND {
            self.due.names = true;
            self.named = dom::now() + LATE;
        }
        self.metrics = None;
        if effects.stepped {
            self.link.touch();
            self.stepped = true;
            if !self.session.is_busy() {
                self.tell_step();
            }
        }
        if effects.changed {
            self.link.touch();
            if walked && self.due.paint == 0 {
                // As many steps along the tape as follow each other are one change.
                self.due.change = true;
                self.late = dom::now() + LATE;
            } else {
                self.tell_change();
            }
        }
    }

    /// Leaves the shim the link of the present state, once in a while: nobody is told of a
    /// change before what goes by itself stands still.
    fn keep(&mut self) {
        let now = dom::now();
        if now - self.kept >= KEPT {
            self.kept = now;
            let link = self.session.document().to_fragment();
            self.answer("keep", link.into());
        }
    }

    /// Sends the state and its link.
    fn tell_change(&mut self) {
        self.due.change = false;
        let document = self.session.document();
        let detail = Value::Tree(vec![
            ("state".to_owned(), document.to_value()),
            ("link".to_owned(), Value::Text(document.to_fragment())),
        ]);
        self.answer("glass-change", plain(&detail));
    }

    /// Sends how training stands, once for all steps since the last time.
    fn tell_step(&mut self) {
        if std::mem::take(&mut self.stepped) {
            let metrics = self.session.metrics();
            self.answer("glass-step", plain(&metrics.told()));
            self.metrics = Some(metrics);
        }
    }

    /// Leaves something for the shim to do.
    pub(super) fn answer(&mut self, name: &'static str, detail: JsValue) {
        self.answers.push((name, detail));
    }

    fn tell_error(&mut self, message: &str) {
        let message = Value::Text(message.to_owned());
        let detail = Value::Tree(vec![("message".to_owned(), message)]);
        self.answer("glass-error", plain(&detail));
    }

    /// Sends the problems of a link as one event.
    fn tell_problems(&mut self) {
        let mut messages = String::new();
        for problem in self.session.problems() {
            if !messages.is_empty() {
                messages.push('\n');
            }
            messages += &problem.to_string();
        }
        if !messages.is_empty() {
            self.tell_error(&messages);
        }
    }

    /// Asks for a frame that draws every panel, even while training plays.
    fn redraw(&mut self) {
        self.hurry = true;
        self.due.paint = ROUND;
    }

    fn show_controls(&mut self) {
        self.redraw();
        self.page.controls(&self.session);
        let look = Look::read(&self.page.root, self.session.config());
        if look != self.look {
            self.measure();
        }
        self.wish();
    }

    /// Tells the page how tall the pictures would like to be.
    fn wish(&mut self) {
        for picture in &mut self.pictures {
            picture.wish(&self.session, &self.look);
        }
    }

    /// Opens the lens on what is selected, or closes it, and takes the sizes that follow.
    pub(super) fn follow(&mut self) {
        let Some(lens) = &mut self.lens else {
            return;
        };
        if lens.follow(&self.session) {
            self.measure();
            self.redraw();
        }
    }

    /// Shows the words beside the lens's picture, which has just been drawn.
    fn show_lens(&mut self, from: f64) {
        let picture = picture::of(&self.pictures, Panel::Lens);
        if let (Some(lens), Some(picture)) = (&mut self.lens, picture)
            && picture.is_visible()
        {
            lens.show(&mut self.session, &mut self.page, picture, &self.look);
            lens.took(from, dom::now());
        }
    }

    fn paint(&mut self) {
        self.follow();
        if (dom::density() - self.look.density).abs() > 1e-9 {
            self.measure();
        }
        let playing = self.session.is_busy() && !std::mem::take(&mut self.hurry);
        self.turn = (self.turn + 1) % ROUND;
        self.due.paint = if playing { self.due.paint - 1 } else { 0 };
        let patient = playing && self.turn != 0;
        let now = dom::now();
        let lens = (!playing || has_turn(Panel::Lens, self.turn))
            && self
                .lens
                .as_ref()
                .is_some_and(|lens| lens.has_turn(now, playing));
        let has_turn = |panel| match panel {
            Panel::Lens => lens,
            _ => !playing || has_turn(panel, self.turn),
        };
        let mut from = now;
        // Where a size is new, every panel has its turn.
        for picture in &mut self.pictures {
            picture.fit(&self.look);
        }
        for picture in &mut self.pictures {
            if has_turn(picture.panel) {
                if picture.panel == Panel::Lens {
                    from = dom::now();
                }
                picture.paint(&mut self.session, &self.look, patient);
            }
        }
        if lens {
            self.show_lens(from);
        }
        if playing && self.turn != 0 {
            return;
        }
        // Texts after pictures: a canvas that is given a font works out the page's style
        // first, which a changed text would make anew.
        self.tell_step();
        self.show_numbers();
        for picture in self.pictures.iter().filter(|picture| picture.is_visible()) {
            let name: &'static str = picture.panel.into();
            self.page.text_of(name, "title", &picture.scene.title);
            if !playing {
                let text = &picture.scene.description;
                self.page.text_of(name, "description", text);
            }
        }
        // While training plays, nothing changes its place.
        let network = picture::of(&self.pictures, Panel::Network).filter(|_| !playing);
        if let (Some(network), Some(picture)) = (&mut self.network, network) {
            network.sync(&self.session, &picture.scene, &self.look);
        }
        if let Some(tables) = &mut self.tables {
            tables.sync(&mut self.session, dom::now());
        }
        self.show_readouts();
        if !self.session.is_playing() {
            self.session.recall();
        }
        self.show_tape(false, true);
    }

    /// Draws what shows the place on the tape.
    fn paint_walk(&mut self) {
        let tape = self.session.lab().tape();
        // The plane shows whom the walk is about, and the lines that an update moves.
        let plane = (tape.sample.filter(|_| tape.cursor > 0), tape.moved);
        let planes = std::mem::replace(&mut self.plane, plane) != plane;
        self.paint_picture(Panel::Network);
        self.paint_picture(Panel::Lens);
        if planes && self.session.is_walking() {
            self.paint_picture(Panel::Plane);
        } else {
            self.due.plane |= planes;
        }
        let walking = self.session.is_walking();
        let now = dom::now();
        if self
            .lens
            .as_ref()
            .is_some_and(|lens| lens.has_turn(now, walking))
        {
            self.show_lens(now);
        }
    }

    /// Draws one panel's picture.
    pub(super) fn paint_picture(&mut self, panel: Panel) {
        for picture in &mut self.pictures {
            if picture.panel == panel {
                picture.paint(&mut self.session, &self.look, false);
            }
        }
    }

    /// Shows the tape and the timeline; with `same`, the numbers are those of the last time,
    /// with `exact`, one row stands there with every digit.
    pub(super) fn show_tape(&mut self, same: bool, exact: bool) {
        self.show_rows(same);
        self.show_rest(exact);
    }

    /// Shows the tape's list; with `same`, the numbers are those of the last time.
    fn show_rows(&mut self, same: bool) {
        if let Some(tape) = &mut self.tape {
            let hovered = tape.is_hovered();
            tape.sync(&mut self.session, dom::now(), same);
            if hovered && !tape.is_hovered() {
                self.act(Action::Hover(None));
            }
        }
    }

    /// Shows the place on the tape at the slider and the stages.
    fn show_place(&mut self) {
        if let Some(tape) = &mut self.tape {
            tape.show_place(&self.session, &mut self.page);
        }
    }

    /// Shows what stands around the list, with `exact` one row with every digit, and the
    /// timeline.
    fn show_rest(&mut self, exact: bool) {
        self.show_place();
        if exact && let Some(tape) = &mut self.tape {
            self.due.exact = false;
            tape.show_exact(&mut self.session, &mut self.page);
        }
        if let Some(timeline) = &mut self.timeline {
            timeline.sync(&self.session, &mut self.page);
        }
    }

    /// Asks for a frame that shows the tape again.
    pub(super) fn rewalk(&mut self) {
        self.due.rows = true;
    }

    /// Asks for a frame that goes to a step.
    pub(super) fn seek_soon(&mut self, step: u64) {
        self.due.seek = Some(step);
    }

    fn show_numbers(&mut self) {
        let metrics = self.metrics.take();
        let metrics = metrics.unwrap_or_else(|| self.session.metrics());
        let classes = metrics.train_accuracy.is_some() || metrics.test_accuracy.is_some();
        self.page.accuracy(classes);
        self.page.numbers(&metrics, self.session.is_playing());
    }

    /// What stands under the pointer or the keyboard, in words.
    fn show_readouts(&mut self) {
        let view = self.session.view();
        let network = pointed(&self.session).filter(|part| !lies_in_plane(*part));
        let plane = match (view.hovered, view.pinned) {
            (Some(part), _) if lies_in_plane(part) => part,
            (_, Some(sample)) => Part::Sample(sample as u32),
            _ => Part::Probe,
        };
        for &(panel, part) in &[("network", network), ("plane", Some(plane))] {
            let said = part.map_or_else(String::new, |part| described(&self.session, part));
            self.page.text_of(panel, "readout", &said);
        }
        let movable = self.line().is_some();
        self.page.line(movable);
    }

    /// Says how training stands.
    pub(super) fn announce_metrics(&mut self) {
        let metrics = self.session.metrics();
        let mut sentence = phrase("{ui.epoch} {0}", &[&metrics.epoch.to_string()]);
        let mut add = |template: &str, value: Option<f64>| {
            if let Some(value) = value {
                sentence += &phrase(template, &[&format::reading(value)]);
            }
        };
        add(", {ui.loss} {ui.train} {0}", metrics.train_loss);
        add(", {ui.loss} {ui.test} {0}", metrics.test_loss);
        self.page.announce(&sentence);
    }

    /// The help dialog.
    pub(super) fn dialog(&self) -> Option<HtmlDialogElement> {
        dom::slot(&self.page.root, "help").map(JsCast::unchecked_into)
    }

    /// The picture of a panel.
    pub(super) fn picture(&self, panel: Panel) -> Option<&Picture> {
        picture::of(&self.pictures, panel)
    }

    /// Asks for a frame that shows every setting again.
    pub(super) fn refresh(&mut self) {
        self.due.controls = true;
    }

    /// Asks for a frame that draws everything again.
    pub(super) fn repaint(&mut self) {
        self.due.paint = ROUND;
    }
}

/// What is under the pointer, or else has the keyboard.
pub(super) fn pointed(session: &Session) -> Option<Part> {
    let view = session.view();
    view.hovered.or(view.focused)
}

/// What a part is, in words; nothing where there is no such part.
pub(super) fn described(session: &Session, part: Part) -> String {
    session.describe(part).unwrap_or_default()
}

/// Whether a part belongs to the plane's picture rather than to the network's.
fn lies_in_plane(part: Part) -> bool {
    matches!(
        part,
        Part::Sample(_)
            | Part::Probe
            | Part::UnitLine(_)
            | Part::MoveLine(_)
            | Part::TurnLine(_)
            | Part::Class(_)
    )
}

/// What an element's attributes ask to be shown; what is not known is listed.
fn parts(element: &Element, linked: bool) -> (Parts, Vec<Problem>) {
    let mut parts = Parts::all(linked);
    let mut problems = Vec::new();
    if dom::has(element, "lab") && !dom::says(element, "lab", "mlp") {
        let lab = dom::attribute(element, "lab");
        problems.push(Problem::new("lab", &lab, "mlp"));
    }
    let mut panels: Vec<&str> = Vec::new();
    for panel in &Parts::PANELS {
        panels.push(panel.into());
    }
    if let Some(names) = chosen(element, "panels", &panels, &mut problems) {
        parts.panels.clear();
        for name in names {
            if let Ok(panel) = name.parse() {
                parts.panels.push(panel);
            }
        }
    }
    if let Some(names) = chosen(element, "controls", Parts::CONTROLS, &mut problems) {
        parts.controls = names;
    }
    (parts, problems)
}

/// Those of the `known` names that an attribute lists; none where it is missing.
fn chosen<'a>(
    element: &Element,
    attribute: &str,
    known: &[&'a str],
    problems: &mut Vec<Problem>,
) -> Option<Vec<&'a str>> {
    let list = element.get_attribute(attribute)?;
    let mut found = Vec::new();
    for names in list.split(',') {
        for name in names.split(' ') {
            if let Some(known) = known.iter().find(|known| **known == name) {
                found.push(*known);
            } else if !name.is_empty() {
                let allowed = format!("any of {}", format::joined(known, ", "));
                problems.push(Problem::new(attribute, name, allowed));
            }
        }
    }
    Some(found)
}
