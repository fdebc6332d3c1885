use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::RangeInclusive,
};

use crate::error::{Error, ErrorCode, Result};

/// One container port that a `-p` value publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The container's port.
    pub container: u16,
    /// `tcp`, `udp`, `sctp`.
    pub protocol: String,
    /// The host's address; empty for all.
    pub address: String,
    /// The host's ports to choose from; `None` for any.
    pub host: Option<RangeInclusive<u16>>,
}

impl Publication {
    /// The one host port that it needs; `None` where the engine may choose.
    pub fn needs(&self) -> Option<u16> {
        self.host.as_ref().filter(|host| host.start() == host.end() && *host.start() != 0).map(|host| *host.start())
    }

    /// The host's port as the engine's API takes it: `80`, `8000-8010`, or empty.
    pub fn host_port(&self) -> String {
        match &self.host {
            None => String::new(),
            Some(host) if host.start() == host.end() => host.start().to_string(),
            Some(host) => format!("{}-{}", host.start(), host.end()),
        }
    }
}

/// Whether two addresses cannot have the same port: one is the other, or all addresses of its family. IPv4 and IPv6 have
/// ports of their own. Without an address, Docker publishes on both, and Podman on IPv4.
pub fn addresses_clash(one: &str, other: &str, podman: bool) -> bool {
    let unspecified = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];
    let addresses = |text: &str| match text.parse::<IpAddr>() {
        Ok(address) => vec![address],
        Err(_) if podman => vec![unspecified[0]],
        Err(_) => unspecified.to_vec(),
    };
    let others = addresses(other);
    addresses(one).iter().any(|one| {
        let clashes = |other: &IpAddr| one == other || one.is_unspecified() || other.is_unspecified();
        others.iter().any(|other| one.is_ipv4() == other.is_ipv4() && clashes(other))
    })
}

/// Parses a `-p` value, `[[IP:][HOST]:]CONTAINER[/PROTOCOL]`, as docker/go-connections/nat `ParsePortSpec` does.
///
/// # Errors
/// [`ErrorCode::PortInvalid`].
pub fn parse(value: &str) -> Result<Vec<Publication>> {
    publications(value).ok_or_else(|| Error::new(ErrorCode::PortInvalid).with("value", value))
}

fn publications(value: &str) -> Option<Vec<Publication>> {
    let (address, host, container) = split(value);
    let (container, protocol) = container.split_once('/').unwrap_or((container, ""));
    let protocol = if protocol.is_empty() { "tcp".to_owned() } else { protocol.to_lowercase() };
    if !["tcp", "udp", "sctp"].contains(&protocol.as_str()) {
        return None;
    }
    let address = address_of(address)?;
    let inside = range(container)?;
    let host = if host.is_empty() { None } else { Some(range(host)?) };
    if *inside.start() == 0 {
        return None;
    }
    let single = inside.start() == inside.end();
    if let Some(host) = &host
        && !single
        && host.end() - host.start() != inside.end() - inside.start()
    {
        return None;
    }
    let publication = |container: u16| Publication {
        container,
        protocol: protocol.clone(),
        address: address.clone(),
        host: host.as_ref().map(|host| {
            if single {
                host.clone()
            } else {
                let port = host.start() + (container - inside.start());
                port..=port
            }
        }),
    };
    Some(inside.clone().map(publication).collect())
}

/// Splits at the last two colons: an IPv6 address contains others.
fn split(value: &str) -> (&str, &str, &str) {
    match value.rsplit_once(':') {
        None => ("", "", value),
        Some((rest, container)) => match rest.rsplit_once(':') {
            None => ("", rest, container),
            Some((address, host)) => (address, host, container),
        },
    }
}

/// An IP address, with or without brackets; empty stays empty.
fn address_of(text: &str) -> Option<String> {
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?,
        None => text,
    };
    (bare.is_empty() && text.is_empty() || bare.parse::<IpAddr>().is_ok()).then(|| bare.to_owned())
}

fn range(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (port(first)?, port(last)?);
    (first <= last).then_some(first..=last)
}

/// Digits only: Rust's parser would accept a sign.
fn port(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_family_has_its_own_ports() {
        for (one, other, docker, podman) in [
            ("0.0.0.0", "::", false, false),
            ("", "::", true, false),
            ("", "0.0.0.0", true, true),
            ("", "", true, true),
            ("127.0.0.1", "0.0.0.0", true, true),
            ("127.0.0.1", "::", false, false),
            ("127.0.0.1", "::1", false, false),
            ("127.0.0.1", "127.0.0.2", false, false),
            ("::1", "::", true, true),
        ] {
            for (one, other) in [(one, other), (other, one)] {
                assert_eq!(addresses_clash(one, other, false), docker, "{one:?} beside {other:?} on Docker");
                assert_eq!(addresses_clash(one, other, true), podman, "{one:?} beside {other:?} on Podman");
            }
        }
    }

    /// Each publication as `address|host|container/protocol`.
    fn shown(value: &str) -> Vec<String> {
        parse(value)
            .unwrap_or_default()
            .iter()
            .map(|one| format!("{}|{}|{}/{}", one.address, one.host_port(), one.container, one.protocol))
            .collect()
    }

    #[test]
    fn values_are_read_as_the_docker_command_reads_them() {
        for (value, expected) in [
            ("80", &["||80/tcp"][..]),
            ("80/udp", &["||80/udp"]),
            ("80/", &["||80/tcp"]),
            ("80/TCP", &["||80/tcp"]),
            ("8080:80", &["|8080|80/tcp"]),
            (":80", &["||80/tcp"]),
            ("127.0.0.1:8080:80/sctp", &["127.0.0.1|8080|80/sctp"]),
            ("127.0.0.1::80", &["127.0.0.1||80/tcp"]),
            ("[::1]:8080:80", &["::1|8080|80/tcp"]),
            ("::1:8080:80", &["::1|8080|80/tcp"]),
            ("80-81", &["||80/tcp", "||81/tcp"]),
            ("8080-8081:80-81", &["|8080|80/tcp", "|8081|81/tcp"]),
            ("8000-8010:80", &["|8000-8010|80/tcp"]),
        ] {
            assert_eq!(shown(value), expected, "what {value:?} publishes");
        }
    }

    #[test]
    fn what_the_docker_command_refuses_is_refused() {
        for value in [
            "",
            ":",
            "8080:",
            "http",
            "80/icmp",
            "65536",
            "81-80",
            "8080-8082:80-81",
            "localhost:80:80",
            "[::1:80:80",
            "[]:80:80",
            "+80",
            "8080 :80",
            "0",
        ] {
            let code = parse(value).map_err(|error| error.code);
            assert_eq!(code, Err(ErrorCode::PortInvalid), "{value:?} is no port");
        }
    }

    proptest! {
        #[test]
        fn anything_typed_is_read_or_refused(value in "[0-9a-z:/.\\[\\]-]{0,24}") {
            if let Ok(publications) = parse(&value) {
                prop_assert!(!publications.is_empty(), "{value:?} publishes something");
            }
        }

        #[test]
        fn ranges_pair_up(start in 1u16..60_000, host in 1u16..60_000, count in 0u16..50) {
            let value = format!("{host}-{}:{start}-{}", host + count, start + count);
            let read = parse(&value).expect("equal ranges are valid");
            prop_assert_eq!(read.len(), usize::from(count) + 1, "one publication for each port");
            for (publication, step) in read.iter().zip(0..) {
                let pair = (publication.container, publication.needs());
                prop_assert_eq!(pair, (start + step, Some(host + step)), "each port has its own host port");
            }
        }
    }
}
