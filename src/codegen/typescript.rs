//! The TypeScript of the protocol: declarations for the compiler, constants for the program.
//!
//! Each module is rendered once as an ES module with its declarations; its CommonJS twin is
//! derived from it. ts-rs says what a value's type is called, the registry says the rest.

mod codes;
mod commands;
mod commonjs;
mod connection;
mod contract;
mod decoder;
mod errors;
mod events;
mod fixtures;
mod guards;
mod protocol;
mod runtime;
mod standard_schema;
mod values;

pub(super) use commonjs::commonjs;
use commonjs::{CLIENT, exported_names};

use serde_json::Value;

use super::{header, header_for};

use crate::describe::{Described, documented_values, prose};
use crate::enumeration::Enumeration;
use crate::event::{ErrorEvent, EventRow, Stability};
use crate::json::Presence;
use crate::lifecycle::Deprecation;
use crate::payload::Object;

/// An ES module and its declarations, each with a header that says where it comes from.
#[derive(Clone)]
pub(super) struct Module {
    /// The path of its file, without the ending, from the folder of all modules: `codec/decode`.
    pub(super) name: &'static str,
    /// The program: imports first, one `export` per line that exports; empty for types alone.
    pub(super) js: String,
    /// The declarations; empty for a module that the package does not export.
    pub(super) dts: String,
}

impl Module {
    /// One that follows from the Rust types.
    fn rendered(name: &'static str, js: String, dts: String) -> Self {
        let headed = |text: String| Self::headed(&header(), &text);
        Module { name, js: headed(js), dts: headed(dts) }
    }

    /// One that is written by hand in `src/runtime`.
    fn written(name: &'static str, js: &str, dts: &str) -> Self {
        let headed = |path: String, text: &str| Self::headed(&header_for(&path), text);
        Module {
            name,
            js: headed(format!("src/runtime/{name}.js"), js),
            dts: headed(format!("src/runtime/declarations/{name}.d.ts"), dts),
        }
    }

    fn headed(header: &str, text: &str) -> String {
        if text.is_empty() { String::new() } else { format!("// {header}\n\n{text}") }
    }

    /// One that exports what these do.
    fn index(name: &'static str, modules: &[Module]) -> Self {
        let exports = |is_in: fn(&Module) -> bool| {
            let modules = modules.iter().filter(|it| is_in(it));
            modules.map(|it| format!("export * from \"./{}.js\";\n", it.name)).collect()
        };
        Self::rendered(name, exports(|it| !it.js.is_empty()), exports(|it| !it.dts.is_empty()))
    }

    /// The same where server components may import it: a framework that renders them wants it said
    /// first that the browser's part begins here, and each export by its name.
    fn client_index(name: &'static str, modules: &[Module]) -> Self {
        let programs = modules.iter().filter(|it| !it.js.is_empty());
        let exports: String = programs
            .map(|it| {
                let names = exported_names(&it.js).join(", ");
                format!("export {{ {names} }} from \"./{}.js\";\n", it.name)
            })
            .collect();
        let js = CLIENT.to_owned() + &Self::headed(&header(), &exports);
        Module { js, ..Self::index(name, modules) }
    }
}

/// Every module of the package. Those of an entry have its name: `index` and the subpaths.
pub(super) fn modules(fingerprint: &str) -> Vec<Module> {
    let mut modules = vec![
        values::module(),
        errors::module(),
        events::module(),
        commands::module(),
        protocol::module(fingerprint),
        codes::module(),
    ];
    modules.extend(runtime::codec());
    modules.extend([guards::module(), standard_schema::module()]);
    modules.push(Module::index("index", &modules));

    let mut connection = vec![connection::module()];
    connection.push(contract::module(&[&*modules, &*connection].concat()));
    connection.extend(runtime::connection());
    connection.push(Module::index("connection", &connection));
    modules.extend(connection);

    let react = runtime::react();
    modules.push(Module::client_index("react", &react));
    modules.extend(react);

    let mut testing = runtime::testing();
    testing.push(fixtures::module());
    testing.push(Module::index("testing", &testing));
    modules.extend(testing);
    modules.extend(runtime::testing_react());

    modules.push(decoder::module());
    modules.extend(runtime::internals());
    modules
}

