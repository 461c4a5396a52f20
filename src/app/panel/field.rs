//! Controls as form fields.

use super::template::put;
use super::thumbnail::thumbnail;
use crate::app::{Document, slider};
use crate::data::{Feature, Kind as DataKind, Outcome};
use crate::lab::words::{find, find_under, word};
use crate::lab::{Config, Control, Kind, named};
use crate::labs::mlp::{self, presets::PRESETS};
use crate::scene::format;
use strum::{IntoEnumIterator, VariantNames};

/// Controls whose range is typed, not dragged.
const TYPED: &[&str] = &[
    "train.momentum",
    "train.alpha",
    "train.beta1",
    "train.beta2",
    "train.epsilon",
    "model.scale",
];

/// A row's beginning: label and help.
const ROW: &str = "<div class='row' data-row='{0}'><label for='f-{~}'>{$}</label>{?$}";

/// A switch as a box to tick, with its help.
const SWITCH: &str = "\
    <div class='switch' data-row='{0}'><label>\
    <input type='checkbox' data-key='{0}' aria-describedby='h-{~}'>\
    <span>{$}</span></label>{?$}</div>";

/// A row of the panel: label, help, field.
pub(super) fn row(html: &mut String, control: &Control) {
    let key = control.key;
    match control.kind {
        Kind::Switch => switch(html, key),
        Kind::Choice(_) if key == "data.kind" => data_sets(html, key),
        Kind::Choice(names) => {
            put(html, ROW, &[key]);
            select(html, key, names, None);
            *html += "</div>";
        }
        Kind::Integer { .. } | Kind::Number { .. } => number(html, control),
        Kind::List { item, .. } => match (key, item) {
            ("model.activation", Kind::Choice(names)) => activations(html, key, names),
            (_, Kind::Choice(names)) => chips(html, key, names),
            _ => {}
        },
    }
}

/// A switch.
pub(super) fn switch(html: &mut String, key: &str) {
    put(html, SWITCH, &[key]);
}

/// The choice at `key` as a menu between two templates, where there is that control.
pub(super) fn choice_of(html: &mut String, controls: &[Control], key: &str, around: [&str; 2]) {
    let control = controls.iter().find(|control| control.key == key);
    if let Some(Control {
        kind: Kind::Choice(names),
        ..
    }) = control
    {
        put(html, around[0], &[key]);
        select(html, key, names, None);
        put(html, around[1], &[key]);
    }
}

/// The choice at `key` as a menu after its label; `explanation` is the template after it.
pub(super) fn choice(html: &mut String, controls: &[Control], key: &str, explanation: &str) {
    let label = "<div class='inline'><label for='f-{~}'>{$}</label>";
    choice_of(html, controls, key, [label, explanation]);
}

/// A choice as a menu; for one layer where `layer` names it.
fn select(html: &mut String, key: &str, names: &[&str], layer: Option<usize>) {
    match layer {
        Some(layer) => put(
            html,
            "<select data-key='{0}' data-layer='{1}' aria-label='{$} {ui.of-layer} {2}' \
            aria-describedby='h-{~}'>",
            &[key, &layer.to_string(), &(layer + 1).to_string()],
        ),
        None => put(
            html,
            "<select id='f-{~}' data-key='{0}' aria-describedby='h-{~}'>",
            &[key],
        ),
    }
    for name in names {
        let label = option_label(key, name);
        put(html, "<option value='{0}'>{1}</option>", &[name, label]);
    }
    *html += "</select>";
}

/// The text of a choice: its own in this control, or the one it has everywhere.
#[must_use]
pub fn option_label<'a>(key: &str, name: &'a str) -> &'a str {
    find_under(key, name).unwrap_or_else(|| word(name))
}

