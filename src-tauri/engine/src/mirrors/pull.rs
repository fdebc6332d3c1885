use super::Mirror;
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    images::{self, Credentials, LayerColours, Reference, inspect, remove_one},
    jobs::Report,
    wire::Outcome,
};

/// The names of an image that is pulled through a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Through {
    /// What the mirror is asked for: `mirror.example/library/ubuntu:14.04`. With a digest that alone counts, as it does
    /// for `docker pull`.
    pub from: Reference,
    /// What the image is to be called afterwards: `ubuntu:14.04`. None for an image that was asked for by digest alone.
    pub name: Option<Reference>,
}

impl Through {
    /// # Errors
    /// What is wrong with the name or the mirror's address; [`ErrorCode::MirrorHubOnly`] with `reference` and `registry`:
    /// the image is in another registry than Docker Hub, which mirrors do not have.
    pub fn new(reference: &str, mirror: &str) -> Result<Self> {
        let asked = Reference::parse(reference)?;
        let mirror = Mirror::parse(mirror)?;
        if asked.domain() != "docker.io" {
            let error = Error::new(ErrorCode::MirrorHubOnly);
            return Err(error.with("reference", asked.familiar()).with("registry", asked.registry()));
        }
        let asked = asked.with_default_tag();
        let version = match (asked.digest(), asked.tag()) {
            (Some(digest), _) => format!("@{digest}"),
            (None, Some(tag)) => format!(":{tag}"),
            (None, None) => String::new(),
        };
        let from = Reference::parse(&format!("{}{}{version}", mirror.repositories(), asked.path()))?;
        let name = asked.tag().map(|tag| Reference::parse(&format!("{}:{tag}", asked.repository()))).transpose()?;
        Ok(Self { from, name })
    }

    /// Whether the mirror's name goes again. A digest stays under it: it is what vouches for the image, and an engine keeps
    /// digests only under the repository that they were pulled from.
    pub fn is_left(&self) -> bool {
        self.from.digest().is_none()
    }
}

/// What came through a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What became of it.
    pub outcome: Outcome,
    /// By which `repository@digest` the mirror has it; `None` where the engine does not tell.
    pub known_as: Option<String>,
}

/// `docker pull MIRROR/REPOSITORY:TAG && docker tag … && docker rmi …`: an image of Docker Hub, through a mirror, under its
/// usual name. As with `docker tag`, the name is taken from an image that has it. A digest is verified.
///
/// # Errors
/// As [`images::pull`], [`images::tag`]; [`ErrorCode::DigestMismatch`] where the mirror served something
/// else under a digest: nothing of it stays.
pub async fn pull_through(
    engine: &Engine,
    through: &Through,
    platform: &str,
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<Came> {
    let from = through.from.canonical();
    let outcome = images::pull(engine, &from, platform, credentials, colours, report).await?;
    if let Some(digest) = through.from.digest() {
        verify(engine, &through.from, digest).await?;
    }
    // With its name the digest goes, too, and with it the only trace of where the image came from.
    let digest = inspect(engine, &from).await?.and_then(|image| image.digest_in(&through.from));
    let known_as = digest.map(|digest| format!("{}@{digest}", through.from.familiar_repository()));
    let Some(name) = &through.name else { return Ok(Came { outcome, known_as }) };
    let outcome = images::tag(engine, &from, &name.canonical()).await?;
    if through.is_left() {
        remove_one(engine, &from).await?.lines.into_iter().for_each(|line| report.line(line));
    }
    Ok(Came { outcome, known_as })
}

/// The engine compares what comes with the digest. It must know the image by it, too, else nothing stays.
async fn verify(engine: &Engine, from: &Reference, digest: &str) -> Result<()> {
    let store = engine.info().store;
    let image = inspect(engine, &from.canonical()).await?.map(|image| image.into_image(store));
    let is_known = image.as_ref().is_some_and(|image| {
        image.id == digest
            || image.digests.iter().any(|name| Reference::parse(name).is_ok_and(|name| name.digest() == Some(digest)))
    });
    if is_known {
        return Ok(());
    }
    if image.is_some() {
        remove_one(engine, &from.canonical()).await?;
    }
    Err(Error::new(ErrorCode::DigestMismatch).with("reference", from.familiar()).with("digest", digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:147913621d9cdea08853f6ba9116c2e27a3ceffecf3b492983ae97c3d643fbbe";

    #[test]
    fn names_go_through_a_mirror_and_back() {
        let tagged = format!("ubuntu:14.04@{DIGEST}");
        let digested = format!("ubuntu@{DIGEST}");
        let at_mirror = format!("mirror.example/library/ubuntu@{DIGEST}");
        for (reference, mirror, from, name, is_left) in [
            (
                "ubuntu:14.04",
                "http://127.0.0.1:5001",
                "127.0.0.1:5001/library/ubuntu:14.04",
                Some("ubuntu:14.04"),
                true,
            ),
            ("ubuntu", "mirror.example", "mirror.example/library/ubuntu:latest", Some("ubuntu:latest"), true),
            (
                "grafana/grafana:11",
                "mirror.example/a",
                "mirror.example/a/grafana/grafana:11",
                Some("grafana/grafana:11"),
                true,
            ),
            (tagged.as_str(), "mirror.example", at_mirror.as_str(), Some("ubuntu:14.04"), false),
            (digested.as_str(), "mirror.example", at_mirror.as_str(), None, false),
        ] {
            let through = Through::new(reference, mirror).unwrap_or_else(|error| panic!("{reference}: {error}"));
            assert_eq!(through.from.familiar(), from, "what {mirror} is asked for {reference}");
            assert_eq!(through.name.as_ref().map(Reference::familiar).as_deref(), name, "its name afterwards");
            assert_eq!(through.is_left(), is_left, "whether the mirror's name goes again for {reference}");
        }
    }

    #[test]
    fn another_registrys_images_are_not_asked_of_a_mirror() {
        let error = Through::new("ghcr.io/team/app:1", "mirror.example").expect_err("a mirror has Docker Hub's images");
        assert_eq!(error.code, ErrorCode::MirrorHubOnly, "by its code");
        assert_eq!(error.details["registry"], "ghcr.io", "the registry is named");
    }
}
