//! A training step and a map allocate nothing.
#![allow(
    unsafe_code,
    reason = "a global allocator cannot be written without it"
)]

use glassnet::data::{Feature, Kind, features, generate, split};
use glassnet::nn::{
    Activation, Init, Loss, Maps, Network, Optimizer, Packed, Spec, TrainConfig, Trainer,
};
use glassnet::num::Matrix;
use glassnet::num::rng::Seed;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use strum::IntoEnumIterator;

thread_local!(static COUNT: Cell<u64> = const { Cell::new(0) });

/// The system's allocator, counting what this thread asks of it.
struct Counting;

fn count() {
    COUNT.with(|c| c.set(c.get() + 1));
}

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` asks for memory.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = COUNT.with(Cell::get);
    work();
    COUNT.with(Cell::get) - before
}

#[test]
fn the_count_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

#[test]
fn steps_epochs_and_maps_allocate_nothing() {
    let data = generate(Kind::ThreeGaussians, 90, 0.1, Seed(2));
    let chosen = [Feature::X1, Feature::X2, Feature::Product];
    let x = features(&data.inputs, &chosen);
    let corners = Matrix::from_fn(1001, 2, |i, j| ((i * (j + 1)) % 17) as _);
    let points = Packed::new(&features(&corners, &chosen));
    for optimizer in Optimizer::iter() {
        for hidden in [
            Activation::Tanh,
            Activation::RandomizedRelu,
            Activation::Gelu,
        ] {
            for loss in Loss::iter() {
                let spec = Spec::dense(3, &[8, 5], hidden, 3, Activation::Softmax);
                let network = Network::new(spec, Init::GlorotUniform, 1.0, 0.0, Seed(1));
                let mut maps = Maps::new(network.spec(), points.len());
                let config = TrainConfig {
                    optimizer,
                    loss,
                    rate: 0.01,
                    batch: 7,
                    l1: 0.001,
                    l2: 0.001,
                    ..TrainConfig::default()
                };
                let split = split(90, 0.7, Seed(2));
                let mut trainer = Trainer::new(network, &x, &data.targets, split, config, Seed(1));
                let count = allocations(|| {
                    for batch in [7, 1, 10, 32, 1000] {
                        trainer.config_mut().batch = batch;
                        trainer.epoch().unwrap();
                    }
                    maps.compute(trainer.network(), &points);
                });
                assert_eq!(count, 0, "{optimizer} {hidden} {loss}");
            }
        }
    }
}
