//! The session: one experiment with its document, view and player. Everything a reader
//! does arrives as an [`Action`]; what the page must do about it leaves as [`Effects`].

use super::Past;
use super::document::{Document, OPEN, can_open};
use super::player::{self, Player};
use super::walker::{self, Walker};
use crate::lab::words::word;
use crate::lab::{
    Config, Experiment, Frame, Grain, Kind, Metrics, Panel, Pin, Problem, Value, View,
    experiment::Stopped,
};
use crate::labs::mlp::{self, Mlp};
use crate::num::Within;
use crate::scene::{Part, Scene, format};
use strum::VariantArray;

/// Seconds of training in one frame, at most.
const FRAME_BUDGET: f64 = 0.0025;
/// Seconds of work in one frame while catching up with a link's step.
const CATCH_UP_BUDGET: f64 = 0.012;
/// Multiply-adds that are done at once, without frames between.
const AT_ONCE: u64 = 400_000_000;
/// Seconds that a walked stage takes at least for its end to be told at once.
const SPOKEN: f64 = 0.75;
/// Seconds that a walked pass takes at least for the stages that went by to be told with its end.
const CALM: f64 = 3.0;
/// Multiply-adds between two looks at the clock.
const SLICE: u64 = 200_000;

/// Something the reader did.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Start playing.
    Play,
    /// Stop playing.
    Pause,
    /// Play or pause.
    Toggle,
    /// Train by so many of a grain.
    Step(Grain, u64),
    /// Go back by so many of a grain.
    Back(Grain, u64),
    /// Go to a step of the present line.
    Seek(u64),
    /// Go to a row of the walk to the next update.
    SeekRow(usize),
    /// Go to a place of that walk between two rows: so many rows are done.
    Scrub(f64),
    /// Go on by one of the ladder's grain, or of the next coarser one.
    Forward {
        /// Whether by the next coarser grain.
        coarser: bool,
    },
    /// Go back by one of the ladder's grain, or of the next coarser one.
    Backward {
        /// Whether by the next coarser grain.
        coarser: bool,
    },
    /// Walk the tape by time, or stop.
    Walk,
    /// Back to the same initial weights.
    Restart,
    /// Draw new initial weights.
    NewWeights,
    /// Draw new data.
    NewData,
    /// Take the next seed: everything that is drawn is drawn anew.
    NewSeed,
    /// Set a control from a text.
    Set {
        /// The control's key.
        key: String,
        /// What to set it to, as a link writes it.
        text: String,
    },
    /// Add a hidden layer before the output.
    AddLayer,
    /// Remove a hidden layer.
    RemoveLayer(usize),
    /// Add a unit to a hidden layer.
    AddUnit(usize),
    /// Remove a unit from a hidden layer.
    RemoveUnit(usize),
    /// Give every hidden layer an activation of its own, or all the first one's.
    SplitActivation(bool),
    /// Open a named configuration.
    Preset(String),
    /// The pointer is over a part, or none.
    Hover(Option<Part>),
    /// The keyboard focus is on a part, or none.
    Focus(Option<Part>),
    /// Open a part, or close.
    Select(Option<Part>),
    /// Put the probe at a data point, or away.
    Probe(Option<[f64; 2]>),
    /// Pin a sample, or none.
    Pin(Option<usize>),
    /// Pin a point of the plane.
    PinPoint([f64; 2]),
    /// Pin the next or an earlier sample.
    PinNext(i64),
    /// Point at an epoch in a chart.
    PointChart(Option<f64>),
    /// Set the number behind a part.
    Edit(Part, f64),
    /// Drag a part of the plane between two data points.
    Drag(Part, [f64; 2], [f64; 2]),
    /// Obey a link.
    Open(String),
    /// Close the list of problems.
    DismissProblems,
    /// Go on after training stopped by itself; a factor for the learning rate, if wanted.
    Recover(Option<f64>),
}

/// What the page must do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// Draw the pictures and the numbers again.
    pub repaint: bool,
    /// Show the controls' settings again.
    pub controls: bool,
    /// The state changed by other than training: write the link.
    pub changed: bool,
    /// Training moved on.
    pub stepped: bool,
    /// The place on the tape is another one; everything else is as it was.
    pub walked: bool,
    /// A sentence to be said to those who cannot see.
    pub said: Option<String>,
    /// Why training stopped by itself, where it did.
    pub failed: Option<String>,
}

impl Effects {
    /// Only the place on the tape has changed.
    fn only_walked() -> Self {
        Self {
            walked: true,
            changed: true,
            ..Self::default()
        }
    }

    /// The settings have changed.
    fn note_change(&mut self) {
        self.controls = true;
        self.note_edit();
    }

    /// What the pictures show has changed.
    fn note_edit(&mut self) {
        self.repaint = true;
        self.changed = true;
    }

    /// Training has moved on.
    fn note_steps(&mut self) {
        self.repaint = true;
        self.stepped = true;
    }
}

/// Where to go in what was trained already.
enum Goal {
    /// So many of a grain back.
    Back(Grain, u64),
    /// To a step.
    Step(u64),
    /// To a place of the walk to the next update: so many rows are done.
    Row(f64),
}

