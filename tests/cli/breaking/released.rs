//! What was released stays as it was, by its sum.

use std::fs;

use serde_json::{Value, json};

use super::{Checkout, definition};

const SUMS: &str = "schema/released/SHA256SUMS";

#[test]
fn a_released_definition_is_what_its_sum_says() {
    let checkout = Checkout::with_released("sums", "0.1", |_| ());
    let edited = definition("0.1", |it| it["x"] = 1.into());
    let path = checkout.folder.join("schema/released/0.1.json");
    fs::write(&path, edited).expect("written");
    let (document, code) = checkout.json(&[]);
    let change = &document["changes"][0];
    assert_eq!(change["rule"], "released-edited");
    assert_eq!(change["place"], "schema/released/0.1.json");
    assert_eq!(
        (&change["before"], &change["after"]),
        (&json!("as it was released"), &json!("edited"))
    );
    assert_eq!(code, 1);

    checkout.write("schema/released/0.1.json", &definition("0.1", |_| ()));
    checkout.write("schema/released/0.2.json", &definition("0.2", |_| ()));
    checkout.remove("schema/released/0.2.json");
    let (document, code) = checkout.json(&[]);
    let change = &document["changes"][0];
    assert_eq!(change["place"], "schema/released/0.2.json");
    assert_eq!((&change["after"], code), (&Value::Null, 1));
}

#[test]
fn sums_that_say_nothing_are_refused() {
    let checkout = Checkout::with_released("no-sums", "0.1", |_| ());
    let sum = checkout.read(SUMS);
    let missing = format!(
        "{SUMS} has no sum of 0.1.json: if this version is released, append `{}`, or put back the line \
         that was there",
        sum.trim()
    );
    checkout.write(SUMS, "");
    assert_eq!(checkout.refusal(&[]), missing);
    checkout.remove(SUMS);
    assert_eq!(checkout.refusal(&[]), missing);
    checkout.write(SUMS, "garbage\n");
    assert_eq!(
        checkout.refusal(&[]),
        format!(
            "{SUMS} has the line \"garbage\": expected a sum of SHA-256, two spaces and the name of a \
             file"
        )
    );
}
