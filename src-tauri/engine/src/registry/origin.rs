use http_body_util::BodyExt;
use hyper::Method;

use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    inventory::MirrorProvenance,
    registry::{Credentials, login_header},
    wire::{EngineProduct, Origin, OriginAnswer, OriginVerdict},
};

/// Asks the registries whether they still have an image, digest by digest, with the logins of Docker's configuration. The
/// engine sends the requests, with its own mirrors and certificates (`GET /distribution/{name}/json`; Podman cannot). The
/// mirror that an image was pulled through is asked, too.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`], [`ErrorCode::EngineLost`], …; a registry's failure is part of its answer.
pub async fn origin(
    engine: &Engine,
    image: &str,
    provenance: &MirrorProvenance,
    credentials: &Credentials,
) -> Result<Origin> {
    let not_found = || Error::new(ErrorCode::ImageNotFound).with("reference", image);
    let image = inspect(engine, image).await?.ok_or_else(not_found)?.into_image(engine.info().store);
    let mut answers = Vec::new();
    let mirrored = provenance.reference(&image.id).filter(|reference| !image.digests.contains(reference));
    for reference in image.digests.into_iter().chain(mirrored) {
        let error = match query(engine, &reference, credentials).await {
            Err(error) if error.is_loss() => return Err(error),
            answer => answer.err(),
        };
        answers.push(OriginAnswer { reference, error });
    }
    Ok(Origin { image: image.id, verdict: verdict(&answers), answers })
}

async fn query(engine: &Engine, name: &str, credentials: &Credentials) -> Result<()> {
    if engine.info().product == EngineProduct::Podman {
        return Err(Error::new(ErrorCode::NotSupported).with("feature", "GET /distribution"));
    }
    let reference = Reference::parse(name)?;
    let (login, login_error) = match credentials.for_registry(reference.registry()).await {
        Ok(login) => (login, None),
        Err(error) => (None, Some(error)),
    };
    let path = format!("/distribution/{}/json", reference.canonical());
    let explain = |error: Error| match (error.code, login_error) {
        (ErrorCode::PullUnauthorized, Some(login_error)) => login_error,
        _ => error.with("reference", name).with("registry", reference.registry()),
    };
    let body = engine.body(Method::GET, &path, &login_header(login)?).await.map_err(explain)?;
    body.collect().await.map(drop).map_err(|error| Error::new(ErrorCode::EngineLost).with_message(error.to_string()))
}

/// The verdict of all answers.
fn verdict(answers: &[OriginAnswer]) -> OriginVerdict {
    let is_gone = |answer: &OriginAnswer| matches!(&answer.error, Some(error) if error.code == ErrorCode::PullNotFound);
    if answers.is_empty() {
        OriginVerdict::OnlyHere
    } else if answers.iter().any(|answer| answer.error.is_none()) {
        OriginVerdict::Available
    } else if answers.iter().all(is_gone) {
        OriginVerdict::Missing
    } else {
        OriginVerdict::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(codes: &[Option<ErrorCode>]) -> Vec<OriginAnswer> {
        let answer = |code: &Option<ErrorCode>| OriginAnswer { reference: "a".to_owned(), error: code.map(Error::new) };
        codes.iter().map(answer).collect()
    }

    #[test]
    fn one_registry_that_has_it_is_enough() {
        use ErrorCode::*;
        for (codes, expected) in [
            (&[][..], OriginVerdict::OnlyHere),
            (&[None], OriginVerdict::Available),
            (&[Some(PullNotFound), None], OriginVerdict::Available),
            (&[Some(PullNotFound), Some(PullNotFound)], OriginVerdict::Missing),
            (&[Some(PullNotFound), Some(RegistryUnreachable)], OriginVerdict::Unknown),
            (&[Some(PullUnauthorized)], OriginVerdict::Unknown),
        ] {
            assert_eq!(verdict(&answers(codes)), expected, "the verdict of {codes:?}");
        }
    }
}
