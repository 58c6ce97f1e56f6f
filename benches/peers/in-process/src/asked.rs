//! A question in words in, a measurement as JSON out.

use crate::fast_paths_peer::FastPaths;
use crate::roads::Roads;
use crate::rond_peer;
use crate::routingkit_peer::RoutingKit;
use cpu_time::ProcessTime;
use osm_data::archive;
use osm_data::units::RoadCost;
use serde_json::{Value, json};
use std::error::Error;
use std::hint::black_box;

/// The roads, and the peers that have been made ready so far.
pub struct Workbench<'r> {
    roads: &'r Roads,
    fast_paths: Option<FastPaths>,
    routingkit: Option<RoutingKit>,
}

impl<'r> Workbench<'r> {
    /// With no peer ready but Rond, whose hierarchy is in the map file.
    pub fn new(roads: &'r Roads) -> Self {
        Self { roads, fast_paths: None, routingkit: None }
    }

    /// Does what `question` asks and says what it took.
    pub fn answer(&mut self, question: &str) -> Result<Value, Box<dyn Error>> {
        let words: Vec<&str> = question.split_whitespace().collect();
        match words.as_slice() {
            ["off-road"] => Ok(json!(self.roads.off_road)),
            ["open"] => {
                let begin = ProcessTime::now();
                black_box(archive::open(&self.roads.map)?);
                Ok(json!({ "cpu_s": begin.elapsed().as_secs_f64() }))
            }
            ["prepare", peer] => self.prepare(peer),
            ["table", peer, size] => self.table(peer, size.parse()?),
            ["routes", peer, pairs] => self.routes(peer, pairs.parse()?),
            ["snap", "rond", points] => self.snap(points.parse()?),
            _ => Err(format!("`{question}` is no question").into()),
        }
    }

    fn prepare(&mut self, peer: &str) -> Result<Value, Box<dyn Error>> {
        let begin = ProcessTime::now();
        match peer {
            "fast_paths" => self.fast_paths = Some(FastPaths::prepare(self.roads)),
            "routingkit" => self.routingkit = Some(RoutingKit::prepare(self.roads)),
            _ => return Err(format!("nothing to prepare for `{peer}`").into()),
        }
        Ok(json!({ "cpu_s": begin.elapsed().as_secs_f64(), "nodes": self.roads.nodes() }))
    }

    fn table(&mut self, peer: &str, size: usize) -> Result<Value, Box<dyn Error>> {
        let begin = ProcessTime::now();
        let cells = match peer {
            "rond" => rond_peer::table(self.roads, size)?,
            "fast_paths" => self.fast_paths.as_mut().ok_or(NOT_READY)?.table(self.roads, size)?,
            "routingkit" => self.routingkit.as_mut().ok_or(NOT_READY)?.table(self.roads, size)?,
            _ => return Err(format!("no peer is called `{peer}`").into()),
        };
        let took = begin.elapsed().as_secs_f64();
        let reached: Vec<RoadCost> = cells.iter().copied().filter(|&c| c != RoadCost::UNREACHABLE).collect();
        Ok(json!({
            "cpu_s": took,
            "unreachable": cells.len() - reached.len(),
            "milliseconds": reached.iter().map(|c| u64::from(c.millis().0)).sum::<u64>(),
            "decimetres": reached.iter().map(|c| u64::from(c.decimetres())).sum::<u64>(),
        }))
    }

    fn routes(&mut self, peer: &str, pairs: usize) -> Result<Value, Box<dyn Error>> {
        let roads = self.roads;
        let mut micros = Vec::with_capacity(pairs);
        for from in (0..2 * pairs).step_by(2) {
            let begin = ProcessTime::now();
            match peer {
                "rond" => {
                    black_box(rond_peer::route(roads, from, from + 1)?);
                }
                "fast_paths" => {
                    let ends = roads.joined(from, 2)?;
                    black_box(self.fast_paths.as_mut().ok_or(NOT_READY)?.path(roads, &ends[0], &ends[1]));
                }
                "routingkit" => {
                    let ends = roads.joined(from, 2)?;
                    black_box(self.routingkit.as_mut().ok_or(NOT_READY)?.path(roads, &ends[0], &ends[1]));
                }
                _ => return Err(format!("no peer is called `{peer}`").into()),
            }
            micros.push(begin.elapsed().as_secs_f64() * 1e6);
        }
        Ok(spread(micros))
    }

    fn snap(&self, points: usize) -> Result<Value, Box<dyn Error>> {
        let locator = self.roads.network.locator();
        let asked = self.roads.points.get(..points).ok_or("fewer points were given than are asked for")?;
        let micros = asked.iter().map(|&point| {
            let begin = ProcessTime::now();
            black_box(locator.nearest(point));
            begin.elapsed().as_secs_f64() * 1e6
        });
        Ok(spread(micros.collect()))
    }
}

const NOT_READY: &str = "this peer must be prepared first";

/// Median and 95th percentile of microseconds.
fn spread(mut micros: Vec<f64>) -> Value {
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros.get((micros.len() as f64 * share) as usize).copied();
    json!({ "median_us": at(0.5), "p95_us": at(0.95) })
}
