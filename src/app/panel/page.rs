//! The whole page: header, numbers, settings, panels.

use super::dialog::dialog;
use super::field::{choice, row, switch};
use super::lens::lens;
use super::tape;
use super::template::put;
use crate::lab::{Control, Group, Panel};
use crate::labs::mlp::presets::PRESETS;

/// What an element shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The panels, in the order of the page.
    pub panels: Vec<Panel>,
    /// The groups of controls: see [`Parts::CONTROLS`].
    pub controls: Vec<&'static str>,
    /// Whether the element is the page itself, with its name.
    pub whole: bool,
}

impl Parts {
    /// The names that an element's `controls` attribute may list.
    pub const CONTROLS: &'static [&'static str] = &[
        "play", "step", "reset", "new", "speed", "menu", "numbers", "settings", "share", "theme",
        "help",
    ];

    /// The panels that the page has.
    pub const PANELS: [Panel; 6] = [
        Panel::Network,
        Panel::Lens,
        Panel::Tape,
        Panel::Plane,
        Panel::Loss,
        Panel::Accuracy,
    ];

    /// Everything.
    #[must_use]
    pub fn all(whole: bool) -> Self {
        Self {
            panels: Self::PANELS.to_vec(),
            controls: Self::CONTROLS.to_vec(),
            whole,
        }
    }

    /// Whether the controls named `name` are shown.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.controls.contains(&name)
    }

    /// Whether any control stands in the header.
    fn has_header(&self) -> bool {
        self.controls
            .iter()
            .any(|name| !matches!(*name, "numbers" | "settings"))
    }

    /// Whether `panel` is shown.
    #[must_use]
    pub fn shows(&self, panel: Panel) -> bool {
        self.panels.contains(&panel)
    }
}

/// The page as HTML. Settings and numbers are filled in afterwards.
#[must_use]
pub fn page(parts: &Parts, controls: &[Control]) -> String {
    let mut whole = String::new();
    let html = &mut whole;
    let class = if parts.whole { "app whole" } else { "app" };
    let new = parts.has("new");
    put(
        html,
        "<div class='{0}' part='app'><div class='head'>",
        &[class],
    );
    if parts.whole || parts.has_header() {
        header(html, parts, controls);
    }
    if parts.has("numbers") {
        numbers(html, parts.has("menu"));
    }
    *html += "<div class=\"notices\" data-slot=\"notices\"></div></div>";
    if parts.has("settings") {
        settings(html, controls, new);
    }
    if parts.shows(Panel::Network) {
        network(html, new);
    }
    if parts.shows(Panel::Lens) {
        lens(html, controls, !parts.whole);
    }
    if parts.shows(Panel::Tape) {
        tape::tape(html);
    }
    pictures(html, parts, controls);
    *html += "</div>";
    dialog(html);
    put(
        html,
        "<div class='unseen' role='status' data-text='live'></div><div hidden>",
        &[],
    );
    for name in ["neg", "pos", "zero", "ink", "surface"] {
        put(html, "<i data-swatch='{0}'></i>", &[name]);
    }
    *html += "</div>";
    whole
}

/// The panels beside the network's, each with the switches in its heading.
const PICTURES: [(Panel, &[&str]); 3] = [
    (Panel::Plane, &["view.discretize", "view.test", "view.lines"]),
    (Panel::Loss, &["view.log"]),
    (Panel::Accuracy, &[]),
];

fn pictures(html: &mut String, parts: &Parts, controls: &[Control]) {
    if !PICTURES.iter().any(|(panel, _)| parts.shows(*panel)) {
        return;
    }
    *html += "<div class=\"pictures\">";
    for (panel, keys) in PICTURES {
        if parts.shows(panel) {
            figure(html, panel, controls, keys);
        }
    }
    if parts.has("step") && (parts.shows(Panel::Loss) || parts.shows(Panel::Accuracy)) {
        put(html, tape::TIMELINE, &[]);
    }
    *html += "</div>";
}

/// Controls that stand in the network's picture.
const IN_THE_GRAPH: &[&str] = &["model.hidden", "model.weights"];

const PLAY: &str = "\
    <button class='main' type='button' data-act='toggle' aria-keyshortcuts='Space'>\
    <span class='when-paused'>{#play}{ui.play}</span>\
    <span class='when-playing'>{#pause}{ui.pause}</span></button>";

/// The switch to larger type and pictures, for a projector.
const LECTURE: &str = "\
    <label class='press' title='{view.lecture.help}'>\
    <input type='checkbox' data-key='view.lecture' aria-keyshortcuts='L'>\
    <span>{view.lecture}</span></label>";

