//! Derives the CommonJS twin of an ES module that keeps to a few forms, each on a line of its own:
//! `import { a, b } from "./x.js";` · `export * from "./x.js";` · `export { a, b } from "./x.js";` ·
//! `import a from "package";`, of one that is CommonJS itself ·
//! `export const a = …` · `export function a(…` · `export class A …` · `export {};`

/// The first line of a module at which the browser's part of a page begins, for frameworks with
/// server components.
pub(crate) const CLIENT: &str = "\"use client\";\n";

/// The CommonJS twin of an ES module.
pub(crate) fn commonjs(module: &str) -> String {
    let (directive, module) = match module.strip_prefix(CLIENT) {
        Some(rest) => (CLIENT, rest),
        None => ("", module),
    };
    let mut out = format!("{directive}\"use strict\";\n");
    out.push_str("Object.defineProperty(exports, \"__esModule\", { value: true });\n");
    for line in module.lines() {
        if let Some((list, from)) = line.strip_prefix("import ").and_then(listed) {
            let list = list.replace(" as ", ": ");
            out.push_str(&format!("const {list} = require({from});\n"));
        } else if let Some((name, from)) = whole(line) {
            out.push_str(&format!("const {name} = require({from});\n"));
        } else if let Some((list, from)) = line.strip_prefix("export ").and_then(listed) {
            out.push_str(&format!("const {list} = require({from});\n"));
        } else if let Some(from) = line.strip_prefix("export * from ") {
            let from = from.trim_end_matches(';');
            out.push_str(&format!("Object.assign(exports, require({from}));\n"));
        } else if line == "export {};" {
            // Marks an ES module without exports; a CommonJS module needs no mark.
        } else {
            out.push_str(line.strip_prefix("export ").unwrap_or(line));
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    for name in exported_names(module) {
        out.push_str(&format!("exports.{name} = {name};\n"));
    }
    out
}

/// The names that an ES module exports one by one, in order.
pub(crate) fn exported_names(module: &str) -> Vec<&str> {
    let exports = module.lines().filter_map(|line| line.strip_prefix("export "));
    let named = exports.filter(|it| !it.starts_with("* from ") && *it != "{};");
    let names = named.flat_map(|declaration| {
        if let Some((list, _)) = listed(declaration) {
            let list = list.trim_matches(['{', '}', ' ']);
            return list.split(", ").collect();
        }
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let mut words = declaration.split(|character| !is_part(character));
        let name = match words.next() {
            Some("async") => words.nth(1),
            _ => words.find(|word| !word.is_empty()),
        };
        vec![name.expect("an export has a name")]
    });
    names.collect()
}

/// `import a from "package";`: the name of the whole module, and the module in its quotes.
fn whole(line: &str) -> Option<(&str, &str)> {
    let (name, from) = line.strip_prefix("import ")?.split_once(" from ")?;
    Some((name, from.trim_end_matches(';')))
}

/// `{ a, b } from "./x.js";`: the list in its braces, and the module in its quotes.
fn listed(rest: &str) -> Option<(&str, &str)> {
    let (list, from) = rest.strip_prefix('{').and_then(|_| rest.split_once(" from "))?;
    Some((list, from.trim_end_matches(';')))
}

#[cfg(test)]
mod tests {
    use super::commonjs;

    #[test]
    fn each_form_has_its_twin() {
        let module = "import { a, b as c } from \"./x.js\";\nexport * from \"./y.js\";\n\
                      export const d = a;\nexport function e(f) {\n  return c;\n}\n\
                      export async function g() {}\nexport class H {}\nexport {};\n\
                      export { i, j } from \"./z.js\";\nimport K from \"k\";\n";
        insta::assert_snapshot!(commonjs(module), @r#"
        "use strict";
        Object.defineProperty(exports, "__esModule", { value: true });
        const { a, b: c } = require("./x.js");
        Object.assign(exports, require("./y.js"));
        const d = a;
        function e(f) {
          return c;
        }
        async function g() {}
        class H {}
        const { i, j } = require("./z.js");
        const K = require("k");
        exports.d = d;
        exports.e = e;
        exports.g = g;
        exports.H = H;
        exports.i = i;
        exports.j = j;
        "#);
    }

    #[test]
    fn what_begins_the_part_of_the_browser_stays_first() {
        let module = "\"use client\";\n// Where from.\n\nexport { a } from \"./x.js\";\n";
        insta::assert_snapshot!(commonjs(module), @r#"
        "use client";
        "use strict";
        Object.defineProperty(exports, "__esModule", { value: true });
        // Where from.

        const { a } = require("./x.js");
        exports.a = a;
        "#);
    }
}
