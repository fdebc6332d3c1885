use super::wrapper;
use crate::{
    api::{self, archive},
    connect::Engine,
    error::{ErrorCode, Result},
    wire::Shells,
};

/// Where shells are, the most comfortable first.
const KNOWN: [&str; 9] = [
    "/bin/bash",
    "/usr/bin/bash",
    "/bin/zsh",
    "/usr/bin/zsh",
    "/usr/bin/fish",
    "/bin/ash",
    "/bin/dash",
    "/bin/sh",
    "/busybox/sh",
];

/// The shells in a container, running or not, found without starting anything in it.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`]; the loss of the engine.
pub async fn shells(engine: &Engine, container: &str) -> Result<Shells> {
    let container = &api::containers::id(engine, container).await?;
    let looks = KNOWN.map(|path| look(engine, container, path));
    let looks = futures_util::future::try_join_all(looks).await?;
    let mut paths: Vec<String> = Vec::new();
    for (path, _) in KNOWN.into_iter().zip(&looks).filter(|(_, look)| **look == Look::Exists) {
        // /bin is /usr/bin on many systems: the same shell is named once.
        let name = path.rsplit('/').next().unwrap_or(path);
        if !paths.iter().any(|known| known.ends_with(&format!("/{name}"))) {
            paths.push(path.to_owned());
        }
    }
    Ok(Shells { paths, complete: !looks.contains(&Look::Refused) })
}

/// The path of a POSIX shell in a container. One that the engine cannot look for may exist.
pub(super) async fn posix_shell(engine: &Engine, container: &str) -> Result<Option<&'static str>> {
    // One after the other: most containers have the first, and each request may be an ssh connection.
    for path in wrapper::SHELLS {
        if look(engine, container, path).await? != Look::Missing {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// What is known about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Exists,
    Missing,
    /// The engine does not say: it fails for every path if a mount's source is gone (moby#39641).
    Refused,
}

async fn look(engine: &Engine, container: &str, path: &str) -> Result<Look> {
    match archive::stat(engine, container, path).await {
        Ok(Some(_)) => Ok(Look::Exists),
        Ok(None) => Ok(Look::Missing),
        Err(error) if error.is_loss() || error.code == ErrorCode::ContainerNotFound => Err(error),
        Err(_) => Ok(Look::Refused),
    }
}
