//! The parts of a module. The first is a module as it was, but the functions of later parts only
//! stand in for them: each asks the host for the next part until it is there, then calls what it
//! stands for through the table. A later part is a module with the same functions at the same
//! indices: it imports those of earlier parts, has its own, and has such stand-ins for the rest.
//! Every function has an entry of the table, after all others there; a part fills in its own when
//! it is instantiated. The host makes the table larger just before, and only then: so its size
//! tells what is there.
//!
//! The last import asks for the next part. Later parts import the functions of earlier ones under
//! names of two letters ([`LETTERS`]), and `t`, `m` and `g`: the table, the memory, and the
//! address of the stack.

use core::ops::Range;

use super::{
    CODE_SECTION, DATA_SECTION, ELEMENT_SECTION, FUNCTION_SECTION, HEADER, IMPORT_SECTION, Symbols,
    TYPE_SECTION, Walk, close,
};
use crate::bytes::{Cursor, put_signed, put_unsigned};
use crate::list::List;

/// The first of the letters that name a function, which stand for six bits each.
const LETTERS: u8 = b'@';

/// How many functions two of them can name.
pub(super) const NAMED: usize = 1 << 12;

/// The other imports of a later part: a table of functions, a memory, and an address that may
/// change, each without a limit.
const OTHERS: [u8; 19] = [
    0, 1, b't', 1, 0x70, 0, 0, 0, 1, b'm', 2, 0, 0, 0, 1, b'g', 3, 0x7f, 1,
];

/// What the host needs to know of a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// How many functions have their entries of the table before this part's, and with it.
    pub before: u32,
    pub with: u32,
    /// The first entry of the table that is a function's own.
    pub base: u32,
    /// How many parts are still to come.
    pub left: u32,
}

impl<S: Symbols> Walk<'_, S> {
    /// Writes the part to `to` that has ended, and begins the next one.
    pub(crate) fn part(&mut self, to: &mut List<'_, u8>) -> Part {
        let first = self.ends.first().copied().unwrap_or(0);
        let part = Part {
            before: self.index(self.first) * u32::from(self.part > 0),
            with: self.index(self.gone),
            // The last entries that the table has at first are those of the first part.
            base: self.entries.wrapping_sub(self.index(first as usize)),
            left: self.ends.len().saturating_sub(self.part + 1) as u32,
        };
        let (later, parted) = (self.part > 0, self.ends.len() > 1);
        to.truncate(0);
        put(to, &HEADER);
        let mut sections = Cursor::new(&self.out);
        sections.at = HEADER.len();
        let mut coded = self.ends.is_empty();
        while !sections.is_at_end() {
            let start = sections.at;
            let id = sections.byte();
            // In a module the code stands before the data.
            if !coded && (id == DATA_SECTION || id == CODE_SECTION) {
                coded = true;
                self.code_of(to, part);
            }
            if id == CODE_SECTION {
                break;
            }
            let size = sections.unsigned() as usize;
            let content = sections.at..sections.at + size;
            sections.at = content.end;
            match id {
                ELEMENT_SECTION if parted => self.elements(to, part, content),
                IMPORT_SECTION if later => self.imports(to, part),
                FUNCTION_SECTION if later => self.types(to, part),
                _ if later && id != TYPE_SECTION => {}
                _ => put(to, self.out.get(start..content.end).unwrap_or_default()),
            }
        }
        self.part += 1;
        self.first = self.gone;
        self.begun = self.out.len();
        part
    }

    /// The index of one of the module's own functions.
    fn index(&self, own: usize) -> u32 {
        (self.imported + own) as u32
    }

    /// Writes what a later part imports.
    #[inline(never)]
    fn imports(&self, to: &mut List<'_, u8>, part: Part) {
        let start = open(to, IMPORT_SECTION);
        put_unsigned(to, u64::from(part.before) + 3);
        for (index, ty) in (0..part.before).zip(self.functions.iter()) {
            let letter = |bits: u32| LETTERS | (bits & 63) as u8;
            put(to, &[0, 2, letter(index >> 6), letter(index), 0]);
            put_unsigned(to, u64::from(*ty));
        }
        put(to, &OTHERS);
        close(to, start);
    }

    /// Writes the types of the functions that a later part has.
    #[inline(never)]
    fn types(&self, to: &mut List<'_, u8>, part: Part) {
        let start = open(to, FUNCTION_SECTION);
        let types = self.functions.get(part.before as usize..);
        let types = types.unwrap_or_default();
        put_unsigned(to, types.len() as u64);
        for ty in types {
            put_unsigned(to, u64::from(*ty));
        }
        close(to, start);
    }

    /// Writes the segments that the first part had, and one that fills in the entries of a part's
    /// functions.
    #[inline(never)]
    fn elements(&self, to: &mut List<'_, u8>, part: Part, content: Range<usize>) {
        let start = open(to, ELEMENT_SECTION);
        let mut segments = Cursor::new(&self.out);
        segments.at = content.start;
        let count = segments.unsigned();
        if part.before > 0 {
            put_unsigned(to, 1);
        } else {
            put_unsigned(to, count + 1);
            put(
                to,
                self.out.get(segments.at..content.end).unwrap_or_default(),
            );
        }
        put(to, &[0, 0x41]);
        put_signed(to, part.base.wrapping_add(part.before).into());
        to.push(0x0b);
        put_unsigned(to, (part.with - part.before).into());
        for index in part.before..part.with {
            put_unsigned(to, index.into());
        }
        close(to, start);
    }

    /// Writes the code: the part's own functions, and stand-ins for those of later parts.
    #[inline(never)]
    fn code_of(&self, to: &mut List<'_, u8>, part: Part) {
        let code_start = open(to, CODE_SECTION);
        put_unsigned(to, (self.own() - self.first) as u64);
        put(to, self.out.get(self.begun..).unwrap_or_default());
        for (index, ty) in self.functions.iter().enumerate().skip(part.with as usize) {
            let start = to.len();
            let entry = i64::from(part.base.wrapping_add(index as u32));
            // No locals. `loop table.size i32.const entry i32.le_u if call next br 1 end end`: until
            // the table has the entry, the next part is asked for. Then all that was given,
            // `i32.const entry call_indirect`.
            put(to, &[0, 0x03, 0x40, 0xfc, 0x10, 0, 0x41]);
            put_signed(to, entry);
            put(to, &[0x4d, 0x04, 0x40, 0x10]);
            put_unsigned(to, (self.imported as u64).wrapping_sub(1));
            put(to, &[0x0c, 1, 0x0b, 0x0b]);
            let (takes, _) = self.takes_and_gives(*ty).unwrap_or_default();
            for local in 0..takes.len() {
                to.push(0x20);
                put_unsigned(to, local as u64);
            }
            to.push(0x41);
            put_signed(to, entry);
            to.push(0x11);
            put_unsigned(to, u64::from(*ty));
            put(to, &[0, 0x0b]);
            close(to, start);
        }
        close(to, code_start);
    }
}

/// Begins a section, which [`close`] ends.
fn open(to: &mut List<'_, u8>, id: u8) -> usize {
    to.push(id);
    to.len()
}

#[inline(never)]
fn put(to: &mut List<'_, u8>, bytes: &[u8]) {
    for &byte in bytes {
        to.push(byte);
    }
}
