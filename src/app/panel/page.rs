//! The whole page: header, numbers, settings, panels.

use maud::{Markup, html};

use super::dialog::dialog;
use super::field::{help, row, select, switch};
use super::icon::{Icon, icon};
use super::lens::lens;
use super::{slug, tape};
use crate::lab::words::word;
use crate::lab::{Control, Group, Kind, Panel};
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
    pub const PANELS: &'static [Panel] = &[
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
    let class = if parts.whole { "app whole" } else { "app" };
    html! {
        div.(class) part="app" {
            div.head {
                @if parts.whole || parts.has_header() { (header(parts, controls)) }
                @if parts.has("numbers") { (numbers(parts.has("menu"))) }
                div.notices data-slot="notices" {}
            }
            @if parts.has("settings") { (settings(controls, parts.has("new"))) }
            @if parts.shows(Panel::Network) {
                (network(parts.has("new")))
            }
            @if parts.shows(Panel::Lens) { (lens(controls, !parts.whole)) }
            @if parts.shows(Panel::Tape) { (tape::tape()) }
            @if parts.panels.iter().any(|panel| {
                !matches!(panel, Panel::Network | Panel::Lens | Panel::Tape)
            }) {
                div.pictures {
                    @if parts.shows(Panel::Plane) {
                        (figure(Panel::Plane, controls, &["view.discretize", "view.test", "view.lines"]))
                    }
                    @if parts.shows(Panel::Loss) { (figure(Panel::Loss, controls, &["view.log"])) }
                    @if parts.shows(Panel::Accuracy) { (figure(Panel::Accuracy, controls, &[])) }
                    @if parts.has("step") && (parts.shows(Panel::Loss) || parts.shows(Panel::Accuracy)) {
                        (tape::timeline())
                    }
                }
            }
        }
        (dialog())
        div.unseen role="status" data-text="live" {}
        div hidden {
            @for name in ["neg", "pos", "zero", "ink", "surface"] { i data-swatch=(name) {} }
        }
    }
    .into_string()
}

/// Controls that stand in the network's picture.
const IN_THE_GRAPH: &[&str] = &["model.hidden", "model.weights"];

fn find<'a>(controls: &'a [Control], key: &str) -> Option<&'a Control> {
    controls.iter().find(|control| control.key == key)
}

fn header(parts: &Parts, controls: &[Control]) -> Markup {
    let named_select = |key: &str, explanation: Markup| {
        html! {
            @if let Some(Control { kind: Kind::Choice(names), .. }) = find(controls, key) {
                div.inline {
                    label for={ "f-" (slug(key)) } { (word(key)) }
                    (select(key, names, None))
                    (explanation)
                }
            }
        }
    };
    html! {
        div.top part="header" {
            @if parts.whole { h1 { (word("ui.name")) } }
            @if parts.has("menu") { (menu()) }
            div.bar role="group" aria-label=(word("ui.training")) {
                @if parts.has("play") {
                    button.main type="button" data-act="toggle" aria-keyshortcuts="Space" {
                        span.when-paused { (icon(Icon::Play)) (word("ui.play")) }
                        span.when-playing { (icon(Icon::Pause)) (word("ui.pause")) }
                    }
                }
                @if parts.has("step") {
                    @if let Some(Control { kind: Kind::Choice(names), .. }) = find(controls, "view.grain") {
                        (tape::ladder(&select("view.grain", names, None)))
                    }
                }
                @if parts.has("reset") { (action("reset", Icon::Reset, "ui.reset")) }
            }
            @if parts.has("speed") { (named_select("view.speed", help("view.speed"))) }
            @if parts.has("new") && !(parts.has("settings") && parts.shows(Panel::Network)) {
                div.new role="group" aria-label=(word("ui.again")) {
                    @if !parts.shows(Panel::Network) { (new_weights()) }
                    @if !parts.has("settings") { (new_data()) }
                }
            }
            div.tools {
                @if parts.has("share") {
                    div.share {
                        (action("share", Icon::Share, "ui.share"))
                        div.toast data-slot="toast" aria-hidden="true" {}
                    }
                }
                @if parts.whole && parts.has("theme") { (lecture()) }
                @if parts.has("theme") { (named_select("view.theme", html! { span.unseen id="h-view-theme" { (word("view.theme.help")) } })) }
                @if parts.has("help") {
                    button.round type="button" data-act="help" aria-label=(word("ui.help"))
                        aria-keyshortcuts="?" title=(word("ui.help")) { "?" }
                }
            }
        }
    }
}

/// The switch to larger type and pictures, for a projector.
fn lecture() -> Markup {
    html! {
        label.press title=(word("view.lecture.help")) {
            input type="checkbox" data-key="view.lecture" aria-keyshortcuts="L";
            span { (word("view.lecture")) }
        }
    }
}

fn new_weights() -> Markup {
    action("new-weights", Icon::Weights, "ui.new-weights")
}

fn new_data() -> Markup {
    action("new-data", Icon::Data, "ui.new-data")
}

/// A button with icon and word; its explanation is its title.
fn action(act: &str, picture: Icon, key: &str) -> Markup {
    html! {
        button type="button" data-act=(act) title=(word(&format!("{key}.help"))) {
            (icon(picture)) span { (word(key)) }
        }
    }
}

/// The named configurations.
fn menu() -> Markup {
    html! {
        div.menu {
            label.unseen for="f-preset" { (word("ui.examples")) }
            select id="f-preset" data-preset="" {
                option value="" hidden { (word("ui.own")) }
                @for preset in PRESETS {
                    option value=(preset.name) { (word(&format!("preset.{}", preset.name))) }
                }
            }
        }
    }
}

