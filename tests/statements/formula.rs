//! Printed formulas, read and worked out: numbers, `+ − · /`, powers, roots, functions.

// Another computation than the crate's.
#![allow(clippy::disallowed_methods)]

/// A printed number.
pub(crate) struct Number {
    /// As it is printed.
    pub(crate) text: String,
    /// What it says.
    pub(crate) value: f64,
    /// Its last digit.
    pub(crate) last: f64,
    /// How many significant digits it has.
    pub(crate) significant: usize,
}

fn raised(c: char) -> Option<char> {
    match c {
        '⁻' => Some('-'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰'..='⁹' => Some(char::from(b'0' + (c as u32 - 0x2070) as u8)),
        _ => None,
    }
}

/// Digits raised at the beginning, and what follows.
fn exponent(text: &str) -> (String, &str) {
    let power: String = text.chars().map_while(raised).collect();
    let len = text.chars().take(power.len()).map(char::len_utf8).sum();
    (power, &text[len..])
}

/// A number without a sign at the beginning, and what follows.
fn unsigned(text: &str) -> Option<(Number, &str)> {
    let len = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let digits = text[..len].trim_end_matches('.');
    let mantissa: f64 = digits.parse().ok()?;
    let mut rest = &text[digits.len()..];
    let mut power = 0;
    if let Some(after) = rest.strip_prefix("×10") {
        let (raised, after) = exponent(after);
        power = raised.parse().ok()?;
        rest = after;
    }
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len()) as i32;
    let significant = digits.replace('.', "").trim_start_matches('0').len();
    Some((
        Number {
            text: digits.to_owned(),
            value: format!("{mantissa}e{power}").parse().ok()?,
            last: format!("1e{}", power - decimals).parse().ok()?,
            significant,
        },
        rest,
    ))
}

impl Number {
    /// The number that `text` begins with.
    pub(crate) fn leading(text: &str) -> Option<Self> {
        match text.strip_prefix('−') {
            Some(text) => unsigned(text).map(|(number, _)| Self {
                value: -number.value,
                ..number
            }),
            None => unsigned(text).map(|(number, _)| number),
        }
    }

    /// All numbers of a text that are not part of a name.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let mut numbers = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            match unsigned(&rest[at..]) {
                Some((number, after)) => {
                    numbers.push(number);
                    rest = after;
                }
                None => rest = &rest[at + 1..],
            }
        }
        numbers
    }
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

fn normal(z: f64) -> (f64, f64) {
    let below = 0.5 * libm::erfc(-z / 2f64.sqrt());
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (below, density)
}

/// A named function and its derivative.
fn function(name: &str, z: f64) -> Option<(f64, f64)> {
    let positive = f64::from(u8::from(z > 0.0));
    Some(match name {
        "step" => (f64::from(u8::from(z >= 0.0)), 0.0),
        "identity" => (z, 1.0),
        "sigmoid" => (sigmoid(z), sigmoid(z) * sigmoid(-z)),
        "tanh" => (z.tanh(), 1.0 / z.cosh().powi(2)),
        "ReLU" => (z.max(0.0), positive),
        "leaky ReLU" | "ELU" if z > 0.0 => (z, 1.0),
        "leaky ReLU" => (0.01 * z, 0.01),
        "ELU" => (z.exp_m1(), z.exp()),
        "softplus" => (z.max(0.0) + (-z.abs()).exp().ln_1p(), sigmoid(z)),
        "GELU" => {
            let (below, density) = normal(z);
            (z * below, below + z * density)
        }
        "SiLU" => (z * sigmoid(z), sigmoid(z) * (1.0 + z * sigmoid(-z))),
        "ln" => (z.ln(), f64::NAN),
        "e^" => (z.exp(), f64::NAN),
        _ => return None,
    })
}

const FUNCTIONS: [&str; 12] = [
    "step",
    "identity",
    "sigmoid",
    "tanh",
    "ReLU",
    "leaky ReLU",
    "ELU",
    "softplus",
    "GELU",
    "SiLU",
    "ln",
    "e^",
];

/// A reader of a formula.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn take(&mut self, token: &str) -> bool {
        let rest = self.0.strip_prefix(token);
        if let Some(rest) = rest {
            self.0 = rest;
        }
        rest.is_some()
    }

    fn sum(&mut self) -> Option<f64> {
        let mut sum = self.product()?;
        loop {
            if self.take(" + ") {
                sum += self.product()?;
            } else if self.take(" − ") {
                sum -= self.product()?;
            } else {
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<f64> {
        let negative = self.take("−");
        let mut product = self.power()?;
        loop {
            if self.take("·") {
                product *= self.power()?;
            } else if self.take("/") {
                product /= self.power()?;
            } else {
                return Some(if negative { -product } else { product });
            }
        }
    }

    fn power(&mut self) -> Option<f64> {
        let base = self.primary()?;
        let (power, rest) = exponent(self.0);
        if power.is_empty() {
            return Some(base);
        }
        self.0 = rest;
        Some(base.powi(power.parse().ok()?))
    }

    fn bracket(&mut self) -> Option<f64> {
        let value = self.sum()?;
        self.take(")").then_some(value)
    }

    fn primary(&mut self) -> Option<f64> {
        if self.take("(") {
            return self.bracket();
        }
        if self.take("√") {
            return Some(self.primary()?.sqrt());
        }
        if self.take("½") {
            return Some(0.5);
        }
        if self.take("max(0, ") {
            return Some(self.bracket()?.max(0.0));
        }
        for name in FUNCTIONS {
            if self.take(&format!("{name}(")) {
                let z = self.bracket()?;
                return Some(function(name, z)?.0);
            }
            if self.take(&format!("{name}′(")) {
                let z = self.bracket()?;
                return Some(function(name, z)?.1);
            }
        }
        let (number, rest) = unsigned(self.0)?;
        self.0 = rest;
        Some(number.value)
    }
}

/// What a formula with numbers alone comes to; none where it has names in it.
pub(crate) fn value(formula: &str) -> Option<f64> {
    let mut reader = Reader(formula);
    let value = reader.sum()?;
    reader.0.is_empty().then_some(value)
}

#[test]
fn formulas_are_read() {
    assert_eq!(value("1.20 + (−0.30)·2.00"), Some(0.6));
    assert_eq!(value("−1/(2.00×10⁻³)"), Some(-500.0));
    assert_eq!(value("½·(0.50 − 1.50)²"), Some(0.5));
    assert_eq!(value("0.10/(1 − 0.50²)"), Some(0.1 / 0.75));
    assert_eq!(value("0.50/(√4.00 + 1.00×10⁻³)"), Some(0.5 / 2.001));
    assert_eq!(value("max(0, 1 − (−1)·2.00)"), Some(3.0));
    assert_eq!(value("−ln(1.00)"), Some(0.0));
    assert_eq!(value("w − η·g"), None);
}
