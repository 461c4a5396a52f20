//! The way through a module, symbol by symbol. Both sides go it: the packing side reads the
//! module while it goes, the unpacking side learns each symbol from what was packed, and both
//! know the same of what went before. So what is known of WebAssembly (which operand follows,
//! which types are on the stack, which function is called) helps to foresee the next symbol.

mod parts;

pub(crate) use parts::Part;

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
pub(crate) const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

/// The sections of which more is known than their bytes.
const TYPE_SECTION: u8 = 1;
const IMPORT_SECTION: u8 = 2;
const FUNCTION_SECTION: u8 = 3;
const TABLE_SECTION: u8 = 4;
const ELEMENT_SECTION: u8 = 9;
pub(crate) const CODE_SECTION: u8 = 10;
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
pub(crate) const LONGEST: usize = 1 << 21;
/// How many parts a module may have.
pub(crate) const PARTS: usize = 8;

/// The last operands of each kind, the latest first.
#[derive(Default)]
struct Lasts {
    locals: [u32; 2],
    function: u32,
    number: u32,
    offset: u32,
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
    /// How many functions there are of the module's own at the end of each part: as it is wanted
    /// but for the last, and as it is.
    wanted: &'a [u32],
    ends: List<'a, u32>,
    /// How many parts were before the one that goes on, and functions; where its functions begin
    /// in `out`.
    part: usize,
    first: usize,
    begun: usize,
    /// How many functions there were so far.
    gone: usize,
    /// How many functions are imported.
    imported: usize,
    /// How many entries the table has.
    entries: u32,
}

