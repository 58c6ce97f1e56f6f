//! The figures of the profile as the code asks for them, read once from `figures.txt`, where each has its reason.

use super::figure_table::{FigureError, FigureTable, Unit, parts};
use super::{RoadClass, Speed, TravelMode};
use crate::units::Millis;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const TEXT: &str = include_str!("figures.txt");

/// The version of all figures of the profile; written into map files.
pub const PROFILE_VERSION: u32 = version_of(TEXT);

/// The number behind `version = ` at the very beginning.
const fn version_of(text: &str) -> u32 {
    let (text, begin) = (text.as_bytes(), "version = ".len());
    let (mut version, mut at) = (0, begin);
    while text[at].is_ascii_digit() {
        version = version * 10 + (text[at] - b'0') as u32;
        at += 1;
    }
    version
}

/// A speed by the value of a tag.
pub(super) type SpeedByTag = BTreeMap<String, Speed>;

/// Everything in `figures.txt`.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) car: CarFigures,
    pub(super) bicycle: BicycleFigures,
    pub(super) foot: FootFigures,
    pub(super) ferry: FerryFigures,
    pub(super) turns: TurnFigures,
    /// By name, in alphabetical order.
    pub(super) conditions: Vec<ConditionFigures>,
    /// Limits by country and zone: `SE.urban`, `any.rural`.
    pub(super) zones: SpeedByTag,
    /// A limit up to this betrays a built-up area.
    pub(super) built_up_limit: Speed,
    /// Minutes of the day.
    pub(super) sunrise: u16,
    pub(super) sunset: u16,
}

#[derive(Debug)]
pub(super) struct CarFigures {
    pub(super) fastest: Speed,
    pub(super) slowest: Speed,
    pub(super) classes: BTreeMap<&'static str, ClassFigures>,
    pub(super) roundabout: Speed,
    pub(super) ford: Speed,
    pub(super) alternating_wait: Millis,
    pub(super) size: VehicleSize,
    pub(super) surface: SpeedByTag,
    pub(super) smoothness: SpeedByTag,
    pub(super) tracktype: SpeedByTag,
    pub(super) service: SpeedByTag,
    pub(super) nodes: NodeFigures,
    pub(super) lamps: LampFigures,
}

/// Signals that follow each other closely.
#[derive(Clone, Copy, Debug)]
pub(super) struct LampFigures {
    /// Up to this distance they belong to one junction, in millimetres.
    pub(super) junction: u32,
    /// Up to this distance junctions are run in step, in millimetres.
    pub(super) reach: u32,
    /// What a junction in step costs at most.
    pub(super) in_step: Millis,
}

/// The figures of one `highway` value for cars.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClassFigures {
    /// Limit where none is tagged, within and outside built-up areas.
    pub(super) urban: Speed,
    pub(super) rural: Speed,
    /// Share of the limit that is achieved.
    pub(super) percent: u32,
    /// What nobody exceeds there whatever the limit says.
    pub(super) cap: Speed,
}

/// The car, in millimetres and kilograms.
#[derive(Clone, Copy, Debug)]
pub(super) struct VehicleSize {
    pub(super) height: u32,
    pub(super) width: u32,
    pub(super) length: u32,
    pub(super) weight: u32,
    pub(super) people: u32,
}

#[derive(Debug)]
pub(super) struct BicycleFigures {
    pub(super) ride: SpeedByTag,
    pub(super) push: Speed,
    pub(super) push_on_steps: Speed,
    pub(super) surface: SpeedByTag,
    pub(super) smoothness: SpeedByTag,
    pub(super) tracktype: SpeedByTag,
    pub(super) nodes: NodeFigures,
}

#[derive(Debug)]
pub(super) struct FootFigures {
    pub(super) walk: Speed,
    /// Where it is slower, by `highway`.
    pub(super) slower: SpeedByTag,
    pub(super) nodes: NodeFigures,
}

/// What signs, signals and barriers on nodes cost one mode.
#[derive(Debug)]
pub(super) struct NodeFigures {
    pub(super) signals: Millis,
    pub(super) crossing_signals: Millis,
    pub(super) crossing: Millis,
    pub(super) stop: Millis,
    pub(super) give_way: Millis,
    pub(super) mini_roundabout: Millis,
    pub(super) level_crossing: Millis,
    pub(super) calming: Millis,
    pub(super) elevator: Millis,
    /// By the value of `barrier`; a barrier that is passed and not named costs nothing.
    pub(super) barriers: BTreeMap<String, Millis>,
}

