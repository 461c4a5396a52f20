//! Which functions the page needs until it is there, and which until it has shown its first
//! picture: they are unpacked first. `cargo xtask profile` writes down what a browser called; a
//! list that is old costs time at the start, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command::root;

/// What stands before each part's functions in the file.
const HEADS: [&str; 2] = ["# until it is there", "# until its first picture"];

/// The names of the functions of each part but the last.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Start([BTreeSet<String>; HEADS.len()]);

impl Start {
    /// How many parts there are before the last.
    pub const PARTS: usize = HEADS.len();
    /// All functions are in the last part.
    pub const NONE: Self = Self([const { BTreeSet::new() }; HEADS.len()]);

    fn path() -> PathBuf {
        root().join("xtask/start.txt")
    }

    /// What was written down.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read() -> Result<Self> {
        let path = Self::path();
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut start = Self::default();
        let mut part = 0;
        for line in text.lines() {
            match HEADS.iter().position(|head| *head == line) {
                Some(at) => part = at,
                None => drop(start.0[part].insert(line.to_owned())),
            }
        }
        start
    }

    /// Writes down what is needed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self) -> Result<()> {
        Ok(fs::write(Self::path(), self.text())?)
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (head, names) in HEADS.iter().zip(&self.0) {
            let _ = writeln!(text, "{head}");
            for name in names {
                let _ = writeln!(text, "{name}");
            }
        }
        text
    }

    /// Adds a function that is needed in a part.
    pub fn needs(&mut self, name: &str, part: usize) {
        if self.part(name) > part {
            for later in &mut self.0 {
                later.remove(name);
            }
            self.0[part].insert(name.to_owned());
        }
    }

    /// The part in which a function is needed first.
    #[must_use]
    pub fn part(&self, name: &str) -> usize {
        let part = self.0.iter().position(|names| names.contains(name));
        part.unwrap_or(self.0.len())
    }
}

/// A function's name without what changes from build to build: the hashes of compilers.
#[must_use]
pub fn plain(name: &str) -> String {
    const HASH: usize = 16;
    let is_hash = |text: &str| text.len() >= HASH && text.bytes().all(|b| b.is_ascii_hexdigit());
    let mut plain = String::with_capacity(name.len());
    for (at, part) in name.split_inclusive(['[', ']', ':', '_', ' ']).enumerate() {
        let end = part.trim_end_matches(['[', ']', ':', '_', ' ']);
        let hash = end.strip_prefix('h').filter(|end| is_hash(end));
        if at == 0 || !(is_hash(end) || hash.is_some()) {
            plain += part;
        }
    }
    plain.trim_end_matches([':', '_']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Start, plain};

    #[test]
    fn what_is_written_is_read() {
        let mut start = Start::default();
        start.needs("a::b", 1);
        start.needs("<A as B>::c", 0);
        start.needs("<A as B>::c", 1);
        start.needs("d", 1);
        start.needs("d", 0);
        assert_eq!(Start::parse(&start.text()), start);
        let parts = ["<A as B>::c", "a::b", "d", "e"].map(|name| start.part(name));
        assert_eq!(parts, [0, 1, 0, 2]);
    }

    #[test]
    fn a_name_is_the_same_after_every_build() {
        assert_eq!(
            plain("glassnet::chart::lens::draw::h69565b9c63749456"),
            "glassnet::chart::lens::draw"
        );
        assert_eq!(
            plain("js_sys::Array<T>::get::__wbg_get_288889d017702237::h1de815109992dba6"),
            "js_sys::Array<T>::get::__wbg_get"
        );
        assert_eq!(
            plain("std[a543996e6e7dbf1e]::panicking::panic_handler::{closure#0}"),
            "std[::panicking::panic_handler::{closure#0}"
        );
        assert_eq!(plain("Vec<T,A>::push"), "Vec<T,A>::push");
    }
}
