//! Modules come back as they were, and what is damaged does no harm.

use glassnet_pack::{pack, unpack};
use proptest::prelude::*;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, Ieee32, Ieee64, ImportSection,
    Instruction, MemArg, MemArgTarget, MemorySection, MemoryType, Module, RefType, TableSection,
    TableType, TypeSection, ValType,
};
use wasmparser::{ElementItems, ElementKind, Operator, Parser, Payload, TypeRef, Validator};

fn memory(offset: u64, align: u32) -> MemArg {
    MemArg {
        offset,
        align,
        target: MemArgTarget::Memory(0),
        ordering: None,
    }
}

/// A function in which every operand occurs that the packer knows.
fn all_operands() -> Function {
    let mut function = Function::new([(2, ValType::I64), (1, ValType::V128), (300, ValType::I32)]);
    let instructions = [
        Instruction::Block(BlockType::Empty),
        Instruction::Loop(BlockType::Result(ValType::I32)),
        Instruction::I32Const(-1),
        Instruction::If(BlockType::Result(ValType::F64)),
        Instruction::F64Const(Ieee64::from(0.1)),
        Instruction::Else,
        Instruction::F64Const(Ieee64::from(f64::MIN_POSITIVE)),
        Instruction::End,
        Instruction::Drop,
        Instruction::LocalGet(0),
        Instruction::BrTable(vec![0, 1, 0, 1].into(), 2),
        Instruction::End,
        Instruction::Drop,
        Instruction::End,
        Instruction::F32Const(Ieee32::from(1.5)),
        Instruction::Drop,
        Instruction::I32Const(1_048_576),
        Instruction::I64Load(memory(70_000, 3)),
        Instruction::LocalTee(1),
        Instruction::I64Const(i64::MIN),
        Instruction::I64Add,
        Instruction::LocalSet(2),
        Instruction::I32Const(8),
        Instruction::I64Load(memory(1, 0)),
        Instruction::Drop,
        Instruction::I32Const(16),
        Instruction::V128Load(memory(0, 4)),
        Instruction::I32Const(24),
        Instruction::V128Load32Lane {
            memarg: memory(4, 2),
            lane: 3,
        },
        Instruction::V128Const(0x0123_4567_89ab_cdef),
        Instruction::I8x16Shuffle([0, 31, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        Instruction::F32x4ExtractLane(2),
        Instruction::I32TruncSatF32S,
        Instruction::MemoryGrow(0),
        Instruction::LocalSet(302),
        Instruction::I32Const(0),
        Instruction::I32Const(1),
        Instruction::I32Const(2),
        Instruction::MemoryCopy {
            src_mem: 0,
            dst_mem: 0,
        },
        Instruction::I32Const(0),
        Instruction::I32Const(1),
        Instruction::I32Const(2),
        Instruction::MemoryFill(0),
        Instruction::I32Const(3),
        Instruction::Call(0),
        Instruction::I32Const(3),
        Instruction::I32Const(0),
        Instruction::CallIndirect {
            type_index: 0,
            table_index: 0,
        },
        Instruction::I32Const(1),
        Instruction::I32Const(2),
        Instruction::I32Const(3),
        Instruction::Select,
        Instruction::BrIf(0),
        Instruction::Br(0),
        Instruction::Unreachable,
        Instruction::End,
    ];
    for instruction in &instructions {
        function.instruction(instruction);
    }
    function
}

/// A module with two imports, a table, data and these functions of one number.
fn module(functions: &[Function], text: &[u8]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], []);
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("host", "tell", EntityType::Function(0));
    imports.import("host", "next", EntityType::Function(1));
    let (mut declared, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in functions {
        declared.function(0);
        code.function(function);
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 308,
        maximum: None,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 17,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("main", ExportKind::Func, 0);
    let mut elements = ElementSection::new();
    elements.active(
        None,
        &ConstExpr::i32_const(0),
        Elements::Functions([0].as_slice().into()),
    );
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(1_048_576), text.iter().copied());
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&declared);
    module.section(&tables).section(&memories).section(&exports);
    module.section(&elements).section(&code).section(&data);
    module.finish()
}

fn constants(values: &[(i32, i64)]) -> Function {
    let mut function = Function::new([]);
    for &(short, long) in values {
        function.instruction(&Instruction::I32Const(short));
        function.instruction(&Instruction::I64Const(long));
        function.instruction(&Instruction::Drop);
        function.instruction(&Instruction::Drop);
    }
    function.instruction(&Instruction::End);
    function
}

#[test]
fn every_operand_comes_back() {
    let functions = [all_operands(), constants(&[]), all_operands()];
    let module = module(&functions, b"Each dot is an e-mail.");
    let packed = pack(&module, &[]).expect("packs");
    assert_eq!(unpack(&packed), Some(vec![module]));
}

