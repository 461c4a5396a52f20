//! The module and its glue as they are downloaded: with short names between them, for
//! wasm-bindgen gives every function that one asks of the other a long name with a hash; without
//! what can never run; and with the functions in an order that gzip likes.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Result, bail, ensure};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, ExportSection, FunctionSection,
    ImportSection, Module, TypeSection,
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, ElementSectionReader, Export, FunctionBody,
    FunctionSectionReader, Imports, Parser, Payload, TypeRef, TypeSectionReader,
};

use crate::order;
use crate::reach::Reached;
use crate::twins;

/// The glue and the module, made smaller. The names of wasm-bindgen's own making are shortened
/// in both: of all that is imported, and of what is exported under a name that starts with `__`.
/// What the glue does not name is exported no more; what nothing can reach then is left out.
///
/// # Errors
/// When `module` is no WebAssembly module as wasm-bindgen writes them.
pub fn slim(glue: &str, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let words: BTreeSet<&str> = glue.split(|c| !is_part(c)).collect();
    let reached = Reached::from(module, |export| words.contains(export))?;
    let contents = Contents::of(module)?;
    let names = contents.long_names(&reached).into_iter().enumerate();
    let short: BTreeMap<&str, String> =
        names.map(|(at, name)| (name, format!("${at:x}"))).collect();
    if let Some(taken) = short.values().find(|short| glue.contains(short.as_str())) {
        bail!("{taken} stands in the glue already");
    }
    let mut rewriting = Rewriting::new(&contents, &reached, &short)?;
    let mut to = Module::new();
    rewriting.parse_core_module(&mut to, Parser::new(0), module)?;
    Ok((with_names(glue, &short), to.finish()))
}

/// Whether a character can stand in a script's name.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The script with every whole word that has another name replaced by it.
fn with_names(script: &str, names: &BTreeMap<&str, String>) -> String {
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
    types: Vec<u32>,
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
                Payload::FunctionSection(types) => {
                    contents.types = types.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => contents.bodies.push(body),
                _ => {}
            }
        }
        Ok(contents)
    }

    /// The names to shorten, each once, in their order.
    fn long_names(&self, reached: &Reached) -> Vec<&'a str> {
        let kept = |name: &&&str| name.starts_with("__") && reached.exports.contains(**name);
        let long = self.exports.iter().filter(kept);
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
    reached: &'a Reached,
    /// The functions in their new order, by their old places.
    order: Vec<usize>,
    /// The new indices of the functions that stay, or of their twins, by their old ones.
    functions: BTreeMap<u32, u32>,
    /// The new indices of the types that stay, by their old ones.
    types: BTreeMap<u32, u32>,
}

impl<'a> Rewriting<'a> {
    fn new(
        contents: &Contents<'_>,
        reached: &'a Reached,
        names: &'a BTreeMap<&'a str, String>,
    ) -> Result<Self> {
        let Contents { types, bodies, .. } = contents;
        let imported = contents.imports.len();
        let reaches = |index| reached.functions.contains(&index);
        let firsts = twins::firsts(imported, types, bodies, reaches)?;
        let stays = |body: &usize| {
            let index = (imported + body) as u32;
            reaches(index) && firsts[index as usize] == index
        };
        let kept: Vec<usize> = (0..bodies.len()).filter(stays).collect();
        let code: Vec<&[u8]> = kept.iter().map(|&body| bodies[body].as_bytes()).collect();
        let order = order::by_likeness(&code).into_iter();
        let order: Vec<usize> = order.map(|place| kept[place]).collect();
        let own = order.iter().map(|body| imported + body);
        let stay = (0..imported).chain(own).map(|index| index as u32);
        let places: BTreeMap<u32, u32> = stay.zip(0..).collect();
        let place = |(index, first)| Some((index, *places.get(first)?));
        Ok(Self {
            names,
            reached,
            functions: (0..).zip(&firsts).filter_map(place).collect(),
            types: reached.types.iter().copied().zip(0..).collect(),
            order,
        })
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
        Ok(self.functions[&index])
    }

    fn type_index(&mut self, index: u32) -> Rewritten<u32> {
        Ok(self.types[&index])
    }

