//! A vector as it is put to an implementation: what it is given, and which answers are right. Nothing
//! that is given tells the answer.

use serde_json::Value;

use super::kind::{Vector, VectorKind};
use super::{
    BackendVector, CodecVector, ConnectionVector, DeliveryVector, EndpointVector, FanoutVector,
    InputVector, VectorFile,
};

/// A file of vectors, as it is in the repository.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct VectorSource {
    /// Its folder, which says of what kind the vectors are.
    pub folder: &'static str,
    /// Its file name without the ending.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Every file of vectors, by folder and name.
pub static VECTOR_FILES: &[VectorSource] = include!(concat!(env!("OUT_DIR"), "/vectors.rs"));

/// A vector, as it is put to an implementation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Case {
    /// The id of the vector.
    pub id: String,
    /// What it is about.
    pub kind: VectorKind,
    /// What it shows, as a sentence.
    pub name: String,
    /// The id of the requirement that it is an instance of.
    pub requirement: String,
    /// What the implementation is given.
    pub given: Value,
    /// What it must answer: any of these, of which the first is the one to show.
    pub answers: Vec<Value>,
}

/// Every vector, in the order of kind, file and row.
///
/// # Panics
/// When a file of the repository is none of vectors; a test reads them.
pub fn cases() -> Vec<Case> {
    VectorKind::ALL.iter().flat_map(|kind| of_kind(*kind)).collect()
}

fn of_kind(kind: VectorKind) -> Vec<Case> {
    match kind {
        VectorKind::Backend => read::<BackendVector>(),
        VectorKind::Codec => read::<CodecVector>(),
        VectorKind::Connection => read::<ConnectionVector>(),
        VectorKind::Delivery => read::<DeliveryVector>(),
        VectorKind::Endpoint => read::<EndpointVector>(),
        VectorKind::Fanout => read::<FanoutVector>(),
        VectorKind::Input => read::<InputVector>(),
    }
}

fn read<T: Vector>() -> Vec<Case> {
    let files = VECTOR_FILES.iter().filter(|file| file.folder == T::KIND.as_str());
    let read = |file: &VectorSource| -> Vec<T> {
        let read: Result<VectorFile<T>, _> = serde_json::from_str(file.text);
        let VectorSource { folder, name, .. } = file;
        read.unwrap_or_else(|error| {
            panic!(
                "tests/fixtures/{folder}/{name}.json is not a file of vectors: {error}; see its \
                 neighbours for the form"
            )
        })
        .vectors
    };
    let vectors: Vec<T> = files.flat_map(read).collect();
    let case = |vector: &T| {
        let [id, requirement, name] = vector.told().map(str::to_owned);
        let (given, answers) = (vector.given(&vectors), vector.answers());
        Case { id, kind: T::KIND, name, requirement, given, answers }
    };
    vectors.iter().map(case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        let folders: Vec<_> = VectorKind::ALL.iter().map(|kind| kind.as_str()).collect();
        for file in VECTOR_FILES {
            assert!(folders.contains(&file.folder), "{}", file.folder);
        }
        for kind in VectorKind::ALL {
            assert!(!of_kind(*kind).is_empty(), "{kind}");
        }
    }

    #[test]
    fn nothing_that_is_given_tells_the_answer() {
        let told = [
            "verdict",
            "arrival",
            "effects",
            "opens",
            "refused",
            "status",
            "canonical",
            "decision",
            "happened",
            "verifies",
            "receives",
        ];
        for case in cases() {
            let Value::Object(given) = &case.given else { panic!("{}: an object", case.id) };
            let steps = given.values().filter_map(Value::as_array).flatten();
            let keys = steps.filter_map(Value::as_object).flatten().map(|(key, _)| key);
            for key in keys.chain(given.keys()) {
                assert!(!told.contains(&key.as_str()), "{}: {key}", case.id);
            }
            assert!(!case.answers.is_empty(), "{}", case.id);
        }
    }
}
