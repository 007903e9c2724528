//! A line of the log for people: what happened to whom, and nothing of what frames hold.

use std::fmt::Write as _;

use crate::mock::LogEntry;

const MILLIS_PER_DAY: u64 = 86_400_000;

pub fn of(entry: &LogEntry) -> String {
    let of_day = entry.at_ms % MILLIS_PER_DAY;
    let (hours, minutes) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let (seconds, millis) = (of_day / 1000 % 60, of_day % 1000);
    let mut line = format!("{hours:02}:{minutes:02}:{seconds:02}.{millis:03}");
    let mut write = |part: std::fmt::Arguments<'_>| {
        let _ = line.write_fmt(part);
    };
    if let Some(connection) = entry.connection {
        write(format_args!(" #{connection}"));
    }
    write(format_args!(" {}", entry.kind.as_str()));
    if let Some(verdict) = entry.verdict {
        write(format_args!(" {verdict}"));
    }
    if let Some(fault) = entry.fault {
        write(format_args!(" {fault}"));
    }
    if let Some(wire_type) = &entry.wire_type {
        write(format_args!(" {}", wire_type.escape_debug()));
    }
    if let Some(code) = entry.code {
        write(format_args!(" {code}"));
    }
    if let Some(receivers) = entry.receivers {
        write(format_args!(" to {receivers}"));
    }
    if let Some(tenant) = &entry.tenant_id {
        write(format_args!(" of {}", tenant.escape_debug()));
    }
    if let Some(why) = entry.error.as_ref().or(entry.reason.as_ref()) {
        write(format_args!(": {}", why.escape_debug()));
    }
    line
}
