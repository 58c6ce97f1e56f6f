//! All commands and flags, with their help.

use crate::formats::Family;
use crate::tasks::{MOST_ADDRESSES, MOST_ALTERNATIVES, MOST_CHOICES};
use clap::builder::RangedU64ValueParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

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
  1  a plan breaks a hard rule (check), or the program's own judge refused one (plan);
     a visit that must be done is left out (solve);
     nothing was found (address), or some rows have no position (geocode)
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

/// The most megabytes that one may allow: a terabyte.
const MOST_MEGABYTES: usize = 1_000_000;

fn a_day_at_most(text: &str) -> Result<f64, String> {
    seconds(text, 86_400.0)
}

fn an_hour_at_most(text: &str) -> Result<f64, String> {
    seconds(text, 3_600.0)
}

fn share(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().filter(|s| (0.0..=1.0).contains(s));
    found.ok_or_else(|| "write a share from 0 to 1, such as 0.8".to_owned())
}

fn factor(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().filter(|f| (0.01..=100.0).contains(f));
    found.ok_or_else(|| "write a factor from 0.01 to 100, such as 1.4".to_owned())
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
    /// Find the place of an address, or the address of a place.
    Address(Address),
    /// Find places for a list of addresses.
    Geocode(Geocode),
    /// Plan a problem.
    Plan(Plan),
    /// Judge a plan, whoever made it, by the independent judge.
    Check(Check),
    /// Explain a plan: what costs what, why visits are left out, what else could be done.
    Explain(Explain),
    /// Plan a benchmark instance of routing research, in its own format.
    Solve(Solve),
    /// Say by when an acute request must be met, by the Swedish calendar.
    Calendar(Calendar),
    /// Print the form of documents: JSON Schema, or the page that explains every field.
    Schema(Schema),
    /// Serve the API and the page over HTTP.
    Serve(Serve),
    /// Show everything on a synthetic region (or a real extract): import, sample tomorrow, plan, serve.
    Demo(Demo),
}

/// What holds on the roads; the same for every command that asks about them.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct Conditions {
    /// Travel condition: normal, morning-peak, afternoon-peak, winter, ferries-suspended or no-tolls.
    #[arg(long, value_name = "NAME")]
    pub condition: Option<String>,
    /// Close a road, by the number of its way in OpenStreetMap; may be given more than once.
    #[arg(long, value_name = "WAY", allow_negative_numbers = true)]
    pub close_way: Vec<i64>,
    /// Close whatever a line crosses, as positions with blanks between: "57.70,11.96 57.71,11.97"; may be given more
    /// than once.
    #[arg(long, value_name = "LAT,LON LAT,LON …", allow_hyphen_values = true)]
    pub close_line: Vec<String>,
}

impl Conditions {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.condition.is_none() && self.close_way.is_empty() && self.close_line.is_empty()
    }
}

/// `rond import`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Import {
    /// The extract, a .osm.pbf file.
    pub extract: PathBuf,
    /// Where to write the map file.
    #[arg(long, value_name = "FILE.rond")]
    pub out: PathBuf,
    /// Modes of travel: `car`, `bicycle`, `foot`, or several with commas between. The first answers where none is asked for.
    #[arg(long, value_name = "MODE,…", default_value = "car")]
    pub profile: String,
    /// An official address file (CSV), which is believed before the extract; docs/addresses.md tells its columns.
    #[arg(long, value_name = "ADDRESSES.csv")]
    pub addresses: Option<PathBuf>,
    /// Megabytes of memory that preparing the roads may use, about; what takes more is refused before most of it is taken. A
    /// town of 70,000 junctions takes some 100. Addresses come on top.
    #[arg(long, value_name = "MEGABYTES", value_parser = up_to(1, MOST_MEGABYTES))]
    pub memory: Option<usize>,
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
    /// Mode of travel: `car`, `bicycle` or `foot`; the map must have it. Default: the first that it was imported for.
    #[arg(long)]
    pub mode: Option<String>,
    /// What holds on the roads.
    #[command(flatten)]
    pub conditions: Conditions,
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
    /// Mode of travel: `car`, `bicycle` or `foot`; the map must have it. Default: the first that it was imported for.
    #[arg(long)]
    pub mode: Option<String>,
    /// What holds on the roads.
    #[command(flatten)]
    pub conditions: Conditions,
    /// Print timings as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `rond address`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Address {
    /// The map file.
    pub map: PathBuf,
    /// The address as people write it: `Storgatan 12, Göteborg`.
    #[arg(value_name = "ADDRESS", required_unless_present = "reverse", conflicts_with = "reverse")]
    pub text: Option<String>,
    /// Find the address of this place instead: latitude and longitude in degrees.
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub reverse: Option<String>,
    /// Answers at most, 1 to 50.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = up_to(1, MOST_ADDRESSES))]
    pub limit: usize,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Language of remarks.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
}

