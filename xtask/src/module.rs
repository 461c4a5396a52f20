//! The module and its glue as they are downloaded: with short names between them, for
//! wasm-bindgen gives every function that one asks of the other a long name with a hash; without
//! what can never run; with the functions in the order of the parts in which they are unpacked;
//! and with what later parts need of the first ([`glassnet_pack`]).

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Context, Result, bail, ensure};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, ImportSection, Instruction, Module, TableType, TypeSection,
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, ElementSectionReader, Export, ExportSectionReader,
    FunctionBody, FunctionSectionReader, ImportSectionReader, Imports, KnownCustom, Name, Parser,
    Payload, TypeRef, TypeSectionReader, ValType,
};

use crate::order;
use crate::reach::Reached;
use crate::start::{self, Start};
use crate::twins;

/// The glue and the module, made smaller.
#[derive(Debug)]
pub struct Slim {
    /// The script.
    pub glue: String,
    /// The module.
    pub module: Vec<u8>,
    /// How many functions of its own there are at the end of each part but the last.
    pub ends: Vec<u32>,
    /// Their names, as [`crate::start`] has them.
    pub names: Vec<String>,
}

/// Makes both smaller. The names of wasm-bindgen's own making are shortened
/// in both: of all that is imported, and of what is exported under a name that starts with `__`.
/// What the glue does not name is exported no more; what nothing can reach then is left out.
///
/// The functions stand by the parts in which they are needed, says `start`; without it each tells
/// a function `k` of the host its place when it is called.
///
/// # Errors
/// When `module` is no WebAssembly module as wasm-bindgen writes them.
pub fn slim(glue: &str, module: &[u8], start: Option<&Start>) -> Result<Slim> {
    let words: BTreeSet<&str> = glue.split(|c| !is_part(c)).collect();
    let reached = Reached::from(module, |export| words.contains(export))?;
    let contents = Contents::of(module)?;
    let names = contents.long_names(&reached).into_iter().enumerate();
    let short: BTreeMap<&str, String> =
        names.map(|(at, name)| (name, format!("${at:x}"))).collect();
    if let Some(taken) = short.values().find(|short| glue.contains(short.as_str())) {
        bail!("{taken} stands in the glue already");
    }
    let mut rewriting = Rewriting::new(&contents, &reached, &short, start)?;
    let mut to = Module::new();
    rewriting.parse_core_module(&mut to, Parser::new(0), module)?;
    Ok(Slim {
        glue: with_names(glue, &short),
        module: to.finish(),
        names: rewriting.ordered(&contents.names),
        ends: rewriting.ends,
    })
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
    /// The names of the bodies.
    names: Vec<String>,
    /// The types of functions that give nothing, and take nothing or a number of 32 bits.
    plain: [Option<u32>; 2],
}

