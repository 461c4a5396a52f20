//! The colours of every picture, light and dark.

use super::Color;
use crate::num::Within;

/// All colours that pictures use. Signed values take the ramp; classes take the class
/// colours; everything else is ink on the surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Nine stops from the negative end over zero (stop 4) to the positive end.
    pub ramp: [Color; 9],
    /// What pictures are drawn on.
    pub surface: Color,
    /// Text and marks without a sign.
    pub ink: Color,
    /// Text of second rank: axis labels, captions. Holds 4.5:1 on the surface.
    pub muted: Color,
    /// Frames, grid lines and ticks.
    pub hairline: Color,
    /// The ring around what has the keyboard's focus.
    pub focus: Color,
    /// Class colours for three classes and more, told apart under protan, deutan and
    /// tritan vision; two classes use the ends of the ramp (see [`Palette::class`]).
    pub classes: [Color; 10],
}

/// Colours that the page around may set; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The negative end of the ramp.
    pub neg: Option<Color>,
    /// The middle of the ramp.
    pub zero: Option<Color>,
    /// The positive end of the ramp.
    pub pos: Option<Color>,
    /// Text and marks without a sign.
    pub ink: Option<Color>,
    /// What pictures are drawn on.
    pub surface: Option<Color>,
}

impl Palette {
    /// The palette on white.
    #[must_use]
    pub const fn light() -> Self {
        LIGHT
    }

    /// The palette on near black.
    #[must_use]
    pub const fn dark() -> Self {
        DARK
    }

    /// This palette with the colours that the page around has set. New ends or a new
    /// middle rebuild the ramp in even steps.
    #[must_use]
    pub fn with(mut self, overrides: &Overrides) -> Self {
        if overrides.neg.is_some() || overrides.zero.is_some() || overrides.pos.is_some() {
            let neg = overrides.neg.unwrap_or(self.ramp[0]);
            let zero = overrides.zero.unwrap_or(self.ramp[4]);
            let pos = overrides.pos.unwrap_or(self.ramp[8]);
            for i in 0..4 {
                let t = i as f64 / 4.0;
                self.ramp[i] = neg.mix(zero, t);
                self.ramp[8 - i] = pos.mix(zero, t);
            }
            self.ramp[4] = zero;
            self.classes[0] = neg;
            self.classes[1] = pos;
        }
        if overrides.ink.is_some() || overrides.surface.is_some() {
            self.ink = overrides.ink.unwrap_or(self.ink);
            self.surface = overrides.surface.unwrap_or(self.surface);
            self.muted = self.ink.mix(self.surface, 0.3);
            self.hairline = self.ink.mix(self.surface, 0.8);
            self.focus = self.ink;
        }
        self
    }

    /// The colour of a signed value in -1..=1: interpolated between the nine stops; values
    /// outside take the ends, NaN the surface.
    #[must_use]
    pub fn signed(&self, value: f64) -> Color {
        if value.is_nan() {
            return self.surface;
        }
        let place = (value.within(-1.0, 1.0) + 1.0) * 4.0;
        let stop = (place as usize).min(7);
        self.ramp[stop].blend(self.ramp[stop + 1], place - stop as f64)
    }

    /// The negative end.
    #[must_use]
    pub fn neg(&self) -> Color {
        self.ramp[0]
    }

    /// The positive end.
    #[must_use]
    pub fn pos(&self) -> Color {
        self.ramp[8]
    }

    /// The colour of class `class` of `count`. Of two classes, 0 is the negative end and 1
    /// the positive end, as on the ramp that shows their probability.
    #[must_use]
    pub fn class(&self, class: usize, count: usize) -> Color {
        if count <= 2 {
            return if class == 0 { self.neg() } else { self.pos() };
        }
        self.classes[class % self.classes.len()]
    }
}

const LIGHT: Palette = Palette {
    ramp: hexes([
        0xB4_53_09, 0xC7_7C_52, 0xD8_A4_88, 0xE7_CC_BC, 0xF4_F4_F2, 0xBD_D0_E4, 0x88_AC_D4,
        0x52_88_C3, 0x0B_63_B0,
    ]),
    surface: Color::hex(0xFF_FF_FF),
    ink: Color::hex(0x1B_1F_24),
    muted: Color::hex(0x5A_62_6C),
    hairline: Color::hex(0xD3_D7_DC),
    focus: Color::hex(0x1B_1F_24),
    classes: hexes([
        0xB4_53_09, 0x0B_63_B0, 0x5A_18_46, 0x68_96_CF, 0xC0_8B_0B, 0x8A_1C_22, 0x86_8C_95,
        0x17_49_6B, 0x8D_6E_63, 0x3F_7F_5F,
    ]),
};

const DARK: Palette = Palette {
    ramp: hexes([
        0xF5_9E_42, 0xBC_7F_44, 0x85_61_40, 0x52_44_39, 0x23_28_2E, 0x32_47_5D, 0x40_68_90,
        0x4D_8B_C6, 0x5A_B0_FF,
    ]),
    surface: Color::hex(0x12_16_1B),
    ink: Color::hex(0xE8_EB_EE),
    muted: Color::hex(0x9A_A4_AF),
    hairline: Color::hex(0x39_41_4A),
    focus: Color::hex(0xE8_EB_EE),
    classes: hexes([
        0xF5_9E_42, 0x5A_B0_FF, 0xA0_51_95, 0xED_ED_E6, 0x7D_8F_69, 0x1D_6F_D0, 0xA8_DA_DC,
        0xF3_E5_8A, 0xC9_AD_A7, 0x5F_9E_8F,
    ]),
};

const fn hexes<const N: usize>(rgb: [u32; N]) -> [Color; N] {
    let mut colors = [Color::hex(0); N];
    let mut i = 0;
    while i < N {
        colors[i] = Color::hex(rgb[i]);
        i += 1;
    }
    colors
}
