//! The way through a module, symbol by symbol. Both sides go it: the packing side reads the
//! module while it goes, the unpacking side learns each symbol from what was packed, and both
//! know the same of what went before. So what is known of WebAssembly (which operand follows,
//! which types are on the stack, which function is called) helps to foresee the next symbol.

use core::mem;
use core::ops::Range;

use crate::bytes::{Cursor, put_signed, put_unsigned};
use crate::instruction::{self as code, Operand};
use crate::list::{List, Memory, cut};
use crate::model::{Contexts, Hint};
use crate::past::{Past, hash};

/// What carries symbols from the packing side to the unpacking side.
pub(crate) trait Symbols {
    /// Carries `symbol`; on the unpacking side it says nothing, and the one that was packed is
    /// returned.
    fn carry(&mut self, hint: &Hint, symbol: u8) -> u8;
}

/// The kinds of symbols. Each is coded by a tree and by weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A byte outside of the code, and in the data.
    Head,
    Data,
    /// What the code is made of: counts, types, locals.
    Frame,
    Type,
    Locals,
    /// Operands.
    Local,
    Label,
    Function,
    Offset,
    Align,
    I32,
    I32Rest,
    I64,
    I64Rest,
    Byte,
    Vector,
    /// The code of an instruction after the mark [`UNUSUAL`].
    Marked,
    /// The code of an instruction: 32 kinds, by what is on the stack.
    Code,
}

/// How many kinds of symbols there are.
pub(crate) const KINDS: usize = Kind::Code as usize + 32;

/// Stands before an instruction that has another operand than [`code::usual`] says.
const UNUSUAL: u8 = 0x27;
/// Symbols for codes after a prefix: after 0xfc from here, after 0xfd from [`VECTORS`] by their
/// upper half.
const SATURATINGS: u8 = 0xe0;
const VECTORS: u8 = 0xf0;

/// The first symbol of a number that is too large for one: from here by how many bytes follow.
const LONG: i64 = 240;
/// How many numbers below zero are one symbol.
const BELOW: i64 = 32;

/// What every module begins with.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

/// The sections of which more is known than their bytes.
const TYPE_SECTION: u8 = 1;
const IMPORT_SECTION: u8 = 2;
const FUNCTION_SECTION: u8 = 3;
const CODE_SECTION: u8 = 10;
const DATA_SECTION: u8 = 11;

/// A word that is no instruction.
const BYTE: u32 = 0x1000;

/// A block that is open: how many values are below it on the stack, the type it gives, the
/// instruction that opened it.
type Frame = [u32; 3];

/// How many values, blocks and locals a function may have, and how many functions a module.
const STACK: usize = 1 << 12;
const FRAMES: usize = 1 << 12;
const LOCALS: usize = 1 << 16;
const FUNCTIONS: usize = 1 << 16;
/// How long a module may be.
const LONGEST: usize = 1 << 21;

/// The last operands of a kind, the latest first.
#[derive(Default)]
struct Lasts {
    locals: [u32; 3],
    functions: [u32; 2],
    numbers: [u32; 2],
    offsets: [u32; 2],
    /// The page of the last address in the data.
    page: u32,
    /// The frame that a label led to last, counted from the outermost.
    frame: u32,
    /// The local that the instruction before named, and one more than the largest named so far.
    just: u32,
    highest: u32,
}

/// The way through a module. Its steps are kept out of line: all of them are downloaded, and the
/// time goes into the model.
pub(crate) struct Walk<'a, S> {
    /// What carries the symbols.
    pub symbols: S,
    input: Cursor<'a>,
    out: List<'a, u8>,
    past: Past<'a>,
    /// Where the types of functions stand in `out`.
    signatures: List<'a, u32>,
    /// The types of all functions, by their places there.
    functions: List<'a, u32>,
    stack: List<'a, u8>,
    frames: List<'a, Frame>,
    locals: List<'a, u8>,
    /// What was done last with each local, by its place: code of the instruction after it.
    uses: [u32; 256],
    lasts: Lasts,
}

