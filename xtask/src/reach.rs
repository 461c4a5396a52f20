//! What of a module can ever run: wasm-bindgen leaves functions that only an entry of the table
//! still names, entries that nothing calls.
//!
//! An entry can be called only through a `call_indirect` of its function's type, and only where
//! its index is at hand. No compiler computes the index of a function: it is a constant, or a
//! word of the memory as it is at the start. So what is called by no type or named by no such
//! number, in all the code that can run, is never called. Any number that is the same counts as
//! the index, so this finds fewer than there are, but no wrong ones.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use wasmparser::{
    BlockType, ConstExpr, DataKind, Element, ElementItems, ElementKind, Export, ExternalKind,
    FuncType, FunctionBody, Operator, Parser, Payload, TypeRef,
};

/// The parts of a module that can be reached, by their indices.
#[derive(Debug, Default)]
pub struct Reached {
    /// The names of the exports that are used.
    pub exports: BTreeSet<String>,
    /// The functions, imported ones among them.
    pub functions: BTreeSet<u32>,
    /// The entries of the table with their functions.
    pub entries: BTreeMap<u32, u32>,
    /// The types.
    pub types: BTreeSet<u32>,
    /// The constants in the code and in the memory that may be indices of entries.
    numbers: BTreeSet<u32>,
    /// The types of the calls through the table.
    called: BTreeSet<u32>,
}

impl Reached {
    /// What `module` needs for those of its exports that are `used`.
    ///
    /// # Errors
    /// When it is no module, or does with its table what this does not look into.
    pub fn from(module: &[u8], used: impl Fn(&str) -> bool) -> Result<Self> {
        let parts = Parts::of(module)?;
        let mut reached = Self {
            numbers: parts.numbers.clone(),
            ..Self::default()
        };
        for export in parts.exports.iter().filter(|export| used(export.name)) {
            reached.exports.insert(export.name.to_owned());
            match export.kind {
                ExternalKind::Func => reached.function(export.index, &parts)?,
                ExternalKind::Table => bail!("the table is exported"),
                _ => {}
            }
        }
        for import in 0..parts.imported {
            reached.function(import as u32, &parts)?;
        }
        if let Some(start) = parts.start {
            reached.function(start, &parts)?;
        }
        while let Some((entry, function)) = reached.next_entry(&parts) {
            reached.entries.insert(entry, function);
            reached.function(function, &parts)?;
        }
        Ok(reached)
    }

    /// An entry that can be called and is not known to be so yet.
    fn next_entry(&self, parts: &Parts<'_>) -> Option<(u32, u32)> {
        let mut entries = parts.entries.iter().copied();
        entries.find(|(entry, function)| {
            let called = self.called.contains(&parts.type_of(*function));
            called && self.numbers.contains(entry) && !self.entries.contains_key(entry)
        })
    }

    /// Follows the direct calls from one function on.
    fn function(&mut self, first: u32, parts: &Parts<'_>) -> Result<()> {
        let mut next = vec![first];
        while let Some(function) = next.pop() {
            if !self.functions.insert(function) {
                continue;
            }
            self.types.insert(parts.functions[function as usize]);
            let own = (function as usize).checked_sub(parts.imported);
            if let Some(body) = own.and_then(|own| parts.bodies.get(own)) {
                self.body(body, parts, &mut next)?;
            }
        }
        Ok(())
    }

    fn body(
        &mut self,
        body: &FunctionBody<'_>,
        parts: &Parts<'_>,
        next: &mut Vec<u32>,
    ) -> Result<()> {
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            match operators.read()? {
                Operator::I32Const { value } => {
                    self.numbers.insert(value as u32);
                }
                Operator::Call { function_index } => next.push(function_index),
                Operator::CallIndirect { type_index, .. } => {
                    self.types.insert(type_index);
                    self.called.insert(parts.same[type_index as usize]);
                }
                Operator::Block { blockty }
                | Operator::Loop { blockty }
                | Operator::If { blockty } => {
                    if let BlockType::FuncType(index) = blockty {
                        self.types.insert(index);
                    }
                }
                operator @ (Operator::RefFunc { .. }
                | Operator::ReturnCall { .. }
                | Operator::ReturnCallIndirect { .. }
                | Operator::TableCopy { .. }
                | Operator::TableFill { .. }
                | Operator::TableGet { .. }
                | Operator::TableGrow { .. }
                | Operator::TableInit { .. }
                | Operator::TableSet { .. }) => bail!("{operator:?} is not looked into"),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A module's parts, as far as they decide on what is reached.
#[derive(Default)]
struct Parts<'a> {
    /// Of each type the first that is equal.
    same: Vec<u32>,
    imported: usize,
    /// The types of the functions, imported ones first.
    functions: Vec<u32>,
    exports: Vec<Export<'a>>,
    start: Option<u32>,
    /// The entries of the table with their functions.
    entries: Vec<(u32, u32)>,
    bodies: Vec<FunctionBody<'a>>,
    /// The aligned words of the memory before anything ran, and what globals hold.
    numbers: BTreeSet<u32>,
}

impl<'a> Parts<'a> {
    fn of(module: &'a [u8]) -> Result<Self> {
        let mut parts = Self::default();
        let mut memory = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(types) => {
                    let types: Vec<FuncType> = types
                        .into_iter_err_on_gc_types()
                        .collect::<Result<_, _>>()?;
                    let first = |ty| types.iter().position(|other| other == ty);
                    let same = types.iter().filter_map(first);
                    parts.same = same.map(|index| index as u32).collect();
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        if let TypeRef::Func(index) = import?.ty {
                            parts.functions.push(index);
                        }
                    }
                    parts.imported = parts.functions.len();
                }
                Payload::FunctionSection(types) => {
                    for index in types {
                        parts.functions.push(index?);
                    }
                }
                Payload::GlobalSection(globals) => {
                    for global in globals {
                        parts.numbers.extend(number(&global?.init_expr));
                    }
                }
                Payload::ExportSection(exports) => {
                    parts.exports = exports.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::StartSection { func, .. } => parts.start = Some(func),
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let element = element?;
                        parts.entries.extend(entries(&element)?);
                    }
                }
                Payload::CodeSectionEntry(body) => parts.bodies.push(body),
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let segment = segment?;
                        let DataKind::Active { offset_expr, .. } = segment.kind else {
                            bail!("a passive segment of data is not looked into");
                        };
                        let start = number(&offset_expr).context("data starts nowhere known")?;
                        let start = start as usize;
                        let end = start + segment.data.len();
                        memory.resize(memory.len().max(end.next_multiple_of(4)), 0);
                        memory[start..end].copy_from_slice(segment.data);
                    }
                }
                _ => {}
            }
        }
        let words = memory.as_chunks().0.iter();
        parts
            .numbers
            .extend(words.map(|word| u32::from_le_bytes(*word)));
        Ok(parts)
    }

    /// The first type that is equal to a function's.
    fn type_of(&self, function: u32) -> u32 {
        self.same[self.functions[function as usize] as usize]
    }
}