/// What a hand changes.
enum Hand<'a> {
    /// All weights and biases.
    Layers(&'a [(Vec<Vec<f64>>, Vec<f64>)]),
    /// The number behind a part.
    Number(Part, f64),
    /// A part of the plane, from one data point to another.
    Drag(Part, [f64; 2], [f64; 2]),
}

/// One experiment as a reader holds it.
pub struct Session {
    lab: Box<dyn Experiment>,
    document: Document,
    view: View,
    player: Player,
    walker: Walker,
    problems: Vec<Problem>,
    stopped: Option<Stopped>,
    /// The step that a link asked for and that is still being worked towards.
    target: Option<u64>,
    /// The ends of walked stages that are to be told with that of the next.
    untold: String,
    /// What the page must do about the call under way.
    effects: Effects,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("document", &self.document)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A session of the multi-layer perceptron that obeys `fragment`.
    #[must_use]
    pub fn open(fragment: &str) -> Self {
        let (document, problems) = Document::from_fragment(mlp::CONTROLS, fragment);
        Self::of(document, problems)
    }

    /// A session that has taken over a document; `problems` of reading it come first.
    fn of(document: Document, problems: Vec<Problem>) -> Self {
        let lab = Box::new(Mlp::new(document.seed, &document.config));
        let mut session = Self {
            lab,
            document: Document::new(mlp::CONTROLS),
            view: View::default(),
            player: Player::default(),
            walker: Walker::default(),
            problems: Vec::new(),
            stopped: None,
            target: None,
            untold: String::new(),
            effects: Effects::default(),
        };
        session.adopt(document, problems);
        session
    }

    /// Takes over a whole document; what cannot stand together is added to `problems`.
    fn adopt(&mut self, mut document: Document, mut problems: Vec<Problem>) {
        let mut conflicts = self.lab.check(&document.config);
        for problem in &conflicts {
            document.config.clear(&problem.key);
        }
        problems.append(&mut conflicts);
        self.player.pause();
        self.walker.stop();
        self.stopped = None;
        self.view = View::default();
        match document.open {
            Some(part) if self.lab.has(&document.config, part) => self.view.selected = Some(part),
            Some(part) => problems.push(Problem::new("open", &part.to_string(), OPEN)),
            None => {}
        }
        if let Some(problem) = self.check_past(&mut document) {
            problems.push(problem);
        }
        self.lab.pin(None);
        self.lab.configure(document.seed, &document.config);
        self.lab.restart();
        if let Some(Pin::Sample(sample)) = document.pin
            && sample >= self.lab.data_len()
        {
            document.pin = None;
            problems.push(Problem::written(
                "sample",
                format_args!("{sample}"),
                format_args!("a sample index from 0 to {}", self.lab.data_len() - 1),
            ));
        }
        self.target = Some(document.step);
        self.document = document;
        self.problems = problems;
        self.change_as_then(0);
        if self.document.step.saturating_mul(self.lab.step_cost()) <= AT_ONCE {
            self.catch_up(&mut || 0.0, f64::INFINITY);
        }
        // Whoever takes a document over tells the page more than that.
        self.effects = Effects::default();
    }

    /// Puts away what a document says of changes by hand where it cannot have been so.
    fn check_past(&self, document: &mut Document) -> Option<Problem> {
        let Document {
            past, config, step, ..
        } = document;
        let mut stop = 0;
        let fits = loop {
            let then = past.settings_at(stop, config);
            if !self.lab.check(&then).is_empty() || !self.lab.keeps(config, &then) {
                break false;
            }
            match past.next(stop) {
                Some(next) => stop = next,
                None => {
                    let edits = past.edits();
                    break edits.iter().all(|(_, part, _)| self.lab.has(config, *part));
                }
            }
        };
        if fits && past.last() <= *step {
            return None;
        }
        let (mut told, edits) = (past.until_text(config), past.edits_text());
        if !told.is_empty() && !edits.is_empty() {
            told.push(';');
        }
        told += &edits;
        *past = Past::default();
        Some(Problem::written(
            "until, edits",
            format_args!("{told}"),
            format_args!(
                "changes up to step {step} of this network's weights, or of settings that leave them"
            ),
        ))
    }

    /// Makes the changes by hand that a document tells of at `step`.
    fn change_as_then(&mut self, step: u64) {
        let Document {
            past, config, seed, ..
        } = &self.document;
        let then = past.settings_at(step, config);
        self.lab.configure(*seed, &then);
        for (at, part, value) in &past.edits() {
            if *at == step {
                // The parts were checked, and the numbers are finite.
                let _ = self.lab.edit(*part, f64::from(*value));
            }
        }
    }

