//! Binary trees of symbols. The way to a frequent symbol is as short as Huffman's: the fewer
//! turns there are, the less is to be foretold, and the faster it goes.

/// How many turns there are at most.
pub(crate) const LONGEST: usize = 16;

/// Marks a place of a tree that is a symbol and no branch.
pub(crate) const SYMBOL: u16 = 256;

/// How many turns it takes to each symbol; 0 for those that don't occur.
pub(crate) type Lengths = [u8; 256];

/// How many trees there may be.
pub(crate) const TREES: usize = 64;

/// A tree for each kind of symbols, each over up to 256 of them.
#[derive(Debug)]
pub(crate) struct Trees {
    /// The turns to each symbol, from the highest bit on.
    ways: [u16; TREES * 256],
    /// Where each turn at each branch leads: to a branch, or to a symbol with [`SYMBOL`] added.
    next: [[u16; 2]; TREES * 256],
}

impl Trees {
    /// Trees in which it takes so many turns to each symbol; `None` where one is none. Symbols
    /// of one length stand side by side, the shorter before the longer.
    pub(crate) fn of(lengths: &[Lengths]) -> Option<Self> {
        let mut trees = Self {
            ways: [0; TREES * 256],
            next: [[0; 2]; TREES * 256],
        };
        for (tree, lengths) in lengths.iter().enumerate() {
            let (mut branches, mut code) = (1, 0_u32);
            for turns in 1..=LONGEST {
                for (symbol, &length) in lengths.iter().enumerate() {
                    if usize::from(length) == turns {
                        let way = u16::try_from(code).ok()?;
                        code += 1 << (LONGEST - turns);
                        trees.lead(tree, way, turns, symbol, &mut branches);
                    }
                }
            }
        }
        Some(trees)
    }

    /// Lets so many turns of `way` lead to a symbol.
    #[inline(never)]
    fn lead(&mut self, tree: usize, way: u16, turns: usize, symbol: usize, branches: &mut u16) {
        self.ways[place(tree, symbol)] = way;
        let mut at = 0;
        for turn in 0..turns {
            let to = &mut self.next[place(tree, at)][usize::from(way << turn >> 15 & 1)];
            if turn + 1 == turns {
                *to = SYMBOL + symbol as u16;
            } else if *to == 0 {
                *to = *branches;
                *branches += 1;
            }
            at = usize::from(*to);
        }
    }

    /// Where `bit` leads from a branch of a tree.
    #[inline]
    pub(crate) fn next(&self, tree: usize, branch: usize, bit: bool) -> u16 {
        self.next[place(tree, branch)][usize::from(bit)]
    }

    /// The turns to a symbol, from the highest bit on.
    #[inline]
    pub(crate) fn way(&self, tree: usize, symbol: u8) -> u16 {
        self.ways[place(tree, usize::from(symbol))]
    }
}

/// The place of a symbol or a branch in tables over all trees.
#[inline]
pub(crate) fn place(tree: usize, at: usize) -> usize {
    (tree % TREES) << 8 | (at % 256)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, SYMBOL, Trees};
    use crate::pack::lengths;

    /// Follows the way to a symbol.
    fn found(trees: &Trees, tree: usize, symbol: u8) -> u8 {
        let (mut branch, mut way) = (0, trees.way(tree, symbol));
        loop {
            let to = trees.next(tree, branch, way >> 15 == 1);
            if to >= SYMBOL {
                return (to - SYMBOL) as u8;
            }
            (branch, way) = (usize::from(to), way << 1);
        }
    }

    #[test]
    fn every_way_leads_to_its_symbol() {
        let mut fibonacci = [0; 256];
        let (mut a, mut b) = (1, 1);
        for count in fibonacci.iter_mut().take(40) {
            *count = a;
            (a, b) = (b, a + b);
        }
        let mut one = [0; 256];
        one[7] = 3;
        let counts = [[1; 256], fibonacci, one];
        let trees = Trees::of(&counts.each_ref().map(lengths)).expect("trees");
        for (tree, counts) in counts.iter().enumerate() {
            let lengths = lengths(counts);
            assert!(lengths.iter().all(|&length| usize::from(length) <= LONGEST));
            for symbol in (0..=255_u8).filter(|&symbol| counts[usize::from(symbol)] > 0) {
                assert_eq!(found(&trees, tree, symbol), symbol);
            }
        }
    }

    #[test]
    fn the_frequent_have_the_shorter_ways() {
        let mut counts = [0; 256];
        [counts[1], counts[2], counts[3], counts[4]] = [8, 4, 2, 2];
        assert_eq!(lengths(&counts)[..5], [0, 1, 2, 3, 3]);
    }

    #[test]
    fn too_many_short_ways_are_no_tree() {
        assert!(Trees::of(&[[1; 256]]).is_none());
    }
}
