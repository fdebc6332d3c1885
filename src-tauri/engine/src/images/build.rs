//! Building an image with the legacy builder, from a Dockerfile without other files.

use bollard::{
    body_full,
    models::BuildInfo,
    query_parameters::{BuildImageOptionsBuilder, BuilderVersion},
};
use bytes::Bytes;
use futures_util::StreamExt;

use super::tag_taken;
use crate::{
    api::images::inspect,
    connect::{CliDefaults, Engine, code_of_build_failure, refusal},
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    inventory::Contents,
    jobs::Report,
    registry::Credentials,
    wire::{Outcome, Problem},
};

/// The file's name in the build context, as in that of the docker command.
const DOCKERFILE: &str = "Dockerfile";

/// The problems of a build's form, and a warning if the tag belongs to another image.
pub fn build_problems(dockerfile: &str, tag: &str, contents: &Contents) -> Vec<Problem> {
    let empty = dockerfile.trim().is_empty();
    let empty = empty.then(|| Problem::at("dockerfile", Error::new(ErrorCode::DockerfileInvalid)));
    let wrong = match Reference::parse(tag) {
        Err(error) => Some(Problem::at("tag", error)),
        Ok(reference) if reference.digest().is_some() => {
            let error = Error::new(ErrorCode::DigestNotAllowed).with("reference", reference.familiar());
            Some(Problem::at("tag", error))
        }
        Ok(reference) => tag_taken("tag", &reference, None, contents),
    };
    empty.into_iter().chain(wrong).collect()
}

/// `docker build -t TAG -` with the legacy builder, each of whose steps leaves an image. Podman always uses its own builder.
/// Dropping the future ends the build. As the docker command does, it sends the default platform, the proxies and all
/// logins.
///
/// # Errors
/// An invalid name; [`ErrorCode::DockerfileInvalid`], [`ErrorCode::BuildFailed`], those of a pull of the base
/// image; [`ErrorCode::Cancelled`].
pub async fn build(
    engine: &Engine,
    dockerfile: &str,
    tag: &str,
    cli: &CliDefaults,
    credentials: &Credentials,
    report: &Report,
) -> Result<Outcome> {
    let reference = Reference::parse(tag)?.with_default_tag();
    if reference.digest().is_some() {
        return Err(Error::new(ErrorCode::DigestNotAllowed).with("reference", reference.familiar()));
    }
    tokio::select! {
        biased;
        () = report.cancelled() => return Err(Error::new(ErrorCode::Cancelled).with("reference", reference.familiar())),
        built = run(engine, dockerfile, &reference, cli, credentials, report) => built?,
    }
    let image = inspect(engine, &reference.canonical()).await?;
    let id = image.ok_or_else(|| Error::new(ErrorCode::BuildFailed).with("reference", reference.familiar()))?.id();
    Ok(Outcome::Image { id, reference: Some(reference.familiar()) })
}

/// Builds, and reports what the builder prints.
async fn run(
    engine: &Engine,
    dockerfile: &str,
    reference: &Reference,
    cli: &CliDefaults,
    credentials: &Credentials,
    report: &Report,
) -> Result<()> {
    let options = BuildImageOptionsBuilder::default()
        .version(BuilderVersion::BuilderV1)
        .dockerfile(DOCKERFILE)
        .t(&reference.familiar())
        .platform(&cli.platform)
        .buildargs(&cli.build_args())
        // Removes the steps' containers, as the docker command asks for.
        .rm(true)
        .build();
    let logins = credentials.all().await;
    let context = context(dockerfile).map_err(|error| Error::internal(error.to_string()))?;
    let mut messages = std::pin::pin!(engine.docker().build_image(options, Some(logins), Some(body_full(context))));
    let mut printed = String::new();
    let mut base = None;
    while let Some(message) = messages.next().await {
        let message = message.map_err(|error| explain(Error::from(error), reference, base.as_ref()))?;
        if let Some(failure) = failure(&message) {
            return Err(explain(refusal(200, &failure), reference, base.as_ref()));
        }
        // The builder prints in pieces; only complete lines are reported.
        printed.extend(message.stream.into_iter().chain(message.status.map(|status| status + "\n")));
        while let Some((line, rest)) = printed.split_once('\n') {
            let line = line.trim_end();
            if !line.is_empty() {
                report.line(line);
            }
            base = base_image(line).or(base);
            printed = rest.to_owned();
        }
    }
    if !printed.trim().is_empty() {
        report.line(printed.trim_end());
    }
    Ok(())
}

fn failure(message: &BuildInfo) -> Option<String> {
    message.error_detail.as_ref().map(|detail| detail.message.clone().unwrap_or_default())
}

