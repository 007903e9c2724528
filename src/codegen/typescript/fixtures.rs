//! One example per event, for stories and tests: the fixtures that the Rust tests read.

use super::Module;
use crate::event::EVENTS;
use crate::fixtures::fixture;

const DECLARATIONS: &str = "\
import type { EventType, MessageOf } from \"./protocol/events.js\";

/** One example of each event, as `decode` returns it. */
export declare const fixtures: { readonly [Type in EventType]: MessageOf<Type> };
";

/// The module behind `@purposepath/realtime/fixtures`.
pub(super) fn module() -> Module {
    let mut js = String::from("export const fixtures = {\n");
    for row in EVENTS {
        let example = fixture("events", row.wire_type).expect("the fixtures are checked");
        let text = example.text.trim_end().replace('\n', "\n  ");
        js.push_str(&format!("  \"{}\": {text},\n", row.wire_type));
    }
    js.push_str("};\n");
    Module::rendered("fixtures", js, DECLARATIONS.to_owned())
}