/// `rond geocode`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Geocode {
    /// The map file.
    pub map: PathBuf,
    /// The addresses: CSV with a header; docs/addresses.md tells its columns.
    #[arg(long = "in", value_name = "ADDRESSES.csv")]
    pub input: PathBuf,
    /// Where to write them with their positions; all columns are kept.
    #[arg(long, value_name = "RESULT.csv")]
    pub out: PathBuf,
    /// Rows found with less confidence than this get no position, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = share)]
    pub least_confidence: f64,
    /// Print what became of the rows as JSON.
    #[arg(long)]
    pub json: bool,
    /// Language of remarks.
    #[arg(long, default_value = "en")]
    pub lang: Lang,
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
    /// What holds on the roads of the map.
    #[command(flatten)]
    pub conditions: Conditions,
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
    /// Prove what no plan can cost less than; half of the time limit goes to that.
    #[arg(long, conflicts_with = "front")]
    pub bound: bool,
    /// Seek several plans between short ways and known faces, none of which another beats in every respect, at N positions of the slider
    /// (2 to 33), all within the one time limit: PLAN-1.json, PLAN-2.json, … beside PLAN.json, which lists them.
    #[arg(long, value_name = "N", value_parser = up_to(2, MOST_CHOICES), conflicts_with_all = ["geojson", "run_sheets"])]
    pub front: Option<usize>,
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
    /// What holds on the roads of the map.
    #[command(flatten)]
    pub conditions: Conditions,
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
    /// What holds on the roads of the map.
    #[command(flatten)]
    pub conditions: Conditions,
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

/// A family of benchmark instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// VRPTW: Solomon, Gehring & Homberger, and explicit matrices in VRPLIB form.
    Solomon,
    /// Home care with two-staff visits: Mankowska et al., Kummer et al., Italian cities.
    Hhcrsp,
    /// The unified home care problem of Ceschia et al.
    Uhhc,
    /// Home care with visits that start at once: Bredström & Rönnqvist.
    Vrptwsyn,
}

impl Format {
    /// The family that reads and writes it.
    pub const fn family(self) -> Family {
        match self {
            Self::Solomon => Family::Solomon,
            Self::Hhcrsp => Family::Hhcrsp,
            Self::Uhhc => Family::Uhhc,
            Self::Vrptwsyn => Family::Vrptwsyn,
        }
    }
}

/// `rond solve`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = SOLVE_CODES)]
pub struct Solve {
    /// The instance, plain or gzip.
    pub instance: PathBuf,
    /// The family that it belongs to.
    #[arg(long)]
    pub format: Format,
    /// Seconds until the plan is written, reading included, 0 to 86400. Default: 10, or unlimited when --iterations is given.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = a_day_at_most)]
    pub time_limit: Option<f64>,
    /// Iterations of search: with one thread the same plan on every machine.
    #[arg(long, value_name = "N")]
    pub iterations: Option<u64>,
    /// Start of the random stream.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads, 1 to 512. Default: 1, as benchmarks are run.
    #[arg(long, value_name = "N", value_parser = up_to(1, MOST_THREADS))]
    pub threads: Option<usize>,
    /// vrptwsyn: visits last so many times as long, cut down to whole units; the later literature uses 1.4 for two cases.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, allow_negative_numbers = true, value_parser = factor)]
    pub service_factor: f64,
    /// Where to write the solution, in the family's own form.
    #[arg(long, value_name = "SOLUTION.json", required_unless_present = "judge")]
    pub out: Option<PathBuf>,
    /// Prove what no plan can cost less than, or that not all visits can be served; half of the time limit goes to that, or 60
    /// seconds where --iterations alone limits the search.
    #[arg(long, conflicts_with = "judge")]
    pub bound: bool,
    /// Judge this solution instead of searching.
    #[arg(long, value_name = "SOLUTION.json", conflicts_with = "out")]
    pub judge: Option<PathBuf>,
    /// Print cost, its terms and what is left out as JSON.
    #[arg(long)]
    pub json: bool,
}

impl Solve {
    /// Time until the plan is due.
    pub fn limit(&self) -> Duration {
        Duration::from_secs_f64(self.time_limit.unwrap_or(10.0))
    }
}

const SOLVE_CODES: &str = "Exit codes:
  0  a plan that keeps every rule is written
  1  the plan leaves out a visit that must be done (it is written all the same, and says so),
     or the judged solution breaks a rule
  2  input that cannot be used: arguments, files
  3  something went wrong in the program or the system

docs/benchmark-faces.md tells formats, units and conventions.";

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
