//! The grammar of image names (github.com/distribution/reference).

use std::fmt;

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::id::{is_bare_id, is_lower_hex},
};

/// The domain of names without one.
const HUB: &str = "docker.io";
/// Its older name.
const LEGACY_HUB: &str = "index.docker.io";
/// Docker Hub's namespace for repositories without one.
const OFFICIAL: &str = "library/";
/// `RepositoryNameTotalLengthMax`. Older engines count the domain too, so we do.
const LONGEST_NAME: usize = 255;
const LONGEST_TAG: usize = 128;
/// The tag of a name without one.
const DEFAULT_TAG: &str = "latest";

/// An image's name: `[DOMAIN/]PATH[:TAG][@DIGEST]`.
///
/// Two spellings of one name (`ubuntu`, `docker.io/library/ubuntu`) are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    domain: String,
    path: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl Reference {
    /// Parses a name as typed, ignoring space around it.
    ///
    /// # Errors
    /// [`ErrorCode::ReferenceEmpty`], [`ErrorCode::ReferenceIsId`], [`ErrorCode::ReferenceUppercase`],
    /// [`ErrorCode::ReferenceTooLong`], [`ErrorCode::TagInvalid`], [`ErrorCode::DigestInvalid`],
    /// [`ErrorCode::ReferenceInvalid`].
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::new(ErrorCode::ReferenceEmpty));
        }
        let wrong = |code| Error::new(code).with("reference", text);
        // By the grammar `sha256:…` is a repository named sha256; nobody means that.
        if is_bare_id(text.strip_prefix("sha256:").unwrap_or(text)) {
            return Err(wrong(ErrorCode::ReferenceIsId));
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        let (name, tag) = split_tag(rest);
        let (domain, path) = split_domain(name);
        if !is_domain(domain) {
            return Err(wrong(ErrorCode::ReferenceInvalid));
        }
        if !is_path(&path) {
            return Err(match lowercase(&path) {
                Some(_) => wrong(ErrorCode::ReferenceUppercase).with("suggestion", suggestion(text, name)),
                None => wrong(ErrorCode::ReferenceInvalid),
            });
        }
        if domain.len() + 1 + path.len() > LONGEST_NAME {
            return Err(wrong(ErrorCode::ReferenceTooLong));
        }
        if let Some(tag) = tag.filter(|tag| !is_tag(tag)) {
            return Err(Error::new(ErrorCode::TagInvalid).with("tag", tag));
        }
        if let Some(digest) = digest.filter(|digest| !is_digest(digest)) {
            return Err(Error::new(ErrorCode::DigestInvalid).with("digest", digest));
        }
        Ok(Self { domain: domain.to_owned(), path, tag: tag.map(str::to_owned), digest: digest.map(str::to_owned) })
    }

    /// The registry's host and port; `docker.io` for Docker Hub.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The repository within its registry, such as `library/ubuntu`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The tag, where one is named.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest, where one is named.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// Whether Docker Hub has it.
    pub fn is_on_hub(&self) -> bool {
        self.domain == HUB
    }

    /// The registry, as people call it.
    pub fn registry(&self) -> &str {
        &self.domain
    }

    /// Registry and repository: `docker.io/library/ubuntu`.
    pub fn repository(&self) -> String {
        format!("{}/{}", self.domain, self.path)
    }

    /// The repository as the CLI shows it: `ubuntu`, `grafana/grafana`, `localhost:5000/web`.
    pub fn familiar_repository(&self) -> String {
        if self.domain != HUB {
            return self.repository();
        }
        match self.path.strip_prefix(OFFICIAL).filter(|rest| !rest.contains('/')) {
            Some(name) => name.to_owned(),
            // Without their domain, Hub names such as `docker.io/localhost/a` would name another registry.
            None if split_domain(&self.path).0 != HUB => self.repository(),
            None => self.path.clone(),
        }
    }

    /// As the CLI shows it, with a tag or digest only where one was named: `ubuntu:14.04`.
    pub fn familiar(&self) -> String {
        self.with_suffix(self.familiar_repository())
    }

    /// The canonical name, with a tag or digest only where one was named: `docker.io/library/ubuntu:14.04`.
    pub fn canonical(&self) -> String {
        self.with_suffix(self.repository())
    }

    /// The same with the tag `latest` where neither tag nor digest is named.
    #[must_use]
    pub fn with_default_tag(mut self) -> Self {
        if self.tag.is_none() && self.digest.is_none() {
            self.tag = Some(DEFAULT_TAG.to_owned());
        }
        self
    }

    /// Whether both name the same repository.
    pub fn same_repository(&self, other: &Self) -> bool {
        self.domain == other.domain && self.path == other.path
    }

    fn with_suffix(&self, mut name: String) -> String {
        if let Some(tag) = &self.tag {
            name.push(':');
            name.push_str(tag);
        }
        if let Some(digest) = &self.digest {
            name.push('@');
            name.push_str(digest);
        }
        name
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.familiar())
    }
}

