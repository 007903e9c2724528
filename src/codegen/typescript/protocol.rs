//! The connection's status, the stages and the limits of a message.

use super::{Module, enumeration, jsdoc};
use crate::connection::{ConnectionStatus, Stage, Variable};
use crate::{MAX_DEPTH, MAX_FRAME_BYTES, PROTOCOL_VERSION};

pub(super) fn module(fingerprint: &str) -> Module {
    let mut js = String::new();
    let mut dts = String::new();
    for of in [&ConnectionStatus::ENUMERATION, &Stage::ENUMERATION] {
        let (constants, types) = enumeration(of);
        js.push_str(&constants);
        dts.push_str(&types);
        dts.push('\n');
    }
    js.push_str("\nexport const STAGE_URLS = {\n");
    for stage in Stage::ALL {
        js.push_str(&format!("  {stage}: \"{}\",\n", stage.url()));
    }
    js.push_str("};\n\n");
    dts.push_str("/** Where each stage listens. */\n");
    dts.push_str("export declare const STAGE_URLS: { readonly [Of in Stage]: string };\n");
    let prefixes: Vec<String> = Variable::PREFIXES.iter().map(|it| format!("\"{it}\"")).collect();
    let prefixes = format!("[{}]", prefixes.join(", "));
    js.push_str(&format!("export const SETTING_PREFIXES = {prefixes};\n"));
    dts.push_str(
        "\n/** What the name of a setting may begin with, as in `REACT_APP_STAGE`: each build tool has its own. */\n",
    );
    dts.push_str(&format!("export declare const SETTING_PREFIXES: readonly {prefixes};\n"));
    let constants = [
        ("PROTOCOL_VERSION", format!("\"{PROTOCOL_VERSION}\""), "The version of the protocol."),
        ("FINGERPRINT", format!("\"{fingerprint}\""), "SHA-256 of what the protocol binds to."),
        ("MAX_FRAME_BYTES", MAX_FRAME_BYTES.to_string(), "The largest message, in bytes of UTF-8."),
        ("MAX_DEPTH", MAX_DEPTH.to_string(), "The deepest nesting of a message; the root is 1."),
    ];
    for (name, value, doc) in constants {
        js.push_str(&format!("export const {name} = {value};\n"));
        dts.push('\n');
        dts.push_str(&jsdoc(doc, ""));
        dts.push_str(&format!("export declare const {name}: {value};\n"));
    }
    Module::rendered("protocol/constants", js, dts)
}
