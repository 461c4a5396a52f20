//! Every word on the screen, by key; one file a language.

mod en;

thread_local! {
    /// Keys and texts in turn, once the first word was asked for.
    static WORDS: Vec<&'static str> = table();
}

fn table() -> Vec<&'static str> {
    let mut words = Vec::new();
    for word in en::WORDS.split('\0') {
        words.push(word);
    }
    words
}

/// The text for `key` in the page's language; the key itself where the table has none.
#[must_use]
pub fn word(key: &str) -> &str {
    find(key).unwrap_or(key)
}

/// The text for `key` in the page's language, if the table has one.
#[must_use]
pub fn find(key: &str) -> Option<&'static str> {
    WORDS.with(|words| {
        let mut pairs = words.chunks_exact(2);
        pairs.find(|pair| pair[0] == key).map(|pair| pair[1])
    })
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
