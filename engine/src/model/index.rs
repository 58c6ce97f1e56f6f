//! One index type for each kind of fact, and a vector that only the right index opens.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense number of one kind of fact.
pub trait Idx: Copy + Eq + Ord + fmt::Debug {
    /// From an array position.
    fn from_index(index: usize) -> Self;
    /// As an array position.
    fn index(self) -> usize;
}

macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl Idx for $name {
            fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("documents hold fewer than 2^32 of anything"))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

index_types! {
    /// A patient.
    PatientIdx,
    /// A staff member.
    StaffIdx,
    /// A shift: one staff member, one day.
    ShiftIdx,
    /// A visit.
    VisitIdx,
    /// A place.
    PlaceIdx,
    /// A team.
    TeamIdx,
    /// A crew: shifts that share a vehicle.
    CrewIdx,
    /// A link between visits.
    LinkIdx,
    /// A role; what it is called is data.
    RoleIdx,
    /// A skill; what it is called is data.
    SkillIdx,
    /// A mission of teams; what it is called is data.
    MissionIdx,
    /// A language.
    LanguageIdx,
    /// A gender, as the document writes it.
    GenderIdx,
    /// An employer.
    EmployerIdx,
    /// An area.
    AreaIdx,
    /// A mode of travel: one travel table each.
    TravelModeIdx,
}

/// A vector that only its own kind of index opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    index: PhantomData<I>,
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self { items: Vec::new(), index: PhantomData }
    }
}

impl<I: Idx, T> IndexVec<I, T> {
    /// Adds `item` and returns its index.
    pub fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::from_index(self.items.len() - 1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The item at `index`, if there is one.
    pub fn get(&self, index: I) -> Option<&T> {
        self.items.get(index.index())
    }

    /// All items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// All items in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// All indices in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::from_index)
    }

    /// Index and item, in order.
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(i, t)| (I::from_index(i), t))
    }
}

impl<I: Idx, T> Index<I> for IndexVec<I, T> {
    type Output = T;
    fn index(&self, index: I) -> &T {
        &self.items[index.index()]
    }
}

impl<I: Idx, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.items[index.index()]
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<Iter: IntoIterator<Item = T>>(iter: Iter) -> Self {
        Self { items: iter.into_iter().collect(), index: PhantomData }
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, index: PhantomData }
    }
}
