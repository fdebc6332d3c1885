use crate::{
    grammar::instruction::ALLOWED,
    wire::{EngineInfo, EngineProduct},
};

/// The Dockerfile instructions that an engine accepts as changes of a commit; all that any engine accepts while there is none.
pub fn allowed_instructions(engine: Option<&EngineInfo>) -> Vec<&'static str> {
    let refused: &[&str] = match engine.map(|engine| engine.product) {
        // moby `builder/dockerfile/builder.go` `validCommitCommands` of 20.10
        Some(EngineProduct::Docker) if engine.is_some_and(|engine| is_api_before(engine, 42)) => &["STOPSIGNAL"],
        // containers/common `libimage/import.go`
        Some(EngineProduct::Podman) => &["HEALTHCHECK"],
        _ => &[],
    };
    ALLOWED.into_iter().filter(|name| !refused.contains(name)).collect()
}

fn is_api_before(engine: &EngineInfo, minor: u32) -> bool {
    engine.api_version.split_once('.').and_then(|(_, minor)| minor.parse().ok()).is_some_and(|found: u32| found < minor)
}
