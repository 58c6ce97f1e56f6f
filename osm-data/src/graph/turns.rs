//! Splits nodes where turning matters, so that the hierarchy need not know of turns.
//!
//! The forbidden sequences of arcs make a finite automaton: its states are the beginnings of sequences, and a
//! driver is in the state of the longest beginning that ends with the arcs just driven. A node of the split graph
//! is a vertex (no beginning) or a vertex with a state (a copy); an arc that would complete a forbidden sequence is
//! left out. Copies with the same arcs are one. So a graph with a few hundred restrictions grows by a few hundred
//! nodes, while a graph with a node per arc would grow threefold.
//!
//! Where a restriction binds the turn at a copy, turning round there is forbidden too: nobody drives up to a
//! forbidden turn to turn back in the junction. Only when nothing else is left is it allowed.

use super::NodeId;
use super::import::{BaseArc, BaseGraph};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The graph after splitting.
pub(super) struct SplitGraph {
    /// The vertex of each copy, rising; copies are numbered on after the vertices.
    pub(super) copy_vertex: Vec<NodeId>,
    /// Every arc, those of the vertices first.
    pub(super) arcs: Vec<BaseArc>,
    /// Copies that no arc leaves, though arcs leave their vertex.
    pub(super) dead_ends: usize,
}

/// Where an arc leads: a vertex below the number of vertices, a state above.
type Target = u32;

struct Automaton<'a> {
    base: &'a BaseGraph,
    forbidden: &'a BTreeSet<Vec<u32>>,
    /// Beginnings in which a restriction forbids the very next arc.
    binding: BTreeSet<&'a [u32]>,
    /// Every proper beginning of a sequence, and its number.
    states: Vec<&'a [u32]>,
    number: FxHashMap<&'a [u32], u32>,
}

impl<'a> Automaton<'a> {
    fn new(base: &'a BaseGraph, forbidden: &'a BTreeSet<Vec<u32>>) -> Self {
        let beginnings: BTreeSet<&[u32]> =
            forbidden.iter().flat_map(|s| (1..s.len()).map(move |n| &s[..n])).collect();
        let states: Vec<&[u32]> = beginnings.into_iter().collect();
        let number = states.iter().enumerate().map(|(i, s)| (*s, i as u32)).collect();
        let binding = forbidden.iter().map(|s| &s[..s.len() - 1]).collect();
        Self { base, forbidden, binding, states, number }
    }

    fn vertex(&self, state: usize) -> NodeId {
        let last = self.states[state].last().expect("a beginning has an arc");
        self.base.arc(*last).head
    }

    /// Where one is after the arcs `driven`: in the state of the longest beginning they end with.
    fn target(&self, driven: &[u32]) -> Target {
        let state = (0..driven.len()).find_map(|i| self.number.get(&driven[i..]));
        match state {
            Some(state) => self.base.vertices.len() as u32 + state,
            None => self.base.arc(*driven.last().expect("some arc was driven")).head.0,
        }
    }

    /// The arcs left in a state, each with where it leads.
    fn turns(&self, state: usize) -> Vec<(u32, Target)> {
        let mut driven = self.states[state].to_vec();
        let back = self.base.reverse(driven[driven.len() - 1]);
        let binds = (0..driven.len()).any(|i| self.binding.contains(&driven[i..]));
        let mut left = Vec::new();
        for arc in self.base.out(self.vertex(state)) {
            driven.push(arc);
            if !(0..driven.len()).any(|i| self.forbidden.contains(&driven[i..])) {
                left.push((arc, self.target(&driven)));
            }
            driven.pop();
        }
        if binds && left.len() > 1 {
            left.retain(|(arc, _)| Some(*arc) != back);
        }
        left
    }
}

/// Splits `base` so that no path in the result drives a sequence of `forbidden`.
pub(super) fn split(base: &BaseGraph, forbidden: &BTreeSet<Vec<u32>>) -> SplitGraph {
    let automaton = Automaton::new(base, forbidden);
    let vertices = base.vertices.len() as u32;
    let turns: Vec<Vec<(u32, Target)>> = (0..automaton.states.len()).map(|s| automaton.turns(s)).collect();
    let merged = merge(&automaton, &turns);

    // The states that remain, by vertex: their order is the numbering of the copies.
    let mut remaining: Vec<(NodeId, u32)> = (0..automaton.states.len() as u32)
        .filter(|&s| merged[s as usize] == vertices + s)
        .map(|s| (automaton.vertex(s as usize), s))
        .collect();
    remaining.sort_unstable();
    let copy_of: FxHashMap<u32, u32> =
        remaining.iter().enumerate().map(|(i, (_, s))| (*s, vertices + i as u32)).collect();
    let node = |target: Target| match target.checked_sub(vertices) {
        None => NodeId(target),
        Some(state) => match merged[state as usize].checked_sub(vertices) {
            None => NodeId(merged[state as usize]),
            Some(kept) => NodeId(copy_of[&kept]),
        },
    };
    let along =
        |arc: u32, tail: NodeId, target: Target| BaseArc { tail, head: node(target), ..*base.arc(arc) };

    let mut arcs: Vec<BaseArc> = (0..base.arcs.len() as u32)
        .map(|arc| along(arc, base.arc(arc).tail, automaton.target(&[arc])))
        .collect();
    for &(_, state) in &remaining {
        let tail = NodeId(copy_of[&state]);
        arcs.extend(turns[state as usize].iter().map(|&(arc, target)| along(arc, tail, target)));
    }
    SplitGraph {
        copy_vertex: remaining.iter().map(|(vertex, _)| *vertex).collect(),
        arcs,
        dead_ends: remaining
            .iter()
            .filter(|(vertex, s)| turns[*s as usize].is_empty() && base.out(*vertex).next().is_some())
            .count(),
    }
}

/// For each state the target that stands for it: itself, an equal one, or its vertex when nothing is forbidden.
fn merge(automaton: &Automaton<'_>, turns: &[Vec<(u32, Target)>]) -> Vec<Target> {
    let base = automaton.base;
    let vertices = base.vertices.len() as u32;
    let mut merged: Vec<Target> = (0..turns.len() as u32).map(|s| vertices + s).collect();
    loop {
        let resolved = |target: Target| match target.checked_sub(vertices) {
            None => target,
            Some(state) => merged[state as usize],
        };
        let mut first: FxHashMap<(NodeId, Vec<(u32, Target)>), Target> = FxHashMap::default();
        for state in 0..turns.len() {
            let vertex = automaton.vertex(state);
            let own = base.out(vertex).map(|arc| (arc, resolved(automaton.target(&[arc])))).collect();
            first.insert((vertex, own), vertex.0);
        }
        let next: Vec<Target> = (0..turns.len())
            .map(|state| {
                let key = turns[state].iter().map(|&(arc, target)| (arc, resolved(target))).collect();
                *first.entry((automaton.vertex(state), key)).or_insert(vertices + state as u32)
            })
            .collect();
        if next == merged {
            return merged;
        }
        merged = next;
    }
}
