//! Short names between the module and its glue: wasm-bindgen gives every function that one of
//! them asks of the other a long name with a hash, and each such name is downloaded twice.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The glue and the module with the names of wasm-bindgen's own making shortened in both: of
/// all that is imported, and of what is exported under a name that starts with `__`.
///
/// # Errors
/// When `module` is no WebAssembly module as wasm-bindgen writes them.
pub fn shorten(glue: &str, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let names = long_names(module)?;
    let short: BTreeMap<&str, String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (name.as_str(), format!("${at:x}")))
        .collect();
    if let Some(taken) = short.values().find(|short| glue.contains(short.as_str())) {
        bail!("{taken} stands in the glue already");
    }
    Ok((with_names(glue, &short), rewritten(module, &short)?))
}

/// The script with every whole word that has another name replaced by it.
fn with_names(script: &str, names: &BTreeMap<&str, String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out + rest
}

/// The names to shorten, each once, in their order.
fn long_names(module: &[u8]) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    rename(module, |section, name| {
        let long = section == IMPORTS || name.starts_with("__");
        if long && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        name.to_owned()
    })?;
    Ok(names)
}

fn rewritten(module: &[u8], names: &BTreeMap<&str, String>) -> Result<Vec<u8>> {
    rename(module, |_, name| {
        names.get(name).map_or(name, String::as_str).to_owned()
    })
}

/// The module with the names of its imports and exports passed through `name`, which is told
/// the section that a name stands in.
fn rename(module: &[u8], mut name: impl FnMut(u8, &str) -> String) -> Result<Vec<u8>> {
    let mut from = Reader(module);
    let mut to = from.take(8)?.to_vec();
    ensure!(to.starts_with(b"\0asm"), "not a WebAssembly module");
    while !from.0.is_empty() {
        let id = from.byte()?;
        let size = from.number()?;
        let mut section = Reader(from.take(size)?);
        let content = match id {
            IMPORTS => {
                let count = section.number()?;
                let mut content = number(count);
                for _ in 0..count {
                    content.extend(text(section.text()?));
                    content.extend(text(&name(IMPORTS, section.text()?)));
                    ensure!(section.byte()? == 0, "only functions are imported");
                    content.push(0);
                    content.extend(number(section.number()?));
                }
                content
            }
            EXPORTS => {
                let count = section.number()?;
                let mut content = number(count);
                for _ in 0..count {
                    content.extend(text(&name(EXPORTS, section.text()?)));
                    content.push(section.byte()?);
                    content.extend(number(section.number()?));
                }
                content
            }
            _ => section.0.to_vec(),
        };
        to.push(id);
        to.extend(number(content.len()));
        to.extend(content);
    }
    Ok(to)
}

/// What is left to read of a module.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(count)
            .context("the module ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Result<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        bail!("a number of the module has no end")
    }

    fn text(&mut self) -> Result<&'a str> {
        let size = self.number()?;
        Ok(std::str::from_utf8(self.take(size)?)?)
    }
}

/// A number in LEB128.
fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// A text with its length before it.
fn text(text: &str) -> Vec<u8> {
    let mut bytes = number(text.len());
    bytes.extend(text.bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::shorten;

    fn module(import: &str, export: &str) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend([1, 4, 1, 0x60, 0, 0]);
        let mut imports = vec![1, 1, b'm', import.len() as u8];
        imports.extend(import.bytes());
        imports.extend([0, 0]);
        bytes.extend([2, imports.len() as u8]);
        bytes.extend(imports);
        let mut exports = vec![2, 1, b'f', 0, 0, export.len() as u8];
        exports.extend(export.bytes());
        exports.extend([0, 0]);
        bytes.extend([7, exports.len() as u8]);
        bytes.extend(exports);
        bytes
    }

    #[test]
    fn long_names_are_shortened_on_both_sides() {
        let glue = "import0.__wbg_a_1 = () => {}; wasm.f(); wasm.__wbindgen_export(__wbg_a_12);";
        let (glue, bytes) =
            shorten(glue, &module("__wbg_a_1", "__wbindgen_export")).expect("a module");
        assert_eq!(
            glue,
            "import0.$0 = () => {}; wasm.f(); wasm.$1(__wbg_a_12);"
        );
        assert_eq!(bytes, module("$0", "$1"));
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(shorten("", b"<!doctype").is_err());
        assert!(shorten("", &module("a", "b")[..20]).is_err());
    }
}