impl<'a> Contents<'a> {
    fn of(module: &'a [u8]) -> Result<Self> {
        let mut contents = Self::default();
        let mut names = BTreeMap::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(types) => {
                    for (index, ty) in (0..).zip(types.into_iter_err_on_gc_types()) {
                        let ty = ty?;
                        let plain = match ty.params() {
                            _ if !ty.results().is_empty() => continue,
                            [] => &mut contents.plain[0],
                            [ValType::I32] => &mut contents.plain[1],
                            _ => continue,
                        };
                        plain.get_or_insert(index);
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(sections) = section.as_known() {
                        for name in sections {
                            if let Name::Function(functions) = name? {
                                for function in functions {
                                    let function = function?;
                                    names.insert(function.index as usize, function.name);
                                }
                            }
                        }
                    }
                }
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
        let indices = contents.imports.len()..;
        let named = indices.take(contents.bodies.len());
        let named = named.map(|index| start::plain(names.get(&index).copied().unwrap_or_default()));
        contents.names = named.collect();
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
    /// What is imported besides: the functions' names and types, by their old indices.
    asked: Vec<(&'static str, u32)>,
    /// How many functions are imported with them.
    imported: u32,
    /// How many functions there are at the end of each part but the last.
    ends: Vec<u32>,
    /// Whether each function tells its place, and which it is that is being written.
    marks: bool,
    place: i32,
}

impl<'a> Rewriting<'a> {
    fn new(
        contents: &Contents<'_>,
        reached: &'a Reached,
        names: &'a BTreeMap<&'a str, String>,
        start: Option<&Start>,
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
        let part =
            |body: usize| start.map_or(Start::PARTS, |start| start.part(&contents.names[body]));
        let mut order: Vec<usize> = Vec::new();
        let mut ends = Vec::new();
        for at in 0..=Start::PARTS {
            let all = kept.iter().copied().filter(|&body| part(body) == at);
            let all: Vec<usize> = all.collect();
            let code: Vec<&[u8]> = all.iter().map(|&body| bodies[body].as_bytes()).collect();
            order.extend(
                order::by_likeness(&code)
                    .into_iter()
                    .map(|place| all[place]),
            );
            ends.push(order.len() as u32);
        }
        // The last part ends with the functions, and where no other has any, there is but one.
        ends.pop();
        if ends.iter().all(|&end| end == 0) {
            ends.clear();
        }
        let marks = start.is_none();
        let mut asked = Vec::new();
        if marks {
            asked.push((
                "k",
                contents.plain[1].context("no function takes one number")?,
            ));
        }
        if !ends.is_empty() {
            // The last import: stand-ins call it.
            asked.push(("n", contents.plain[0].context("no function takes nothing")?));
        }
        // They stand in the section that is there.
        ensure!(
            asked.is_empty() || imported > 0,
            "the module imports nothing"
        );
        let mut kinds: BTreeSet<u32> = reached.types.clone();
        kinds.extend(asked.iter().map(|(_, ty)| ty));
        let all = imported + asked.len();
        let own = order.iter().map(|body| (imported + body) as u32).zip(all..);
        let places: BTreeMap<u32, usize> = (0..imported as u32).zip(0..).chain(own).collect();
        let place = |(index, first)| Some((index, *places.get(first)? as u32));
        Ok(Self {
            names,
            reached,
            functions: (0..).zip(&firsts).filter_map(place).collect(),
            types: kinds.into_iter().zip(0..).collect(),
            order,
            asked,
            imported: all as u32,
            ends,
            marks,
            place: 0,
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

    fn parse_import_section(
        &mut self,
        to: &mut ImportSection,
        imports: ImportSectionReader<'_>,
    ) -> Rewritten {
        reencode::utils::parse_import_section(self, to, imports)?;
        for (name, ty) in self.asked.clone() {
            to.import("", name, EntityType::Function(self.type_index(ty)?));
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

    /// Later parts are linked to the table and to the address of the stack, too.
    fn parse_export_section(
        &mut self,
        to: &mut ExportSection,
        exports: ExportSectionReader<'_>,
    ) -> Rewritten {
        reencode::utils::parse_export_section(self, to, exports)?;
        if !self.ends.is_empty() {
            to.export("t", ExportKind::Table, 0);
            to.export("g", ExportKind::Global, 0);
        }
        Ok(())
    }

    /// The functions of the first part have entries after all others, later ones get theirs.
    fn table_type(&mut self, ty: wasmparser::TableType) -> Rewritten<TableType> {
        let mut ty = reencode::utils::table_type(self, ty)?;
        if let Some(first) = self.ends.first() {
            ty.minimum += u64::from(self.imported + first);
            ty.maximum = None;
        }
        Ok(ty)
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

    fn parse_function_body(&mut self, to: &mut CodeSection, body: FunctionBody<'_>) -> Rewritten {
        if !self.marks {
            return reencode::utils::parse_function_body(self, to, body);
        }
        let mut function: Function = self.new_function_with_parsed_locals(&body)?;
        function.instruction(&Instruction::I32Const(self.place));
        function.instruction(&Instruction::Call(self.imported - 1));
        self.place += 1;
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            function.instruction(&self.parse_instruction(&mut reader)?);
        }
        to.function(&function);
        Ok(())
    }

    /// Nothing that runs reads them: names, and the tools that made the module.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Rewritten {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
        ImportSection, Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
        ValType,
    };
    use wasmparser::{ElementKind, Operator, Parser, Payload};

    use super::{Contents, Slim, slim};
    use crate::reach;
    use crate::start::Start;

    /// All functions in one part.
    const NO_PARTS: Option<&Start> = Some(&Start::NONE);

    fn slimmed(glue: &str, module: &[u8]) -> Vec<u8> {
        slim(glue, module, NO_PARTS).expect("a module").module
    }

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
        let slim = slim(glue, &module("__wbg_a_1", "__wbindgen_export"), NO_PARTS);
        let Slim {
            glue,
            module: bytes,
            ..
        } = slim.expect("a module");
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
        let bytes = slimmed("wasm.f(), wasm.g(), wasm.h()", &module);
        assert_eq!(exported(&bytes), exported(&module));
        assert_ne!(bytes, module, "the order is another one");
    }

    #[test]
    fn what_the_glue_does_not_name_is_left_out() {
        let bytes = slimmed("wasm.g()", &numbers(&[1, 2, 3]));
        assert_eq!(exported(&bytes), (vec![&[0, 0x41, 2, 0x0b][..]], 1));
    }

    #[test]
    fn twins_become_one_function() {
        let module = numbers(&[1, 2, 1]);
        let bytes = slimmed("wasm.f(), wasm.g(), wasm.h()", &module);
        assert_eq!(exported(&bytes), (exported(&module).0, 2));
    }

    #[test]
    fn entries_that_nothing_calls_are_null() {
        let bytes = slimmed("wasm.main()", &reach::tests::module());
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

    /// A module whose `main` imports one function and calls two of its own, with their names.
    fn named() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], []);
        let mut imports = ImportSection::new();
        imports.import("host", "tell", EntityType::Function(1));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for value in [7, 8, 9] {
            functions.function(0);
            let mut function = Function::new([]);
            let mut to = function.instructions();
            to.i32_const(value).call(0);
            if value == 7 {
                to.call(2).call(3);
            }
            to.end();
            code.function(&function);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 6,
            maximum: Some(6),
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 1);
        let mut names = NameMap::new();
        for (index, name) in [(1, "main"), (2, "a::b::h0123456789abcdef"), (3, "c")] {
            names.append(index, name);
        }
        let mut section = NameSection::new();
        section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&tables).section(&exports).section(&code);
        module.section(&section);
        module.finish()
    }

    #[test]
    fn what_is_needed_first_comes_first() {
        let mut start = Start::default();
        start.needs("c", 1);
        start.needs("a::b", 0);
        let slim = slim("wasm.main()", &named(), Some(&start)).expect("a module");
        assert_eq!(slim.ends, [1, 2]);
        assert_eq!(slim.names, ["a::b", "c", "main"]);
        let (mut limits, mut imports, mut exports) = ((0, None), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&slim.module) {
            match payload.expect("a module") {
                Payload::ImportSection(section) => {
                    imports.extend(section.into_imports().flatten().map(|import| import.name));
                }
                Payload::TableSection(tables) => {
                    for table in tables {
                        let ty = table.expect("a table").ty;
                        limits = (ty.initial, ty.maximum);
                    }
                }
                Payload::ExportSection(section) => {
                    exports.extend(section.into_iter().flatten().map(|export| export.name));
                }
                _ => {}
            }
        }
        // Six entries that there were, both imports and the first function.
        assert_eq!((limits, imports), ((9, None), vec!["$0", "n"]));
        assert_eq!(exports, ["main", "t", "g"]);
    }

    #[test]
    fn functions_tell_their_places() {
        let slim = slim("wasm.main()", &named(), None).expect("a module");
        let bodies = Contents::of(&slim.module).expect("a module").bodies;
        for (place, body) in bodies.iter().enumerate() {
            // Two functions are imported; the second is told.
            assert_eq!(body.as_bytes()[1..5], [0x41, place as u8, 0x10, 1]);
        }
        assert_eq!(slim.names.len(), bodies.len());
        assert!(slim.ends.is_empty());
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(slim("", b"<!doctype", NO_PARTS).is_err());
        assert!(slim("", &module("a", "b")[..20], NO_PARTS).is_err());
    }
}
