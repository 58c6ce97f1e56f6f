//! Any bytes as an instance of each benchmark family, and as a solution of what was read: a defect or a problem that holds
//! together, never a panic.

#![no_main]

use api::formats::Family;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let family = Family::ALL[usize::from(*first) % Family::ALL.len()];
    if let Ok(instance) = family.read(rest, 1.4) {
        assert_eq!(instance.problem.validate(), Ok(()));
        let _ = family.read_solution(&instance, rest);
    }
});