impl<'a, S: Symbols> Walk<'a, S> {
    /// A walk through `module`, which is empty on the unpacking side.
    pub(crate) fn new(symbols: S, module: &'a [u8], memory: &mut Memory<'a>) -> Self {
        let past = Past::new(memory);
        let Memory { bytes, words, .. } = memory;
        Self {
            symbols,
            input: Cursor::new(module),
            out: List::new(cut(bytes, LONGEST)),
            past,
            signatures: List::new(cut(words, FUNCTIONS)),
            functions: List::new(cut(words, FUNCTIONS)),
            stack: List::new(cut(bytes, STACK)),
            frames: List::new(cut(words, 3 * FRAMES).as_chunks_mut().0),
            locals: List::new(cut(bytes, LOCALS)),
            uses: [0; 256],
            lasts: Lasts::default(),
        }
    }

    /// Goes the whole way. Returns the module and what carried its symbols; `None` where an
    /// instruction is not known.
    pub(crate) fn go(mut self) -> Option<(&'a [u8], S)> {
        self.input.at = HEADER.len();
        for byte in HEADER {
            self.out.push(byte);
        }
        while self.flag(!self.input.is_at_end()) {
            self.room()?;
            self.section()?;
        }
        Some((self.out.into_slice(), self.symbols))
    }

    #[inline(never)]
    fn section(&mut self) -> Option<()> {
        self.past.begin(BYTE);
        let id = self.byte(Kind::Frame, 1, [0; 3], 1);
        self.past.end(u32::from(id));
        if id == CODE_SECTION {
            let start = self.open();
            self.code()?;
            self.close(start);
            return Some(());
        }
        self.past.begin(BYTE + 1);
        let size = self.unsigned(Kind::Frame, [0; 3], 2);
        self.past.end(0);
        let start = self.out.len();
        if id == FUNCTION_SECTION {
            self.function_types()?;
        } else {
            self.bytes(id, start + size as usize)?;
        }
        self.learn(id, start);
        Some(())
    }

    /// `None` once there is no room for more symbols: what was damaged may go on for ever.
    fn room(&self) -> Option<()> {
        (!self.past.is_full()).then_some(())
    }

    /// What the code needs to know of a section.
    #[inline(never)]
    fn learn(&mut self, id: u8, start: usize) {
        let mut section = Cursor::new(&self.out);
        section.at = start;
        match id {
            TYPE_SECTION => {
                for _ in 0..section.unsigned().min(FUNCTIONS as u64) {
                    section.at += 1;
                    self.signatures.push(section.at as u32);
                    for _ in 0..2 {
                        section.skip();
                    }
                }
            }
            IMPORT_SECTION | FUNCTION_SECTION => {
                for _ in 0..section.unsigned().min(FUNCTIONS as u64) {
                    if id == IMPORT_SECTION {
                        for _ in 0..2 {
                            section.skip();
                        }
                        section.at += 1;
                    }
                    self.functions.push(section.unsigned() as u32);
                }
            }
            _ => {}
        }
    }

    #[inline(never)]
    fn function_types(&mut self) -> Option<()> {
        self.past.begin(BYTE + 2);
        let count = self.unsigned(Kind::Frame, [0; 3], 3);
        self.past.end(0);
        let mut last = [0; 3];
        for _ in 0..count {
            self.room()?;
            self.past.begin(BYTE + 3);
            let own = [hash(&last[..2]), hash(&last), 0];
            let signature = self.unsigned(Kind::Type, own, 0);
            self.past.end(signature);
            last = [signature, last[0], last[1]];
        }
        Some(())
    }

