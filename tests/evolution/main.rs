//! The rules by which the protocol may change, against peers that only write and read.

mod contradictions;
mod edits;
mod frames;
mod ids;
mod names;
mod oracle;
mod pairs;
mod property;
mod random;
mod released;
mod rules;
mod seed;
mod values;
mod versions;
