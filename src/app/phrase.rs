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

/// The pieces of a text between signs that are not empty.
#[must_use]
pub fn pieces(text: &str, sign: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let piece;
        (piece, rest) = split(rest, sign);
        if !piece.is_empty() {
            pieces.push(piece);
        }
    }
    pieces
}

/// What stands before and after the first `sign`.
#[must_use]
pub fn split(text: &str, sign: char) -> (&str, &str) {
    text.split_once(sign).unwrap_or((text, ""))
}
