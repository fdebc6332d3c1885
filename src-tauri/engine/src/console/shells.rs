use crate::{
    api::{self, archive},
    connect::Engine,
    error::Result,
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
/// [`crate::ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn shells(engine: &Engine, container: &str) -> Result<Shells> {
    let container = &api::containers::id(engine, container).await?;
    let looks = KNOWN.map(|path| archive::stat(engine, container, path));
    let found = futures_util::future::try_join_all(looks).await?;
    let mut paths: Vec<String> = Vec::new();
    for (path, _) in KNOWN.into_iter().zip(found).filter(|(_, stat)| stat.is_some()) {
        // /bin is /usr/bin on many systems: the same shell is named once.
        let name = path.rsplit('/').next().unwrap_or(path);
        if !paths.iter().any(|known| known.ends_with(&format!("/{name}"))) {
            paths.push(path.to_owned());
        }
    }
    Ok(Shells { paths })
}
