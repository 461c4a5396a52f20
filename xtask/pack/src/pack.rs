//! The packing side, which has a heap.

use crate::carry_trees;
use crate::coder::Writer;
use crate::list::Memory;
use crate::model::{Hint, Model, Tables};
use crate::tree::{LONGEST, Trees};
use crate::walk::{KINDS, Symbols, Walk};

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

/// Packs a module; `None` where it is none, or has instructions that are not known here.
#[must_use]
pub fn pack(module: &[u8]) -> Option<Vec<u8>> {
    let mut heap = Heap::new();
    let counts = Counts([[0; 256]; KINDS]);
    let (walked, mut counts) = Walk::new(counts, module, &mut heap.memory()).go()?;
    // Numbers may be written longer than they need be: such a module would come out another.
    if walked != module {
        return None;
    }
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
    let model = Model::new(bits, &trees, Tables::new(&mut memory)?);
    let (_, model) = Walk::new(model, module, &mut memory).go()?;
    Some(model.into_bits().finish())
}

/// The module that was packed, as the page unpacks it; `None` where `packed` is something else.
#[must_use]
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    crate::unpacked(packed, Heap::new().memory()).map(<[u8]>::to_vec)
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
