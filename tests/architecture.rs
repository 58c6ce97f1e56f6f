//! The source tree keeps the shape that ARCHITECTURE.md draws.
//!
//! `LAYERS` is the picture as data: in each crate, a module may import only the
//! modules named on its line, and those stand above it. Change the line and the
//! picture together, in a commit that says why.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// `(crate, [(module, what it may import)])`; `name::` is another crate's module.
const LAYERS: &[(&str, &[(&str, &str)])] = &[
    (
        "osm-data",
        &[
            ("units", ""),
            ("column", ""),
            ("lonlat", "units"),
            ("sweref99", "lonlat"),
            ("pbf", "lonlat"),
            ("profile", "units pbf"),
            ("dissection", "column"),
            ("graph", "units column lonlat pbf profile dissection"),
            ("cells", "column graph"),
            ("snap", "units lonlat graph cells"),
            ("hierarchy", "units column dissection graph"),
            ("table", "units dissection graph snap hierarchy"),
            ("address", "column lonlat sweref99 pbf graph cells"),
            ("network", "units cells lonlat pbf profile graph snap hierarchy table"),
            ("guidance", "units lonlat profile graph network"),
            ("matching", "units lonlat profile snap network guidance"),
            ("archive", "units column lonlat profile graph snap hierarchy address network"),
            ("synth", "units lonlat pbf"),
            ("samples", "units lonlat pbf profile graph network"),
        ],
    ),
    (
        "engine",
        &[
            ("clock", "osm_data::units"),
            ("calendar", "clock"),
            ("rng", ""),
            ("routing", ""),
            ("travel", "clock osm_data::units osm_data::table"),
            ("model", "clock rng travel osm_data::units osm_data::table"),
            ("plan", "clock model osm_data::units"),
            ("rules", "clock model plan osm_data::units"),
            ("schedule", "clock model plan rules osm_data::units"),
            ("settings", "clock rules"),
            ("budget", "clock rules"),
            ("partition", "budget"),
            ("bound", "rng budget partition routing"),
            ("plain_search", "rng budget routing"),
            ("tied_search", "rng budget routing"),
            ("day_search", "rng budget routing"),
            ("recombination", "budget partition plain_search routing"),
            ("route_planning", "budget routing recombination tied_search day_search"),
            ("progress", "rules"),
            ("search", "clock rng travel model plan schedule rules settings budget progress osm_data::units"),
            ("explain", "clock model plan schedule rules osm_data::units"),
            ("kpi", "clock calendar model plan schedule rules osm_data::units"),
            ("decompose", "model plan"),
            ("care_day", "clock model plan rules routing search decompose"),
            ("solve", "rng model plan schedule rules settings budget progress search decompose"),
            ("trade_off", "budget model progress rules settings solve"),
        ],
    ),
    (
        "api",
        &[
            ("config", ""),
            ("wire", "engine:: osm_data::lonlat osm_data::sweref99 osm_data::units osm_data::table"),
            (
                "wording",
                "wire engine::explain engine::rules engine::model engine::calendar engine::clock engine::schedule \
                 engine::plan osm_data::units osm_data::address",
            ),
            ("exchange", "wire wording"),
            ("formats", "engine::routing"),
            ("travel", "wire osm_data:: engine::model"),
            ("tasks", "config wire exchange wording travel engine:: osm_data::"),
            ("osrm", "exchange travel osm_data::"),
            ("storage", "wire"),
            ("jobs", "config wire storage tasks engine::progress engine::budget"),
            ("http", "config wire exchange tasks osrm storage jobs"),
            (
                "cli",
                "config wire exchange formats tasks wording http engine::progress engine::budget engine::routing \
                 engine::route_planning engine::bound osm_data::address osm_data::lonlat osm_data::units",
            ),
        ],
    ),
];

/// `(text, where it may stand)`: a foreign name is known to as few places as can be.
const FOREIGN: &[(&str, &str)] = &[
    ("good_lp::", "engine/src/partition/mip_solver.rs"),
    ("highs::", "engine/src/partition/mip_solver.rs"),
    ("highs_sys::", "engine/src/partition/mip_solver.rs"),
    ("osmpbfreader::", "osm-data/src/pbf/"),
    ("petgraph::", "osm-data/src/graph/component.rs"),
    ("memmap2::", "osm-data/src/column.rs osm-data/src/archive/"),
    ("chrono::", "engine/src/calendar/ api/src/"),
    ("csv::", "osm-data/src/address/delimited.rs"),
    ("axum::", "api/src/http/"),
    ("clap::", "api/src/cli/"),
    ("serde", "api/src/"),
    ("std::env", "api/src/config.rs api/src/main.rs"),
    ("SystemTime::now", "api/src/"),
    ("Utc::now", "api/src/"),
    ("Local::now", "api/src/"),
    ("Instant::now", "api/src/"),
    ("rand::", "nowhere/"),
    ("rand_xoshiro::", "engine/src/rng.rs"),
];

