//! How good a plan is: integers by rule, compared hard first.

use super::{Level, RuleId};

/// How good a plan is. Less is better; broken hard rules outweigh any price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    by_rule: [i64; RuleId::ALL.len()],
}

impl Default for Score {
    fn default() -> Self {
        Self { by_rule: [0; RuleId::ALL.len()] }
    }
}

impl Score {
    /// Adds to one rule: findings for a hard rule, points for a soft one. Stops at the ends of `i64`, which only a plan
    /// made of garbage can reach.
    pub fn add(&mut self, rule: RuleId, amount: i64) {
        let sum = &mut self.by_rule[rule.index()];
        *sum = sum.saturating_add(amount);
    }

    /// What one rule amounts to: number of findings (hard) or points (soft).
    pub fn of(&self, rule: RuleId) -> i64 {
        self.by_rule[rule.index()]
    }

    /// Number of findings under hard rules. Zero for every plan that the optimiser lets out.
    pub fn hard(&self) -> i64 {
        self.sum(Level::Hard)
    }

    /// Price in points: 100 points are worth one second of travel.
    pub fn cost(&self) -> i64 {
        self.sum(Level::Soft)
    }

    /// For comparison: hard first, then price.
    pub fn key(&self) -> (i64, i64) {
        (self.hard(), self.cost())
    }

    fn sum(&self, level: Level) -> i64 {
        RuleId::ALL.iter().filter(|r| r.level() == level).map(|r| self.of(*r)).fold(0, i64::saturating_add)
    }
}