/// Epoch, step, losses and accuracies; with the line of text of the example, where there
/// is a menu of them.
fn numbers(lesson: bool) -> Markup {
    let number = |name: &str, label: &str| {
        html! {
            div.number data-number=(name) {
                dt { (word(label)) }
                dd data-text=(name) { "–" }
            }
        }
    };
    let pair = |title: &str, note: Option<&str>, [train, test]: [&str; 2]| {
        html! {
            div.group {
                p.label { (word(title)) @if let Some(note) = note { " " small data-text=(note) {} } }
                dl { (number(train, "ui.train")) (number(test, "ui.test")) }
            }
        }
    };
    html! {
        div.numbers part="numbers" role="group" aria-label=(word("ui.numbers")) {
            dl.count { (number("epoch", "ui.epoch")) (number("step", "ui.step")) }
            (pair("ui.loss", Some("loss.penalty"), ["train-loss", "test-loss"]))
            (pair("ui.accuracy", None, ["train-accuracy", "test-accuracy"]))
            @if lesson { p.lesson data-text="lesson" {} }
        }
    }
}

fn settings(controls: &[Control], new: bool) -> Markup {
    let group = |group: Group, title: &str, keep: &dyn Fn(&str) -> bool, tool: &Markup| {
        html! {
            div.rows {
                div.title { h2 { (word(title)) } (tool) }
                @for control in controls.iter().filter(|control| control.group == group) {
                    @if !control.key.ends_with(".draw") && keep(control.key) { (row(control)) }
                }
                @if group == Group::Model { (seed()) }
            }
        }
    };
    html! {
        div.settings part="settings" role="group" aria-label=(word("ui.settings")) {
            (group(Group::Data, "group.data", &|_| true, &html! { @if new { (new_data()) } }))
            (group(Group::Training, "group.training", &|_| true, &html! {}))
            (group(Group::Model, "group.model", &|key| !IN_THE_GRAPH.contains(&key), &html! {}))
        }
    }
}

/// The seed of everything that is drawn, and the next one.
fn seed() -> Markup {
    html! {
        div.row data-row="seed" {
            label for="f-seed" { (word("seed")) }
            (help("seed"))
            input.number id="f-seed" type="number" inputmode="numeric" data-seed="" min="0"
                max=(u32::MAX) step="1" autocomplete="off" aria-describedby="h-seed";
            button type="button" data-act="new-seed" aria-label=(word("ui.new-seed"))
                title=(word("ui.new-seed.help")) {
                (word("ui.next"))
            }
        }
    }
}

/// A panel's heading: what one sees, and how to read it.
fn heading(panel: &str, tools: &Markup, aside: &Markup) -> Markup {
    html! {
        div.heading {
            h2 id={ "t-" (panel) } data-text={ (panel) ".title" } { (word(&format!("panel.{panel}"))) }
            (tools)
        }
        div.note {
            p.how id={ "d-" (panel) } data-text={ (panel) ".how" } { (word(&format!("panel.{panel}.how"))) }
            p.readout data-text={ (panel) ".readout" } {}
            (aside)
        }
    }
}

/// The place of a picture, which answers to the keyboard.
pub(super) fn canvas(panel: &str, inside: &Markup) -> Markup {
    html! {
        div.canvas data-canvas=(panel) {
            canvas.under aria-hidden="true" {}
            canvas.over aria-hidden="true" {}
            (inside)
        }
        p.unseen id={ "s-" (panel) } data-text={ (panel) ".description" } {}
    }
}

/// The network.
fn network(new: bool) -> Markup {
    let overlay = html! {
        div.overlay role="application" data-slot="overlay" aria-labelledby="t-network"
            aria-describedby="k-network" {}
        div.unseen id="k-network" { (word("panel.network.keys")) }
        div.editor data-slot="editor" hidden {
            label.unseen for="g-editor" data-text="editor" {}
            input id="g-editor" type="number" step="any" autocomplete="off" inputmode="decimal";
        }
    };
    html! {
        div.figure.network part="panel network" role="group" aria-labelledby="t-network" {
            div.stage {
                (heading("network", &html! { @if new { (new_weights()) } }, &html! {}))
                (canvas("network", &overlay))
            }
            details.table data-slot="tables" {
                summary { (word("ui.table")) }
                div.tables data-slot="tables-body" {}
            }
        }
    }
}

fn figure(panel: Panel, controls: &[Control], keys: &[&str]) -> Markup {
    let name: &'static str = panel.into();
    let tools = html! {
        @if !keys.is_empty() {
            div.tools-row {
                @for key in keys {
                    @if let Some(control) = find(controls, key) { (switch(control)) }
                }
            }
        }
    };
    let keyboard = html! {
        div.overlay role="application" tabindex="0" data-keys=(name)
            aria-labelledby={ "t-" (name) } aria-describedby={ "k-" (name) " s-" (name) } {}
        div.unseen id={ "k-" (name) } { (word(&format!("panel.{name}.keys"))) }
    };
    html! {
        div.figure.(name) part={ "panel " (name) } role="group" aria-labelledby={ "t-" (name) } data-panel=(name) {
            (heading(name, &tools, &html! { @if panel == Panel::Plane { (line_tools()) } }))
            (canvas(name, &keyboard))
        }
    }
}

/// Buttons that move the chosen unit's line, in place of dragging.
fn line_tools() -> Markup {
    html! {
        div.line-tools role="group" aria-label=(word("ui.line")) data-slot="line-tools" hidden {
            span { (word("ui.line")) }
            @for (act, text) in [("line-back", "←"), ("line-on", "→"), ("line-left", "↺"), ("line-right", "↻")] {
                @let key = format!("ui.{act}");
                @let label = word(&key);
                button.round type="button" data-act=(act) aria-label=(label) title=(label) { (text) }
            }
        }
    }
}
