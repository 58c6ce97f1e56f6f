//! Rond, fast_paths and RoutingKit's customizable hierarchy on the road graph of one map file, asked line by line.
//!
//! `in-process-peers MAP.rond POINTS.csv`, then one question a line on standard input, one JSON object a line as
//! the answer. The caller takes turns between these peers and others in other programs.
//!
//! | question | answer |
//! | --- | --- |
//! | `off-road` | metres from each point to the nearest road; null where none is near, and such points are left out below |
//! | `open` | CPU seconds to open the map file by Rond |
//! | `prepare PEER` | CPU seconds from the graph to a hierarchy ready to be asked |
//! | `table PEER SIZE` | CPU seconds for all pairs of the first SIZE points, snapping included; a digest of the cells |
//! | `routes PEER PAIRS` | microseconds, median and 95th percentile, from points to path: points 0 to 1, 2 to 3, … |
//! | `snap PEER POINTS` | microseconds a point to the nearest road |
//!
//! PEER: `rond`, `fast_paths`, `routingkit`. All use one thread and snap by Rond, so that all three answer on the
//! same nodes with the same costs, and digests can be compared.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "answers go to standard output")]

mod asked;
mod fast_paths_peer;
mod roads;
mod rond_peer;
mod routingkit_peer;

use asked::Workbench;
use std::io::{BufRead, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [map, points] = arguments.as_slice() else {
        eprintln!("in-process-peers MAP.rond POINTS.csv, then questions on standard input");
        return ExitCode::from(2);
    };
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    one_thread.install(|| match answer_all(map, points) {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("in-process-peers: {complaint}");
            ExitCode::FAILURE
        }
    })
}

fn answer_all(map: &str, points: &str) -> Result<(), Box<dyn std::error::Error>> {
    let roads = roads::Roads::open(map, points)?;
    let mut workbench = Workbench::new(&roads);
    for question in std::io::stdin().lock().lines() {
        println!("{}", workbench.answer(&question?)?);
        std::io::stdout().flush()?;
    }
    Ok(())
}