/// A doc comment, indented; the end of a comment in the text does not end it.
pub(super) fn jsdoc(doc: &str, indent: &str) -> String {
    let text = prose(doc).replace("*/", "*\\/");
    if !text.contains('\n') && indent.len() + text.len() < 90 {
        return format!("{indent}/** {text} */\n");
    }
    let mut out = format!("{indent}/**\n");
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && indent.len() + line.len() + word.len() > 92 {
                out.push_str(&format!("{indent} * {line}\n"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        out.push_str(format!("{indent} * {line}").trim_end());
        out.push('\n');
    }
    out + indent + " */\n"
}

/// A doc comment with a tag if what it describes is deprecated.
fn tagged(doc: &str, deprecation: Option<Deprecation>) -> String {
    match deprecation {
        None => doc.to_owned(),
        Some(deprecation) => format!("{doc}\n\n@deprecated {}", deprecation.note),
    }
}

/// A doc comment about an event with the tags of its row.
fn tagged_event(doc: &str, row: &EventRow) -> String {
    let doc = tagged(doc, row.deprecation);
    match row.stability {
        Stability::Stable => doc,
        Stability::Provisional => {
            let values = Stability::ENUMERATION.values.iter();
            let mut own = values.filter(|value| value.text == row.stability.as_str());
            let meaning = prose(own.next().expect("a value of its own").doc);
            format!("{doc}\n\n@experimental {meaning}")
        }
    }
}

/// The interface of an object; `first` goes before its own keys.
fn interface<T: Object + Described>(doc: &str, first: &str) -> String {
    let types = T::typescript(&ts_rs::Config::default());
    let mut out = jsdoc(doc, "");
    let name = name_of(T::NAME);
    if types.is_empty() && first.is_empty() {
        // An interface without keys takes anything.
        return out + &format!("export type {name} = Record<string, never>;\n");
    }
    out.push_str(&format!("export interface {name} {{\n{first}"));
    for (field, type_name) in T::FIELDS.iter().zip(types) {
        let optional = if field.presence == Presence::Optional { "?" } else { "" };
        out.push_str(&jsdoc(&tagged(field.doc, field.deprecation), "  "));
        out.push_str(&format!("  {}{optional}: {type_name};\n", field.key));
    }
    out + "}\n"
}

/// What an interface is called: in TypeScript, some names are those of the browser.
fn name_of(name: &'static str) -> &'static str {
    if name == ErrorEvent::NAME { "ServerErrorEvent" } else { name }
}

/// The type of an enumeration and the array of its values: `(js, dts)`.
fn enumeration(enumeration: &Enumeration) -> (String, String) {
    let name = enumeration.name;
    let constant = constant_name(name);
    let mut dts = enumeration_type(enumeration, name);
    dts.push_str(&format!("\n/** Every listed `{name}`, in order. */\n"));
    let list = values(enumeration).join(", ");
    dts.push_str(&format!("export declare const {constant}: readonly [{list}];\n"));
    let mut js = format!("export const {constant} = [{list}];\n");
    if enumeration.open {
        js.push_str(&format!(
            "export const isKnown{name} = (value) => {constant}.includes(value);\n"
        ));
        dts.push_str(&format!(
            "\n/** Whether a `{name}` is a listed one. */\n\
             export declare function isKnown{name}(value: unknown): value is Known{name};\n"
        ));
    }
    (js, dts)
}

/// The type of an enumeration alone, under a name of its own.
fn enumeration_type(enumeration: &Enumeration, name: &str) -> String {
    let mut dts = jsdoc(&documented_values(enumeration), "");
    let arms: String = values(enumeration).iter().map(|value| format!("\n  | {value}")).collect();
    if enumeration.open {
        dts.push_str(&format!("export type {name} ={arms}\n  | (string & {{}});\n"));
        dts.push_str(&format!("\n/** A listed `{name}`. */\n"));
        dts.push_str(&format!("export type Known{name} ={arms};\n"));
    } else {
        dts.push_str(&format!("export type {name} ={arms};\n"));
    }
    dts
}

fn values(enumeration: &Enumeration) -> Vec<String> {
    enumeration.values.iter().map(|value| literal(&value.text.into())).collect()
}

/// `GoalStatus` → `GOAL_STATUS_VALUES`.
fn constant_name(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(character.to_ascii_uppercase());
    }
    out + "_VALUES"
}

/// A JSON value as a JavaScript expression on one line.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let entries: Vec<String> =
                object.iter().map(|(key, value)| format!("{key}: {}", literal(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(array) => {
            format!("[{}]", array.iter().map(literal).collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::shelf::{Filling, Shelf};
    use crate::event::EVENTS;

    #[test]
    fn the_end_of_a_comment_in_a_doc_does_not_end_the_comment() {
        assert_eq!(jsdoc("a glob: goal/*/title", "  "), "  /** a glob: goal/*\\/title */\n");
    }

    #[test]
    fn long_docs_wrap_and_paragraphs_stay_apart() {
        let doc = " One\n line.\n\n Another.\n";
        assert_eq!(jsdoc(doc, ""), "/**\n * One line.\n *\n * Another.\n */\n");
    }

    #[test]
    fn what_is_deprecated_has_a_tag() {
        assert_eq!(
            interface::<Shelf>(Shelf::DOC, ""),
            "/** A shelf. */\nexport interface Shelf {\n  /**\n   * Its name.\n   *\n   * @deprecated \
             since protocol 1.0: use `title` instead. It may be removed after 2.0.\n   */\n  \
             name?: string;\n  /** Its title. */\n  title: string;\n}\n"
        );
        let goal = EventRow {
            deprecation: deprecation!("1.0", remove_after: "2.0"),
            stability: Stability::Provisional,
            ..EVENTS[0]
        };
        assert_eq!(
            tagged_event("A goal.", &goal),
            "A goal.\n\n@deprecated since protocol 1.0. It may be removed after 2.0.\n\n\
             @experimental May still change: it is announced but not yet fully specified."
        );
    }

    #[test]
    fn a_deprecated_value_is_named_since_an_arm_of_a_union_cannot_be_tagged() {
        let filling = enumeration_type(&Filling::ENUMERATION, "Filling");
        let doc = "/**\n * How full a shelf is.\n *\n * `some` is deprecated since protocol 1.0. It \
                   may be removed after 1.4.\n */\nexport type Filling =\n  | \"empty\"";
        assert!(filling.starts_with(doc), "{filling}");
    }
}