    /// What the state is now, as a document.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut document = Document {
            pin: self.pin(),
            open: self.view.selected.filter(|part| can_open(*part)),
            ..self.document.clone()
        };
        if self.target.is_some() {
            // Still on its way: the position is the one that was asked for.
            return document;
        }
        document.at = self.lab.cursor() as u64;
        document.step = self.lab.metrics_step();
        document.past.cut(document.step, &document.config);
        if document.past.is_lost() {
            // Only the checksum tells then that these are not the weights of the start.
            (document.step, document.at) = (0, 0);
            document.past = Past::default();
            document.sum = Some(self.lab.checksum());
            return document;
        }
        let moved = document.step > 0 || document.at > 0 || !document.past.is_empty();
        document.sum = moved.then(|| self.lab.checksum());
        document
    }

    /// What is pinned.
    #[must_use]
    pub fn pin(&self) -> Option<Pin> {
        let sample = self.view.pinned.map(Pin::Sample);
        sample.or(self.view.point.map(Pin::Point))
    }

    /// Pins a sample or a point, or neither, for the reader.
    fn choose_pin(&mut self, pin: Option<Pin>) {
        if self.set_pin(pin) {
            self.effects.note_edit();
        }
    }

    /// Pins a sample or a point, or neither; tells whether that is a change.
    fn set_pin(&mut self, pin: Option<Pin>) -> bool {
        if self.pin() == pin {
            return false;
        }
        self.view.pinned = None;
        self.view.point = None;
        match pin {
            Some(Pin::Sample(sample)) => self.view.pinned = Some(sample),
            Some(Pin::Point(point)) => self.view.point = Some(point),
            None => {}
        }
        self.lab.pin(pin);
        true
    }

    /// The seed of everything that is drawn.
    #[must_use]
    pub fn seed(&self) -> u32 {
        self.document.seed
    }

    /// The settings now.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.document.config
    }

    /// What the last link, file or action asked for and did not get.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Why training stopped by itself, if it did.
    #[must_use]
    pub fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }

    /// Whether it plays.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.player.is_playing()
    }

    /// Whether a frame has work to do: playing, or catching up with a link.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.player.is_playing() || self.target.is_some()
    }

    /// Whether the tape is walked by time.
    #[must_use]
    pub fn is_walking(&self) -> bool {
        self.walker.is_walking()
    }

    /// The grain of the ladder.
    #[must_use]
    pub fn grain(&self, coarser: bool) -> Grain {
        let grain = self.config().choice("view.grain").parse();
        let grain = grain.unwrap_or(Grain::Batch);
        if !coarser {
            return grain;
        }
        let place = Grain::VARIANTS.iter().position(|other| *other == grain);
        let next = place.and_then(|place| Grain::VARIANTS.get(place + 1));
        next.copied().unwrap_or(grain)
    }

    /// Rows a second that the tape is walked by, and how many rows a whole pass has.
    #[must_use]
    pub fn pace(&self) -> (f64, usize) {
        let pass = self.lab.tape().pass;
        (walker::rate(self.config().number("view.pace"), pass), pass)
    }

    /// Walks in cuts from row to row, nothing between them: for those who want no motion.
    pub fn set_cuts(&mut self, cuts: bool) {
        self.walker.cuts = cuts;
    }

    /// The step that a link asked for and that is not reached yet.
    #[must_use]
    pub fn target(&self) -> Option<u64> {
        self.target
    }

    /// What the reader looks at.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// What a part is and shows now, in words.
    // One copy for many callers.
    #[must_use]
    #[inline(never)]
    pub fn describe(&self, part: Part) -> Option<String> {
        self.lab.describe(part, &self.view)
    }

    /// The experiment.
    #[must_use]
    pub fn lab(&self) -> &dyn Experiment {
        self.lab.as_ref()
    }

    /// The experiment, for numbers that are worked out on demand.
    pub fn lab_mut(&mut self) -> &mut dyn Experiment {
        self.lab.as_mut()
    }

    /// How training stands.
    // One copy for many callers.
    #[inline(never)]
    pub fn metrics(&mut self) -> Metrics {
        self.lab.metrics()
    }

    /// The picture of one panel.
    pub fn scene(&mut self, panel: Panel, frame: &Frame<'_>) -> Scene {
        self.lab.scene(panel, &self.view, frame)
    }

    /// A good height for the lens in this width.
    #[must_use]
    pub fn lens_height(&self, width: f64) -> f64 {
        self.lab.lens_height(&self.view, width)
    }

    /// The value that the handle of the lens's slice has at a horizontal place.
    pub fn lens_value(&mut self, frame: &Frame<'_>, x: f64) -> Option<f64> {
        self.lab.lens_value(&self.view, frame, x)
    }

    /// Lists what an element's attributes asked for and did not get.
    pub fn report(&mut self, mut problems: Vec<Problem>) {
        self.problems.append(&mut problems);
    }

    /// Validates a whole state and takes it over.
    ///
    /// # Errors
    /// The first thing in it that is not allowed; everything stays as it was.
    pub fn set_state(&mut self, state: &Value) -> Result<Effects, Problem> {
        let (document, problems) = Document::from_value(mlp::CONTROLS, state);
        if let Some(problem) = problems.first() {
            return Err(problem.clone());
        }
        if self.goes_on(&document) {
            self.resettle(document);
            return Ok(self.told());
        }
        let mut taken = Self::of(document, Vec::new());
        if let Some(problem) = taken.problems.first() {
            return Err(problem.clone());
        }
        taken.walker.cuts = self.walker.cuts;
        *self = taken;
        self.effects.note_change();
        Ok(self.told())
    }

    /// What the page must do about the call that ends.
    fn told(&mut self) -> Effects {
        std::mem::take(&mut self.effects)
    }

    /// Whether a document tells of this very place of this very run, under other settings
    /// that leave the weights: they are changed here and now, as by the controls.
    fn goes_on(&self, document: &Document) -> bool {
        let now = self.document();
        now.sum.is_some()
            && document.sum == now.sum
            && document.seed == now.seed
            && (document.step, document.at) == (now.step, now.at)
            && document.past == now.past
            && document.config != now.config
            && self.stopped.is_none()
            && self.lab.check(&document.config).is_empty()
            && self.lab.keeps(&now.config, &document.config)
            && document.pin.is_none_or(|pin| match pin {
                Pin::Sample(sample) => sample < self.lab.data_len(),
                Pin::Point(_) => true,
            })
            && document
                .open
                .is_none_or(|part| self.lab.has(&document.config, part))
    }

    /// Takes over what [`Session::goes_on`] holds for.
    fn resettle(&mut self, document: Document) {
        let before = std::mem::replace(&mut self.document.config, document.config);
        self.set_pin(document.pin);
        self.view.selected = document.open;
        self.problems.clear();
        self.configure(&before);
    }

    /// Replaces all weights.
    ///
    /// # Errors
    /// The shape differs or a number is not finite; everything stays as it was.
    pub fn set_layers(&mut self, layers: &[(Vec<Vec<f64>>, Vec<f64>)]) -> Result<Effects, Problem> {
        self.by_hand(&Hand::Layers(layers))?;
        Ok(self.told())
    }

    /// Does what the reader asks; tells what the page must do about it.
    pub fn update(&mut self, action: Action) -> Effects {
        self.obey(action);
        self.told()
    }

    fn obey(&mut self, action: Action) {
        match action {
            Action::Toggle if self.player.is_playing() => self.pause(),
            Action::Play | Action::Toggle => self.play(),
            Action::Pause => self.pause(),
            Action::Step(grain, n) => self.step(grain, n),
            Action::Back(grain, n) => self.moved(&Goal::Back(grain, n)),
            Action::Seek(step) => self.moved(&Goal::Step(step)),
            Action::SeekRow(row) => {
                self.scrub(row as f64);
                self.effects.said = Some(walker::sentence(self.lab.as_mut(), None));
            }
            Action::Scrub(rows) => self.scrub(rows),
            Action::Forward { coarser } => self.go_on(self.grain(coarser)),
            Action::Backward { coarser } => self.go_back(self.grain(coarser)),
            Action::Walk => self.walk(),
            Action::Restart => self.restart(),
            Action::NewWeights => self.draw("model.draw"),
            Action::NewData => self.draw("data.draw"),
            Action::NewSeed => {
                let next = self.document.seed.wrapping_add(1);
                self.set("seed", &next.to_string());
            }
            Action::Set { key, text } => self.set(&key, &text),
            Action::AddLayer => {
                let (mut hidden, mut activations) = self.hidden();
                hidden.push(2.0);
                if let Some(last) = activations.last().copied() {
                    activations.push(last);
                }
                self.reshape(&hidden, &activations);
            }
            Action::RemoveLayer(layer) => {
                let (hidden, activations) = self.hidden();
                self.reshape(&without(&hidden, layer), &without(&activations, layer));
            }
            Action::AddUnit(layer) => self.resize(layer, 1.0),
            Action::RemoveUnit(layer) => self.resize(layer, -1.0),
            Action::SplitActivation(apart) => self.split_activation(apart),
            Action::Preset(name) => {
                if let Some(preset) = mlp::presets::find(&name) {
                    self.open_link(preset.fragment);
                }
            }
            Action::Hover(part) => self.effects.repaint |= turn(&mut self.view.hovered, part),
            Action::Focus(part) => self.effects.repaint |= turn(&mut self.view.focused, part),
            Action::Select(part) => {
                if turn(&mut self.view.selected, part) {
                    self.effects.note_edit();
                }
            }
            Action::Probe(at) => self.effects.repaint |= turn(&mut self.view.probe, at),
            Action::Pin(sample) => self.choose_pin(sample.map(Pin::Sample)),
            Action::PinPoint(point) => self.choose_pin(Some(Pin::Point(point))),
            Action::PinNext(by) => {
                let count = self.lab.data_len() as i64;
                let next = self
                    .view
                    .pinned
                    .map_or(if by < 0 { count - 1 } else { 0 }, |now| now as i64 + by);
                let next = next.rem_euclid(count.max(1)) as usize;
                self.choose_pin(Some(Pin::Sample(next)));
            }
            Action::PointChart(epoch) => {
                self.effects.repaint |= turn(&mut self.view.chart_x, epoch);
            }
            Action::Edit(part, value) => {
                if let Err(problem) = self.by_hand(&Hand::Number(part, value)) {
                    self.refuse(problem);
                }
            }
            Action::Drag(part, from, to) => {
                // A drag that leads nowhere leaves everything as it was.
                let _ = self.by_hand(&Hand::Drag(part, from, to));
            }
            Action::Open(fragment) => self.open_link(&fragment),
            Action::DismissProblems => {
                self.problems.clear();
                self.effects.controls = true;
            }
            Action::Recover(factor) => self.recover(factor),
        }
    }

    /// One animation frame at `clock()` seconds: does the training that is due, within
    /// its budget of time.
    pub fn frame(&mut self, clock: &mut dyn FnMut() -> f64) -> Effects {
        if self.target.is_some() {
            self.catch_up(clock, CATCH_UP_BUDGET);
        } else if self.walker.is_walking() {
            self.walk_on(clock());
        } else if self.player.is_playing() {
            self.play_on(clock);
        }
        self.told()
    }

    /// Trains what is due while it plays.
    fn play_on(&mut self, clock: &mut dyn FnMut() -> f64) {
        let now = clock();
        let rate = player::steps_per_second(
            self.document.config.choice("view.speed"),
            self.lab.steps_per_epoch(),
        );
        let due = self.player.due(now, rate);
        if due > 0 {
            self.train(due, clock, FRAME_BUDGET);
        }
    }

    /// Trains `due` updates or until `budget` seconds are spent, whichever is first.
    fn train(&mut self, due: u64, clock: &mut dyn FnMut() -> f64, budget: f64) {
        let end = clock() + budget;
        let slice = (SLICE / self.lab.step_cost().max(1)).max(1);
        let mut left = due;
        while left > 0 {
            let n = left.min(slice);
            if let Err(stopped) = self.run(Grain::Batch, n) {
                return self.fail(stopped);
            }
            left -= n;
            if clock() >= end {
                break;
            }
        }
        if due > 0
            && !self.is_mended()
            && let Err(stopped) = self.lab.sound()
        {
            return self.fail(stopped);
        }
        self.effects.note_steps();
    }

    /// Whether something was changed by hand at this step, on the way to a later one: numbers
    /// that ended here were mended then.
    fn is_mended(&self) -> bool {
        let here = self.lab.metrics_step();
        let past = &self.document.past;
        self.target.is_some() && here > 0 && past.next(here - 1) == Some(here)
    }

    fn catch_up(&mut self, clock: &mut dyn FnMut() -> f64, budget: f64) {
        let Some(target) = self.target else {
            return;
        };
        let end = clock() + budget;
        loop {
            let here = self.lab.metrics_step();
            let stop = self
                .document
                .past
                .next(here)
                .map_or(target, |at| at.min(target));
            let left = stop.saturating_sub(here);
            let budget = end - clock();
            self.train(left, clock, budget);
            let here = self.lab.metrics_step();
            if self.stopped.is_none() && here < stop {
                return;
            }
            if left > 0 && self.stopped.is_none() {
                self.change_as_then(stop);
            }
            if self.stopped.is_some() || here >= target {
                if self.is_mended() {
                    self.stopped = self.lab.sound().err();
                }
                self.target = None;
                self.arrive();
                self.effects.controls = true;
                return;
            }
        }
    }

    /// The step that a link asked for is reached: takes up its place on the tape, and
    /// tells where the weights are not those that the link was made with.
    fn arrive(&mut self) {
        let Document { pin, at, sum, .. } = self.document;
        self.set_pin(pin);
        self.lab.seek_row(usize::try_from(at).unwrap_or(usize::MAX));
        let cursor = self.lab.cursor() as u64;
        if cursor != at {
            self.lab.seek_row(0);
            self.problems.push(Problem::written(
                "at",
                format_args!("{at}"),
                format_args!("a row of the walk to the next update, from 0 to {cursor}"),
            ));
        }
        let now = self.lab.checksum();
        if sum.is_some_and(|sum| sum != now) {
            self.problems.push(Problem::written(
                "sum",
                format_args!("{:08x}", sum.unwrap_or_default()),
                format_args!("{now:08x}, the checksum of the weights here: they are not those that the link was made with"),
            ));
        }
    }

    /// Lets the experiment go on; what was changed by hand after this step is left behind
    /// where training goes on from an earlier one.
    fn run(&mut self, grain: Grain, n: u64) -> Result<(), Stopped> {
        let branches = self.lab.history().branches;
        let result = self.lab.step(grain, n);
        // The loss on the training set may have ended before the batch's.
        let result = result.or_else(|stopped| self.lab.sound().and(Err(stopped)));
        if self.lab.history().branches > branches {
            let left_at = self.lab.branched_at();
            self.document.past.cut(left_at, &self.document.config);
        }
        result
    }

    /// Changes weights by hand, and remembers what was changed.
    fn by_hand(&mut self, change: &Hand<'_>) -> Result<(), Problem> {
        let was_on_its_way = self.stay();
        let before = self.lab.numbers();
        match *change {
            Hand::Layers(layers) => self.lab.set_layers(layers)?,
            Hand::Number(part, value) => self.lab.edit(part, value)?,
            Hand::Drag(part, from, to) => self.lab.drag(part, from, to),
        }
        let step = self.lab.metrics_step();
        self.document.past.cut(step, &self.document.config);
        self.effects.note_edit();
        if self.stopped.is_some() || was_on_its_way {
            self.relieve();
            self.effects.controls = true;
        }
        for ((part, old), (_, new)) in before.iter().zip(&self.lab.numbers()) {
            if old.to_bits() != new.to_bits() {
                self.document.past.edited(step, *part, *new);
            }
        }
        Ok(())
    }

    /// What is on its way to a step stays where it is; tells whether anything was.
    fn stay(&mut self) -> bool {
        let was_on_its_way = self.target.take().is_some();
        if was_on_its_way {
            let Document {
                past, config, seed, ..
            } = &mut self.document;
            past.cut(self.lab.metrics_step(), config);
            self.lab.configure(*seed, config);
        }
        was_on_its_way
    }

    /// Lets go of why training stopped, after a change, where the numbers here are finite.
    fn relieve(&mut self) {
        if self.is_finite() {
            self.stopped = None;
        }
    }

    /// Whether the loss on the training set is a number here.
    fn is_finite(&mut self) -> bool {
        let loss = self.lab.metrics().train_loss;
        loss.is_none_or(f64::is_finite)
    }

    /// Plays; after a stop, from where the numbers were finite.
    fn play(&mut self) {
        self.recover(None);
        self.walker.stop();
        self.player.play();
        self.effects.controls = true;
        self.effects.repaint = true;
    }

    fn pause(&mut self) {
        self.effects.note_change();
        let untold = std::mem::take(&mut self.untold);
        if self.walker.is_walking() && !untold.is_empty() {
            self.effects.said = Some(untold);
        }
        self.player.pause();
        self.walker.stop();
        self.stay();
    }

    /// Goes elsewhere in what was trained already.
    fn moved(&mut self, goal: &Goal) {
        self.player.pause();
        self.walker.stop();
        self.stay();
        match *goal {
            Goal::Back(grain, n) => self.lab.back(grain, n),
            Goal::Step(step) => self.lab.seek(step),
            Goal::Row(rows) => {
                let row = rows.max(0.0).ceil();
                self.lab.seek_row(row as usize);
                if self.lab.cursor() as f64 >= row && row > 0.0 {
                    self.lab.set_progress(1.0 - (row - rows));
                }
            }
        }
        self.stopped = match self.is_finite() || self.lab.metrics_step() == 0 {
            true => None,
            false => self.lab.sound().err(),
        };
        self.effects.note_change();
        self.effects.stepped = true;
    }

    /// Goes to a place of the walk to the next update.
    fn scrub(&mut self, rows: f64) {
        let was_still = !self.player.is_playing() && !self.walker.is_walking();
        let known = was_still && self.target.is_none() && self.stopped.is_none();
        self.moved(&Goal::Row(rows));
        if known {
            self.effects = Effects::only_walked();
        }
    }

    /// Goes on by one piece, and tells where that leads.
    fn go_on(&mut self, grain: Grain) {
        let was_still = self.rest();
        let before = self.stand();
        self.step(grain, 1);
        self.recall();
        self.arrived(grain, before, was_still, true);
    }

    /// Works out what the last update came to, for the tape to tell.
    pub fn recall(&mut self) {
        if self.stopped.is_none() && self.target.is_none() {
            self.lab.recall();
        }
    }

    /// Goes back by one piece, and tells where that leads.
    fn go_back(&mut self, grain: Grain) {
        let was_still = self.rest();
        let before = self.stand();
        self.moved(&Goal::Back(grain, 1));
        self.arrived(grain, before, was_still, false);
    }

    /// Stops what moves by itself; tells whether nothing did.
    fn rest(&mut self) -> bool {
        let still = !self.player.is_playing() && !self.walker.is_walking();
        self.player.pause();
        self.walker.stop();
        still && self.target.is_none() && self.stopped.is_none()
    }

    /// The step, and the stage under way.
    fn stand(&self) -> (u64, Option<&'static str>) {
        (self.lab.metrics_step(), walker::stage(&self.lab.tape()))
    }

    /// Says where one has come to; where only the place on the tape is another one, that
    /// is all there is to show.
    fn arrived(
        &mut self,
        grain: Grain,
        before: (u64, Option<&'static str>),
        was_still: bool,
        on: bool,
    ) {
        if was_still && self.lab.metrics_step() == before.0 && self.stopped.is_none() {
            self.effects = Effects::only_walked();
        } else if !was_still {
            self.effects.controls = true;
        }
        if grain != Grain::Epoch && self.stopped.is_none() {
            let ended = on.then(|| before.1.unwrap_or(walker::FIRST_STAGE));
            let sentence = walker::sentence(self.lab.as_mut(), ended);
            // One voice says it all: a second sentence would silence the first.
            self.effects.said = Some(match self.effects.said.take() {
                Some(said) => format!("{said} {sentence}"),
                None => sentence,
            });
        }
    }

    /// Starts or stops walking by time.
    fn walk(&mut self) {
        if self.walker.is_walking() {
            return self.pause();
        }
        if self.target.is_some() {
            return;
        }
        self.recover(None);
        self.player.pause();
        self.untold.clear();
        self.walker.start(self.lab.tape().progress);
        self.effects.controls = true;
        self.effects.repaint = true;
    }

    /// Walks as far as the time allows; the update ends the walk.
    fn walk_on(&mut self, now: f64) {
        let tape = self.lab.tape();
        let rate = walker::rate(self.config().number("view.pace"), tape.pass);
        let before = self.stand();
        let rows = self.walker.due(now, rate);
        let left = (tape.walk - 1).saturating_sub(tape.start + tape.cursor) as u64;
        if rows > 0
            && let Err(stopped) = self.run(Grain::Term, rows.min(left + 1))
        {
            self.walker.stop();
            return self.fail(stopped);
        }
        if rows > left {
            self.walker.stop();
            self.arrived(Grain::Term, before, false, true);
            self.effects.note_steps();
            self.effects.changed = true;
            return;
        }
        self.lab.set_progress(self.walker.progress());
        self.effects.walked = true;
        // What is over too soon to be said would pile up; the end of a pass is always told.
        let (now, ended) = (self.lab.tape(), walker::stage(&tape));
        if now.start != tape.start {
            let mut told = std::mem::take(&mut self.untold);
            if (tape.pass as f64) < CALM * rate {
                told.clear();
            }
            told += &walker::passed(self.lab.as_ref(), &now, &self.view);
            self.effects.said = Some(told);
        } else if walker::stage(&now) != ended {
            if walker::stage_rows(&tape, ended) as f64 >= SPOKEN * rate
                || walker::stage(&now) == Some("update")
            {
                let mut told = std::mem::take(&mut self.untold);
                told += &walker::sentence(self.lab.as_mut(), ended);
                self.effects.said = Some(told);
            } else if let Some(ended) = ended {
                walker::over(self.lab.as_mut(), ended, &mut self.untold);
            } else {
                self.untold.clear();
            }
        }
    }

    fn step(&mut self, grain: Grain, n: u64) {
        self.walker.stop();
        let was_on_its_way = self.stay();
        let stopped = self.stopped.take();
        let branches = self.lab.history().branches;
        let from = self.lab.metrics_step();
        if let Err(stopped) = self.run(grain, n) {
            return self.fail(stopped);
        }
        if self.lab.metrics_step() == from {
            // Rows were walked; why training stopped here still holds.
            self.stopped = stopped;
        } else if let Err(stopped) = self.lab.sound() {
            return self.fail(stopped);
        }
        self.effects.note_steps();
        self.effects.changed = true;
        self.effects.controls |= was_on_its_way;
        if self.lab.history().branches > branches {
            self.effects.said = Some(word("announce.branch").to_owned());
        }
    }

    fn fail(&mut self, stopped: Stopped) {
        self.player.pause();
        self.stay();
        self.effects.note_change();
        self.effects.stepped = true;
        self.effects.failed = Some(stopped.message.clone());
        self.effects.said = Some(stopped.message.clone());
        self.stopped = Some(stopped);
    }

    /// Goes back to where the numbers were finite, with another learning rate if wanted.
    fn recover(&mut self, factor: Option<f64>) {
        let Some(stopped) = self.stopped.take() else {
            return;
        };
        let step = match factor {
            // Where the loss had grown already, no rate would help.
            Some(_) => stopped.calm_step,
            None => stopped.good_step,
        };
        self.moved(&Goal::Step(step));
        if !self.is_finite() {
            // Numbers set by hand at the very beginning.
            self.restart();
        }
        if let Some(factor) = factor {
            let rate = self.document.config.number("train.rate") * factor;
            // Without the dust of binary fractions.
            self.set("train.rate", &format::plain_single(rate as f32));
        }
    }

    fn restart(&mut self) {
        self.document.past = Past::default();
        self.stopped = None;
        self.target = None;
        let Document { seed, config, .. } = &self.document;
        self.lab.configure(*seed, config);
        self.lab.restart();
        self.effects.note_change();
    }

    fn draw(&mut self, key: &str) {
        let next = (self.document.config.number(key) as u32 + 1) % 1_000_000;
        self.set(key, &next.to_string());
    }

    fn open_link(&mut self, fragment: &str) {
        let (document, problems) = Document::from_fragment(mlp::CONTROLS, fragment);
        if self.goes_on(&document) {
            self.resettle(document);
            self.problems = problems;
        } else {
            self.adopt(document, problems);
        }
        self.effects.note_change();
    }

    /// The hidden layers' units and activations.
    fn hidden(&self) -> (Vec<f64>, Vec<&'static str>) {
        let config = &self.document.config;
        let hidden = config.numbers("model.hidden");
        (hidden, config.choices("model.activation"))
    }

    /// Changes the hidden layers; where each has an activation of its own, a new layer
    /// takes the last one's, and a layer that goes takes its own along.
    fn reshape(&mut self, hidden: &[f64], activations: &[&str]) {
        let apart = self.hidden().1.len() > 1;
        let mut units = String::new();
        for count in hidden {
            if !units.is_empty() {
                units.push(',');
            }
            units += &format::plain(*count);
        }
        self.set("model.hidden", &units);
        if apart && self.document.config.numbers("model.hidden") == hidden {
            self.set("model.activation", &format::joined(activations, ","));
        }
    }

    /// Gives every hidden layer an activation of its own, or all the first one's.
    fn split_activation(&mut self, apart: bool) {
        let (hidden, activations) = self.hidden();
        let first = activations.first().copied().unwrap_or_default();
        let mut names = first.to_owned();
        for _ in 1..if apart { hidden.len() } else { 1 } {
            names += ",";
            names += first;
        }
        self.set("model.activation", &names);
    }

    fn resize(&mut self, layer: usize, by: f64) {
        let (mut hidden, activations) = self.hidden();
        if let Some(units) = hidden.get_mut(layer) {
            *units = (*units + by).within(1.0, (*units).max(mlp::PAGE_UNITS as f64));
        }
        self.reshape(&hidden, &activations);
    }

    /// Sets one control. Another setting that cannot stand beside the new one falls back
    /// to its default, and the reader is told; a setting that is itself refused changes
    /// nothing.
    fn set(&mut self, key: &str, text: &str) {
        if key == "seed" {
            return self.set_seed(text);
        }
        let mut config = self.document.config.clone();
        if let Err(problem) = config.set_text(key, text) {
            return self.refuse(problem);
        }
        if ["model.init", "model.scale", "model.draw"].contains(&key) {
            config.clear("model.weights");
        }
        let conflicts = self.lab.check(&config);
        if let Some(own) = conflicts.iter().find(|problem| problem.key == key) {
            return self.refuse(own.clone());
        }
        for problem in &conflicts {
            config.clear(&problem.key);
        }
        let before = std::mem::replace(&mut self.document.config, config);
        self.configure(&before);
        // Written-out weights go with the shape that they were written for; no need to tell.
        self.problems.clear();
        for problem in &conflicts {
            if problem.key != "model.weights" {
                self.problems.push(problem.clone());
            }
        }
    }

    /// Why the control at `key` cannot be set to a text beside the other settings; none
    /// where it can.
    #[must_use]
    pub fn refusal(&self, key: &str, text: &str) -> Option<String> {
        if key.starts_with("view.") {
            return None;
        }
        let mut config = self.document.config.clone();
        if let Err(problem) = config.set_text(key, text) {
            return Some(problem.allowed);
        }
        let problems = self.lab.check(&config);
        let own = problems.iter().find(|problem| problem.key == key);
        own.map(|own| format!("{}: {}", word("problems.expected"), own.allowed))
    }

    /// Sets the seed: data, initial weights and shuffles are drawn anew.
    fn set_seed(&mut self, text: &str) {
        let Ok(seed) = text.trim().parse() else {
            let (min, max) = (0, u32::MAX.into());
            let allowed = Kind::Integer { min, max }.allowed();
            return self.refuse(Problem::new("seed", text, allowed));
        };
        self.document.seed = seed;
        self.problems.clear();
        let before = self.document.config.clone();
        self.configure(&before);
    }

    /// Gives the experiment seed and settings, which were `before` so far.
    fn configure(&mut self, before: &Config) {
        self.effects.note_change();
        let step = self.lab.metrics_step();
        let now = &self.document.config;
        let weighs = !before.agrees(now, |control| !control.is_view());
        if self.target.is_some() {
            if !weighs {
                // Until it is there, other settings may be in force.
                let then = self.document.past.settings_at(step, now);
                self.lab.configure(self.document.seed, &then);
                return;
            }
            self.document.past.cut(step, before);
            self.target = None;
        }
        if self.lab.configure(self.document.seed, now) {
            self.document.past = Past::default();
            self.stopped = None;
            self.target = None;
            self.set_pin(None);
            self.view.selected = None;
        } else {
            // All steps of the line so far ran under the settings of before, and of its past.
            let newest = self.lab.history().newest;
            self.document
                .past
                .changed(newest, before, &self.document.config);
            self.relieve();
        }
    }

    fn refuse(&mut self, problem: Problem) {
        self.effects.controls = true;
        self.effects.said = Some(problem.to_string());
        self.problems = vec![problem];
    }
}

/// A list without what stands at a place.
fn without<T: Copy>(list: &[T], place: usize) -> Vec<T> {
    let mut kept = Vec::new();
    for (at, item) in list.iter().enumerate() {
        if at != place {
            kept.push(*item);
        }
    }
    kept
}

/// Looks elsewhere; tells whether that is a change.
fn turn<T: PartialEq>(slot: &mut T, value: T) -> bool {
    let turned = *slot != value;
    if turned {
        *slot = value;
    }
    turned
}
