//! Which names in a `Host` are names of this machine.

use std::net::{IpAddr, Ipv4Addr};

/// The name in a `Host`, without the port, if it is one of this machine.
pub(super) fn host_name(host: &str) -> Option<&str> {
    let (name, port) = match host.rfind(':').filter(|at| !host[*at..].contains(']')) {
        Some(at) => (&host[..at], &host[at + 1..]),
        None => (host, ""),
    };
    let is_port = port.bytes().all(|it| it.is_ascii_digit());
    let lower = name.to_ascii_lowercase();
    let is_v4 = || lower.parse().is_ok_and(|it: Ipv4Addr| it.is_loopback());
    let is_v6 = || {
        let inner = lower.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        inner.and_then(|it| it.parse().ok()).is_some_and(|it: IpAddr| it.is_loopback())
    };
    let is_label = |it: u8| it.is_ascii_alphanumeric() || b"-.".contains(&it);
    let is_name = || {
        let labels = lower.strip_suffix(".localhost").unwrap_or("x");
        (lower == "localhost" || lower.ends_with(".localhost")) && labels.bytes().all(is_label)
    };
    (is_port && (is_name() || is_v4() || is_v6())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_this_machine_is_told_from_others() {
        for (host, name) in [
            ("localhost", "localhost"),
            ("LOCALHOST:5056", "LOCALHOST"),
            ("app.localhost:1", "app.localhost"),
            ("127.0.0.1:5056", "127.0.0.1"),
            ("127.9.9.9", "127.9.9.9"),
            ("[::1]:5056", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(host_name(host), Some(name), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "evil-localhost",
            "[::2]",
            "localhost:evil",
            "localhost@evil.example",
            "evil.example/.localhost",
        ] {
            assert_eq!(host_name(host), None, "{host}");
        }
    }
}
