/// Where the value of a detail is in a message.
pub(in crate::connect::failure) enum Capture {
    /// Between these two; an empty end means the end of the line.
    Between(&'static str, &'static str),
    /// The port of the host's address.
    HostPort,
}

use Capture::{Between, HostPort};

impl Capture {
    /// The value there.
    pub(super) fn value(&self, message: &str) -> Option<String> {
        match self {
            Between(start, end) => {
                let rest = message.split_once(start)?.1.lines().next()?;
                let value = if end.is_empty() { rest } else { rest.split_once(end)?.0 };
                Some(value.trim().to_owned())
            }
            HostPort => message.split_whitespace().find_map(host_port).map(|port| port.to_string()),
        }
    }
}

/// The port in `0.0.0.0:8080:`, `[::]:8080`, `:::8080`, `:8080`, and, since Docker 27, `0.0.0.0:8080:172.17.0.2:80/tcp`.
fn host_port(word: &str) -> Option<u16> {
    let address = word.trim_end_matches([':', ',', ')']).split('/').next()?;
    let host = address.strip_prefix("[::]").or_else(|| address.strip_prefix("::").filter(|rest| rest.starts_with(':')));
    let after = match host.or_else(|| address.starts_with(':').then_some(address)) {
        Some(rest) => rest.strip_prefix(':')?,
        None => {
            let (host, rest) = match address.strip_prefix('[') {
                Some(inside) => inside.split_once("]:")?,
                None => address.split_once(':')?,
            };
            host.parse::<std::net::IpAddr>().ok()?;
            rest
        }
    };
    after.split(':').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_the_hosts() {
        for (message, port) in [
            (
                "driver failed programming external connectivity on endpoint web (7dc): Bind for 0.0.0.0:8080 failed: port is already allocated",
                8080,
            ),
            ("Bind for :::8080 failed: port is already allocated", 8080),
            ("Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use", 80),
            ("listen tcp6 [::]:8080: bind: address already in use", 8080),
            ("failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use", 8080),
            ("failed to bind host port 127.0.0.1:8080/tcp: address already in use", 8080),
            ("failed to bind host port [::1]:8080/tcp: address already in use", 8080),
            ("rootlessport listen tcp 0.0.0.0:8080: bind: address already in use", 8080),
            ("cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use", 8080),
        ] {
            assert_eq!(HostPort.value(message), Some(port.to_string()), "the port in {message:?}");
        }
        assert_eq!(HostPort.value("port is already allocated at 12:30 by 0.0.0.0:x"), None, "no port is named");
    }
}
