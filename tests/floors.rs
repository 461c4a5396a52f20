//! The house has floors: a floor imports only from floors below it, and only `web`
//! knows the browser.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

/// The floors, lowest first, each with the floors that it may import from.
const FLOORS: &[(&str, &[&str])] = &[
    ("num", &[]),
    ("data", &["num"]),
    ("nn", &["num", "data"]),
    ("scene", &["num"]),
    ("chart", &["num", "scene"]),
    ("lab", &["num", "data", "nn", "scene", "chart"]),
    ("labs", &["num", "data", "nn", "scene", "chart", "lab"]),
    (
        "app",
        &["num", "data", "nn", "scene", "chart", "lab", "labs"],
    ),
    (
        "web",
        &["num", "data", "nn", "scene", "chart", "lab", "labs", "app"],
    ),
];

/// What lies beside the floors: the front page, and the package of the three lowest floors.
const ROOTS: &[&str] = &["lib.rs", "core.rs", "Cargo.toml"];

const BROWSER: &[&str] = &["wasm_bindgen", "web_sys", "js_sys", "serde_wasm_bindgen"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The floor names after every `crate::` of a source text, comments left out.
fn imports(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let inner = rest.strip_prefix('{').map_or_else(
            || vec![rest],
            |group| group.split('}').next().unwrap_or("").split(',').collect(),
        );
        for name in inner {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            names.push(name);
        }
    }
    names
}

fn violations(floor: &str, allowed: &[&str], text: &str) -> Vec<String> {
    let mut found: Vec<String> = imports(text)
        .into_iter()
        .filter(|name| FLOORS.iter().any(|(known, _)| known == name))
        .filter(|name| name != floor && !allowed.contains(&name.as_str()))
        .collect();
    if floor != "web" {
        found.extend(
            BROWSER
                .iter()
                .filter(|name| text.contains(*name))
                .map(ToString::to_string),
        );
    }
    found
}

#[test]
fn every_floor_imports_only_from_floors_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (floor, allowed) in FLOORS {
        let mut files = Vec::new();
        sources(&root.join(floor), &mut files);
        assert!(!files.is_empty(), "the floor {floor} is empty");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let wrong = violations(floor, allowed, &text);
            assert!(wrong.is_empty(), "{} imports {wrong:?}", file.display());
        }
    }
}

#[test]
fn every_folder_is_a_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        assert!(
            ROOTS.contains(&name.as_str()) || FLOORS.iter().any(|(floor, _)| *floor == name),
            "src/{name} is no floor"
        );
    }
}

#[test]
fn the_check_sees_a_forbidden_import() {
    let nn = FLOORS.iter().find(|(name, _)| *name == "nn").unwrap();
    assert_eq!(violations(nn.0, nn.1, "use crate::scene::Mark;"), ["scene"]);
    assert_eq!(
        violations(nn.0, nn.1, "use crate::{num::Real, app::Session};"),
        ["app"]
    );
    assert_eq!(violations(nn.0, nn.1, "use web_sys::Window;"), ["web_sys"]);
    assert!(violations(nn.0, nn.1, "use crate::num::Real;").is_empty());
}
