//! What the browsers are shown: the built page at several addresses, and pages of the tests.

use anyhow::Result;
use xtask::command::root;
use xtask::site::{Serving, Site};
use xtask::{npm, page};

/// The page as anybody gets it.
pub const PLAIN: &str = "/";
/// The page with `fixtures/watch.js` before everything else, which keeps what went wrong.
pub const WATCHED: &str = "/page/";
/// The page below a path of a host.
pub const DEEP: &str = "/some/where/below/";
/// The page with `bench/frames.js` before everything else, which times it.
pub const TIMED: &str = "/timed/";
/// The page with `fixtures/old.js` before everything else, which forbids to make modules at once.
pub const OLD: &str = "/old/";
/// The page with `bench/marks.js` before everything else, which notes what it calls.
pub const MARKED: &str = "/marked/";
/// The benchmark's own page, with the peers.
pub const BENCH: &str = "/bench/";
/// Pages that embed the element.
pub const FIXTURES: &str = "/fixtures/";

/// Serves all of them on a free port.
///
/// # Errors
/// When no port is free.
pub fn serve() -> Result<Serving> {
    let here = root().join("tests/browser");
    Site::default()
        .folder(PLAIN, page::folder())
        .watched(WATCHED, page::folder(), "/fixtures/watch.js")
        .folder(DEEP, page::folder())
        .watched(FIXTURES, here.join("fixtures"), "/fixtures/watch.js")
        .watched(TIMED, page::folder(), "/bench/frames.js")
        .watched(OLD, page::folder(), "/fixtures/old.js")
        .watched(MARKED, page::folder(), "/bench/marks.js")
        .folder(BENCH, here.join("bench"))
        .folder("/axe/", npm::modules("axe").join("axe-core"))
        .folder("/npm/", npm::modules("bench"))
        .start(0)
}
