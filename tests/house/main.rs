//! The repository keeps its own rules: its layers, its generated files, its documents, and what a
//! developer or a dependent crate meets.

#[cfg(feature = "cli")]
mod artifacts;
#[cfg(feature = "cli")]
mod builds;
mod cargo;
#[cfg(feature = "codegen")]
mod commands;
mod copy;
mod dependents;
mod directions;
#[cfg(feature = "codegen")]
mod documents;
#[cfg(feature = "cli")]
mod evolution;
mod features;
#[cfg(feature = "codegen")]
mod fuzz;
mod imports;
mod layers;
mod lengths;
#[cfg(feature = "cli")]
mod lifecycle;
#[cfg(feature = "codegen")]
mod links;
#[cfg(feature = "codegen")]
mod markdown;
mod npm;
mod omissions;
mod packages;
mod purity;
mod scripts;
mod tree;
#[cfg(feature = "codegen")]
mod vectors;
