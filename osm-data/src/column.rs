//! A long array that is either owned or lies in a mapped file: the same to those who read it.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// What a column may hold: plain little-endian figures, every bit pattern of which is a value.
pub trait Plain:
    FromBytes + IntoBytes + Immutable + KnownLayout + Copy + fmt::Debug + PartialEq + 'static
{
}
impl<T> Plain for T where
    T: FromBytes + IntoBytes + Immutable + KnownLayout + Copy + fmt::Debug + PartialEq + 'static
{
}

/// Bytes that stay where they are as long as somebody holds them.
pub enum StableBytes {
    /// A mapped file.
    Mapped(memmap2::Mmap),
    /// Memory, in words so that every column is aligned, and how many bytes of it count.
    Memory(Vec<u64>, usize),
}

impl StableBytes {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Memory(words, length) => &words.as_bytes()[..*length],
        }
    }
}

// Map files are little-endian and read in place.
#[cfg(target_endian = "big")]
compile_error!("map files are read in place and little-endian: big-endian machines are not supported");

/// An array of figures, owned or mapped. Reads as a slice; never changes once made; a clone shares it.
pub struct Column<T: Plain>(Kept<T>);

enum Kept<T: Plain> {
    Owned(Arc<Vec<T>>),
    /// The slice points into the bytes that stand beside it.
    Borrowed(&'static [T], Arc<StableBytes>),
}

impl<T: Plain> Column<T> {
    /// The part `range` of `bytes`, not copied. `None` when the range lies outside, is not aligned for `T`, or is
    /// no whole number of `T`.
    pub fn of_bytes(bytes: &Arc<StableBytes>, range: Range<usize>) -> Option<Self> {
        let slice: &[T] = <[T]>::ref_from_bytes(bytes.bytes().get(range)?).ok()?;
        // SAFETY: the bytes live on the heap or in a mapping that neither moves nor changes while the `Arc`
        // lives; the slice is kept beside that `Arc` in a private field and handed out for the life of `self` only.
        let slice: &'static [T] = unsafe { std::mem::transmute::<&[T], &'static [T]>(slice) };
        Some(Self(Kept::Borrowed(slice, Arc::clone(bytes))))
    }

    /// Whether the array lies in a mapped file.
    pub fn is_mapped(&self) -> bool {
        matches!(&self.0, Kept::Borrowed(_, bytes) if matches!(**bytes, StableBytes::Mapped(_)))
    }
}

impl<T: Plain> Deref for Column<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Kept::Owned(vec) => vec,
            Kept::Borrowed(slice, _) => slice,
        }
    }
}

impl<T: Plain> From<Vec<T>> for Column<T> {
    fn from(vec: Vec<T>) -> Self {
        Self(Kept::Owned(Arc::new(vec)))
    }
}

impl<T: Plain> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        Vec::from_iter(all).into()
    }
}

impl<T: Plain> Default for Column<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: Plain> Clone for Column<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Kept::Owned(vec) => Kept::Owned(Arc::clone(vec)),
            Kept::Borrowed(slice, bytes) => Kept::Borrowed(slice, Arc::clone(bytes)),
        })
    }
}

impl<T: Plain> PartialEq for Column<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Plain + Eq> Eq for Column<T> {}

impl<T: Plain> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_bytes_reads_as_the_figures_and_outlives_its_first_holder() {
        let bytes = Arc::new(StableBytes::Memory(vec![1 | 2 << 32, 3], 16));
        let column: Column<u32> = Column::of_bytes(&bytes, 0..12).unwrap();
        drop(bytes);
        assert_eq!(*column, [1, 2, 3]);
        assert_eq!(column.clone(), Column::from(vec![1, 2, 3]));
    }

    #[test]
    fn a_range_outside_or_askew_is_refused() {
        let bytes = Arc::new(StableBytes::Memory(vec![0, 0], 16));
        assert!(Column::<u32>::of_bytes(&bytes, 0..17).is_none());
        assert!(Column::<u32>::of_bytes(&bytes, 0..7).is_none());
        assert!(Column::<u32>::of_bytes(&bytes, 2..6).is_none());
        assert!(Column::<u64>::of_bytes(&bytes, 8..16).is_some());
    }
}
