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
    let looks = look(engine, container, KNOWN).await?;
    let mut paths: Vec<String> = Vec::new();
    for (path, _) in looks.iter().filter(|(_, look)| *look == Look::Exists) {
        // /bin is /usr/bin on many systems: the same shell is named once.
        let name = path.rsplit('/').next().unwrap_or(path);
        if !paths.iter().any(|known| known.ends_with(&format!("/{name}"))) {
            paths.push((*path).to_owned());
        }
    }
    Ok(Shells { paths, complete: looks.iter().all(|(_, look)| *look != Look::Refused) })
}

/// The path of a POSIX shell in a container. One that the engine cannot look for may exist.
pub(super) async fn posix_shell(engine: &Engine, container: &str) -> Result<Option<String>> {
    let looks = look(engine, container, wrapper::SHELLS).await?;
    let first = |wanted| looks.iter().find(|(_, look)| *look == wanted).map(|(path, _)| (*path).to_owned());
    Ok(first(Look::Exists).or_else(|| first(Look::Refused)))
}

/// What is known about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Exists,
    Missing,
    /// The engine does not say: it fails for every path if a mount's source is gone (moby#39641).
    Refused,
}

async fn look<const N: usize>(
    engine: &Engine,
    container: &str,
    paths: [&'static str; N],
) -> Result<Vec<(&'static str, Look)>> {
    let looks = paths.map(|path| async move {
        match archive::stat(engine, container, path).await {
            Ok(Some(_)) => Ok((path, Look::Exists)),
            Ok(None) => Ok((path, Look::Missing)),
            Err(error) if error.is_loss() || error.code == ErrorCode::ContainerNotFound => Err(error),
            Err(_) => Ok((path, Look::Refused)),
        }
    });
    futures_util::future::try_join_all(looks).await
}