const MAX_LINES: usize = 600;
const VAGUE_NAMES: &[&str] = &["utils", "util", "helpers", "common", "misc", "types"];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the workspace").into()
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("readable source folder") {
        let path = entry.expect("readable entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The shipped part of a file: tests may look anywhere.
fn shipped_code(file: &Path) -> String {
    if file.file_stem().is_some_and(|stem| stem == "tests")
        || file.components().any(|c| c.as_os_str() == "tests")
    {
        return String::new();
    }
    let text = fs::read_to_string(file).expect("readable source");
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// Every `crate::a` and `other_crate::a` on code lines of `text`, as written in `LAYERS`.
fn imports(text: &str, own_modules: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.starts_with("//")) {
        for (prefix, keep) in [("crate::", ""), ("osm_data::", "osm_data::"), ("engine::", "engine::")] {
            for (at, _) in line.match_indices(prefix) {
                let name: String = line[at + prefix.len()..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if keep.is_empty() && !own_modules.contains_key(name.as_str()) {
                    continue;
                }
                found.push(format!("{keep}{name}"));
            }
        }
    }
    found
}

#[test]
fn every_module_imports_only_what_stands_above_it() {
    let mut wrong = Vec::new();
    for (krate, layers) in LAYERS {
        let own: BTreeMap<&str, &str> = layers.iter().copied().collect();
        for (position, (module, allowed)) in layers.iter().enumerate() {
            for name in allowed.split_whitespace().filter(|n| !n.contains("::")) {
                let above = layers[..position].iter().any(|(m, _)| *m == name);
                assert!(above, "LAYERS: {krate}::{module} lists {name}, which does not stand above it");
            }
        }
        let src = workspace().join(krate).join("src");
        for file in rust_files(&src) {
            let inside = file.strip_prefix(&src).expect("file below src");
            let module =
                inside.iter().next().and_then(|s| s.to_str()).unwrap_or_default().trim_end_matches(".rs");
            if module == "lib" || module == "main" {
                continue;
            }
            let Some(allowed) = own.get(module) else {
                wrong.push(format!("{krate}/{}: module `{module}` is not in LAYERS", inside.display()));
                continue;
            };
            let text = shipped_code(&file);
            for hidden in ["use crate::{", "use engine::{", "use osm_data::{", "super::super"] {
                if text.contains(hidden) {
                    wrong.push(format!("{krate}/{}: `{hidden}` hides the layer", inside.display()));
                }
            }
            for import in imports(&text, &own) {
                let ok = import == module
                    || allowed
                        .split_whitespace()
                        .any(|a| import == a || (a.ends_with("::") && import.starts_with(a)));
                if !ok {
                    wrong.push(format!("{krate}/{}: may not import `{import}`", inside.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn foreign_names_stay_where_they_are_known() {
    let mut wrong = Vec::new();
    for (krate, _) in LAYERS {
        for file in rust_files(&workspace().join(krate).join("src")) {
            let inside = file.strip_prefix(workspace()).expect("file in workspace").display().to_string();
            let text = shipped_code(&file);
            for (name, home) in FOREIGN {
                let used = text.lines().any(|l| {
                    let l = l.trim_start();
                    let at = l.find(name);
                    // `osm_rand::` is not `rand::`.
                    let whole =
                        at.is_some_and(|i| !l[..i].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
                    !l.starts_with("//") && whole
                });
                if used && !home.split(' ').any(|place| inside.starts_with(place)) {
                    wrong.push(format!("{inside}: `{name}` belongs in {home}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_stays_readable() {
    let mut wrong = Vec::new();
    for (krate, _) in LAYERS {
        for file in rust_files(&workspace().join(krate).join("src")) {
            let text = fs::read_to_string(&file).expect("readable source");
            let name = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            if !text.starts_with("//!") {
                wrong.push(format!("{}: starts without `//!`", file.display()));
            }
            if text.lines().count() > MAX_LINES && !text.contains("//! Long because") {
                wrong.push(format!("{}: over {MAX_LINES} lines and gives no reason", file.display()));
            }
            if VAGUE_NAMES.contains(&name) {
                wrong.push(format!("{}: name it after the concept", file.display()));
            }
            let logic =
                |l: &str| l.trim_start().starts_with("fn ") || l.contains(" fn ") || l.starts_with("impl");
            if name == "mod" && text.lines().filter(|l| !l.trim_start().starts_with("//")).any(logic) {
                wrong.push(format!("{}: a mod.rs is a contents page", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_architecture_page_names_every_module() {
    let page = fs::read_to_string(workspace().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let missing: Vec<String> = LAYERS
        .iter()
        .flat_map(|(krate, layers)| layers.iter().map(move |(module, _)| (krate, module)))
        .filter(|(krate, module)| {
            workspace().join(krate).join("src").join(module).exists()
                || workspace().join(krate).join("src").join(format!("{module}.rs")).exists()
        })
        .filter(|(_, module)| !page.contains(&format!("`{module}`")))
        .map(|(krate, module)| format!("{krate}::{module}"))
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name {missing:?}");
}
