//! What the rows of the update say: the batch's gradient, what the optimizer makes of it,
//! and what that does to the loss. The formulas are those of [`Optimizer`].

use super::{Facts, Outcome, Statement, WRITTEN_OUT, product};
use crate::lab::words::word;
use crate::labs::mlp::printed::{Digits, Number};
use crate::labs::mlp::tape::{Parameter, Row};
use crate::nn::{ADAGRAD_EPSILON, Explanation, Optimizer};
use crate::num::Real;
use crate::scene::format::superscript;

/// What the rows of one parameter read.
struct Cell<'a> {
    facts: &'a Facts<'a>,
    update: &'a Explanation,
    parameter: Parameter,
    index: usize,
    digits: Digits,
}

/// What `row` of the update says.
pub(super) fn statement(
    row: Row,
    facts: &Facts<'_>,
    update: &Explanation,
    digits: Digits,
) -> Statement {
    let cell = |parameter: Parameter| Cell {
        facts,
        update,
        parameter,
        index: parameter.index(facts.spec),
        digits,
    };
    match row {
        Row::Mean(parameter) => cell(parameter).mean(),
        Row::Penalty(parameter) => {
            let w = f64::from(update.before[parameter.index(facts.spec)]);
            let factor = f64::from(facts.config.l2);
            let name = if facts.config.optimizer == Optimizer::Adamw {
                "tape.decay"
            } else {
                "tape.penalty"
            };
            product(
                digits,
                &format!("{}λ·w", word(name)),
                &[factor, w],
                factor * w,
            )
        }
        Row::FirstMoment(parameter) => cell(parameter).first(),
        Row::SecondMoment(parameter) => cell(parameter).second(),
        Row::FirstUnbiased(parameter) => cell(parameter).unbiased(true),
        Row::SecondUnbiased(parameter) => cell(parameter).unbiased(false),
        Row::Stepped(parameter) => {
            let cell = cell(parameter);
            cell.step(update.stepped[cell.index])
        }
        Row::Update(parameter) => {
            let cell = cell(parameter);
            if facts.config.l1 > 0.0 && parameter.input.is_some() {
                cell.shrunk()
            } else {
                cell.step(update.after[cell.index])
            }
        }
        _ => outcome(facts, digits),
    }
}