/// The base image that a builder is about to pull, in the line that it prints before (`Step 1/2 : FROM ubuntu AS base`;
/// Podman: `STEP 1/2: FROM ubuntu`).
fn base_image(line: &str) -> Option<Reference> {
    let (step, instruction) = line.split_once(':')?;
    if !step.to_ascii_lowercase().starts_with("step ") {
        return None;
    }
    let mut words = instruction.split_whitespace();
    if !words.next()?.eq_ignore_ascii_case("from") {
        return None;
    }
    Reference::parse(words.find(|word| !word.starts_with("--"))?).ok().map(Reference::with_default_tag)
}

/// The error of a failed build: a failure that is none of the engine's known ones is that of a step's command. What a
/// registry refuses is the base image.
fn explain(error: Error, reference: &Reference, base: Option<&Reference>) -> Error {
    use ErrorCode::{BuildFailed, CommandNotFound, DockerfileInvalid, EngineFailed, EngineRefused};
    let code = match (error.code, code_of_build_failure(&error.message)) {
        (_, Some(BuildFailed)) | (EngineFailed | EngineRefused, None) => BuildFailed,
        (EngineFailed | EngineRefused | CommandNotFound, Some(code)) => code,
        (code, _) => code,
    };
    let of_build = matches!(code, BuildFailed | DockerfileInvalid);
    let subject = base.filter(|_| !of_build).unwrap_or(reference);
    Error { code, ..error }.with("reference", subject.familiar()).with("registry", subject.registry())
}

/// The build context: the Dockerfile, and nothing else.
fn context(dockerfile: &str) -> std::io::Result<Bytes> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_mode(0o600);
    header.set_size(dockerfile.len() as u64);
    archive.append_data(&mut header, DOCKERFILE, dockerfile.as_bytes())?;
    archive.into_inner().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images::fixtures::{contents, image};

    #[test]
    fn a_form_has_its_problems() {
        let contents = contents(vec![image("a", &["notes:1"], None)], vec![]);
        let codes = |dockerfile: &str, tag: &str| -> Vec<(String, ErrorCode, bool)> {
            let problems = build_problems(dockerfile, tag, &contents);
            problems.into_iter().map(|one| (one.field.clone(), one.code(), one.warning)).collect()
        };
        assert_eq!(codes("FROM a", "notes:2"), [], "no problem");
        let taken = ("tag".to_owned(), ErrorCode::TagTaken, true);
        assert_eq!(codes("FROM a", "notes:1"), [taken], "the image with this tag would lose it");
        let empty = ("dockerfile".to_owned(), ErrorCode::DockerfileInvalid, false);
        let tag = ("tag".to_owned(), ErrorCode::ReferenceEmpty, false);
        assert_eq!(codes(" \n", ""), [empty, tag], "both fields are required");
    }

    #[test]
    fn messages_of_builders_become_codes() {
        let reference = Reference::parse("notes:1").unwrap();
        let code = |message: &str| explain(refusal(200, message), &reference, None).code;
        assert_eq!(
            code("The command '/bin/sh -c false' returned a non-zero code: 1"),
            ErrorCode::BuildFailed,
            "a failed step"
        );
        let parse_error = "dockerfile parse error line 1: unknown instruction: FORM";
        assert_eq!(code(parse_error), ErrorCode::DockerfileInvalid, "an unknown instruction");
        assert_eq!(
            code("manifest for a:1 not found: manifest unknown"),
            ErrorCode::PullNotFound,
            "a missing base image"
        );
        let quoting = "The command '/bin/sh -c echo no such host: unauthorized' returned a non-zero code: 1";
        assert_eq!(code(quoting), ErrorCode::BuildFailed, "a failed step, whatever its command contains");
    }

    #[test]
    fn the_base_image_is_named_in_its_failure() {
        for (line, expected) in [
            ("Step 1/2 : FROM quay.io/team/app:1 AS base", Some("quay.io/team/app:1")),
            ("STEP 1/2: FROM --platform=linux/arm64 ubuntu", Some("ubuntu:latest")),
            ("Step 2/2 : RUN echo FROM ubuntu", None),
            ("FROM ubuntu", None),
            ("Step 1/1 : FROM scratch:", None),
        ] {
            assert_eq!(base_image(line).map(|base| base.familiar()).as_deref(), expected, "the base image of {line:?}");
        }
        let (reference, base) = (Reference::parse("notes:1").unwrap(), Reference::parse("quay.io/team/app:1").unwrap());
        let error = explain(refusal(200, "unauthorized: authentication required"), &reference, Some(&base));
        assert_eq!(error.details["registry"], "quay.io", "the base image's registry denied it");
        assert_eq!(error.details["reference"], "quay.io/team/app:1", "and it is the base image that was denied");
        let error = explain(refusal(200, "no build stage in current context"), &reference, Some(&base));
        assert_eq!(error.details["reference"], "notes:1", "another failure is the build's");
    }
}
