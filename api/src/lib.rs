//! The program people meet: command line and HTTP.

pub mod wire;
