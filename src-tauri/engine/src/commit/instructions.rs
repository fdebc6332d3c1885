use crate::{
    grammar::instruction::ALLOWED,
    wire::{EngineInfo, EngineProduct},
};

/// The Dockerfile instructions that an engine accepts as changes of a commit; all that any engine accepts while there is none.
pub fn allowed_instructions(engine: Option<&EngineInfo>) -> Vec<&'static str> {
    let refused: &[&str] = match engine.map(|engine| engine.product) {
        // moby `builder/dockerfile/builder.go`
        Some(EngineProduct::Docker) => &["STOPSIGNAL"],
        // containers/common `libimage/import.go`
        Some(EngineProduct::Podman) => &["HEALTHCHECK"],
        None => &[],
    };
    ALLOWED.into_iter().filter(|name| !refused.contains(name)).collect()
}
