//! What the next bit is likely to be: what several contexts foretell, mixed by weights that
//! learn while they are used (the family of PAQ: Mahoney, "Adaptive weighing of context models
//! for lossless data compression", 2005).
//!
//! A context foretells a bit in two ways. One is a count: how often the bit was one at this
//! branch of the tree in this context. The other is a memory: which symbol came last in this
//! context, and how often in a row. All numbers are whole, so every machine reckons the same;
//! what the contexts have each stands side by side in the lanes of one vector.

use core::mem;

use bytemuck::cast;
use wide::{f32x4, i16x8, i32x4, u8x16, u16x8, u32x4};

use crate::coder::Bits;
use crate::list::Memory;
use crate::tree::{SYMBOL, TREES, Trees, place};

/// How many contexts a symbol has: one a lane.
pub(crate) const CONTEXTS: usize = 8;
/// How many of them have a memory; the passage that may be repeating has the last lane.
const MEMORIES: usize = CONTEXTS - 1;

/// How many numbers are kept of each context: its counts and its memories.
const COUNTS: usize = 1 << 18;
/// How many are kept of all.
const ALL: usize = CONTEXTS * COUNTS;
/// The last lane, which has no memory and always counts.
const PASSING: i16x8 = i16x8::new([0, 0, 0, 0, 0, 0, 0, -1]);

/// Log-odds are in 1/256, from -8 to 8.
const REACH: i32 = 2047;
/// A weight of 1, as a shift.
const UNIT: i32 = 14;
/// What is added to all weights: they start at zero, as fresh memory does.
const START: i16 = 3300;
/// How fast they learn.
const RATE: i32 = 14_500;
/// How fast the last correction learns, as a shift.
const PACE: i32 = 6;

/// A count that was moved so often moves by this part of the way, in 1/128.
const PACES: [u8; 16] = [
    85, 64, 46, 39, 31, 28, 22, 20, 18, 18, 18, 18, 18, 18, 14, 11,
];
/// Log-odds, in 1/32, of a symbol that came so often in a row.
const MEMORY: [u8; 16] = [
    0, 37, 49, 61, 65, 68, 72, 66, 66, 69, 72, 72, 72, 78, 76, 84,
];
/// Log-odds of the next symbol in a passage that has gone on so long.
const PASSAGE: [i16; 16] = [
    0, 121, 243, 382, 510, 638, 765, 937, 1072, 1144, 1212, 1220, 1400, 1500, 1550, 1700,
];

/// What contexts are made of, part by part: all parts must be the same for two to be the same.
pub(crate) type Contexts = [[u32; CONTEXTS]; 4];

/// What is known before a symbol comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hint {
    /// The kind of symbol, which is its tree.
    pub kind: usize,
    pub contexts: Contexts,
    /// Chooses one of 256 sets of weights.
    pub choice: usize,
    /// The symbol that comes if a passage goes on, and how sure that is (0 to 15).
    pub expected: (u8, u8),
}

/// All tables are made of rows of 16 numbers, which are zero at first, as fresh memory is.
type Row = [i16; 16];

/// So many numbers, in rows.
type Rows<'a, const COUNT: usize> = &'a mut [Row; COUNT];

/// How many rows the tables of one place for each branch of each tree have.
const BRANCHES: usize = TREES * 256;

/// The tables of the model.
pub(crate) struct Tables<'a> {
    /// Probabilities of a one in the upper twelve bits, as differences from a half, and how often
    /// they were moved in the lower four. Among them the memories: a symbol in the upper eight
    /// bits, four that tell the context from others, and how often the symbol came in a row.
    counts: &'a mut [i16; ALL],
    /// Weights of the eight counts and of the eight memories. Three sets are added up: by the
    /// branch, by the choice, and by how many memories agree with the way so far.
    by_branch: Rows<'a, BRANCHES>,
    by_choice: Rows<'a, BRANCHES>,
    by_agreement: Rows<'a, { TREES * 16 }>,
    /// How far the probability of a one that came of log-odds differs from what they say, in
    /// 1/32768, at 16 places from the lowest log-odds to the highest.
    corrections: Rows<'a, BRANCHES>,
    /// The probabilities of a one by their log-odds ([`fill`]).
    ones: &'a mut [i16; 4096],
}