#[derive(Debug)]
pub(super) struct FerryFigures {
    pub(super) wait: Millis,
    pub(super) wait_least: Millis,
    pub(super) wait_most: Millis,
    pub(super) speed: Speed,
}

#[derive(Debug)]
pub(super) struct TurnFigures {
    pub(super) car_loss: TurnLoss,
    pub(super) bicycle_loss: TurnLoss,
    /// The wait for a gap to the near side, by class of the road that has priority.
    pub(super) gap: [Millis; 12],
    pub(super) gap_across_percent: u32,
    pub(super) gap_bicycle_percent: u32,
    pub(super) oncoming_percent: u32,
    pub(super) equal: Millis,
    pub(super) roundabout: Millis,
    pub(super) car_u_turn: Millis,
    pub(super) car_dead_end: Millis,
    pub(super) bicycle_u_turn: Millis,
}

/// What a right angle costs on the one of its two roads, by how fast that is driven.
#[derive(Clone, Copy, Debug)]
pub(super) struct TurnLoss {
    pub(super) yard: Millis,
    pub(super) street: Millis,
    pub(super) road: Millis,
}

#[derive(Debug)]
pub(super) struct ConditionFigures {
    pub(super) name: &'static str,
    pub(super) urban: PercentByRoad,
    pub(super) rural: PercentByRoad,
    pub(super) unpaved: u32,
    pub(super) delay: u32,
    /// Weekday, minute of the day, month.
    pub(super) moment: Option<(u8, u16, u8)>,
}

/// Percent of the normal time on main, through and local roads.
#[derive(Clone, Copy, Debug)]
pub(super) struct PercentByRoad {
    pub(super) main: u32,
    pub(super) through: u32,
    pub(super) local: u32,
}

/// The table, read at first use.
pub(super) fn figures() -> &'static Figures {
    static FIGURES: LazyLock<Figures> =
        LazyLock::new(|| Figures::read(TEXT).expect("figures.txt is read whole by a test"));
    &FIGURES
}

/// The figures whose names begin with one of `prefixes`, which spaces separate, as a Markdown table: figure, value,
/// reason.
///
/// `docs/roads.md` is checked against it.
pub fn figures_as_markdown(prefixes: &str) -> String {
    let begins = |line: &&str| prefixes.split(' ').any(|prefix| line.starts_with(prefix));
    let mut rows = String::from("| figure | value | reason |\n| --- | --- | --- |\n");
    for line in TEXT.lines().filter(begins) {
        if let Some((name, values, reason)) = parts(line) {
            let name = name.replace('/', " / ");
            rows.push_str(&format!("| {name} | {values} | {reason} |\n"));
        }
    }
    rows
}

impl NodeFigures {
    fn take(table: &mut FigureTable, mode: TravelMode) -> Self {
        let mode = mode.name();
        let mut node = |what: &str| Millis(table.take(&format!("{mode}.node.{what}"), Unit::Time));
        Self {
            signals: node("signals"),
            crossing_signals: node("crossing_signals"),
            crossing: node("crossing"),
            stop: node("stop"),
            give_way: node("give_way"),
            mini_roundabout: node("mini_roundabout"),
            level_crossing: node("level_crossing"),
            calming: node("calming"),
            elevator: node("elevator"),
            barriers: table
                .take_all(&format!("{mode}.barrier."), Unit::Time)
                .into_iter()
                .map(|(kind, millis)| (kind, Millis(millis)))
                .collect(),
        }
    }
}

impl Figures {
    fn read(text: &str) -> Result<Self, Vec<FigureError>> {
        let mut table = FigureTable::read(text);
        let read = Self {
            car: CarFigures::take(&mut table),
            bicycle: BicycleFigures::take(&mut table),
            foot: FootFigures::take(&mut table),
            ferry: FerryFigures {
                wait: time(&mut table, "ferry.wait"),
                wait_least: time(&mut table, "ferry.wait.least"),
                wait_most: time(&mut table, "ferry.wait.most"),
                speed: speed(&mut table, "ferry.speed"),
            },
            turns: TurnFigures::take(&mut table),
            conditions: vec![
                ConditionFigures::take(&mut table, "afternoon-peak", true),
                ConditionFigures::take(&mut table, "morning-peak", true),
                ConditionFigures::take(&mut table, "winter", false),
            ],
            zones: speeds(&mut table, "limit."),
            built_up_limit: speed(&mut table, "built_up.limit"),
            sunrise: minute(&mut table, "hours.sunrise"),
            sunset: minute(&mut table, "hours.sunset"),
        };
        table.finish()?;
        Ok(read)
    }
}

