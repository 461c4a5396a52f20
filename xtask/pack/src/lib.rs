//! Packs the page's module: what gzip brings to four tenths comes to less than a quarter.
//!
//! The packed module travels inside a small module that unpacks it ([`unpacker`] is what that
//! shows to the page). Both sides go the same way through the module ([`walk`]): from all that
//! went before, a model foretells each bit of each symbol ([`model`]), and an arithmetic coder
//! spends on it as little as that leaves open ([`coder`]). What the page needs first comes first:
//! the module is unpacked in parts, which are linked to each other ([`walk::Part`]).
#![cfg_attr(target_arch = "wasm32", no_std)]

mod bytes;
mod coder;
mod instruction;
mod list;
mod model;
#[cfg(not(target_arch = "wasm32"))]
mod pack;
mod past;
mod tree;
#[cfg(target_arch = "wasm32")]
mod unpacker;
mod walk;

#[cfg(not(target_arch = "wasm32"))]
pub use pack::{pack, unpack};

use coder::{Bits, Reader};
use list::{List, Memory, cut};
use model::{Hint, Model, Tables};
use tree::Trees;
use walk::{KINDS, LONGEST, Part, Symbols, Walk};

/// The custom section of the unpacking module that holds the packed one.
pub const SECTION: &str = "packed";

/// What was packed, on its way to be unpacked.
pub(crate) struct Unpacking<'a> {
    walk: Walk<'a, Model<'a, Reader<'a>>>,
    /// The part that ended last.
    module: List<'a, u8>,
}

impl<'a> Unpacking<'a> {
    /// Unpacks all but the functions. `None` where `packed` is not what was made by packing, here
    /// and later.
    fn new(packed: &'a [u8], mut memory: Memory<'a>) -> Option<Self> {
        let mut trees = [0; KINDS * 256];
        let mut bits = Reader::new(packed);
        carry_trees(&mut bits, &mut trees);
        let trees = Trees::of(trees.as_chunks().0)?;
        let model = Model::new(bits, trees, Tables::new(&mut memory)?);
        let mut walk = Walk::new(model, &[], &[], &mut memory);
        walk.begin()?;
        let module = List::new(cut(&mut memory.bytes, LONGEST));
        Some(Self { walk, module })
    }

    /// Unpacks the next functions of a part, at most so many. Returns the part if it has ended.
    fn go(&mut self, functions: usize) -> Option<Option<Part>> {
        let ended = self.walk.go(functions)?;
        Some(ended.then(|| self.walk.part(&mut self.module)))
    }
}

impl<B: Bits> Symbols for Model<'_, B> {
    fn carry(&mut self, hint: &Hint, symbol: u8) -> u8 {
        self.symbol(hint, symbol)
    }
}

/// Carries the lengths of the ways in all trees. A length is likely to be that of the same symbol
/// in the tree before, and to be none where there was none just before.
fn carry_trees<B: Bits>(bits: &mut B, trees: &mut [u8; KINDS * 256]) {
    /// Bits of a length, and what a probability moves towards what came, as a shift.
    const BITS: usize = 5;
    const PACE: u32 = 4;
    const HALF: i32 = 32_768;
    // Each as a difference from a half.
    let mut ones = [0_i16; 2 << (2 * BITS)];
    let (mut above, mut before) = ([0; 256], 0);
    for tree in trees.as_chunks_mut::<256>().0 {
        for (length, above) in tree.iter_mut().zip(&mut above) {
            let known = usize::from(*above) << 1 | usize::from(before > 0);
            let mut so_far = 1;
            for place in (0..BITS).rev() {
                let one = &mut ones[(known << BITS | so_far) % (2 << (2 * BITS))];
                let now = i32::from(*one);
                let bit = bits.carry(
                    (now + HALF).clamp(64, 65_472) as u32,
                    *length >> place & 1 == 1,
                );
                let came = if bit { HALF - 1 } else { -HALF };
                *one = (now + ((came - now) >> PACE)) as i16;
                so_far = so_far << 1 | usize::from(bit);
            }
            *length = so_far as u8 % (1 << BITS);
            (*above, before) = (*length, *length);
        }
    }
}
