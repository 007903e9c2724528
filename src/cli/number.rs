//! Numbers in arguments: what is none is told in this command's words.

use std::str::FromStr;

/// A whole number that its type can hold, from 1 if that cannot be 0.
pub fn whole<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| {
        let least = if "0".parse::<T>().is_ok() { 0 } else { 1 };
        let most = u64::MAX >> (u64::BITS as usize - size_of::<T>() * 8);
        format!("expected a whole number from {least} to {most}")
    })
}

/// A number, with a fraction if it likes.
pub fn decimal(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "expected a number such as 0.5".to_owned())
}

/// An address of a machine.
pub fn address(text: &str) -> Result<std::net::IpAddr, String> {
    text.parse().map_err(|_| "expected an address such as 127.0.0.1 or ::1".to_owned())
}

/// A time to wait, in whole seconds.
pub fn seconds(text: &str) -> Result<u32, String> {
    let seconds = text.parse().ok().filter(|seconds| (1..=86_400).contains(seconds));
    seconds.ok_or_else(|| "expected whole seconds, from 1 to 86400".to_owned())
}
