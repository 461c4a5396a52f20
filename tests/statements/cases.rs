//! Rows that were wrong once, each at the place where it was.

use super::formula::value;
use super::{opened, rows};
use glassnet::app::Session;
use glassnet::lab::Pin;

/// The texts of all rows of a kind.
fn texts(session: &mut Session, kind: &str) -> Vec<String> {
    let all = rows(session).into_iter();
    all.filter(|row| row.kind == kind)
        .map(|row| row.text)
        .collect()
}

fn pinned(link: &str, steps: u64, sample: usize) -> Session {
    let mut session = opened(link, steps);
    session.lab_mut().pin(Some(Pin::Sample(sample)));
    session
}

const SATURATED: &str = "seed=542&data.kind=xor&model.hidden=3&model.activation=leaky-relu\
                         &train.optimizer=rmsprop&train.batch=10&train.loss=cross-entropy&train.rate=1";

#[test]
fn a_saturated_output_is_blamed_for_what_it_is() {
    let mut session = opened(SATURATED, 3);
    let mut wrong = 0;
    for sample in 0..50 {
        session.lab_mut().pin(Some(Pin::Sample(sample)));
        let trace = session.lab().trace(sample).unwrap();
        let (p, y) = (trace.output[0], trace.target[0]);
        let blame = rows(&mut session)
            .into_iter()
            .find(|row| row.kind == "output-blame")
            .unwrap();
        let delta = texts(&mut session, "delta").remove(0);
        let rounded = p == 1.0 - y;
        assert_eq!(
            blame.text.contains("has rounded to"),
            rounded,
            "{}",
            blame.text
        );
        if rounded {
            let name = "δ = ŷ − y = ";
            assert!(
                delta.starts_with(name) && delta.contains("taken together"),
                "{delta}"
            );
        } else {
            let truth = if y > 0.5 { -1.0 / p } else { 1.0 / (1.0 - p) };
            assert!((blame.value / truth - 1.0).abs() < 1e-9, "{}", blame.text);
            assert!(delta.starts_with("δ = ∂L/∂ŷ·φ′(z) = "), "{delta}");
            let numbers = delta.trim_start_matches("δ = ∂L/∂ŷ·φ′(z) = ");
            let (factors, total) = numbers.split_once(['=', '≈']).unwrap();
            let (worked, total) = (value(factors.trim()).unwrap(), value(total.trim()).unwrap());
            // Half a unit of the third digit, which is the last one shown here.
            assert!((worked - total).abs() <= 5e-3 * total.abs(), "{delta}");
        }
        wrong += usize::from(blame.value.abs() > 1e9);
    }
    assert!(wrong > 0);
}

#[test]
fn a_loss_that_cuts_the_prediction_off_says_so() {
    let (mut cut, mut inside) = (0, 0);
    for output in ["tanh", "relu", "identity"] {
        let link = format!("data.kind=xor&model.hidden=3&train.loss=bce&model.output={output}");
        for sample in 0..30 {
            let mut session = pinned(&link, 0, sample);
            let p = session.lab().trace(sample).unwrap().output[0];
            let term = texts(&mut session, "loss-term").remove(0);
            let blame = texts(&mut session, "output-blame").remove(0);
            if p > 1e-6 && p < 1.0 - 1e-6 {
                inside += 1;
                assert!(
                    !term.contains("cut off") && !blame.contains("cuts"),
                    "{term} {blame}"
                );
                assert!(
                    blame.starts_with("∂L/∂ŷ = −y/ŷ = ")
                        || blame.starts_with("∂L/∂ŷ = (1 − y)/(1 − ŷ) = ")
                );
            } else {
                cut += 1;
                assert!(term.ends_with(", cut off at this bound"), "{term}");
                assert_eq!(
                    blame,
                    "∂L/∂ŷ = 0.00, since the loss cuts ŷ off there and is flat"
                );
            }
        }
    }
    assert!(cut > 10 && inside > 10, "{cut} {inside}");
}

#[test]
fn the_perceptron_s_rule_is_called_what_it_is() {
    let mut session = opened(
        "data.kind=gaussians&model.hidden=&train.optimizer=perceptron&train.batch=1",
        0,
    );
    for sample in 0..20 {
        session.lab_mut().pin(Some(Pin::Sample(sample)));
        let all = rows(&mut session);
        for row in &all {
            let slope = row.text.contains("∂L/∂") || row.text.contains("φ′");
            assert!(!slope, "{}", row.text);
        }
        let weight = all
            .iter()
            .find(|row| row.kind == "weight-gradient")
            .unwrap();
        let chain = session.lab_mut().chain(weight.part.parse().unwrap());
        assert!(
            chain[0].text.starts_with("(ŷ − y)·x₁ = "),
            "{}",
            chain[0].text
        );
        let delta = texts(&mut session, "delta").remove(0);
        assert!(
            delta.starts_with("the error, no gradient: ŷ − y = "),
            "{delta}"
        );
        let update = texts(&mut session, "update").remove(0);
        let rule = "the perceptron's rule: w ← w − η·(ŷ − y)·x = ";
        assert!(update.starts_with(rule), "{update}");
        let last = &all[all.len() - 1].text;
        let none = "predicted change of the loss: none, for a step has no slope; actual ";
        assert!(last.starts_with(none), "{last}");
    }
}