    /// A section of which nothing is known: texts, tables, numbers.
    #[inline(never)]
    fn bytes(&mut self, id: u8, end: usize) -> Option<()> {
        let start = self.out.len();
        let kind = if id == DATA_SECTION {
            Kind::Data
        } else {
            Kind::Head
        };
        let (mut letters, section) = (0, u32::from(id));
        for at in start..end {
            self.room()?;
            let before = self.out.get(start..).unwrap_or(&[]);
            let back = |places: usize| {
                before
                    .iter()
                    .nth_back(places - 1)
                    .map_or(0, |&byte| u32::from(byte))
            };
            let last = back(1);
            let row = at as u32 & 3;
            let contexts = turned([
                [section, last, 0, 0],
                [section, last, back(2), 0],
                [section, last, back(2), back(3)],
                [section, last, letters, 0],
                [section, back(4), back(8), 0],
                [section, last, back(4), row],
                [section, back(2), back(3), 0],
                [section, 0, 0, 0],
            ]);
            self.past.begin(BYTE + 4);
            let byte = self.input.byte();
            let byte = self.symbol(kind, contexts, last as usize, byte);
            self.out.push(byte);
            letters = if byte.is_ascii_alphabetic() {
                hash(&[letters, u32::from(byte)])
            } else {
                0
            };
            self.past.end(u32::from(byte));
        }
        Some(())
    }

    #[inline(never)]
    fn code(&mut self) -> Option<()> {
        self.past.begin(BYTE + 5);
        let count = self.unsigned(Kind::Frame, [0; 3], 4);
        self.past.end(0);
        let imported = self.functions.len().saturating_sub(count as usize);
        for place in imported..self.functions.len() {
            let start = self.open();
            self.body(*self.functions.get(place)?)?;
            self.close(start);
        }
        Some(())
    }

    /// Passes over a length that follows from what comes. Returns where that begins.
    fn open(&mut self) -> usize {
        self.input.unsigned();
        self.out.len()
    }

    /// Puts the length of what was written from `start` before it.
    fn close(&mut self, start: usize) {
        let end = self.out.len();
        put_unsigned(&mut self.out, (end - start) as u64);
        let size = self.out.len() - end;
        // What was written goes up by the size of the length, which goes to its start.
        let written = self.out.from(start);
        for _ in 0..size {
            let mut last = written.last().copied().unwrap_or(0);
            for byte in &mut *written {
                last = mem::replace(byte, last);
            }
        }
    }

    #[inline(never)]
    fn body(&mut self, place: u32) -> Option<()> {
        self.past.begin(BYTE + 6);
        let groups = self.unsigned(Kind::Locals, [0, place, 0], 0);
        self.past.end(hash(&[groups, place]));
        let (takes, gives) = self.takes_and_gives(place)?;
        self.lasts.just = u32::MAX;
        self.lasts.highest = takes.len() as u32;
        self.locals.truncate(0);
        for at in takes {
            self.locals.push(*self.out.get(at)?);
        }
        for group in 0..groups {
            self.room()?;
            self.past.begin(BYTE + 7);
            let own = [group, place, groups];
            let count = self.unsigned(Kind::Locals, own, 1);
            self.past.end(count);
            self.past.begin(BYTE + 8);
            let own = [count, place, groups];
            let value = self.byte(Kind::Locals, group, own, 2);
            self.past.end(u32::from(value));
            for _ in 0..count.min(LOCALS as u32) {
                self.locals.push(value);
            }
        }
        self.uses = [0; 256];
        self.stack.truncate(0);
        self.frames.push([0, u32::from(gives), 0]);
        while !self.frames.is_empty() {
            self.room()?;
            self.instruction()?;
        }
        Some(())
    }

