//! What went before: the last instructions, and the longest passage that may be repeating.

use crate::list::{List, Memory, cut};

/// How far the words before move up in what finds a passage again: five words fill it.
const MOVED: u32 = 7;
/// How far back the beginning of a passage is compared.
const COMPARED: usize = 16;
/// How many passages are remembered.
const PLACES: usize = 1 << 16;
/// How many words and symbols there may be.
const ROOM: usize = 1 << 20;

/// A number in which all of `parts` count, and their order.
#[inline(never)]
#[must_use]
pub(crate) fn hash(parts: &[u32]) -> u32 {
    parts.iter().fold(0x1_2345, |hash, part| {
        let mixed = (hash ^ part).wrapping_mul(0x2C1B_3C6D);
        mixed ^ mixed >> 15
    })
}

/// The symbols and the words that went before. A word is an instruction with its operands, or
/// one byte where there are none.
#[derive(Debug)]
pub(crate) struct Past<'a> {
    /// Hashes of the last words, the latest first; 0 for the one that is going on.
    pub words: [u32; 4],
    /// The codes of the last words, the latest first.
    pub codes: [u32; 8],
    symbols: List<'a, u8>,
    /// Of each word that ended its hash, and how many symbols there were then.
    ended: List<'a, [u32; 2]>,
    /// The last five words in one.
    passage: u32,
    /// Where a passage ended last, by its hash.
    places: &'a mut [u32],
    /// The symbol that comes next if the passage goes on, and how long it has gone on, in words.
    next: usize,
    length: usize,
}

impl<'a> Past<'a> {
    /// Nothing yet.
    #[must_use]
    pub(crate) fn new(memory: &mut Memory<'a>) -> Self {
        Self {
            words: [0; 4],
            codes: [0; 8],
            symbols: List::new(cut(&mut memory.bytes, ROOM)),
            ended: List::new(cut(&mut memory.words, 2 * ROOM).as_chunks_mut().0),
            passage: 0,
            places: cut(&mut memory.words, PLACES),
            next: 0,
            length: 0,
        }
    }

    /// Whether there is no room for more.
    pub(crate) fn is_full(&self) -> bool {
        self.symbols.len() >= ROOM
    }

    /// The symbol that follows if the passage goes on, and how sure that is (0 to 15).
    #[must_use]
    pub(crate) fn expected(&self) -> (u8, u8) {
        match self.symbols.get(self.next) {
            Some(&symbol) if self.length > 0 => (symbol, self.length.min(15) as u8),
            _ => (0, 0),
        }
    }

    /// Takes in the symbol that came.
    pub(crate) fn add(&mut self, symbol: u8) {
        if self.length > 0 {
            if self.symbols.get(self.next) == Some(&symbol) {
                self.next += 1;
            } else {
                self.length = 0;
            }
        }
        self.symbols.push(symbol);
    }

    /// Begins a word.
    #[inline(never)]
    pub(crate) fn begin(&mut self, code: u32) {
        self.words.copy_within(..3, 1);
        self.codes.copy_within(..7, 1);
        self.words[0] = 0;
        self.codes[0] = code;
    }

    /// Ends the word that went on, and looks for where the last few stood before.
    pub(crate) fn end(&mut self, word: u32) {
        self.words[0] = word;
        self.ended.push([word, self.symbols.len() as u32]);
        if self.length > 0 {
            self.length += 1;
        }
        let count = self.ended.len();
        self.passage = (self.passage << MOVED).wrapping_add(word);
        let key = self.passage.wrapping_mul(0x9E37_79B1) >> 16;
        let Some(place) = self.places.get_mut(key as usize % PLACES) else {
            return;
        };
        let before = *place as usize;
        *place = count as u32;
        if self.length == 0
            && let Some(passage @ [.., last]) = self.ended.get(..before)
        {
            let same = passage.iter().rev().zip(self.ended.iter().rev());
            let same = same.take(COMPARED).take_while(|(a, b)| a[0] == b[0]);
            let length = same.count();
            if length > 1 {
                self.length = length;
                self.next = last[1] as usize;
            }
        }
    }
}
