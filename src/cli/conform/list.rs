//! The requirements that a run looks at.

use serde_json::json;

use crate::cli::{Failure, Output};
use crate::conform::requirements;

pub fn write(as_json: bool, out: &mut Output<'_>) -> Result<(), Failure> {
    for row in requirements() {
        if as_json {
            let row = json!({
                "id": row.id, "level": row.level, "clause": row.clause,
                "statement": row.statement, "needs": row.needs,
            });
            out.line(row.to_string().as_bytes())?;
        } else {
            let line = format!("{:20} {:6}  {}", row.id, row.level.as_str(), row.statement);
            out.line(line.as_bytes())?;
        }
    }
    Ok(())
}
