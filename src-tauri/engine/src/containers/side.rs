use std::{
    collections::HashMap,
    sync::LazyLock,
    time::{SystemTime, UNIX_EPOCH},
};

use bollard::{
    Docker,
    models::{ContainerCreateBody, HostConfig},
    query_parameters::{CreateContainerOptions, ListContainersOptionsBuilder, RemoveContainerOptionsBuilder},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::error::{Error, ErrorCode, Result};

/// Marks containers that Slipway makes for itself. They are never shown, and are gone as soon as they have served.
pub const SIDE_LABEL: &str = "app.slipway.side";

/// The label's value: which Slipway made it.
static MAKER: LazyLock<String> = LazyLock::new(|| {
    let begun = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{:x}", std::process::id(), begun.as_nanos())
});

/// From this age on, in seconds, a side container of another Slipway has been left behind: it serves for a moment only.
const LEFT_BEHIND: i64 = 10;

/// A container that is made from an image and never started, only to look into the image.
///
/// It is removed when it is dropped, so also when the work around it is cancelled.
pub(crate) struct Side {
    docker: Docker,
    id: Option<String>,
}

impl Side {
    /// Makes one. `image` is an ID: by its name another image might be meant by now.
    pub async fn of(docker: &Docker, image: &str) -> Result<Self> {
        let body = ContainerCreateBody {
            image: Some(image.to_owned()),
            // Never run; but an image without a command of its own would be refused.
            cmd: Some(vec!["/x".to_owned()]),
            labels: Some(HashMap::from([(SIDE_LABEL.to_owned(), MAKER.clone())])),
            host_config: Some(HostConfig { network_mode: Some("none".to_owned()), ..Default::default() }),
            ..Default::default()
        };
        let docker = docker.clone();
        // In a task of its own: whoever asks may be dropped while the engine is at it, and what is made then must go.
        let making = tokio::spawn(async move {
            let made = docker.create_container(None::<CreateContainerOptions>, body).await?;
            Ok(Self { docker, id: Some(made.id) })
        });
        making.await.map_err(|error| Error::internal(error.to_string()))?
    }

    /// Its ID.
    pub fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }

    /// Removes it, and waits until it is gone.
    pub async fn remove(mut self) -> Result<()> {
        match self.id.take() {
            Some(id) => remove(&self.docker, &id).await,
            None => Ok(()),
        }
    }

    /// Removes those that an earlier Slipway left behind when it was killed.
    pub async fn sweep(docker: &Docker) -> Result<()> {
        let filters = HashMap::from([("label", vec![SIDE_LABEL]), ("status", vec!["created"])]);
        let options = ListContainersOptionsBuilder::default().all(true).filters(&filters).build();
        let mut others = docker.list_containers(Some(options)).await?;
        others.retain(|side| side.labels.as_ref().and_then(|labels| labels.get(SIDE_LABEL)) != Some(&*MAKER));
        if others.is_empty() {
            return Ok(());
        }
        let Some(now) = engines_now(docker).await? else { return Ok(()) };
        for side in others {
            let left_behind = side.created.is_some_and(|created| created <= now - LEFT_BEHIND);
            if let Some(id) = side.id.filter(|_| left_behind) {
                remove(docker, &id).await?;
            }
        }
        Ok(())
    }
}

/// What the engine's clock says, in seconds since 1970: the instants that it gives are by that one, and ours may be another.
async fn engines_now(docker: &Docker) -> Result<Option<i64>> {
    let told = docker.info().await?.system_time;
    let parsed = told.and_then(|told| OffsetDateTime::parse(&told, &Rfc3339).ok());
    Ok(parsed.map(OffsetDateTime::unix_timestamp))
}

impl Drop for Side {
    fn drop(&mut self) {
        if let (Some(id), Ok(runtime)) = (self.id.take(), tokio::runtime::Handle::try_current()) {
            let docker = self.docker.clone();
            runtime.spawn(async move {
                if let Err(error) = remove(&docker, &id).await {
                    tracing::warn!(%error, id, "a side container stays behind until the next sweep");
                }
            });
        }
    }
}

/// That it is gone is all that counts. `v`: a `VOLUME` of the image has made an anonymous volume.
async fn remove(docker: &Docker, id: &str) -> Result<()> {
    let options = RemoveContainerOptionsBuilder::default().v(true).force(true).build();
    match docker.remove_container(id, Some(options)).await.map_err(Error::from) {
        Err(error) if !matches!(error.code, ErrorCode::ContainerNotFound | ErrorCode::AlreadyInProgress) => Err(error),
        _ => Ok(()),
    }
}
