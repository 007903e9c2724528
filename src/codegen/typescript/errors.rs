//! Error codes and what a client does about each.

use super::{Module, enumeration, literal};
use crate::definition::error_code;
use crate::error_code::ErrorRow;
use crate::{ErrorClass, ErrorCode, Recovery};

const ROW: &str = "
/** What a connected client does about an error. */
export interface ErrorRecovery {
  /** What to do, as a sentence. */
  readonly action: string;
  /** Whether the error can go away. */
  readonly class: ErrorClass;
  /** How many milliseconds to wait after the first such error in a row, the second, …, unless the error has a `retryAfterMs`. */
  readonly delaysMs: readonly number[];
  /** HTTP status of the same error in the REST API; null for a code that is not listed. */
  readonly httpStatus: number | null;
  /** Whether the connection stays open. */
  readonly keepsConnection: boolean;
  /** After how many in a row a client gives up; null if it does not give up. */
  readonly maxInARow: number | null;
  /** What to do, as a constant for programs. */
  readonly recovery: Recovery;
}

/** What a client does about each listed error code. */
export declare const RECOVERY: { readonly [Code in KnownErrorCode]: ErrorRecovery };

/** What a client does about any other error code. */
export declare const RECOVERY_OTHERWISE: ErrorRecovery;

/** What a client does about an error code, listed or not. */
export declare function recoveryOf(code: ErrorCode): ErrorRecovery;
";

const RECOVERY_OF: &str = "
export function recoveryOf(code) {
  return Object.prototype.hasOwnProperty.call(RECOVERY, code) ? RECOVERY[code] : RECOVERY_OTHERWISE;
}
";

/// What a row says, as JavaScript.
fn recovery(row: &ErrorRow) -> String {
    literal(&serde_json::to_value(error_code(row)).expect("a row is JSON"))
}

pub(super) fn module() -> Module {
    let (mut js, mut dts) = enumeration(&ErrorCode::ENUMERATION);
    for of in [&ErrorClass::ENUMERATION, &Recovery::ENUMERATION] {
        let (constants, types) = enumeration(of);
        js.push_str(&constants);
        dts.push('\n');
        dts.push_str(&types);
    }
    dts.push_str(ROW);
    js.push_str("\nexport const RECOVERY = {\n");
    for code in ErrorCode::ALL {
        js.push_str(&format!("  {code}: {},\n", recovery(code.row())));
    }
    js.push_str("};\n\n");
    let otherwise = recovery(ErrorCode::UNLISTED);
    js.push_str(&format!("export const RECOVERY_OTHERWISE = {otherwise};\n"));
    js.push_str(RECOVERY_OF);
    Module::rendered("protocol/errors", js, dts)
}
