//! What a client may say, and the gateway's own fault.

use super::{Module, interface, tagged};
use crate::GatewayFault;
use crate::command::{COMMANDS, CommandRow, CommandVisitor, visit_commands};
use crate::payload::Object;

pub(super) fn module() -> Module {
    let mut commands =
        Commands { dts: "import type { Timestamp } from \"./values.js\";\n".to_owned() };
    visit_commands(&mut commands);
    let mut dts = commands.dts;
    let names: Vec<&str> = COMMANDS.iter().map(|row| row.name).collect();
    dts.push_str("\n/** What a client sends. */\n");
    dts.push_str(&format!("export type Command = {};\n\n", names.join(" | ")));
    dts.push_str(&interface::<GatewayFault>(GatewayFault::DOC, ""));
    Module::rendered("protocol/commands", String::new(), dts)
}

struct Commands {
    dts: String,
}

impl CommandVisitor for Commands {
    fn visit<C: Object>(&mut self, row: &'static CommandRow) {
        let discriminator = format!("  {}: \"{}\";\n", row.discriminator, row.wire_type);
        self.dts.push('\n');
        let doc = tagged(row.doc, row.deprecation);
        self.dts.push_str(&interface::<C>(&doc, &discriminator));
    }
}
