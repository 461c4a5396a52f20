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

    /// Whether `panel` is shown.
    #[must_use]
    pub fn shows(&self, panel: Panel) -> bool {
        self.panels.contains(&panel)
    }
}

/// What stands after the panels.
const END: &str = "\
    <div class='unseen' role='status' data-text='live'></div><div hidden>\
    <i data-swatch='neg'></i><i data-swatch='pos'></i><i data-swatch='zero'></i>\
    <i data-swatch='ink'></i><i data-swatch='surface'></i></div>";

/// The page as HTML. Settings and numbers are filled in afterwards.
#[must_use]
pub fn page(parts: &Parts, controls: &[Control]) -> String {
    let mut page = String::new();
    let html = &mut page;
    let has = |name| parts.has(name);
    // The names of what is shown, for the templates.
    let mut shown = parts.controls.clone();
    if parts.whole {
        shown.push("whole");
    }
    let (graph, settled) = (parts.shows(Panel::Network), has("settings"));
    if has("new") && !(settled && graph) {
        shown.push("again");
        if !graph {
            shown.push("weights");
        }
        if !settled {
            shown.push("data");
        }
    }
    put(
        html,
        "<div class='app{+whole} whole{-}' part='app'><div class='head'>",
        &shown,
    );
    let in_header = |name: &&str| !matches!(*name, "numbers" | "settings");
    if parts.whole || parts.controls.iter().any(in_header) {
        header(html, &shown, controls);
    }
    if has("numbers") {
        put(html, NUMBERS, &shown);
    }
    *html += "<div class=\"notices\" data-slot=\"notices\"></div></div>";
    if settled {
        settings(html, &shown, controls);
    }
    if graph {
        figure(html, Panel::Network, controls, &shown);
    }
    if parts.shows(Panel::Lens) {
        lens(html, controls, !parts.whole);
    }
    if parts.shows(Panel::Tape) {
        tape::tape(html);
    }
    let charts = parts.shows(Panel::Loss) || parts.shows(Panel::Accuracy);
    if charts || parts.shows(Panel::Plane) {
        *html += "<div class=\"pictures\">";
        for (panel, keys) in &PICTURES {
            if parts.shows(*panel) {
                figure(html, *panel, controls, keys);
            }
        }
        if has("step") && charts {
            put(html, tape::TIMELINE, &[]);
        }
        *html += "</div>";
    }
    *html += "</div>";
    dialog(html);
    put(html, END, &[]);
    page
}

/// The panels beside the network's, each with the switches in its heading.
const PICTURES: [(Panel, &[&str]); 3] = [
    (
        Panel::Plane,
        &["view.discretize", "view.test", "view.lines"],
    ),
    (Panel::Loss, &["view.log"]),
    (Panel::Accuracy, &[]),
];

/// Controls that stand in the network's picture.
const IN_THE_GRAPH: &[&str] = &["model.hidden", "model.weights"];

/// The header: what stands before the menu of examples, the ladder, the speed, the theme, and
/// at the end.
const HEADER: [&str; 5] = [
    "<div class='top' part='header'>{+whole}<h1>{ui.name}</h1>{-}",
    "<div class='bar' role='group' aria-label='{ui.training}'>{+play}\
    <button class='main' type='button' data-act='toggle' aria-keyshortcuts='Space'>\
    <span class='when-paused'>{#play}{ui.play}</span>\
    <span class='when-playing'>{#pause}{ui.pause}</span></button>{-}",
    "{+reset}{!reset}{-}</div>",
    "{+again}<div class='new' role='group' aria-label='{ui.again}'>{-}\
    {+weights}{!new-weights}{-}{+data}{!new-data}{-}{+again}</div>{-}\
    <div class='tools'>{+share}<div class='share'>{!share}\
    <div class='toast' data-slot='toast' aria-hidden='true'></div></div>{-}",
    "{+help}<button class='round' type='button' data-act='help' aria-label='{ui.help}' \
    aria-keyshortcuts='?' title='{ui.help}'>?</button>{-}</div></div>",
];

/// The switch to larger type and pictures, for a projector.
const LECTURE: &str = "{+whole}\
    <label class='press' title='{view.lecture.help}'>\
    <input type='checkbox' data-key='view.lecture' aria-keyshortcuts='L'>\
    <span>{view.lecture}</span></label>{-}";

