//! Where a client connects, and how it proves who it is ([connecting]).
//!
//! [connecting]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#connecting

mod address;
mod fault;

pub use address::{Build, Endpoint, SocketUrl};
pub use fault::{EndpointError, UrlFault};

closed_enum! {
    /// Which deployment of the backend a client talks to.
    pub enum Stage {
        /// For developers.
        Dev = "dev",
        /// For tests before a release.
        Staging = "staging",
        /// For customers.
        Prod = "prod",
    }
}

impl Stage {
    /// The URL of the stage's WebSocket endpoint ([stages]).
    ///
    /// [stages]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#stages
    pub const fn url(self) -> &'static str {
        match self {
            Stage::Dev => "wss://api.dev.purposepath.app/realtime",
            Stage::Staging => "wss://api.staging.purposepath.app/realtime",
            Stage::Prod => "wss://api.purposepath.app/realtime",
        }
    }
}

/// The URL of the mock server on the developer's own machine.
pub const MOCK_URL: &str = "ws://localhost:5055";

closed_enum! {
    /// How a client proves who it is.
    #[non_exhaustive]
    pub enum Authentication {
        /// The first frame after the socket opens is the command `auth`; the server answers with
        /// `auth.success` or `auth.error`. Only after `auth.success` is the client connected.
        Frame = "frame",
        /// The token and the tenant stand in the URL, `?access_token=…&tenant=…`, percent-encoded;
        /// the client is connected once the socket is open. For older servers; off by default.
        Query = "query",
    }
}

/// An environment variable that a web client reads when it is built.
#[derive(Debug)]
#[non_exhaustive]
pub struct Variable {
    /// Its name, in the first of its spellings.
    pub name: &'static str,
    /// What it says, in Markdown.
    pub doc: &'static str,
}

impl Variable {
    /// The variable that names the stage.
    pub const STAGE: Variable = Variable {
        name: "REACT_APP_STAGE",
        doc: "The stage. A text that names none is always an error. Unset, and no URL either: \
              `dev` in a development build, an error in a production build.",
    };
    /// The variable that holds another URL than the stage's.
    pub const URL: Variable = Variable {
        name: "REACT_APP_REALTIME_WS_URL",
        doc: "The URL, in place of the stage's; white space around it is dropped.",
    };
    /// The variable that switches the feature on.
    pub const FEATURE: Variable =
        Variable { name: "REACT_APP_FEATURE_REALTIME", doc: "Whether the client connects at all." };

    /// Every variable.
    pub const ALL: &'static [Variable] = &[Self::STAGE, Self::URL, Self::FEATURE];

    /// What a name may begin with: each build tool hands over variables of one beginning only, those
    /// of Create React App, Vite and Next.js.
    pub const PREFIXES: &'static [&'static str] = &["REACT_APP_", "VITE_", "NEXT_PUBLIC_"];

    /// Its name under each prefix, [`name`](Self::name) first.
    pub fn spellings(&self) -> impl Iterator<Item = String> {
        let rest = self.name.trim_start_matches(Self::PREFIXES[0]);
        Self::PREFIXES.iter().map(move |prefix| format!("{prefix}{rest}"))
    }
}