#[test]
fn what_repeats_costs_little() {
    let once = pack(&module(&[all_operands()], b""), &[])
        .expect("packs")
        .len();
    let functions = vec![all_operands(); 41];
    let often = pack(&module(&functions, b""), &[]).expect("packs").len();
    assert!(
        often - once < 40 * 15,
        "{often} bytes where one takes {once}"
    );
}

#[test]
fn what_would_come_back_otherwise_is_not_packed() {
    let module = module(&[constants(&[])], b"text");
    assert!(pack(b"<!doctype html>", &[]).is_none());
    assert!(pack(&module[..module.len() - 1], &[]).is_none());
    // The length of the first section, longer than it needs be.
    let mut padded = module.clone();
    padded[9] |= 0x80;
    padded.insert(10, 0);
    assert!(pack(&padded, &[]).is_none());
    // An instruction that is none.
    let mut unknown = Function::new([]);
    unknown.raw([0xc7, 0x0b]);
    assert!(pack(&self::module(&[unknown], b""), &[]).is_none());
}

/// A function that calls others, by their indices.
fn calls(others: &[u32]) -> Function {
    let mut function = Function::new([]);
    for &other in others {
        function.instruction(&Instruction::LocalGet(0));
        function.instruction(&Instruction::Call(other));
    }
    function.instruction(&Instruction::End);
    function
}

#[test]
fn every_part_is_a_module_with_all_functions() {
    let functions = [calls(&[3, 5]), calls(&[2]), calls(&[4, 0]), calls(&[5])];
    let module = module(&functions, b"text");
    let packed = pack(&module, &[1, 3]).expect("packs");
    let parts = unpack(&packed).expect("parts");
    let [first, second, third] = &parts[..] else {
        panic!("{} parts", parts.len());
    };
    for part in &parts {
        Validator::new().validate_all(part).expect("a module");
    }
    // Of two imported functions and four own ones: imported ones, then own ones and stand-ins.
    let shapes = [first, second, third].map(|part| shape(part));
    assert_eq!(shapes, [(2, 4), (3, 3), (5, 1)]);
    // The table has 308 entries at first: the last of them are the first part's functions.
    let filled = [first, second, third].map(|part| entries(part));
    assert_eq!(
        filled,
        [
            vec![(0, vec![0]), (305, vec![0, 1, 2])],
            vec![(308, vec![3, 4])],
            vec![(310, vec![5])],
        ]
    );
    let many = self::module(&vec![constants(&[]); 1000], b"");
    let packed = pack(&many, &[300, 787]).expect("packs");
    let parts = unpack(&packed).expect("parts");
    let shapes: Vec<_> = parts.iter().map(|part| shape(part)).collect();
    assert_eq!(shapes, [(2, 1000), (302, 700), (789, 213)]);
    let more = self::module(&vec![constants(&[]); 4095], b"");
    assert!(
        pack(&more, &[300]).is_none(),
        "too many for names of two letters"
    );
    for ends in [&[4][..], &[3, 1], &[1; 8]] {
        assert!(pack(&module, ends).is_none(), "{ends:?} are no parts");
    }
}

/// How many functions a module imports, and how many it has.
fn shape(module: &[u8]) -> (usize, usize) {
    let (mut imported, mut own) = (0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload.expect("a module") {
            Payload::ImportSection(imports) => {
                let imports = imports.into_imports().flatten();
                imported = imports
                    .filter(|import| matches!(import.ty, TypeRef::Func(_)))
                    .count();
            }
            Payload::CodeSectionEntry(_) => own += 1,
            _ => {}
        }
    }
    (imported, own)
}

/// The entries of the table that a module fills in: where each run begins, and its functions.
fn entries(module: &[u8]) -> Vec<(i32, Vec<u32>)> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ElementSection(segments) = payload.expect("a module") {
            for segment in segments {
                let segment = segment.expect("a segment");
                let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
                    (segment.kind, segment.items)
                else {
                    panic!("a segment of another kind");
                };
                let start = offset_expr.get_operators_reader().read();
                let Ok(Operator::I32Const { value }) = start else {
                    panic!("{start:?}");
                };
                found.push((value, functions.into_iter().flatten().collect()));
            }
        }
    }
    found
}

#[test]
fn what_is_damaged_ends() {
    let module = module(&[all_operands(), constants(&[(1, 2)])], b"text");
    let packed = pack(&module, &[]).expect("packs");
    let module = Some(vec![module]);
    assert_ne!(unpack(b""), module);
    // The last bytes only end the last one's interval.
    for at in (0..packed.len() - 4).step_by(7) {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        assert_ne!(unpack(&damaged), module, "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_numbers_and_bytes_come_back(
        values in prop::collection::vec((any::<i32>(), any::<i64>()), 0..60),
        near in prop::collection::vec((-300..300_i32, -300..300_i64), 0..60),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let module = module(&[constants(&values), constants(&near)], &bytes);
        let packed = pack(&module, &[]).expect("packs");
        prop_assert_eq!(unpack(&packed), Some(vec![module]));
    }
}
