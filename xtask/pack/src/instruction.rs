//! WebAssembly's instructions: what follows the code of each, what it takes from the stack and
//! puts there (WebAssembly Core Specification 2.0, chapters 5.4 and 3.3).
#![allow(
    clippy::match_same_arms,
    reason = "the codes stand in groups as in the specification"
)]

/// The types of values, by their codes.
pub(crate) const I32: u8 = 0x7f;
const I64: u8 = 0x7e;
const F32: u8 = 0x7d;
const F64: u8 = 0x7c;
const V128: u8 = 0x7b;
/// Code of the block type that is none.
pub(crate) const NO_TYPE: u8 = 0x40;

/// The codes after the prefix 0xfc are counted from here.
pub(crate) const SATURATING: u32 = 0x100;
/// The codes after the prefix 0xfd are counted from here.
pub(crate) const VECTOR: u32 = 0x200;

/// Codes that are told apart by what they do to frames, locals and calls.
pub(crate) const IF: u32 = 0x04;
pub(crate) const ELSE: u32 = 0x05;
pub(crate) const END: u32 = 0x0b;
pub(crate) const CALL: u32 = 0x10;
pub(crate) const CALL_INDIRECT: u32 = 0x11;
pub(crate) const SELECT: u32 = 0x1b;
pub(crate) const LOCAL_GET: u32 = 0x20;
pub(crate) const LOCAL_TEE: u32 = 0x22;

/// How many codes there are, with room for all.
const CODES: usize = 0x300;

/// What follows an instruction's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operand {
    /// It is no instruction that is known.
    Unknown,
    /// Nothing.
    None,
    /// The type of a block.
    Block,
    /// A label, counted from the innermost frame.
    Label,
    /// A list of labels and one more.
    Labels,
    /// A function.
    Function,
    /// A type of functions and a table.
    Indirect,
    /// A local variable.
    Local,
    /// A global variable.
    Global,
    /// An alignment and an offset.
    Memory,
    /// The same and a lane.
    MemoryLane,
    /// A lane.
    Lane,
    /// A whole number of 32 bits.
    I32,
    /// A whole number of 64 bits.
    I64,
    /// So many bytes.
    Bytes1,
    Bytes2,
    Bytes4,
    Bytes8,
    Bytes16,
}

/// What follows the code.
#[must_use]
pub(crate) fn operand(code: u32) -> Operand {
    const OPERANDS: [Operand; CODES] = {
        let mut operands = [Operand::Unknown; CODES];
        let mut code = 0;
        while code < CODES {
            operands[code] = operand_of(code);
            code += 1;
        }
        operands
    };
    let operand = OPERANDS.get(code as usize).copied();
    operand.unwrap_or(Operand::Unknown)
}

const fn operand_of(code: usize) -> Operand {
    match code {
        0x02..=0x04 => Operand::Block,
        0x0c | 0x0d => Operand::Label,
        0x0e => Operand::Labels,
        0x10 => Operand::Function,
        0x11 => Operand::Indirect,
        0x20..=0x22 => Operand::Local,
        0x23 | 0x24 => Operand::Global,
        0x28..=0x3e | 0x200..=0x20b | 0x25c | 0x25d => Operand::Memory,
        0x254..=0x25b => Operand::MemoryLane,
        0x215..=0x222 => Operand::Lane,
        0x41 => Operand::I32,
        0x42 => Operand::I64,
        0x3f | 0x40 | 0x10b => Operand::Bytes1,
        0x10a => Operand::Bytes2,
        0x43 => Operand::Bytes4,
        0x44 => Operand::Bytes8,
        0x20c | 0x20d => Operand::Bytes16,
        0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 => Operand::None,
        0x100..=0x107 | 0x20e..=0x2ff => Operand::None,
        _ => Operand::Unknown,
    }
}

/// What mostly follows the code of a block (no type) and of a memory instruction (how its
/// address is aligned); the rest is told apart by a mark before the code.
#[must_use]
pub(crate) fn usual(code: u32) -> u8 {
    match code {
        0x02..=0x04 => NO_TYPE,
        0x28 | 0x2a | 0x34..=0x36 | 0x38 | 0x3e | VECTOR.. => 2,
        0x29 | 0x2b | 0x37 | 0x39 => 3,
        0x2e | 0x2f | 0x32 | 0x33 | 0x3b | 0x3d => 1,
        _ => 0,
    }
}

/// How many values an instruction takes, and the type of the one it puts there (0 for none);
/// what depends on more than the code is left to the walk. Only predictions rest on it: where
/// it is wrong for a rare instruction, both sides are wrong alike.
#[must_use]
pub(crate) fn effect(code: u32) -> (usize, u8) {
    const EFFECTS: [(u8, u8); CODES] = {
        let mut effects = [(0, 0); CODES];
        let mut code = 0;
        while code < CODES {
            effects[code] = effect_of(code);
            code += 1;
        }
        effects
    };
    let effect = EFFECTS.get(code as usize).copied();
    effect.map_or((0, 0), |(takes, gives)| (usize::from(takes), gives))
}

const fn effect_of(code: usize) -> (u8, u8) {
    match code {
        0x04 | 0x0d | 0x0e | 0x1a | 0x21 | 0x24 => (1, 0),
        0x23 | 0x3f | 0x41 => (0, I32),
        0x42 => (0, I64),
        0x43 => (0, F32),
        0x44 => (0, F64),
        0x20c => (0, V128),
        0x28 | 0x2c..=0x2f | 0x40 | 0x45 | 0x50 | 0x67..=0x69 | 0xa7..=0xab | 0xbc => (1, I32),
        0xc0 | 0xc1 | 0x100..=0x103 | 0x215 | 0x216 | 0x218 | 0x219 | 0x21b => (1, I32),
        0x253 | 0x263 | 0x264 | 0x283 | 0x284 | 0x2a3 | 0x2a4 | 0x2c3 => (1, I32),
        0x29 | 0x30..=0x35 | 0x79..=0x7b | 0xac..=0xb1 | 0xbd | 0xc2..=0xc4 => (1, I64),
        0x104..=0x107 | 0x21d => (1, I64),
        0x2a | 0x8b..=0x91 | 0xb2..=0xb6 | 0xbe | 0x21f => (1, F32),
        0x2b | 0x99..=0x9f | 0xb7..=0xbb | 0xbf | 0x221 => (1, F64),
        0x46..=0x4f | 0x51..=0x66 | 0x6a..=0x78 => (2, I32),
        0x7c..=0x8a => (2, I64),
        0x92..=0x98 => (2, F32),
        0xa0..=0xa6 => (2, F64),
        0x36..=0x3e | 0x20b | 0x258..=0x25b => (2, 0),
        0x10a | 0x10b => (3, 0),
        0x200..=0x20a | 0x20f..=0x214 | 0x24d | 0x25c | 0x25d => (1, V128),
        0x2e0 | 0x2e1 | 0x2e3 | 0x2ec | 0x2ed | 0x2ef => (1, V128),
        0x252 => (3, V128),
        0x20d..=0x2ff => (2, V128),
        _ => (0, 0),
    }
}
