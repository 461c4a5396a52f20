//! Templates of HTML: text that stands as it is, with names in braces for what differs.
//!
//! | in a template | becomes |
//! |---|---|
//! | `'` | a quotation mark |
//! | `{0}`, `{1}`, … | an argument |
//! | `{~}` | the first argument, a control's key, as an identifier |
//! | `{key}` | the word of `key` |
//! | `{?key}` | the button that explains the control at `key`, and its explanation |
//! | `{#name}` | an icon |
//! | `{!name}` | the button that does what the name says, with its icon |
//! | `{+name}…{-}` | what is between, where the name is among the arguments |
//!
//! A `$` in a name stands for the first argument: `{$.help}` is the word that explains it.
//! Arguments and words are escaped.

use super::icon::icon;
use crate::app::phrase::{filling, split};

/// The small button that opens a control's explanation, and the explanation.
const HELP: &str = "<button class='q' type='button' data-act='explain' aria-expanded='false' \
    aria-controls='h-{~}' aria-label='{ui.about} {$}'>?</button>\
    <p class='help' id='h-{~}' hidden>{$.help}</p>";

/// A button with icon and word; its explanation is its title.
const BUTTON: &str = "<button type='button' data-act='{0}' title='{ui.$.help}'>\
    {#$}<span>{ui.$}</span></button>";

/// Appends a template to `html`.
pub(super) fn put(html: &mut String, template: &str, args: &[&str]) {
    let (mut text, mut rest) = split(template, '{');
    let mut shown = true;
    loop {
        if shown {
            *html += &text.replace('\'', "\"");
        }
        if rest.is_empty() {
            return;
        }
        let name;
        (name, rest) = split(rest, '}');
        (text, rest) = split(rest, '{');
        let first = args.first().copied().unwrap_or_default();
        let name = name.replace('$', first);
        let (sign, subject) = name.split_at_checked(1).unwrap_or((&name, ""));
        match sign {
            "+" => shown = args.contains(&subject),
            "-" => shown = true,
            _ if !shown => {}
            "?" => put(html, HELP, &[subject]),
            "~" => *html += &first.replace('.', "-"),
            "!" => put(html, BUTTON, &[subject]),
            "#" => icon(html, subject),
            _ => escape(html, filling(&name, args)),
        }
    }
}

/// Appends a text as it is to be read.
fn escape(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => *html += "&amp;",
            '<' => *html += "&lt;",
            '>' => *html += "&gt;",
            '"' => *html += "&quot;",
            _ => html.push(letter),
        }
    }
}