/// Checks that a name from outside can be part of a request's path.
pub(crate) fn path_name(name: &str) -> Result<&str> {
    let hex = name.strip_prefix("sha256:").unwrap_or(name);
    let is_id = !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id || Reference::parse(name).is_ok_and(|_| name.trim() == name) {
        Ok(name)
    } else {
        Err(Error::new(ErrorCode::ImageNotFound).with("reference", name))
    }
}

/// Name and tag; a colon before the last slash belongs to the domain's port.
fn split_tag(text: &str) -> (&str, Option<&str>) {
    let last = text.rfind('/').map_or(0, |slash| slash + 1);
    match text[last..].find(':') {
        Some(colon) => (&text[..last + colon], Some(&text[last + colon + 1..])),
        None => (text, None),
    }
}

/// Domain and path, by `splitDockerDomain`: the part before the first slash is a domain when it is `localhost` or
/// contains a dot or a colon. (Newer versions also take an uppercase one for a domain; a typo is likelier.)
fn split_domain(name: &str) -> (&str, String) {
    let (domain, path) = match name.split_once('/') {
        Some((first, rest)) if first == LEGACY_HUB => (HUB, rest),
        Some((first, rest)) if first == "localhost" || first.contains(['.', ':']) => (first, rest),
        _ => (HUB, name),
    };
    if domain == HUB && !path.contains('/') { (domain, format!("{OFFICIAL}{path}")) } else { (domain, path.to_owned()) }
}

/// `host[:port]`, where host is a name or an IPv6 address in brackets.
fn is_domain(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':'),
        None => host.split('.').all(is_domain_component),
    };
    is_host && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_domain_component(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_path(text: &str) -> bool {
    text.split('/').all(is_path_component)
}

/// `[a-z0-9]+((?:[._]|__|[-]+)[a-z0-9]+)*`
fn is_path_component(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_separator =
        |separator: &[u8]| matches!(separator, b"." | b"_" | b"__") || separator.iter().all(|byte| *byte == b'-');
    let bytes = text.as_bytes();
    let runs: Vec<&[u8]> = bytes.chunk_by(|one, next| is_word(*one) == is_word(*next)).collect();
    let begins_and_ends_with_word =
        bytes.first().is_some_and(|byte| is_word(*byte)) && bytes.last().is_some_and(|byte| is_word(*byte));
    begins_and_ends_with_word && runs.iter().all(|run| is_word(run[0]) || is_separator(run))
}

/// `[\w][\w.-]{0,127}`
fn is_tag(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= LONGEST_TAG
        && text.bytes().next().is_some_and(is_word)
        && text.bytes().all(|byte| is_word(byte) || matches!(byte, b'.' | b'-'))
}

/// The algorithms that engines know (github.com/opencontainers/go-digest), each with its length.
fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, hex)| {
        let length = match algorithm {
            "sha256" => 64,
            "sha384" => 96,
            "sha512" => 128,
            _ => return false,
        };
        hex.len() == length && is_lower_hex(hex)
    })
}

