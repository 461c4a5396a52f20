//! The multi-layer perceptron's controls: the table that link, JSON and panel share.

use crate::data::{Feature, Kind as DataKind};
use crate::lab::{Control, Grain, Group, Kind};
use crate::nn::{Activation, Init, Loss, Optimizer};
use strum::VariantNames;

/// Most hidden layers, in a document and on the page.
pub const MAX_LAYERS: usize = 8;
/// Most units of a hidden layer in a document.
pub(super) const MAX_UNITS: i64 = 128;
/// Most units of a hidden layer by the page's own buttons.
pub const PAGE_UNITS: i64 = 16;

const UNITS: Kind = Kind::Integer {
    min: 1,
    max: MAX_UNITS,
};
const FEATURE: Kind = Kind::Choice(Feature::VARIANTS);
const HIDDEN_ACTIVATION: Kind = Kind::Choice(HIDDEN);
const DRAW: Kind = Kind::Integer {
    min: 0,
    max: 1_000_000,
};
/// Most weights and biases that a document writes out one by one.
pub(super) const MAX_WRITTEN: usize = 512;

const WEIGHT: Kind = Kind::Number {
    min: -1e9,
    max: 1e9,
    log: false,
};
const SWITCH: Kind = Kind::Switch;

const fn control(key: &'static str, group: Group, kind: Kind, default: &'static str) -> Control {
    Control {
        key,
        group,
        kind,
        default,
    }
}

const fn number(min: f64, max: f64, log: bool) -> Kind {
    Kind::Number { min, max, log }
}

const AUTO: &str = "auto";

/// `names` with `auto` before them; `N` is their count plus one.
const fn with_auto<const N: usize>(names: &[&'static str]) -> [&'static str; N] {
    let mut all = [AUTO; N];
    let mut i = 1;
    while i < N {
        all[i] = names[i - 1];
        i += 1;
    }
    all
}

/// The hidden layers' activations: all but softmax, which ranks outputs. `N` is one less
/// than the count of all.
const fn hidden<const N: usize>(names: &[&'static str]) -> [&'static str; N] {
    let mut some = [""; N];
    let (mut from, mut to) = (0, 0);
    while to < N {
        if !matches!(names[from].as_bytes(), b"softmax") {
            some[to] = names[from];
            to += 1;
        }
        from += 1;
    }
    some
}

const HIDDEN: &[&str] = &hidden::<{ Activation::VARIANTS.len() - 1 }>(Activation::VARIANTS);
const OUTPUTS: &[&str] = &with_auto::<{ Activation::VARIANTS.len() + 1 }>(Activation::VARIANTS);
const LOSSES: &[&str] = &with_auto::<{ Loss::VARIANTS.len() + 1 }>(Loss::VARIANTS);

/// Playing speeds, slowest first: optimizer updates or epochs a second.
pub(super) const SPEEDS: &[&str] = &[
    "1-step",
    "4-steps",
    "15-steps",
    "2-epochs",
    "10-epochs",
    "30-epochs",
    "60-epochs",
    "max",
];

/// The controls, in the order of the panel and of the link.
pub static CONTROLS: &[Control] = &[
    control(
        "data.kind",
        Group::Data,
        Kind::Choice(DataKind::VARIANTS),
        "two-lines",
    ),
    control(
        "data.samples",
        Group::Data,
        Kind::Integer { min: 10, max: 5000 },
        "400",
    ),
    control("data.noise", Group::Data, number(0.0, 1.0, false), "0"),
    control("data.train", Group::Data, number(0.1, 0.9, false), "0.7"),
    control("data.draw", Group::Data, DRAW, "0"),
    control(
        "data.features",
        Group::Data,
        Kind::List {
            item: &FEATURE,
            min: 1,
            max: Feature::VARIANTS.len(),
            distinct: true,
            single: false,
        },
        "x1,x2",
    ),
    control(
        "model.hidden",
        Group::Model,
        Kind::List {
            item: &UNITS,
            min: 0,
            max: MAX_LAYERS,
            distinct: false,
            single: false,
        },
        "2",
    ),
    control(
        "model.activation",
        Group::Model,
        Kind::List {
            item: &HIDDEN_ACTIVATION,
            min: 1,
            max: MAX_LAYERS,
            distinct: false,
            single: true,
        },
        "tanh",
    ),
    control("model.output", Group::Model, Kind::Choice(OUTPUTS), "auto"),
    control(
        "model.init",
        Group::Model,
        Kind::Choice(Init::VARIANTS),
        "glorot-uniform",
    ),
    control("model.scale", Group::Model, number(0.0, 10.0, false), "0.5"),
    control("model.draw", Group::Model, DRAW, "0"),
    control(
        "model.weights",
        Group::Model,
        Kind::List {
            item: &WEIGHT,
            min: 0,
            max: MAX_WRITTEN,
            distinct: false,
            single: false,
        },
        "",
    ),
    control(
        "train.task",
        Group::Training,
        Kind::Choice(&["auto", "classification", "regression"]),
        "auto",
    ),
    control("train.loss", Group::Training, Kind::Choice(LOSSES), "auto"),
    control(
        "train.optimizer",
        Group::Training,
        Kind::Choice(Optimizer::VARIANTS),
        "sgd",
    ),
    control(
        "train.rate",
        Group::Training,
        number(1e-6, 1000.0, true),
        "0.3",
    ),
    control(
        "train.batch",
        Group::Training,
        Kind::Integer { min: 1, max: 5000 },
        "10",
    ),
    control(
        "train.momentum",
        Group::Training,
        number(0.0, 0.999, false),
        "0.9",
    ),
    control(
        "train.alpha",
        Group::Training,
        number(0.0, 0.9999, false),
        "0.99",
    ),
    control(
        "train.beta1",
        Group::Training,
        number(0.0, 0.9999, false),
        "0.9",
    ),
    control(
        "train.beta2",
        Group::Training,
        number(0.0, 0.99999, false),
        "0.999",
    ),
    control(
        "train.epsilon",
        Group::Training,
        number(1e-12, 0.1, true),
        "0.00000001",
    ),
    control("train.l1", Group::Training, number(0.0, 10.0, true), "0"),
    control("train.l2", Group::Training, number(0.0, 10.0, true), "0"),
    control("view.speed", Group::View, Kind::Choice(SPEEDS), "30-epochs"),
    control(
        "view.grain",
        Group::View,
        Kind::Choice(Grain::VARIANTS),
        "batch",
    ),
    control(
        "view.pace",
        Group::View,
        Kind::Integer { min: 0, max: 10 },
        "3",
    ),
    control("view.discretize", Group::View, SWITCH, "false"),
    control("view.test", Group::View, SWITCH, "false"),
    control("view.lines", Group::View, SWITCH, "true"),
    control("view.log", Group::View, SWITCH, "false"),
    control(
        "view.slice",
        Group::View,
        Kind::Choice(&["sample", "batch", "training"]),
        "batch",
    ),
    control("view.lecture", Group::View, SWITCH, "false"),
    control(
        "view.theme",
        Group::View,
        Kind::Choice(&["auto", "light", "dark"]),
        "auto",
    ),
];
