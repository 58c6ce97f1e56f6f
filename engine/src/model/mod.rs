//! Facts, immutable once built: people, visits, shifts, teams, places and travel times.
//!
//! In: [`Facts`] as they stand in a document. Out: a [`Problem`] in which every reference holds,
//! or [`InvalidProblem`] with all defects at once.
//! Never: knows a plan. What people were promised enters as [`Promise`] and [`Pin`] of a visit.

mod builder;
mod contact;
mod facts;
mod facts_builder;
mod index;
mod invalid;
mod link;
mod patient;
mod place;
mod problem;
mod promise;
mod responsibility;
mod role;
pub mod samples;
mod shift;
mod slot;
mod staff;
mod team;
mod visit;
mod working_time;

pub use builder::{LONGEST_TRAVEL, LONGEST_WAY};
pub use contact::{Contact, PastVisit};
pub use facts::*;
pub use facts_builder::{FactsBuilder, PatientBuilder, StaffBuilder, VisitBuilder, moment};
pub use index::*;
pub use invalid::{Defect, DefectCode, InvalidProblem};
pub use link::{Link, LinkOrigin, PersonLink};
pub use patient::{Patient, Wishes};
pub use place::Place;
pub use problem::{Problem, Transit};
pub use promise::{Pin, Promise};
pub use responsibility::CareResponsibility;
pub use role::NameTable;
pub use shift::{Block, BreakRule, Crew, Shift};
pub use slot::{Presence, Provider, Slot};
pub use staff::{Membership, StaffMember};
pub use team::Team;
pub use visit::{Necessity, Urgency, Visit, VisitMode};
pub use working_time::WorkingTime;
