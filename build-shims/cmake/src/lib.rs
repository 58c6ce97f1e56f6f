//! Stands in for the crate `cmake` when `highs-sys` is built, so that the machine needs a C++ compiler and no CMake. Decision 0014.
//!
//! HiGHS comes unmodified from the package registry. Which files belong to it is read from its own list; the settings are those
//! of its release build. Whatever else calls this stops with a message.

use std::fs;
use std::path::{Path, PathBuf};

/// The release of `highs-sys` whose build this knows.
const KNOWN: (&str, &str) = ("highs-sys", "1.15.0");

/// The lists of sources in HiGHS' `cmake/sources.cmake` that its static library is made of.
const LISTS: [&str; 7] = [
    "highs_sources",
    "cupdlp_sources",
    "ipx_sources",
    "basiclu_sources",
    "hipo_sources",
    "factor_highs_sources",
    "hipo_util_sources",
];

/// Takes the calls of the real `Config` that the build script of `highs-sys` makes; the choices are fixed.
pub struct Config {
    sources: PathBuf,
}

impl Config {
    /// To build the project in this folder.
    pub fn new<P: AsRef<Path>>(sources: P) -> Self {
        let package = (variable("CARGO_PKG_NAME"), variable("CARGO_PKG_VERSION"));
        assert!(
            (package.0.as_str(), package.1.as_str()) == KNOWN,
            "build-shims/cmake builds {KNOWN:?} alone, not {package:?}: see docs/decisions/0014"
        );
        Self { sources: Path::new(&variable("CARGO_MANIFEST_DIR")).join(sources) }
    }

    /// Ignored.
    pub fn define<K, V>(&mut self, _: K, _: V) -> &mut Self {
        self
    }

    /// Ignored.
    pub fn profile(&mut self, _: &str) -> &mut Self {
        self
    }

    /// Ignored.
    pub fn generator<T>(&mut self, _: T) -> &mut Self {
        self
    }

    /// Ignored.
    pub fn no_default_flags(&mut self, _: bool) -> &mut Self {
        self
    }

    /// Ignored.
    pub fn cxxflag<T>(&mut self, _: T) -> &mut Self {
        self
    }

    /// Compiles; the folder that then holds `lib/libhighs.a`.
    pub fn build(&mut self) -> PathBuf {
        let out = PathBuf::from(variable("OUT_DIR"));
        let lib = out.join("lib");
        fs::create_dir_all(&lib).expect("the build folder can be written");
        let settings = out.join("settings");
        fs::create_dir_all(&settings).expect("the build folder can be written");
        fs::write(settings.join("HConfig.h"), h_config()).expect("the build folder can be written");

        let root = self.sources.join("highs");
        let list = fs::read_to_string(self.sources.join("cmake/sources.cmake")).expect("HiGHS lists its sources");
        let files: Vec<PathBuf> = LISTS.iter().flat_map(|name| entries(&list, name)).map(|f| root.join(f)).collect();
        let is_c = |file: &Path| file.extension().is_some_and(|e| e == "c");
        let (c, cpp): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|f| is_c(f));
        let include: Vec<PathBuf> = entries(&list, "include_dirs")
            .into_iter()
            .filter_map(|entry| {
                let inside = entry.strip_prefix("$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/")?.strip_suffix('>')?;
                Some(self.sources.join(inside))
            })
            .chain([settings, self.sources.join("extern")])
            .collect();
        let compiler = |cpp: bool| {
            let mut build = cc::Build::new();
            build.cpp(cpp).includes(&include).opt_level(3).debug(false).define("NDEBUG", None).warnings(false);
            build.flag_if_supported("-ffunction-sections").flag_if_supported("-fdata-sections");
            build.cargo_metadata(false);
            if cpp {
                build.std("c++11");
                if variable("CARGO_CFG_TARGET_ARCH") == "x86_64" {
                    build.flag_if_supported("-mpopcnt");
                }
            }
            build
        };
        let mut objects = compiler(false).files(c).compile_intermediates();
        objects.extend(compiler(true).files(cpp).compile_intermediates());
        compiler(true).out_dir(&lib).objects(objects).compile("highs");
        out
    }
}

/// What CMake would write, for a static library without zlib and without a graphics card; HiGHS' extras (orderings for its new interior
/// point solver) are looked for at run time and not needed.
fn h_config() -> String {
    let pause = if variable("CARGO_CFG_TARGET_ARCH") == "x86_64" { "#define HIGHS_HAVE_MM_PAUSE\n" } else { "" };
    let mut version = KNOWN.1.split('.');
    let mut next = || version.next().expect("a version has three parts");
    format!(
        "#ifndef HCONFIG_H_\n#define HCONFIG_H_\n#define FAST_BUILD\n#define CUPDLP_CPU\n#define HIGHS_SHARED_EXTRAS_LIBRARY\n#define CMAKE_BUILD_TYPE \"Release\"\n{pause}\
         #define HIGHS_HAVE_BUILTIN_CLZ\n#define HIGHS_GITHASH \"n/a\"\n#define HIGHS_VERSION_MAJOR {}\n\
         #define HIGHS_VERSION_MINOR {}\n#define HIGHS_VERSION_PATCH {}\n#endif\n",
        next(),
        next(),
        next()
    )
}

/// The words of `set(name …)`.
fn entries<'a>(list: &'a str, name: &str) -> Vec<&'a str> {
    let head = format!("set({name}\n");
    let start = list.find(&head).unwrap_or_else(|| panic!("HiGHS has no list `{name}`")) + head.len();
    let end = list[start..].find(")\n").expect("a list ends") + start;
    list[start..end].split_whitespace().filter(|word| !word.ends_with(".h")).collect()
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("Cargo sets {name} for build scripts"))
}