#[test]
fn every_optimizer_shows_its_own_formula() {
    for (optimizer, kind, formula) in [
        ("sgd", "update", "w ← w − η·g = "),
        ("momentum", "first-moment", "v ← μ·v + g = 0.90·"),
        ("momentum", "update", "w ← w − η·v = "),
        ("nesterov", "first-moment", "v ← μ·v + g = 0.90·"),
        ("nesterov", "update", "w ← w − η·(g + μ·v) = "),
        ("adagrad", "second-moment", "s ← s + g² = "),
        ("adagrad", "update", "w ← w − η·g/(√s + ε) = "),
        ("rmsprop", "second-moment", "s ← α·s + (1 − α)·g² = 0.99·"),
        ("rmsprop", "update", "w ← w − η·g/(√s + ε) = "),
        ("adam", "first-moment", "m ← β₁·m + (1 − β₁)·g = 0.90·"),
        ("adam", "second-moment", "s ← β₂·s + (1 − β₂)·g² = 0.999·"),
        ("adam", "first-unbiased", "m̂ = m/(1 − β₁⁴) = "),
        ("adam", "second-unbiased", "ŝ = s/(1 − β₂⁴) = "),
        ("adam", "update", "w ← w − η·m̂/(√ŝ + ε) = "),
        ("adamw", "update", "w ← w − η·λ·w − η·m̂/(√ŝ + ε) = "),
        ("adamw", "penalty", "weight decay: λ·w = 0.01·"),
        ("adam", "penalty", "L2 penalty: λ·w = 0.01·"),
    ] {
        let l2 = if kind == "penalty" || optimizer == "adamw" {
            "&train.l2=0.01"
        } else {
            ""
        };
        let link = format!("model.hidden=2&train.optimizer={optimizer}{l2}");
        let text = texts(&mut pinned(&link, 3, 0), kind).remove(0);
        assert!(text.starts_with(formula), "{optimizer}: {text}");
    }
    // A gradient with a penalty in it stands in brackets.
    let text = texts(&mut pinned("model.hidden=2&train.l2=0.1", 3, 0), "update").remove(0);
    let numbers = text.strip_prefix("w ← w − η·g = ").unwrap();
    assert!(numbers.contains("·(") && numbers.contains(" + "), "{text}");
}

#[test]
fn what_l1_takes_off_a_weight_is_shown() {
    let link = "model.hidden=2&train.l1=0.01&train.rate=0.1&model.weights=0.3,-0.4,0.0005,0.2,0.1,0.1,0.5,-0.5,0";
    let mut session = pinned(link, 0, 0);
    let stepped = texts(&mut session, "stepped");
    let update = texts(&mut session, "update");
    assert_eq!(stepped.len(), 6);
    assert!(
        stepped
            .iter()
            .all(|text| text.starts_with("w ← w − η·g = "))
    );
    assert!(
        update[0].starts_with("w ← w shrunk by η·λ₁ = "),
        "{}",
        update[0]
    );
    assert!(update[0].contains(" − 0.10·0.01 "), "{}", update[0]);
    assert!(update[1].contains(" + 0.10·0.01 "), "{}", update[1]);
    // A bias is not shrunk.
    assert!(update[2].starts_with("b ← b − η·g = "), "{}", update[2]);
}

#[test]
fn a_mean_says_whether_the_pinned_sample_is_in_it() {
    let mut session = opened("train.batch=1", 2);
    assert!(!texts(&mut session, "mean")[0].contains("pinned"));
    let mut session = opened("train.batch=5", 2);
    let batch = session.lab().next_batch();
    for sample in 0..40 {
        session.lab_mut().pin(Some(Pin::Sample(sample)));
        let text = texts(&mut session, "mean").remove(0);
        let word = if batch.contains(&(sample as u32)) {
            "mean over the batch's 5 (pinned in it) = "
        } else {
            "mean over the batch's 5 (pinned not in it) = "
        };
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_slope_at_a_kink_is_called_a_convention() {
    for (activation, slope) in [
        ("relu", "ReLU′(0.00) = 0.00"),
        ("leaky-relu", "leaky ReLU′(0.00) = 0.01"),
    ] {
        let link = format!("model.hidden=1&model.activation={activation}&model.weights=0,0,0,1,0");
        let text = texts(&mut pinned(&link, 0, 0), "slope").pop().unwrap();
        assert_eq!(
            text,
            format!("φ′(z) = {slope}, by convention: z is at the kink")
        );
    }
    let link = "model.hidden=1&model.activation=elu&model.weights=0,0,0,1,0";
    assert_eq!(
        texts(&mut pinned(link, 0, 0), "slope").pop().unwrap(),
        "φ′(z) = ELU′(0.00) = 1.00"
    );
}

#[test]
fn small_and_large_numbers_keep_their_digits() {
    // A small gradient beside a large rate.
    let mut session = opened(
        "data.kind=xor&model.hidden=2&train.rate=10&train.batch=280",
        40,
    );
    for text in texts(&mut session, "update")
        .iter()
        .chain(&texts(&mut session, "mean"))
    {
        assert!(
            !text.contains("0.000 ") && !text.contains("·0.00 "),
            "{text}"
        );
    }
}
