//! The packed page: its module travels inside a small one that unpacks it (`xtask/pack`).

use std::convert::Infallible;
use std::fs;

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CustomSection, Module};
use wasmparser::{CustomSectionReader, Parser, Validator};

use crate::command::{Captured, capture, command, root};
use crate::tools::WASM;

/// Builds the module that unpacks. What it is made of has its own folder: other flags than the
/// page's would compile the page anew.
fn build() -> Result<Captured> {
    let mut cargo = command("cargo");
    cargo.args(["build", "--release", "--lib", "--package", "glassnet-pack"]);
    cargo.args(["--target", WASM, "--target-dir"]);
    cargo.arg(root().join("target/pack"));
    capture(&mut cargo, "pack")
}

/// The module that unpacks itself to `module`, in parts with these `ends`.
///
/// # Errors
/// When it cannot be built, `module` has something that the packer does not know, or a part of it
/// would be no module.
pub fn packed(module: &[u8], ends: &[u32]) -> Result<Vec<u8>> {
    let built = build()?;
    if !built.success {
        bail!("the unpacker does not compile:\n{}", built.output);
    }
    let path = root()
        .join("target/pack")
        .join(WASM)
        .join("release/glassnet_pack.wasm");
    let unpacker = fs::read(&path).with_context(|| path.display().to_string())?;
    let packed =
        glassnet_pack::pack(module, ends).context("the packer does not know this module")?;
    let parts = glassnet_pack::unpack(&packed).context("what was packed is damaged")?;
    for part in &parts {
        Validator::new().validate_all(part)?;
    }
    carrying(&unpacker, &packed)
}

/// The unpacking module with what it is to unpack in a section of its own.
fn carrying(unpacker: &[u8], packed: &[u8]) -> Result<Vec<u8>> {
    let mut to = Module::new();
    // Before the code: deflate's blocks part where the two differ only if the larger comes first.
    to.section(&CustomSection {
        name: glassnet_pack::SECTION.into(),
        data: packed.into(),
    });
    Compacting.parse_core_module(&mut to, Parser::new(0), unpacker)?;
    Ok(to.finish())
}

/// Writes a module anew, its numbers no longer than they need be, without names of compilers.
struct Compacting;

impl Reencode for Compacting {
    type Error = Infallible;

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> Result<(), reencode::Error<Infallible>> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasmparser::{Parser, Payload};

    use super::carrying;

    #[test]
    fn what_is_carried_is_all_that_is_custom() {
        let mut unpacker = b"\0asm\x01\0\0\0".to_vec();
        unpacker.extend([0, 3, 1, b'n', 7]);
        let module = carrying(&unpacker, b"content").expect("a module");
        let sections = Parser::new(0).parse_all(&module).filter_map(Result::ok);
        let custom: Vec<_> = sections
            .filter_map(|section| match section {
                Payload::CustomSection(section) => Some((section.name(), section.data())),
                _ => None,
            })
            .collect();
        assert_eq!(custom, [("packed", &b"content"[..])]);
    }
}