/// The entries that an element segment fills, with their functions.
fn entries(element: &Element<'_>) -> Result<Vec<(u32, u32)>> {
    let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
        (&element.kind, &element.items)
    else {
        bail!("an element segment is not looked into");
    };
    let start = number(offset_expr).context("entries start nowhere known")?;
    let functions: Vec<u32> = functions.clone().into_iter().collect::<Result<_, _>>()?;
    Ok((start..).zip(functions).collect())
}

/// The value of an expression that is one constant.
fn number(expression: &ConstExpr<'_>) -> Option<u32> {
    let mut operators = expression.get_operators_reader();
    match operators.read().ok()? {
        Operator::I32Const { value } => Some(value as u32),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind, ExportSection,
        Function, FunctionSection, MemorySection, MemoryType, Module, RefType, TableSection,
        TableType, TypeSection, ValType,
    };

    use super::Reached;

    /// A module whose function `main` calls entry 1 of the table and names 3; its entries 1 to 5
    /// are as many functions after that, and the first of them calls another, the last. Entry 3
    /// has another type, entry 4 stands in the memory, and 2 and 5 nowhere; `other` is entry 5.
    pub(crate) fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [ValType::I32]);
        let mut functions = FunctionSection::new();
        for ty in [0, 0, 0, 1, 0, 0, 0] {
            functions.function(ty);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 6,
            maximum: None,
            shared: false,
        });
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 0);
        exports.export("other", ExportKind::Func, 5);
        exports.export("table", ExportKind::Table, 0);
        let mut elements = ElementSection::new();
        let entries = Elements::Functions([1, 2, 3, 4, 5].as_slice().into());
        elements.active(None, &ConstExpr::i32_const(1), entries);
        let mut code = CodeSection::new();
        let mut main = Function::new([]);
        let mut to = main.instructions();
        to.i32_const(3)
            .drop()
            .i32_const(1)
            .call_indirect(0, 0)
            .end();
        code.function(&main);
        for index in 1..7 {
            let mut function = Function::new([]);
            match index {
                1 => function.instructions().call(6).end(),
                3 => function.instructions().i32_const(-1).end(),
                _ => function.instructions().end(),
            };
            code.function(&function);
        }
        let mut data = DataSection::new();
        // The words are 0x05000000 and 4: only what is aligned is an index.
        data.active(0, &ConstExpr::i32_const(7), [5, 4, 0]);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&tables);
        module.section(&memories).section(&exports);
        module.section(&elements).section(&code).section(&data);
        module.finish()
    }

    #[test]
    fn an_entry_is_reached_when_its_index_and_its_type_are() {
        let reached = Reached::from(&module(), |name| name == "main").expect("a module");
        let entries: Vec<u32> = reached.entries.into_keys().collect();
        assert_eq!(entries, [1, 4]);
        assert!(reached.functions.into_iter().eq([0, 1, 4, 6]));
        assert!(reached.types.into_iter().eq([0]));
        assert!(reached.exports.into_iter().eq(["main".to_owned()]));
    }

    #[test]
    fn an_export_that_is_used_is_reached_without_its_entry() {
        let reached = Reached::from(&module(), |name| name == "other").expect("a module");
        assert!(reached.functions.into_iter().eq([5]));
        assert!(reached.entries.is_empty());
    }

    #[test]
    fn who_takes_the_table_may_call_what_it_likes() {
        let error = Reached::from(&module(), |_| true).expect_err("a table");
        assert_eq!(error.to_string(), "the table is exported");
    }
}
