use std::path::PathBuf;

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
    /// Reads what `DOCKER_HOST` or a context holds (docker/cli `opts/hosts.go`): a missing TCP port is 2375.
    ///
    /// # Errors
    /// [`ErrorCode::AddressInvalid`]
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = || Error::new(ErrorCode::AddressInvalid).with("address", text);
        if let Some(path) = text.strip_prefix("unix://") {
            return if path.is_empty() { Err(invalid()) } else { Ok(Self::Unix(PathBuf::from(path))) };
        }
        if let Some(pipe) = text.strip_prefix("npipe://") {
            return Ok(Self::Pipe(pipe.replace('/', "\\")));
        }
        let url = Url::parse(text).map_err(|_| invalid())?;
        let host = url.host_str().ok_or_else(invalid)?.trim_matches(['[', ']']).to_owned();
        match url.scheme() {
            "tcp" => Ok(Self::Tcp { host, port: url.port_or_known_default().unwrap_or(2375) }),
            "ssh" => {
                let user = url.username();
                Ok(Self::Ssh {
                    destination: if user.is_empty() { host } else { format!("{user}@{host}") },
                    port: url.port(),
                    socket: Some(url.path().to_owned()).filter(|path| path.len() > 1),
                })
            }
            _ => Err(invalid()),
        }
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
        for text in ["", "docker", "unix://", "ftp://host", "https://host", "tcp://"] {
            let error = Address::parse(text).expect_err(text);
            assert_eq!(error.code, ErrorCode::AddressInvalid, "the code for {text:?}");
        }
    }
}
