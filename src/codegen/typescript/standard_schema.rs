//! The events as Standard Schemas, for libraries that take any validator.

use super::{Module, jsdoc, tagged_event};
use crate::event::EVENTS;

const IMPORTS: &str = "\
import type { MessageOf, ServerMessage } from \"../protocol/events.js\";
import type { StandardSchemaV1 } from \"./standard_schema.js\";
";

pub(super) fn module() -> Module {
    let mut js = "import { schema } from \"./schema.js\";\n".to_owned();
    let mut dts = IMPORTS.to_owned();
    js.push_str("\nexport const ServerMessageSchema = /* @__PURE__ */ schema();\n");
    dts.push_str(
        "\n/** Any event. */\n\
         export declare const ServerMessageSchema: StandardSchemaV1<unknown, ServerMessage>;\n",
    );
    for row in EVENTS {
        let (name, wire_type) = (row.name, row.wire_type);
        js.push_str(&format!(
            "export const {name}Schema = /* @__PURE__ */ schema(\"{wire_type}\");\n"
        ));
        let doc = format!("The event `{wire_type}`.");
        dts.push_str(&format!(
            "\n{}export declare const {name}Schema: \
             StandardSchemaV1<unknown, MessageOf<\"{wire_type}\">>;\n",
            jsdoc(&tagged_event(&doc, row), "")
        ));
    }
    Module::rendered("codec/schemas", js, dts)
}
