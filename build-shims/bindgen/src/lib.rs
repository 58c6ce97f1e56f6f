//! Stands in for the crate `bindgen` when `highs-sys` is built, so that the machine needs no libclang. Decision 0014.
//!
//! The bindings in `highs_1_15_0.rs` were made once by bindgen 0.72.1 from the header of exactly this release of `highs-sys`
//! (allowed: functions `Highs_.*`, types `Highs.*`, constants `kHighs.*`). Whatever else calls this stops with a message.

use std::io;
use std::path::Path;

/// The release whose bindings these are.
const KNOWN: (&str, &str) = ("highs-sys", "1.15.0");

/// The bindings.
const BINDINGS: &str = include_str!("highs_1_15_0.rs");

/// What a build script may be told of while bindings are made; never called.
pub mod callbacks {
    /// See the real bindgen.
    pub trait ParseCallbacks {
        /// See the real bindgen.
        fn header_file(&self, _filename: &str) {}
        /// See the real bindgen.
        fn include_file(&self, _filename: &str) {}
        /// See the real bindgen.
        fn read_env_var(&self, _key: &str) {}
    }
}

/// Takes the calls of the real `Builder` that the build script of `highs-sys` makes; the choices are fixed.
#[derive(Default)]
pub struct Builder;

impl Builder {
    /// Ignored.
    #[must_use]
    pub fn clang_arg<T: Into<String>>(self, _: T) -> Self {
        self
    }

    /// Ignored.
    #[must_use]
    pub fn header<T: Into<String>>(self, _: T) -> Self {
        self
    }

    /// Ignored.
    #[must_use]
    pub fn layout_tests(self, _: bool) -> Self {
        self
    }

    /// Ignored.
    #[must_use]
    pub fn parse_callbacks(self, _: Box<dyn callbacks::ParseCallbacks>) -> Self {
        self
    }

    /// The bindings of HiGHS.
    ///
    /// # Errors
    /// Whenever another package than [`KNOWN`] asks.
    pub fn generate(self) -> Result<Bindings, String> {
        let variable = |name| std::env::var(name).unwrap_or_default();
        let package = (variable("CARGO_PKG_NAME"), variable("CARGO_PKG_VERSION"));
        if (package.0.as_str(), package.1.as_str()) == KNOWN {
            Ok(Bindings)
        } else {
            Err(format!("build-shims/bindgen knows {KNOWN:?} alone, not {package:?}: see docs/decisions/0014"))
        }
    }
}

/// Bindings to be written.
#[derive(Debug)]
pub struct Bindings;

impl Bindings {
    /// Writes them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_to_file<P: AsRef<Path>>(&self, path: P) -> io::Result<()> {
        std::fs::write(path, BINDINGS)
    }
}
