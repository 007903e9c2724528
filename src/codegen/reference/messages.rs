//! What travels: the envelope, every event, every command, the gateway's own fault.

use super::page::{Page, cell, codes, link};
use super::values::type_of;
use crate::codegen::sent;
use crate::command::{COMMANDS, CommandRow};
use crate::describe::{documented, prose};
use crate::envelope::Header;
use crate::event::{EVENTS, EventRow, Stability};
use crate::fixtures::fixture;
use crate::json::{Field, Presence};
use crate::payload::Object;
use crate::{EventType, GatewayFault};

pub(super) fn frames(page: &mut Page) {
    page.heading(2, "Frames");
    page.text("The keys of a frame decide which of these it is, in this order:");
    page.table(
        ["if it has", "it is", "sent by"],
        vec![
            [
                "`type`".to_owned(),
                format!(
                    "an {}, or the command {}; of any other type an {}",
                    link("event", "Events"),
                    link("`pong`", &command_title("pong")),
                    link("unknown event", "Unknown and malformed"),
                ),
                "server; client".to_owned(),
            ],
            [
                "`action`".to_owned(),
                format!("a {}; another action is malformed", link("command", "Commands")),
                "client".to_owned(),
            ],
            [
                "`eventType`".to_owned(),
                "a message of another product on the same socket: unknown".to_owned(),
                "server".to_owned(),
            ],
            [
                codes(GatewayFault::FIELDS.iter().map(|field| field.key)),
                format!("a {}", link("gateway fault", "Gateway fault")),
                "API Gateway".to_owned(),
            ],
            ["none of these".to_owned(), "malformed".to_owned(), "–".to_owned()],
        ],
    );
    page.heading(3, "Envelope");
    page.text(&format!(
        "Every event travels in this envelope. `type` says which {}, and so what `data` holds. Keys \
         may stand in any order.",
        link("event", "Events")
    ));
    let mut rows = vec![[
        "`type`".to_owned(),
        "text, not empty".to_owned(),
        "required".to_owned(),
        "Which event it is.".to_owned(),
    ]];
    rows.extend(Header::FIELDS.iter().map(field_row));
    rows.push([
        "`data`".to_owned(),
        "object".to_owned(),
        "required".to_owned(),
        "The payload: the keys listed with each event.".to_owned(),
    ]);
    page.table(FIELD_HEAD, rows);
    page.text(&format!(
        "{} is the exception: its `type` alone is enough. A `timestamp` and a `data` that are there and \
         not null have to be right; no key of that `data` is listed.",
        link("`ping`", "`ping`")
    ));
}

pub(super) fn events(page: &mut Page) {
    page.heading(2, "Events");
    page.text(
        "What the server sends. The tables list the keys of `data`. *Since* is the protocol version \
         that introduced the event with its keys. *Entity* is the key that identifies what the event \
         is about, *actor* the key of the user who caused it.",
    );
    let index = EVENTS
        .iter()
        .map(|row| [link(&title(row), &title(row)), cell(row.doc), standing(row)])
        .collect();
    page.table(["type", "what happened", "stability"], index);
    for value in Stability::ENUMERATION.values {
        page.text(&format!("*{}*: {}", value.text, cell(value.doc)));
    }
    page.text("*deprecated*: Will be removed; until then it is sent, and read, as ever.");
    for row in EVENTS {
        event(page, row);
    }
}

/// Whether the event may still change, and whether it will go.
fn standing(row: &EventRow) -> String {
    let deprecated = if row.deprecation.is_some() { ", deprecated" } else { "" };
    format!("{}{deprecated}", row.stability)
}

fn title(row: &EventRow) -> String {
    format!("`{}`", row.wire_type)
}

fn event(page: &mut Page, row: &EventRow) {
    page.heading(3, &title(row));
    page.doc(&documented(&format!("{} {}", prose(row.doc), sent(row)), row.deprecation));
    let mut facts = vec![format!("Since {}", row.since), standing(row)];
    for (name, field) in [("entity", row.entity), ("actor", row.actor)] {
        facts.extend(field.map(|field| format!("{name} `{}`", field.key)));
    }
    facts.push(format!("[schema](../../schema/events/{}.json)", row.wire_type));
    page.text(&facts.join(" · "));
    fields(page, row.fields, "No data.");
    old_spellings(page, row.aliases, row.fields);
    example(page, "events", row.wire_type);
    if row.event_type == EventType::ErrorEvent {
        example(page, "events", &format!("{}--area", row.wire_type));
    }
}

pub(super) fn command_title(wire_type: &str) -> String {
    format!("Command `{wire_type}`")
}

pub(super) fn commands(page: &mut Page) {
    page.heading(2, "Commands");
    page.text("What a client sends. A command has no envelope.");
    for row in COMMANDS {
        command(page, row);
    }
}

fn command(page: &mut Page, row: &CommandRow) {
    page.heading(3, &command_title(row.wire_type));
    page.doc(&documented(row.doc, row.deprecation));
    page.text(&format!("[schema](../../schema/commands/{}.json)", row.name));
    let mut rows = vec![[
        format!("`{}`", row.discriminator),
        format!("`\"{}\"`", row.wire_type),
        "required".to_owned(),
        "Says which command it is.".to_owned(),
    ]];
    rows.extend(row.fields.iter().map(field_row));
    page.table(FIELD_HEAD, rows);
    old_spellings(page, &[], row.fields);
    example(page, "commands", row.name);
}

pub(super) fn gateway(page: &mut Page) {
    page.heading(2, "Gateway fault");
    page.doc(GatewayFault::DOC);
    fields(page, GatewayFault::FIELDS, "");
    page.text(
        "A frame that holds only some of these keys, or another value than a text, is malformed.",
    );
    example(page, "gateway", GatewayFault::NAME);
}

const FIELD_HEAD: [&str; 4] = ["key", "type", "presence", "meaning"];

fn fields(page: &mut Page, fields: &[Field], otherwise: &str) {
    if fields.is_empty() {
        page.text(otherwise);
    } else {
        page.table(FIELD_HEAD, fields.iter().map(field_row).collect());
    }
}

fn field_row(field: &Field) -> [String; 4] {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "required, may be null",
    };
    let meaning = cell(&documented(field.doc, field.deprecation));
    [format!("`{}`", field.key), type_of(&field.kind), presence.to_owned(), meaning]
}

fn old_spellings(page: &mut Page, types: &[&str], fields: &[Field]) {
    let mut old = Vec::new();
    if !types.is_empty() {
        old.push(format!("type {}", codes(types.iter().copied())));
    }
    for field in fields {
        for alias in field.aliases {
            let twin = if alias.twin { ", which may stand beside it if equal" } else { "" };
            old.push(format!("`{}` for the key `{}`{twin}", alias.key, field.key));
        }
    }
    if !old.is_empty() {
        page.text(&format!("{}: {}.", link("Old spellings", "Old spellings"), old.join("; ")));
    }
}

fn example(page: &mut Page, folder: &str, name: &str) {
    let fixture = fixture(folder, name).expect("the schemas were rendered from the same fixtures");
    page.code("json", fixture.text);
}
