use std::{
    collections::HashMap,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use bollard::{
    Docker,
    models::{ContainerCreateBody, HostConfig, Mount, MountType, MountVolumeOptions},
    query_parameters::{CreateContainerOptionsBuilder, ListContainersOptionsBuilder, RemoveContainerOptionsBuilder},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::images;
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
};

/// Marks helper containers, together with their name: a container also has its image's labels, and
/// anybody's image may have this one. They are never shown, and are removed after use.
pub const HELPER_LABEL: &str = "app.slipway.helper";
/// The prefix of a helper container's name; the label's value and a number follow.
pub const HELPER_NAME: &str = "slipway-helper-";

/// How many have been created.
static MADE: AtomicU64 = AtomicU64::new(0);

/// The label's value: which Slipway process created it.
static MAKER: LazyLock<String> = LazyLock::new(|| {
    let begun = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{:x}", std::process::id(), begun.as_nanos())
});

/// The age in seconds from which another process's helper container counts as left behind: it is used for a moment only.
const LEFT_BEHIND: i64 = 10;

/// A container that is created from an image and never started, to read the image's files.
///
/// It is removed on drop, so also when the work around it is cancelled.
pub(crate) struct HelperContainer {
    docker: Docker,
    id: Option<String>,
}

impl HelperContainer {
    /// Creates one. `image` is an ID: its name might mean another image by now.
    ///
    /// # Errors
    /// [`ErrorCode::ImageNotFound`], the engine's refusal by code.
    pub async fn of(engine: &Engine, image: &str) -> Result<Self> {
        let not_found = || Error::new(ErrorCode::ImageNotFound).with("reference", image);
        let volumes = images::inspect(engine, image).await?.ok_or_else(not_found)?.config.volumes();
        let body = create_body(image, volumes);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let options =
            CreateContainerOptionsBuilder::default().name(&format!("{HELPER_NAME}{}-{number}", *MAKER)).build();
        let docker = engine.docker().clone();
        // In a task of its own: the caller may be dropped while the engine creates it, and then it must be removed.
        let making = tokio::spawn(async move {
            let made = docker.create_container(Some(options), body).await?;
            Ok(Self { docker, id: Some(made.id) })
        });
        making.await.map_err(|error| Error::internal(error.to_string()))?
    }

    /// Its ID.
    pub fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }

    /// Removes it and waits for that.
    pub async fn remove(mut self) -> Result<()> {
        match self.id.take() {
            Some(id) => remove(&self.docker, &id).await,
            None => Ok(()),
        }
    }

    /// Removes those that an earlier Slipway process left behind when it was killed.
    pub async fn sweep(docker: &Docker) -> Result<()> {
        let filters = HashMap::from([("label", vec![HELPER_LABEL]), ("status", vec!["created"])]);
        let options = ListContainersOptionsBuilder::default().all(true).filters(&filters).build();
        let mut others = docker.list_containers(Some(options)).await?;
        others.retain(|side| {
            let maker = side.labels.as_ref().and_then(|labels| labels.get(HELPER_LABEL)).map(String::as_str);
            maker != Some(&*MAKER) && is_helper(side.names.as_deref().unwrap_or_default(), maker)
        });
        if others.is_empty() {
            return Ok(());
        }
        let Some(now) = engines_now(docker).await else { return Ok(()) };
        for side in others {
            let left_behind = side.created.is_some_and(|created| created <= now - LEFT_BEHIND);
            if let Some(id) = side.id.filter(|_| left_behind) {
                remove(docker, &id).await?;
            }
        }
        Ok(())
    }
}

fn create_body(image: &str, volumes: Vec<String>) -> ContainerCreateBody {
    ContainerCreateBody {
        image: Some(image.to_owned()),
        // Never run; but an image without a default command would be refused.
        cmd: Some(vec!["/x".to_owned()]),
        labels: Some(HashMap::from([(HELPER_LABEL.to_owned(), MAKER.clone())])),
        host_config: Some(HostConfig {
            network_mode: Some("none".to_owned()),
            mounts: Some(volumes.into_iter().map(empty_volume).collect()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// For a `VOLUME` of the image, into which the engine would otherwise copy all that the image has there (moby
/// `daemon/create_unix.go`, `populateVolumes`), however large.
fn empty_volume(path: String) -> Mount {
    Mount {
        target: Some(path),
        typ: Some(MountType::VOLUME),
        volume_options: Some(MountVolumeOptions { no_copy: Some(true), ..Default::default() }),
        ..Default::default()
    }
}

/// Whether a container is a helper container, by its names and the value of its [`HELPER_LABEL`].
pub(crate) fn is_helper(names: &[String], maker: Option<&str>) -> bool {
    let Some(maker) = maker.filter(|maker| !maker.is_empty()) else { return false };
    let numbered = |name: &String| {
        let number = name.trim_start_matches('/').strip_prefix(HELPER_NAME)?.strip_prefix(maker)?.strip_prefix('-')?;
        number.parse::<u64>().ok()
    };
    names.iter().any(|name| numbered(name).is_some())
}

/// The engine's clock, in seconds since 1970: its timestamps are by that clock, and ours may differ. `None` if it does not
/// say.
async fn engines_now(docker: &Docker) -> Option<i64> {
    let time = docker.info().await.ok()?.system_time?;
    OffsetDateTime::parse(&time, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp)
}

impl Drop for HelperContainer {
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

/// A missing one is fine. `v`: a `VOLUME` of the image has created an anonymous volume.
async fn remove(docker: &Docker, id: &str) -> Result<()> {
    let options = RemoveContainerOptionsBuilder::default().v(true).force(true).build();
    match docker.remove_container(id, Some(options)).await.map_err(Error::from) {
        Err(error) if !matches!(error.code, ErrorCode::ContainerNotFound | ErrorCode::AlreadyInProgress) => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_copied_into_the_volumes_of_a_helper_container() {
        let body = serde_json::to_value(create_body("sha256:a", vec!["/data".to_owned()])).expect("it is JSON");
        let mounts = &body["HostConfig"]["Mounts"];
        let expected = serde_json::json!([
            { "Target": "/data", "Type": "volume", "VolumeOptions": { "NoCopy": true } }
        ]);
        assert_eq!(*mounts, expected, "an image may have gigabytes there");
    }

    #[test]
    fn the_label_alone_makes_no_side_container() {
        let own = format!("/{HELPER_NAME}7-1a2b-0");
        for (name, maker, expected) in [
            (own.as_str(), Some("7-1a2b"), true),
            // A container inherits its image's labels.
            ("/web", Some("7-1a2b"), false),
            ("/web", Some(""), false),
            (&own, Some("x"), false),
            (&own, None, false),
            ("/slipway-side-7-1a2b", Some("7-1a2b"), false),
            ("/slipway-side-7-1a2b-web", Some("7-1a2b"), false),
        ] {
            assert_eq!(
                is_helper(&[name.to_owned()], maker),
                expected,
                "whether {name} with {maker:?} is Slipway's own"
            );
        }
    }
}
