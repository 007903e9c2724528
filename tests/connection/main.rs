//! The connection does as its table says and keeps its promises: by vectors, over random lives, and
//! by the thousand.

#[path = "../../examples/reconnect_storm/fleet.rs"]
mod fleet;
#[path = "../../examples/reconnect_storm/plot.rs"]
mod plot;
#[path = "../../examples/reconnect_storm/report.rs"]
mod report;

#[cfg(feature = "codegen")]
mod delivery;
#[cfg(feature = "codegen")]
mod endpoint;
mod invariants;
#[cfg(feature = "codegen")]
mod messages;
mod model;
mod shell;
mod statistics;
#[cfg(feature = "codegen")]
mod table;
#[cfg(feature = "codegen")]
mod vectors;
