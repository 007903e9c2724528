//! Judges a server that runs, and says of each requirement what came of it.

mod expected;
mod json;
mod junit;
mod list;
mod report;
mod text;

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::ValueEnum;

use super::server::{endpoint, runtime, time_scale, token};
use super::{Failure, Outcome, Output};
use crate::conform::{Claims, Findings, Interrupted, Owner, Plan, Trigger};
use crate::connection::{Endpoint, Stage};
use crate::event::EVENTS;
use crate::json::shorten;
use crate::nearest::nearest;
use crate::{Token, conform};
use report::Report;

const EXAMPLES: &str = "\
Examples:
  realtime conform wss://api.dev.purposepath.app/realtime
  realtime conform dev --other-token-env TOKEN_OF_ANOTHER_TENANT \\
    --trigger 'node create-goal.mjs' --expect goal.created
  realtime conform dev --skip close.binary --expected-failures expected.json --format junit
  realtime conform --list

Tokens come from environment variables, and are never printed. The trigger is a command of yours that
makes the server send an event to the tenant of the first token, such as a REST call that creates a
goal; it has your environment, is split as a shell does and started without one, ends with 0 within
60 s, and is run twice.

Every requirement has a name, a level and a place where it is written: --list, or
docs/reference/conformance.md. What is left out for want of a token or a trigger stands in the report
as skipped. The file of expected failures is a JSON object of names and reasons:
  {\"close.binary\": \"the load balancer closes with 1006, ticket 123\"}

Exit codes: 0 conforms, as far as it was looked at; 1 a requirement failed or was not reached, or an
expected failure passed; 2 wrong usage, no server that could be judged, or a trigger that failed.";

/// Judge a deployed server, requirement by requirement
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The server: wss://…, ws://… on this machine, or a stage: dev, staging, prod
    #[arg(required_unless_present = "list")]
    url: Option<String>,

    /// Environment variable that holds a good token
    #[arg(long, value_name = "NAME", default_value = "REALTIME_TOKEN")]
    token_env: String,

    /// Tenant of that token, if none of its claims tenantId, tenant_id, custom:tenant_id says it
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,

    /// Environment variable that holds a good token of another tenant
    #[arg(long, value_name = "NAME")]
    other_token_env: Option<String>,

    /// Tenant of the other token, if none of its claims says it
    #[arg(long, value_name = "TENANT", requires = "other_token_env")]
    other_tenant: Option<String>,

    /// Environment variable that holds a token that has expired
    #[arg(long, value_name = "NAME")]
    expired_token_env: Option<String>,

    /// Command that makes the server send an event
    #[arg(long, value_name = "CMD", requires = "expect")]
    trigger: Option<String>,

    /// Type of the event that the trigger causes
    #[arg(long, value_name = "TYPE", requires = "trigger")]
    expect: Option<String>,

    /// Requirement that is not looked at; may be given again
    #[arg(long, value_name = "ID")]
    skip: Vec<String>,

    /// Requirements that are known to fail, each with the reason
    #[arg(long, value_name = "FILE")]
    expected_failures: Option<PathBuf>,

    /// Wait for the idle timeout too, which takes 10 minutes
    #[arg(long)]
    slow: bool,

    /// Judge the stage that customers use
    #[arg(long)]
    production: bool,

    /// How to write the report: for people, a JSON object, or JUnit's XML
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// How many times faster the clock of the server runs; the same as that of the mock server
    #[arg(long, value_name = "TIMES", default_value = "1", value_parser = time_scale)]
    time_scale: NonZeroU32,

    /// List the requirements, and end
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Junit,
}

/// What `realtime conform` finds wrong with a frame of a server: the ids of requirements.
#[doc(hidden)]
pub fn faults_of_frame(text: &str) -> Vec<&'static str> {
    conform::faults(text).into_iter().map(|(id, _)| id).collect()
}

/// Judges the server, and writes the report.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut out = Output::new();
    if arguments.list {
        list::write(matches!(arguments.format, Format::Json), &mut out)?;
        out.flush()?;
        return Ok(Outcome::Fine);
    }
    let endpoint = server(arguments)?;
    let expected = match &arguments.expected_failures {
        Some(path) => expected::read(path)?,
        None => expected::Expected::new(),
    };
    let plan = plan(arguments, endpoint.url())?;
    let runtime = runtime()?;
    let found = runtime.block_on(conform::run(&plan));
    let findings: Findings =
        found.map_err(|Interrupted(why)| Failure::Error(report::hidden(&plan, &why)))?;
    let report = Report::of(&plan, findings, &expected);
    match arguments.format {
        Format::Text => text::write(&report, &mut out),
        Format::Json => json::write(&report, &mut out),
        Format::Junit => junit::write(&report, &mut out),
    }?;
    out.flush()?;
    Ok(if report.is_fine() { Outcome::Fine } else { Outcome::Findings })
}

