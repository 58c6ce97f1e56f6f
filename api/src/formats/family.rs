//! The families of benchmark instances, by name.

use super::{FormatError, Instance, hhcrsp, uhhc, unpack, vrptw, vrptwsyn};
use engine::routing::{RoutingPlan, Verdict};

/// A family of benchmark instances with one file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// VRPTW: Solomon (1987), Gehring & Homberger (1999), and explicit matrices in VRPLIB form (ORTEC 2022).
    Solomon,
    /// HHCRSP of Mankowska, Meisel & Bierwirth (2014), also the files of Kummer et al. (2021) and Ceschia et al. (2024).
    Hhcrsp,
    /// UHHC of Ceschia et al. (2026).
    Uhhc,
    /// VRPTWSyn of Bredström & Rönnqvist (2008).
    Vrptwsyn,
}

impl Family {
    /// All, as they are listed to people.
    pub const ALL: [Self; 4] = [Self::Solomon, Self::Hhcrsp, Self::Uhhc, Self::Vrptwsyn];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solomon => "solomon",
            Self::Hhcrsp => "hhcrsp",
            Self::Uhhc => "uhhc",
            Self::Vrptwsyn => "vrptwsyn",
        }
    }

    /// The family of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// Reads an instance, plain or gzip. `service_factor` lengthens the visits of [`Family::Vrptwsyn`], as the later
    /// literature does; the others leave it alone.
    ///
    /// # Errors
    /// What is wrong with the file, first defect first. Never panics, whatever the bytes.
    pub fn read(self, bytes: &[u8], service_factor: f64) -> Result<Instance, FormatError> {
        let text = unpack::text(bytes)?;
        let instance = match self {
            Self::Solomon => vrptw::read(&text),
            Self::Hhcrsp => hhcrsp::read(&text),
            Self::Uhhc => uhhc::read(&text),
            Self::Vrptwsyn => vrptwsyn::read(&text, service_factor),
        }?;
        instance.problem.validate()?;
        Ok(instance)
    }

    /// The solution in the family's form, with its cost in the family's unit; a last line break included.
    pub fn write(self, instance: &Instance, plan: &RoutingPlan, verdict: &Verdict) -> String {
        match self {
            Self::Solomon => vrptw::write(instance, plan, verdict),
            Self::Hhcrsp => hhcrsp::write(instance, plan, verdict),
            Self::Uhhc => uhhc::write(instance, plan, verdict),
            Self::Vrptwsyn => vrptwsyn::write(instance, plan, verdict),
        }
    }

    /// Reads a solution in the family's form, and the cost that it claims. Where it states no times, everything starts as
    /// early as it can.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read_solution(
        self,
        instance: &Instance,
        bytes: &[u8],
    ) -> Result<(RoutingPlan, Option<f64>), FormatError> {
        let text = unpack::text(bytes)?;
        match self {
            Self::Solomon | Self::Vrptwsyn => vrptw::read_solution(instance, &text),
            Self::Hhcrsp | Self::Uhhc => super::care::read_solution(instance, &text),
        }
    }
}
