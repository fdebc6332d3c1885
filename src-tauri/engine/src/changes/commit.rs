use std::collections::BTreeSet;

use bollard::{models::MountPoint, query_parameters::InspectContainerOptionsBuilder};
use bytes::Bytes;
use http_body_util::BodyExt;
use serde::Deserialize;

use super::{diff::diff, instruction};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    inventory::Contents,
    jobs::Report,
    wire::{ChangeKind, CommitForm, CommitPreview, EngineProduct, Outcome, Problem},
};

/// What Podman itself puts into each container's environment.
const PODMANS_OWN: [&str; 5] = ["HOME", "HOSTNAME", "PATH", "TERM", "container"];

/// What is wrong with a commit form so far. What the commit will hold besides is told by [`preview`].
pub fn commit_problems(form: &CommitForm, contents: &Contents) -> Vec<Problem> {
    let mut problems = name_problems(form, contents);
    let changes = form.changes.iter().enumerate();
    problems.extend(changes.filter_map(|(index, change)| {
        instruction::check(change).err().map(|error| Problem::at_value("changes", index, error))
    }));
    problems
}

/// What a commit of this container would put into the new image.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn preview(engine: &Engine, container: &str) -> Result<CommitPreview> {
    let docker = engine.docker();
    let about = |error: bollard::errors::Error| Error::from(error).with("container", container);
    let options = InspectContainerOptionsBuilder::default().size(true).build();
    let inspected = docker.inspect_container(container, Some(options)).await.map_err(about)?;
    let image = docker.inspect_image(&inspected.image.unwrap_or_default()).await?;
    let changes = diff(engine, container).await?.changes;
    let count = |kind: ChangeKind| {
        let counted = changes.iter().filter(|change| change.noise.is_none() && change.kind == kind).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    };
    let config = inspected.config.unwrap_or_default();
    let built_in = image.config.and_then(|config| config.env).unwrap_or_default();
    let podman = engine.info().product == EngineProduct::Podman;
    Ok(CommitPreview {
        size: inspected.size_rw.and_then(|size| u64::try_from(size).ok()),
        added: count(ChangeKind::Added),
        changed: count(ChangeKind::Changed),
        deleted: count(ChangeKind::Deleted),
        volumes: volumes(inspected.mounts.unwrap_or_default()),
        env: baked_in(&config.env.unwrap_or_default(), &built_in, if podman { &PODMANS_OWN } else { &[] }),
        command: config.entrypoint.into_iter().chain(config.cmd).flatten().collect(),
    })
}

fn volumes(mounts: Vec<MountPoint>) -> Vec<String> {
    let paths: BTreeSet<String> = mounts.into_iter().filter_map(|mount| mount.destination).collect();
    paths.into_iter().collect()
}

/// The names of what a container's environment has beyond its image's.
fn baked_in(env: &[String], built_in: &[String], engines_own: &[&str]) -> Vec<String> {
    let name = |pair: &String| pair.split('=').next().unwrap_or_default().to_owned();
    let added = env.iter().filter(|pair| !built_in.contains(pair)).map(name);
    let names: BTreeSet<String> = added.filter(|name| !engines_own.contains(&name.as_str())).collect();
    names.into_iter().collect()
}

/// `docker commit …`: an image from a container as it stands.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`], [`ErrorCode::ChangeNotAllowed`], …
pub async fn commit(engine: &Engine, form: &CommitForm, report: &Report) -> Result<Outcome> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Committed {
        id: String,
    }
    let path = format!("/commit?{}", query(form));
    // Podman fails without a JSON body. The docker command sends none, and Docker takes `{}` for a configuration of
    // which only some fields are filled from the container's.
    let body = match engine.info().product {
        EngineProduct::Podman => Bytes::from_static(b"{}"),
        EngineProduct::Docker => Bytes::new(),
    };
    let answer = engine.post(&path, body).await.map_err(|error| error.with("container", &form.container))?;
    let answer = answer.collect().await;
    let answer = answer.map_err(|error| Error::new(ErrorCode::EngineLost).saying(error.to_string()))?.to_bytes();
    let committed: Committed =
        serde_json::from_slice(&answer).map_err(|error| Error::internal(format!("the answer to a commit: {error}")))?;
    let id = match committed.id {
        id if id.contains(':') => id,
        bare => format!("sha256:{bare}"),
    };
    report.line(&id);
    Ok(Outcome::Image { id, reference: reference(form) })
}

/// One `changes` for each instruction, as the docker command sends them.
fn query(form: &CommitForm) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("container", &form.container);
    if let Some((repository, tag)) = name(form) {
        query.append_pair("repo", repository).append_pair("tag", tag);
    }
    query.append_pair("comment", &form.message).append_pair("author", &form.author);
    query.append_pair("pause", if form.pause { "1" } else { "0" });
    for change in &form.changes {
        query.append_pair("changes", change);
    }
    query.finish()
}

fn name(form: &CommitForm) -> Option<(&str, &str)> {
    let (repository, tag) = (form.repository.trim(), form.tag.trim());
    (!repository.is_empty()).then_some((repository, if tag.is_empty() { "latest" } else { tag }))
}

fn reference(form: &CommitForm) -> Option<String> {
    name(form).map(|(repository, tag)| format!("{repository}:{tag}"))
}

fn name_problems(form: &CommitForm, contents: &Contents) -> Vec<Problem> {
    let Some(reference) = reference(form) else {
        let lone = !form.tag.trim().is_empty();
        let problem = || Problem::at("repository", Error::new(ErrorCode::ReferenceEmpty));
        return lone.then(problem).into_iter().collect();
    };
    let holder = contents.images.values().find(|image| image.tags.contains(&reference));
    holder
        .map(|image| {
            let short: String = image.id.trim_start_matches("sha256:").chars().take(12).collect();
            let error = Error::new(ErrorCode::TagTaken).with("reference", &reference).with("image", short);
            Problem::warning("tag", error)
        })
        .into_iter()
        .collect()
}
