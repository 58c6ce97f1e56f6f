//! Completions that several passes share: at the same prices of jobs they are the same, whatever tours and cuts cost.

use super::completion::Completion;
use super::network::{NEVER, Network};
use super::pricing::Prices;
use std::rc::Rc;

/// Cells kept at most (24 bytes each).
const ROOM: usize = 4_000_000;

/// Prices of jobs of which completions are kept: held back ones, and the master's own.
const PRICES: usize = 2;

/// By kind, as far as they were asked for and there was room; nothing in it when the clock of one cannot be made fine enough.
type Kinds = Vec<Option<Rc<Option<Completion>>>>;

/// Completions of the last prices asked for.
#[derive(Default)]
pub(super) struct Tables {
    kept: Vec<(Vec<i64>, Kinds)>,
}

impl Tables {
    /// The completion of a kind; made when it is not kept.
    pub(super) fn completion(
        &mut self,
        network: &Network,
        kind: u32,
        prices: &Prices,
    ) -> Rc<Option<Completion>> {
        if let Some(known) = self.known(kind, prices) {
            return known;
        }
        if !self.kept.iter().any(|(job, _)| *job == prices.job) {
            self.kept.truncate(PRICES - 1);
            self.kept.insert(0, (prices.job.clone(), vec![None; network.kinds.len()]));
        }
        let made = Rc::new(Completion::new(network, &network.kinds[kind as usize], prices));
        let size = |table: &Rc<Option<Completion>>| table.as_ref().as_ref().map_or(0, Completion::size);
        let used: usize = self.kept.iter().flat_map(|(_, kinds)| kinds.iter().flatten()).map(size).sum();
        if used + size(&made) <= ROOM
            && let Some((_, kinds)) = self.kept.iter_mut().find(|(job, _)| *job == prices.job)
        {
            kinds[kind as usize] = Some(made.clone());
        }
        made
    }

    /// What no route of a kind costs less than, if that is known without making anything; else `-NEVER`.
    pub(super) fn floor(&self, network: &Network, kind: u32, prices: &Prices) -> i64 {
        let known = self.known(kind, prices);
        let completion = known.as_ref().and_then(|table| table.as_ref().as_ref());
        completion.map_or(-NEVER, |c| c.floor(network, &network.kinds[kind as usize], prices))
    }

    fn known(&self, kind: u32, prices: &Prices) -> Option<Rc<Option<Completion>>> {
        let (_, kinds) = self.kept.iter().find(|(job, _)| *job == prices.job)?;
        kinds[kind as usize].clone()
    }
}
