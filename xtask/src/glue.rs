//! The script that wasm-bindgen writes, without what this page never uses: it starts the module
//! from what www/glass-net.js has compiled, in browsers of 2023 and later.

use anyhow::{Context, Result, bail, ensure};

/// What goes, by how its only line or the first line of its block begins.
const UNUSED: [&str; 9] = [
    // The module starts itself.
    "export function start() {",
    "if (Symbol.dispose) Figure.",
    // The module always lends its own functions for texts.
    "if (realloc === undefined) {",
    "if (!('encodeInto' in cachedTextEncoder)) {",
    // Other ways to load and to start the module.
    "wasmInstance = instance;",
    "wasmModule = module;",
    "async function __wbg_load(module, imports) {",
    "function initSync(module) {",
    "async function __wbg_init(module_or_path) {",
];

/// What is written in another way.
const OTHERWISE: [(&str, &str); 4] = [
    ("let wasmModule, wasmInstance, wasm;", "let wasm;"),
    (
        "function __wbg_finalize_init(instance, module) {",
        "function __wbg_finalize_init(instance) {",
    ),
    (
        "export { initSync, __wbg_init as default };",
        include_str!("parts.js"),
    ),
    (
        "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(",
        "new FinalizationRegistry(",
    ),
];

/// The script without what is unused. Its default function takes what its function `unpacked`
/// gives.
///
/// # Errors
/// When the script does not look as wasm-bindgen wrote it when this was made.
pub fn used(script: &str) -> Result<String> {
    let mut script = script.to_owned();
    for start in UNUSED {
        script = without(&script, start).with_context(|| unlike(start))?;
    }
    for (this, that) in OTHERWISE {
        ensure!(script.matches(this).count() == 1, unlike(this));
        script = script.replace(this, that);
    }
    // A method is the shorter function.
    script = script.replace(": function(", "(");
    let gone = [
        "__wbg_init",
        "__wbg_load",
        "initSync",
        "wasmInstance",
        "wasmModule",
    ];
    if let Some(name) = gone.into_iter().find(|name| script.contains(name)) {
        bail!("{} something else than itself uses {name}", unlike(name));
    }
    Ok(script)
}

fn unlike(what: &str) -> String {
    format!("wasm-bindgen's script is another than xtask/src/glue.rs knows, at {what:?}:")
}

/// The script without the one line that begins so, or without the block that it opens.
fn without(script: &str, start: &str) -> Result<String> {
    let lines: Vec<&str> = script.lines().collect();
    let begins = |line: &&str| line.trim_start().starts_with(start);
    ensure!(
        lines.iter().filter(|line| begins(line)).count() == 1,
        "it stands there once"
    );
    let first = lines.iter().position(begins).unwrap_or_default();
    let mut last = first;
    if lines[first].ends_with('{') {
        let indent = lines[first].len() - lines[first].trim_start().len();
        let end = format!("{:indent$}}}", "");
        let length = lines[first..]
            .iter()
            .position(|line| line.starts_with(&end));
        last += length.context("its block ends")?;
        ensure!(lines[last] == end, "nothing follows on its block");
    }
    let rest = lines[..first].iter().chain(&lines[last + 1..]);
    Ok(rest.flat_map(|line| [line, "\n"]).collect())
}

#[cfg(test)]
mod tests {
    use super::{OTHERWISE, UNUSED, used, without};

    /// A script with all that this knows, in blocks of one line.
    fn script() -> String {
        let block = |start: &str| match start.ends_with('{') {
            true => format!("    {start}\n        a;\n    }}\n"),
            false => format!("    {start}\n"),
        };
        let unused: String = UNUSED.into_iter().map(block).collect();
        OTHERWISE
            .into_iter()
            .fold(unused, |script, (this, _)| script + this + "\n")
            + "b();\n"
    }

    #[test]
    fn what_is_unused_goes_and_the_rest_stays() {
        let left: String = OTHERWISE
            .into_iter()
            .map(|(_, that)| format!("{that}\n"))
            .collect();
        assert_eq!(used(&script()).expect("a script"), left + "b();\n");
    }

    #[test]
    fn another_script_is_refused_by_the_place_where_it_differs() {
        for known in UNUSED.into_iter().chain(OTHERWISE.map(|(this, _)| this)) {
            let error = used(&script().replace(known, "c();")).expect_err(known);
            assert!(
                format!("{error:#}").contains("than xtask/src/glue.rs knows"),
                "{error:#}"
            );
        }
        let error = used(&(script() + "initSync();")).expect_err("a use");
        assert!(
            error
                .to_string()
                .ends_with("something else than itself uses initSync")
        );
    }

    #[test]
    fn a_block_goes_to_its_own_end() {
        let script = "a {\n  if (b) {\n    {\n    }\n  }\n  c;\n}\n";
        assert_eq!(
            without(script, "if (b) {").expect("a block"),
            "a {\n  c;\n}\n"
        );
        assert!(without(script, "if (c) {").is_err());
        assert!(without("if (b) {\n} else {\n}", "if (b) {").is_err());
    }
}