    #[inline(never)]
    fn instruction(&mut self) -> Option<()> {
        let wanted = self.next_code();
        let operand = code::operand(wanted);
        let has_usual = matches!(
            operand,
            Operand::Block | Operand::Memory | Operand::MemoryLane
        );
        let unusual = has_usual && self.input.ahead(0) != code::usual(wanted);
        let (contexts, choice) = self.code_contexts();
        self.past.begin(0);
        let kind = Kind::Code as usize + choice;
        let first = if unusual { UNUSUAL } else { symbol_of(wanted) };
        let mut symbol = self.symbol_of_kind(kind, contexts, choice, first);
        let unusual = symbol == UNUSUAL;
        if unusual {
            symbol = self.symbol(Kind::Marked, contexts, 0, symbol_of(wanted));
        }
        let code = match symbol {
            VECTORS.. => {
                let mut contexts = contexts;
                contexts[3] = contexts[3].map(|part| part ^ u32::from(symbol) << 24);
                let low = self.symbol(Kind::Vector, contexts, 0, wanted as u8 & 15);
                code::VECTOR + (u32::from(symbol - VECTORS) << 4) + u32::from(low & 15)
            }
            SATURATINGS.. => code::SATURATING + u32::from(symbol - SATURATINGS),
            _ => u32::from(symbol),
        };
        match code {
            code::VECTOR.. => {
                self.out.push(0xfd);
                put_unsigned(&mut self.out, u64::from(code - code::VECTOR));
            }
            code::SATURATING.. => {
                self.out.push(0xfc);
                put_unsigned(&mut self.out, u64::from(code - code::SATURATING));
            }
            _ => self.out.push(code as u8),
        }
        self.past.codes[0] = code;
        let told = self.operand(code, unusual)?;
        self.work(code, told)?;
        self.past.end(hash(&[code, told]));
        Some(())
    }

    /// The code of the next instruction.
    #[inline(never)]
    fn next_code(&mut self) -> u32 {
        match self.input.byte() {
            0xfc => code::SATURATING + self.input.unsigned() as u32,
            0xfd => code::VECTOR + self.input.unsigned() as u32,
            code => u32::from(code),
        }
    }

    /// The contexts of an instruction's code, and one of 32 choices by what is on the stack.
    #[inline(never)]
    fn code_contexts(&self) -> (Contexts, usize) {
        let (words, codes) = (&self.past.words, &self.past.codes);
        let [floor, _, opened] = self.frame();
        let height = (self.stack.len() as u32).saturating_sub(floor).min(3);
        let types = [0, 1, 2].map(|place| self.top(place));
        let types = types[0] | types[1] << 8 | types[2] << 16;
        let is_local = (code::LOCAL_GET..=code::LOCAL_TEE).contains(&codes[0]);
        let used = if is_local {
            self.uses[self.lasts.locals[0] as usize % 256]
        } else {
            0
        };
        let pair = |at: usize| codes[at] | codes[at + 1] << 16;
        let contexts = turned([
            [pair(0), pair(2), codes[4], height],
            [words[0], words[1], 0, 0],
            [pair(0), types, opened, 0],
            [pair(0), words[2], 0, 0],
            [pair(0), pair(2), pair(4), pair(6)],
            [words[0], 0, 0, 0],
            [used, codes[0], types, 0],
            [codes[0], types, height, 0],
        ]);
        (contexts, height as usize * 8 + (self.top(0) as usize & 7))
    }

    /// The contexts of an operand: of the instruction, and some of its `own`.
    #[inline(never)]
    fn operand_contexts(&self, what: u32, own: [u32; 3]) -> Contexts {
        let (words, codes) = (&self.past.words, &self.past.codes);
        let what = hash(&[what, codes[0]]);
        let pair = |at: usize| codes[at] | codes[at + 1] << 16;
        turned([
            [what, 0, 0, 0],
            [what, words[1], 0, 0],
            [what, own[1], pair(1), 0],
            [what, codes[1], words[3], 0],
            [what, pair(1), pair(3), codes[5]],
            [what, own[1], 0, 0],
            [what, own[0], 0, 0],
            [what, own[2], 0, 0],
        ])
    }

