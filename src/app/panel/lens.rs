//! The lens: what is opened in the network, beside it.

use super::field::choice;
use super::page::canvas;
use super::template::put;
use crate::lab::Control;

const HEADING: &str = "\
    <div class='figure lens' part='panel lens' role='group' aria-labelledby='t-lens' \
    data-slot='lens'{0}><div class='heading'>\
    <h2 id='t-lens' data-text='lens.title'>{panel.lens}</h2>\
    <button class='round' type='button' data-act='close-lens' \
    aria-label='{lens.close}' title='{lens.close}'>{#close}</button></div>\
    <p class='how'>{panel.lens.empty}</p>\
    <div class='lens-tools' data-slot='lens-tools' hidden>\
    <label for='g-lens' aria-hidden='true' data-text='lens.letter'></label>\
    <label class='unseen' id='l-lens' for='g-lens' data-text='lens.name'></label>\
    <input class='number' id='g-lens' type='number' step='any' autocomplete='off' \
    inputmode='decimal' aria-labelledby='l-lens' data-slot='lens-field'>";

const HANDLE: &str = "<div class='handle' role='slider' tabindex='0' data-slot='lens-handle' \
    aria-labelledby='l-lens' hidden></div>";

const CHAIN: &str = "\
    <div class='chain' data-slot='lens-chain' hidden>\
    <p><b id='l-chain' data-text='lens.chain'></b> \
    <button type='button' data-act='lens-digits' aria-pressed='false'>{lens.digits}</button></p>\
    <ol tabindex='0' data-slot='lens-paths' aria-labelledby='l-chain'></ol></div>\
    <details class='shares' data-slot='lens-shares' hidden>\
    <summary data-text='lens.shares'></summary><ol data-slot='lens-samples'></ol></details></div>";

/// The lens's panel. With `empty` it stands there even while nothing is open, and says how
/// to open something.
pub(super) fn lens(html: &mut String, controls: &[Control], empty: bool) {
    let state = if empty { " data-empty" } else { " hidden" };
    put(html, HEADING, &[state]);
    choice(html, controls, "view.slice", "{?$}</div>");
    *html += "</div>";
    canvas(html, "lens", HANDLE);
    put(html, CHAIN, &[]);
}
