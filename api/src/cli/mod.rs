//! The command line: arguments → task → output.
//!
//! In: arguments and two writers. Out: an exit code. Data goes to the first writer (standard output), talk to the second.
//! Never: decides anything that HTTP would have to decide too; that is for `tasks`.

mod addresses;
mod args;
mod console;
mod demo;
mod exports;
mod files;
mod front;
mod interrupt;
mod points;
mod report;
mod run;
mod serve;
mod solve;

pub use args::Args;
pub use console::{Console, Exit};
pub use run::run;
