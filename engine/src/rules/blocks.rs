//! Rule: blocked times are kept: once, at their moment, at their place.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        for (number, facts) in scene.problem.shifts[day.shift].blocks.iter().enumerate() {
            let held = || day.stops.iter().filter(|s| s.task == Task::Block { block: number });
            match held().count() {
                0 => found.broken(Detail::BlockMissing(number), Amount::ONE, &subjects),
                1 => {}
                more => {
                    found.broken(Detail::BlockRepeated(number), Amount::count(more as i64 - 1), &subjects)
                }
            }
            for stop in held() {
                let moved = (stop.start - seconds(facts.start)).abs();
                if moved > 0 {
                    found.broken(Detail::BlockMoved(number), Amount::time(moved), &subjects);
                }
                if facts.place.is_some() && facts.place != stop.place {
                    found.broken(Detail::BlockElsewhere(number), Amount::ONE, &subjects);
                }
            }
        }
    }
}
