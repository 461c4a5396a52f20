//! Functions that do the same, byte for byte: the compiler makes some for each type that they
//! serve, though on this machine the types look alike.

use std::collections::HashMap;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, Encode};
use wasmparser::FunctionBody;

/// Of every function, imported ones first, the first that does the same: of the same type, with
/// the same code once what it calls does the same. `types` are those of the functions that
/// `bodies` belong to; only those that `stay` are looked at.
///
/// # Errors
/// When a body is no code.
pub fn firsts(
    imported: usize,
    types: &[u32],
    bodies: &[FunctionBody<'_>],
    stay: impl Fn(u32) -> bool,
) -> Result<Vec<u32>> {
    let count = imported + bodies.len();
    let mut firsts: Vec<u32> = (0..count as u32).collect();
    loop {
        let mut known: HashMap<(u32, Vec<u8>), u32> = HashMap::new();
        let mut next = firsts.clone();
        for ((index, ty), body) in (imported as u32..).zip(types).zip(bodies) {
            if stay(index) {
                let mut code = CodeSection::new();
                Calling(&firsts).parse_function_body(&mut code, body.clone())?;
                let mut bytes = Vec::new();
                code.encode(&mut bytes);
                next[index as usize] = *known.entry((*ty, bytes)).or_insert(index);
            }
        }
        if next == firsts {
            return Ok(firsts);
        }
        firsts = next;
    }
}

/// Writes code that calls the first of those that do the same.
struct Calling<'a>(&'a [u32]);

impl Reencode for Calling<'_> {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error<Infallible>> {
        Ok(self.0[index as usize])
    }
}

#[cfg(test)]
mod tests {
    use wasmparser::{BinaryReader, FunctionBody};

    use super::firsts;

    fn bodies<'a>(bytes: &[&'a [u8]]) -> Vec<FunctionBody<'a>> {
        let body = |bytes: &&'a [u8]| FunctionBody::new(BinaryReader::new(bytes, 0));
        bytes.iter().map(body).collect()
    }

    /// Code that calls one function.
    const fn calls(function: u8) -> [u8; 4] {
        [0, 0x10, function, 0x0b]
    }

    #[test]
    fn what_calls_twins_is_a_twin() {
        let nothing: [u8; 2] = [0, 0x0b];
        let (second, third) = (calls(2), calls(3));
        let bodies = bodies(&[&second, &nothing, &nothing, &third, &second]);
        let found = firsts(1, &[0; 5], &bodies, |_| true).expect("code");
        assert_eq!(found, [0, 1, 2, 2, 1, 1]);
    }

    #[test]
    fn another_type_makes_another_function() {
        let nothing: [u8; 2] = [0, 0x0b];
        let bodies = bodies(&[&nothing, &nothing, &nothing]);
        let found = firsts(0, &[0, 1, 0], &bodies, |_| true).expect("code");
        assert_eq!(found, [0, 1, 0]);
    }

    #[test]
    fn what_goes_is_nobodys_twin() {
        let nothing: [u8; 2] = [0, 0x0b];
        let bodies = bodies(&[&nothing, &nothing, &nothing]);
        let found = firsts(0, &[0; 3], &bodies, |index| index > 0).expect("code");
        assert_eq!(found, [0, 1, 1]);
    }

    #[test]
    fn what_calls_another_function_is_no_twin() {
        let (first, second) = (calls(0), calls(1));
        let bodies = bodies(&[&first, &second]);
        assert_eq!(
            firsts(2, &[0, 0], &bodies, |_| true).expect("code"),
            [0, 1, 2, 3]
        );
    }
}
