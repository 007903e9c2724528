//! The rules by which the mock server fails, as TypeScript: one member of a union for each fault.

use super::super::typescript::jsdoc;
use crate::mock_files::fault::{CATALOGUE, FaultRow, ParameterKind};

const COMMON: &str = "\
/** What a rule concerns: whatever is left out matches all. */
export interface FaultMatch {
  /** The type of the event, in which `*` stands for any text. */
  type?: string;
  /** The connection: the first is 1. */
  connection?: number;
  tenant?: string;
  user?: string;
}

/** What every rule may say. */
interface HowOften {
  match?: FaultMatch;
  /** How many matches are spared first. */
  after?: number;
  /** How often it strikes; for ever if left out. */
  times?: number;
  /** How likely it strikes, 0 to 1. */
  probability?: number;
}
";

pub(super) fn types() -> String {
    let union: String = CATALOGUE.iter().map(member).collect();
    format!(
        "import type {{ ErrorCode }} from \"./errors.js\";\n\n{COMMON}\n\
         /** A rule by which the mock server fails: which fault, on what, how often. */\n\
         export type FaultRule = HowOften &\n  (\n{union}  );\n"
    )
}

fn member(row: &FaultRow) -> String {
    let keys: String = row
        .parameters()
        .map(|it| {
            let optional = if it.required { "" } else { "?" };
            let of = if it.kind == ParameterKind::ErrorCode { "ErrorCode" } else { "number" };
            let doc = format!("{} Is {}.", it.doc, it.kind);
            format!("{}        {}{optional}: {of};\n", jsdoc(&doc, "        "), it.name)
        })
        .collect();
    format!(
        "{}    | {{\n        action: \"{}\";\n{keys}      }}\n",
        jsdoc(row.doc, "    "),
        row.name
    )
}
