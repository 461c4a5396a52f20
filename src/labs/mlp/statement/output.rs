//! What the rows of the output layer say: softmax, the loss, and what it blames.

use super::curve::softplus;
use super::{Facts, Statement, product, sum};
use crate::lab::words::word;
use crate::labs::mlp::printed::Digits;
use crate::labs::mlp::tape::is_direct;
use crate::nn::{Activation, CLAMP, Loss};
use crate::num::Real;

/// From here on 1 and an exponential are so far apart that one of them hardly counts.
const FAR: f64 = 30.0;

/// The formula of a value with numbers, and what these numbers come to.
struct Worked(String, f64);

/// The first of `ways` that comes to `value` in print, else the last, with the value.
fn first_true(ways: &[Worked], value: f64, digits: Digits) -> String {
    let true_one = ways.iter().position(|way| digits.agrees(way.1, value));
    let chosen = true_one.unwrap_or(ways.len().saturating_sub(1));
    ways.get(chosen)
        .map_or_else(String::new, |Worked(text, worked)| {
            format!("{text} {}", digits.equals(*worked, value))
        })
}

/// The output's pre-activations, less the largest of them.
fn below_largest(facts: &Facts<'_>) -> Vec<f64> {
    let z = &facts.layer(facts.spec.layers.len() - 1).z;
    let most = z.iter().fold(Real::NEG_INFINITY, |most, z| most.max(*z));
    z.iter().map(|z| f64::from(*z) - f64::from(most)).collect()
}

/// The exponentials of the output's softmax, each less the largest `z`.
pub(super) fn exponentials(facts: &Facts<'_>) -> Vec<f64> {
    below_largest(facts).into_iter().map(libm::exp).collect()
}

pub(super) fn exponential(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let away = below_largest(facts)[unit];
    let value = libm::exp(away);
    let shown = digits.number(away);
    let text = format!(
        "e^(z − max z) = e^({}) {}",
        shown.text,
        digits.equals(libm::exp(shown.value), value)
    );
    Statement::new(text, &[away], value)
}

/// `ŷ` of a softmax.
pub(super) fn softmax(facts: &Facts<'_>, unit: usize, name: &str, digits: Digits) -> Statement {
    let a = f64::from(facts.trace.output[unit]);
    let all = exponentials(facts);
    let total: f64 = all.iter().sum();
    let (part, whole) = (digits.number(all[unit]), digits.number(total));
    let text = format!(
        "{name} = {}/{} {}",
        part.text,
        whole.text,
        digits.equals(part.value / whole.value, a)
    );
    Statement::new(text, &[all[unit], total], a)
}

/// The number of outputs, as the losses' `K`.
fn outputs(facts: &Facts<'_>) -> f64 {
    facts.spec.outputs() as f64
}

/// `/3` where the loss is a mean over several outputs.
fn share(facts: &Facts<'_>) -> String {
    match facts.spec.outputs() {
        1 => String::new(),
        k => format!("/{k}"),
    }
}

/// An output's `ŷ`, `y`, and the hinge's `t`.
fn prediction(facts: &Facts<'_>, unit: usize) -> (f64, f64, f64) {
    let (p, y) = (facts.trace.output[unit], facts.trace.target[unit]);
    (p.into(), y.into(), 2.0 * f64::from(y) - 1.0)
}

/// The loss as it counts: with one output cross-entropy is binary cross-entropy.
fn effective_loss(facts: &Facts<'_>) -> Loss {
    match facts.config.loss {
        Loss::CrossEntropy if facts.spec.outputs() == 1 => Loss::Bce,
        loss => loss,
    }
}

fn fused(facts: &Facts<'_>) -> bool {
    let outputs = facts.spec.outputs();
    facts
        .config
        .loss
        .fuses(facts.spec.output_activation(), outputs)
}

/// Whether the outputs are a softmax of several.
fn coupled(facts: &Facts<'_>) -> bool {
    facts.spec.output_activation() == Activation::Softmax && facts.spec.outputs() > 1
}

