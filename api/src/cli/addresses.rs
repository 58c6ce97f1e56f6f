//! `rond address` and `rond geocode`.

use super::args::{Address, Geocode};
use super::console::{Console, Exit};
use super::files::{check_outputs, read, write};
use super::points;
use super::run::{flat, pretty};
use crate::tasks;
use crate::wire::{AddressAtPosition, FoundAddresses, GeocodeReport};
use std::fmt::Write;

pub(super) fn address(args: &Address, console: &mut Console<'_>) -> Exit {
    flat((|| {
        let map = tasks::open_map(&args.map).map_err(|e| console.complain_of(&e, ""))?;
        if let Some(at) = &args.reverse {
            let at = points::position(at).map_err(|why| {
                console.complain(&why);
                Exit::BadInput
            })?;
            let found =
                tasks::address_at(&map, at, args.lang.into()).map_err(|e| console.complain_of(&e, ""))?;
            let shown = if args.json { pretty(&found) } else { nearest(&found).into_bytes() };
            let exit = console.deliver(&shown);
            let nothing = found.address.is_none() && found.road.is_none();
            return Ok(if nothing { Exit::NotFound } else { exit });
        }
        let text = args.text.as_deref().unwrap_or_default();
        let found = tasks::find_addresses(&map, text, args.limit, args.lang.into())
            .map_err(|e| console.complain_of(&e, ""))?;
        let shown = if args.json { pretty(&found) } else { hits(&found).into_bytes() };
        let exit = console.deliver(&shown);
        if !found.hits.is_empty() {
            return Ok(exit);
        }
        console.say("nothing was found; check the spelling, or whether the map reaches there");
        Ok(Exit::NotFound)
    })())
}

fn hits(found: &FoundAddresses) -> String {
    let mut text = String::new();
    for hit in &found.hits {
        let _ = writeln!(
            text,
            "{:.3}  {:.6},{:.6}  {:<12}  {}",
            hit.confidence,
            hit.position.lat,
            hit.position.lon,
            hit.kind.as_str(),
            hit.text
        );
        for change in &hit.changes {
            let _ = writeln!(text, "       {}", change.sentence);
        }
    }
    text
}

fn nearest(found: &AddressAtPosition) -> String {
    let mut text = String::new();
    match (&found.address, found.metres) {
        (Some(hit), Some(metres)) => {
            let _ = writeln!(text, "address {} ({metres} m)", hit.text);
        }
        _ => text.push_str("address none near\n"),
    }
    match &found.road {
        Some(road) => {
            let _ = writeln!(text, "road {} ({} m)", road.name, road.metres);
        }
        None => text.push_str("road without a name\n"),
    }
    text
}

pub(super) fn geocode(args: &Geocode, console: &mut Console<'_>) -> Exit {
    flat((|| {
        check_outputs(&[&args.map, &args.input], &[&args.out], console)?;
        let csv = read(&args.input, console)?;
        let map = tasks::open_map(&args.map).map_err(|e| console.complain_of(&e, ""))?;
        let made = tasks::geocode(&map, &csv, args.least_confidence, args.lang.into())
            .map_err(|e| console.complain_of(&e, ""))?;
        write(&args.out, &made.csv, console)?;
        let report = &made.report;
        console.say(summary(report).trim_end());
        let exit = if args.json { console.deliver(&pretty(report)) } else { Exit::Ok };
        Ok(if report.left.is_empty() { exit } else { Exit::NotFound })
    })())
}

/// What became of the rows; those without a position by line, never by address.
fn summary(report: &GeocodeReport) -> String {
    let mut text = format!(
        "{} rows ({}, {}): {} placed, {} doubtful, {} not found\n",
        report.rows, report.encoding, report.separator, report.placed, report.doubtful, report.not_found
    );
    for row in &report.left {
        let sure = row.confidence.map_or(String::new(), |c| format!(" confidence {c:.3}"));
        let _ = writeln!(text, "  line {}:{sure} {}", row.line, row.codes.join(", "));
    }
    text
}