    /// Carries what follows the code. Returns a number that tells it from others.
    #[inline(never)]
    fn operand(&mut self, code: u32, unusual: bool) -> Option<u32> {
        let [floor, _, _] = self.frame();
        let height = (self.stack.len() as u32).saturating_sub(floor);
        let types = hash(&[self.top(0), self.top(1), self.top(2), height]);
        let choice = (self.top(0) as usize & 7) * 4 + height.min(3) as usize;
        let just = mem::replace(&mut self.lasts.just, u32::MAX);
        Some(match code::operand(code) {
            Operand::None => 0,
            Operand::Block => {
                let value = self.usual(code, unusual);
                let gives = if value == code::NO_TYPE { 0 } else { value };
                self.frames
                    .push([self.stack.len() as u32, u32::from(gives), code]);
                u32::from(value)
            }
            Operand::Label => {
                let depth = self.frames.len() as u32;
                let inner = self.frames.iter().rev().take(4);
                let codes = inner.fold(0, |codes, [.., code]| codes << 4 | code & 15);
                let own = [depth, codes, self.lasts.frame];
                let label = self.unsigned(Kind::Label, own, depth.min(15) as usize);
                self.lasts.frame = depth.wrapping_sub(label);
                label
            }
            Operand::Labels => {
                let count = self.unsigned(Kind::Byte, [0; 3], 5);
                let mut last = [0; 2];
                for place in 0..=count {
                    self.room()?;
                    let own = [hash(&last), last[0], place];
                    let label = self.unsigned(Kind::Label, own, 16);
                    last = [label, last[0]];
                }
                count
            }
            Operand::Function => {
                let last = self.lasts.functions;
                let own = [last[0], types, hash(&last)];
                let function = self.unsigned(Kind::Function, own, choice);
                self.lasts.functions = [function, last[0]];
                function
            }
            Operand::Indirect => {
                let signature = self.unsigned(Kind::Byte, [0, types, height], 6);
                self.unsigned(Kind::Byte, [0; 3], 7);
                signature
            }
            Operand::Local => {
                let last = self.lasts.locals;
                let wanted = if code == code::LOCAL_GET {
                    0
                } else {
                    self.top(0)
                };
                let count = self.locals.len() as u32;
                let used = self.uses[last[0] as usize % 256];
                let own = [
                    hash(&last[..2]),
                    hash(&[wanted, count, self.lasts.highest]),
                    hash(&[last[0], used]),
                ];
                let choice = (code as usize & 3) * 8 + (wanted as usize & 7);
                let local = self.unsigned(Kind::Local, own, choice);
                self.lasts.locals = [local, last[0], last[1]];
                self.lasts.just = local;
                self.lasts.highest = self.lasts.highest.max(local.saturating_add(1));
                local
            }
            Operand::Global => self.unsigned(Kind::Byte, [0; 3], 8),
            Operand::Memory => self.address(code, unusual, just),
            Operand::MemoryLane => {
                let address = self.address(code, unusual, just);
                hash(&[address, self.unsigned(Kind::Vector, [0; 3], 1)])
            }
            Operand::Lane => self.unsigned(Kind::Vector, [0; 3], 2),
            Operand::I32 => {
                let last = self.lasts.numbers;
                let value = self.input.signed();
                let own = [last[0], types, self.lasts.page];
                let value = self.number(Kind::I32, value, own, choice);
                put_signed(&mut self.out, value);
                self.lasts.numbers = [value as u32, last[0]];
                // The data lies above the stack, which has the first megabyte.
                if value >> 20 > 0 {
                    self.lasts.page = (value >> 8) as u32;
                }
                value as u32
            }
            Operand::I64 => {
                let value = self.input.signed();
                let own = [self.lasts.numbers[0], types, 0];
                let value = self.number(Kind::I64, value, own, 0);
                put_signed(&mut self.out, value);
                value as u32
            }
            Operand::Bytes1 => self.constant(1),
            Operand::Bytes2 => self.constant(2),
            Operand::Bytes4 => self.constant(4),
            Operand::Bytes8 => self.constant(8),
            Operand::Bytes16 => hash(&[self.constant(8), self.constant(8)]),
            Operand::Unknown => return None,
        })
    }