/// The endpoint, by stage or URL; production only if that is said.
fn server(arguments: &Arguments) -> Result<Endpoint, Failure> {
    let url = arguments.url.as_deref().unwrap_or_default();
    let url = match url.parse::<Stage>() {
        Ok(stage) => stage.url(),
        Err(_) if url.contains("://") => url,
        Err(_) => {
            let stages = Stage::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Failure::Error(format!(
                "{:?} is neither a URL with wss:// nor a stage: write one of {stages}, or a URL",
                shorten(url)
            )));
        }
    };
    let endpoint = endpoint(url)?;
    if host(endpoint.url()) == host(Stage::Prod.url()) && !arguments.production {
        return Err(Failure::Error(
            "this is the stage `prod`, which customers use: add --production if you mean it, or \
             name dev or staging"
                .to_owned(),
        ));
    }
    Ok(endpoint)
}

/// The host of a URL, as it is compared.
fn host(url: &str) -> String {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = authority.split(['/', '?', ':']).next().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn plan(arguments: &Arguments, url: &str) -> Result<Plan, Failure> {
    let skipped = arguments.skip.iter().map(|id| known(id, "--skip"));
    let skipped = skipped.collect::<Result<BTreeSet<_>, _>>()?;
    let trigger = match (&arguments.trigger, &arguments.expect) {
        (Some(line), Some(expected)) => {
            let expects = event_type(expected)?;
            let trigger = Trigger::parse(line, expects)
                .map_err(|why| Failure::Error(format!("--trigger {why}")))?;
            Some(trigger)
        }
        _ => None,
    };
    let owner =
        owner(&arguments.token_env, "--token-env", arguments.tenant.as_deref(), "--tenant")?;
    let other = match &arguments.other_token_env {
        Some(name) => {
            let tenant = arguments.other_tenant.as_deref();
            Some(self::owner(name, "--other-token-env", tenant, "--other-tenant")?)
        }
        None => None,
    };
    if other.as_ref().is_some_and(|other| other.tenant == owner.tenant) {
        return Err(Failure::Error(format!(
            "both tokens are for the tenant `{}`: give one of another tenant in --other-token-env",
            shorten(&owner.tenant)
        )));
    }
    let expired = match &arguments.expired_token_env {
        Some(name) => Some(expired(name)?),
        None => None,
    };
    let (slow, time_scale) = (arguments.slow, arguments.time_scale);
    Ok(Plan { url: url.to_owned(), owner, other, expired, trigger, slow, skipped, time_scale })
}

/// The token in a variable and its tenant, which its claims name or an argument.
fn owner(
    name: &str,
    argument: &str,
    tenant: Option<&str>,
    tenant_argument: &str,
) -> Result<Owner, Failure> {
    let token = token(name, argument)?;
    let claims = Claims::of(&token);
    if is_expired(claims.as_ref()) {
        return Err(Failure::Error(format!(
            "the token in {name} has expired: put a new one there"
        )));
    }
    let claimed = claims.as_ref().and_then(Claims::tenant);
    let tenant = match (claimed, tenant) {
        (Some(claimed), Some(tenant)) if claimed != tenant => {
            return Err(Failure::Error(format!(
                "the token in {name} is for the tenant `{}`, not for `{}`: give another token, or \
                 leave out {tenant_argument}",
                shorten(claimed),
                shorten(tenant)
            )));
        }
        (_, Some(tenant)) | (Some(tenant), None) => tenant.to_owned(),
        (None, None) => {
            return Err(Failure::Error(format!(
                "the token in {name} does not say for which tenant it is: say it with \
                 {tenant_argument}"
            )));
        }
    };
    Ok(Owner { token, tenant })
}

fn expired(name: &str) -> Result<Token, Failure> {
    let token = token(name, "--expired-token-env")?;
    let claims = Claims::of(&token);
    if claims.as_ref().is_some_and(|it| it.expires().is_some()) && !is_expired(claims.as_ref()) {
        let advice = "wait until it has, or give an older one";
        return Err(Failure::Error(format!("the token in {name} has not expired yet: {advice}")));
    }
    Ok(token)
}

fn is_expired(claims: Option<&Claims>) -> bool {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    claims.and_then(Claims::expires).is_some_and(|expires| expires <= now.as_secs_f64())
}

/// The id as the catalogue has it.
fn known(id: &str, whence: &str) -> Result<&'static str, Failure> {
    let ids = || conform::requirements().map(|it| it.id);
    ids().find(|it| *it == id).ok_or_else(|| {
        let nearest = nearest(id, ids());
        let advice = if nearest.is_empty() {
            "`realtime conform --list` lists them".to_owned()
        } else {
            format!("nearest: {}", nearest.join(", "))
        };
        Failure::Error(format!("{whence}: there is no requirement {:?}; {advice}", shorten(id)))
    })
}

fn event_type(text: &str) -> Result<&'static str, Failure> {
    let types = || EVENTS.iter().map(|row| row.wire_type);
    types().find(|it| *it == text).ok_or_else(|| {
        let nearest = nearest(text, types());
        let advice = if nearest.is_empty() {
            "docs/reference/protocol.md lists them".to_owned()
        } else {
            format!("nearest: {}", nearest.join(", "))
        };
        Failure::Error(format!("--expect: there is no event {:?}; {advice}", shorten(text)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_decides_what_is_production() {
        for url in [
            "wss://api.purposepath.app/realtime",
            "wss://API.PurposePath.app.:443",
            "wss://api.purposepath.app?x",
        ] {
            assert_eq!(host(url), host(Stage::Prod.url()), "{url}");
        }
        assert_ne!(host(Stage::Dev.url()), host(Stage::Prod.url()));
    }
}
