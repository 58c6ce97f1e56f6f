//! What a turn costs: time to brake, look, wait and pull out, beyond the time on the roads themselves.

use super::figures::{TurnLoss, figures};
use super::{RoadClass, RoadKind, RoadTrait, TravelMode};
use crate::units::Millis;

/// A turn from one road into another at a junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Degrees: 0 straight on, positive to the right, −180 to 180.
    pub angle: i16,
    /// The road one comes from.
    pub from: RoadKind,
    /// The road one goes into.
    pub to: RoadKind,
    /// How many roads meet.
    pub arms: u8,
    /// The most important class among the other roads that meet there; [`RoadClass::Path`] when there is none.
    pub crossing: RoadClass,
    /// Whether traffic signals stand in the junction itself.
    pub signals: bool,
    /// Whether one turns round, back along the road one came from.
    pub u_turn: bool,
    /// Whether people drive on the left.
    pub on_the_left: bool,
}

/// The time a turn takes; `None` when it is not made at all.
///
/// The sum of four things, each smooth in the angle *a* (the sign of which is that of the near side, right where one
/// drives on the right):
///
/// - bending: (1 − cos *a*) times the loss of both roads, by how fast they are driven;
/// - giving way to a more important road, or to the circle: the gap of that road, once for the near side, more across
///   and to the far side;
/// - turning off to the far side of a main road: a share of its gap, times sin *a*, for the oncoming traffic;
/// - looking to the right where roads of one rank meet: at a crossing always, at a junction of three times |sin *a*|.
///
/// Signals replace the waits; their delay is that of the node. Where only two roads meet there is no junction, and
/// nothing is lost. Walkers turn for nothing.
pub fn turn_cost(turn: &Turn, mode: TravelMode) -> Option<Millis> {
    let figures = &figures().turns;
    match mode {
        TravelMode::Foot => Some(Millis(0)),
        TravelMode::Bicycle if turn.u_turn => Some(figures.bicycle_u_turn),
        TravelMode::Bicycle => {
            let waits = percent(waits(turn), figures.gap_bicycle_percent);
            Some(sum([bending(turn, &figures.bicycle_loss), waits]))
        }
        TravelMode::Car if turn.u_turn => car_u_turn(turn),
        TravelMode::Car => Some(sum([bending(turn, &figures.car_loss), waits(turn)])),
    }
}

/// Nobody turns round on a motorway or in a circle; at a dead end there is room, elsewhere it takes three moves.
fn car_u_turn(turn: &Turn) -> Option<Millis> {
    let figures = &figures().turns;
    let barred = [turn.from, turn.to]
        .iter()
        .any(|road| road.class() == RoadClass::Motorway || road.has(RoadTrait::Roundabout));
    match turn.arms {
        _ if barred => None,
        0 | 1 => Some(figures.car_dead_end),
        _ => Some(figures.car_u_turn),
    }
}

/// Slowing down for the bend and speeding up behind it.
fn bending(turn: &Turn, loss: &TurnLoss) -> Millis {
    // Bends between two roads are bends of one road, and on the road's own speed; in the circle they are its nature.
    if turn.arms <= 2 || (turn.from.has(RoadTrait::Roundabout) && turn.to.has(RoadTrait::Roundabout)) {
        return Millis(0);
    }
    let both = loss_on(turn.from, loss).0 + loss_on(turn.to, loss).0;
    Millis((i64::from(both) * (1000 - cosine(turn.angle)) / 1000) as u32)
}

fn loss_on(road: RoadKind, loss: &TurnLoss) -> Millis {
    if road.class() <= RoadClass::Slow {
        loss.yard
    } else if road.has(RoadTrait::BuiltUp)
        || road.has(RoadTrait::Link)
        || road.class() <= RoadClass::Residential
    {
        loss.street
    } else {
        loss.road
    }
}

