//! The module that unpacks: what it shows to the page. It has no imports, no allocator and nothing
//! of the standard library, and is used once.
#![allow(
    unsafe_code,
    reason = "a module without glue shares its memory by addresses"
)]

use core::arch::wasm32;
use core::panic::PanicInfo;
use core::slice;

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

/// The address of `length` bytes for what is packed.
#[unsafe(no_mangle)]
extern "C" fn reserve(length: usize) -> *mut u8 {
    fresh::<u8>(length).as_mut_ptr()
}

/// Unpacks what was put there. Returns the address of two addresses: where the module begins and
/// where it ends.
///
/// # Safety
/// `packed` must be what [`reserve`] returned for `length`.
#[unsafe(no_mangle)]
unsafe extern "C" fn unpack(packed: *const u8, length: usize) -> *const u32 {
    // SAFETY: the caller says so.
    let packed = unsafe { slice::from_raw_parts(packed, length) };
    let memory = Memory {
        bytes: fresh(Memory::BYTES),
        words: fresh(Memory::WORDS),
        numbers: fresh(Memory::NUMBERS),
    };
    let Some(module) = crate::unpacked(packed, memory) else {
        wasm32::unreachable();
    };
    let ends = fresh(2);
    for (end, address) in ends
        .iter_mut()
        .zip([module.as_ptr_range().start, module.as_ptr_range().end])
    {
        *end = address.addr() as u32;
    }
    ends.as_ptr()
}
