//! What the next bit is likely to be: what several contexts foretell, mixed by weights that
//! learn while they are used (the family of PAQ: Mahoney, "Adaptive weighing of context models
//! for lossless data compression", 2005).
//!
//! A context foretells a bit in two ways. One is a count: how often the bit was one at this
//! branch of the tree in this context. The other is a memory: which symbol came last in this
//! context, and how often in a row. All numbers are whole, so every machine reckons the same;
//! what the contexts have each stands side by side in the lanes of one vector.

use core::mem;

use wide::{i16x8, u8x16, u16x8, u32x4};

use crate::coder::Bits;
use crate::list::Memory;
use crate::tree::{SYMBOL, TREES, Trees, place};

/// How many contexts a symbol has: one a lane.
pub(crate) const CONTEXTS: usize = 8;
/// How many of them have a memory; the passage that may be repeating has the last lane.
const MEMORIES: usize = CONTEXTS - 1;

/// How many counts a context has, and how many memories.
const COUNTS: usize = 1 << 19;

/// Log-odds are in 1/256, from -8 to 8.
const REACH: i32 = 2047;
/// A weight of 1, as a shift.
const UNIT: i32 = 14;
/// What is added to all weights: they start at zero, as fresh memory does.
const START: i16 = 5100;
/// How fast they learn.
const RATE: i32 = 12_000;
/// How fast the last correction learns, as a shift.
const PACE: i32 = 6;

/// A count that was moved so often moves by this part of the way, in 1/128.
const PACES: [u8; 16] = [85, 51, 37, 28, 23, 20, 17, 15, 13, 12, 11, 10, 9, 9, 8, 8];
/// What a count is worth that was moved so often, in 1/32; later all of it.
const WORTH: [i32; 5] = [0, 19, 26, 29, 30];
/// Log-odds of a symbol that came so often in a row; of one in a passage that goes on so long.
const MEMORY: [i16; 16] = [
    0, 200, 330, 410, 470, 530, 570, 610, 640, 670, 700, 720, 745, 765, 785, 810,
];
const PASSAGE: [i16; 16] = [
    0, 128, 256, 384, 512, 640, 768, 896, 1024, 1152, 1280, 1408, 1536, 1664, 1792, 1920,
];

/// What a context is made of: all that is said must be the same for two to be the same.
pub(crate) type Contexts = [[u32; 4]; CONTEXTS];

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
    /// they were moved in the lower four.
    counts: Rows<'a, { CONTEXTS * COUNTS / 16 }>,
    /// Weights of the eight counts and of the eight memories. Three sets are added up: by the
    /// branch, by the choice, and by how many memories agree with the way so far.
    by_branch: Rows<'a, BRANCHES>,
    by_choice: Rows<'a, BRANCHES>,
    by_agreement: Rows<'a, { TREES * 16 }>,
    /// How far the probability of a one that came of log-odds differs from what they say, in
    /// 1/32768, at 16 places from the lowest log-odds to the highest.
    corrections: Rows<'a, BRANCHES>,
    logistic: Logistic<'a>,
}

