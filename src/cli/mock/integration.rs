//! The functions behind the mock server, if there are any.

use crate::mock::Integration;

use super::super::Failure;

/// What belongs to functions behind it.
#[derive(clap::Args)]
#[command(next_help_heading = "Functions behind it")]
pub struct IntegrationArguments {
    /// Let functions decide, as behind API Gateway: where Lambda's invocation API is, as of
    /// `cargo lambda watch`
    #[arg(
        long,
        value_name = "URL",
        conflicts_with_all = ["profile", "answers_ping", "auth_deadline", "scenario"]
    )]
    integration: Option<String>,

    /// Name of the function of a route: $connect, $disconnect, $default or an action; may be given again
    /// [default: connect, disconnect, default]
    #[arg(long, value_name = "ROUTE=NAME", requires = "integration")]
    function: Vec<String>,

    /// Send the client the body that a function answers
    #[arg(long, requires = "integration")]
    route_responses: bool,
}

impl IntegrationArguments {
    /// What was asked for, if it was. No URL is quoted: it may hold a secret.
    pub fn read(&self) -> Result<Option<Integration>, Failure> {
        let Some(url) = &self.integration else { return Ok(None) };
        let integration = Integration::at(url).map_err(|error| {
            Failure::Error(format!("invalid value for '--integration <URL>': {error}"))
        })?;
        let mut integration = integration.with_route_responses(self.route_responses);
        for function in &self.function {
            integration = integration.with_function(function).map_err(|error| {
                let wrong = format!("invalid value '{function}' for '--function <ROUTE=NAME>'");
                Failure::Error(format!("{wrong}: {error}"))
            })?;
        }
        Ok(Some(integration))
    }
}
