//! A turn list in words.

use super::Language;
use crate::wire::{RoadStep, RoadTurn, TurnSide};

/// What to do at one point of a way: `turn left into Storgatan`, `sväng vänster in på Storgatan`.
pub fn turn(step: &RoadStep, language: Language) -> String {
    match language {
        Language::English => english(step),
        Language::Swedish => swedish(step),
    }
}

fn english(step: &RoadStep) -> String {
    let side = step.side.map_or("", |side| match side {
        TurnSide::UTurn => "round",
        TurnSide::SharpRight => "sharp right",
        TurnSide::Right => "right",
        TurnSide::SlightRight => "slightly right",
        TurnSide::Straight => "straight on",
        TurnSide::SlightLeft => "slightly left",
        TurnSide::Left => "left",
        TurnSide::SharpLeft => "sharp left",
    });
    let road = |word: &str| named(word, &step.road);
    let go = if step.side == Some(TurnSide::Straight) { "go" } else { "turn" };
    match step.turn {
        RoadTurn::Depart => format!("start{}", road(" on ")),
        RoadTurn::Arrive if side.is_empty() => "arrive".to_owned(),
        RoadTurn::Arrive => format!("arrive; the place is on the {side}"),
        RoadTurn::NewName => format!("go on{}", road(" along ")),
        RoadTurn::Turn | RoadTurn::Continue => format!("{go} {side}{}", road(" into ")),
        RoadTurn::EndOfRoad => format!("at the end of the road {go} {side}{}", road(" into ")),
        RoadTurn::Fork => format!("keep {}{}", one_side(step.side, "left", "right"), road(" into ")),
        RoadTurn::Merge => format!("merge{}", road(" onto ")),
        RoadTurn::OnRamp => format!("take the ramp {side}{}", road(" onto ")),
        RoadTurn::OffRamp => format!("leave by the ramp {side}{}", road(" onto ")),
        RoadTurn::Roundabout => match step.exit {
            Some(exit) => format!("in the roundabout take exit {exit}{}", road(" into ")),
            None => "drive into the roundabout".to_owned(),
        },
        RoadTurn::ExitRoundabout => format!("leave the roundabout{}", road(" into ")),
        RoadTurn::Board => format!("take the ferry{}", road(" ")),
        RoadTurn::GoAshore => format!("go ashore{}", road(" along ")),
    }
}

fn swedish(step: &RoadStep) -> String {
    let side = step.side.map_or("", |side| match side {
        TurnSide::UTurn => "tillbaka",
        TurnSide::SharpRight => "skarpt höger",
        TurnSide::Right => "höger",
        TurnSide::SlightRight => "svagt höger",
        TurnSide::Straight => "rakt fram",
        TurnSide::SlightLeft => "svagt vänster",
        TurnSide::Left => "vänster",
        TurnSide::SharpLeft => "skarpt vänster",
    });
    let road = |word: &str| named(word, &step.road);
    let go = match step.side {
        Some(TurnSide::Straight) => "kör",
        Some(TurnSide::UTurn) => "vänd",
        _ => "sväng",
    };
    match step.turn {
        RoadTurn::Depart => format!("börja{}", road(" på ")),
        RoadTurn::Arrive if side.is_empty() => "framme".to_owned(),
        RoadTurn::Arrive => format!("framme; målet ligger till {}", one_side(step.side, "vänster", "höger")),
        RoadTurn::NewName => format!("fortsätt{}", road(" på ")),
        RoadTurn::Turn | RoadTurn::Continue => format!("{go} {side}{}", road(" in på ")),
        RoadTurn::EndOfRoad => format!("{go} {side} där vägen slutar{}", road(", in på ")),
        RoadTurn::Fork => format!("håll {}{}", one_side(step.side, "vänster", "höger"), road(" in på ")),
        RoadTurn::Merge => format!("kör ut{}", road(" på ")),
        RoadTurn::OnRamp => format!("ta påfarten {side}{}", road(" mot ")),
        RoadTurn::OffRamp => format!("ta avfarten {side}{}", road(" mot ")),
        RoadTurn::Roundabout => match step.exit {
            Some(exit) => format!("i rondellen, ta avfart {exit}{}", road(" in på ")),
            None => "kör in i rondellen".to_owned(),
        },
        RoadTurn::ExitRoundabout => format!("kör ut ur rondellen{}", road(" in på ")),
        RoadTurn::Board => format!("ta färjan{}", road(" ")),
        RoadTurn::GoAshore => format!("kör i land{}", road(" på ")),
    }
}

fn named(word: &str, road: &str) -> String {
    if road.is_empty() { String::new() } else { format!("{word}{road}") }
}

fn one_side(side: Option<TurnSide>, left: &'static str, right: &'static str) -> &'static str {
    match side {
        Some(TurnSide::SharpLeft | TurnSide::Left | TurnSide::SlightLeft) => left,
        _ => right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Position;

    #[test]
    fn a_step_reads_as_people_speak() {
        let step = |turn, side, exit, road: &str| RoadStep {
            turn,
            side,
            exit,
            road: road.to_owned(),
            seconds: 0,
            metres: 0,
            at: Position::default(),
        };
        for (step, english, swedish) in [
            (
                step(RoadTurn::Turn, Some(TurnSide::Left), None, "Storgatan"),
                "turn left into Storgatan",
                "sväng vänster in på Storgatan",
            ),
            (
                step(RoadTurn::Roundabout, Some(TurnSide::Right), Some(3), "E6"),
                "in the roundabout take exit 3 into E6",
                "i rondellen, ta avfart 3 in på E6",
            ),
            (step(RoadTurn::Continue, Some(TurnSide::UTurn), None, ""), "turn round", "vänd tillbaka"),
            (
                step(RoadTurn::Arrive, Some(TurnSide::Right), None, "Ågatan"),
                "arrive; the place is on the right",
                "framme; målet ligger till höger",
            ),
        ] {
            assert_eq!(turn(&step, Language::English), english);
            assert_eq!(turn(&step, Language::Swedish), swedish);
        }
    }
}
