//! Every picture against the SVG that was looked at and found good. With GLASSNET_BLESS=1
//! in the environment the files are written instead; look at them before they are
//! committed.

use crate::scenes;
use glassnet::scene::{Palette, svg};
use std::fs;
use std::path::PathBuf;

#[test]
fn pictures_are_as_they_were_looked_at() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let bless = std::env::var_os("GLASSNET_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, draw) in scenes::all() {
        for (theme, palette) in [("light", Palette::light()), ("dark", Palette::dark())] {
            let drawn = svg::render(&draw(&palette));
            let file = folder.join(format!("{name}-{theme}.svg"));
            if bless {
                fs::write(&file, drawn).expect("the golden files can be written");
                continue;
            }
            let kept = fs::read_to_string(&file).unwrap_or_default();
            if let Some(difference) = first_difference(&kept, &drawn) {
                wrong.push(format!("{}: {difference}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first line that differs, by number, with both versions.
fn first_difference(kept: &str, drawn: &str) -> Option<String> {
    if kept == drawn {
        return None;
    }
    let mut drawn = drawn.lines();
    let mut number = 0;
    for kept in kept.lines() {
        number += 1;
        let now = drawn.next().unwrap_or("(nothing)");
        if kept != now {
            return Some(format!("line {number}\n  was {kept}\n  is  {now}"));
        }
    }
    let now = drawn.next().unwrap_or("(nothing)");
    Some(format!("line {}\n  was (nothing)\n  is  {now}", number + 1))
}
