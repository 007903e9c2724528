use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::mock_files::PingAnswer;
use crate::mock_files::fault::FaultRule;
use crate::os_error::why;
use crate::value::Timestamp;

use super::integration::Integration;
use super::profile::Profile;

/// How long a connection may stay open without `auth`, in milliseconds, by default.
pub const AUTH_DEADLINE_MS: u64 = 10_000;

/// What a mock server is to be. The default is one for tests: on free ports, without traffic and
/// without an admission limit.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Port of the WebSocket; 0, the default, takes a free one.
    pub port: u16,
    /// Port of the control API; one above [`port`](Config::port) if `None`, the default, and a free one
    /// if that is 0.
    pub control_port: Option<u16>,
    /// Address of the WebSocket; this machine's loopback, IPv4 and where it exists IPv6, if `None`.
    pub bind: Option<IpAddr>,
    /// Address of the control API, as [`bind`](Config::bind).
    pub control_bind: Option<IpAddr>,
    /// Whether other machines may connect, and pages of any origin: needed for an address that is not
    /// a loopback.
    pub public: bool,
    /// Origins whose pages may connect, besides those of this machine: `https://app.example`.
    pub allow_origins: Vec<String>,
    /// Whose behaviour to show; the gateway's by default.
    pub profile: Profile,
    /// How to answer the command `ping`; not at all by default, as the deployed gateway does.
    pub answers_ping: PingAnswer,
    /// How long a connection may stay open without `auth`, on the mock's clock; 10 s by default.
    pub auth_deadline: Duration,
    /// Events per second and tenant, at least 0, which is the default.
    pub rate: f64,
    /// Seed of the traffic and the random choices; connection ids follow from none.
    pub seed: u64,
    /// Seconds of the mock's clock per real second, at least 0, by default 1; a clock that stands moves by
    /// [`Handle::advance`](super::Handle::advance) alone.
    pub time_scale: f64,
    /// New connections per second of the mock's clock; 0, the default, for any number.
    pub admission: u32,
    /// How many bytes may wait for a connection that reads too slowly, before it is closed; 1 MiB by
    /// default.
    pub buffer_limit: usize,
    /// What goes wrong from the start.
    pub faults: Vec<FaultRule>,
    /// What the mock's clock shows at the start; the present moment if `None`.
    pub start: Option<Timestamp>,
    /// The functions that decide whatever an application decides, as behind API Gateway; without them,
    /// which is the default, the mock does.
    pub integration: Option<Integration>,
    /// The JSON Schema that `GET /schema/events/{type}` answers; of no type by default. Called for each
    /// request: keep what takes long.
    pub schemas: fn(&str) -> Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            port: 0,
            control_port: None,
            bind: None,
            control_bind: None,
            public: false,
            allow_origins: Vec::new(),
            profile: Profile::Gateway,
            answers_ping: PingAnswer::Never,
            auth_deadline: Duration::from_millis(AUTH_DEADLINE_MS),
            rate: 0.0,
            seed: 0,
            time_scale: 1.0,
            admission: 0,
            buffer_limit: 1 << 20,
            faults: Vec::new(),
            start: None,
            integration: None,
            schemas: |_| None,
        }
    }
}

macro_rules! config_setters {
    ($($setter:ident: $field:ident: $type:ty,)+) => {
        impl Config {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
                #[must_use]
                pub fn $setter(mut self, $field: $type) -> Self {
                    self.$field = $field.into();
                    self
                }
            )+
        }
    };
}

config_setters! {
    with_port: port: u16,
    with_control_port: control_port: impl Into<Option<u16>>,
    with_bind: bind: impl Into<Option<IpAddr>>,
    with_control_bind: control_bind: impl Into<Option<IpAddr>>,
    with_public: public: bool,
    with_allow_origins: allow_origins: Vec<String>,
    with_profile: profile: Profile,
    with_answers_ping: answers_ping: PingAnswer,
    with_auth_deadline: auth_deadline: Duration,
    with_rate: rate: f64,
    with_seed: seed: u64,
    with_time_scale: time_scale: f64,
    with_admission: admission: u32,
    with_buffer_limit: buffer_limit: usize,
    with_faults: faults: Vec<FaultRule>,
    with_start: start: impl Into<Option<Timestamp>>,
    with_integration: integration: impl Into<Option<Integration>>,
    with_schemas: schemas: fn(&str) -> Option<String>,
}

/// Why a mock server cannot start: a sentence that says what to do.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Somebody else listens there.
    PortInUse {
        /// Address and port that were asked for.
        address: SocketAddr,
        /// What of the mock was to listen there: `data` or `control`.
        port: &'static str,
    },
    /// The system refuses to listen there.
    Bind {
        /// Address and port that were asked for.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// Other machines could connect, and nothing allows it.
    NotLoopback {
        /// The address that was asked for, which is no loopback.
        address: IpAddr,
    },
    /// A number of the configuration is not finite or is below 0.
    OutOfRange {
        /// What it is: `rate` or `time scale`.
        name: &'static str,
    },
    /// A fault could not strike, since functions decide.
    NeverStrikes {
        /// Which, and what to do.
        why: String,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::PortInUse { address, port } => write!(
                f,
                "the {port} port {address} is in use: end the other program (perhaps another \
                 mock), or choose another port, 0 for a free one"
            ),
            StartError::Bind { address, error } => {
                let why = why(error);
                write!(f, "cannot listen on {address}: {why}: choose another address or port")
            }
            StartError::NotLoopback { address } => write!(
                f,
                "on {address} other machines could connect: allow it with --public, or bind to \
                 127.0.0.1"
            ),
            StartError::OutOfRange { name } => {
                write!(f, "the {name} has to be a finite number of at least 0")
            }
            StartError::NeverStrikes { why } => f.write_str(why),
        }
    }
}

impl std::error::Error for StartError {}