impl<'a> Tables<'a> {
    /// The tables in their memory.
    #[must_use]
    pub(crate) fn new(memory: &mut Memory<'a>) -> Option<Self> {
        let mut rows = mem::take(&mut memory.numbers).as_chunks_mut().0;
        Some(Self {
            counts: rows_of(&mut rows)?,
            by_branch: rows_of(&mut rows)?,
            by_choice: rows_of(&mut rows)?,
            by_agreement: rows_of(&mut rows)?,
            corrections: rows_of(&mut rows)?,
            logistic: Logistic::new(&mut rows)?,
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
    trees: &'a Trees,
    tables: Tables<'a>,
}

impl<'a, B: Bits> Model<'a, B> {
    /// A model with tables that have seen nothing.
    #[must_use]
    pub(crate) fn new(bits: B, trees: &'a Trees, tables: Tables<'a>) -> Self {
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
        let bases = spread(&hint.contexts, kind);
        let check = |lane: usize| (bases[lane] >> 16) as i16;
        // Where in a context's table something is kept: the two numbers of its memory, then its
        // counts, all near to each other.
        let starts: [usize; CONTEXTS] =
            core::array::from_fn(|lane| lane * COUNTS + bases[lane] % COUNTS);
        let home = |start: usize, at: usize| {
            let home = (start ^ at) % (CONTEXTS * COUNTS);
            (home / 16, home % 16)
        };
        // The ways to the symbols that are remembered or expected, and how far that is trusted.
        let (mut ways, mut trust) = ([0; CONTEXTS], [0; CONTEXTS]);
        // Only contexts that came before count: most come once and would fill the tables.
        let (mut known, mut counted_at) = ([-1; CONTEXTS], starts);
        for lane in 0..MEMORIES {
            let [held, memory] = [0, 1].map(|at| {
                let (row, at) = home(starts[lane], at);
                tables.counts[row][at]
            });
            known[lane] = -i16::from(held == check(lane));
            ways[lane] = self.trees.way(kind, (memory >> 8) as u8) as i16;
            trust[lane] = MEMORY[memory as usize % 16] & known[lane];
            if known[lane] == 0 {
                counted_at[lane] = lane * COUNTS;
            }
        }
        let known = i16x8::new(known);
        ways[MEMORIES] = self.trees.way(kind, hint.expected.0) as i16;
        trust[MEMORIES] = PASSAGE[usize::from(hint.expected.1) % 16];
        let (ways, trust) = (i16x8::new(ways), i16x8::new(trust));

        let by_choice = &mut tables.by_choice[place(kind, hint.choice)];
        let (mut branch, mut way, mut depth) = (0, 0_u16, 0_u32);
        let symbol = loop {
            let counts = u16x8::new(core::array::from_fn(|lane| {
                let (row, at) = home(counted_at[lane], branch + 2);
                tables.counts[row][at] as u16
            })) ^ u16x8::splat(0x8000);
            let counted = tables.logistic.log_odds(counts) & known;
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
            let mixed = tables.logistic.one(odds);
            let corrections = &mut tables.corrections[place(kind, branch)];
            let one = (mixed + correction(corrections, odds)).clamp(16, 65_520);
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
            for (lane, &count) in counts.iter().enumerate() {
                let (row, at) = home(counted_at[lane], branch + 2);
                tables.counts[row][at] = count as i16;
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
        for (lane, &start) in starts.iter().enumerate().take(MEMORIES) {
            let now = (u16::from(symbol) << 8) as i16;
            let (row, at) = home(start, 0);
            let known = mem::replace(&mut tables.counts[row][at], check(lane)) == check(lane);
            let (row, at) = home(start, 1);
            let memory = &mut tables.counts[row][at];
            let again = known && *memory & !255 == now;
            *memory = now
                | if again {
                    (*memory + 1).min(now | 15) & 15
                } else {
                    1
                };
        }
        symbol
    }
}

/// Each context as one number, whose bits are all as good as drawn. The products don't wait for
/// each other.
#[inline]
fn spread(contexts: &Contexts, kind: usize) -> [usize; CONTEXTS] {
    const FACTORS: [u32; 4] = [0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F, 0x1656_67B1];
    let half = |first: usize| {
        let lanes = [0, 1, 2, 3].map(|lane| (kind * CONTEXTS + first + lane) as u32);
        let mut hash = u32x4::new(lanes) * u32x4::splat(0x9E37_79B1);
        let lanes = [0, 1, 2, 3].map(|lane| contexts[first + lane]);
        for part in [0, 1, 2, 3] {
            let parts = u32x4::new(lanes.map(|context| context[part]));
            hash += parts * u32x4::splat(FACTORS[part]);
        }
        hash = (hash ^ (hash >> 15_u32)) * u32x4::splat(0x2C1B_3C6D);
        (hash ^ (hash >> 16_u32))
            .to_array()
            .map(|hash| hash as usize)
    };
    let ([a, b, c, d], [e, f, g, h]) = (half(0), half(4));
    [a, b, c, d, e, f, g, h]
}

/// The eight numbers of each half.
#[inline]
fn halves(row: &Row) -> [i16x8; 2] {
    let (halves, _) = row.as_chunks();
    [i16x8::new(halves[0]), i16x8::new(halves[1])]
}

/// Probabilities as log-odds and back.
struct Logistic<'a> {
    /// Of log-odds from -2048 in 1/256, in 1/65536.
    ones: Rows<'a, { 4096 / 16 }>,
    /// Of the upper nine bits of a count, and how often it was moved.
    odds: Rows<'a, 512>,
}

impl<'a> Logistic<'a> {
    fn new(rows: &mut &'a mut [Row]) -> Option<Self> {
        /// e^(1/256).
        const STEP: f64 = 1.003_913_889_338_347_5;
        /// The power of it at the lowest log-odds.
        const LOWEST: f64 = 0.000_335_462_627_902_511_8;
        let (ones, table) = (rows_of(rows)?, rows_of(rows)?);
        let (mut odds, mut filled) = (LOWEST, 0);
        for (at, one) in ones.as_flattened_mut().iter_mut().enumerate() {
            let now = odds / (1.0 + odds) * 65_536.0;
            *one = now as u16 as i16;
            odds *= STEP;
            // Every row whose probability is reached.
            while filled < 512 && (filled * 128 + 64) as f64 <= now {
                fill(&mut table[filled], at as i32 - 2048);
                filled += 1;
            }
        }
        for row in table.iter_mut().skip(filled) {
            fill(row, REACH);
        }
        Some(Self { ones, odds: table })
    }

    /// The probability of a one, in 1/65536.
    #[inline]
    fn one(&self, odds: i32) -> i32 {
        let at = (odds + 2048) as usize;
        i32::from(self.ones[at / 16 % 256][at % 16] as u16)
    }

    /// What counts say.
    #[inline]
    fn log_odds(&self, counts: u16x8) -> i16x8 {
        let [rows, times] = [counts >> 7_u32, counts & u16x8::splat(15)].map(u16x8::to_array);
        i16x8::new(core::array::from_fn(|lane| {
            self.odds[usize::from(rows[lane]) % 512][usize::from(times[lane]) % 16]
        }))
    }
}

/// Log-odds by how often the count that says them was moved.
fn fill(row: &mut Row, odds: i32) {
    for (times, said) in row.iter_mut().enumerate() {
        let worth = WORTH.get(times).copied().unwrap_or(32);
        *said = (odds * worth / 32) as i16;
    }
}

/// Counts after the next bit.
#[inline]
fn moved(counts: u16x8, bit: bool) -> u16x8 {
    let times = counts & u16x8::splat(15);
    // Each pace into the upper byte of its lane, a zero into the lower.
    let rows = ((times << 8_u32) | u16x8::splat(0x80)).to_array();
    let rows = rows.map(u16::to_le_bytes);
    let paces = u8x16::new(PACES).shuffle_zeroing(u8x16::new(flat(rows)));
    let paces = i16x8::new(pairs(paces.to_array()).map(i16::from_le_bytes));
    let ones = ((counts >> 1_u32) & u16x8::splat(0x7ff8)).cast_signed();
    let came = i16x8::splat(if bit { 0x7fff } else { 0 });
    let ones = ones + (came - ones).mul_scale_round(paces);
    // Rounded to the twelve bits that are kept.
    let ones = ones.saturating_add(i16x8::splat(4)).cast_unsigned();
    let times = (times + u16x8::splat(1)).min(u16x8::splat(15));
    ((ones << 1_u32) & u16x8::splat(0xfff0)) | times
}

fn flat(pairs: [[u8; 2]; 8]) -> [u8; 16] {
    core::array::from_fn(|at| pairs[at / 2][at % 2])
}

fn pairs(flat: [u8; 16]) -> [[u8; 2]; 8] {
    core::array::from_fn(|at| [flat[2 * at], flat[2 * at + 1]])
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
        *held += ((differs / 2 - i32::from(*held)) >> PACE) as i16;
    }
}

/// The lower of the two places between which log-odds lie, and how far above it in 1/4096.
#[inline]
fn spot(odds: i32) -> (usize, i32) {
    let spot = (odds + 2048) * 15;
    ((spot >> 12) as usize, spot & 4095)
}