impl<'a> Tables<'a> {
    /// The tables in their memory.
    #[must_use]
    pub(crate) fn new(memory: &mut Memory<'a>) -> Option<Self> {
        let (counts, rest) = mem::take(&mut memory.numbers).split_first_chunk_mut()?;
        let (ones, rest) = rest.split_first_chunk_mut()?;
        fill(ones);
        let mut rows = rest.as_chunks_mut().0;
        Some(Self {
            counts,
            by_branch: rows_of(&mut rows)?,
            by_choice: rows_of(&mut rows)?,
            by_agreement: rows_of(&mut rows)?,
            corrections: rows_of(&mut rows)?,
            ones,
        })
    }
}

/// Cuts the first rows off.
#[inline]
fn rows_of<'a, const COUNT: usize>(rows: &mut &'a mut [Row]) -> Option<Rows<'a, COUNT>> {
    let (first, rest) = mem::take(rows).split_first_chunk_mut()?;
    *rows = rest;
    Some(first)
}

/// The model, with what carries its bits.
pub(crate) struct Model<'a, B> {
    bits: B,
    trees: Trees,
    tables: Tables<'a>,
}

impl<'a, B: Bits> Model<'a, B> {
    /// A model with tables that have seen nothing.
    #[must_use]
    pub(crate) fn new(bits: B, trees: Trees, tables: Tables<'a>) -> Self {
        Self {
            bits,
            trees,
            tables,
        }
    }