/// `ŷ` and `1 − ŷ`; of a softmax without the rounding that makes them 0 or 1.
fn chances(facts: &Facts<'_>, unit: usize) -> (f64, f64) {
    if !coupled(facts) {
        let p = f64::from(facts.trace.output[unit]);
        return (p, 1.0 - p);
    }
    let all = exponentials(facts);
    let rest: f64 = (0..all.len()).filter(|i| *i != unit).map(|i| all[i]).sum();
    let total = all[unit] + rest;
    (all[unit] / total, rest / total)
}

/// What the loss takes for a probability where it cuts `value` off at its bounds.
fn cut(value: Real) -> Option<Real> {
    let inside = value.clamp(CLAMP, 1.0 - CLAMP);
    (inside != value).then_some(inside)
}

/// `−ln` of a bound.
fn cut_term(bound: Real, digits: Digits) -> Statement {
    let value = -libm::log(bound.into());
    // All its digits: with four the upper bound would be 1.
    let shown = Digits::All.number(bound.into());
    let text = format!(
        "−ln({}) {}, {}",
        shown.text,
        digits.equals(-libm::log(shown.value), value),
        word("tape.cut")
    );
    Statement::new(text, &[bound.into()], value)
}

/// `−ln` of a chance, of which `miss` is what it lacks to 1.
fn surprise(chance: f64, miss: f64) -> f64 {
    if miss < 1e-4 {
        // By its series, where the logarithm would lose its digits.
        miss + miss * miss * (0.5 + miss / 3.0)
    } else {
        -libm::log(chance.max(f64::MIN_POSITIVE))
    }
}

/// One output's term of the loss, before any mean, with the text of its right side.
fn term_of(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let (p, y, t) = prediction(facts, unit);
    let shown = digits.number(p);
    match effective_loss(facts) {
        Loss::HalfSquared | Loss::Mse => {
            let half = facts.config.loss == Loss::HalfSquared;
            let factor = if half { 0.5 } else { 1.0 };
            let target = digits.number(y);
            let away = shown.value - target.value;
            let value = factor * (p - y) * (p - y);
            let text = format!(
                "{}({} − {})² {}",
                if half { "½·" } else { "" },
                shown.text,
                target.operand(),
                digits.equals(factor * away * away, value)
            );
            Statement::new(text, &[p, y], value)
        }
        Loss::Bce => {
            // y is 0 or 1: one of the two logarithms counts.
            let yes = y > 0.5;
            let output = facts.trace.output[unit];
            let inside = if yes { output } else { 1.0 - output };
            if let Some(bound) = cut(inside).filter(|_| !fused(facts)) {
                return cut_term(bound, digits);
            }
            let z = f64::from(facts.layer(facts.spec.layers.len() - 1).z[unit]);
            let away = if yes { -z } else { z };
            let (chance, rest) = chances(facts, unit);
            let chance = if yes { chance } else { rest };
            let value = if fused(facts) && !coupled(facts) {
                softplus(away)
            } else {
                surprise(chance, if yes { rest } else { p })
            };
            let plain = if yes {
                Worked(format!("−ln({})", shown.text), -libm::log(shown.value))
            } else {
                let text = format!("−ln(1 − {})", shown.operand());
                Worked(text, -libm::log(1.0 - shown.value))
            };
            let other = if fused(facts) && !coupled(facts) {
                // Where ŷ has lost the digits that count, z has them.
                let away = digits.number(away);
                let z = if yes { "−z" } else { "z" };
                let (text, worked) = if away.value > FAR {
                    (format!(" ≈ {z}"), away.value)
                } else if away.value < -FAR {
                    (format!(" ≈ e^({})", away.text), libm::exp(away.value))
                } else {
                    let text = format!(" = ln(1 + e^({}))", away.text);
                    (text, softplus(away.value))
                };
                Worked(format!("ln(1 + e^({z})){text}"), worked)
            } else {
                logarithm(chance, digits)
            };
            let text = first_true(&[plain, other], value, digits);
            Statement::new(text, &[p, y], value)
        }
        Loss::CrossEntropy if y == 0.0 => {
            let text = format!("−y·ln ŷ = {}, {}", digits.text(0.0), word("tape.no-y"));
            Statement::new(text, &[p, y], 0.0)
        }
        Loss::CrossEntropy => {
            if let Some(bound) = cut(facts.trace.output[unit]).filter(|_| !fused(facts)) {
                return cut_term(bound, digits);
            }
            let (chance, _) = chances(facts, unit);
            let single = facts.trace.target.iter().filter(|y| **y != 0.0).count() == 1;
            let value = if single {
                f64::from(facts.trace.loss)
            } else {
                -y * libm::log(chance.max(f64::MIN_POSITIVE))
            };
            let plain = Worked(format!("−ln({})", shown.text), -libm::log(shown.value));
            let text = first_true(&[plain, logarithm(chance, digits)], value, digits);
            Statement::new(text, &[p, y], value)
        }
        Loss::Hinge => {
            let value = (1.0 - t * p).max(0.0);
            let worked = (1.0 - t * shown.value).max(0.0);
            let text = format!(
                "max(0, 1 − {}·{}) {}",
                if t > 0.0 { "1" } else { "(−1)" },
                shown.operand(),
                digits.equals(worked, value)
            );
            Statement::new(text, &[p, t], value)
        }
    }
}