impl<'a, S: Symbols> Walk<'a, S> {
    /// A walk through `module`, in parts that end as is `wanted`; both are empty on the unpacking
    /// side.
    pub(crate) fn new(
        symbols: S,
        module: &'a [u8],
        wanted: &'a [u32],
        memory: &mut Memory<'a>,
    ) -> Self {
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
            wanted,
            ends: List::new(cut(words, PARTS)),
            part: 0,
            first: 0,
            begun: 0,
            gone: 0,
            imported: 0,
            entries: 0,
        }
    }

    /// Goes through all sections but the code, which is the last. `None` where something is not
    /// known, as in all that follows.
    pub(crate) fn begin(&mut self) -> Option<()> {
        self.input.at = HEADER.len();
        for byte in HEADER {
            self.out.push(byte);
        }
        while self.flag(!self.input.is_at_end()) {
            self.room()?;
            if self.section()? == CODE_SECTION {
                return self.code();
            }
        }
        Some(())
    }

    /// Goes through a section, or to the first function. Returns the section's number.
    #[inline(never)]
    fn section(&mut self) -> Option<u8> {
        self.past.begin(BYTE);
        let id = self.byte(Kind::Frame, 1, [0; 2], 1);
        self.past.end(u32::from(id));
        if id == CODE_SECTION {
            return Some(id);
        }
        let size = self.number_alone(1, Kind::Frame, [0; 2], 2);
        let start = self.out.len();
        if id == FUNCTION_SECTION {
            self.function_types()?;
        } else {
            self.bytes(id, start + size as usize)?;
        }
        self.learn(id, start);
        Some(id)
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
                if id == IMPORT_SECTION {
                    self.imported = self.functions.len();
                }
            }
            TABLE_SECTION => {
                // After how many tables there are, their type and their flags.
                section.at += 3;
                self.entries = section.unsigned() as u32;
            }
            _ => {}
        }
    }

    #[inline(never)]
    fn function_types(&mut self) -> Option<()> {
        let count = self.number_alone(2, Kind::Frame, [0; 2], 3);
        let mut last = [0; 3];
        for _ in 0..count {
            self.room()?;
            let own = [hash(&last[..2]), hash(&last)];
            let signature = self.number_alone(3, Kind::Type, own, 0);
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
                [last, back(2), 0, 0],
                [section, last, back(2), back(3)],
                [last, letters, 0, 0],
                [back(8), 0, 0, 0],
                [section, row, 0, 0],
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

    /// Goes to the first function: in which parts all of them are.
    #[inline(never)]
    fn code(&mut self) -> Option<()> {
        // Its length, and how many functions there are, follow from what is known.
        for _ in 0..2 {
            self.input.unsigned();
        }
        self.past.begin(BYTE + 5);
        let parts = self.told(self.wanted.len());
        if parts > 0 && self.functions.len() > parts::NAMED {
            return None;
        }
        for part in 0..parts.min(PARTS - 1) {
            let end = self.wanted.get(part).copied().unwrap_or(0);
            let end = self.told(end as usize);
            self.ends.push(end as u32);
        }
        self.ends.push(self.own() as u32);
        self.past.end(0);
        self.begun = self.out.len();
        Some(())
    }

    /// How many functions are the module's own.
    pub(crate) fn own(&self) -> usize {
        self.functions.len().saturating_sub(self.imported)
    }

    /// Carries a number that is not in the module.
    fn told(&mut self, number: usize) -> usize {
        self.number(Kind::Frame, number as i64, [0; 2], 4) as usize
    }

    /// Goes through the next functions of the part that is going on, at most so many. Whether it
    /// has ended.
    pub(crate) fn go(&mut self, count: usize) -> Option<bool> {
        let end = self.ends.get(self.part).copied().unwrap_or(0) as usize;
        let last = end.min(self.gone.saturating_add(count));
        while self.gone < last {
            self.input.unsigned();
            let start = self.out.len();
            self.body(*self.functions.get(self.imported + self.gone)?)?;
            close(&mut self.out, start);
            self.gone += 1;
        }
        Some(self.gone >= end)
    }

    #[inline(never)]
    fn body(&mut self, place: u32) -> Option<()> {
        let groups = self.number_alone(6, Kind::Locals, [0, place], 0);
        let (takes, gives) = self.takes_and_gives(place)?;
        self.lasts.just = u32::MAX;
        self.lasts.highest = takes.len() as u32;
        self.locals.truncate(0);
        for at in takes {
            self.locals.push(*self.out.get(at)?);
        }
        for group in 0..groups {
            self.room()?;
            let own = [group, place];
            let count = self.number_alone(7, Kind::Locals, own, 1);
            self.past.begin(BYTE + 8);
            let own = [count, place];
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
        let tops = self.top(0) | self.top(1) << 8;
        let contexts = turned([
            [pair(0), pair(2), tops, used],
            [words[0], words[1], 0, 0],
            [pair(0), opened, used, 0],
            [pair(0), words[2], height, 0],
            [pair(0), pair(2), pair(4), pair(6)],
            [words[0], opened, 0, 0],
            [used, types, 0, 0],
            [codes[0], types, height, 0],
        ]);
        (contexts, height as usize * 8 + (self.top(0) as usize & 7))
    }

    /// The contexts of an operand: of the instruction, and some of its `own`.
    #[inline(never)]
    fn operand_contexts(&self, what: u32, own: [u32; 2]) -> Contexts {
        let (words, codes) = (&self.past.words, &self.past.codes);
        let what = hash(&[what, codes[0]]);
        let pair = |at: usize| codes[at] | codes[at + 1] << 16;
        turned([
            [what, self.top(0) | self.top(1) << 8, 0, 0],
            [what, codes[1], words[1], 0],
            [what, pair(1), words[2], 0],
            [what, pair(1), words[3], 0],
            [what, pair(1), pair(3), own[1]],
            [what, own[1], 0, 0],
            [what, own[0], 0, 0],
            [what, 0, 0, 0],
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
                let own = [depth, codes];
                self.unsigned(Kind::Label, own, depth.min(15) as usize)
            }
            Operand::Labels => {
                let count = self.unsigned(Kind::Byte, [0; 2], 5);
                let mut last = [0; 2];
                for _ in 0..=count {
                    self.room()?;
                    let own = [hash(&last), last[0]];
                    let label = self.unsigned(Kind::Label, own, 16);
                    last = [label, last[0]];
                }
                count
            }
            Operand::Function => {
                let own = [self.lasts.function, types];
                self.lasts.function = self.unsigned(Kind::Function, own, choice);
                self.lasts.function
            }
            Operand::Indirect => {
                let signature = self.unsigned(Kind::Byte, [types, height], 6);
                self.unsigned(Kind::Byte, [0; 2], 7);
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
                let own = [hash(&last), hash(&[wanted, count, self.lasts.highest])];
                let choice = (code as usize & 3) * 8 + (wanted as usize & 7);
                let local = self.unsigned(Kind::Local, own, choice);
                self.lasts.locals = [local, last[0]];
                self.lasts.just = local;
                self.lasts.highest = self.lasts.highest.max(local.saturating_add(1));
                local
            }
            Operand::Global => self.unsigned(Kind::Byte, [0; 2], 8),
            Operand::Memory => self.address(code, unusual, just),
            Operand::MemoryLane => {
                let address = self.address(code, unusual, just);
                hash(&[address, self.unsigned(Kind::Vector, [0; 2], 1)])
            }
            Operand::Lane => self.unsigned(Kind::Vector, [0; 2], 2),
            Operand::I32 => {
                self.lasts.number = self.signed(Kind::I32, types, choice);
                self.lasts.number
            }
            Operand::I64 => self.signed(Kind::I64, types, 0),
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
            return self.byte(Kind::Align, 0, [0; 2], 0);
        }
        let usual = code::usual(code);
        self.input.byte();
        self.out.push(usual);
        usual
    }

    #[inline(never)]
    fn address(&mut self, code: u32, unusual: bool, just: u32) -> u32 {
        let align = self.usual(code, unusual);
        let own = [hash(&[just, self.lasts.offset]), self.lasts.offset];
        let offset = self.unsigned(Kind::Offset, own, code as usize & 31);
        self.lasts.offset = offset;
        hash(&[u32::from(align), offset])
    }

    /// Carries a number of so many bytes.
    fn constant(&mut self, bytes: usize) -> u32 {
        let value = (0..bytes).map(|place| u64::from(self.input.byte()) << (8 * place));
        let value = value.fold(0, |all, part| all | part);
        let value = self.whole(Kind::Byte, bytes as u32, value, bytes, [0; 2]);
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

    /// Carries a number without a sign that is a word of its own.
    #[inline(never)]
    fn number_alone(&mut self, word: u32, kind: Kind, own: [u32; 2], choice: usize) -> u32 {
        self.past.begin(BYTE + word);
        let value = self.unsigned(kind, own, choice);
        self.past.end(value);
        value
    }

    /// Carries a number without a sign.
    #[inline(never)]
    fn unsigned(&mut self, kind: Kind, own: [u32; 2], choice: usize) -> u32 {
        let value = self.input.unsigned() as i64;
        let value = self.number(kind, value, own, choice);
        put_unsigned(&mut self.out, value as u64);
        value as u32
    }

    /// Carries a number with a sign.
    #[inline(never)]
    fn signed(&mut self, kind: Kind, types: u32, choice: usize) -> u32 {
        let value = self.input.signed();
        let value = self.number(kind, value, [self.lasts.number, types], choice);
        put_signed(&mut self.out, value);
        value as u32
    }

    /// Carries a number: as one symbol where it is small, else with its bytes after it.
    #[inline(never)]
    fn number(&mut self, kind: Kind, value: i64, own: [u32; 2], choice: usize) -> i64 {
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
    fn whole(&mut self, kind: Kind, first: u32, value: u64, bytes: usize, own: [u32; 2]) -> u64 {
        (0..bytes).rev().fold(0, |so_far, place| {
            let what = hash(&[kind as u32 + 64, first, place as u32, so_far as u32]);
            let contexts = self.operand_contexts(what, own);
            let byte = (value >> (8 * place)) as u8;
            so_far << 8 | u64::from(self.symbol(kind, contexts, place, byte))
        })
    }

    /// Carries one byte as it is.
    #[inline(never)]
    fn byte(&mut self, kind: Kind, what: u32, own: [u32; 2], choice: usize) -> u8 {
        let byte = self.input.byte();
        let contexts = self.operand_contexts(hash(&[kind as u32 + 128, what]), own);
        let byte = self.symbol(kind, contexts, choice, byte);
        self.out.push(byte);
        byte
    }

    /// Carries whether something is so.
    fn flag(&mut self, flag: bool) -> bool {
        let contexts = self.operand_contexts(0, [0; 2]);
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

/// Puts the length of what was written from `start` on before it.
#[inline(never)]
pub(crate) fn close(out: &mut List<'_, u8>, start: usize) {
    let end = out.len();
    put_unsigned(out, (end - start) as u64);
    let size = out.len() - end;
    // What was written goes up by the size of the length, which goes to its start.
    let written = out.from(start);
    for _ in 0..size {
        let mut last = written.last().copied().unwrap_or(0);
        for byte in &mut *written {
            last = mem::replace(byte, last);
        }
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
