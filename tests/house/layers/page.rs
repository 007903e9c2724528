//! The page about the architecture shows the table of layers as it is.

use std::fs;

use super::LAYERS;
use crate::tree::root;

/// The page says in words what each layer holds; which there are, their modules and what they may
/// import, it has from here.
#[test]
fn the_page_about_the_architecture_shows_this_table() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let head = "\n| layer | modules in `src` | holds | may import |\n";
    let (_, table) = page.split_once(head).expect("docs/architecture.md has a table of layers");
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let shown: Vec<[String; 3]> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
            [cells[0], cells[1], cells[cells.len() - 1]].map(str::to_owned)
        })
        .collect();
    let mut faults = Vec::new();
    for (row, layer) in LAYERS.iter().enumerate() {
        let modules: Vec<String> = layer.modules.iter().map(|it| format!("`{it}`")).collect();
        let imports = match layer.may_import {
            [] => "nothing".to_owned(),
            names => names.join(", "),
        };
        let expected = [layer.name.to_owned(), modules.join(", "), imports];
        if shown.get(row) != Some(&expected) {
            let [name, modules, imports] = expected;
            faults.push(format!(
                "row {} of the table of layers should read\n| {name} | {modules} | … | {imports} \
                 |\nas in tests/house/layers.rs, but has {:?}",
                row + 1,
                shown.get(row),
            ));
        }
    }
    assert!(faults.is_empty(), "docs/architecture.md:\n{}", faults.join("\n"));
    assert_eq!(shown.len(), LAYERS.len(), "docs/architecture.md shows a layer that is none");
}
