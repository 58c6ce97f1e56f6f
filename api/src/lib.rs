//! The program people meet: command line and HTTP.
