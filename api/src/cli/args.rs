//! All commands and flags, with their help.

use crate::tasks::MOST_ALTERNATIVES;
use clap::builder::RangedU64ValueParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Plans the rounds of doctors and nurses who care for people at home.
#[derive(Clone, Debug, Parser)]
#[command(name = "rond", version, max_term_width = 110, after_help = EXIT_CODES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  a plan breaks a hard rule (check), or the program's own judge refused one (plan)
  2  input that cannot be used: arguments, files, documents with defects
  3  something went wrong in the program or the system

Data goes to standard output, everything else to standard error. NO_COLOR is respected.";

/// A number between two others, both allowed; anything else is refused with the range.
fn up_to(least: usize, most: usize) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(least as u64..=most as u64)
}

/// The largest synthetic region: a country of ten million junctions.
const MOST_VERTICES: usize = 10_000_000;

/// More threads than any machine makes use of are a slip of the finger.
const MOST_THREADS: usize = 512;

fn a_day_at_most(text: &str) -> Result<f64, String> {
    seconds(text, 86_400.0)
}

fn an_hour_at_most(text: &str) -> Result<f64, String> {
    seconds(text, 3_600.0)
}

fn seconds(text: &str, most: f64) -> Result<f64, String> {
    let found = text.parse().ok().filter(|s| (0.0..=most).contains(s));
    found.ok_or_else(|| format!("write a number of seconds from 0 to {most}"))
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Turn an OpenStreetMap extract into a map file.
    Import(Import),
    /// Make a synthetic region as a real .osm.pbf; the same seed gives the same file.
    Synth(Synth),
    /// Make a realistic planning problem on a map; the same seed gives the same problem.
    Sample(Sample),
    /// Find the fastest way between two positions.
    Route(Route),
    /// Find travel times between many positions.
    Table(Table),
    /// Plan a problem.
    Plan(Plan),
    /// Judge a plan, whoever made it, by the independent judge.
    Check(Check),
    /// Explain a plan: what costs what, why visits are left out, what else could be done.
    Explain(Explain),
    /// Say by when an acute request must be met, by the Swedish calendar.
    Calendar(Calendar),
    /// Print the form of documents: JSON Schema, or the page that explains every field.
    Schema(Schema),
    /// Serve the API and the page over HTTP.
    Serve(Serve),
    /// Show everything on a synthetic region (or a real extract): import, sample tomorrow, plan, serve.
    Demo(Demo),
}

/// `rond import`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Import {
    /// The extract, a .osm.pbf file.
    pub extract: PathBuf,
    /// Where to write the map file.
    #[arg(long, value_name = "FILE.rond")]
    pub out: PathBuf,
    /// Mode of travel.
    #[arg(long, default_value = "car")]
    pub profile: String,
}

/// `rond synth`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Synth {
    /// Start of the random stream.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Junctions of the road network, about: 1 to 10,000,000. The smallest region has some 200.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = up_to(1, MOST_VERTICES))]
    pub vertices: usize,
    /// Where to write the extract.
    #[arg(long, value_name = "FILE.osm.pbf")]
    pub out: PathBuf,
}

/// `rond sample`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Sample {
    /// The map file.
    #[arg(long, value_name = "FILE.rond")]
    pub map: PathBuf,
    /// Patients.
    #[arg(long, default_value_t = 60)]
    pub patients: usize,
    /// Staff.
    #[arg(long, default_value_t = 15)]
    pub staff: usize,
    /// Days, working days or not.
    #[arg(long, default_value_t = 1)]
    pub days: usize,
    /// Start of the random stream.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day on which the plan is made; the first day planned is the next working day. Default: today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Where to write the problem document.
    #[arg(long, value_name = "PROBLEM.json")]
    pub out: PathBuf,
}

/// `rond route`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Route {
    /// The map file.
    pub map: PathBuf,
    /// Start, as latitude and longitude in degrees.
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub from: String,
    /// End, as latitude and longitude in degrees.
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub to: String,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Print the line of the way, too: latitude and longitude of each bend.
    #[arg(long)]
    pub geometry: bool,
    /// Language of the turn list.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
}

/// `rond table`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Table {
    /// The map file.
    pub map: PathBuf,
    /// The positions: CSV with the header `lat,lon`.
    #[arg(long, value_name = "POINTS.csv")]
    pub points: PathBuf,
    /// Where to write the table: CSV, a row a source, whole seconds, empty where no road leads.
    #[arg(long, value_name = "TABLE.csv")]
    pub out: PathBuf,
    /// Threads, 1 to 512. Default: one for each processor.
    #[arg(long, value_name = "N", value_parser = up_to(1, MOST_THREADS))]
    pub threads: Option<usize>,
    /// Print timings as JSON.
    #[arg(long)]
    pub json: bool,
}

/// A language of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Swedish.
    Sv,
    /// English.
    En,
}

