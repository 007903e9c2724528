//! The floors inside a layer: who may import whom there.

/// The floors inside a layer, lowest first: a file imports from its own floor and from those below.
/// The file of the folder itself stands on top; a file stands for its folder.
pub struct Floors {
    pub folder: &'static str,
    pub floors: &'static [&'static [&'static str]],
}

impl Floors {
    /// Whether a module is in the folder; the folder's own file is not.
    pub fn hold(&self, module: &[String]) -> bool {
        module.len() > 1 && module[0] == self.folder
    }

    /// The floor of a module in the folder, by the longest name that fits; the folder's own file is
    /// above all.
    pub fn floor_of(&self, module: &[String]) -> Option<usize> {
        let inner = module.strip_prefix(&[self.folder.to_owned()])?;
        if inner.is_empty() {
            return Some(self.floors.len());
        }
        (1..=inner.len()).rev().find_map(|len| {
            let name = inner[..len].join("::");
            self.floors.iter().position(|floor| floor.contains(&name.as_str()))
        })
    }
}

pub const FLOORS: &[Floors] = &[Floors {
    folder: "mock",
    floors: &[
        &[
            "admission",
            "clock",
            "connection_id",
            "counters",
            "file_error",
            "frame",
            "host_name",
            "integration",
            "lambda",
            "listeners",
            "origin",
            "profile",
            "template",
            "token",
            "traffic_control",
            "wire",
        ],
        &["bind", "config", "delivery", "faults", "log", "mutate", "outbox", "replaying"],
        &["connection", "doubt", "frames", "hub", "kick", "proxy_event"],
        // What a scenario is and how it is judged; nothing here controls a server.
        &[
            "scenario::client",
            "scenario::judge",
            "scenario::outcome",
            "scenario::plan",
            "scenario::shipped",
            "scenario::stage",
            "scenario::template",
            "scenario::witness",
        ],
        &["handle"],
        &[
            "backend",
            "capture",
            "control",
            "data_listener",
            "data_port",
            "declared",
            "scenario",
            "serve",
            "session",
            "traffic",
        ],
    ],
}];
