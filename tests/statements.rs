//! Every row of the tape is true as it is printed: what stands between two signs of
//! equality is read back and worked out again, for many random configurations.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "statements/cases.rs"]
mod cases;
#[path = "statements/formula.rs"]
mod formula;

use formula::{Number, value};
use glassnet::app::{Action, Session};
use glassnet::lab::experiment::RowValues;
use glassnet::lab::{Frame, Grain, Panel, Pin};
use glassnet::num::rng::{Seed, Stream};
use glassnet::scene::{Palette, Part};

const ACTIVATIONS: [&str; 11] = [
    "tanh",
    "sigmoid",
    "relu",
    "leaky-relu",
    "randomized-relu",
    "elu",
    "softplus",
    "gelu",
    "silu",
    "identity",
    "step",
];
const LOSSES: [&str; 6] = [
    "auto",
    "half-squared",
    "mse",
    "bce",
    "cross-entropy",
    "hinge",
];
const OUTPUTS: [&str; 8] = [
    "auto", "auto", "softmax", "sigmoid", "tanh", "relu", "identity", "elu",
];
const OPTIMIZERS: [&str; 8] = [
    "sgd",
    "momentum",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adam",
    "adamw",
    "perceptron",
];
const HIDDEN: [&str; 8] = ["", "1", "3", "6", "2,2", "1,1,1", "3,2,2", "2,1,2,1"];
const DATA: [&str; 6] = [
    "xor",
    "three-gaussians",
    "circle",
    "sine",
    "plane",
    "gaussians",
];