    /// Carries a block's type or an address's alignment.
    #[inline(never)]
    fn usual(&mut self, code: u32, unusual: bool) -> u8 {
        if unusual {
            return self.byte(Kind::Align, 0, [0; 3], 0);
        }
        let usual = code::usual(code);
        self.input.byte();
        self.out.push(usual);
        usual
    }

    #[inline(never)]
    fn address(&mut self, code: u32, unusual: bool, just: u32) -> u32 {
        let align = self.usual(code, unusual);
        let last = self.lasts.offsets;
        let own = [hash(&[just, last[0]]), last[0], hash(&last)];
        let offset = self.unsigned(Kind::Offset, own, code as usize & 31);
        self.lasts.offsets = [offset, last[0]];
        hash(&[u32::from(align), offset])
    }

    /// Carries a number of so many bytes.
    fn constant(&mut self, bytes: usize) -> u32 {
        let value = (0..bytes).map(|place| u64::from(self.input.byte()) << (8 * place));
        let value = value.fold(0, |all, part| all | part);
        let value = self.whole(Kind::Byte, bytes as u32, value, bytes, [0; 3]);
        for place in 0..bytes {
            self.out.push((value >> (8 * place)) as u8);
        }
        hash(&[value as u32, (value >> 32) as u32])
    }

    /// What an instruction does to the stack and the frames.
    #[inline(never)]
    fn work(&mut self, code: u32, told: u32) -> Option<()> {
        let last = self.past.codes[1];
        let was_local = (code::LOCAL_GET..=code::LOCAL_TEE).contains(&last);
        let is_local = (code::LOCAL_GET..=code::LOCAL_TEE).contains(&code);
        if was_local && !is_local {
            self.uses[self.lasts.locals[0] as usize % 256] = code;
        }
        let [floor, result, _] = self.frame();
        let (takes, gives) = match code {
            code::IF => {
                // The block's frame begins below the condition.
                self.stack.pop();
                self.frames.pop();
                self.frames.push([floor.saturating_sub(1), result, code]);
                return Some(());
            }
            code::ELSE => (self.stack.len(), 0),
            code::END => {
                self.stack.truncate(floor as usize);
                self.frames.pop();
                (0, result as u8)
            }
            code::SELECT => (3, self.top(2) as u8),
            code::LOCAL_GET => (0, *self.locals.get(told as usize)?),
            code::CALL => {
                let (takes, gives) = self.takes_and_gives(*self.functions.get(told as usize)?)?;
                (takes.len(), gives)
            }
            code::CALL_INDIRECT => {
                let (takes, gives) = self.takes_and_gives(told)?;
                (takes.len() + 1, gives)
            }
            _ => code::effect(code),
        };
        // After a jump the stack has what is wanted of it, though nobody put it there.
        let [floor, ..] = self.frame();
        let rest = self.stack.len().saturating_sub(takes);
        self.stack.truncate(rest.max(floor as usize));
        if gives != 0 {
            self.stack.push(gives);
        }
        Some(())
    }

    /// Where in `out` the types stand that functions of a type take, and the one they give.
    #[inline(never)]
    fn takes_and_gives(&self, place: u32) -> Option<(Range<usize>, u8)> {
        let mut signature = Cursor::new(&self.out);
        signature.at = *self.signatures.get(place as usize)? as usize;
        let takes = signature.unsigned() as usize;
        let takes = signature.at..signature.at + takes;
        signature.at = takes.end;
        let gives = if signature.unsigned() > 0 {
            signature.byte()
        } else {
            0
        };
        Some((takes, gives))
    }

    /// The innermost block that is open.
    fn frame(&self) -> Frame {
        self.frames.last().copied().unwrap_or_default()
    }

    /// The type so many places below the top of the stack.
    #[inline(never)]
    fn top(&self, place: usize) -> u32 {
        let at = self.stack.len().wrapping_sub(place + 1);
        self.stack.get(at).copied().map_or(0, u32::from)
    }