    fn parse_type_section(
        &mut self,
        to: &mut TypeSection,
        types: TypeSectionReader<'_>,
    ) -> Rewritten {
        for (index, ty) in (0..).zip(types.into_iter_err_on_gc_types()) {
            if self.types.contains_key(&index) {
                let ty = self.func_type(ty?)?;
                to.ty().func_type(&ty);
            }
        }
        Ok(())
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
        if self.reached.exports.contains(export.name) {
            let kind = self.export_kind(export.kind)?;
            let index = self.external_index(export.kind, export.index)?;
            to.export(self.name(export.name), kind, index);
        }
        Ok(())
    }

    /// A segment for each run of entries that can be called; the others are null.
    fn parse_element_section(
        &mut self,
        to: &mut ElementSection,
        _: ElementSectionReader<'_>,
    ) -> Rewritten {
        let entries: Vec<(u32, u32)> = self.reached.entries.clone().into_iter().collect();
        for run in entries.chunk_by(|(before, _), (after, _)| before + 1 == *after) {
            let start = ConstExpr::i32_const(run[0].0 as i32);
            let functions = run.iter().map(|(_, function)| self.functions[function]);
            let functions = Elements::Functions(functions.collect());
            to.active(None, &start, functions);
        }
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

    /// Nothing that runs reads them: names, and the tools that made the module.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Rewritten {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasmparser::{ElementKind, Operator, Parser, Payload};

    use super::{Contents, slim};
    use crate::reach;

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

    /// A module of functions that return a number each, exported as `f`, `g` and so on.
    fn numbers(values: &[u8]) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        let count = values.len() as u8;
        bytes.extend([1, 5, 1, 0x60, 0, 1, 0x7f, 3, count + 1, count]);
        bytes.extend(values.iter().map(|_| 0));
        bytes.extend([7, 1 + 4 * count, count]);
        bytes.extend((0..count).flat_map(|index| [1, b'f' + index, 0, index]));
        bytes.extend([10, 1 + 5 * count, count]);
        for &value in values {
            bytes.extend([4, 0, 0x41, value, 0x0b]);
        }
        bytes
    }

    /// The bodies of what a module exports, and how many there are of all.
    fn exported(module: &[u8]) -> (Vec<&[u8]>, usize) {
        let bodies = Contents::of(module).expect("a module").bodies;
        let parts = Parser::new(0).parse_all(module).filter_map(Result::ok);
        let exports = parts.filter_map(|part| match part {
            Payload::ExportSection(exports) => Some(exports),
            _ => None,
        });
        let exports = exports.flatten().filter_map(Result::ok);
        let found = exports.map(|export| bodies[export.index as usize].as_bytes());
        (found.collect(), bodies.len())
    }

    #[test]
    fn what_is_exported_stays_the_same_function_in_a_new_order() {
        let module = numbers(&[1, 2, 3]);
        let (_, bytes) = slim("wasm.f(), wasm.g(), wasm.h()", &module).expect("a module");
        assert_eq!(exported(&bytes), exported(&module));
        assert_ne!(bytes, module, "the order is another one");
    }

    #[test]
    fn what_the_glue_does_not_name_is_left_out() {
        let (_, bytes) = slim("wasm.g()", &numbers(&[1, 2, 3])).expect("a module");
        assert_eq!(exported(&bytes), (vec![&[0, 0x41, 2, 0x0b][..]], 1));
    }

    #[test]
    fn twins_become_one_function() {
        let module = numbers(&[1, 2, 1]);
        let (_, bytes) = slim("wasm.f(), wasm.g(), wasm.h()", &module).expect("a module");
        assert_eq!(exported(&bytes), (exported(&module).0, 2));
    }

    #[test]
    fn entries_that_nothing_calls_are_null() {
        let (_, bytes) = slim("wasm.main()", &reach::tests::module()).expect("a module");
        let parts = Parser::new(0).parse_all(&bytes).filter_map(Result::ok);
        let segments = parts.filter_map(|part| match part {
            Payload::ElementSection(segments) => Some(segments),
            _ => None,
        });
        let starts = segments.flatten().map(|segment| match segment?.kind {
            ElementKind::Active { offset_expr, .. } => offset_expr.get_operators_reader().read(),
            _ => panic!("a passive segment"),
        });
        let starts: Vec<Operator<'_>> = starts.collect::<Result<_, _>>().expect("a module");
        let start = |value| Operator::I32Const { value };
        assert_eq!(starts, [start(1), start(4)]);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(slim("", b"<!doctype").is_err());
        assert!(slim("", &module("a", "b")[..20]).is_err());
    }
}
