//! Committing a container as a new image.

mod preview;
mod problems;

use bytes::Bytes;
use http_body_util::BodyExt;
use serde::Deserialize;

pub use self::{preview::preview, problems::commit_problems};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Reference, id::full_id},
    jobs::Report,
    wire::{CommitForm, EngineProduct, Outcome},
};

/// `docker commit …`: creates an image from the current state of a container.
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
    // which it fills only some fields from the container's.
    let body = match engine.info().product {
        EngineProduct::Podman => Bytes::from_static(b"{}"),
        EngineProduct::Docker => Bytes::new(),
    };
    let answer = engine.post(&path, body).await.map_err(|error| error.with("container", &form.container))?;
    let answer = answer.collect().await;
    let answer = answer.map_err(|error| Error::new(ErrorCode::EngineLost).with_message(error.to_string()))?.to_bytes();
    let committed: Committed =
        serde_json::from_slice(&answer).map_err(|error| Error::internal(format!("the answer to a commit: {error}")))?;
    let id = full_id(&committed.id);
    report.line(&id);
    Ok(Outcome::Image { id, reference: reference(form) })
}

/// The query of the request, with one `changes` for each instruction, as the docker command sends it.
fn query(form: &CommitForm) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("container", &form.container);
    if let Some((repository, tag)) = repository_and_tag(form) {
        query.append_pair("repo", repository).append_pair("tag", tag);
    }
    query.append_pair("comment", &form.message).append_pair("author", &form.author);
    query.append_pair("pause", if form.pause { "1" } else { "0" });
    for change in &form.changes {
        query.append_pair("changes", change);
    }
    query.finish()
}

/// The name of the new image; `None` for an image without a name.
fn repository_and_tag(form: &CommitForm) -> Option<(&str, &str)> {
    let (repository, tag) = (form.repository.trim(), form.tag.trim());
    (!repository.is_empty()).then_some((repository, if tag.is_empty() { "latest" } else { tag }))
}

fn reference(form: &CommitForm) -> Option<String> {
    let (repository, tag) = repository_and_tag(form)?;
    let name = format!("{repository}:{tag}");
    Some(Reference::parse(&name).map_or(name, |reference| reference.familiar()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_instruction_is_sent_separately() {
        let form = CommitForm {
            container: "web".to_owned(),
            repository: "nginx".to_owned(),
            message: "a & b".to_owned(),
            changes: vec!["ENV A=1".to_owned(), "USER x".to_owned()],
            ..CommitForm::default()
        };
        let expected =
            "container=web&repo=nginx&tag=latest&comment=a+%26+b&author=&pause=0&changes=ENV+A%3D1&changes=USER+x";
        assert_eq!(query(&form), expected, "the query of the request");
    }
}