impl CarFigures {
    fn take(table: &mut FigureTable) -> Self {
        Self {
            fastest: speed(table, "car.fastest"),
            slowest: speed(table, "car.slowest"),
            classes: CAR_CLASSES.iter().map(|class| (*class, ClassFigures::take(table, class))).collect(),
            roundabout: speed(table, "car.roundabout"),
            ford: speed(table, "car.ford"),
            alternating_wait: time(table, "car.alternating.wait"),
            size: VehicleSize {
                height: table.take("car.size.height", Unit::Length),
                width: table.take("car.size.width", Unit::Length),
                length: table.take("car.size.length", Unit::Length),
                weight: table.take("car.size.weight", Unit::Weight),
                people: table.take_whole("car.size.people", Unit::Count),
            },
            surface: speeds(table, "car.surface."),
            smoothness: speeds(table, "car.smoothness."),
            tracktype: speeds(table, "car.tracktype."),
            service: speeds(table, "car.service."),
            nodes: NodeFigures::take(table, TravelMode::Car),
            lamps: LampFigures {
                junction: table.take("car.lamps.junction", Unit::Length),
                reach: table.take("car.lamps.reach", Unit::Length),
                in_step: time(table, "car.lamps.in_step"),
            },
        }
    }
}

/// `highway` values with figures of their own for cars; `path` stands for all that a sign opens to them.
const CAR_CLASSES: [&str; 17] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "road",
    "living_street",
    "service",
    "track",
    "path",
];

impl ClassFigures {
    fn take(table: &mut FigureTable, class: &str) -> Self {
        let name = |label: &str| format!("car.class.{class}.{label}");
        Self {
            urban: speed(table, &name("urban")),
            rural: speed(table, &name("rural")),
            percent: table.take_whole(&name("share"), Unit::Percent),
            cap: speed(table, &name("cap")),
        }
    }
}

impl BicycleFigures {
    fn take(table: &mut FigureTable) -> Self {
        Self {
            ride: speeds(table, "bicycle.ride."),
            push: speed(table, "bicycle.push"),
            push_on_steps: speed(table, "bicycle.push.steps"),
            surface: speeds(table, "bicycle.surface."),
            smoothness: speeds(table, "bicycle.smoothness."),
            tracktype: speeds(table, "bicycle.tracktype."),
            nodes: NodeFigures::take(table, TravelMode::Bicycle),
        }
    }
}

impl FootFigures {
    fn take(table: &mut FigureTable) -> Self {
        Self {
            walk: speed(table, "foot.walk"),
            slower: speeds(table, "foot.walk."),
            nodes: NodeFigures::take(table, TravelMode::Foot),
        }
    }
}

impl TurnFigures {
    fn take(table: &mut FigureTable) -> Self {
        let mut gap = [Millis(0); 12];
        for (class, name) in [
            (RoadClass::Residential, "residential"),
            (RoadClass::Minor, "minor"),
            (RoadClass::Tertiary, "tertiary"),
            (RoadClass::Secondary, "secondary"),
            (RoadClass::Primary, "primary"),
            (RoadClass::Trunk, "trunk"),
            (RoadClass::Motorway, "motorway"),
        ] {
            gap[class as usize] = time(table, &format!("turn.car.gap.{name}"));
        }
        Self {
            gap,
            car_loss: TurnLoss::take(table, TravelMode::Car),
            bicycle_loss: TurnLoss::take(table, TravelMode::Bicycle),
            gap_across_percent: table.take_whole("turn.car.gap.across", Unit::Percent),
            gap_bicycle_percent: table.take_whole("turn.bicycle.gap", Unit::Percent),
            oncoming_percent: table.take_whole("turn.car.oncoming", Unit::Percent),
            equal: time(table, "turn.car.equal"),
            roundabout: time(table, "turn.car.roundabout"),
            car_u_turn: time(table, "turn.car.u_turn"),
            car_dead_end: time(table, "turn.car.dead_end"),
            bicycle_u_turn: time(table, "turn.bicycle.u_turn"),
        }
    }
}

