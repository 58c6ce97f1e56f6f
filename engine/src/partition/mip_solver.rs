//! The one file that calls HiGHS: binary programs through good_lp, and a live linear program that takes columns, through the
//! crate under it (good_lp keeps no model alive). One thread to each model; stops when the budget is spent.

use crate::budget::Budget;
use good_lp::solvers::highs::{HighsParallelType, highs as through_highs};
use good_lp::{Expression, ProblemVariables, SolverModel, constraint, variable};
use highs::{ColProblem, HighsModelStatus, Model, Row, Sense};
use std::ffi::{c_char, c_int, c_void};

/// How a row binds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Binds {
    /// The sum is no less.
    Least(f64),
    /// The sum is no more.
    Most(f64),
    /// The sum is just this.
    Exactly(f64),
}

/// A variable: what a unit costs, and how much of each row it holds. A row stands at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Column {
    /// Cost of a unit.
    pub(crate) cost: f64,
    /// Row and factor.
    pub(crate) entries: Vec<(u32, f64)>,
}

/// What came of a solve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing is better, within the tolerances of the solver.
    Optimal,
    /// Nothing keeps all rows.
    Infeasible,
    /// The budget was spent, or the solver gave up.
    Stopped,
}

/// Answer to a [`BinaryProgram`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// How it ended.
    pub(crate) ending: Ending,
    /// Columns taken, ascending; `None` when no choice that keeps all rows was found.
    pub(crate) taken: Option<Vec<u32>>,
    /// No choice costs less, by the solver's own floating-point reckoning.
    pub(crate) lower: f64,
}

/// Columns to take or leave.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BinaryProgram {
    /// Rows.
    pub(crate) rows: Vec<Binds>,
    /// Columns.
    pub(crate) columns: Vec<Column>,
}

impl BinaryProgram {
    /// The cheapest choice, begun from the columns in `start` (which should keep all rows) when there is one.
    ///
    /// `nodes` limits the search tree; with no clock in the budget it is what makes the run end, and repeat.
    pub(crate) fn solve(&self, start: Option<&[u32]>, nodes: i32, budget: &Budget) -> Choice {
        let stopped = Choice { ending: Ending::Stopped, taken: None, lower: f64::NEG_INFINITY };
        if budget.is_spent(0) {
            return stopped;
        }
        if self.columns.is_empty() {
            // HiGHS has nothing to say of a model without columns.
            let holds = |row: &Binds| match *row {
                Binds::Least(x) => x <= 0.0,
                Binds::Most(x) => x >= 0.0,
                Binds::Exactly(x) => x == 0.0,
            };
            return if self.rows.iter().all(holds) {
                Choice { ending: Ending::Optimal, taken: Some(Vec::new()), lower: 0.0 }
            } else {
                Choice { ending: Ending::Infeasible, ..stopped }
            };
        }
        let mut variables = ProblemVariables::new();
        let taken: Vec<_> = self.columns.iter().map(|_| variables.add(variable().binary())).collect();
        let cost: Expression = taken.iter().zip(&self.columns).map(|(&v, c)| c.cost * v).sum();
        let mut problem =
            variables.minimise(cost).using(through_highs).set_parallel(HighsParallelType::Off).set_threads(1);
        let mut sums = vec![Expression::from(0.0); self.rows.len()];
        for (column, &v) in self.columns.iter().zip(&taken) {
            for &(row, factor) in &column.entries {
                sums[row as usize].add_mul(factor, v);
            }
        }
        for (sum, &binds) in sums.into_iter().zip(&self.rows) {
            problem.add_constraint(match binds {
                Binds::Least(x) => constraint!(sum >= x),
                Binds::Most(x) => constraint!(sum <= x),
                Binds::Exactly(x) => constraint!(sum == x),
            });
        }
        let Ok(mut model) = problem.try_into_inner() else { return stopped };
        quiet(&mut model);
        model.set_option("mip_max_nodes", nodes);
        model.set_option("mip_rel_gap", 0.0);
        model.set_option("mip_abs_gap", 0.5);
        if let Some(start) = start {
            let mut values = vec![0.0; self.columns.len()];
            start.iter().for_each(|&c| values[c as usize] = 1.0);
            // A start that the solver refuses is no loss.
            let _refused = model.try_set_solution(Some(&values), None, None, None);
        }
        let Some(solved) = run(model, budget) else { return stopped };
        let ending = match solved.status() {
            HighsModelStatus::Optimal => Ending::Optimal,
            // Nothing is unbounded here: columns are taken or left.
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Ending::Infeasible,
            _ => Ending::Stopped,
        };
        // Asked by name, because the method of the crate panics when presolve alone came to the answer.
        let feasible = i64::from(highs_sys::SOLUTION_STATUS_FEASIBLE);
        let found = solved.int_info_value(c"primal_solution_status").is_ok_and(|status| status == feasible);
        let values = solved.get_solution();
        let chosen = || (0_u32..).zip(values.columns()).filter(|(_, x)| **x > 0.5).map(|(c, _)| c).collect();
        let lower = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY);
        Choice { ending, taken: found.then(chosen), lower }
    }
}

