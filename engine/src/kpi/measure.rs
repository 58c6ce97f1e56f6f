//! The figures by name, with their formulas.

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share, 0 to 1.
    Share,
    /// Seconds for each of something.
    SecondsEach,
    /// Metres for each of something.
    MetresEach,
    /// So many for each of something.
    NumberEach,
}

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $unit:ident;)+) => {
        /// A figure, with its formula: numerator / denominator.
        ///
        /// # References
        /// Domain report, section 6; numbers in brackets are those of its list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure {
            $($(#[$doc])* $name,)+
        }

        impl Measure {
            /// Every figure.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable text used in documents.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What it is counted in.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }
        }
    };
}

measures! {
    /// \[1\] Acute visits planned to start by their due moment / acute visits that are planned or fall due within the horizon.
    AcuteInTime = "acute-in-time", Share;
    /// \[4\] Visits left out / all visits.
    Unplanned = "unplanned", Share;
    /// \[8\] Slots filled by the fixed contact that holds for them / filled slots for which a fixed contact holds.
    FixedContact = "fixed-contact", Share;
    /// \[9\] Pairs of a patient and a person who meets them / patients with a planned visit. Everybody present in a slot counts.
    DistinctStaff = "distinct-staff", NumberEach;
    /// \[10\] Travel / (travel, handling, visits with documentation and accompanying, waiting).
    TravelShare = "travel-share", Share;
    /// \[11\] Care (with first-meeting time) / paid time: shifts less their breaks.
    CareShare = "care-share", Share;
    /// \[12\] (Travel, handling, visits with documentation and accompanying, blocked times held) / paid time: shifts less their breaks.
    Utilisation = "utilisation", Share;
    /// \[13\] Waiting at visits that two or more attend on site / such visits planned.
    JointWaiting = "joint-waiting", SecondsEach;
    /// \[14\] Overtime / shifts with work.
    Overtime = "overtime", SecondsEach;
    /// \[14\] Shifts with overtime / shifts with work.
    OvertimeShifts = "overtime-shifts", Share;
    /// \[15\] Shifts with work that need a rest and keep every rule of rest / shifts with work that need one.
    BreaksHeld = "breaks-held", Share;
    /// \[19\] Σᵢ Σⱼ |xᵢ − xⱼ| / (2 n Σ xᵢ) over the people with a shift, x = busy time / (shifts less breaks and blocks):
    /// the Gini coefficient of the load, 0 when all carry the same.
    LoadGini = "load-gini", Share;
    /// \[22\] Planned visits on site with two or more people on site / planned visits on site.
    JointVisits = "joint-visits", Share;
    /// \[22\] Planned visits whose people have two or more employers / planned visits.
    CrossEmployerVisits = "cross-employer-visits", Share;
    /// \[26\] Wishes met / wishes that bear on a filled slot or planned visit.
    WishesMet = "wishes-met", Share;
    /// \[18\] Metres driven / planned visits.
    DistancePerVisit = "distance-per-visit", MetresEach;
}

/// A figure with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Which.
    pub measure: Measure,
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
}

impl Figure {
    /// Numerator / denominator; `None` when there is nothing to divide by.
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }
}