impl TurnLoss {
    fn take(table: &mut FigureTable, mode: TravelMode) -> Self {
        let mut loss = |speed: &str| time(table, &format!("turn.{}.loss.{speed}", mode.name()));
        Self { yard: loss("yard"), street: loss("street"), road: loss("road") }
    }
}

impl ConditionFigures {
    fn take(table: &mut FigureTable, name: &'static str, has_moment: bool) -> Self {
        let mut percent = |what: &str| table.take_whole(&format!("condition.{name}.{what}"), Unit::Percent);
        let mut by_road = |area: &str| PercentByRoad {
            main: percent(&format!("{area}.main")),
            through: percent(&format!("{area}.through")),
            local: percent(&format!("{area}.local")),
        };
        let (urban, rural) = (by_road("urban"), by_road("rural"));
        let (unpaved, delay) = (percent("unpaved"), percent("delay"));
        let moment = has_moment.then(|| {
            let name = |what: &str| format!("condition.{name}.moment.{what}");
            let weekday = table.take_whole(&name("weekday"), Unit::Count) as u8;
            let minute = minute(table, &name("minute"));
            (weekday, minute, table.take_whole(&name("month"), Unit::Count) as u8)
        });
        Self { name, urban, rural, unpaved, delay, moment }
    }
}

fn speed(table: &mut FigureTable, name: &str) -> Speed {
    Speed::from_metres_per_hour(table.take(name, Unit::Speed))
}

fn speeds(table: &mut FigureTable, prefix: &str) -> SpeedByTag {
    let all = table.take_all(prefix, Unit::Speed);
    all.into_iter().map(|(value, metres)| (value, Speed::from_metres_per_hour(metres))).collect()
}

fn time(table: &mut FigureTable, name: &str) -> Millis {
    Millis(table.take(name, Unit::Time))
}

/// A minute of the day.
fn minute(table: &mut FigureTable, name: &str) -> u16 {
    (table.take(name, Unit::Time) / 60_000) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_64;

    #[test]
    fn the_table_holds_exactly_the_figures_that_the_code_reads() {
        if let Err(errors) = Figures::read(TEXT) {
            let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("figures.txt:\n{}", told.join("\n"));
        }
    }

    /// Names and values of each version, without the reasons: those may be worded better at any time.
    const PUBLISHED: &[(u32, u64)] =
        &[(2, 0xc80e_c623_82c2_1e22), (3, 0x42dc_d226_16cd_2042), (4, 0x42dc_d226_16cd_2042)];

    #[test]
    fn a_changed_figure_raises_the_version() {
        let bare: Vec<String> =
            TEXT.lines().filter_map(parts).map(|(name, values, _)| format!("{name}={values}")).collect();
        let checksum = xxh3_64(bare.join("\n").as_bytes());
        let published = PUBLISHED.iter().find(|(version, _)| *version == PROFILE_VERSION);
        assert_eq!(
            published,
            Some(&(PROFILE_VERSION, checksum)),
            "figures changed: raise `version` in figures.txt and publish ({PROFILE_VERSION} or higher, {checksum:#018x})"
        );
    }

    #[test]
    fn the_document_shows_the_figures_as_they_are() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/roads.md"))
            .expect("docs/roads.md");
        let mut sections = 0;
        for section in page.split("<!-- figures: ").skip(1) {
            let (prefix, rest) = section.split_once(" -->\n").expect("`<!-- figures: PREFIX -->`");
            let (shown, _) = rest.split_once("<!-- end -->").expect("`<!-- end -->` behind a table");
            assert_eq!(shown.trim(), figures_as_markdown(prefix).trim(), "section {prefix}");
            sections += 1;
        }
        for name in TEXT.lines().filter_map(parts).map(|(name, _, _)| name) {
            let row = format!("| {} |", name.replace('/', " / "));
            assert!(page.contains(&row), "docs/roads.md does not show `{name}`");
        }
        assert!(sections > 5);
    }

    #[test]
    fn the_version_stands_at_the_top() {
        assert!(TEXT.starts_with(&format!("version = {PROFILE_VERSION}\n")));
    }
}
