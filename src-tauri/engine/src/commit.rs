//! Committing a container as a new image: what is wrong with the form, a preview, the commit itself.

use std::collections::BTreeSet;

use bytes::Bytes;
use http_body_util::BodyExt;
use serde::Deserialize;

use crate::{
    api::{
        self,
        containers::{MountPoint, inspect_with_size},
    },
    changes::diff,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Reference, id::full_id, instruction},
    images::tag_taken,
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
    let inspected = inspect_with_size(engine, container).await?;
    let unknown = || Error::new(ErrorCode::ImageNotFound).with("reference", &inspected.image);
    let image = api::images::inspect(engine, &inspected.image).await?.ok_or_else(unknown)?;
    let changes = diff(engine, container).await?.changes;
    let count = |kind: ChangeKind| {
        let counted = changes.iter().filter(|change| change.noise.is_none() && change.kind == kind).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    };
    let podman = engine.info().product == EngineProduct::Podman;
    let engines_own: &[&str] = if podman { &PODMANS_OWN } else { &[] };
    let volumes = volumes(inspected.mounts);
    let env = baked_in(&inspected.config.env, &image.config.env, engines_own);
    Ok(CommitPreview {
        size: inspected.size_rw.and_then(|size| u64::try_from(size).ok()),
        added: count(ChangeKind::Added),
        changed: count(ChangeKind::Changed),
        deleted: count(ChangeKind::Deleted),
        warnings: warnings(&volumes, &env),
        command: inspected.config.entrypoint.into_iter().chain(inspected.config.cmd).collect(),
        instructions: instruction::ALLOWED.map(str::to_owned).into(),
    })
}

fn warnings(volumes: &[String], env: &[String]) -> Vec<Error> {
    let about =
        |code, name, values: &[String]| (!values.is_empty()).then(|| Error::new(code).with(name, values.join(", ")));
    let warnings = [about(ErrorCode::VolumesLeftOut, "paths", volumes), about(ErrorCode::EnvBakedIn, "names", env)];
    warnings.into_iter().flatten().collect()
}

fn volumes(mounts: Vec<MountPoint>) -> Vec<String> {
    let paths: BTreeSet<String> = mounts.into_iter().map(|mount| mount.destination).collect();
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
    let id = full_id(&committed.id);
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
    let (repository, tag) = name(form)?;
    let name = format!("{repository}:{tag}");
    Some(Reference::parse(&name).map_or(name, |reference| reference.familiar()))
}

fn name_problems(form: &CommitForm, contents: &Contents) -> Vec<Problem> {
    let invalid = |code| Problem::at("repository", Error::new(code).with("reference", form.repository.trim()));
    let Some((repository, tag)) = name(form) else {
        let nameless = !form.tag.trim().is_empty();
        return nameless.then(|| invalid(ErrorCode::ReferenceEmpty)).into_iter().collect();
    };
    match Reference::parse(repository) {
        Err(error) => return vec![Problem::at("repository", error)],
        Ok(reference) if reference.tag().is_some() || reference.digest().is_some() => {
            return vec![invalid(ErrorCode::ReferenceInvalid)];
        }
        Ok(_) => {}
    }
    match Reference::parse(&format!("{repository}:{tag}")) {
        Err(error) => vec![Problem::at("tag", error)],
        Ok(reference) => tag_taken("tag", &reference, None, contents).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use super::*;
    use crate::wire::{Image, ImageKind, ImageOrigin};

    fn contents() -> Contents {
        let image = Image {
            id: format!("sha256:{}", "ab".repeat(32)),
            kind: ImageKind::Tagged,
            tags: vec!["nginx:v2".to_owned()],
            digests: Vec::new(),
            origin: ImageOrigin::OnlyHere,
            parent: None,
            created: 0,
            size: 0,
            labels: BTreeMap::new(),
        };
        Contents { images: HashMap::from([(image.id.clone(), image)]), ..Contents::default() }
    }

    fn told(repository: &str, tag: &str, changes: &[&str]) -> Vec<(String, Option<u32>, bool, ErrorCode)> {
        let form = CommitForm {
            container: "web".to_owned(),
            repository: repository.to_owned(),
            tag: tag.to_owned(),
            changes: changes.iter().map(|change| (*change).to_owned()).collect(),
            ..CommitForm::default()
        };
        let problems = commit_problems(&form, &contents());
        problems.into_iter().map(|one| (one.field.clone(), one.index, one.warning, one.code())).collect()
    }

    #[test]
    fn each_problem_is_told_at_its_field() {
        use ErrorCode::*;
        let at = |field: &str, code| vec![(field.to_owned(), None, false, code)];
        assert_eq!(told("", "", &[]), [], "an image may have no name");
        assert_eq!(told("localhost:5000/web", "v1", &["EXPOSE 80"]), [], "a registry's port is no tag");
        assert_eq!(told("", "v1", &[]), at("repository", ReferenceEmpty), "a tag of nothing");
        assert_eq!(told("Nginx", "v1", &[]), at("repository", ReferenceUppercase), "names are lowercase");
        assert_eq!(told("nginx:v1", "v1", &[]), at("repository", ReferenceInvalid), "the tag has its own field");
        assert_eq!(told("nginx", "v 1", &[]), at("tag", TagInvalid), "no tag can be called so");
        let taken = vec![("tag".to_owned(), None, true, TagTaken)];
        assert_eq!(told("docker.io/library/nginx", "v2", &[]), taken, "a warning: another image loses its name");
        let second = vec![("changes".to_owned(), Some(1), false, ChangeNotAllowed)];
        assert_eq!(told("nginx", "v3", &["ENV A=1", "RUN x"]), second, "the instruction by its place");
    }

    #[test]
    fn only_what_the_image_does_not_have_is_baked_in() {
        let strings = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let env = strings(&["PATH=/bin", "A=2", "HOME=/root", "TOKEN=x", "A=2"]);
        let found = baked_in(&env, &strings(&["PATH=/bin", "A=1"]), &PODMANS_OWN);
        assert_eq!(found, ["A", "TOKEN"], "each once: what differs, without the engine's own");
    }

    #[test]
    fn every_instruction_is_sent_on_its_own() {
        let form = CommitForm {
            container: "web".to_owned(),
            repository: "nginx".to_owned(),
            message: "a & b".to_owned(),
            changes: vec!["ENV A=1".to_owned(), "USER x".to_owned()],
            ..CommitForm::default()
        };
        let expected =
            "container=web&repo=nginx&tag=latest&comment=a+%26+b&author=&pause=0&changes=ENV+A%3D1&changes=USER+x";
        assert_eq!(query(&form), expected, "what the engine is asked");
    }
}