const HELP: &str = "\
    <button class='round' type='button' data-act='help' aria-label='{ui.help}' \
    aria-keyshortcuts='?' title='{ui.help}'>?</button>";

fn header(html: &mut String, parts: &Parts, controls: &[Control]) {
    *html += "<div class=\"top\" part=\"header\">";
    if parts.whole {
        put(html, "<h1>{ui.name}</h1>", &[]);
    }
    if parts.has("menu") {
        menu(html);
    }
    put(
        html,
        "<div class='bar' role='group' aria-label='{ui.training}'>",
        &[],
    );
    if parts.has("play") {
        put(html, PLAY, &[]);
    }
    if parts.has("step") {
        tape::ladder(html, controls);
    }
    if parts.has("reset") {
        action(html, "reset");
    }
    *html += "</div>";
    if parts.has("speed") {
        choice(html, controls, "view.speed", "{?$}</div>");
    }
    let (graph, data) = (parts.shows(Panel::Network), parts.has("settings"));
    if parts.has("new") && !(data && graph) {
        put(
            html,
            "<div class='new' role='group' aria-label='{ui.again}'>",
            &[],
        );
        if !graph {
            action(html, "new-weights");
        }
        if !data {
            action(html, "new-data");
        }
        *html += "</div>";
    }
    *html += "<div class=\"tools\">";
    if parts.has("share") {
        *html += "<div class=\"share\">";
        action(html, "share");
        put(
            html,
            "<div class='toast' data-slot='toast' aria-hidden='true'></div></div>",
            &[],
        );
    }
    if parts.has("theme") {
        if parts.whole {
            put(html, LECTURE, &[]);
        }
        let explanation = "<span class='unseen' id='h-view-theme'>{$.help}</span></div>";
        choice(html, controls, "view.theme", explanation);
    }
    if parts.has("help") {
        put(html, HELP, &[]);
    }
    *html += "</div></div>";
}

/// A button with icon and word; its explanation is its title.
fn action(html: &mut String, act: &str) {
    put(
        html,
        "<button type='button' data-act='{0}' title='{ui.$.help}'>{#$}<span>{ui.$}</span></button>",
        &[act],
    );
}

/// The named configurations.
fn menu(html: &mut String) {
    put(
        html,
        "<div class='menu'><label class='unseen' for='f-preset'>{ui.examples}</label>\
        <select id='f-preset' data-preset=''><option value='' hidden>{ui.own}</option>",
        &[],
    );
    for preset in PRESETS {
        let option = "<option value='{0}'>{preset.$}</option>";
        put(html, option, &[preset.name]);
    }
    *html += "</select></div>";
}

/// A number's name, its group, and the key of its label.
const NUMBERS: [(&str, &str, &str); 6] = [
    ("epoch", "", "ui.epoch"),
    ("step", "", "ui.step"),
    ("train-loss", "ui.loss", "ui.train"),
    ("test-loss", "ui.loss", "ui.test"),
    ("train-accuracy", "ui.accuracy", "ui.train"),
    ("test-accuracy", "ui.accuracy", "ui.test"),
];

/// Epoch, step, losses and accuracies; with the line of text of the example, where there
/// is a menu of them.
fn numbers(html: &mut String, lesson: bool) {
    put(
        html,
        "<div class='numbers' part='numbers' role='group' aria-label='{ui.numbers}'>\
        <dl class='count'>",
        &[],
    );
    for (index, (name, group, label)) in NUMBERS.into_iter().enumerate() {
        // Two numbers a group.
        if index == 2 {
            put(
                html,
                "</dl><div class='group'><p class='label'>{$} \
                <small data-text='loss.penalty'></small></p><dl>",
                &[group],
            );
        } else if index == 4 {
            put(
                html,
                "</dl></div><div class='group'><p class='label'>{$}</p><dl>",
                &[group],
            );
        }
        put(
            html,
            "<div class='number' data-number='{1}'><dt>{$}</dt><dd data-text='{1}'>–</dd></div>",
            &[label, name],
        );
    }
    *html += "</dl></div>";
    if lesson {
        *html += "<p class=\"lesson\" data-text=\"lesson\"></p>";
    }
    *html += "</div>";
}

/// The seed of everything that is drawn, and the next one.
const SEED: &str = "\
    <div class='row' data-row='seed'><label for='f-seed'>{seed}</label>{?seed}\
    <input class='number' id='f-seed' type='number' inputmode='numeric' data-seed='' min='0' \
    max='{0}' step='1' autocomplete='off' aria-describedby='h-seed'>\
    <button type='button' data-act='new-seed' aria-label='{ui.new-seed}' \
    title='{ui.new-seed.help}'>{ui.next}</button></div>";