/// A link with a random choice of everything that the tape depends on.
fn random_link(number: u32) -> String {
    let mut rng = Seed(number).stream(Stream::Noise, 7);
    let mut one = |choices: &[&'static str]| choices[rng.below(choices.len() as u32) as usize];
    let optimizer = OPTIMIZERS[number as usize % OPTIMIZERS.len()];
    // The perceptron's rule is for one step unit.
    let single = optimizer == "perceptron";
    let data = one(if single { &["xor", "circle"] } else { &DATA });
    let hidden = if single { "" } else { one(&HIDDEN) };
    let output = if single { "auto" } else { one(&OUTPUTS) };
    format!(
        "seed={number}&data.samples=60&data.kind={data}&model.hidden={hidden}&model.activation={}\
         &train.loss={}&model.output={output}&train.optimizer={optimizer}&train.rate={}\
         &model.scale={}&train.batch={}&train.l1={}&train.l2={}",
        one(&ACTIVATIONS),
        one(&LOSSES),
        one(&["0.0001", "0.03", "0.03", "1", "10"]),
        one(&["1", "1", "1", "10"]),
        one(&["1", "2", "3", "10", "60"]),
        one(&["0", "0", "0.001", "0.1"]),
        one(&["0", "0", "0.01", "0.1"]),
    )
}

/// A session at a link after some steps, as far as it gets.
fn opened(link: &str, steps: u64) -> Session {
    let mut session = Session::open(link);
    for _ in 0..steps {
        if session.lab_mut().step(Grain::Batch, 1).is_err() {
            break;
        }
    }
    session
}

fn rows(session: &mut Session) -> Vec<RowValues> {
    let len = session.lab_mut().tape().len;
    session.lab_mut().rows(0..len)
}

/// Row texts by what was found: worked out and equal, worked out and said to be rounded.
#[derive(Default)]
struct Count {
    equal: usize,
    rounded: usize,
}

/// Checks one text; `digits` is how many significant digits its numbers may have.
fn check(text: &str, row: &RowValues, digits: Option<usize>, link: &str, count: &mut Count) {
    let context = || format!("{link}\n{} {}: {text}", row.kind, row.place);
    assert!(
        !text.contains("NaN") && !text.contains('∞'),
        "{}",
        context()
    );
    assert!(
        !text.contains("− −") && !text.contains("+ −"),
        "{}",
        context()
    );
    let Some(at) = text.rfind(['=', '≈']) else {
        return;
    };
    let equal = text[at..].starts_with('=');
    let right = text[at..].trim_start_matches(['=', '≈', ' ']);
    let total = Number::leading(right).unwrap_or_else(|| panic!("no total: {}", context()));
    // The total is the row's value.
    assert!(
        (total.value - row.value).abs() <= total.last * 0.51 + 1e-6 * row.value.abs(),
        "value {}: {}",
        row.value,
        context()
    );
    if let Some(digits) = digits {
        for number in Number::all(text) {
            // Of a probability's bound and of K there are all.
            let bound = number.text.starts_with("0.9999999") || !number.text.contains('.');
            assert!(
                number.significant <= digits || bound,
                "{}: {}",
                number.text,
                context()
            );
        }
    }
    let left = text[..at].trim_end();
    let from = left.rfind(['=', '≈']).map_or(0, |at| {
        at + left[at..].chars().next().map_or(1, char::len_utf8)
    });
    let Some(worked) = value(left[from..].trim()) else {
        return;
    };
    if equal {
        count.equal += 1;
        let slack = 1e-12 * worked.abs() + 1e-14;
        assert!(
            (worked - total.value).abs() < 0.5 * total.last + slack,
            "{worked}: {}",
            context()
        );
    } else {
        count.rounded += 1;
        // Near, in the scale of what is added up; single precision ends near 1e-38, and in a
        // softmax's error terms it takes numbers about 1 off one another.
        let scale = row.terms.iter().map(|term| term.abs());
        let scale = scale.fold(total.value.abs(), f64::max);
        let least = if row.kind == "delta" { 1e-6 } else { 1e-38 };
        let off = (worked - total.value).abs();
        assert!(off <= 0.03 * scale + least, "{worked}: {}", context());
    }
}

#[test]
fn what_is_printed_as_equal_is_equal_as_printed() {
    let (mut short, mut exact) = (Count::default(), Count::default());
    for number in 0..320 {
        let link = random_link(number);
        let mut session = opened(&link, u64::from(number % 7));
        if number % 3 > 0 {
            session
                .lab_mut()
                .pin(Some(Pin::Sample(number as usize % 50)));
        }
        let mut chained = Vec::new();
        for row in rows(&mut session) {
            if row.kind.ends_with("-gradient") && row.value.is_finite() {
                chained.extend(row.part.parse::<Part>());
            }
            // The pass before numbers end.
            if !row.value.is_finite() || row.terms.iter().any(|term| !term.is_finite()) {
                continue;
            }
            check(&row.text, &row, Some(4), &link, &mut short);
            check(&row.exact, &row, None, &link, &mut exact);
            // A term of a sum that is not zero is not printed as zero.
            let zero = Number::all(&row.text)
                .iter()
                .any(|number| number.value == 0.0);
            if zero && row.text.contains(" + ") {
                let total = row.value == 0.0;
                assert!(total || row.terms.contains(&0.0), "{link}: {}", row.text);
            }
        }
        // The same numbers along the chain of derivatives.
        for part in chained {
            for row in session.lab_mut().chain(part) {
                check(&row.text, &row, Some(4), &link, &mut short);
                check(&row.exact, &row, None, &link, &mut exact);
            }
        }
    }
    assert!(short.equal > 20_000, "{}", short.equal);
    assert!(
        short.equal > 6 * short.rounded,
        "{} true, {} rounded",
        short.equal,
        short.rounded
    );
    assert!(
        exact.equal > exact.rounded / 2,
        "{} of {}",
        exact.equal,
        exact.rounded
    );
}

#[test]
fn what_the_lens_says_of_a_unit_is_equal_as_printed() {
    let palette = Palette::light();
    let mut found = 0;
    for number in 0..60 {
        let link = random_link(number);
        let mut session = opened(&link, u64::from(number % 7));
        session.update(Action::Pin(Some(number as usize % 50)));
        let units = session.lab().layers();
        for (layer, unit) in units
            .iter()
            .enumerate()
            .flat_map(|(layer, values)| (0..values.bias.len()).map(move |unit| (layer, unit)))
        {
            session.update(Action::Select(Some(Part::Unit { layer, unit })));
            let frame = Frame {
                width: 480.0,
                height: 420.0,
                palette: &palette,
            };
            let said = session.scene(Panel::Lens, &frame).description;
            for text in said.split("; ").flat_map(|text| text.split(". ")) {
                let Some(at) = text.rfind(" = ") else {
                    continue;
                };
                let left = &text[..at];
                let left = &left[left.rfind([':', '=']).map_or(0, |at| at + 1)..];
                let (Some(worked), Some(total)) =
                    (value(left.trim()), Number::leading(&text[at + 3..]))
                else {
                    continue;
                };
                found += 1;
                let slack = 1e-12 * worked.abs() + 1e-14;
                assert!(
                    (worked - total.value).abs() < 0.5 * total.last + slack,
                    "{link} {layer} {unit}: {text}"
                );
            }
        }
    }
    assert!(found > 1_000, "{found}");
}

/// Run with `--nocapture --ignored` to read the rows of some configurations.
#[test]
#[ignore = "prints rows"]
fn read() {
    let from: u32 = std::env::var("FROM").map_or(0, |from| from.parse().unwrap());
    let mut rounded = std::collections::BTreeMap::new();
    for number in 0..320 {
        let link = std::env::var("LINK").unwrap_or_else(|_| random_link(number));
        let mut session = opened(&link, u64::from(number % 7));
        if number % 3 > 0 {
            session
                .lab_mut()
                .pin(Some(Pin::Sample(number as usize % 50)));
        }
        let rows = rows(&mut session);
        for row in &rows {
            let sign = if row.text.contains('≈') { 0 } else { 1 };
            let counts: &mut [usize; 2] = rounded.entry(row.kind).or_default();
            counts[sign] += 1;
        }
        if (from..from + 8).contains(&number) {
            eprintln!("\n{link}");
            let mut seen = std::collections::BTreeMap::new();
            for row in &rows {
                let count: &mut usize = seen.entry(row.kind).or_default();
                *count += 1;
                if *count <= 2 {
                    eprintln!("{:16} {}\n{:16} {}", row.kind, row.text, "", row.exact);
                }
            }
        }
    }
    eprintln!("{rounded:?}");
}