/// `−ln(1.23×10⁻⁹)`.
fn logarithm(chance: f64, digits: Digits) -> Worked {
    let chance = digits.number(chance);
    Worked(format!("−ln({})", chance.text), -libm::log(chance.value))
}

pub(super) fn loss_term(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let mut term = term_of(facts, unit, digits);
    let name = if facts.spec.outputs() == 1 {
        "term of the loss".to_owned()
    } else {
        format!("term of {}", (facts.names)(facts.spec.layers.len(), unit))
    };
    term.text = format!("{name} = {}", term.text);
    term
}

pub(super) fn loss(facts: &Facts<'_>, digits: Digits) -> Statement {
    let terms: Vec<f64> = (0..facts.spec.outputs())
        .map(|unit| term_of(facts, unit, digits).value)
        .collect();
    let value = f64::from(facts.trace.loss);
    let mean = matches!(effective_loss(facts), Loss::Mse | Loss::Bce | Loss::Hinge);
    if !mean || terms.len() == 1 {
        return sum(digits, "L", &terms, value);
    }
    let (text, worked) = digits.series(&terms);
    let text = format!(
        "L = ({text})/{} {}",
        terms.len(),
        digits.equals(worked / outputs(facts), value)
    );
    Statement::new(text, &terms, value)
}

/// `∂L/∂ŷ`, as the textbook has it where loss and activation are taken together; none
/// where `ŷ` has rounded to the wrong end and it is beyond all numbers.
fn derivative(facts: &Facts<'_>, unit: usize) -> Option<f64> {
    let here = f64::from(facts.layer(facts.spec.layers.len() - 1).blame[unit]);
    if !fused(facts) {
        return Some(here);
    }
    let (p, rest) = chances(facts, unit);
    let y = facts.trace.target[unit];
    let value = match effective_loss(facts) {
        Loss::CrossEntropy if y == 0.0 => 0.0,
        Loss::CrossEntropy => -f64::from(y) / p,
        Loss::Bce if y > 0.5 => -1.0 / p / outputs(facts),
        Loss::Bce => 1.0 / rest / outputs(facts),
        _ => here,
    };
    Some(value).filter(|value| value.is_finite())
}

