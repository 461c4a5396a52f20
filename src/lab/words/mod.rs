//! Every word on the screen, by key; one file a language.

mod en;

use std::cell::Cell;

thread_local! {
    /// Keys and texts in turn, once the first word was asked for.
    static WORDS: Cell<&'static [&'static str]> = const { Cell::new(&[]) };
}

fn table() -> &'static [&'static str] {
    let known = WORDS.try_with(|known| {
        if known.get().is_empty() {
            let mut words = Vec::new();
            for word in en::WORDS.split('\0') {
                words.push(word);
            }
            // They stay as long as the page.
            known.set(words.leak());
        }
        known.get()
    });
    known.unwrap_or_default()
}

/// The text for `key` in the page's language; the key itself where the table has none.
#[must_use]
pub fn word(key: &str) -> &str {
    find(key).unwrap_or(key)
}

/// The text for `key` in the page's language, if the table has one.
#[must_use]
pub fn find(key: &str) -> Option<&'static str> {
    let mut pairs = table().chunks_exact(2);
    pairs.find(|pair| pair[0] == key).map(|pair| pair[1])
}

/// The text for `name` among the keys of a group, if the table has one.
#[must_use]
pub fn find_under(group: &str, name: &str) -> Option<&'static str> {
    let mut key = group.to_owned();
    key.push('.');
    key += name;
    find(&key)
}

/// Whether the table has `key`.
#[must_use]
pub fn has(key: &str) -> bool {
    find(key).is_some()
}