/// Waiting for others.
fn waits(turn: &Turn) -> Millis {
    let figures = &figures().turns;
    let (from, to) = (turn.from, turn.to);
    if turn.signals || turn.arms <= 2 || from.has(RoadTrait::Roundabout) || from.class() == RoadClass::Ferry {
        return Millis(0);
    }
    if to.has(RoadTrait::Roundabout) {
        return figures.roundabout;
    }
    // A slip road ranks below its road.
    let rank = |class: RoadClass, link: bool| 2 * class as i32 - i32::from(link);
    let own = rank(from.class(), from.has(RoadTrait::Link));
    let other = rank(turn.crossing, false);
    // −1000 at a right angle to the far side, 1000 to the near one.
    let near = sine(if turn.on_the_left { -turn.angle } else { turn.angle });
    if other > own {
        // 1 to the near side, the figure to the far side, half-way between when going across.
        let across = i64::from(figures.gap_across_percent);
        let share = 100 * 1000 + (across - 100) * (1000 - near) / 2;
        Millis((i64::from(figures.gap[turn.crossing as usize].0) * share / 100_000) as u32)
    } else if from.class() == RoadClass::Motorway {
        // Nobody comes the other way.
        Millis(0)
    } else {
        let oncoming = percent(figures.gap[from.class() as usize], figures.oncoming_percent);
        let oncoming = Millis((i64::from(oncoming.0) * (-near).max(0) / 1000) as u32);
        let alike = turn.crossing == from.class() && to.class() == from.class() && !from.has(RoadTrait::Link);
        // At a crossing of equals everybody looks to the right; at a junction of three only those who turn.
        let looks = if turn.arms >= 4 { 1000 } else { near.abs() };
        let equal = if alike { (i64::from(figures.equal.0) * looks / 1000) as u32 } else { 0 };
        sum([oncoming, Millis(equal)])
    }
}

fn percent(time: Millis, percent: u32) -> Millis {
    Millis((u64::from(time.0) * u64::from(percent) / 100) as u32)
}

fn sum(times: [Millis; 2]) -> Millis {
    Millis(times[0].0 + times[1].0)
}

/// The sine of whole degrees in thousandths, the same on every machine.
///
/// Bhāskara I's approximation, sin x ≈ 4x(180 − x) / (40500 − x(180 − x)) for 0 ≤ x ≤ 180; it errs by less than 0.002.
fn sine(degrees: i16) -> i64 {
    let x = i64::from(degrees).rem_euclid(360);
    let (x, sign) = if x <= 180 { (x, 1) } else { (360 - x, -1) };
    let product = x * (180 - x);
    sign * (4000 * product) / (40_500 - product)
}

