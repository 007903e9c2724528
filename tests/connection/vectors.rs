//! The vectors of the connection, and how an interpreter replays them. This file does not know any
//! transition.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use purposepath_realtime::connection::{Authentication, Input, Machine, ProbeKind, Row, State};
use purposepath_realtime::vectors::{ConnectionVector, ConnectionVectors};
use serde_json::{Value, json};

/// Every vector by its name, with its file.
#[derive(Default)]
pub struct Vectors {
    by_name: BTreeMap<String, (String, ConnectionVector)>,
}

/// The files in a folder of `tests/fixtures/`, in order.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

impl Vectors {
    pub fn read() -> Self {
        let mut vectors = Vectors::default();
        files("connection").iter().for_each(|path| vectors.add(path));
        vectors
    }

    /// Adds those of a file.
    pub fn add(&mut self, path: &Path) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        let read: ConnectionVectors = serde_json::from_str(&text).unwrap_or_else(|error| {
            panic!("{file} is not a file of vectors: {error}; see its neighbours for the form")
        });
        for vector in read.vectors {
            let name = vector.name.clone();
            let before = self.by_name.insert(name.clone(), (file.clone(), vector));
            assert!(before.is_none(), "two vectors are called `{name}`");
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &ConnectionVector)> {
        self.by_name.values().map(|(file, vector)| (file, vector))
    }

    /// A vector and those that it comes after, the first of all first.
    fn chain<'a>(&'a self, vector: &'a ConnectionVector) -> Vec<&'a ConnectionVector> {
        let before = |vector: &&'a ConnectionVector| {
            let name = vector.after.as_ref()?;
            let found = self.by_name.get(name);
            Some(&found.unwrap_or_else(|| panic!("no vector is called `{name}`")).1)
        };
        let mut chain: Vec<_> = iter::successors(Some(vector), before).collect();
        chain.reverse();
        chain
    }

    /// The machine at the beginning of a vector.
    fn begin(&self, table: &[Row], vector: &ConnectionVector) -> Machine {
        let chain = self.chain(vector);
        let (first, before) = (chain[0], &chain[..chain.len() - 1]);
        let mut machine = Machine::new(
            first.authentication.unwrap_or(Authentication::Frame),
            first.probe.unwrap_or(ProbeKind::Message),
        );
        for step in before.iter().flat_map(|vector| &vector.steps) {
            let effects = &mut Vec::new();
            machine.step_by(table, &step.input, step.at, step.random_u32(), effects);
        }
        machine
    }

    /// Replays the steps of a vector: where the interpreter differs, both sides as text.
    pub fn replay(&self, table: &[Row], vector: &ConnectionVector) -> Result<(), String> {
        let mut machine = self.begin(table, vector);
        for (index, step) in vector.steps.iter().enumerate() {
            let mut effects = Vec::new();
            machine.step_by(table, &step.input, step.at, step.random_u32(), &mut effects);
            let expected = (step.state, step.status, &step.effects);
            let found = (machine.state(), machine.snapshot().status, &effects);
            if found != expected {
                let show = |(state, status, effects)| {
                    let all = json!({"state": state, "status": status, "effects": effects});
                    format!("{all}").replace("},{", "},\n             {")
                };
                return Err(format!(
                    "step {index}, {}\n  expected: {}\n     found: {}",
                    json!({"at": step.at, "input": step.input}),
                    show(expected),
                    show(found),
                ));
            }
        }
        Ok(())
    }

    /// Every step with the state that it starts from.
    pub fn each_step(&self, table: &[Row], mut see: impl FnMut(State, &Input, &Machine)) {
        for (_, vector) in self.iter() {
            let mut machine = self.begin(table, vector);
            for step in &vector.steps {
                let before = machine;
                let effects = &mut Vec::new();
                machine.step_by(table, &step.input, step.at, step.random_u32(), effects);
                see(before.state(), &step.input, &machine);
            }
        }
    }
}

/// A JSON file.
pub fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
