//! The tape's panel: who is walked, how to walk, the rows, and what stands in a row in full.

use super::field::choice_of;
use super::template::put;
use crate::app::phrase;
use crate::lab::Control;
use crate::lab::experiment::{HistoryValues, Share};
use crate::lab::words::word;
use crate::scene::{Part, format};

/// The stages in their order.
const STAGES: [&str; 4] = ["forward", "loss", "backward", "update"];

/// What stands before the stages, and after them.
const PANEL: [&str; 2] = [
    "<div class='figure tape' part='panel tape' role='group' aria-labelledby='t-tape' \
    data-panel='tape'><div class='heading'><h2 id='t-tape'>{panel.tape}</h2>\
    <div class='pace' data-row='view.pace'>\
    <button type='button' data-act='walk' aria-keyshortcuts='T' title='{tape.walk.help}'>\
    <span class='when-resting'>{#play}{tape.walk}</span>\
    <span class='when-walking'>{#pause}{ui.pause}</span></button>\
    <input type='range' data-key='view.pace' min='0' max='10' step='1' \
    aria-label='{view.pace}' aria-describedby='h-view-pace'>\
    <span data-text='tape.pace'></span>{?view.pace}</div>\
    <button class='round' type='button' data-act='fold' aria-expanded='true' \
    aria-controls='b-tape' aria-label='{tape.fold}' title='{tape.fold}'><span></span></button>\
    </div><div class='body' id='b-tape'><p class='whose' data-text='tape.whose'></p>\
    <div class='stages' role='group' aria-label='{tape.stages}'>",
    "</div><div class='track'><input type='range' data-slot='scrub' min='0' max='1' step='0.05' \
    value='0' aria-label='{tape.scrub}'></div><p class='outcome' data-text='tape.outcome'></p>\
    <div class='rows-view' tabindex='0' role='listbox' data-slot='rows' \
    aria-labelledby='t-tape' aria-describedby='k-tape'>\
    <div class='space' role='presentation' data-slot='rows-space'>\
    <div class='lines' role='presentation' data-slot='rows-lines'></div></div></div>\
    <p class='unseen' id='k-tape'>{panel.tape.keys}</p><div class='foot'>\
    <div class='exact' role='group' tabindex='0' aria-label='{tape.exact}' \
    data-text='tape.exact'></div>\
    <div class='links' id='b-shares' role='group' aria-label='{tape.shares}' \
    data-slot='shares' hidden></div><div class='finds'>\
    <div class='links' data-slot='links'><span>{tape.point}</span></div>\
    <button type='button' data-act='shares' aria-expanded='false' aria-controls='b-shares' \
    hidden>{tape.shares}</button></div></div></div></div>",
];

/// The panel; its rows are filled in where they are looked at.
pub(super) fn tape(html: &mut String) {
    put(html, PANEL[0], &[]);
    for stage in &STAGES {
        let button = "<button type='button' data-act='stage' data-stage='{0}'>{stage.$}</button>";
        put(html, button, &[stage]);
    }
    put(html, PANEL[1], &[]);
}

/// What stands before the choice of the grain, and after it.
const LADDER: [&str; 2] = [
    "<div class='ladder' role='group' aria-label='{ladder}' data-row='view.grain'>\
    <button class='round' type='button' data-act='back' aria-keyshortcuts='Alt+ArrowLeft' \
    aria-label='{ladder.back}' title='{ladder.back}'>{#back}</button>\
    <label class='unseen' for='f-view-grain'>{view.grain}</label>",
    "<button class='round' type='button' data-act='forward' aria-keyshortcuts='Alt+ArrowRight' \
    aria-label='{ladder.forward}' title='{ladder.forward}'>{#forward}</button>\
    {?view.grain}</div>",
];

/// The ladder: one step back, the grain, one step on.
pub(super) fn ladder(html: &mut String, controls: &[Control]) {
    choice_of(html, controls, "view.grain", LADDER);
}

/// The steps that can come back, as a slider.
pub(super) const TIMELINE: &str = "\
    <div class='timeline' data-slot='timeline' role='group' aria-label='{timeline}'>\
    <label for='g-timeline' data-text='timeline.now'>{timeline}</label>\
    <input id='g-timeline' type='range' min='0' max='0' step='1' value='0' data-slot='seek' \
    aria-describedby='d-timeline'><p id='d-timeline' data-text='timeline.note'></p></div>";

/// Where the rows of a part are, a button a stage: the stage, the first row, how many.
#[must_use]
pub fn links(name: &str, stages: &[(&str, usize, usize)]) -> String {
    let mut html = String::new();
    put(&mut html, "<span>{0}</span>", &[name]);
    let away = if stages.is_empty() {
        "<small>{tape.none}</small>"
    } else {
        "<small data-away hidden>{tape.away}</small>"
    };
    put(&mut html, away, &[]);
    for (stage, row, count) in stages {
        let rows = word(if *count == 1 {
            "tape.one-row"
        } else {
            "tape.rows"
        });
        put(
            &mut html,
            "<button type='button' data-act='jump' data-jump='{1}'>{stage.$}: {2} {3}</button>",
            &[stage, &row.to_string(), &count.to_string(), rows],
        );
    }
    html
}

/// Each sample's share of a gradient.
#[must_use]
pub fn shares(shares: &[Share]) -> String {
    let mut html = String::new();
    for share in shares {
        let part = Part::Sample(share.sample).to_string();
        let (sample, gradient) = (share.sample.to_string(), format::reading(share.gradient));
        put(
            &mut html,
            "<button type='button' data-act='share-of' data-part='{0}'>\
            <small>{tape.sample} {1}</small> {2}</button>",
            &[&part, &sample, &gradient],
        );
    }
    html
}

/// Where one stands among the steps.
#[must_use]
pub fn timeline_now(history: HistoryValues) -> String {
    let step = format::count(history.step);
    if history.step == history.newest {
        return phrase("{timeline.at} {0}", &[&step]);
    }
    let newest = format::count(history.newest);
    phrase("{timeline.at} {0} {timeline.of} {1}", &[&step, &newest])
}

/// What going on from here would mean, or what it has just meant.
#[must_use]
pub fn timeline_note(history: HistoryValues, branched: bool) -> String {
    if history.step < history.newest {
        let left = format::count(history.newest - history.step);
        return phrase("{timeline.would} {0}.", &[&left]);
    }
    if branched {
        return word("timeline.branch").to_owned();
    }
    if history.branches > 0 {
        let branches = history.branches.to_string();
        return phrase("{timeline.branches} {0}.", &[&branches]);
    }
    String::new()
}