    /// What carried the bits.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub(crate) fn into_bits(self) -> B {
        self.bits
    }

    /// Carries a symbol, bit by bit along its way in the tree.
    pub(crate) fn symbol(&mut self, hint: &Hint, symbol: u8) -> u8 {
        let kind = hint.kind % TREES;
        let tables = &mut self.tables;
        let wanted = self.trees.way(kind, symbol);
        let (starts, checks) = spread(&hint.contexts, kind);
        // What is kept of a context: its memory, then its counts, all near to each other.
        let memories = starts.map(|start| tables.counts[start % ALL]);
        // The ways to the symbols that are remembered or expected, and how far that is trusted.
        let mut ways = memories.map(|memory| self.trees.way(kind, (memory >> 8) as u8) as i16);
        ways[MEMORIES] = self.trees.way(kind, hint.expected.0) as i16;
        let ways = i16x8::new(ways);
        let memories: u16x8 = cast(memories);
        // Only contexts that came before count: most come once and would fill the tables.
        let apart = (memories ^ checks) & u16x8::splat(0xf0);
        let known = apart.simd_eq(u16x8::splat(0)).cast_signed() | PASSING;
        let lanes = known.to_array();
        let counted: [usize; CONTEXTS] = core::array::from_fn(|lane| {
            // Its own place, or the first of all in the lane.
            starts[lane] & (lanes[lane] as usize | (ALL - COUNTS))
        });
        let mut trust = ((by_times(MEMORY, memories) >> 5_u32) & known).to_array();
        trust[MEMORIES] = PASSAGE[usize::from(hint.expected.1) % 16];
        let trust = i16x8::new(trust);

        let by_choice = &mut tables.by_choice[place(kind, hint.choice)];
        let (mut branch, mut way, mut depth) = (0, 0_u16, 0_u32);
        let symbol = loop {
            let counted_at = counted.map(|start| (start ^ (branch + 1)) % ALL);
            let counts = counted_at.map(|at| tables.counts[at] as u16);
            let counts = u16x8::new(counts) ^ u16x8::splat(0x8000);
            let counted = log_odds(counts) & known;
            // A memory speaks as long as the way so far is that of its symbol.
            let so_far = !(0xffff_u32 >> depth) as i16;
            let apart = (ways ^ i16x8::splat(way as i16)) & i16x8::splat(so_far);
            let agrees = apart.simd_eq(i16x8::splat(0));
            let zero = !((ways << depth) >> 15_i32);
            let told = trust & agrees;
            let told = (told ^ zero) - zero;
            let agreeing = told.simd_ne(i16x8::splat(0)).to_bitmask().count_ones();

            let by_branch = &mut tables.by_branch[place(kind, branch)];
            let by_agreement = &mut tables.by_agreement[kind * 16 + agreeing as usize % 16];
            let sets = [&*by_branch, by_choice, by_agreement].map(halves);
            let [counts_weigh, memories_weigh] = [0, 1].map(|half| {
                let [a, b, c] = sets.map(|set| set[half]);
                a + b + c + i16x8::splat(START)
            });
            let sums = counted.dot(counts_weigh) + told.dot(memories_weigh);
            let odds = (sums.reduce_add() >> UNIT).clamp(-REACH, REACH);
            let mixed = i32::from(tables.ones[(odds + 2048) as usize % 4096] as u16);
            let corrections = &mut tables.corrections[place(kind, branch)];
            let one = (mixed + correction(corrections, odds)).clamp(28, 65_508);
            let bit = self.bits.carry(one as u32, wanted << depth >> 15 == 1);

            let came = if bit { 65_535 } else { 0 };
            correct(corrections, odds, came - mixed);
            let error = i16x8::splat((((came - mixed) * RATE) >> 17) as i16);
            let learned = [counted, told].map(|input| input.mul_scale_round(error));
            for weights in [by_branch, &mut *by_choice, by_agreement] {
                let [a, b] = halves(weights);
                let learned = [a + learned[0], b + learned[1]].map(i16x8::to_array);
                for (half, learned) in weights.as_chunks_mut().0.iter_mut().zip(learned) {
                    *half = learned;
                }
            }
            let counts = (moved(counts, bit) ^ u16x8::splat(0x8000)).to_array();
            for (&at, &count) in counted_at.iter().zip(&counts) {
                tables.counts[at] = count as i16;
            }

            way |= u16::from(bit) << 15 >> depth;
            depth += 1;
            let next = self.trees.next(kind, branch, bit);
            // No branch leads back to the first: in a damaged tree the way ends there.
            if next >= SYMBOL || next == 0 {
                break next as u8;
            }
            branch = usize::from(next);
        };
        let now = u16x8::splat(u16::from(symbol) << 8) | checks;
        let again = ((memories ^ now) & u16x8::splat(0xfff0)).simd_eq(u16x8::splat(0));
        let times = (memories & again & u16x8::splat(15)).min(u16x8::splat(14)) + u16x8::splat(1);
        let memories = (now | times).to_array();
        for (start, memory) in starts.iter().zip(memories).take(MEMORIES) {
            tables.counts[start % ALL] = memory as i16;
        }
        symbol
    }
}

/// Where what is kept of each context begins, and the four bits that tell it from others that begin
/// there, at their place in a memory. The products don't wait for each other.
#[inline]
fn spread(contexts: &Contexts, kind: usize) -> ([usize; CONTEXTS], u16x8) {
    const FACTORS: [u32; 4] = [0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F, 0x1656_67B1];
    let halves = [0, 4].map(|first| {
        let lanes = u32x4::new([0, 1, 2, 3]) + u32x4::splat(first as u32);
        let mut hash = (lanes + u32x4::splat((kind * CONTEXTS) as u32)) * u32x4::splat(0x9E37_79B1);
        for (part, factor) in contexts.iter().zip(FACTORS) {
            let part = [0, 1, 2, 3].map(|lane| part[first + lane]);
            hash += u32x4::new(part) * u32x4::splat(factor);
        }
        hash = (hash ^ (hash >> 15_u32)) * u32x4::splat(0x2C1B_3C6D);
        hash ^= hash >> 16_u32;
        let starts = (hash & u32x4::splat(COUNTS as u32 - 1)) | (lanes << COUNTS.trailing_zeros());
        (starts.to_array(), hash >> 16_u32)
    });
    let [(low, a), (high, b)] = halves;
    let start = |lane: usize| (if lane < 4 { low[lane] } else { high[lane - 4] }) as usize;
    let (a, b): ([u16; 8], [u16; 8]) = (cast(a), cast(b));
    let checks = core::array::from_fn(|lane| {
        if lane < 4 {
            a[2 * lane]
        } else {
            b[2 * lane - 8]
        }
    });
    let checks = u16x8::new(checks) & u16x8::splat(0xf0);
    (core::array::from_fn(start), checks)
}

