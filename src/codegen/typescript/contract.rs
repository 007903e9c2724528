//! What passes between the machine and its shell: the inputs, the effects and the snapshot, from the
//! schemas that their Rust types derive. A key, a variant or a doc comment is written there alone.

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::{Module, jsdoc, literal};
use crate::codegen::vectors::Plain;
use crate::connection::{DiagnosticCode, Effect, Input, Snapshot};

/// What each type is called in the package.
const NAMES: &[(&str, &str)] = &[
    ("Snapshot", "ConnectionSnapshot"),
    ("Input", "ConnectionInput"),
    ("Effect", "ConnectionEffect"),
    ("DiagnosticCode", "DiagnosticCode"),
];

/// The module; what its types refer to is declared in the modules before it.
pub(super) fn module(before: &[Module]) -> Module {
    let definitions = definitions();
    let mut declarations = Declarations::default();
    let mut dts = String::new();
    for (name, typescript) in NAMES {
        let rendered = declarations.of(typescript, &definitions[*name]);
        dts.push('\n');
        dts.push_str(&rendered.unwrap_or_else(|fault| panic!("`connection::{name}`: {fault}")));
    }
    let imports = declarations.imports("connection/contract", before);
    let imports = imports.unwrap_or_else(|fault| panic!("{fault}"));
    Module::rendered("connection/contract", String::new(), imports + &dts)
}

fn definitions() -> Map<String, Value> {
    let mut generator = SchemaSettings::draft2020_12().with_transform(Plain).into_generator();
    generator.subschema_for::<Snapshot>();
    generator.subschema_for::<Input>();
    generator.subschema_for::<Effect>();
    generator.subschema_for::<DiagnosticCode>();
    generator.take_definitions(true)
}

/// Renders schemas, and notes which types they refer to.
#[derive(Default)]
struct Declarations {
    referred: BTreeSet<String>,
}

impl Declarations {
    /// The declaration of a type, or what is missing for it.
    fn of(&mut self, name: &str, schema: &Value) -> Result<String, String> {
        let doc = jsdoc(doc(schema, "the type")?, "");
        Ok(if schema["type"] == "object" {
            format!("{doc}export interface {name} {}\n", self.object(schema, "", None)?)
        } else if let Some(variants) = schema["oneOf"].as_array() {
            let mut arms = String::new();
            for variant in variants {
                let doc = self::doc(variant, "a variant")?;
                let object = self.object(variant, "    ", Some(doc))?;
                arms.push_str(&format!("\n  | {object}"));
            }
            format!("{doc}export type {name} ={arms};\n")
        } else {
            format!("{doc}export type {name} = {};\n", self.value(schema)?)
        })
    }

    /// The members of an object in braces. The doc of a variant stands at what tells it from others.
    fn object(
        &mut self,
        of: &Value,
        indent: &str,
        variant: Option<&str>,
    ) -> Result<String, String> {
        let properties = of["properties"].as_object().ok_or("an object without keys")?;
        let required: Vec<&str> =
            of["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let optional = properties.keys().map(String::as_str).filter(|key| !required.contains(key));
        let mut out = String::from("{\n");
        for key in required.iter().copied().chain(optional) {
            let property = &properties[key];
            let doc = match variant {
                Some(doc) if key == "type" => doc,
                _ => doc(property, &format!("`{key}`"))?,
            };
            let mark = if required.contains(&key) { "" } else { "?" };
            let value = self.value(property).map_err(|fault| format!("`{key}`: {fault}"))?;
            out.push_str(&jsdoc(doc, &format!("{indent}  ")));
            out.push_str(&format!("{indent}  readonly {key}{mark}: {value};\n"));
        }
        Ok(out + indent + "}")
    }

    fn value(&mut self, schema: &Value) -> Result<String, String> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.trim_start_matches("#/$defs/");
            if let Some((_, name)) = NAMES.iter().find(|(rust, _)| *rust == name) {
                return Ok((*name).to_owned());
            }
            self.referred.insert(name.to_owned());
            return Ok(name.to_owned());
        }
        if let Some(arms) = schema["anyOf"].as_array() {
            let arms: Result<Vec<_>, _> = arms.iter().map(|arm| self.value(arm)).collect();
            return Ok(arms?.join(" | "));
        }
        if let Some(value) = schema.get("const") {
            return Ok(literal(value));
        }
        match schema["type"].as_str() {
            Some("boolean") => Ok("boolean".to_owned()),
            Some("integer" | "number") => Ok("number".to_owned()),
            Some("string") => Ok("string".to_owned()),
            _ => Err(format!(
                "no TypeScript is known for the schema {schema}: teach it to \
                 src/codegen/typescript/contract.rs"
            )),
        }
    }

    /// The imports of what was referred to.
    fn imports(&self, importer: &str, modules: &[Module]) -> Result<String, String> {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in &self.referred {
            let declares = |it: &&Module| it.dts.contains(&format!("export type {name} ="));
            let module = modules.iter().find(declares).ok_or_else(|| {
                format!(
                    "an input or an effect has a `{name}`, which no module declares: render its \
                     enumeration in src/codegen/typescript/connection.rs"
                )
            })?;
            names.entry(module.name).or_default().push(name);
        }
        let folder = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let lines = names.iter().map(|(module, names)| {
            let path = match module.rsplit_once('/') {
                Some((_, file)) if folder(module) == folder(importer) => format!("./{file}"),
                _ => format!("../{module}"),
            };
            format!("import type {{ {} }} from \"{path}.js\";\n", names.join(", "))
        });
        Ok(lines.collect())
    }
}

fn doc<'a>(schema: &'a Value, what: &str) -> Result<&'a str, String> {
    let doc = schema["description"].as_str();
    doc.ok_or_else(|| format!("{what} has no doc comment: add a `///` line above it"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(schema: Value) -> String {
        Declarations::default().of("It", &schema).unwrap_err()
    }

    #[test]
    fn what_cannot_be_rendered_is_reported() {
        let of = |value: Value| json!({ "description": "It.", "type": "object", "properties": { "key": value } });
        assert_eq!(
            fault(of(json!({ "description": "A list.", "type": "array" }))),
            "`key`: no TypeScript is known for the schema {\"description\":\"A list.\",\"type\":\"array\"}: \
             teach it to src/codegen/typescript/contract.rs"
        );
        assert_eq!(
            fault(of(json!({ "type": "integer" }))),
            "`key` has no doc comment: add a `///` line above it"
        );
        let mut declarations = Declarations::default();
        declarations.value(&json!({ "$ref": "#/$defs/Colour" })).unwrap();
        assert_eq!(
            declarations.imports("connection/contract", &[]).unwrap_err(),
            "an input or an effect has a `Colour`, which no module declares: render its \
             enumeration in src/codegen/typescript/connection.rs"
        );
    }

    #[test]
    fn the_driver_carries_out_every_effect() {
        let driver = include_str!("../../runtime/connection/driver.js");
        for variant in definitions()["Effect"]["oneOf"].as_array().unwrap() {
            let name = variant["properties"]["type"]["const"].as_str().unwrap();
            let is_there = [format!("    {name}: "), format!("    {name}(")];
            assert!(
                is_there.iter().any(|text| driver.contains(text)),
                "nothing carries out the effect `{name}`: add it to EFFECTS in \
                 src/runtime/connection/driver.js"
            );
        }
    }
}