    /// Carries a number without a sign.
    #[inline(never)]
    fn unsigned(&mut self, kind: Kind, own: [u32; 3], choice: usize) -> u32 {
        let value = self.input.unsigned() as i64;
        let value = self.number(kind, value, own, choice);
        put_unsigned(&mut self.out, value as u64);
        value as u32
    }

    /// Carries a number: as one symbol where it is small, else with its bytes after it.
    #[inline(never)]
    fn number(&mut self, kind: Kind, value: i64, own: [u32; 3], choice: usize) -> i64 {
        let signed = matches!(kind, Kind::I32 | Kind::I64);
        let low = if signed { -BELOW } else { 0 };
        let magnitude = if value < 0 { !value } else { value } as u64;
        let bytes = 8 - magnitude.leading_zeros() as i64 / 8;
        let long = LONG + (bytes - 1).max(0) + if value < 0 { 8 } else { 0 };
        let small = (low..low + LONG).contains(&value);
        let first = if small { value - low } else { long };
        let contexts = self.operand_contexts(kind as u32 + 16, own);
        let first = i64::from(self.symbol(kind, contexts, choice, first as u8));
        if first < LONG {
            return first + low;
        }
        let rest = match kind {
            Kind::I32 => Kind::I32Rest,
            Kind::I64 => Kind::I64Rest,
            kind => kind,
        };
        let bytes = (first & 7) as usize + 1;
        let value = self.whole(rest, first as u32, magnitude, bytes, own) as i64;
        if first < LONG + 8 { value } else { !value }
    }

    /// Carries so many bytes of a number, from the heaviest, which says most.
    #[inline(never)]
    fn whole(&mut self, kind: Kind, first: u32, value: u64, bytes: usize, own: [u32; 3]) -> u64 {
        (0..bytes).rev().fold(0, |so_far, place| {
            let what = hash(&[kind as u32 + 64, first, place as u32, so_far as u32]);
            let contexts = self.operand_contexts(what, own);
            let byte = (value >> (8 * place)) as u8;
            so_far << 8 | u64::from(self.symbol(kind, contexts, place, byte))
        })
    }

    /// Carries one byte as it is.
    #[inline(never)]
    fn byte(&mut self, kind: Kind, what: u32, own: [u32; 3], choice: usize) -> u8 {
        let byte = self.input.byte();
        let contexts = self.operand_contexts(hash(&[kind as u32 + 128, what]), own);
        let byte = self.symbol(kind, contexts, choice, byte);
        self.out.push(byte);
        byte
    }

    /// Carries whether something is so.
    fn flag(&mut self, flag: bool) -> bool {
        let contexts = self.operand_contexts(0, [0; 3]);
        self.symbol(Kind::Frame, contexts, 0, u8::from(flag)) != 0
    }

    fn symbol(&mut self, kind: Kind, contexts: Contexts, choice: usize, symbol: u8) -> u8 {
        self.symbol_of_kind(kind as usize, contexts, choice, symbol)
    }

    #[inline(never)]
    fn symbol_of_kind(&mut self, kind: usize, contexts: Contexts, choice: usize, symbol: u8) -> u8 {
        let hint = Hint {
            kind,
            contexts,
            choice,
            expected: self.past.expected(),
        };
        let symbol = self.symbols.carry(&hint, symbol);
        self.past.add(symbol);
        symbol
    }
}

/// The symbol that an instruction's code begins with.
fn symbol_of(code: u32) -> u8 {
    match code {
        code::VECTOR.. => VECTORS + (code >> 4 & 15) as u8,
        code::SATURATING.. => SATURATINGS + (code & 15) as u8,
        _ => code as u8,
    }
}

/// Contexts by their parts.
#[inline]
fn turned(contexts: [[u32; 4]; 8]) -> Contexts {
    core::array::from_fn(|part| contexts.map(|context| context[part]))
}
