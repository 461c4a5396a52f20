//! Templates of HTML: text that stands as it is, with names in braces for what differs.
//!
//! | in a template | becomes |
//! |---|---|
//! | `'` | a quotation mark |
//! | `{0}`, `{1}`, … | an argument |
//! | `{key}` | the word of `key` |
//! | `{?key}` | the button that explains the control at `key`, and its explanation |
//! | `{#name}` | an icon |
//!
//! A `$` in a name stands for the first argument: `{$.help}` is the word that explains it.
//! Arguments and words are escaped.

use super::icon::icon;
use super::slug;
use crate::lab::words::word;

/// The small button that opens a control's explanation, and the explanation.
const HELP: &str = "<button class='q' type='button' data-act='explain' aria-expanded='false' \
    aria-controls='h-{1}' aria-label='{ui.about} {$}'>?</button>\
    <p class='help' id='h-{1}' hidden>{$.help}</p>";

/// Appends a template to `html`.
pub(super) fn put(html: &mut String, template: &str, args: &[&str]) {
    let (mut text, mut rest) = split(template, '{');
    loop {
        *html += &text.replace('\'', "\"");
        if rest.is_empty() {
            return;
        }
        let name;
        (name, rest) = split(rest, '}');
        (text, rest) = split(rest, '{');
        let name = name.replace('$', args.first().unwrap_or(&""));
        if let Some(key) = name.strip_prefix('?') {
            put(html, HELP, &[key, &slug(key)]);
        } else if let Some(name) = name.strip_prefix('#') {
            icon(html, name);
        } else {
            let index = name.parse::<usize>().ok();
            let arg = index.and_then(|index| args.get(index));
            escape(html, arg.copied().unwrap_or_else(|| word(&name)));
        }
    }
}

/// What stands before and after the first `sign`.
fn split(text: &str, sign: char) -> (&str, &str) {
    text.split_once(sign).unwrap_or((text, ""))
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
