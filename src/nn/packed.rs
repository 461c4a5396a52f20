//! Samples laid side by side in registers, ready for a forward pass.

use super::batch::Samples;
use super::pass::BLOCK;
use crate::num::Matrix;
use crate::num::kernels::WIDEST;
use crate::num::lanes::Lanes;

/// Rows of a matrix (one sample each) packed into blocks: within a block each column is
/// one row of registers. The last block is filled up with its last sample.
#[derive(Clone, Debug)]
pub struct Packed {
    samples: usize,
    columns: usize,
    registers: Vec<Lanes>,
}

impl Packed {
    /// Packs all rows of a matrix `samples x columns`.
    #[must_use]
    #[inline]
    pub fn new(matrix: &Matrix) -> Self {
        let mut all = Vec::new();
        for sample in 0..matrix.nrows() {
            all.push(sample as u32);
        }
        Samples::new(&[matrix]).pack(&all)
    }

    /// Packs the picked ones of `samples`, whose numbers are `columns` each.
    pub(crate) fn gather(columns: usize, samples: &Samples, picked: &[u32]) -> Self {
        let block = columns * WIDEST;
        let blocks = picked.chunks(BLOCK);
        let mut registers = vec![Lanes::ZERO; blocks.len() * block];
        for (picked, rows) in blocks.zip(registers.chunks_exact_mut(block.max(1))) {
            samples.gather(picked, WIDEST, rows);
        }
        Self {
            samples: picked.len(),
            columns,
            registers,
        }
    }

    /// How many samples there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.samples
    }

    /// Whether there is none.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.samples == 0
    }

    /// The blocks in order: the index of the first sample and one row a column.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (usize, &[Lanes])> {
        self.registers
            .chunks_exact((self.columns * WIDEST).max(1))
            .enumerate()
            .map(|(block, rows)| (block * BLOCK, rows))
    }
}
