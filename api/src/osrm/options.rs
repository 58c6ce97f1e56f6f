//! The options of a question, read and held against each other as OSRM does.

use super::query::{Written, real, whole, written};
use super::request::{Request, Service, malformed_query};
use super::{Code, Refusal};

/// On which side of the road the car stops at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Approach {
    #[default]
    Unrestricted,
    /// With the place on the side on which people drive.
    Curb,
    /// With the place on the other side.
    Opposite,
}

/// How a line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Geometries {
    #[default]
    Polyline,
    Polyline6,
    GeoJson,
}

/// How much of the line of the whole route is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Overview {
    #[default]
    Simplified,
    Full,
    No,
    ByLegs,
}

/// Which figures are told of each piece of the line; OSRM's `nodes` are not kept in a map file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Annotations {
    pub(super) duration: bool,
    pub(super) distance: bool,
    pub(super) speed: bool,
    pub(super) weight: bool,
    pub(super) datasources: bool,
    /// Asked for, though only known to be left out.
    pub(super) nodes: bool,
}

impl Annotations {
    pub(super) fn any(self) -> bool {
        self != Self::default()
    }

    fn all() -> Self {
        Self { duration: true, distance: true, speed: true, weight: true, datasources: true, nodes: true }
    }
}

/// Classes of roads to keep off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Exclude {
    pub(super) motorway: bool,
    pub(super) toll: bool,
    pub(super) ferry: bool,
}

/// What is asked besides the coordinates. Lists of every coordinate are empty where nothing is said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Options {
    /// Metres; `None` for as far as the map is searched.
    pub(super) radiuses: Vec<Option<f64>>,
    /// Direction and range to either side, in degrees.
    pub(super) bearings: Vec<Option<(i32, i32)>>,
    pub(super) approaches: Vec<Option<Approach>>,
    /// `None` for classes that the map does not tell apart.
    pub(super) exclude: Option<Exclude>,
    pub(super) generate_hints: bool,
    pub(super) skip_waypoints: bool,
    /// Whether any road will do to stop on.
    pub(super) snap_to_any: bool,
    pub(super) steps: bool,
    pub(super) geometries: Geometries,
    pub(super) overview: Overview,
    pub(super) annotations: Annotations,
    pub(super) continue_straight: Option<bool>,
    /// Which coordinates are stops; all unless said.
    pub(super) waypoints: Option<Vec<usize>>,
    pub(super) number: usize,
    pub(super) sources: Option<Vec<usize>>,
    pub(super) destinations: Option<Vec<usize>>,
    /// Metres a second.
    pub(super) fallback_speed: Option<f64>,
    /// When each place was measured, in seconds since 1970; empty unless said.
    pub(super) timestamps: Vec<u32>,
    /// Whether a trace is cut where nothing was measured for long.
    pub(super) split_gaps: bool,
    /// Whether points of a trace that tell nothing new are left out.
    pub(super) tidy: bool,
    /// Whether crow's ways are reckoned from road to road instead of between the places asked for.
    pub(super) fallback_snapped: bool,
    pub(super) scale_factor: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            radiuses: Vec::new(),
            bearings: Vec::new(),
            approaches: Vec::new(),
            exclude: Some(Exclude::default()),
            generate_hints: true,
            skip_waypoints: false,
            snap_to_any: false,
            steps: false,
            geometries: Geometries::default(),
            overview: Overview::default(),
            annotations: Annotations::default(),
            continue_straight: None,
            waypoints: None,
            number: 1,
            sources: None,
            destinations: None,
            fallback_speed: None,
            timestamps: Vec::new(),
            split_gaps: true,
            tidy: false,
            fallback_snapped: false,
            scale_factor: 1.0,
        }
    }
}

