//! Prints the figures of the profile whose names begin with the argument, as the tables of `docs/roads.md`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

fn main() {
    let prefix = std::env::args().nth(1).unwrap_or_default();
    print!("{}", osm_data::profile::figures_as_markdown(&prefix));
}
