//! The module that unpacks: what it shows to the page. It has no imports, no allocator and nothing
//! of the standard library, and is used once.
#![allow(
    unsafe_code,
    reason = "a module without glue shares its memory by addresses"
)]

use core::arch::wasm32;
use core::ops::Range;
use core::panic::PanicInfo;
use core::slice;

use crate::Unpacking;
use crate::list::Memory;

/// What is packed beside this code always unpacks; if it does not, the file was damaged.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}

/// Whole numbers, of which zero is one.
trait Whole {}
impl Whole for u8 {}
impl Whole for u32 {}
impl Whole for i16 {}

/// So many zeros, at the end of the memory.
fn fresh<T: Whole>(count: usize) -> &'static mut [T] {
    const PAGE: usize = 1 << 16;
    let before = wasm32::memory_grow::<0>((count * size_of::<T>()).div_ceil(PAGE));
    if before == usize::MAX {
        wasm32::unreachable();
    }
    let start = core::ptr::with_exposed_provenance_mut(before * PAGE);
    // SAFETY: nobody else has what the memory has grown by; it is zero and aligned to its pages.
    unsafe { slice::from_raw_parts_mut(start, count) }
}

/// What is being unpacked, and what is told of its parts. The module runs in one thread, and calls
/// nobody.
static mut UNPACKING: Option<(Unpacking<'static>, [u32; 6])> = None;

/// Begins to unpack what the host has put into the memory, which it has made larger for it.
///
/// # Safety
/// The host must have put `length` bytes there, and leave them.
#[unsafe(no_mangle)]
unsafe extern "C" fn unpack(packed: *const u8, length: usize) {
    // SAFETY: the caller says so.
    let packed = unsafe { slice::from_raw_parts(packed, length) };
    let memory = Memory {
        bytes: fresh(Memory::BYTES),
        words: fresh(Memory::WORDS),
        numbers: fresh(Memory::NUMBERS),
    };
    let unpacking = Unpacking::new(packed, memory).map(|unpacking| (unpacking, [0; 6]));
    // SAFETY: nothing else has it.
    unsafe { UNPACKING = unpacking };
}

/// Unpacks the next functions, at most so many, until a part has ended. Returns the address of
/// what is to be known of it: where its module begins and ends, and what [`crate::walk::Part`] has, in its
/// order; null if it has not ended yet.
#[unsafe(no_mangle)]
extern "C" fn more(functions: usize) -> *const [u32; 6] {
    let all = &raw mut UNPACKING;
    // SAFETY: nothing else has it.
    let all = unsafe { all.as_mut() }.and_then(Option::as_mut);
    let Some((unpacking, told)) = all else {
        wasm32::unreachable();
    };
    match unpacking.go(functions) {
        None => wasm32::unreachable(),
        Some(None) => core::ptr::null(),
        Some(Some(part)) => {
            let Range { start, end } = unpacking.module.as_ptr_range();
            let [start, end] = [start, end].map(|address| address.addr() as u32);
            *told = [start, end, part.before, part.with, part.base, part.left];
            told
        }
    }
}
