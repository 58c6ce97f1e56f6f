//! The best sequence of states through a trace (Viterbi), and where the trace must be cut.

use super::model::{Doubt, Model, Passage, State};

/// A point of a chain: how well each of its states explains the trace so far.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The number of the point.
    point: usize,
    states: Vec<State>,
    /// For each state the best that ends there; `None` where nothing leads.
    reached: Vec<Option<Reached>>,
}

/// The best sequence that ends in a state.
#[derive(Clone, Copy, Debug)]
struct Reached {
    doubt: Doubt,
    /// The state before in the column before; of no meaning in the first.
    before: usize,
    stands: bool,
}

/// A state of the best sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) point: usize,
    pub(super) state: State,
    /// Whether the car has stood still since the link before.
    pub(super) stands: bool,
    /// How many other states of the point lie on the best sequence to some end.
    pub(super) alternatives: usize,
}

/// Points that follow each other without a break.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain(Vec<Column>);

/// All chains of a trace, of one point too; points without states are in none.
///
/// Where no state of a point can be reached, one of two points was measured wrongly: the point is left out, and so is
/// the one before; the next is tried from the one before that, and so on, until the break is healed. When it
/// becomes a gap first, the trace is cut where the break began, and what was left out counts again.
///
/// OSRM leaves out the neighbour of a point without any road, too, and never forgets a break that was healed.
pub(super) fn chains(model: &Model<'_>) -> Vec<Chain> {
    let points = model.trace.points.len();
    let mut done = Vec::new();
    let mut chain: Vec<Column> = Vec::new();
    // So many columns of the chain are held on to, and there is a break from this point on.
    let (mut held, mut broken) = (0_usize, None);
    let mut at = 0;
    loop {
        if at == points {
            done.push(Chain(std::mem::take(&mut chain)));
            match broken.take() {
                Some(first) => at = first,
                None => return done,
            }
        }
        let states = model.states(at);
        if states.is_empty() {
            at += 1;
            continue;
        }
        let Some(last) = held.checked_sub(1).and_then(|last| chain.get(last)) else {
            chain = vec![Column::first(at, states)];
            held = 1;
            at += 1;
            continue;
        };
        let is_gap = model.is_gap(last.point, at);
        let next = if is_gap { None } else { last.next(model, at, states) };
        if let Some(next) = next {
            chain.truncate(held);
            chain.push(next);
            held += 1;
            broken = None;
            at += 1;
            continue;
        }
        held -= 1;
        let first = *broken.get_or_insert(at);
        at += 1;
        if is_gap || held == 0 {
            done.push(Chain(std::mem::take(&mut chain)));
            (held, broken, at) = (0, None, first);
        }
    }
}

impl Column {
    fn first(point: usize, states: Vec<State>) -> Self {
        let begin = |state: &State| Some(Reached { doubt: state.doubt, before: 0, stands: false });
        Self { point, reached: states.iter().map(begin).collect(), states }
    }

    /// The column of a later point; `None` when none of its states can be reached.
    fn next(&self, model: &Model<'_>, point: usize, states: Vec<State>) -> Option<Self> {
        // Only what can be reached can be left.
        let live: Vec<usize> = (0..self.states.len()).filter(|&i| self.reached[i].is_some()).collect();
        let sources: Vec<State> = live.iter().map(|&i| self.states[i]).collect();
        let passages = model.passages((self.point, &sources), (point, &states));
        let mut reached: Vec<Option<Reached>> = vec![None; states.len()];
        for (row, &before) in passages.chunks(states.len()).zip(&live) {
            let Some(so_far) = self.reached[before] else { continue };
            for (best, (passage, state)) in reached.iter_mut().zip(row.iter().zip(&states)) {
                let Some(Passage { doubt, stands }) = *passage else { continue };
                let doubt = so_far.doubt.and(doubt).and(state.doubt);
                if best.is_none_or(|best| doubt < best.doubt) {
                    *best = Some(Reached { doubt, before, stands });
                }
            }
        }
        reached.iter().any(Option::is_some).then_some(Self { point, states, reached })
    }

    /// The state where the best sequence ends; of equally good ones the first.
    fn best(&self) -> Option<usize> {
        let ends = (0..self.states.len()).filter_map(|i| Some((self.reached[i]?.doubt, i)));
        ends.min().map(|(_, i)| i)
    }
}

impl Chain {
    /// The states of the best sequence, in the order driven.
    pub(super) fn links(&self) -> Vec<Link> {
        let live = self.live();
        let mut at = self.0.last().and_then(Column::best);
        let mut links = Vec::with_capacity(self.0.len());
        for (column, live) in self.0.iter().zip(&live).rev() {
            let Some((i, reached)) = at.and_then(|i| Some((i, column.reached[i]?))) else { break };
            links.push(Link {
                point: column.point,
                state: column.states[i],
                stands: reached.stands,
                alternatives: live.iter().filter(|live| **live).count() - 1,
            });
            at = Some(reached.before);
        }
        links.reverse();
        links
    }

    /// Which states of each column lie on the best sequence to a state of the last.
    fn live(&self) -> Vec<Vec<bool>> {
        let mut live: Vec<Vec<bool>> = self.0.iter().map(|column| vec![false; column.states.len()]).collect();
        if let (Some(last), Some(column)) = (live.last_mut(), self.0.last()) {
            *last = column.reached.iter().map(Option::is_some).collect();
        }
        for at in (1..self.0.len()).rev() {
            for i in 0..live[at].len() {
                if let Some(reached) = self.0[at].reached[i].filter(|_| live[at][i]) {
                    live[at - 1][reached.before] = true;
                }
            }
        }
        live
    }

    /// How badly the best sequence explains the trace.
    #[cfg(test)]
    pub(super) fn doubt(&self) -> Option<Doubt> {
        let last = self.0.last()?;
        last.reached[last.best()?].map(|reached| reached.doubt)
    }
}