fn settings(html: &mut String, controls: &[Control], new: bool) {
    put(
        html,
        "<div class='settings' part='settings' role='group' aria-label='{ui.settings}'>",
        &[],
    );
    for (group, name) in [
        (Group::Data, "data"),
        (Group::Training, "training"),
        (Group::Model, "model"),
    ] {
        let title = "<div class='rows'><div class='title'><h2>{group.$}</h2>";
        put(html, title, &[name]);
        if group == Group::Data && new {
            action(html, "new-data");
        }
        *html += "</div>";
        for control in controls.iter().filter(|control| control.group == group) {
            if !control.key.ends_with(".draw") && !IN_THE_GRAPH.contains(&control.key) {
                row(html, control);
            }
        }
        if group == Group::Model {
            put(html, SEED, &[&u32::MAX.to_string()]);
        }
        *html += "</div>";
    }
    *html += "</div>";
}

/// What stands in a panel's heading beside its name, and after the note on how to read it.
const HEADING: [&str; 3] = [
    "<div class='heading'><h2 id='t-{0}' data-text='{0}.title'>{panel.$}</h2>",
    "</div><div class='note'><p class='how' id='d-{0}' data-text='{0}.how'>{panel.$.how}</p>\
    <p class='readout' data-text='{0}.readout'></p>",
    "</div>",
];

/// The place of a picture, which answers to the keyboard; `inside` is a template for what lies
/// over it.
pub(super) fn canvas(html: &mut String, panel: &str, inside: &str) {
    put(
        html,
        "<div class='canvas' data-canvas='{0}'><canvas class='under' aria-hidden='true'></canvas>\
        <canvas class='over' aria-hidden='true'></canvas>",
        &[panel],
    );
    put(html, inside, &[panel]);
    put(
        html,
        "</div><p class='unseen' id='s-{0}' data-text='{0}.description'></p>",
        &[panel],
    );
}

const OVERLAY: &str = "\
    <div class='overlay' role='application' data-slot='overlay' aria-labelledby='t-network' \
    aria-describedby='k-network'></div><div class='unseen' id='k-network'>{panel.network.keys}</div>\
    <div class='editor' data-slot='editor' hidden>\
    <label class='unseen' for='g-editor' data-text='editor'></label>\
    <input id='g-editor' type='number' step='any' autocomplete='off' inputmode='decimal'></div>";

/// The network.
fn network(html: &mut String, new: bool) {
    let name = "network";
    put(
        html,
        "<div class='figure {0}' part='panel {0}' role='group' aria-labelledby='t-{0}'>\
        <div class='stage'>",
        &[name],
    );
    put(html, HEADING[0], &[name]);
    if new {
        action(html, "new-weights");
    }
    put(html, HEADING[1], &[name]);
    *html += HEADING[2];
    canvas(html, name, OVERLAY);
    put(
        html,
        "</div><details class='table' data-slot='tables'><summary>{ui.table}</summary>\
        <div class='tables' data-slot='tables-body'></div></details></div>",
        &[],
    );
}

const KEYBOARD: &str = "\
    <div class='overlay' role='application' tabindex='0' data-keys='{0}' \
    aria-labelledby='t-{0}' aria-describedby='k-{0} s-{0}'></div>\
    <div class='unseen' id='k-{0}'>{panel.$.keys}</div>";

fn figure(html: &mut String, panel: Panel, controls: &[Control], keys: &[&str]) {
    let name: &'static str = panel.into();
    put(
        html,
        "<div class='figure {0}' part='panel {0}' role='group' aria-labelledby='t-{0}' \
        data-panel='{0}'>",
        &[name],
    );
    put(html, HEADING[0], &[name]);
    if !keys.is_empty() {
        *html += "<div class=\"tools-row\">";
        for key in keys {
            if controls.iter().any(|control| control.key == *key) {
                switch(html, key);
            }
        }
        *html += "</div>";
    }
    put(html, HEADING[1], &[name]);
    if panel == Panel::Plane {
        line_tools(html);
    }
    *html += HEADING[2];
    canvas(html, name, KEYBOARD);
    *html += "</div>";
}

/// Buttons that move the chosen unit's line, in place of dragging.
fn line_tools(html: &mut String) {
    put(
        html,
        "<div class='line-tools' role='group' aria-label='{ui.line}' data-slot='line-tools' \
        hidden><span>{ui.line}</span>",
        &[],
    );
    for (act, text) in [
        ("line-back", "←"),
        ("line-on", "→"),
        ("line-left", "↺"),
        ("line-right", "↻"),
    ] {
        put(
            html,
            "<button class='round' type='button' data-act='{0}' aria-label='{ui.$}' \
            title='{ui.$}'>{1}</button>",
            &[act, text],
        );
    }
    *html += "</div>";
}
