//! Whether the environment asks for a proxy. There is none here: a tunnel with its kinds of
//! authentication is a library's work, and the ones that are well kept bring an HTTP client along. So
//! it is said, rather than a connection tried that whoever set the variable knows to fail.

/// The variables that name a proxy for `wss://`, and those that name hosts without one. Both spellings
/// are in use.
const PROXY: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const NO_PROXY: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// The variable that asks for a proxy to this URL. A `ws://` URL is of this machine.
pub fn asked(url: &str, variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let host = host(url.strip_prefix("wss://")?);
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let name = PROXY.into_iter().find(|name| set(name).is_some())?;
    let exempt = NO_PROXY.into_iter().find_map(set).unwrap_or_default();
    let is_exempt = is_local(host) || exempt.split(',').any(|entry| covers(entry.trim(), host));
    (!is_exempt).then_some(name)
}

fn host(authority: &str) -> &str {
    let authority = authority.split(['/', '?']).next().unwrap_or_default();
    match authority.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_local(host: &str) -> bool {
    let is_loopback = |address: std::net::IpAddr| address.is_loopback();
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_loopback)
}

/// Whether an entry of `NO_PROXY` names the host: itself, a domain above it, or all.
fn covers(entry: &str, host: &str) -> bool {
    let entry = entry.trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase();
    let host = host.to_ascii_lowercase();
    let above = host.strip_suffix(&entry);
    entry == "*" || !entry.is_empty() && above.is_some_and(|it| it.is_empty() || it.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_asked_for_unless_the_host_is_exempt() {
        for (url, variables, expected) in [
            ("wss://a.b.example/x", &[][..], None),
            ("wss://a.b.example/x", &[("HTTPS_PROXY", "http://p:1")], Some("HTTPS_PROXY")),
            ("wss://a.b.example", &[("all_proxy", "socks5://p")], Some("all_proxy")),
            ("wss://a.b.example", &[("HTTPS_PROXY", " ")], None),
            ("wss://a.b.example", &[("HTTP_PROXY", "http://p")], None),
            ("ws://localhost:1", &[("ALL_PROXY", "http://p")], None),
            ("wss://localhost:1/x", &[("ALL_PROXY", "http://p")], None),
            ("wss://[::1]:1", &[("ALL_PROXY", "http://p")], None),
            ("wss://A.b.example:1", &[("ALL_PROXY", "p"), ("NO_PROXY", "x, b.Example")], None),
            ("wss://a.b.example", &[("ALL_PROXY", "p"), ("no_proxy", ".example")], None),
            ("wss://a.b.example", &[("ALL_PROXY", "p"), ("no_proxy", "*.b.example")], None),
            ("wss://a.b.example", &[("ALL_PROXY", "p"), ("no_proxy", "*")], None),
            (
                "wss://ab.example",
                &[("ALL_PROXY", "p"), ("NO_PROXY", "b.example,")],
                Some("ALL_PROXY"),
            ),
        ] {
            let set = |name: &str| {
                let found = variables.iter().find(|(set, _)| *set == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(asked(url, set), expected, "{url} {variables:?}");
        }
    }
}
