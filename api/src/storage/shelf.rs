//! A bounded collection by id: when it is full, the oldest goes.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Things by id, at most so many and of at most so many bytes together; the oldest is dropped first.
#[derive(Debug)]
pub struct Shelf<T> {
    held: Mutex<Held<T>>,
    most: usize,
    most_bytes: usize,
}

#[derive(Debug)]
struct Held<T> {
    by_id: HashMap<String, (Arc<T>, usize)>,
    /// Oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

/// A thing larger than the whole shelf.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes do not fit storage of {most_bytes} bytes; raise ROND_KEEP_BYTES")]
pub struct TooLarge {
    /// Size of the thing.
    pub bytes: usize,
    /// Size of the shelf.
    pub most_bytes: usize,
}

impl<T> Shelf<T> {
    /// An empty shelf for `most` things of `most_bytes` together.
    pub fn new(most: usize, most_bytes: usize) -> Self {
        let held = Held { by_id: HashMap::new(), order: VecDeque::new(), bytes: 0 };
        Self { held: Mutex::new(held), most, most_bytes }
    }

    /// Puts a thing of about `bytes` bytes on the shelf, under an id not used before.
    ///
    /// # Errors
    /// [`TooLarge`] when it would not fit even alone.
    pub fn put(&self, id: &str, bytes: usize, thing: T) -> Result<Arc<T>, TooLarge> {
        if bytes > self.most_bytes {
            return Err(TooLarge { bytes, most_bytes: self.most_bytes });
        }
        let thing = Arc::new(thing);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        while held.order.len() >= self.most || held.bytes + bytes > self.most_bytes {
            let Some(oldest) = held.order.pop_front() else { break };
            if let Some((_, freed)) = held.by_id.remove(&oldest) {
                held.bytes -= freed;
            }
        }
        held.bytes += bytes;
        held.order.push_back(id.to_owned());
        held.by_id.insert(id.to_owned(), (Arc::clone(&thing), bytes));
        Ok(thing)
    }

    /// The thing with this id, if it is still there.
    pub fn get(&self, id: &str) -> Option<Arc<T>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.by_id.get(id).map(|(thing, _)| Arc::clone(thing))
    }

    /// Ids and things, newest first.
    pub fn newest(&self, at_most: usize) -> Vec<(String, Arc<T>)> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held
            .order
            .iter()
            .rev()
            .filter_map(|id| held.by_id.get(id).map(|(t, _)| (id.clone(), Arc::clone(t))));
        found.take(at_most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_when_the_shelf_is_full_by_number() {
        let shelf = Shelf::new(2, 100);
        for (id, n) in [("a", 1), ("b", 2), ("c", 3)] {
            shelf.put(id, 1, n).unwrap();
        }
        assert_eq!(shelf.get("a"), None);
        assert_eq!(shelf.get("c").as_deref(), Some(&3));
        assert_eq!(shelf.newest(9).iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    }

    #[test]
    fn the_oldest_go_when_the_shelf_is_full_by_bytes() {
        let shelf = Shelf::new(10, 100);
        shelf.put("a", 60, 1).unwrap();
        shelf.put("b", 30, 2).unwrap();
        shelf.put("c", 50, 3).unwrap();
        assert_eq!(shelf.newest(9).iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    }

    #[test]
    fn what_is_larger_than_the_shelf_is_refused() {
        let shelf = Shelf::new(10, 100);
        assert_eq!(shelf.put("a", 101, 1).unwrap_err(), TooLarge { bytes: 101, most_bytes: 100 });
    }
}
