//! The program people meet: command line and HTTP.

pub mod cli;
pub mod config;
pub mod exchange;
pub mod formats;
pub mod http;
pub mod jobs;
pub mod osrm;
pub mod storage;
pub mod tasks;
pub mod travel;
pub mod wire;
pub mod wording;