/// The cosine of whole degrees in thousandths.
fn cosine(degrees: i16) -> i64 {
    sine((i32::from(degrees).rem_euclid(360) + 90) as i16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn road(class: RoadClass) -> RoadKind {
        RoadKind::new(class).with(RoadTrait::BuiltUp, true)
    }

    /// A junction of three in a town, driven on the right.
    fn turn(angle: i16, from: RoadClass, to: RoadClass, crossing: RoadClass) -> Turn {
        Turn {
            angle,
            from: road(from),
            to: road(to),
            arms: 3,
            crossing,
            signals: false,
            u_turn: false,
            on_the_left: false,
        }
    }

    fn car(turn: &Turn) -> u32 {
        turn_cost(turn, TravelMode::Car).expect("made").0
    }

    use RoadClass::{Motorway, Path, Primary, Residential, Secondary, Service, Trunk};

    #[test]
    fn going_straight_on_along_the_main_road_is_free() {
        assert_eq!(car(&turn(0, Primary, Primary, Residential)), 0);
        assert_eq!(car(&turn(80, Primary, Residential, Path).with(|t| t.arms = 2)), 0);
    }

    #[test]
    fn a_left_turn_costs_more_than_a_right_one_and_a_main_road_more_than_a_side_road() {
        let out = |angle, main| car(&turn(angle, Residential, main, main));
        assert!(out(-90, Primary) > out(90, Primary));
        assert!(out(90, Primary) > out(90, Secondary));
        // 3 s gap and 1.4 s bending; twice the gap to the left.
        assert_eq!(out(90, Primary), 4_400);
        assert_eq!(out(-90, Primary), 7_400);
        let off = |angle| car(&turn(angle, Primary, Residential, Primary));
        assert_eq!(off(90), 1_400);
        assert_eq!(off(-90), 1_400 + 1_800);
        let across = turn(0, Residential, Residential, Primary).with(|t| t.arms = 4);
        assert_eq!(car(&across), 4_500);
    }

    #[test]
    fn signals_replace_the_wait() {
        assert_eq!(car(&turn(-90, Residential, Primary, Primary).with(|t| t.signals = true)), 1_400);
    }

    #[test]
    fn driving_on_the_left_is_the_mirror_image() {
        for angle in -180..=180 {
            for (from, to, crossing) in [
                (Residential, Primary, Primary),
                (Primary, Residential, Primary),
                (Service, Residential, Residential),
            ] {
                let right = turn(angle, from, to, crossing);
                let left = right.with(|t| (t.angle, t.on_the_left) = (-angle, true));
                assert_eq!(car(&right), car(&left));
            }
        }
    }

    #[test]
    fn a_circle_is_entered_with_a_wait_and_left_without() {
        let circle =
            RoadKind::new(Secondary).with(RoadTrait::Roundabout, true).with(RoadTrait::BuiltUp, true);
        let enter = turn(30, Secondary, Secondary, Secondary).with(|t| t.to = circle);
        let leave = turn(30, Secondary, Secondary, Secondary).with(|t| t.from = circle);
        assert!(car(&enter) > 2_000);
        assert!(car(&leave) < 500);
        let round = enter.with(|t| t.from = circle);
        assert_eq!(car(&round), 0);
    }

    #[test]
    fn a_slip_road_merges_quickly() {
        let link = RoadKind::new(Motorway).with(RoadTrait::Link, true);
        let merge = turn(-10, Motorway, Motorway, Motorway)
            .with(|t| (t.from, t.to) = (link, RoadKind::new(Motorway)));
        assert!((500..2_500).contains(&car(&merge)), "{}", car(&merge));
        let past = merge.with(|t| t.from = RoadKind::new(Motorway));
        assert!(car(&past) < 200);
    }

    #[test]
    fn a_u_turn_is_dear_or_not_made() {
        let round = turn(180, Residential, Residential, Residential).with(|t| t.u_turn = true);
        assert_eq!(turn_cost(&round, TravelMode::Car), Some(Millis(20_000)));
        assert_eq!(turn_cost(&round.with(|t| t.arms = 1), TravelMode::Car), Some(Millis(8_000)));
        let on = |road: RoadKind| round.with(|t| (t.from, t.to) = (road, road));
        assert_eq!(turn_cost(&on(RoadKind::new(Motorway)), TravelMode::Car), None);
        let circle = RoadKind::new(Secondary).with(RoadTrait::Roundabout, true);
        assert_eq!(turn_cost(&on(circle), TravelMode::Car), None);
        assert_eq!(turn_cost(&round, TravelMode::Bicycle), Some(Millis(5_000)));
        assert_eq!(turn_cost(&round, TravelMode::Foot), Some(Millis(0)));
    }

    #[test]
    fn sines_are_near_enough() {
        for degrees in -360..=360_i16 {
            let exact = f64::from(degrees).to_radians().sin() * 1000.0;
            assert!((sine(degrees) as f64 - exact).abs() < 3.0, "{degrees}");
        }
        assert_eq!((sine(90), sine(-90), sine(0), sine(180), cosine(180)), (1000, -1000, 0, 0, -1000));
    }

    impl Turn {
        fn with(mut self, change: impl Fn(&mut Self)) -> Self {
            change(&mut self);
            self
        }
    }

    fn turns() -> impl Strategy<Value = Turn> {
        let kind = (0..12_usize, any::<u8>()).prop_map(|(class, traits)| {
            let kind = RoadKind::new(RoadClass::ALL[class]);
            [RoadTrait::Link, RoadTrait::Roundabout, RoadTrait::BuiltUp]
                .into_iter()
                .fold(kind, |kind, one| kind.with(one, traits & one as u8 != 0))
        });
        (-180..=180_i16, kind.clone(), kind, 1..6_u8, 0..12_usize, any::<(bool, bool)>()).prop_map(
            |(angle, from, to, arms, crossing, (signals, on_the_left))| Turn {
                angle,
                from,
                to,
                arms,
                crossing: RoadClass::ALL[crossing],
                signals,
                u_turn: false,
                on_the_left,
            },
        )
    }

    proptest! {
        #[test]
        fn costs_are_smooth_bounded_and_smaller_for_bicycles(turn in turns()) {
            let cost = car(&turn);
            prop_assert!(cost <= 30_000);
            let next = turn.with(|t| t.angle = if t.angle == 180 { -179 } else { t.angle + 1 });
            prop_assert!(cost.abs_diff(car(&next)) <= 250, "{} to {}", cost, car(&next));
            prop_assert!(turn_cost(&turn, TravelMode::Bicycle).unwrap().0 <= cost);
            let at_signals = turn.with(|t| t.signals = true);
            prop_assert!(car(&at_signals) <= cost);
            if turn.from.class() >= Trunk {
                prop_assert!(turn_cost(&turn, TravelMode::Foot) == Some(Millis(0)));
            }
        }
    }
}