fn number(html: &mut String, control: &Control) {
    let key = control.key;
    let (min, max, step) = match control.kind {
        Kind::Integer { min, max } => (min as f64, max as f64, "1"),
        Kind::Number { min, max, .. } => (min, max, "any"),
        _ => (0.0, 0.0, "any"),
    };
    put(html, ROW, &[key]);
    if !TYPED.contains(&key) {
        let last = slider::stops(&control.kind).len() - 1;
        put(
            html,
            "<input type='range' data-key='{0}' min='0' max='{1}' step='1' \
            aria-label='{$}, {ui.slider}'>",
            &[key, &last.to_string()],
        );
    }
    put(
        html,
        "<input class='number' id='f-{~}' type='number' inputmode='decimal' data-key='{0}' \
        min='{1}' max='{2}' step='{3}' autocomplete='off' aria-describedby='h-{~}'></div>",
        &[key, &format::plain(min), &format::plain(max), step],
    );
}

/// A set of fields under one name, as attributes and text of its element.
const SET: &str = "data-row='{0}' aria-labelledby='l-{~}' aria-describedby='h-{~}'>\
    <span id='l-{~}'>{$}</span>{?$}";

/// The data sets, each as its picture.
fn data_sets(html: &mut String, key: &str) {
    *html += "<div class=\"sets\" role=\"radiogroup\" ";
    put(html, SET, &[key]);
    *html += "<div class=\"tiles\">";
    for (kind, name) in DataKind::iter().zip(DataKind::VARIANTS) {
        put(
            html,
            "<label class='tile' title='{2}'><input type='radio' name='data-kind' value='{1}' \
            data-key='{0}' aria-label='{2}'>",
            &[key, name, option_label(key, name)],
        );
        thumbnail(html, kind);
        *html += "</label>";
    }
    put(
        html,
        "</div><p class='chosen' data-text='data.kind' aria-hidden='true'></p></div>",
        &[],
    );
}

/// A set of names as chips that are on or off.
fn chips(html: &mut String, key: &str, names: &[&str]) {
    *html += "<div class=\"chips\" role=\"group\" ";
    put(html, SET, &[key]);
    *html += "<div class=\"set\">";
    for name in names {
        put(
            html,
            "<label class='chip'><input type='checkbox' data-key='{0}' data-item='{1}'>\
            <span>{2}</span></label>",
            &[key, name, feature_label(name)],
        );
    }
    *html += "</div></div>";
}

/// The hidden layers' activation: one for all, or one a layer.
fn activations(html: &mut String, key: &str, names: &[&str]) {
    put(html, ROW, &[key]);
    select(html, key, names, None);
    put(
        html,
        "</div><div class='switch' data-row='{0}'><label>\
        <input type='checkbox' data-act='per-layer' aria-describedby='h-ui-per-layer'>\
        <span>{$}</span></label>{?$}</div>",
        &["ui.per-layer"],
    );
    for layer in 0..mlp::MAX_LAYERS {
        put(
            html,
            "<div class='row sub' hidden data-layer-row='{0}'>\
            <span aria-hidden='true'>{ui.layer} {1}</span>",
            &[&layer.to_string(), &(layer + 1).to_string()],
        );
        select(html, key, names, Some(layer));
        *html += "</div>";
    }
}

/// A feature as it is written in a formula.
fn feature_label(name: &str) -> &'static str {
    named::<Feature>(name).map_or("", Feature::label)
}

/// Controls that mean something only beside some choices of another: the control, the other, and
/// those choices.
const BESIDE: [(&str, &str, &[&str]); 6] = [
    (
        "train.momentum",
        "train.optimizer",
        &["momentum", "nesterov"],
    ),
    ("train.alpha", "train.optimizer", &["rmsprop"]),
    ("train.beta1", "train.optimizer", &["adam", "adamw"]),
    ("train.beta2", "train.optimizer", &["adam", "adamw"]),
    (
        "train.epsilon",
        "train.optimizer",
        &["adagrad", "rmsprop", "adam", "adamw"],
    ),
    ("model.scale", "model.init", &["uniform", "normal"]),
];

/// Whether a control means anything beside the other settings.
#[must_use]
pub fn is_shown(key: &str, config: &Config) -> bool {
    for (control, other, choices) in &BESIDE {
        if *control == key {
            return choices.contains(&config.choice(other));
        }
    }
    match key {
        "model.activation" => !config.numbers("model.hidden").is_empty(),
        "view.discretize" | "view.lines" => fits(config, "x2"),
        "ui.per-layer" => config.numbers("model.hidden").len() > 1,
        _ => true,
    }
}