impl Options {
    /// Reads the options of a service; what it does not know is refused, as OSRM does.
    pub(super) fn read(request: &Request, query: Option<&str>) -> Result<Self, Refusal> {
        let mut options = Self::default();
        let Some(query) = query.filter(|q| !q.is_empty()) else { return options.checked(request) };
        for option in written(query, request.prefix).map_err(malformed_query)? {
            if !options.take_common(&option)? && !options.take(request.service, &option)? {
                return Err(malformed_query(option.at));
            }
        }
        options.checked(request)
    }

    /// Takes an option that every service has; whether it is one.
    fn take_common(&mut self, option: &Written<'_>) -> Result<bool, Refusal> {
        let mut take = || -> Result<bool, usize> {
            match option.key {
                "radiuses" => {
                    let radius = |text: &str| match text {
                        "unlimited" => Some(f64::INFINITY),
                        text => real(text).filter(|metres| *metres >= 0.0),
                    };
                    self.radiuses = option.each(radius)?;
                }
                "bearings" => {
                    let bearing = |text: &str| {
                        let (direction, range) = text.split_once(',')?;
                        Some((direction.parse().ok()?, range.parse().ok()?))
                    };
                    self.bearings = option.each(bearing)?;
                }
                "approaches" => {
                    self.approaches = option.each(|text| match text {
                        "unrestricted" => Some(Approach::Unrestricted),
                        "curb" => Some(Approach::Curb),
                        "opposite" => Some(Approach::Opposite),
                        _ => None,
                    })?;
                }
                "exclude" => self.exclude = exclude(option),
                "generate_hints" => self.generate_hints = option.truth()?,
                "skip_waypoints" => self.skip_waypoints = option.truth()?,
                "snapping" => self.snap_to_any = option.one_of(&[("default", false), ("any", true)])?,
                // A hint only saves a search that takes microseconds here.
                "hints" => {
                    let is_plain =
                        |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_=".contains(&b));
                    option.each(|text| is_plain(text).then_some(()))?;
                }
                _ => return Ok(false),
            }
            Ok(true)
        };
        take().map_err(malformed_query)
    }

    /// Takes an option of one service; whether it is one.
    fn take(&mut self, service: Service, option: &Written<'_>) -> Result<bool, Refusal> {
        let mut take = || -> Result<bool, usize> {
            match (service, option.key) {
                (Service::Route | Service::Match, "steps") => self.steps = option.truth()?,
                (Service::Route | Service::Match, "geometries") => {
                    self.geometries = option.one_of(&[
                        ("polyline", Geometries::Polyline),
                        ("polyline6", Geometries::Polyline6),
                        ("geojson", Geometries::GeoJson),
                    ])?;
                }
                (Service::Route | Service::Match, "overview") => {
                    self.overview = option.one_of(&[
                        ("simplified", Overview::Simplified),
                        ("full", Overview::Full),
                        ("false", Overview::No),
                        ("by_legs", Overview::ByLegs),
                    ])?;
                }
                (Service::Route | Service::Match, "annotations") => self.annotations = annotations(option)?,
                (Service::Route, "continue_straight") => {
                    self.continue_straight =
                        option.one_of(&[("default", None), ("true", Some(true)), ("false", Some(false))])?;
                }
                // One route is found, as OSRM says may happen however many are asked for.
                (Service::Route, "alternatives") => {
                    if whole(option.value).is_none() {
                        option.truth()?;
                    }
                }
                (Service::Route | Service::Match, "waypoints") => self.waypoints = option.indices()?,
                (Service::Match, "timestamps") => {
                    let second = |text: &str| text.parse().ok().filter(|_| whole(text).is_some());
                    let each = option.each(second)?;
                    self.timestamps = each.into_iter().collect::<Option<_>>().ok_or(option.at)?;
                }
                (Service::Match, "gaps") => {
                    self.split_gaps = option.one_of(&[("split", true), ("ignore", false)])?;
                }
                (Service::Match, "tidy") => self.tidy = option.truth()?,
                (Service::Table, "sources") => self.sources = option.indices()?,
                (Service::Table, "destinations") => self.destinations = option.indices()?,
                (Service::Table, "annotations") => self.annotations = annotations(option)?,
                (Service::Table, "fallback_speed") => self.fallback_speed = Some(option.real()?),
                (Service::Table, "fallback_coordinate") => {
                    self.fallback_snapped = option.one_of(&[("input", false), ("snapped", true)])?;
                }
                (Service::Table, "scale_factor") => self.scale_factor = option.real()?,
                (Service::Nearest, "number") => self.number = whole(option.value).ok_or(option.at)?,
                _ => return Ok(false),
            }
            Ok(true)
        };
        take().map_err(malformed_query)
    }

