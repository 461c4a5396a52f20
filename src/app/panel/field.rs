//! Controls as form fields.

use maud::{Markup, html};

use super::{slug, thumbnail::thumbnail};
use crate::app::{Document, slider};
use crate::data::{Feature, Kind as DataKind, Outcome};
use crate::lab::words::{find, word};
use crate::lab::{Config, Control, Kind, Setting};
use crate::labs::mlp::{self, presets::PRESETS};

/// Controls whose range is typed, not dragged.
const TYPED: &[&str] = &[
    "train.momentum",
    "train.alpha",
    "train.beta1",
    "train.beta2",
    "train.epsilon",
    "model.scale",
];

/// A row of the panel: label, help, field.
pub(super) fn row(control: &Control) -> Markup {
    let key = control.key;
    let id = slug(key);
    match control.kind {
        Kind::Switch => switch(control),
        Kind::Choice(_) if key == "data.kind" => data_sets(control),
        Kind::Choice(names) => html! {
            div.row data-row=(key) {
                label for={ "f-" (id) } { (word(key)) }
                (help(key))
                (select(key, names, None))
            }
        },
        Kind::Integer { .. } | Kind::Number { .. } => number(control),
        Kind::List { item, .. } => match (key, item) {
            ("model.activation", Kind::Choice(names)) => activations(key, names),
            (_, Kind::Choice(names)) => chips(key, names),
            _ => html! {},
        },
    }
}

/// A switch as a box to tick, with its help.
pub(super) fn switch(control: &Control) -> Markup {
    let key = control.key;
    let id = slug(key);
    html! {
        div.switch data-row=(key) {
            label {
                input type="checkbox" data-key=(key) aria-describedby={ "h-" (id) };
                span { (word(key)) }
            }
            (help(key))
        }
    }
}

/// The small button that opens a control's explanation, and the explanation.
pub(super) fn help(key: &str) -> Markup {
    let id = slug(key);
    html! {
        button.q type="button" data-act="explain" aria-expanded="false" aria-controls={ "h-" (id) }
            aria-label={ (word("ui.about")) " " (word(key)) } { "?" }
        p.help id={ "h-" (id) } hidden { (word(&format!("{key}.help"))) }
    }
}

/// A choice as a menu; for one layer where `layer` names it.
pub(super) fn select(key: &str, names: &[&str], layer: Option<usize>) -> Markup {
    let id = slug(key);
    let layer = layer.map(|layer| layer.to_string());
    html! {
        select id=[layer.is_none().then(|| format!("f-{id}"))] data-key=(key) data-layer=[&layer]
            aria-label=[layer.as_ref().map(|layer| layer_label(key, layer))]
            aria-describedby={ "h-" (id) } {
            @for name in names {
                option value=(name) { (option_label(key, name)) }
            }
        }
    }
}

/// `Activation of hidden layer 2`, the layer counted from 0 in `layer`.
fn layer_label(key: &str, layer: &str) -> String {
    let number = layer.parse::<usize>().unwrap_or(0) + 1;
    format!("{} {} {number}", word(key), word("ui.of-layer"))
}

/// The text of a choice: its own in this control, or the one it has everywhere.
#[must_use]
pub fn option_label<'a>(key: &str, name: &'a str) -> &'a str {
    find(&format!("{key}.{name}")).unwrap_or_else(|| word(name))
}

fn number(control: &Control) -> Markup {
    let key = control.key;
    let id = slug(key);
    let stops = if TYPED.contains(&key) {
        Vec::new()
    } else {
        slider::stops(&control.kind)
    };
    let (min, max, step) = match control.kind {
        Kind::Integer { min, max } => (min as f64, max as f64, "1"),
        Kind::Number { min, max, .. } => (min, max, "any"),
        _ => (0.0, 0.0, "any"),
    };
    html! {
        div.row data-row=(key) {
            label for={ "f-" (id) } { (word(key)) }
            (help(key))
            @if !stops.is_empty() {
                input type="range" data-key=(key) min="0" max=(stops.len() - 1) step="1"
                    aria-label={ (word(key)) ", " (word("ui.slider")) };
            }
            input.number id={ "f-" (id) } type="number" inputmode="decimal" data-key=(key)
                min=(min) max=(max) step=(step) autocomplete="off" aria-describedby={ "h-" (id) };
        }
    }
}

/// The data sets, each as its picture.
fn data_sets(control: &Control) -> Markup {
    let key = control.key;
    let id = slug(key);
    html! {
        div.sets role="radiogroup" data-row=(key) aria-labelledby={ "l-" (id) } aria-describedby={ "h-" (id) } {
            span id={ "l-" (id) } { (word(key)) }
            (help(key))
            div.tiles {
                @for kind in <DataKind as strum::IntoEnumIterator>::iter() {
                    @let name: &'static str = kind.into();
                    label.tile title=(option_label(key, name)) {
                        input type="radio" name="data-kind" value=(name) data-key=(key)
                            aria-label=(option_label(key, name));
                        (thumbnail(kind))
                    }
                }
            }
            p.chosen data-text="data.kind" aria-hidden="true" {}
        }
    }
}

