//! Building an image from a Dockerfile that needs no files beside it, by the classic builder.

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
    connect::{Engine, refusal},
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    inventory::Contents,
    jobs::Report,
    wire::{Outcome, Problem},
};

/// The file's name within what is sent, as the docker command calls it.
const DOCKERFILE: &str = "Dockerfile";

/// What is wrong with a build's form, and whether the tag is another image's.
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

/// `docker build -t TAG -` by the classic builder, whose steps each leave an image; Podman builds with its own, whatever
/// is asked for. Dropped, the request ends the build.
///
/// # Errors
/// What is wrong with the name; [`ErrorCode::DockerfileInvalid`], [`ErrorCode::BuildFailed`], those of a pull of the base
/// image; [`ErrorCode::Cancelled`].
pub async fn build(engine: &Engine, dockerfile: &str, tag: &str, report: &Report) -> Result<Outcome> {
    let reference = Reference::parse(tag)?.with_default_tag();
    if reference.digest().is_some() {
        return Err(Error::new(ErrorCode::DigestNotAllowed).with("reference", reference.familiar()));
    }
    tokio::select! {
        biased;
        () = report.cancelled() => return Err(Error::new(ErrorCode::Cancelled).with("reference", reference.familiar())),
        built = follow(engine, dockerfile, &reference, report) => built?,
    }
    let image = inspect(engine, &reference.canonical()).await?;
    let id = image.ok_or_else(|| Error::new(ErrorCode::BuildFailed).with("reference", reference.familiar()))?.id();
    Ok(Outcome::Image { id, reference: Some(reference.familiar()) })
}

/// Reads what the builder prints to its end.
async fn follow(engine: &Engine, dockerfile: &str, reference: &Reference, report: &Report) -> Result<()> {
    let options = BuildImageOptionsBuilder::default()
        .version(BuilderVersion::BuilderV1)
        .dockerfile(DOCKERFILE)
        .t(&reference.familiar())
        // As the docker command asks for: the containers of the steps go again.
        .rm(true)
        .build();
    let archive = archive(dockerfile).map_err(|error| Error::internal(error.to_string()))?;
    let mut told = std::pin::pin!(engine.docker().build_image(options, None, Some(body_full(archive))));
    let mut printed = String::new();
    while let Some(told) = told.next().await {
        let told = told.map_err(|error| explain(Error::from(error), reference))?;
        if let Some(words) = failure(&told) {
            return Err(explain(refusal(200, &words), reference));
        }
        // It prints in pieces; a line is told once it is whole.
        printed.extend(told.stream.into_iter().chain(told.status.map(|status| status + "\n")));
        while let Some((line, rest)) = printed.split_once('\n') {
            let line = line.trim_end();
            if !line.is_empty() {
                report.line(line);
            }
            printed = rest.to_owned();
        }
    }
    if !printed.trim().is_empty() {
        report.line(printed.trim_end());
    }
    Ok(())
}

fn failure(told: &BuildInfo) -> Option<String> {
    told.error_detail.as_ref().map(|detail| detail.message.clone().unwrap_or_default())
}

/// A failure that is no known one of the engine's is the build's own: a step's command that failed.
fn explain(error: Error, reference: &Reference) -> Error {
    let text = error.message.to_lowercase();
    // moby `builder/dockerfile/parser`, `instructions`; imagebuilder of Podman.
    let unreadable = [
        "dockerfile parse error",
        "unknown instruction",
        "cannot be empty",
        "no build stage",
        "file with no instructions",
    ];
    let code = match error.code {
        ErrorCode::EngineFailed | ErrorCode::EngineRefused | ErrorCode::CommandNotFound
            if unreadable.iter().any(|words| text.contains(words)) =>
        {
            ErrorCode::DockerfileInvalid
        }
        ErrorCode::EngineFailed | ErrorCode::EngineRefused => ErrorCode::BuildFailed,
        code => code,
    };
    Error { code, ..error }.with("reference", reference.familiar()).with("registry", reference.registry())
}

/// What the builder is sent: the Dockerfile, and nothing else.
fn archive(dockerfile: &str) -> std::io::Result<Bytes> {
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
    fn a_form_is_told_what_is_wrong_with_it() {
        let held = contents(vec![image("a", &["notes:1"], None)], vec![]);
        let codes = |dockerfile: &str, tag: &str| -> Vec<(String, ErrorCode, bool)> {
            let problems = build_problems(dockerfile, tag, &held);
            problems.into_iter().map(|one| (one.field.clone(), one.code(), one.warning)).collect()
        };
        assert_eq!(codes("FROM a", "notes:2"), [], "all is well");
        let taken = ("tag".to_owned(), ErrorCode::TagTaken, true);
        assert_eq!(codes("FROM a", "notes:1"), [taken], "the image that has the name will lose it");
        let empty = ("dockerfile".to_owned(), ErrorCode::DockerfileInvalid, false);
        let tag = ("tag".to_owned(), ErrorCode::ReferenceEmpty, false);
        assert_eq!(codes(" \n", ""), [empty, tag], "both fields are needed");
    }

    #[test]
    fn a_builders_words_become_codes() {
        let reference = Reference::parse("notes:1").unwrap();
        let code = |words: &str| explain(refusal(200, words), &reference).code;
        assert_eq!(
            code("The command '/bin/sh -c false' returned a non-zero code: 1"),
            ErrorCode::BuildFailed,
            "a step"
        );
        let unreadable = "dockerfile parse error line 1: unknown instruction: FORM";
        assert_eq!(code(unreadable), ErrorCode::DockerfileInvalid, "a word that is no instruction");
        assert_eq!(code("manifest for a:1 not found: manifest unknown"), ErrorCode::PullNotFound, "its base image");
    }
}