fn header(html: &mut String, shown: &[&str], controls: &[Control]) {
    put(html, HEADER[0], shown);
    if shown.contains(&"menu") {
        menu(html);
    }
    put(html, HEADER[1], shown);
    if shown.contains(&"step") {
        tape::ladder(html, controls);
    }
    put(html, HEADER[2], shown);
    if shown.contains(&"speed") {
        choice(html, controls, "view.speed", "{?$}</div>");
    }
    put(html, HEADER[3], shown);
    if shown.contains(&"theme") {
        put(html, LECTURE, shown);
        let explanation = "<span class='unseen' id='h-view-theme'>{$.help}</span></div>";
        choice(html, controls, "view.theme", explanation);
    }
    put(html, HEADER[4], shown);
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

/// Epoch, step, losses and accuracies; with the line of text of the example, where there
/// is a menu of them.
const NUMBERS: &str = "\
    <div class='numbers' part='numbers' role='group' aria-label='{ui.numbers}'>\
    <dl class='count'>\
    <div class='number' data-number='epoch'><dt>{ui.epoch}</dt><dd data-text='epoch'>–</dd></div>\
    <div class='number' data-number='step'><dt>{ui.step}</dt><dd data-text='step'>–</dd></div>\
    </dl><div class='group'>\
    <p class='label'>{ui.loss} <small data-text='loss.penalty'></small></p><dl>\
    <div class='number' data-number='train-loss'><dt>{ui.train}</dt>\
    <dd data-text='train-loss'>–</dd></div>\
    <div class='number' data-number='test-loss'><dt>{ui.test}</dt>\
    <dd data-text='test-loss'>–</dd></div>\
    </dl></div><div class='group'><p class='label'>{ui.accuracy}</p><dl>\
    <div class='number' data-number='train-accuracy'><dt>{ui.train}</dt>\
    <dd data-text='train-accuracy'>–</dd></div>\
    <div class='number' data-number='test-accuracy'><dt>{ui.test}</dt>\
    <dd data-text='test-accuracy'>–</dd></div>\
    </dl></div>{+menu}<p class='lesson' data-text='lesson'></p>{-}</div>";

/// The seed of everything that is drawn, and the next one.
const SEED: &str = "\
    <div class='row' data-row='seed'><label for='f-seed'>{seed}</label>{?seed}\
    <input class='number' id='f-seed' type='number' inputmode='numeric' data-seed='' min='0' \
    max='4294967295' step='1' autocomplete='off' aria-describedby='h-seed'>\
    <button type='button' data-act='new-seed' aria-label='{ui.new-seed}' \
    title='{ui.new-seed.help}'>{ui.next}</button></div>";

/// The groups of settings, with the templates of their headings.
const GROUPS: [(Group, &str); 3] = [
    (Group::Data, "{group.data}</h2>{+new}{!new-data}{-}</div>"),
    (Group::Training, "{group.training}</h2></div>"),
    (Group::Model, "{group.model}</h2></div>"),
];

fn settings(html: &mut String, shown: &[&str], controls: &[Control]) {
    put(
        html,
        "<div class='settings' part='settings' role='group' aria-label='{ui.settings}'>",
        &[],
    );
    for (group, heading) in &GROUPS {
        *html += "<div class=\"rows\"><div class=\"title\"><h2>";
        put(html, heading, shown);
        for control in controls {
            if control.group == *group
                && !control.key.ends_with(".draw")
                && !IN_THE_GRAPH.contains(&control.key)
            {
                row(html, control);
            }
        }
        if *group == Group::Model {
            put(html, SEED, &[]);
        }
        *html += "</div>";
    }
    *html += "</div>";
}

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

/// What lies over the network's picture.
const OVERLAY: &str = "\
    <div class='overlay' role='application' data-slot='overlay' aria-labelledby='t-network' \
    aria-describedby='k-network'></div><div class='unseen' id='k-network'>{panel.network.keys}</div>\
    <div class='editor' data-slot='editor' hidden>\
    <label class='unseen' for='g-editor' data-text='editor'></label>\
    <input id='g-editor' type='number' step='any' autocomplete='off' inputmode='decimal'></div>";

/// What lies over the other pictures.
const KEYBOARD: &str = "\
    <div class='overlay' role='application' tabindex='0' data-keys='{0}' \
    aria-labelledby='t-{0}' aria-describedby='k-{0} s-{0}'></div>\
    <div class='unseen' id='k-{0}'>{panel.$.keys}</div>";

/// The table under the network's picture.
const TABLE: &str = "</div>\
    <details class='table' data-slot='tables'><summary>{ui.table}</summary>\
    <div class='tables' data-slot='tables-body'></div></details></div>";

/// A panel: its heading, which says what one sees and how to read it, and the place of its
/// picture. `tools` are what stands in the heading of the network, and the switches in that of
/// another picture.
fn figure(html: &mut String, panel: Panel, controls: &[Control], tools: &[&str]) {
    let name: &'static str = panel.into();
    let graph = panel == Panel::Network;
    put(
        html,
        "<div class='figure {0}' part='panel {0}' role='group' aria-labelledby='t-{0}'",
        &[name],
    );
    let place = if graph {
        "><div class='stage'>"
    } else {
        " data-panel='{0}'>"
    };
    put(html, place, &[name]);
    put(
        html,
        "<div class='heading'><h2 id='t-{0}' data-text='{0}.title'>{panel.$}</h2>",
        &[name],
    );
    if graph {
        put(html, "{+new}{!new-weights}{-}", tools);
    } else if !tools.is_empty() {
        *html += "<div class=\"tools-row\">";
        for key in tools {
            if controls.iter().any(|control| control.key == *key) {
                switch(html, key);
            }
        }
        *html += "</div>";
    }
    put(
        html,
        "</div><div class='note'><p class='how' id='d-{0}' data-text='{0}.how'>{panel.$.how}</p>\
        <p class='readout' data-text='{0}.readout'></p>",
        &[name],
    );
    if panel == Panel::Plane {
        put(html, LINE_TOOLS, &[]);
    }
    *html += "</div>";
    canvas(html, name, if graph { OVERLAY } else { KEYBOARD });
    put(html, if graph { TABLE } else { "</div>" }, &[]);
}

/// Buttons that move the chosen unit's line, in place of dragging.
const LINE_TOOLS: &str = "\
    <div class='line-tools' role='group' aria-label='{ui.line}' data-slot='line-tools' hidden>\
    <span>{ui.line}</span>\
    <button class='round' type='button' data-act='line-back' aria-label='{ui.line-back}' \
    title='{ui.line-back}'>←</button>\
    <button class='round' type='button' data-act='line-on' aria-label='{ui.line-on}' \
    title='{ui.line-on}'>→</button>\
    <button class='round' type='button' data-act='line-left' aria-label='{ui.line-left}' \
    title='{ui.line-left}'>↺</button>\
    <button class='round' type='button' data-act='line-right' aria-label='{ui.line-right}' \
    title='{ui.line-right}'>↻</button></div>";