/// `rond plan`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Plan {
    /// The problem document.
    pub problem: PathBuf,
    /// The map file, unless the document states travel times.
    #[arg(long, value_name = "FILE.rond")]
    pub map: Option<PathBuf>,
    /// Seconds of search, 0 to 86400. Default: 10, or unlimited when --iterations is given.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = a_day_at_most)]
    pub time_limit: Option<f64>,
    /// Iterations of search in every part of the problem: the same plan on every machine.
    #[arg(long, value_name = "N")]
    pub iterations: Option<u64>,
    /// Start of the random stream. Default: that of the document.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Threads, 1 to 512; the plan does not depend on it. Default: one for each processor.
    #[arg(long, value_name = "N", value_parser = up_to(1, MOST_THREADS))]
    pub threads: Option<usize>,
    /// Where to write the plan document.
    #[arg(long, value_name = "PLAN.json")]
    pub out: PathBuf,
    /// Write the routes for a map, as GeoJSON.
    #[arg(long, value_name = "ROUTES.geojson")]
    pub geojson: Option<PathBuf>,
    /// Write a readable run sheet for each staff member into this folder.
    #[arg(long, value_name = "DIR")]
    pub run_sheets: Option<PathBuf>,
    /// Language of sentences in the plan and of run sheets. Default: English in the plan, Swedish on run sheets.
    #[arg(long)]
    pub lang: Option<Lang>,
}

/// `rond check`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Check {
    /// The problem document.
    pub problem: PathBuf,
    /// The plan document.
    pub plan: PathBuf,
    /// The map file, unless the document states travel times.
    #[arg(long, value_name = "FILE.rond")]
    pub map: Option<PathBuf>,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Language of sentences.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
}

/// `rond explain`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Explain {
    /// The problem document.
    pub problem: PathBuf,
    /// The plan document.
    pub plan: PathBuf,
    /// The map file, unless the document states travel times.
    #[arg(long, value_name = "FILE.rond")]
    pub map: Option<PathBuf>,
    /// A visit to find alternatives for, or to explain if it is left out; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub visit: Vec<String>,
    /// Alternatives a visit, at most: 0 to 20.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = up_to(0, MOST_ALTERNATIVES))]
    pub alternatives: usize,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Language of sentences.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
}

/// `rond calendar`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Calendar {
    /// When the request came in: local time `2026-12-23T16:50`, or with an offset.
    #[arg(long, value_name = "MOMENT")]
    pub received: String,
    /// Requests later in the day count as received on the next working day. Default: off.
    #[arg(long, value_name = "HH:MM")]
    pub cutoff: Option<String>,
    /// When service ends. Default: 17:00.
    #[arg(long, value_name = "HH:MM")]
    pub service_ends: Option<String>,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Language of day names.
    #[arg(long, default_value = "sv")]
    pub lang: Lang,
}

/// `rond schema`.
#[derive(Clone, Copy, Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub struct Schema {
    /// JSON Schema of the problem document.
    #[arg(long)]
    pub problem: bool,
    /// JSON Schema of the plan document.
    #[arg(long)]
    pub plan: bool,
    /// The page that explains every field of the problem document.
    #[arg(long)]
    pub problem_page: bool,
    /// The page that explains every field of the plan document.
    #[arg(long)]
    pub plan_page: bool,
}

/// `rond serve`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Serve {
    /// Address and port to listen on. Default: ROND_LISTEN, or 127.0.0.1:8080.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The map file. Default: ROND_MAP, or none (documents must then state travel times).
    #[arg(long, value_name = "FILE.rond")]
    pub map: Option<PathBuf>,
    /// Answer in OSRM's HTTP form too: /route/v1/, /table/v1/ and /nearest/v1/. Needs a map. Default: ROND_OSRM, or off.
    #[arg(long)]
    pub osrm: bool,
}

/// `rond demo`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Demo {
    /// A real extract instead of a synthetic region.
    #[arg(long, value_name = "EXTRACT.osm.pbf")]
    pub pbf: Option<PathBuf>,
    /// Where to keep region, map, problem, plan and run sheets.
    #[arg(long, value_name = "DIR", default_value = ".rond")]
    pub dir: PathBuf,
    /// Patients.
    #[arg(long, default_value_t = 60)]
    pub patients: usize,
    /// Staff.
    #[arg(long, default_value_t = 15)]
    pub staff: usize,
    /// Start of the random stream.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Junctions of the synthetic region, about: 1 to 10,000,000.
    #[arg(long, value_name = "N", default_value_t = 8_000, value_parser = up_to(1, MOST_VERTICES))]
    pub vertices: usize,
    /// Seconds of search, 0 to 3600.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, allow_negative_numbers = true, value_parser = an_hour_at_most)]
    pub time_limit: f64,
    /// Today, to make the same demo again. Default: today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Stop after the summary; do not serve.
    #[arg(long)]
    pub no_serve: bool,
    /// Address and port to serve on.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Language of summary and run sheets.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
}