    /// Holds options and coordinates against each other.
    fn checked(self, request: &Request) -> Result<Self, Refusal> {
        let coordinates = request.coordinates.len();
        let invalid = |message: String| Err(Refusal::new(Code::InvalidOptions, message));
        let lists = [
            ("bearings", self.bearings.len()),
            ("radiuses", self.radiuses.len()),
            ("approaches", self.approaches.len()),
            ("timestamps", self.timestamps.len()),
        ];
        if let Some((name, length)) = lists.into_iter().find(|(_, n)| *n > 0 && *n != coordinates) {
            let told = "Number of elements in";
            return invalid(format!(
                "{told} {name} size {length} does not match coordinate size {coordinates}"
            ));
        }
        let in_range =
            |&(direction, range): &(i32, i32)| (0..=360).contains(&direction) && (0..=180).contains(&range);
        if !self.bearings.iter().flatten().all(in_range) {
            return invalid("A bearing is 0 to 360 degrees, its range 0 to 180.".to_owned());
        }
        if request.service != Service::Nearest && coordinates < 2 {
            return invalid("Number of coordinates needs to be at least two.".to_owned());
        }
        let lists = [&self.sources, &self.destinations, &self.waypoints];
        if let Some(index) = lists.into_iter().flatten().flatten().find(|i| **i >= coordinates) {
            return invalid(format!(
                "There is no coordinate {index}: they are counted from 0 to {}.",
                coordinates - 1
            ));
        }
        if self.fallback_speed.is_some_and(|speed| speed <= 0.0) {
            return invalid("fallback_speed must be > 0".to_owned());
        }
        if self.scale_factor <= 0.0 {
            return invalid("scale_factor must be > 0".to_owned());
        }
        if self.number == 0 {
            return invalid("number must be > 0".to_owned());
        }
        let on_earth = |&[lon, lat]: &[f64; 2]| lon.abs() <= 180.0 && lat.abs() <= 90.0;
        if !request.coordinates.iter().all(on_earth) {
            return Err(Refusal::new(Code::InvalidValue, "Invalid coordinate value."));
        }
        if self.exclude.is_none() {
            let message = "Exclude flag combination is not supported: motorway, toll and ferry are.";
            return Err(Refusal::new(Code::InvalidValue, message));
        }
        Ok(self)
    }
}

/// Which classes to keep off. A class that the map does not tell apart cannot be kept off: that is an error, as in
/// OSRM, for who asks for it relies on it.
fn exclude(option: &Written<'_>) -> Option<Exclude> {
    let mut found = Exclude::default();
    for class in option.value.split(',') {
        match class {
            "motorway" => found.motorway = true,
            "toll" => found.toll = true,
            "ferry" => found.ferry = true,
            "none" => {}
            _ => return None,
        }
    }
    Some(found)
}

fn annotations(option: &Written<'_>) -> Result<Annotations, usize> {
    let mut found = Annotations::default();
    for name in option.value.split(',') {
        match name {
            "true" => found = Annotations::all(),
            "false" => {}
            "duration" => found.duration = true,
            "distance" => found.distance = true,
            "speed" => found.speed = true,
            "weight" => found.weight = true,
            "datasources" => found.datasources = true,
            "nodes" => found.nodes = true,
            _ => return Err(option.at),
        }
    }
    Ok(found)
}
