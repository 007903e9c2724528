//! `docs/reference/faults.md`: what the mock server can do wrong, from its catalogue.

use super::page::Page;
use crate::codegen::header;
use crate::mock_files::fault::{CATALOGUE, FaultPoint, FaultRow};

pub(super) fn file() -> String {
    let mut page = Page::new("The faults of the mock server");
    page.text(&format!("<!-- {} -->", header()));
    page.text(
        "Each is the `action` of a rule; how rules are written and put in force is in \
         [the guide](../mock-server.md#faults).",
    );
    for point in FaultPoint::ALL {
        page.heading(2, &format!("`{}`", point.as_str()));
        page.text(&format!("Strikes {}.", point.doc()));
        let rows = CATALOGUE.iter().filter(|row| row.point == point);
        let cells = |row: &FaultRow| [format!("`{}`", row.name), row.doc.to_owned(), keys(row)];
        page.table(["action", "does", "keys"], rows.map(cells).collect());
    }
    page.finish()
}

fn keys(row: &FaultRow) -> String {
    let keys: Vec<_> = row
        .parameters()
        .map(|it| {
            let need = if it.required { ", required" } else { "" };
            format!("`{}`, {}{need}: {}", it.name, it.kind, it.doc)
        })
        .collect();
    keys.join("<br>")
}