/// Whether a switch can do something beside the other settings: a unit's line is straight only
/// where its inputs are the plane's.
#[must_use]
pub fn can_work(key: &str, config: &Config) -> bool {
    let plain = |name: &&str| matches!(*name, "x1" | "x2");
    key != "view.lines" || features(config).iter().all(plain)
}

/// How to read the plane's picture: with one input it is a curve.
#[must_use]
pub fn plane_note(config: &Config) -> String {
    let kind = data_kind(config);
    let [mut colour, mut border, mut lines] = ["panel.plane.how", "", ""];
    if kind.inputs() == 1 {
        colour = "panel.curve.how";
        let sum = match config.choice("model.output") {
            "auto" => config.choice("train.task") != "classification",
            output => output == "identity",
        };
        if sum && !config.numbers("model.hidden").is_empty() {
            border = "panel.curve.thin";
        }
    } else {
        match kind.row().outcome {
            Outcome::Classes(_) if config.choice("train.task") == "regression" => {}
            Outcome::Classes(names) if names.len() > 2 => colour = "panel.plane.borders",
            Outcome::Classes(_) => border = "panel.plane.threshold",
            Outcome::Number(_) => {}
        }
        if config.flag("view.lines") && can_work("view.lines", config) {
            lines = "panel.plane.thin";
        }
    }
    let mut note = String::new();
    for key in [colour, border] {
        note += find(key).unwrap_or_default();
    }
    note += ".";
    for key in [lines, "panel.plane.pin"] {
        note += find(key).unwrap_or_default();
    }
    note
}

/// What the losses on the page leave out: the penalty, where there is one.
#[must_use]
pub fn penalty_note(config: &Config) -> &'static str {
    if config.number("train.l1") > 0.0 || config.number("train.l2") > 0.0 {
        word("ui.no-penalty")
    } else {
        ""
    }
}

/// Whether the data have what a feature needs.
fn fits(config: &Config, name: &str) -> bool {
    named::<Feature>(name).is_some_and(|feature| feature.inputs() <= data_kind(config).inputs())
}

/// The data set that is chosen.
fn data_kind(config: &Config) -> DataKind {
    named(config.choice("data.kind")).unwrap_or_default()
}

/// The features that are in use.
fn features(config: &Config) -> Vec<&'static str> {
    let mut names = Vec::new();
    for name in config.choices("data.features") {
        if fits(config, name) {
            names.push(name);
        }
    }
    names
}

/// Whether an item of the list at `key` is on.
#[must_use]
pub fn is_on(key: &str, item: &str, config: &Config) -> bool {
    if key == "data.features" {
        return features(config).contains(&item);
    }
    config.choices(key).contains(&item)
}

/// Whether an item of the list at `key` cannot be switched: the last that is on, or one
/// that the data do not have.
#[must_use]
pub fn is_disabled(key: &str, item: &str, config: &Config) -> bool {
    key == "data.features" && (!fits(config, item) || features(config) == [item])
}

/// The text of the list at `key` after its `item` was switched `on` or off, in the order
/// of the table.
#[must_use]
pub fn with_item(config: &Config, control: &Control, item: &str, on: bool) -> String {
    let Kind::List {
        item: Kind::Choice(names),
        ..
    } = control.kind
    else {
        return String::new();
    };
    let chosen = config.choices(control.key);
    let mut kept = String::new();
    for name in *names {
        if (*name == item && on) || (*name != item && chosen.contains(name)) {
            let comma = if kept.is_empty() { "" } else { "," };
            kept += comma;
            kept += name;
        }
    }
    kept
}

/// The preset whose settings these are, how the pictures are drawn left aside.
#[must_use]
pub fn chosen_preset(config: &Config) -> Option<&'static str> {
    // What is drawn at random makes no other example.
    let counts = |control: &Control| !control.is_view() && !control.key.ends_with(".draw");
    for preset in PRESETS {
        let (document, _) = Document::from_fragment(config.controls(), preset.fragment);
        if document.config.agrees(config, counts) {
            return Some(preset.name);
        }
    }
    None
}