/// A set of names as chips that are on or off.
fn chips(key: &str, names: &[&str]) -> Markup {
    let id = slug(key);
    html! {
        div.chips role="group" data-row=(key) aria-labelledby={ "l-" (id) } aria-describedby={ "h-" (id) } {
            span id={ "l-" (id) } { (word(key)) }
            (help(key))
            div.set {
                @for name in names {
                    label.chip {
                        input type="checkbox" data-key=(key) data-item=(name);
                        span { (feature_label(name)) }
                    }
                }
            }
        }
    }
}

/// The hidden layers' activation: one for all, or one a layer.
fn activations(key: &str, names: &[&str]) -> Markup {
    let id = slug(key);
    html! {
        div.row data-row=(key) {
            label for={ "f-" (id) } { (word(key)) }
            (help(key))
            (select(key, names, None))
        }
        div.switch data-row="ui.per-layer" {
            label {
                input type="checkbox" data-act="per-layer" aria-describedby="h-ui-per-layer";
                span { (word("ui.per-layer")) }
            }
            (help("ui.per-layer"))
        }
        @for layer in 0..mlp::MAX_LAYERS {
            div.row.sub hidden data-layer-row=(layer) {
                span aria-hidden="true" { (word("ui.layer")) " " (layer + 1) }
                (select(key, names, Some(layer)))
            }
        }
    }
}

/// A feature as it is written in a formula.
fn feature_label(name: &str) -> &'static str {
    name.parse::<Feature>().map_or("", Feature::label)
}

/// Whether a control means anything beside the other settings.
#[must_use]
pub fn is_shown(key: &str, config: &Config) -> bool {
    let optimizer = config.choice("train.optimizer");
    match key {
        "train.momentum" => matches!(optimizer, "momentum" | "nesterov"),
        "train.alpha" => optimizer == "rmsprop",
        "train.beta1" | "train.beta2" => matches!(optimizer, "adam" | "adamw"),
        "train.epsilon" => matches!(optimizer, "adagrad" | "rmsprop" | "adam" | "adamw"),
        "model.scale" => matches!(config.choice("model.init"), "uniform" | "normal"),
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
    let kind: DataKind = config.choice("data.kind").parse().unwrap_or_default();
    if kind.inputs() == 1 {
        return word("panel.curve.how").to_owned();
    }
    let [mut colour, mut border, mut lines] = ["panel.plane.how", "", ""];
    match kind.row().outcome {
        Outcome::Classes(_) if config.choice("train.task") == "regression" => {}
        Outcome::Classes(names) if names.len() > 2 => colour = "panel.plane.borders",
        Outcome::Classes(_) => border = "panel.plane.threshold",
        Outcome::Number(_) => {}
    }
    if config.flag("view.lines") && can_work("view.lines", config) {
        lines = "panel.plane.thin";
    }
    let some = |key| find(key).unwrap_or_default();
    let pin = some("panel.plane.pin");
    format!("{}{}.{}{pin}", some(colour), some(border), some(lines))
}

/// What the losses on the page leave out: the penalty, where there is one.
#[must_use]
pub fn penalty_note(config: &Config) -> &'static str {
    let penalized = ["train.l1", "train.l2"].map(|key| config.number(key) > 0.0);
    if penalized.contains(&true) {
        word("ui.no-penalty")
    } else {
        ""
    }
}

/// Whether the data have what a feature needs.
fn fits(config: &Config, name: &str) -> bool {
    let kind: DataKind = config.choice("data.kind").parse().unwrap_or_default();
    name.parse::<Feature>()
        .is_ok_and(|feature| feature.inputs() <= kind.inputs())
}

/// The features that are in use.
fn features(config: &Config) -> Vec<&'static str> {
    let mut names = config.choices("data.features");
    names.retain(|name| fits(config, name));
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
    let kept: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| {
            if *name == item {
                on
            } else {
                chosen.contains(name)
            }
        })
        .collect();
    kept.join(",")
}

/// The preset whose settings these are, how the pictures are drawn left aside.
#[must_use]
pub fn chosen_preset(config: &Config) -> Option<&'static str> {
    let essence = |config: &Config| -> Vec<(&'static str, Setting)> {
        config
            .entries()
            .filter(|(control, _)| !control.is_view())
            .filter(|(control, _)| !control.key.ends_with(".draw"))
            .map(|(control, setting)| (control.key, setting.clone()))
            .collect()
    };
    let now = essence(config);
    PRESETS
        .iter()
        .find(|preset| {
            let (document, _) = Document::from_fragment(config.controls(), preset.fragment);
            essence(&document.config) == now
        })
        .map(|preset| preset.name)
}
