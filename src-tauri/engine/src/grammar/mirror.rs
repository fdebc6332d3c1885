//! Registry mirrors of Docker Hub: their addresses, and the names of an image that is pulled through one.

use std::fmt;

use url::Url;

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::Reference,
};

/// The host names of Docker Hub itself.
const HUB: [&str; 4] = ["docker.io", "index.docker.io", "registry-1.docker.io", "hub.docker.com"];

/// A registry mirror's address: `[http[s]://]HOST[:PORT][/PREFIX]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    https: bool,
    host: String,
    prefix: String,
}

impl Mirror {
    /// Parses an address as typed. Without a scheme it is https, as engines take it.
    ///
    /// # Errors
    /// [`ErrorCode::MirrorInvalid`] with `mirror`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let wrong = || Error::new(ErrorCode::MirrorInvalid).with("mirror", text);
        let (https, rest) = match text.split_once("://") {
            None => (true, text),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            Some(_) => return Err(wrong()),
        };
        let rest = rest.trim_end_matches('/');
        // The address of the API, as some guides give it.
        let rest = rest.strip_suffix("/v2").unwrap_or(rest);
        let (host, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let mut host = host.to_lowercase();
        // In an image's name a single word is a namespace of Docker Hub, with a port it is a host.
        if !host.is_empty() && host != "localhost" && !host.contains(['.', ':']) {
            host += if https { ":443" } else { ":80" };
        }
        let mirror = Self { https, host, prefix: prefix.to_owned() };
        if HUB.contains(&mirror.host.as_str()) {
            return Err(wrong());
        }
        match Reference::parse(&format!("{}library/a", mirror.repositories())) {
            Ok(reference) if reference.domain() == mirror.host => Ok(mirror),
            _ => Err(wrong()),
        }
    }

    /// Host and port, as in an image's name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it uses TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// The prefix of its repositories' names; often empty.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// `HOST/[PREFIX/]`
    pub(crate) fn repositories(&self) -> String {
        match self.prefix.as_str() {
            "" => format!("{}/", self.host),
            prefix => format!("{}/{prefix}/", self.host),
        }
    }

    /// The URL of a path at the mirror's host.
    ///
    /// # Errors
    /// [`ErrorCode::MirrorInvalid`] with `mirror`.
    pub(crate) fn url(&self, path: &str) -> Result<Url> {
        let invalid = |_| Error::new(ErrorCode::MirrorInvalid).with("mirror", self.to_string());
        Url::parse(&format!("{}{path}", self.origin())).map_err(invalid)
    }

    /// Scheme and host: `https://mirror.example`.
    fn origin(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.host)
    }
}

impl fmt::Display for Mirror {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin())?;
        if self.prefix.is_empty() { Ok(()) } else { write!(formatter, "/{}", self.prefix) }
    }
}

/// Whether two addresses name the same mirror.
pub(crate) fn is_same_mirror(one: &str, other: &str) -> bool {
    Mirror::parse(one).is_ok_and(|one| Mirror::parse(other).is_ok_and(|other| one == other))
}

/// Checks that every item of a list is an address.
///
/// # Errors
/// [`ErrorCode::MirrorInvalid`] with `mirror`, the first invalid one.
pub fn check(mirrors: &[String]) -> Result<()> {
    mirrors.iter().try_for_each(|mirror| Mirror::parse(mirror).map(drop))
}

/// The names in a pull through a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorPull {
    /// The name at the mirror: `mirror.example/library/ubuntu:14.04`. If there is a digest, it alone counts, as for
    /// `docker pull`.
    pub from: Reference,
    /// The name that the image gets: `ubuntu:14.04`. `None` for a pull by digest alone.
    pub name: Option<Reference>,
}

impl MirrorPull {
    /// # Errors
    /// An invalid name or address; [`ErrorCode::MirrorHubOnly`] with `reference` and `registry` for an image of another
    /// registry than Docker Hub, which mirrors do not have.
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

    /// Whether the mirror's name is removed after the pull. A digest is kept: it vouches for the image, and an engine keeps
    /// digests only in the repository that they were pulled from.
    pub fn untags_mirror(&self) -> bool {
        self.from.digest().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_typed() {
        for (text, whole, repositories) in [
            ("https://mirror.example", "https://mirror.example", "mirror.example/"),
            (" HTTPS://Mirror.Example/ ", "https://mirror.example", "mirror.example/"),
            ("mirror.example", "https://mirror.example", "mirror.example/"),
            ("http://127.0.0.1:5001", "http://127.0.0.1:5001", "127.0.0.1:5001/"),
            ("mirror.example/prefix/", "https://mirror.example/prefix", "mirror.example/prefix/"),
            ("https://mirror.example/v2/", "https://mirror.example", "mirror.example/"),
            ("http://harbour", "http://harbour:80", "harbour:80/"),
            ("localhost/hub", "https://localhost/hub", "localhost/hub/"),
            ("https://[::1]:5000", "https://[::1]:5000", "[::1]:5000/"),
        ] {
            let mirror = Mirror::parse(text).unwrap_or_else(|error| panic!("{text:?} is an address, not {error}"));
            assert_eq!(mirror.to_string(), whole, "{text:?} in full");
            assert_eq!(mirror.repositories(), repositories, "what stands before images' names for {text:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_told() {
        for text in [
            "",
            "ftp://mirror.example",
            "https://",
            "https://user:secret@mirror.example",
            "https://mirror.example?a=b",
            "https://mirror.example/#a",
            "mirror.example/Prefix",
            "mirror .example",
            "https://mirror.example:port",
            "镜像.example",
            "docker.io",
            "https://registry-1.docker.io",
        ] {
            let error = Mirror::parse(text).expect_err(text);
            assert_eq!(error.code, ErrorCode::MirrorInvalid, "{text:?} is no mirror's address");
            assert_eq!(error.details["mirror"], text, "it is named as it was typed");
        }
        let error = check(&["mirror.example".to_owned(), "a b".to_owned()]).expect_err("one is none");
        assert_eq!(error.details["mirror"], "a b", "the one that is none is named");
    }

    const DIGEST: &str = "sha256:147913621d9cdea08853f6ba9116c2e27a3ceffecf3b492983ae97c3d643fbbe";

    #[test]
    fn names_go_through_a_mirror_and_back() {
        let tagged = format!("ubuntu:14.04@{DIGEST}");
        let digested = format!("ubuntu@{DIGEST}");
        let at_mirror = format!("mirror.example/library/ubuntu@{DIGEST}");
        for (reference, mirror, from, name, untags_mirror) in [
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
            let pull = MirrorPull::new(reference, mirror).unwrap_or_else(|error| panic!("{reference}: {error}"));
            assert_eq!(pull.from.familiar(), from, "what {mirror} is asked for {reference}");
            assert_eq!(pull.name.as_ref().map(Reference::familiar).as_deref(), name, "its name afterwards");
            assert_eq!(pull.untags_mirror(), untags_mirror, "whether the mirror's name is removed for {reference}");
        }
    }

    #[test]
    fn another_registrys_images_are_not_asked_of_a_mirror() {
        let error =
            MirrorPull::new("ghcr.io/team/app:1", "mirror.example").expect_err("a mirror has Docker Hub's images");
        assert_eq!(error.code, ErrorCode::MirrorHubOnly, "by its code");
        assert_eq!(error.details["registry"], "ghcr.io", "the registry is named");
    }
}
