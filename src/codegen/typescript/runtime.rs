//! The modules that are written by hand, embedded so that rendering needs no Node.
//!
//! `codec/decode` is `src/runtime/codec/decode.js`, and becomes `esm/codec/decode.js` and its CommonJS
//! twin. What the package declares of it is `src/runtime/declarations/codec/decode.d.ts`; a module
//! without that is internal, and one without a program is types alone.

use super::Module;

macro_rules! program {
    ($name:literal) => {
        include_str!(concat!("../../runtime/", $name, ".js"))
    };
}

macro_rules! declarations {
    ($name:literal) => {
        include_str!(concat!("../../runtime/declarations/", $name, ".d.ts"))
    };
}

macro_rules! types {
    ($name:literal) => {
        Module::written($name, "", declarations!($name))
    };
}

macro_rules! declared {
    ($name:literal) => {
        Module::written($name, program!($name), declarations!($name))
    };
}

macro_rules! internal {
    ($name:literal) => {
        Module::written($name, program!($name), "")
    };
}

/// What the entry of the package exports.
pub(super) fn codec() -> Vec<Module> {
    vec![
        types!("codec/decoded"),
        declared!("codec/decode"),
        declared!("codec/encode"),
        types!("codec/standard_schema"),
    ]
}

/// What the entry `connection` exports.
pub(super) fn connection() -> Vec<Module> {
    vec![
        declared!("connection/machine"),
        declared!("connection/endpoint"),
        types!("connection/options"),
        declared!("connection/shell"),
        declared!("connection/across_tabs"),
        declared!("connection/frame_log"),
    ]
}

/// What the entry `react` exports.
pub(super) fn react() -> Vec<Module> {
    vec![
        types!("react/options"),
        declared!("react/provider"),
        declared!("react/status"),
        declared!("react/event"),
        declared!("react/resync"),
        declared!("react/goals"),
    ]
}

/// What the entry `testing` exports besides the fixtures.
pub(super) fn testing() -> Vec<Module> {
    vec![declared!("testing/connection")]
}

/// The entry `testing/react`: whoever tests without React has none to import.
pub(super) fn testing_react() -> Vec<Module> {
    vec![declared!("testing/react")]
}

/// What these are made of.
pub(super) fn internals() -> Vec<Module> {
    vec![
        internal!("codec/faults"),
        internal!("codec/kinds"),
        internal!("codec/known"),
        internal!("codec/limits"),
        internal!("codec/own"),
        internal!("codec/schema"),
        internal!("connection/actions"),
        internal!("connection/backoff"),
        internal!("connection/dedupe"),
        internal!("connection/delivery"),
        internal!("connection/driver"),
        internal!("connection/environment"),
        internal!("connection/event_type"),
        internal!("connection/handlers"),
        internal!("connection/liveness"),
        internal!("connection/page"),
        internal!("connection/socket"),
        internal!("connection/timers"),
        internal!("connection/token"),
        internal!("connection/translate"),
        internal!("react/goal_store"),
        internal!("react/latest"),
        internal!("react/not_connected"),
        internal!("testing/clock"),
        internal!("testing/filled"),
        internal!("testing/server"),
    ]
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{codec, connection, internals, react, testing, testing_react};

    /// The sources below a folder, but for tests and what npm put there.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let mut sources = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" && name != "node_modules" {
                sources.extend(self::sources(&path));
            } else if name.ends_with(".js") || name.ends_with(".d.ts") {
                sources.push(path);
            }
        }
        sources
    }

    #[test]
    fn every_source_is_in_the_package() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
        let entries = [codec(), connection(), react(), testing(), testing_react()].concat();
        let modules = [entries, internals()].concat();
        for path in sources(&root) {
            let text = fs::read_to_string(&path).unwrap();
            let is_in = |module: &str| module.ends_with(&text);
            assert!(
                modules.iter().any(|module| is_in(&module.js) || is_in(&module.dts)),
                "{} is in no module: name it in src/codegen/typescript/runtime.rs",
                path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display()
            );
        }
    }
}
