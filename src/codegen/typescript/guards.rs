//! One guard per event: a function each, so that importing one imports one.

use super::{Module, jsdoc, tagged_event};
use crate::event::EVENTS;

const IMPORTS: &str = "\
import type { DecodedUnknown } from \"../codec/decoded.js\";
import type { MessageOf, ServerMessage } from \"./events.js\";
";

pub(super) fn module() -> Module {
    let mut js = String::new();
    let mut dts = IMPORTS.to_owned();
    for row in EVENTS {
        let (name, wire_type) = (row.name, row.wire_type);
        js.push_str(&format!(
            "export const is{name} = (message) => message.type === \"{wire_type}\";\n"
        ));
        let doc = format!("Whether the type of a message is `{wire_type}`.");
        dts.push_str(&format!(
            "\n{}\
             export declare function is{name}(\n  message: ServerMessage | DecodedUnknown,\n\
             ): message is MessageOf<\"{wire_type}\">;\n",
            jsdoc(&tagged_event(&doc, row), "")
        ));
    }
    Module::rendered("protocol/guards", js, dts)
}
