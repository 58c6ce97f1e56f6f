//! A plan of a routing problem: who does which job when.

/// One thing in a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutingStop {
    /// The job; `None` for a lunch.
    pub job: Option<u32>,
    /// Where it happens. A job happens at its place.
    pub place: u32,
    /// When it starts.
    pub start: i64,
    /// When it is over.
    pub end: i64,
}

/// One tour's day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingRoute {
    /// In [`super::RoutingProblem::tours`].
    pub tour: u32,
    /// In order of time.
    pub stops: Vec<RoutingStop>,
}

/// Routes; a tour without stops may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingPlan {
    /// By tour.
    pub routes: Vec<RoutingRoute>,
}
