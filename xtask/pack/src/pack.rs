//! The packing side, which has a heap.

use crate::bytes::Cursor;
use crate::coder::Writer;
use crate::list::{List, Memory};
use crate::model::{Hint, Model, Tables};
use crate::tree::{LONGEST, Trees};
use crate::walk::{CODE_SECTION, HEADER, KINDS, PARTS, Symbols, Walk};
use crate::{Unpacking, carry_trees};

/// Memory for one walk.
struct Heap {
    bytes: Vec<u8>,
    words: Vec<u32>,
    numbers: Vec<i16>,
}

impl Heap {
    fn new() -> Self {
        Self {
            bytes: vec![0; Memory::BYTES],
            words: vec![0; Memory::WORDS],
            numbers: vec![0; Memory::NUMBERS],
        }
    }

    fn memory(&mut self) -> Memory<'_> {
        Memory {
            bytes: &mut self.bytes,
            words: &mut self.words,
            numbers: &mut self.numbers,
        }
    }
}

/// Packs a module in parts. How many of its own functions there are at the end of each part but
/// the last, `ends` says. `None` where it is no module, has instructions that are not known here,
/// or there are no such parts.
#[must_use]
pub fn pack(module: &[u8], ends: &[u32]) -> Option<Vec<u8>> {
    let reordered = &code_last(module)?;
    let mut room = vec![0; 2 * module.len() + 64];
    let mut part = List::new(&mut room);
    let mut count = |ends| {
        let mut heap = Heap::new();
        let counts = Counts([[0; 256]; KINDS]);
        let walk = Walk::new(counts, reordered, ends, &mut heap.memory());
        let walk = gone(walk, &mut part)?;
        Some((walk.own(), walk.symbols, part.to_vec()))
    };
    let (own, _, whole) = count(&[])?;
    // Numbers may be written longer than they need be: such a module would come out another.
    let are_parts = ends.len() < PARTS && ends.is_sorted();
    if whole != module || !are_parts || ends.last().is_some_and(|&last| last as usize >= own) {
        return None;
    }
    let (_, mut counts, _) = count(ends)?;
    // Coarse counts make trees that are short to tell and nearly as good.
    for count in counts.0.as_flattened_mut() {
        *count = count.checked_ilog2().map_or(0, |log| 1 << (log / 3 * 3));
    }
    let mut trees = [0; KINDS * 256];
    for (tree, counts) in trees.as_chunks_mut().0.iter_mut().zip(&counts.0) {
        *tree = lengths(counts);
    }
    let mut bits = Writer::new();
    carry_trees(&mut bits, &mut trees);
    let trees = Trees::of(trees.as_chunks().0)?;
    let mut heap = Heap::new();
    let mut memory = heap.memory();
    let model = Model::new(bits, trees, Tables::new(&mut memory)?);
    let walk = gone(Walk::new(model, reordered, ends, &mut memory), &mut part)?;
    Some(walk.symbols.into_bits().finish())
}

/// The walk at its end; the last part is in `part`.
fn gone<'a, S: Symbols>(mut walk: Walk<'a, S>, part: &mut List<'_, u8>) -> Option<Walk<'a, S>> {
    walk.begin()?;
    loop {
        walk.go(usize::MAX)?;
        if walk.part(part).left == 0 {
            return Some(walk);
        }
    }
}

/// The module with its code after all other sections: what the host calls first needs the data.
fn code_last(module: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut code) = (module.get(..HEADER.len())?.to_vec(), Vec::new());
    let mut sections = Cursor::new(module);
    sections.at = HEADER.len();
    while !sections.is_at_end() {
        let start = sections.at;
        let id = sections.byte();
        sections.skip();
        let to = if id == CODE_SECTION {
            &mut code
        } else {
            &mut rest
        };
        to.extend(module.get(start..sections.at)?);
    }
    rest.append(&mut code);
    Some(rest)
}

/// The parts of the module that was packed, as the page unpacks them; `None` where `packed` is
/// something else.
#[must_use]
pub fn unpack(packed: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut heap = Heap::new();
    let mut unpacking = Unpacking::new(packed, heap.memory())?;
    let mut parts = Vec::new();
    loop {
        // A few at a time, as the page does it while it is idle.
        if let Some(part) = unpacking.go(20)? {
            parts.push(unpacking.module.to_vec());
            if part.left == 0 {
                return Some(parts);
            }
        }
    }
}

/// Counts how often each symbol of each kind occurs.
struct Counts([[u32; 256]; KINDS]);

impl Symbols for Counts {
    fn carry(&mut self, hint: &Hint, symbol: u8) -> u8 {
        self.0[hint.kind][usize::from(symbol)] += 1;
        symbol
    }
}

/// The lengths for symbols that occur so often (Huffman 1952).
#[must_use]
pub(crate) fn lengths(counts: &[u32; 256]) -> [u8; 256] {
    let mut counts = *counts;
    loop {
        let lengths = huffman(&counts);
        if lengths.iter().all(|&length| usize::from(length) <= LONGEST) {
            return lengths;
        }
        // Closer to each other, they make a flatter tree.
        counts = counts.map(|count| count.div_ceil(2));
    }
}

fn huffman(counts: &[u32; 256]) -> [u8; 256] {
    let mut lengths = [0; 256];
    let occurring = (0..256).filter(|&symbol| counts[symbol] > 0);
    let mut groups: Vec<(u32, Vec<usize>)> = occurring
        .map(|symbol| (counts[symbol], Vec::from([symbol])))
        .collect();
    if let [(_, only)] = &groups[..] {
        lengths[only[0]] = 1;
    }
    while groups.len() > 1 {
        groups.sort_by(|a, b| b.cmp(a));
        let rarest = groups.split_off(groups.len() - 2);
        let count = rarest.iter().map(|group| group.0).sum();
        let members: Vec<usize> = rarest.into_iter().flat_map(|group| group.1).collect();
        for &symbol in &members {
            lengths[symbol] += 1;
        }
        groups.push((count, members));
    }
    lengths
}
