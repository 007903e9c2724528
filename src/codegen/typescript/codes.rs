//! What the decoder says in one word: types alone, since a program reads them off the verdict.

use super::{Module, enumeration_type};
use crate::{AliasKind, FaultCode};

pub(super) fn module() -> Module {
    let dts = [
        enumeration_type(&AliasKind::ENUMERATION, AliasKind::ENUMERATION.name),
        enumeration_type(&FaultCode::ENUMERATION, "DecodeErrorCode"),
    ];
    Module::rendered("codec/codes", String::new(), dts.join("\n"))
}
