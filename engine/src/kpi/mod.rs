//! Plan in, figures people steer by out, each with numerator and denominator.
//!
//! In: a problem and any plan. Out: [`Figures`] for the whole, by team and by employer.
//! Never: a figure without its parts; nothing divided by nothing is `None`, never zero.

mod figures;
mod measure;
mod person_days;

pub use figures::{Figures, figures};
pub use measure::{Figure, Measure, Unit};

#[cfg(test)]
mod tests;
