//! Replays the vectors of `tests/fixtures/endpoint/`: where a client connects, and where it does not.

use std::collections::BTreeSet;

use purposepath_realtime::connection::{Authentication, Build, Endpoint, EndpointError};
use purposepath_realtime::vectors::{EndpointFault, EndpointVector, EndpointVectors, VectorText};
use purposepath_realtime::{TenantId, Token};
use serde::Deserialize;

use crate::vectors;

fn open(vector: &EndpointVector) -> Result<String, EndpointError> {
    let build = vector.build.unwrap_or(Build::Production);
    let endpoint = Endpoint::resolve(vector.stage.as_deref(), vector.url.as_deref(), build)?;
    // A token that must not be seen where it is sent in a frame.
    let (authentication, token, tenant) = match &vector.query {
        Some(query) => (Authentication::Query, query.token.text(), &*query.tenant),
        None => (Authentication::Frame, "secret".to_owned(), "t"),
    };
    let (token, tenant) = (Token::new(token).unwrap(), TenantId::new(tenant).unwrap());
    let url = endpoint.socket_url(authentication, &token, &tenant)?;
    Ok(url.expose_secret().to_owned())
}

#[test]
fn every_vector_is_replayed() {
    let mut names = BTreeSet::new();
    let mut failures = Vec::new();
    for file in vectors::files("endpoint") {
        let read = EndpointVectors::deserialize(vectors::json(&file)).unwrap();
        for vector in &read.vectors {
            let name = &vector.name;
            assert!(names.insert(name.clone()), "two vectors are called `{name}`");
            let found = open(vector).map_err(|error| EndpointFault::from(&error));
            let expected = match (&vector.opens, vector.refused) {
                (Some(url), None) => Ok(VectorText::text(url)),
                (None, Some(fault)) => Err(fault),
                _ => panic!("`{name}`: either `opens` or `refused`"),
            };
            if found != expected {
                failures.push(format!("{name}: not {expected:?}, but {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(!names.is_empty());
}