impl Cell<'_> {
    fn number(&self, value: Real) -> Number {
        self.digits.number(value.into())
    }

    /// A row's statement, with the numbers that it comes from.
    fn says(&self, text: &str, worked: f64, terms: &[Real], value: Real) -> Statement {
        let text = format!("{text} {}", self.digits.equals(worked, value.into()));
        let terms: Vec<f64> = terms.iter().map(|term| f64::from(*term)).collect();
        Statement::new(text, &terms, value.into())
    }

    /// The batch's mean gradient; where a penalty counts in it, both in brackets.
    fn gradient(&self) -> Number {
        let mean = self.number(self.update.gradient[self.index]);
        let config = self.facts.config;
        let penalty = f64::from(config.l2) * f64::from(self.update.before[self.index]);
        let apart = config.optimizer == Optimizer::Adamw || self.parameter.input.is_none();
        if apart || penalty == 0.0 {
            return mean;
        }
        mean.plus(&self.digits.number(penalty))
    }

    fn mean(&self) -> Statement {
        let (facts, digits) = (self.facts, self.digits);
        let value = f64::from(self.update.gradient[self.index]);
        let shares: Vec<f64> = facts
            .shares
            .iter()
            .map(|share| f64::from(share[self.index]))
            .collect();
        // Which weight it is: the rows that follow speak of the same.
        let sender = |input| (facts.names)(self.parameter.layer, input);
        let mut text = match (self.parameter.input, facts.by_rule()) {
            (Some(input), false) => format!("∂L/∂w from {}", sender(input)),
            (None, false) => "∂L/∂b".to_owned(),
            (Some(input), true) => format!("(ŷ − y)·{}", sender(input)),
            (None, true) => "ŷ − y".to_owned(),
        };
        let count = self.update.batch.len();
        let written = count > 1 && count <= WRITTEN_OUT && shares.len() == count;
        text += &match count {
            1 => word("tape.mean-one").to_owned(),
            _ if written => word("tape.mean-few").to_owned(),
            _ => format!("{}{count}", word("tape.mean")),
        };
        text += match facts.pinned {
            Some(true) => word("tape.with-pinned"),
            Some(false) => word("tape.without-pinned"),
            None => "",
        };
        if written {
            let (series, worked) = digits.series(&shares);
            let total = digits.equals(worked / count as f64, value);
            text += &format!(" = ({series})/{count} {total}");
        } else {
            text += &format!(" = {}", digits.text(value));
        }
        Statement::new(text, &shares, value)
    }

    /// The velocity, or Adam's first moment.
    fn first(&self) -> Statement {
        let config = self.facts.config;
        let before = self.update.moments_before.first[self.index];
        let after = self.update.moments_after.first[self.index];
        let (was, g) = (self.number(before), self.gradient());
        let gradient = self.update.gradient[self.index];
        if matches!(config.optimizer, Optimizer::Momentum | Optimizer::Nesterov) {
            let keep = self.number(config.momentum);
            let text = format!(
                "v ← μ·v + g = {}·{} + {}",
                keep.text,
                was.operand(),
                g.operand()
            );
            let worked = keep.value * was.value + g.value;
            return self.says(&text, worked, &[config.momentum, before, gradient], after);
        }
        let keep = self.number(config.beta1);
        let text = format!(
            "m ← β₁·m + (1 − β₁)·g = {0}·{1} + (1 − {0})·{2}",
            keep.text,
            was.operand(),
            g.operand()
        );
        let worked = keep.value * was.value + (1.0 - keep.value) * g.value;
        self.says(&text, worked, &[config.beta1, before, gradient], after)
    }

    /// The sum or the running mean of the squared gradients.
    fn second(&self) -> Statement {
        let config = self.facts.config;
        let before = self.update.moments_before.second[self.index];
        let after = self.update.moments_after.second[self.index];
        let (was, g) = (self.number(before), self.gradient());
        let gradient = self.update.gradient[self.index];
        let square = g.value * g.value;
        let (keep, name) = match config.optimizer {
            Optimizer::Adagrad => {
                let text = format!("s ← s + g² = {} + {}²", was.text, g.whole());
                return self.says(&text, was.value + square, &[before, gradient], after);
            }
            Optimizer::Rmsprop => (config.alpha, "α"),
            _ => (config.beta2, "β₂"),
        };
        let shown = self.number(keep);
        let text = format!(
            "s ← {name}·s + (1 − {name})·g² = {0}·{1} + (1 − {0})·{2}²",
            shown.text,
            was.operand(),
            g.whole()
        );
        let worked = shown.value * was.value + (1.0 - shown.value) * square;
        self.says(&text, worked, &[keep, before, gradient], after)
    }

    /// A moment of Adam without its pull to the zero that it began with.
    fn unbiased(&self, first: bool) -> Statement {
        let config = self.facts.config;
        let moments = &self.update.moments_after;
        let (moment, beta, [hat, name], index) = if first {
            (moments.first[self.index], config.beta1, ["m̂", "m"], '₁')
        } else {
            (moments.second[self.index], config.beta2, ["ŝ", "s"], '₂')
        };
        let value = self.without_bias(moment, beta);
        let power = superscript(moments.updates as i32);
        let (shown, keep) = (self.number(moment), self.number(beta));
        let text = format!(
            "{hat} = {name}/(1 − β{index}{power}) = {}/(1 − {}{power})",
            shown.text, keep.text
        );
        let worked =
            shown.value / (1.0 - libm::exp(moments.updates as f64 * libm::log(keep.value)));
        self.says(&text, worked, &[moment, beta], value as Real)
    }

    fn without_bias(&self, moment: Real, beta: Real) -> f64 {
        let updates = self.update.moments_after.updates as f64;
        f64::from(moment) / (1.0 - libm::exp(updates * libm::log(beta.into())))
    }

    /// The optimizer's own rule, from before to `after`.
    fn step(&self, after: Real) -> Statement {
        let config = self.facts.config;
        let before = self.update.before[self.index];
        let name = if self.parameter.input.is_some() {
            'w'
        } else {
            'b'
        };
        let (was, rate, g) = (
            self.number(before),
            self.number(config.rate),
            self.gradient(),
        );
        let first = || self.update.moments_after.first[self.index];
        let second = || self.update.moments_after.second[self.index];
        // What the rate is multiplied by: in symbols, in numbers, and what these come to.
        let (symbols, numbers, worked) = match config.optimizer {
            Optimizer::Sgd => ("g".to_owned(), g.operand(), g.value),
            Optimizer::Perceptron => {
                let x = if self.parameter.input.is_some() {
                    "(ŷ − y)·x"
                } else {
                    "(ŷ − y)"
                };
                (x.to_owned(), g.operand(), g.value)
            }
            Optimizer::Momentum => {
                let v = self.number(first());
                ("v".to_owned(), v.operand(), v.value)
            }
            Optimizer::Nesterov => {
                let (v, keep) = (self.number(first()), self.number(config.momentum));
                (
                    "(g + μ·v)".to_owned(),
                    format!("({} + {}·{})", g.text, keep.text, v.operand()),
                    g.value + keep.value * v.value,
                )
            }
            Optimizer::Adagrad => {
                self.scaled("g", &g, "s", &self.number(second()), ADAGRAD_EPSILON)
            }
            Optimizer::Rmsprop => self.scaled("g", &g, "s", &self.number(second()), config.epsilon),
            Optimizer::Adam | Optimizer::Adamw => {
                let m = self.digits.number(self.without_bias(first(), config.beta1));
                let s = self
                    .digits
                    .number(self.without_bias(second(), config.beta2));
                self.scaled("m̂", &m, "ŝ", &s, config.epsilon)
            }
        };
        let mut text = if self.facts.by_rule() {
            word("tape.rule-step").to_owned()
        } else {
            String::new()
        };
        let mut terms = vec![before, config.rate, self.update.gradient[self.index]];
        let mut total = was.value - rate.value * worked;
        text += &format!("{name} ← {name} − ");
        let mut decay = String::new();
        if config.optimizer == Optimizer::Adamw && config.l2 > 0.0 && name == 'w' {
            let factor = self.number(config.l2);
            text += "η·λ·w − ";
            decay = format!("{}·{}·{} − ", rate.text, factor.text, was.operand());
            total -= rate.value * factor.value * was.value;
            terms.push(config.l2);
        }
        text += &format!(
            "η·{symbols} = {} − {decay}{}·{numbers}",
            was.text, rate.text
        );
        self.says(&text, total, &terms, after)
    }

    /// `m̂/(√ŝ + ε)`.
    fn scaled(
        &self,
        above: &str,
        top: &Number,
        below: &str,
        square: &Number,
        epsilon: Real,
    ) -> (String, String, f64) {
        let least = self.number(epsilon);
        (
            format!("{above}/(√{below} + ε)"),
            format!("{}/(√{} + {})", top.operand(), square.whole(), least.text),
            top.value / (square.value.sqrt() + least.value),
        )
    }

    /// L1's proximal step, after the optimizer's.
    fn shrunk(&self) -> Statement {
        let config = self.facts.config;
        let stepped = self.update.stepped[self.index];
        let after = self.update.after[self.index];
        let (w, rate, factor) = (
            self.number(stepped),
            self.number(config.rate),
            self.number(config.l1),
        );
        let terms = [stepped, config.rate, config.l1];
        let by = format!("{}·{}", rate.text, factor.text);
        if after == 0.0 {
            let text = format!(
                "w ← {} = {}, {}",
                word("tape.shrunk"),
                self.digits.text(0.0),
                word("tape.within")
            );
            return Statement::new(format!("{text} {by}"), &terms.map(f64::from), 0.0);
        }
        let (sign, toward) = if stepped < 0.0 {
            ('+', 1.0)
        } else {
            ('−', -1.0)
        };
        let text = format!("w ← {} = {} {sign} {by}", word("tape.shrunk"), w.text);
        let worked = w.value + toward * rate.value * factor.value;
        self.says(&text, worked, &terms, after)
    }
}

fn outcome(facts: &Facts<'_>, digits: Digits) -> Statement {
    let Outcome { predicted, actual } = facts.outcome.unwrap_or(Outcome {
        predicted: f64::NAN,
        actual: f64::NAN,
    });
    if facts.by_rule() {
        let text = format!("{} {}", word("tape.no-prediction"), digits.text(actual));
        return Statement::new(text, &[], actual);
    }
    let text = format!(
        "{} {} {} {}",
        word("tape.predicted"),
        digits.text(predicted),
        word("tape.actual"),
        digits.text(actual)
    );
    Statement::new(text, &[predicted], actual)
}
