//! The tape's panel: who is walked, how to walk, the rows, and what stands in a row in full.

use maud::{Markup, html};

use super::field::help;
use super::icon::{Icon, icon};
use crate::lab::experiment::{HistoryValues, Share};
use crate::lab::words::word;
use crate::scene::{Part, format};

/// The stages in their order.
const STAGES: [&str; 4] = ["forward", "loss", "backward", "update"];

/// The panel; its rows are filled in where they are looked at.
pub(super) fn tape() -> Markup {
    html! {
        div.figure.tape part="panel tape" role="group" aria-labelledby="t-tape" data-panel="tape" {
            div.heading {
                h2 id="t-tape" { (word("panel.tape")) }
                div.pace data-row="view.pace" {
                    button type="button" data-act="walk" aria-keyshortcuts="T" title=(word("tape.walk.help")) {
                        span.when-resting { (icon(Icon::Play)) (word("tape.walk")) }
                        span.when-walking { (icon(Icon::Pause)) (word("ui.pause")) }
                    }
                    input type="range" data-key="view.pace" min="0" max="10" step="1" aria-label=(word("view.pace")) aria-describedby="h-view-pace";
                    span data-text="tape.pace" {}
                    (help("view.pace"))
                }
                button.round type="button" data-act="fold" aria-expanded="true" aria-controls="b-tape"
                    aria-label=(word("tape.fold")) title=(word("tape.fold")) { span {} }
            }
            div.body id="b-tape" {
                p.whose data-text="tape.whose" {}
                div.stages role="group" aria-label=(word("tape.stages")) {
                    @for stage in STAGES {
                        button type="button" data-act="stage" data-stage=(stage) { (word(&format!("stage.{stage}"))) }
                    }
                }
                div.track {
                    input type="range" data-slot="scrub" min="0" max="1" step="0.05" value="0" aria-label=(word("tape.scrub"));
                }
                p.outcome data-text="tape.outcome" {}
                div.rows-view tabindex="0" role="listbox" data-slot="rows" aria-labelledby="t-tape" aria-describedby="k-tape" {
                    div.space role="presentation" data-slot="rows-space" {
                        div.lines role="presentation" data-slot="rows-lines" {}
                    }
                }
                p.unseen id="k-tape" { (word("panel.tape.keys")) }
                div.foot {
                    div.exact role="group" tabindex="0" aria-label=(word("tape.exact")) data-text="tape.exact" {}
                    div.links id="b-shares" role="group" aria-label=(word("tape.shares")) data-slot="shares" hidden {}
                    div.finds {
                        div.links data-slot="links" { span { (word("tape.point")) } }
                        button type="button" data-act="shares" aria-expanded="false" aria-controls="b-shares" hidden { (word("tape.shares")) }
                    }
                }
            }
        }
    }
}

/// The ladder: one step back, the grain, one step on.
pub(super) fn ladder(grains: &Markup) -> Markup {
    let step = |act: &str, picture: Icon, keys: &str| {
        let name = word(if act == "back" {
            "ladder.back"
        } else {
            "ladder.forward"
        });
        html! {
            button.round type="button" data-act=(act) aria-keyshortcuts=(keys) aria-label=(name) title=(name) {
                (icon(picture))
            }
        }
    };
    html! {
        div.ladder role="group" aria-label=(word("ladder")) data-row="view.grain" {
            (step("back", Icon::Back, "Alt+ArrowLeft"))
            label.unseen for="f-view-grain" { (word("view.grain")) }
            (grains)
            (step("forward", Icon::Forward, "Alt+ArrowRight"))
            (help("view.grain"))
        }
    }
}

/// The steps that can come back, as a slider.
pub(super) fn timeline() -> Markup {
    html! {
        div.timeline data-slot="timeline" role="group" aria-label=(word("timeline")) {
            label for="g-timeline" data-text="timeline.now" { (word("timeline")) }
            input id="g-timeline" type="range" min="0" max="0" step="1" value="0" data-slot="seek"
                aria-describedby="d-timeline";
            p id="d-timeline" data-text="timeline.note" {}
        }
    }
}

/// Where the rows of a part are, a button a stage: the stage, the first row, how many.
#[must_use]
pub fn links(name: &str, stages: &[(&str, usize, usize)]) -> String {
    html! {
        span { (name) }
        @if stages.is_empty() { small { (word("tape.none")) } }
        @else { small data-away hidden { (word("tape.away")) } }
        @for (stage, row, count) in stages {
            @let rows = word(if *count == 1 { "tape.one-row" } else { "tape.rows" });
            button type="button" data-act="jump" data-jump=(row) {
                (word(&format!("stage.{stage}"))) ": " (count) " " (rows)
            }
        }
    }
    .into_string()
}

/// Each sample's share of a gradient.
#[must_use]
pub fn shares(shares: &[Share]) -> String {
    html! {
        @for share in shares {
            button type="button" data-act="share-of" data-part=(Part::Sample(share.sample)) {
                small { (word("tape.sample")) " " (share.sample) } " " (format::reading(share.gradient))
            }
        }
    }
    .into_string()
}

/// Where one stands among the steps.
#[must_use]
pub fn timeline_now(history: HistoryValues) -> String {
    let step = format::count(history.step);
    if history.step == history.newest {
        return format!("{} {step}", word("timeline.at"));
    }
    let newest = format::count(history.newest);
    format!(
        "{} {step} {} {newest}",
        word("timeline.at"),
        word("timeline.of")
    )
}

/// What going on from here would mean, or what it has just meant.
#[must_use]
pub fn timeline_note(history: HistoryValues, branched: bool) -> String {
    if history.step < history.newest {
        let left = format::count(history.newest - history.step);
        return format!("{} {left}.", word("timeline.would"));
    }
    if branched {
        return word("timeline.branch").to_owned();
    }
    if history.branches > 0 {
        return format!("{} {}.", word("timeline.branches"), history.branches);
    }
    String::new()
}
