//! Whole numbers in WebAssembly's variable length (LEB128).

use crate::list::List;

/// Reads a module. What is read beyond its end is zero, so that the unpacking side, which has
/// no module yet, goes the same way.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    /// How many bytes were read.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at the first byte.
    #[must_use]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Whether all was read.
    #[must_use]
    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The byte so many places ahead.
    #[must_use]
    pub(crate) fn ahead(&self, places: usize) -> u8 {
        self.bytes.get(self.at + places).copied().unwrap_or(0)
    }

    /// The next byte.
    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.ahead(0);
        self.at += 1;
        byte
    }

    /// Passes over as many bytes as the next number says.
    pub(crate) fn skip(&mut self) {
        let count = self.unsigned();
        self.at += count as usize;
    }

    /// The next number without a sign.
    pub(crate) fn unsigned(&mut self) -> u64 {
        self.groups().0
    }

    /// The next number with a sign.
    pub(crate) fn signed(&mut self) -> i64 {
        let (value, bits) = self.groups();
        let unused = 64_u32.saturating_sub(bits);
        (value as i64) << unused >> unused
    }

    /// Groups of seven bits, and how many bits they have together.
    #[inline(never)]
    fn groups(&mut self) -> (u64, u32) {
        let (mut value, mut bits) = (0, 0);
        loop {
            let byte = self.byte();
            value |= u64::from(byte & 127) << bits;
            bits += 7;
            if byte < 128 || bits > 63 {
                return (value, bits);
            }
        }
    }
}

/// Appends a number without a sign.
#[inline(never)]
pub(crate) fn put_unsigned(out: &mut List<'_, u8>, mut value: u64) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a number with a sign.
#[inline(never)]
pub(crate) fn put_signed(out: &mut List<'_, u8>, mut value: i64) {
    while !(-64..64).contains(&value) {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8 & 127);
}

#[cfg(test)]
mod tests {
    use super::{Cursor, put_signed, put_unsigned};
    use crate::list::List;

    #[test]
    fn numbers_come_back() {
        for shift in 0..64 {
            for near in -2..3 {
                let value = (1_i64 << shift).wrapping_add(near);
                for value in [value, value.wrapping_neg()] {
                    let mut room = [0; 32];
                    let mut bytes = List::new(&mut room);
                    put_signed(&mut bytes, value);
                    put_unsigned(&mut bytes, value as u64);
                    let mut cursor = Cursor::new(&bytes);
                    assert_eq!(cursor.signed(), value);
                    assert_eq!(cursor.unsigned(), value as u64);
                    assert!(cursor.is_at_end());
                }
            }
        }
    }
}
