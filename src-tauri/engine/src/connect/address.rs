use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::error::{Error, ErrorCode, Result};

/// The parsed address of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The path of a Unix socket.
    Unix(PathBuf),
    /// A Windows named pipe, such as `\\.\pipe\docker_engine`.
    Pipe(String),
    /// A TCP host and port, with or without TLS.
    Tcp {
        /// The name or IP address, without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// `docker system dial-stdio` through ssh, as the docker CLI does (cli/connhelper).
    Ssh {
        /// `host` or `user@host`.
        destination: String,
        /// The port, if it is not 22.
        port: Option<u16>,
        /// The socket on the remote machine, if it is not the default one.
        socket: Option<String>,
    },
}

impl Address {
    /// Parses the value of `DOCKER_HOST` or of a context (docker/cli `opts/hosts.go`). Without `://`, a path is a socket
    /// and anything else is TCP. Omitted parts have their defaults, such as port 2375.
    ///
    /// # Errors
    /// [`ErrorCode::AddressInvalid`]
    pub fn parse(text: &str) -> Result<Self> {
        let address = match text.trim().split_once("://") {
            Some(("unix", path)) => Some(Self::Unix(non_empty_or(path, "/var/run/docker.sock").into())),
            Some(("npipe", pipe)) => Some(Self::Pipe(non_empty_or(pipe, "//./pipe/docker_engine").replace('/', "\\"))),
            Some(("tcp", rest)) => tcp(rest),
            Some(("ssh", rest)) => ssh(rest),
            Some(_) => None,
            None if text.trim().is_empty() => None,
            None if text.trim().starts_with(['/', '.']) => Some(Self::Unix(text.trim().into())),
            None => tcp(text.trim()),
        };
        address.ok_or_else(|| Error::new(ErrorCode::AddressInvalid).with("address", text))
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

fn non_empty_or<'a>(text: &'a str, default: &'a str) -> &'a str {
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
    // The docker CLI gets the user name decoded from Go's net/url.
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
    fn parses_every_form_of_docker_host() {
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
            assert_eq!(Address::parse(text).expect(text), expected, "parsing {text}");
        }
    }

    #[test]
    fn rejects_invalid_addresses() {
        for text in ["", " ", "ftp://host", "https://host", "tcp://a b", "host:port", "ssh://"] {
            let error = Address::parse(text).expect_err(text);
            assert_eq!(error.code, ErrorCode::AddressInvalid, "{text:?} is invalid");
        }
    }
}
