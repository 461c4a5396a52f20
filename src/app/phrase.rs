//! Sentences from the table of words, with what differs filled in.

use crate::lab::words::word;

/// A template with its gaps filled: `{key}` by the word of `key`, `{0}`, `{1}`, … by an
/// argument.
#[must_use]
pub fn phrase(template: &str, args: &[&str]) -> String {
    let mut said = String::new();
    let (mut text, mut rest) = split(template, '{');
    loop {
        said += text;
        if rest.is_empty() {
            return said;
        }
        let name;
        (name, rest) = split(rest, '}');
        (text, rest) = split(rest, '{');
        said += filling(name, args);
    }
}

/// What a name in a template stands for.
pub(super) fn filling<'a>(name: &'a str, args: &[&'a str]) -> &'a str {
    let index = name.parse::<usize>().ok();
    let arg = index.and_then(|index| args.get(index));
    arg.copied().unwrap_or_else(|| word(name))
}

/// What stands before and after the first `sign`.
pub(super) fn split(text: &str, sign: char) -> (&str, &str) {
    text.split_once(sign).unwrap_or((text, ""))
}
