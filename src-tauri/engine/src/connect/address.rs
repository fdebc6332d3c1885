use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::error::{Error, ErrorCode, Result};

/// An endpoint's address, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A Unix socket's path.
    Unix(PathBuf),
    /// A Windows named pipe, as `\\.\pipe\docker_engine`.
    Pipe(String),
    /// A TCP host and port, plain or with TLS.
    Tcp {
        /// Name or number, without brackets.
        host: String,
        /// Port.
        port: u16,
    },
    /// `docker system dial-stdio` through ssh, as the docker CLI does (cli/connhelper).
    Ssh {
        /// `host` or `user@host`.
        destination: String,
        /// Where not 22.
        port: Option<u16>,
        /// A socket on the far side other than the default one.
        socket: Option<String>,
    },
}

impl Address {
    /// Reads what `DOCKER_HOST` or a context holds (docker/cli `opts/hosts.go`): without `://` a path is a socket's and all
    /// else TCP; what is left out is the default, such as the port 2375.
    ///
    /// # Errors
    /// [`ErrorCode::AddressInvalid`]
    pub fn parse(text: &str) -> Result<Self> {
        let read = match text.trim().split_once("://") {
            Some(("unix", path)) => Some(Self::Unix(or(path, "/var/run/docker.sock").into())),
            Some(("npipe", pipe)) => Some(Self::Pipe(or(pipe, "//./pipe/docker_engine").replace('/', "\\"))),
            Some(("tcp", rest)) => tcp(rest),
            Some(("ssh", rest)) => ssh(rest),
            Some(_) => None,
            None if text.trim().is_empty() => None,
            None if text.trim().starts_with(['/', '.']) => Some(Self::Unix(text.trim().into())),
            None => tcp(text.trim()),
        };
        read.ok_or_else(|| Error::new(ErrorCode::AddressInvalid).with("address", text))
    }

    /// Whether it can only be on this machine.
    pub fn is_local(&self) -> bool {
        match self {
            Self::Unix(_) | Self::Pipe(_) => true,
            Self::Tcp { host, .. } => {
                host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
            }
            Self::Ssh { .. } => false,
        }
    }
}

fn or<'a>(text: &'a str, default: &'a str) -> &'a str {
    if text.is_empty() { default } else { text }
}

fn tcp(rest: &str) -> Option<Address> {
    let host = if rest.is_empty() || rest.starts_with(':') { "localhost" } else { "" };
    let url = Url::parse(&format!("tcp://{host}{rest}")).ok()?;
    Some(Address::Tcp { host: host_of(&url)?, port: url.port().unwrap_or(2375) })
}

fn ssh(rest: &str) -> Option<Address> {
    let url = Url::parse(&format!("ssh://{rest}")).ok()?;
    let host = host_of(&url)?;
    // Go's net/url gives the docker CLI the user as it is meant.
    let user = percent_decode_str(url.username()).decode_utf8().ok()?;
    Some(Address::Ssh {
        destination: if user.is_empty() { host } else { format!("{user}@{host}") },
        port: url.port(),
        socket: Some(url.path().to_owned()).filter(|path| path.len() > 1),
    })
}

fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_matches(['[', ']']);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_that_docker_host_takes() {
        let tcp = |host: &str, port| Address::Tcp { host: host.into(), port };
        for (text, expected) in [
            ("unix:///var/run/docker.sock", Address::Unix("/var/run/docker.sock".into())),
            ("tcp://127.0.0.1:2376", tcp("127.0.0.1", 2376)),
            ("tcp://[::1]:2375", tcp("::1", 2375)),
            ("tcp://example.org", tcp("example.org", 2375)),
            ("10.0.0.5:2375", tcp("10.0.0.5", 2375)),
            ("localhost:2376", tcp("localhost", 2376)),
            ("[::1]:2376", tcp("::1", 2376)),
            ("build-host", tcp("build-host", 2375)),
            (" tcp://far:1 ", tcp("far", 1)),
            ("tcp://", tcp("localhost", 2375)),
            ("tcp://:2376", tcp("localhost", 2376)),
            ("unix://", Address::Unix("/var/run/docker.sock".into())),
            ("/run/docker.sock", Address::Unix("/run/docker.sock".into())),
            ("npipe://", Address::Pipe(r"\\.\pipe\docker_engine".into())),
            (
                "ssh://corp%5Cme%40home@host",
                Address::Ssh { destination: r"corp\me@home@host".into(), port: None, socket: None },
            ),
            ("npipe:////./pipe/docker_engine", Address::Pipe(r"\\.\pipe\docker_engine".into())),
            ("ssh://me@host:2222", Address::Ssh { destination: "me@host".into(), port: Some(2222), socket: None }),
            (
                "ssh://host/run/d.sock",
                Address::Ssh { destination: "host".into(), port: None, socket: Some("/run/d.sock".into()) },
            ),
        ] {
            assert_eq!(Address::parse(text).expect(text), expected, "reading {text}");
        }
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        for text in ["", " ", "ftp://host", "https://host", "tcp://a b", "host:port", "ssh://"] {
            let error = Address::parse(text).expect_err(text);
            assert_eq!(error.code, ErrorCode::AddressInvalid, "the code for {text:?}");
        }
    }
}
