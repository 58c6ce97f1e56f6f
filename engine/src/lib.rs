//! Facts of home visits in; an optimised, judged and explained plan out.
