//! Lists and tables in memory that was got beforehand: the unpacking module has no allocator,
//! which would be a fifth of it.

use core::mem;
use core::ops::Deref;

/// The memory of both sides, zero at first. How much each part needs says who cuts it.
pub(crate) struct Memory<'a> {
    /// Bytes of the module, and symbols.
    pub bytes: &'a mut [u8],
    /// Places and hashes.
    pub words: &'a mut [u32],
    /// Numbers of the model.
    pub numbers: &'a mut [i16],
}

impl Memory<'_> {
    /// Enough for a module of a megabyte.
    pub(crate) const BYTES: usize = 6 << 20;
    pub(crate) const WORDS: usize = 5 << 19;
    pub(crate) const NUMBERS: usize = 3 << 20;
}

/// Cuts so many items off; none where there are fewer.
pub(crate) fn cut<'a, T>(memory: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    match mem::take(memory).split_at_mut_checked(count) {
        Some((first, rest)) => {
            *memory = rest;
            first
        }
        None => &mut [],
    }
}

/// A list. What it has no room for it does not take: the packing side sees then that the module
/// does not come back.
#[derive(Debug)]
pub(crate) struct List<'a, T> {
    items: &'a mut [T],
    length: usize,
}

impl<'a, T: Copy> List<'a, T> {
    /// An empty list with this room.
    pub(crate) fn new(room: &'a mut [T]) -> Self {
        Self {
            items: room,
            length: 0,
        }
    }

    /// Adds an item at the end.
    #[inline(never)]
    pub(crate) fn push(&mut self, item: T) {
        if let Some(place) = self.items.get_mut(self.length) {
            *place = item;
            self.length += 1;
        }
    }

    /// Takes the last item away.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let last = self.last().copied();
        self.truncate(self.length.saturating_sub(1));
        last
    }

    /// Leaves the first so many.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// The items from a place on.
    pub(crate) fn from(&mut self, place: usize) -> &mut [T] {
        self.items.get_mut(place..self.length).unwrap_or_default()
    }
}

impl<T> Deref for List<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.items.get(..self.length).unwrap_or_default()
    }
}
