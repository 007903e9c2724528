//! Nothing: the tests of this crate are its content.
