use bollard::query_parameters::{CreateContainerOptionsBuilder, RemoveContainerOptionsBuilder};

use super::{failure::at_field, request::CreateRequest};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    flags::Pull,
    grammar::Reference,
    jobs::Report,
    wire::RunForm,
};

/// A container that is removed unless it is kept, so also when the work is dropped.
pub(super) struct Created {
    docker: bollard::Docker,
    id: String,
    kept: bool,
}

impl Created {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn keep(mut self) {
        self.kept = true;
    }

    pub(super) async fn remove(mut self) {
        self.kept = true;
        remove(&self.docker, &self.id).await;
    }
}

impl Drop for Created {
    fn drop(&mut self) {
        if let (false, Ok(runtime)) = (self.kept, tokio::runtime::Handle::try_current()) {
            let (docker, id) = (self.docker.clone(), self.id.clone());
            runtime.spawn(async move { remove(&docker, &id).await });
        }
    }
}

/// With `--rm` the engine has removed it, or is about to: that it is gone is all that counts.
async fn remove(docker: &bollard::Docker, id: &str) {
    let options = RemoveContainerOptionsBuilder::default().v(true).force(true).build();
    if let Err(error) = docker.remove_container(id, Some(options)).await.map_err(Error::from)
        && error.code != ErrorCode::ContainerNotFound
    {
        tracing::warn!(%error, id, "a container that did not start could not be removed");
    }
}

/// Creates the container, pulling its image first where it has to (docker/cli `container/create.go`): only the engine
/// knows whether it has an image of that name for the platform.
pub(super) async fn create_or_pull<Pulling: Future<Output = Result<()>>>(
    engine: &Engine,
    form: &RunForm,
    request: &CreateRequest,
    pull: impl Fn(String, String) -> Pulling,
    report: &Report,
) -> Result<Created> {
    // An ID cannot be pulled.
    let reference = Reference::parse(&form.image).ok().map(Reference::with_default_tag);
    let pull = |reference: &Reference| pull(reference.canonical(), request.platform.clone());
    if let (Pull::Always, Some(reference)) = (request.pull, &reference) {
        pull(reference).await?;
    }
    let created = create(engine, form, request).await;
    let absent = created.as_ref().is_err_and(|error| error.code == ErrorCode::ImageNotFound);
    let created = match (request.pull, &reference) {
        (Pull::Missing, Some(reference)) if absent => {
            report.line(format!("Unable to find image '{}' locally", reference.familiar()));
            pull(reference).await?;
            create(engine, form, request).await
        }
        _ => created,
    };
    created.map_err(|error| at_field(form, error))
}

async fn create(engine: &Engine, form: &RunForm, request: &CreateRequest) -> Result<Created> {
    let options = CreateContainerOptionsBuilder::default().platform(&request.platform);
    let options = if form.name.is_empty() { options } else { options.name(&form.name) };
    let options = Some(options.build());
    let (docker, body) = (engine.docker().clone(), request.body.clone());
    // In a task of its own: the work may be dropped while the engine is at it, and what is created then must be removed.
    let creating = tokio::spawn(async move {
        let id = docker.create_container(options, body).await?.id;
        Ok(Created { docker, id, kept: false })
    });
    creating.await.map_err(|error| Error::internal(error.to_string()))?
}
