//! What each frame and each close means for the requirements that hold at any time, on any
//! connection. What is asked for by a probe, the probe judges.

use crate::connection::close::CLOSE_CODES;
use crate::json::MAX_FRAME_BYTES;

use super::Plan;
use super::memory::Memory;
use super::reading::{Kind, about, faults};
use super::sheet::Sheet;
use super::socket::Closed;
use super::waits::{Bound, Wait, Waits};

pub struct Judge<'a> {
    pub plan: &'a Plan,
    pub sheet: Sheet,
    pub connections: Vec<&'static str>,
    pub frames: usize,
    waits: Waits,
    memory: Memory,
}

/// Whose connection it is, and how far it has come.
pub struct Who {
    /// What the connection is for.
    pub label: &'static str,
    /// The tenant of its token; none if it never authenticates.
    pub tenant: Option<String>,
    pub is_authenticated: bool,
}

impl<'a> Judge<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        Judge {
            plan,
            sheet: Sheet::new(plan.skipped.clone()),
            connections: Vec::new(),
            frames: 0,
            waits: Waits::new(plan.time_scale),
            memory: Memory::default(),
        }
    }

    pub fn wait(&self, wait: Wait) -> Bound {
        self.waits.of(wait)
    }

    /// A text frame came.
    pub fn text(&mut self, who: &mut Who, text: &str) {
        self.frames += 1;
        let seen = || Some(text.to_owned());
        let mut is_valid = true;
        for (id, wrong) in faults(text) {
            is_valid &= id != "frames.valid";
            self.sheet.fail(id, wrong, seen());
        }
        if text.len() > MAX_FRAME_BYTES {
            return;
        }
        let about = about(text);
        match about.kind {
            Kind::AuthSuccess if who.is_authenticated => {
                let wrong = "a second `auth.success` on one connection";
                self.sheet.fail("auth.success-once", wrong, seen());
            }
            Kind::AuthSuccess => who.is_authenticated = true,
            Kind::Event if !who.is_authenticated => {
                let (id, wrong) = match who.tenant {
                    Some(_) => ("auth.success-first", "an event before `auth.success`"),
                    None => ("auth.none", "an event on a connection without `auth.success`"),
                };
                self.sheet.fail(id, wrong, seen());
            }
            Kind::Event => {
                match about.peek.event_id.as_deref() {
                    Some(id) if is_valid && !self.memory.note(id, text) => {
                        let wrong = "its `eventId` was that of another event before";
                        self.sheet.fail("events.id-unique", wrong, seen());
                    }
                    // What cannot be read to its end may have one.
                    None if about.peek.wire_type.is_some() => {
                        self.sheet.fail("events.id", "an event without `eventId`", seen());
                    }
                    _ => {}
                }
                if let Some(tenant) = about.peek.tenant_id.as_deref() {
                    self.tenant(who, tenant, text);
                }
            }
            _ => {}
        }
    }

    /// An event of a tenant came.
    fn tenant(&mut self, who: &Who, tenant: &str, text: &str) {
        let plan = self.plan;
        if who.tenant.as_deref() == Some(tenant) {
            return;
        }
        let is_of_other = plan.other.as_ref().is_some_and(|other| other.tenant == tenant);
        let is_leak = plan.owner.tenant == tenant || is_of_other;
        let of = who.tenant.as_deref().unwrap_or_default();
        let (id, wrong) = if is_leak && plan.other.is_some() {
            let wrong = format!("an event of `{tenant}` reached a connection of `{of}`");
            ("tenants.apart", wrong)
        } else {
            ("events.tenant", format!("an event that names `{tenant}` on a connection of `{of}`"))
        };
        self.sheet.fail(id, wrong, Some(text.to_owned()));
    }

    /// A binary frame came.
    pub fn binary(&mut self, bytes: usize) {
        self.frames += 1;
        let wrong = "a binary frame".to_owned();
        self.sheet.fail("frames.text", wrong, Some(format!("a binary frame of {bytes} bytes")));
    }

    /// The server broke the rules of WebSocket.
    pub fn broken(&mut self, how: String) {
        self.sheet.fail("frames.text", how, None);
    }

    /// A connection was closed.
    pub fn closed(&mut self, who: &Who, closed: &Closed) {
        let Some(code) = closed.code else { return };
        if CLOSE_CODES.iter().all(|row| row.code != code) {
            let wrong = format!("the connection \"{}\" was closed with {code}", who.label);
            self.sheet.fail("close.codes", wrong, Some(told(closed)));
        }
    }
}

/// How a connection ended.
pub fn told(closed: &Closed) -> String {
    match closed.code {
        None => "an end without a close frame".to_owned(),
        Some(1005) => "a close frame without a code".to_owned(),
        Some(code) => format!("a close frame with {code}"),
    }
}