/// A linear program that is solved again and again while columns and rows come.
pub(crate) struct LiveProgram {
    /// `None` after the solver failed beyond repair.
    model: Option<Model>,
    rows: Vec<Row>,
    /// Hands out rows: `Row` has no constructor, but is nothing but a number.
    mint: ColProblem,
}

/// Primal and dual values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Values {
    /// Cost of the solution.
    pub(crate) cost: f64,
    /// How much of each column.
    pub(crate) columns: Vec<f64>,
    /// Price of each row: not negative where it is a least sum, not positive where it is a most.
    pub(crate) rows: Vec<f64>,
}

impl LiveProgram {
    /// Rows without columns.
    pub(crate) fn new(rows: &[Binds]) -> Self {
        let mut live = Self {
            model: Some(ColProblem::new().optimise(Sense::Minimise)),
            rows: Vec::new(),
            mint: ColProblem::new(),
        };
        if let Some(model) = &mut live.model {
            quiet(model);
            model.set_option("solver", "simplex");
            // Primal: after new columns the old basis is still primal feasible, and the dual simplex would start over.
            model.set_option("simplex_strategy", 4);
        }
        rows.iter().for_each(|&row| live.add_row(row, &[]));
        live
    }

    /// A row over the columns there are.
    pub(crate) fn add_row(&mut self, binds: Binds, entries: &[(u32, f64)]) {
        let Some(model) = &mut self.model else { return };
        let (low, high) = match binds {
            Binds::Least(x) => (x, f64::INFINITY),
            Binds::Most(x) => (f64::NEG_INFINITY, x),
            Binds::Exactly(x) => (x, x),
        };
        let columns: Vec<c_int> = entries.iter().map(|e| e.0 as c_int).collect();
        let factors: Vec<f64> = entries.iter().map(|e| e.1).collect();
        // SAFETY: both arrays are as long as said and live through the call, which copies them.
        let status = unsafe {
            let many = columns.len() as c_int;
            highs_sys::Highs_addRow(model.as_mut_ptr(), low, high, many, columns.as_ptr(), factors.as_ptr())
        };
        assert_eq!(status, highs_sys::STATUS_OK, "a row over columns that there are");
        self.rows.push(self.mint.add_row(..=0.0));
    }

    /// A column of no less than nothing and no more than `most`.
    pub(crate) fn add_column(&mut self, column: &Column, most: f64) {
        let Some(model) = &mut self.model else { return };
        let entries: Vec<(Row, f64)> =
            column.entries.iter().map(|&(r, f)| (self.rows[r as usize], f)).collect();
        model.add_col(column.cost, 0.0..=most, entries);
    }

    /// Bars a column, or lets it in again.
    pub(crate) fn limit_column(&mut self, column: u32, most: f64) {
        let Some(model) = &mut self.model else { return };
        // SAFETY: the model lives; the solver checks the number.
        let status =
            unsafe { highs_sys::Highs_changeColBounds(model.as_mut_ptr(), column as c_int, 0.0, most) };
        assert_eq!(status, highs_sys::STATUS_OK, "a column that there is");
    }

    /// Another price for a column.
    pub(crate) fn price_column(&mut self, column: u32, cost: f64) {
        let Some(model) = &mut self.model else { return };
        // SAFETY: the model lives; the solver checks the number.
        let status = unsafe { highs_sys::Highs_changeColCost(model.as_mut_ptr(), column as c_int, cost) };
        assert_eq!(status, highs_sys::STATUS_OK, "a column that there is");
    }

    /// The optimum; `None` when there is none, the budget is spent, or the solver failed.
    pub(crate) fn solve(&mut self, budget: &Budget) -> Option<Values> {
        let mut solved = run(self.model.take()?, budget)?;
        if solved.status() != HighsModelStatus::Optimal && !budget.is_spent(0) {
            let mut again = Model::from(solved);
            // SAFETY: the model lives.
            unsafe { highs_sys::Highs_clearSolver(again.as_mut_ptr()) };
            solved = run(again, budget)?;
        }
        let optimal = solved.status() == HighsModelStatus::Optimal;
        let values = optimal.then(|| {
            let at = solved.get_solution();
            Values {
                cost: solved.objective_value(),
                columns: at.columns().to_vec(),
                rows: at.dual_rows().to_vec(),
            }
        });
        self.model = Some(Model::from(solved));
        values
    }
}

fn quiet(model: &mut Model) {
    model.make_quiet();
    model.set_option("threads", 1);
    model.set_option("parallel", "off");
    model.set_option("random_seed", 0);
}

/// Of more columns than this, HiGHS looks for dominated ones for seconds without asking the time (measured: 4 s at 20,000).
const MOST_PRESOLVED: i32 = 5_000;

