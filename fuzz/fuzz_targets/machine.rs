//! The connection keeps the invariants of `tests/connection/model.rs` in every life: each three bytes
//! decide what comes next.

#![no_main]

use libfuzzer_sys::fuzz_target;
use purposepath_realtime::connection::{Authentication, ProbeKind};
use purposepath_realtime_fuzz::seed;

#[path = "../../tests/connection"]
mod connection {
    pub mod model;
    pub mod shell;
}

use connection::model::Model;
use connection::shell::Random;

fuzz_target!(init: seed("machine", seeds()), |bytes: &[u8]| {
    let Some((first, steps)) = bytes.split_first() else { return };
    let authentication = Authentication::ALL[usize::from(first % 2)];
    let probe = ProbeKind::ALL[usize::from(first / 2 % 2)];
    let mut model = Model::new(authentication, probe);
    for step in steps.chunks_exact(3) {
        let mut random = Random(u64::from_le_bytes([step[0], step[1], step[2], 0, 0, 0, 0, 0]));
        let (input, random_u32) = model.next(&mut random);
        model.step(&input, random_u32);
    }
});

/// Some lives as long as those of the test, of each kind of connection.
fn seeds() -> Vec<Vec<u8>> {
    let life = |seed: u8| {
        let mut random = Random(seed.into());
        let steps = (0..300).flat_map(|_| random.u32().to_le_bytes().into_iter().skip(1));
        std::iter::once(seed).chain(steps).collect()
    };
    (0..64).map(life).collect()
}
