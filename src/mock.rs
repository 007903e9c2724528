//! The mock server: this protocol on a port, with the behaviour of API Gateway, and faults on demand.

mod scenario;

pub use scenario::{Plan, ScenarioError, Verdict};
