use std::collections::BTreeSet;

use super::allowed_instructions;
use crate::{
    api::{
        self,
        containers::{MountPoint, inspect_with_size},
    },
    changes::diff,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    wire::{ChangeKind, CommitPreview, EngineProduct},
};

/// The variables that Podman itself adds to each container's environment.
const PODMAN_ENV: [&str; 5] = ["HOME", "HOSTNAME", "PATH", "TERM", "container"];

/// Previews the image that a commit of a container would create.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn preview(engine: &Engine, container: &str) -> Result<CommitPreview> {
    let inspected = inspect_with_size(engine, container).await?;
    let not_found = || Error::new(ErrorCode::ImageNotFound).with("reference", &inspected.image);
    let image = api::images::inspect(engine, &inspected.image).await?.ok_or_else(not_found)?;
    let changes = diff(engine, container).await?.changes;
    let count = |kind: ChangeKind| {
        let counted = changes.iter().filter(|change| change.noise.is_none() && change.kind == kind).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    };
    let is_podman = engine.info().product == EngineProduct::Podman;
    let engine_env: &[&str] = if is_podman { &PODMAN_ENV } else { &[] };
    let volumes = volume_paths(inspected.mounts);
    let env = baked_in_env(&inspected.config.env, &image.config.env, engine_env);
    Ok(CommitPreview {
        size: inspected.size_rw.and_then(|size| u64::try_from(size).ok()),
        added: count(ChangeKind::Added),
        changed: count(ChangeKind::Changed),
        deleted: count(ChangeKind::Deleted),
        warnings: warnings(&volumes, &env),
        command: inspected.config.entrypoint.into_iter().chain(inspected.config.cmd).collect(),
        instructions: allowed_instructions(Some(engine.info())).iter().map(|name| (*name).to_owned()).collect(),
    })
}

fn warnings(volumes: &[String], env: &[String]) -> Vec<Error> {
    let about =
        |code, name, values: &[String]| (!values.is_empty()).then(|| Error::new(code).with(name, values.join(", ")));
    let warnings = [about(ErrorCode::VolumesLeftOut, "paths", volumes), about(ErrorCode::EnvBakedIn, "names", env)];
    warnings.into_iter().flatten().collect()
}

fn volume_paths(mounts: Vec<MountPoint>) -> Vec<String> {
    let paths: BTreeSet<String> = mounts.into_iter().map(|mount| mount.destination).collect();
    paths.into_iter().collect()
}

/// The names of the variables in a container's environment that its image's does not have with the same value.
fn baked_in_env(env: &[String], image_env: &[String], engine_env: &[&str]) -> Vec<String> {
    let name = |pair: &String| pair.split('=').next().unwrap_or_default().to_owned();
    let added = env.iter().filter(|pair| !image_env.contains(pair)).map(name);
    let names: BTreeSet<String> = added.filter(|name| !engine_env.contains(&name.as_str())).collect();
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_that_the_image_does_not_have_are_baked_in() {
        let strings = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let env = strings(&["PATH=/bin", "A=2", "HOME=/root", "TOKEN=x", "A=2"]);
        let found = baked_in_env(&env, &strings(&["PATH=/bin", "A=1"]), &PODMAN_ENV);
        assert_eq!(found, ["A", "TOKEN"], "each name once: what differs, without the engine's own variables");
    }
}
