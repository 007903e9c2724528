//! Where a client connects, what the gateway does to it, and how it comes back.

use super::flows;
use super::page::{Page, cell, link};
use super::values;
use crate::connection::{
    Authentication, CLIENT_CLOSE_CODE, CLOSE_CODES, CloseClass, ConnectionStatus, DELIVERY,
    MOCK_URL, Stage, Variable, timing,
};
use crate::enumeration::Enumeration;
use crate::fact::Fact;
use crate::gateway;

pub(super) fn section(page: &mut Page) {
    page.heading(2, "Connecting");
    page.text(&format!(
        "From the start to the first event. The notes name the {} that a screen shows.",
        link("status", "Status")
    ));
    page.code("mermaid", &flows::connect());
    page.heading(3, "Stages");
    let stages = Stage::ALL.iter().zip(Stage::ENUMERATION.values);
    let mut rows: Vec<[String; 3]> = stages
        .map(|(stage, value)| [format!("`{stage}`"), cell(value.doc), format!("`{}`", stage.url())])
        .collect();
    let mock = "On the developer's own machine: the mock server.".to_owned();
    rows.push(["–".to_owned(), mock, format!("`{MOCK_URL}`")]);
    page.table(["stage", "for whom", "URL"], rows);
    let rows = Variable::ALL.iter().map(|it| [format!("`{}`", it.name), cell(it.doc)]).collect();
    page.table(["variable of a web client", "what it says"], rows);
    let spellings: Vec<String> =
        Variable::STAGE.spellings().map(|name| format!("`{name}`")).collect();
    page.text(&format!(
        "Each is read under any beginning that a build tool hands over: {}. Two that differ are an \
         error.",
        spellings.join(", ")
    ));
    page.text(
        "A client opens a URL that begins with `wss://` and names a host; `ws://`, which everybody on the \
         way can read, only to `localhost`, `127.0.0.0/8` and `[::1]`. It refuses a port above 65535, a \
         user or a password, white space, a backslash, a control character and a fragment.",
    );
    enumeration(page, "Authentication", &Authentication::ENUMERATION);
    page.text(
        "A long connection outlives its token. The server then says `UNAUTHORIZED`; the client \
         fetches a new token, whatever it has cached, and connects again:",
    );
    page.code("mermaid", &flows::token_refresh());
    enumeration(page, "Status", &ConnectionStatus::ENUMERATION);
}

/// What keeps a connection, what ends it, and what follows.
pub(super) fn upkeep(page: &mut Page) {
    page.heading(2, "Staying connected");
    page.heading(3, "Limits of the gateway");
    facts(page, gateway::FACTS);
    page.text("A message is one text frame; a binary one closes the connection with 1003.");
    page.heading(3, "Timing of a client");
    facts(page, timing::FACTS);
    page.heading(3, "Close codes");
    page.doc(CloseClass::ENUMERATION.doc);
    let rows = CLOSE_CODES.iter().map(|row| {
        [row.code.to_string(), cell(row.doc), link(row.class.as_str(), "Classes of close codes")]
    });
    let other = CloseClass::of(0);
    let other =
        ["any other".to_owned(), "–".to_owned(), link(other.as_str(), "Classes of close codes")];
    page.table(["code", "meaning", "class"], rows.chain([other]).collect());
    page.text(&format!("A client itself closes with {CLIENT_CLOSE_CODE}."));
    page.heading(3, "Classes of close codes");
    values::table(page, &CloseClass::ENUMERATION);
}

fn enumeration(page: &mut Page, title: &str, enumeration: &Enumeration) {
    page.heading(3, title);
    page.doc(enumeration.doc);
    values::table(page, enumeration);
}

pub(super) fn facts(page: &mut Page, facts: &[Fact]) {
    let row = |fact: &Fact| [format!("`{}`", fact.name), fact.to_string(), cell(fact.doc)];
    page.table(["fact", "value", "meaning"], facts.iter().map(row).collect());
}

pub(super) fn delivery(page: &mut Page) {
    page.heading(2, "Delivery");
    let rows = DELIVERY.iter().map(|rule| [rule.subject.to_owned(), cell(rule.doc)]).collect();
    page.table(["about", "what holds"], rows);
    page.text(
        "So every new `connected` is a point to fetch anew. Live events wait meanwhile, and are then \
         delivered in the order in which they came:",
    );
    page.code("mermaid", &flows::resync());
}