/// Solves, asking the budget now and then.
fn run(mut model: Model, budget: &Budget) -> Option<highs::SolvedModel> {
    let data = std::ptr::from_ref(budget).cast_mut().cast::<c_void>();
    // The interrupts are asked for between iterations and nodes; the limit also holds inside presolve and cuts.
    let left = budget
        .elapsed
        .map_or(f64::INFINITY, |elapsed| budget.time_limit.saturating_sub(elapsed()).as_secs_f64());
    // SAFETY: the budget outlives the run, after which the callback is taken off again.
    unsafe {
        let highs = model.as_mut_ptr();
        let used = highs_sys::Highs_getRunTime(highs);
        model.set_option("time_limit", used + left);
        if highs_sys::Highs_getNumCol(highs) > MOST_PRESOLVED {
            model.set_option("presolve", "off");
        }
        highs_sys::Highs_setCallback(highs, Some(interrupt), data);
        highs_sys::Highs_startCallback(highs, highs_sys::kHighsCallbackSimplexInterrupt);
        highs_sys::Highs_startCallback(highs, highs_sys::kHighsCallbackMipInterrupt);
    }
    let mut solved = model.try_solve().ok()?;
    // SAFETY: as above; the solver must not keep a pointer to the budget.
    unsafe {
        let highs = solved.as_mut_ptr();
        highs_sys::Highs_stopCallback(highs, highs_sys::kHighsCallbackSimplexInterrupt);
        highs_sys::Highs_stopCallback(highs, highs_sys::kHighsCallbackMipInterrupt);
        highs_sys::Highs_setCallback(highs, None, std::ptr::null_mut());
    }
    Some(solved)
}

/// Tells HiGHS to stop when the budget is spent.
///
/// # Safety
/// `data` is the budget given to [`run`], `input` what HiGHS hands to a callback.
unsafe extern "C" fn interrupt(
    _: c_int,
    _: *const c_char,
    _: *const highs_sys::HighsCallbackDataOut,
    input: *mut highs_sys::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: see above.
    let budget = unsafe { &*data.cast::<Budget>() };
    if budget.is_spent(0) && !input.is_null() {
        // SAFETY: see above.
        unsafe { (*input).user_interrupt = 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bindings_belong_to_the_library() {
        // SAFETY: these read constants.
        let version = unsafe {
            (
                highs_sys::Highs_versionMajor(),
                highs_sys::Highs_versionMinor(),
                highs_sys::Highs_versionPatch(),
            )
        };
        assert_eq!(
            version,
            (1, 15, 0),
            "build-shims/bindgen holds the bindings of this version (decision 0014)"
        );
    }

    #[test]
    fn a_live_program_takes_columns_and_rows_and_prices_them() {
        let mut lp = LiveProgram::new(&[Binds::Least(1.0), Binds::Least(1.0)]);
        let budget = Budget::iterations(1);
        lp.add_column(&Column { cost: 10.0, entries: vec![(0, 1.0)] }, f64::INFINITY);
        lp.add_column(&Column { cost: 10.0, entries: vec![(1, 1.0)] }, f64::INFINITY);
        assert_eq!(lp.solve(&budget).map(|v| (v.cost, v.rows)), Some((20.0, vec![10.0, 10.0])));
        lp.add_column(&Column { cost: 12.0, entries: vec![(0, 1.0), (1, 1.0)] }, f64::INFINITY);
        assert_eq!(lp.solve(&budget).map(|v| v.cost), Some(12.0));
        lp.add_row(Binds::Most(0.5), &[(2, 1.0)]);
        assert_eq!(lp.solve(&budget).map(|v| (v.cost, v.rows[2])), Some((16.0, -8.0)));
        lp.limit_column(2, 0.0);
        lp.price_column(0, 11.0);
        assert_eq!(lp.solve(&budget).map(|v| v.cost), Some(21.0));
    }

    #[test]
    fn a_binary_program_is_solved_and_a_cancel_stops_it() {
        let column = |cost, rows: &[u32]| Column { cost, entries: rows.iter().map(|&r| (r, 1.0)).collect() };
        let program = BinaryProgram {
            rows: vec![Binds::Exactly(1.0); 3],
            columns: vec![
                column(4.0, &[0, 1]),
                column(4.0, &[1, 2]),
                column(4.0, &[0, 2]),
                column(7.0, &[2]),
            ],
        };
        let free = Budget::iterations(1);
        let choice = program.solve(None, 1000, &free);
        assert_eq!((choice.ending, choice.taken), (Ending::Optimal, Some(vec![0, 3])));
        let cancel = std::sync::atomic::AtomicBool::new(true);
        let cancelled = Budget { cancel: Some(&cancel), ..Budget::iterations(1) };
        assert_eq!(program.solve(None, 1000, &cancelled).ending, Ending::Stopped);
        let impossible = BinaryProgram { rows: vec![Binds::Exactly(1.0)], columns: vec![] };
        assert_eq!(impossible.solve(None, 1000, &free).taken, None);
    }
}
