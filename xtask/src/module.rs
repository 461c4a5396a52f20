//! The module and its glue as they are downloaded: with short names between them, for
//! wasm-bindgen gives every function that one asks of the other a long name with a hash; and
//! with the functions in an order that gzip likes.

use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::{Result, bail, ensure};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, ExportSection, FunctionSection, ImportSection, Module};
use wasmparser::{
    CodeSectionReader, Export, FunctionBody, FunctionSectionReader, Imports, Parser, Payload,
    TypeRef,
};

use crate::order;

/// The glue and the module, made smaller. The names of wasm-bindgen's own making are shortened
/// in both: of all that is imported, and of what is exported under a name that starts with `__`.
///
/// # Errors
/// When `module` is no WebAssembly module as wasm-bindgen writes them.
pub fn slim(glue: &str, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let contents = Contents::of(module)?;
    let names = contents.long_names().into_iter().enumerate();
    let short: BTreeMap<&str, String> =
        names.map(|(at, name)| (name, format!("${at:x}"))).collect();
    if let Some(taken) = short.values().find(|short| glue.contains(short.as_str())) {
        bail!("{taken} stands in the glue already");
    }
    let mut to = Module::new();
    Rewriting::new(&contents, &short).parse_core_module(&mut to, Parser::new(0), module)?;
    Ok((with_names(glue, &short), to.finish()))
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

/// What the module imports and exports, and its functions.
#[derive(Default)]
struct Contents<'a> {
    imports: Vec<&'a str>,
    exports: Vec<&'a str>,
    bodies: Vec<FunctionBody<'a>>,
}

impl<'a> Contents<'a> {
    fn of(module: &'a [u8]) -> Result<Self> {
        let mut contents = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        let function = matches!(import.ty, TypeRef::Func(_));
                        ensure!(function, "{} is no function", import.name);
                        contents.imports.push(import.name);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        contents.exports.push(export?.name);
                    }
                }
                Payload::CodeSectionEntry(body) => contents.bodies.push(body),
                _ => {}
            }
        }
        Ok(contents)
    }

    /// The names to shorten, each once, in their order.
    fn long_names(&self) -> Vec<&'a str> {
        let long = self.exports.iter().filter(|name| name.starts_with("__"));
        let mut names: Vec<&str> = Vec::new();
        for name in self.imports.iter().chain(long) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names
    }
}

/// Writes the module anew.
struct Rewriting<'a> {
    names: &'a BTreeMap<&'a str, String>,
    imported: usize,
    /// The functions in their new order, by their old places.
    order: Vec<usize>,
    /// Their new places, by their old ones.
    places: Vec<usize>,
}

impl<'a> Rewriting<'a> {
    fn new(contents: &Contents<'_>, names: &'a BTreeMap<&'a str, String>) -> Self {
        let bodies: Vec<&[u8]> = contents.bodies.iter().map(FunctionBody::as_bytes).collect();
        let order = order::by_likeness(&bodies);
        let mut places = vec![0; order.len()];
        for (place, &body) in order.iter().enumerate() {
            places[body] = place;
        }
        Self {
            names,
            imported: contents.imports.len(),
            order,
            places,
        }
    }

    fn name<'b>(&'b self, name: &'b str) -> &'b str {
        self.names.get(name).map_or(name, String::as_str)
    }

    /// The parts of a section, one for each function, in the new order.
    fn ordered<T: Clone>(&self, parts: &[T]) -> Vec<T> {
        let parts = self.order.iter().filter_map(|&body| parts.get(body));
        parts.cloned().collect()
    }
}

type Rewritten<T = ()> = Result<T, reencode::Error<Infallible>>;

impl Reencode for Rewriting<'_> {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Rewritten<u32> {
        let own = (index as usize).checked_sub(self.imported);
        let place = own.and_then(|body| self.places.get(body));
        Ok(place.map_or(index, |place| (self.imported + place) as u32))
    }

    fn parse_imports(&mut self, to: &mut ImportSection, imports: Imports<'_>) -> Rewritten {
        let Imports::Single(_, import) = imports else {
            return reencode::utils::parse_imports(self, to, imports);
        };
        let ty = self.entity_type(import.ty)?;
        to.import(import.module, self.name(import.name), ty);
        Ok(())
    }

    fn parse_export(&mut self, to: &mut ExportSection, export: Export<'_>) -> Rewritten {
        let kind = self.export_kind(export.kind)?;
        let index = self.external_index(export.kind, export.index)?;
        to.export(self.name(export.name), kind, index);
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        to: &mut FunctionSection,
        types: FunctionSectionReader<'_>,
    ) -> Rewritten {
        let types: Vec<u32> = types.into_iter().collect::<Result<_, _>>()?;
        for index in self.ordered(&types) {
            to.function(self.type_index(index)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        to: &mut CodeSection,
        bodies: CodeSectionReader<'_>,
    ) -> Rewritten {
        let bodies: Vec<FunctionBody<'_>> = bodies.into_iter().collect::<Result<_, _>>()?;
        for body in self.ordered(&bodies) {
            self.parse_function_body(to, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasmparser::{Parser, Payload};

    use super::{Contents, slim};

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
            slim(glue, &module("__wbg_a_1", "__wbindgen_export")).expect("a module");
        assert_eq!(
            glue,
            "import0.$0 = () => {}; wasm.f(); wasm.$1(__wbg_a_12);"
        );
        assert_eq!(bytes, module("$0", "$1"));
    }

    /// A module of functions that return a number each, the first of them exported.
    fn numbers(values: &[u8]) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        let count = values.len() as u8;
        bytes.extend([1, 5, 1, 0x60, 0, 1, 0x7f, 3, count + 1, count]);
        bytes.extend(values.iter().map(|_| 0));
        bytes.extend([7, 5, 1, 1, b'f', 0, 0, 10, 1 + 5 * count, count]);
        for &value in values {
            bytes.extend([4, 0, 0x41, value, 0x0b]);
        }
        bytes
    }

    #[test]
    fn what_is_exported_stays_the_same_function_in_a_new_order() {
        let (_, bytes) = slim("", &numbers(&[1, 2, 3])).expect("a module");
        let contents = Contents::of(&bytes).expect("a module");
        let parts = Parser::new(0).parse_all(&bytes);
        let exported = parts.filter_map(Result::ok).find_map(|part| match part {
            Payload::ExportSection(exports) => exports.into_iter().next()?.ok(),
            _ => None,
        });
        let index = exported.expect("an export").index as usize;
        assert_ne!(index, 0, "the order is another one");
        assert_eq!(contents.bodies[index].as_bytes(), [0, 0x41, 1, 0x0b]);
        assert_eq!(contents.bodies.len(), 3);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(slim("", b"<!doctype").is_err());
        assert!(slim("", &module("a", "b")[..20]).is_err());
    }
}
