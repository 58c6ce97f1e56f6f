//! Positions → routes and tables by road.

use super::TaskError;
use crate::travel::Map;
use crate::wire::{Position, RoadRoute, RoadStep, RoadTable, RoadTurn, Snapped, TurnSide};
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::guidance::{Instruction, ManeuverKind, Modifier, summary};
use osm_data::lonlat::LonLat;
use osm_data::snap::Snap;
use osm_data::units::RoadCost;
use std::ops::ControlFlow;

/// The fastest way between two positions.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for positions off the map.
pub fn route(map: &Map, from: Position, to: Position) -> Result<RoadRoute, TaskError> {
    let pointers = ["/from".to_owned(), "/to".to_owned()];
    let snaps = join(map, &[from, to], &pointers)?;
    let found = map.network.route(&snaps[0], &snaps[1]);
    let ends = [from, to].map(|p| LonLat { lon: p.lon, lat: p.lat });
    let list = found.as_ref().map_or_else(Vec::new, |route| map.guide().instructions(route, Some(ends)));
    let snapped = |asked: Position, snap: &Snap| Snapped {
        asked,
        on_road: Position { lat: snap.place.lat, lon: snap.place.lon },
        metres: snap.off_road.0,
    };
    Ok(RoadRoute {
        seconds: found.as_ref().map(|r| r.cost.millis().round_to_seconds().0),
        metres: found.as_ref().map(|r| r.cost.round_to_metres().0),
        via: summary(&map.network, &list).into_iter().map(str::to_owned).collect(),
        steps: steps(map, &list),
        geometry: found.map_or_else(Vec::new, |r| r.geometry.iter().map(|p| [p.lon, p.lat]).collect()),
        from: snapped(from, &snaps[0]),
        to: snapped(to, &snaps[1]),
    })
}

/// The turn list as the wire has it. Figures are rounded where they have come to, not one by one, so that they add up.
fn steps(map: &Map, list: &[Instruction]) -> Vec<RoadStep> {
    let mut passed = RoadCost::ZERO;
    let whole = |cost: RoadCost| (cost.millis().round_to_seconds().0, cost.round_to_metres().0);
    let mut told = Vec::with_capacity(list.len());
    for instruction in list {
        let before = whole(passed);
        passed = passed + instruction.cost;
        let after = whole(passed);
        let maneuver = &instruction.maneuver;
        told.push(RoadStep {
            turn: turn(instruction),
            side: maneuver.modifier.map(side),
            exit: maneuver.exit,
            road: map.network.road_name(instruction.road).to_owned(),
            seconds: after.0 - before.0,
            metres: after.1 - before.1,
            at: Position { lat: maneuver.place.lat, lon: maneuver.place.lon },
        });
    }
    told
}

fn turn(instruction: &Instruction) -> RoadTurn {
    match instruction.maneuver.kind {
        ManeuverKind::Depart => RoadTurn::Depart,
        ManeuverKind::Arrive => RoadTurn::Arrive,
        ManeuverKind::Turn => RoadTurn::Turn,
        ManeuverKind::NewName => RoadTurn::NewName,
        ManeuverKind::Continue => RoadTurn::Continue,
        ManeuverKind::Merge => RoadTurn::Merge,
        ManeuverKind::OnRamp => RoadTurn::OnRamp,
        ManeuverKind::OffRamp => RoadTurn::OffRamp,
        ManeuverKind::Fork => RoadTurn::Fork,
        ManeuverKind::EndOfRoad => RoadTurn::EndOfRoad,
        ManeuverKind::Roundabout => RoadTurn::Roundabout,
        ManeuverKind::ExitRoundabout => RoadTurn::ExitRoundabout,
        ManeuverKind::Notification if instruction.by_ferry => RoadTurn::Board,
        ManeuverKind::Notification => RoadTurn::GoAshore,
    }
}

fn side(modifier: Modifier) -> TurnSide {
    match modifier {
        Modifier::UTurn => TurnSide::UTurn,
        Modifier::SharpRight => TurnSide::SharpRight,
        Modifier::Right => TurnSide::Right,
        Modifier::SlightRight => TurnSide::SlightRight,
        Modifier::Straight => TurnSide::Straight,
        Modifier::SlightLeft => TurnSide::SlightLeft,
        Modifier::Left => TurnSide::Left,
        Modifier::SharpLeft => TurnSide::SharpLeft,
    }
}

/// Travel times between all of `points`, a row at a time, so that no table is too large to hold: `row` is told the
/// costs from each point to every other, point after point, and says whether to go on. Worked out by so many threads (one a
/// processor unless said).
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for positions off the map: all of them at once.
pub fn table_rows(
    map: &Map,
    points: &[Position],
    threads: Option<usize>,
    mut row: impl FnMut(&[RoadCost]) -> ControlFlow<()> + Send,
) -> Result<(), TaskError> {
    let pointers: Vec<String> = (0..points.len()).map(|k| format!("/points/{k}")).collect();
    let snaps = join(map, points, &pointers)?;
    let mut told = || {
        map.network.costs_by_rows(&snaps, &snaps, |_, rows| rows.chunks(snaps.len()).try_for_each(&mut row));
    };
    match threads.map(|n| rayon::ThreadPoolBuilder::new().num_threads(n.max(1)).build()) {
        Some(Ok(pool)) => pool.install(told),
        // Without threads of our own the common ones do the same work.
        Some(Err(_)) | None => told(),
    }
    Ok(())
}

/// Travel times between all of `points`.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for positions off the map: all of them at once.
pub fn table(map: &Map, points: &[Position]) -> Result<RoadTable, TaskError> {
    let pointers: Vec<String> = (0..points.len()).map(|k| format!("/points/{k}")).collect();
    let snaps: Vec<Option<Snap>> = join(map, points, &pointers)?.into_iter().map(Some).collect();
    let table = map.table(&snaps);
    let n = points.len();
    let rows = |cell: &dyn Fn(usize, usize) -> Option<u32>| {
        (0..n).map(|from| (0..n).map(|to| cell(from, to)).collect()).collect()
    };
    Ok(RoadTable {
        seconds: rows(&|a, b| table.seconds(a, b).map(|s| s.0)),
        metres: rows(&|a, b| table.metres(a, b).map(|m| m.0)),
    })
}

fn join(map: &Map, points: &[Position], pointers: &[String]) -> Result<Vec<Snap>, TaskError> {
    let mut defects = Vec::new();
    let places: Vec<Option<LonLat>> = points
        .iter()
        .zip(pointers)
        .map(|(p, pointer)| {
            let place = LonLat::new(p.lon, p.lat);
            if place.is_none() {
                defects.push(Defect {
                    code: DefectCode::OutOfRange,
                    place: pointer.clone(),
                    cause: format!("lat {} lon {} is not on the earth", p.lat, p.lon),
                    remedy: "write degrees: lat −90 to 90, lon −180 to 180".to_owned(),
                });
            }
            place
        })
        .collect();
    let snaps = map.snap(&places);
    for ((place, snap), pointer) in places.iter().zip(&snaps).zip(pointers) {
        if let (Some(place), None) = (place, snap) {
            defects.push(map.off_the_map(*place, pointer.clone()));
        }
    }
    if !defects.is_empty() {
        return Err(TaskError::InvalidQuestion(InvalidProblem { defects }));
    }
    Ok(snaps.into_iter().flatten().collect())
}
