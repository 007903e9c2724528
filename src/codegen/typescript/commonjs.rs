//! Derives the CommonJS twin of an ES module that keeps to a few forms, each on a line of its own:
//! `import { a, b } from "./x.js";` · `export * from "./x.js";` · `export const a = …` ·
//! `export function a(…` · `export class A …` · `export {};`

/// The CommonJS twin of an ES module.
pub(crate) fn commonjs(module: &str) -> String {
    let mut out = String::from("\"use strict\";\n");
    let mut names = Vec::new();
    out.push_str("Object.defineProperty(exports, \"__esModule\", { value: true });\n");
    for line in module.lines() {
        if let Some(rest) = line.strip_prefix("import ") {
            let (list, from) = rest.split_once(" from ").expect("an import on one line");
            let list = list.replace(" as ", ": ");
            out.push_str(&format!("const {list} = require({});\n", from.trim_end_matches(';')));
        } else if let Some(from) = line.strip_prefix("export * from ") {
            let from = from.trim_end_matches(';');
            out.push_str(&format!("Object.assign(exports, require({from}));\n"));
        } else if line == "export {};" {
            // Marks an ES module without exports; a CommonJS module needs no mark.
        } else if let Some(declaration) = line.strip_prefix("export ") {
            let mut words = declaration
                .split(|character: char| !(character.is_alphanumeric() || character == '_'));
            let name = match words.next() {
                Some("async") => words.nth(1),
                _ => words.find(|word| !word.is_empty()),
            };
            names.push(name.expect("an export has a name").to_owned());
            out.push_str(declaration);
            out.push('\n');
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    for name in names {
        out.push_str(&format!("exports.{name} = {name};\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::commonjs;

    #[test]
    fn each_form_has_its_twin() {
        let module = "import { a, b as c } from \"./x.js\";\nexport * from \"./y.js\";\n\
                      export const d = a;\nexport function e(f) {\n  return c;\n}\n\
                      export async function g() {}\nexport class H {}\nexport {};\n";
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
        exports.d = d;
        exports.e = e;
        exports.g = g;
        exports.H = H;
        "#);
    }
}