pub(super) fn blame(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let (p, y, t) = prediction(facts, unit);
    let k = outputs(facts);
    let share = share(facts);
    let (shown, target) = (digits.number(p), digits.number(y));
    let Some(value) = derivative(facts, unit) else {
        let delta = facts.layer(facts.spec.layers.len() - 1).delta[unit];
        let text = format!("∂L/∂ŷ {} {}", word("tape.no-slope"), shown.text);
        return Statement::new(text, &[p, y], delta.into());
    };
    let is_cut = !fused(facts)
        && matches!(effective_loss(facts), Loss::Bce | Loss::CrossEntropy)
        && cut(facts.trace.output[unit]).is_some();
    let flat = |why: &str| format!("{}, {}", digits.text(value), word(why));
    let away = format!("{} − {}", shown.text, target.operand());
    let text = match effective_loss(facts) {
        Loss::HalfSquared => {
            let worked = shown.value - target.value;
            format!("ŷ − y = {away} {}", digits.equals(worked, value))
        }
        Loss::Mse => {
            let worked = 2.0 * (shown.value - target.value) / k;
            let total = digits.equals(worked, value);
            format!("2·(ŷ − y){share} = 2·({away}){share} {total}")
        }
        _ if is_cut => flat("tape.cut-flat"),
        Loss::Bce => {
            let (chance, rest) = chances(facts, unit);
            let (sign, one) = if y > 0.5 { ("−", -1.0) } else { ("", 1.0) };
            let over = |below: f64, text: String| {
                Worked(format!("{sign}1/{text}{share}"), one / below / k)
            };
            let (formula, plain, chance) = if y > 0.5 {
                ("−y/ŷ", over(shown.value, shown.whole()), chance)
            } else {
                let text = format!("(1 − {})", shown.operand());
                ("(1 − y)/(1 − ŷ)", over(1.0 - shown.value, text), rest)
            };
            let chance = digits.number(chance);
            let ways = [plain, over(chance.value, chance.whole())];
            format!("{formula}{share} = {}", first_true(&ways, value, digits))
        }
        Loss::CrossEntropy if y == 0.0 => format!("−y/ŷ = {}", flat("tape.no-y")),
        Loss::CrossEntropy => {
            let chance = if fused(facts) {
                chances(facts, unit).0
            } else {
                p
            };
            let shown = digits.number(chance);
            let total = digits.equals(-target.value / shown.value, value);
            format!("−y/ŷ = −{}/{} {total}", target.text, shown.whole())
        }
        Loss::Hinge if value == 0.0 && t * p == 1.0 => flat("tape.hinge-kink"),
        Loss::Hinge if value == 0.0 => flat("tape.hinge-flat"),
        Loss::Hinge => {
            let sign = if t > 0.0 { "−1" } else { "1" };
            let total = digits.equals(-t / k, value);
            format!("−t{share} = {sign}{share} {total}, {}", word("tape.hinge"))
        }
    };
    Statement::new(format!("∂L/∂ŷ = {text}"), &[p, y], value)
}

pub(super) fn delta(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let here = facts.layer(facts.spec.layers.len() - 1);
    let value = f64::from(here.delta[unit]);
    let (p, y, _) = prediction(facts, unit);
    if coupled(facts) && !is_direct(facts.spec, facts.config) {
        // ∂ŷⱼ/∂z = ŷⱼ·([j = this] − ŷ): every output hears of every z.
        let (own, rest) = chances(facts, unit);
        let terms: Option<Vec<f64>> = (0..here.a.len())
            .map(|j| {
                let by_z = if j == unit {
                    own * rest
                } else {
                    -own * chances(facts, j).0
                };
                Some(derivative(facts, j)? * by_z)
            })
            .collect();
        return match terms {
            Some(terms) => sum(digits, "δ = Σ ∂L/∂ŷ·∂ŷ/∂z", &terms, value),
            None => Statement::new(format!("δ = {}", digits.text(value)), &[p, y], value),
        };
    }
    let whole = is_direct(facts.spec, facts.config);
    match derivative(facts, unit).filter(|_| !whole) {
        Some(blame) => {
            let factors = [blame, here.slope[unit].into()];
            product(digits, "δ = ∂L/∂ŷ·φ′(z)", &factors, value)
        }
        None => {
            // Not the mean of the perceptron's rule, which knows no loss.
            let share = if whole { String::new() } else { share(facts) };
            let k = if whole { 1.0 } else { outputs(facts) };
            let (shown, target) = (digits.number(p), digits.number(y));
            let (open, close) = if share.is_empty() {
                ("", "")
            } else {
                ("(", ")")
            };
            let name = if facts.by_rule() {
                word("tape.rule")
            } else {
                "δ = "
            };
            let text = format!(
                "{name}{open}ŷ − y{close}{share} = {open}{} − {}{close}{share} {}{}",
                shown.text,
                target.operand(),
                digits.equals((shown.value - target.value) / k, value),
                if whole { "" } else { word("tape.cancel") }
            );
            Statement::new(text, &[p, y], value)
        }
    }
}