/// The path in lowercase, where that would make it valid.
fn lowercase(path: &str) -> Option<String> {
    let lower = path.to_lowercase();
    (lower != path && is_path(&lower)).then_some(lower)
}

/// The text with its path in lowercase, and its domain, tag and digest as they were.
fn suggestion(text: &str, name: &str) -> String {
    let path_begins = match name.split_once('/') {
        Some((first, _)) if first == "localhost" || first.contains(['.', ':']) => first.len() + 1,
        _ => 0,
    };
    format!("{}{}{}", &text[..path_begins], name[path_begins..].to_lowercase(), &text[name.len()..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DIGEST: &str = "sha256:147913621d9cdea08853f6ba9116c2e27a3ceffecf3b492983ae97c3d643fbbe";

    #[test]
    fn names_are_read_as_docker_reads_them() {
        for (text, canonical, familiar) in [
            ("ubuntu", "docker.io/library/ubuntu", "ubuntu"),
            ("  ubuntu:14.04\n", "docker.io/library/ubuntu:14.04", "ubuntu:14.04"),
            ("docker.io/ubuntu", "docker.io/library/ubuntu", "ubuntu"),
            ("docker.io/library/ubuntu:14.04", "docker.io/library/ubuntu:14.04", "ubuntu:14.04"),
            ("index.docker.io/ubuntu", "docker.io/library/ubuntu", "ubuntu"),
            ("grafana/grafana:11", "docker.io/grafana/grafana:11", "grafana/grafana:11"),
            ("library/a/b", "docker.io/library/a/b", "library/a/b"),
            ("localhost/x", "localhost/x", "localhost/x"),
            ("docker.io/localhost/x", "docker.io/localhost/x", "docker.io/localhost/x"),
            ("localhost:5000", "docker.io/library/localhost:5000", "localhost:5000"),
            ("localhost:5000/web:v2", "localhost:5000/web:v2", "localhost:5000/web:v2"),
            ("Foo:5000/bar", "Foo:5000/bar", "Foo:5000/bar"),
            ("Foo.com/bar", "Foo.com/bar", "Foo.com/bar"),
            ("[2001:db8::1]:5000/a", "[2001:db8::1]:5000/a", "[2001:db8::1]:5000/a"),
            ("[::1]/a", "[::1]/a", "[::1]/a"),
            ("a__b/c--d.e_f", "docker.io/a__b/c--d.e_f", "a__b/c--d.e_f"),
            (
                "xn--7o8h.com/myimage:xn--7o8h.com",
                "xn--7o8h.com/myimage:xn--7o8h.com",
                "xn--7o8h.com/myimage:xn--7o8h.com",
            ),
        ] {
            let reference = Reference::parse(text).unwrap_or_else(|error| panic!("{text:?} is valid, not {error}"));
            assert_eq!(reference.canonical(), canonical, "{text:?} in full");
            assert_eq!(reference.familiar(), familiar, "{text:?} as the CLI shows it");
        }
    }

    #[test]
    fn parts_are_told_apart() {
        let reference = Reference::parse(&format!("localhost:5000/team/web:v2@{DIGEST}")).unwrap();
        assert_eq!(reference.domain(), "localhost:5000", "the domain has its port");
        assert_eq!(reference.path(), "team/web", "the path");
        assert_eq!(reference.tag(), Some("v2"), "the tag");
        assert_eq!(reference.digest(), Some(DIGEST), "the digest");
        let bare = Reference::parse("ubuntu").unwrap();
        assert_eq!(bare.tag(), None, "no tag is made up");
        assert_eq!(bare.with_default_tag().tag(), Some("latest"), "unless asked for");
        let pinned = Reference::parse(&format!("ubuntu@{DIGEST}")).unwrap().with_default_tag();
        assert_eq!(pinned.tag(), None, "a digest needs no tag");
    }

    #[test]
    fn mistakes_have_their_codes() {
        use ErrorCode::*;
        let long = "a".repeat(256);
        let long_tag = format!("ubuntu:{}", "t".repeat(129));
        let hex = "0".repeat(64);
        let hex_id = format!("sha256:{hex}");
        for (text, code) in [
            ("", ReferenceEmpty),
            ("   ", ReferenceEmpty),
            ("Ubuntu", ReferenceUppercase),
            ("Foo/bar", ReferenceUppercase),
            ("localhost:5000/Web", ReferenceUppercase),
            ("LOCALHOST/x", ReferenceUppercase),
            ("ubuntu:", TagInvalid),
            ("ubuntu:-a", TagInvalid),
            ("ubuntu:a b", TagInvalid),
            ("a:b:c", TagInvalid),
            (long_tag.as_str(), TagInvalid),
            ("ubuntu@", DigestInvalid),
            ("ubuntu@sha256:12", DigestInvalid),
            ("ubuntu@md5:d41d8cd98f00b204e9800998ecf8427e", DigestInvalid),
            (long.as_str(), ReferenceTooLong),
            (hex.as_str(), ReferenceIsId),
            (hex_id.as_str(), ReferenceIsId),
            ("https://github.com/docker/docker", ReferenceInvalid),
            ("a//b", ReferenceInvalid),
            ("/a", ReferenceInvalid),
            ("a/", ReferenceInvalid),
            ("-a", ReferenceInvalid),
            ("a-", ReferenceInvalid),
            ("a___b", ReferenceInvalid),
            ("a..b", ReferenceInvalid),
            ("a._b", ReferenceInvalid),
            ("ubuntu 14", ReferenceInvalid),
            ("乌班图", ReferenceInvalid),
            (":latest", ReferenceInvalid),
            ("-foo.com/bar", ReferenceInvalid),
            ("[fe80::1%eth0]:5000/a", ReferenceInvalid),
        ] {
            let error = Reference::parse(text).expect_err(text);
            assert_eq!(error.code, code, "what is wrong with {text:?}");
        }
    }

    #[test]
    fn uppercase_comes_with_a_suggestion() {
        for (text, suggestion) in [
            ("Ubuntu:14.04", "ubuntu:14.04"),
            ("Foo/Bar:V2", "foo/bar:V2"),
            ("Localhost:5000/Web:V2", "Localhost:5000/web:V2"),
        ] {
            let error = Reference::parse(text).expect_err(text);
            assert_eq!(error.details["suggestion"], suggestion, "what {text:?} should have been");
        }
    }

    prop_compose! {
        fn component()(text in "[a-z0-9]{1,6}((\\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}") -> String { text }
    }

    prop_compose! {
        fn names()(
            domain in proptest::option::of("(localhost|[A-Za-z0-9]{1,5}\\.[a-z]{2,4}|[a-z]{2,6}:[0-9]{2,5}|docker\\.io|\\[[0-9a-f]{1,4}::[0-9a-f]{1,4}\\])"),
            path in prop::collection::vec(component(), 1..4),
            tag in proptest::option::of("[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}"),
            digest in proptest::option::of("sha256:[0-9a-f]{64}"),
        ) -> String {
            // Without a domain, a dot in the first component would make it one.
            let mut name = domain.map_or_else(|| "team/".to_owned(), |domain| format!("{domain}/"));
            name.push_str(&path.join("/"));
            if let Some(tag) = tag { name.push(':'); name.push_str(&tag); }
            if let Some(digest) = digest { name.push('@'); name.push_str(&digest); }
            name
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_the_same(name in names()) {
            let reference = Reference::parse(&name).expect("made by the grammar");
            prop_assert_eq!(Reference::parse(&reference.familiar()), Ok(reference.clone()), "the familiar form names the same");
            prop_assert_eq!(Reference::parse(&reference.canonical()), Ok(reference.clone()), "the full form names the same");
            prop_assert!(reference.canonical().ends_with(&reference.familiar()), "the familiar form only leaves out");
        }

        #[test]
        fn no_text_is_too_odd(text in any::<String>()) {
            if let Ok(reference) = Reference::parse(&text) {
                prop_assert_eq!(Reference::parse(&reference.canonical()), Ok(reference.clone()), "what is accepted can be printed");
            }
        }
    }
}
