//! Every word on the screen, by key; one file a language.

mod en;

/// The text for `key` in the page's language; the key itself where the table has none.
#[must_use]
pub fn word(key: &str) -> &str {
    find(key).unwrap_or(key)
}

/// The text for `key` in the page's language, if the table has one.
#[must_use]
pub fn find(key: &str) -> Option<&'static str> {
    en::WORDS
        .iter()
        .find_map(|(name, text)| (*name == key).then_some(*text))
}

/// Whether the table has `key`.
#[must_use]
pub fn has(key: &str) -> bool {
    en::WORDS.iter().any(|(name, _)| *name == key)
}
