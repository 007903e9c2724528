//! The probes in their order: each opens a connection of its own, so that one which breaks a
//! requirement is not seen by another.

mod answers;
mod authentication;
mod closing;
mod events;
mod limits;

use tokio::time::Instant;

use super::judge::Judge;
use super::{Findings, Interrupted, Plan};

/// What holds for each frame that came, if nothing else was seen.
const OF_FRAMES: [&str; 7] = [
    "frames.text",
    "frames.size",
    "frames.valid",
    "frames.spelling",
    "frames.listed-types",
    "frames.listed-values",
    "frames.listed-keys",
];

pub async fn all(plan: &Plan) -> Result<Findings, Interrupted> {
    let began = Instant::now();
    let mut judge = Judge::new(plan);
    if let Some(mut first) = authentication::first(&mut judge).await? {
        let mut bystander = authentication::bystander(&mut judge).await?;
        authentication::refusals(&mut judge).await?;
        let other = events::events(&mut judge, &mut first, bystander.as_mut()).await?;
        answers::answers(&mut judge).await?;
        limits::limits(&mut judge).await?;
        closing::closing(&mut judge).await?;
        authentication::deadline(&mut judge, bystander).await?;
        for mut connection in [Some(first), other].into_iter().flatten() {
            connection.drain(&mut judge)?;
        }
    }
    for id in OF_FRAMES {
        let note = format!("of {} frames", judge.frames);
        judge.sheet.pass_with(id, note);
    }
    for id in ["auth.success-once", "auth.success-first", "auth.none", "close.codes"] {
        judge.sheet.pass(id);
    }
    Ok(Findings {
        verdicts: judge.sheet.verdicts(),
        connections: judge.connections,
        frames: judge.frames,
        took: began.elapsed(),
    })
}