/// The eight numbers of each half.
#[inline]
fn halves(row: &Row) -> [i16x8; 2] {
    let (halves, _) = row.as_chunks();
    [i16x8::new(halves[0]), i16x8::new(halves[1])]
}

/// Of log-odds from -2048 in 1/256 the probabilities of a one, in 1/65536.
fn fill(ones: &mut [i16; 4096]) {
    /// e^(1/256).
    const STEP: f64 = 1.003_913_889_338_347_5;
    /// The power of it at the lowest log-odds.
    const LOWEST: f64 = 0.000_335_462_627_902_511_8;
    let mut odds = LOWEST;
    for one in ones {
        *one = (odds / (1.0 + odds) * 65_536.0) as u16 as i16;
        odds *= STEP;
    }
}

/// What counts say, as binary log-odds in 1/128. The bits of a number in floating point are nearly its
/// logarithm (Mitchell, "Computer multiplication and division using binary logarithms", 1962),
/// and every machine converts whole numbers of so few bits alike.
#[inline]
fn log_odds(counts: u16x8) -> i16x8 {
    let probability: u32x4 = cast((counts & u16x8::splat(0xfff0)) | u16x8::splat(8));
    let halves = [probability & u32x4::splat(0xffff), probability >> 16_u32].map(|half| {
        let one: i32x4 = cast(half);
        let bits = |number: i32x4| -> i32x4 { cast(f32x4::from_i32x4(number)) };
        (bits(one) - bits(i32x4::splat(65_536) - one)) >> 16_u32
    });
    let [even, odd] = halves.map(|half| -> u32x4 { cast(half) });
    cast((even & u32x4::splat(0xffff)) | (odd << 16_u32))
}

/// 256 times the entry of a table, by how often a count was moved.
#[inline]
fn by_times(table: [u8; 16], counts: u16x8) -> i16x8 {
    let times: u8x16 = cast(((counts & u16x8::splat(15)) << 8_u32) | u16x8::splat(0x80));
    cast(u8x16::new(table).shuffle_zeroing(times))
}

/// Counts after the next bit.
#[inline]
fn moved(counts: u16x8, bit: bool) -> u16x8 {
    let times = counts & u16x8::splat(15);
    let paces = by_times(PACES, counts);
    let ones = ((counts >> 1_u32) & u16x8::splat(0x7ff8)).cast_signed();
    let came = i16x8::splat(if bit { 0x7fff } else { 0 });
    let ones = ones + (came - ones).mul_scale_round(paces);
    // Rounded to the twelve bits that are kept.
    let ones = ones.saturating_add(i16x8::splat(4)).cast_unsigned();
    let times = (times + u16x8::splat(1)).min(u16x8::splat(15));
    ((ones << 1_u32) & u16x8::splat(0xfff0)) | times
}

/// Half the difference at log-odds, in 1/65536, between the two that are held.
#[inline]
fn correction(held: &Row, odds: i32) -> i32 {
    let (at, upper) = spot(odds);
    let [low, high] = [at, at + 1].map(|at| i32::from(held[at % 16]));
    (low * (4096 - upper) + high * upper) >> 12
}

/// Moves the two towards what the difference was now, in 1/65536.
#[inline]
fn correct(held: &mut Row, odds: i32, differs: i32) {
    let (at, _) = spot(odds);
    for at in [at, at + 1] {
        let held = &mut held[at % 16];
        *held += (((differs >> 1) - i32::from(*held)) >> PACE) as i16;
    }
}

/// The lower of the two places between which log-odds lie, and how far above it in 1/4096.
#[inline]
fn spot(odds: i32) -> (usize, i32) {
    let spot = (odds + 2048) * 15;
    ((spot >> 12) as usize, spot & 4095)
}
