//! A rule by which the mock server fails: which fault, on what, how often.
//!
//! Written as a JSON object, `{"action":"drop","match":{"type":"goal.*"},"times":3}`, or short, for
//! the command line: `drop,type=goal.*,times=3`. A rule that makes no sense is an error, never
//! ignored: no key is unknown, no fault looks at what it cannot see.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

mod catalogue;
mod error;
mod parameter;
#[cfg(feature = "codegen")]
mod schema;

pub use catalogue::{CATALOGUE, Duration, FaultAction, FaultPoint, FaultRow, ParameterRow};
pub use error::RuleError;
pub use parameter::{CloseCode, ParameterKind, Whole};

use super::NoJson;
use crate::json::shorten;
use crate::nearest::nearest;
use parameter::Parameter;

/// A rule: a fault, what it concerns and how often it strikes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FaultRule {
    /// What it concerns.
    pub matches: FaultMatch,
    /// What goes wrong.
    pub action: FaultAction,
    /// How long to wait before it, in milliseconds of the mock's clock; of faults that are delayed.
    pub after_ms: u64,
    /// How many matches are spared first.
    pub after: u64,
    /// How often it strikes; for ever if absent.
    pub times: Option<u64>,
    /// How likely it strikes, 0 to 1.
    pub probability: f64,
}

/// What a rule concerns: whatever is absent matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FaultMatch {
    /// The type of the event, in which `*` stands for any text.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub wire_type: Option<String>,
    /// The connection: the first is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<u64>,
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// The keys of `match`, and from which point on each is known.
const MATCH_KEYS: [(&str, FaultPoint); 4] = [
    ("type", FaultPoint::Send),
    ("connection", FaultPoint::Accept),
    ("tenant", FaultPoint::Auth),
    ("user", FaultPoint::Auth),
];

/// The keys of every rule besides `action` and `match`.
const RULE_KEYS: [&str; 3] = ["after", "times", "probability"];

impl FaultRow {
    /// The keys that the `match` of a rule may have: what is known where the fault acts.
    pub fn match_keys(&self) -> impl Iterator<Item = &'static str> {
        let point = self.point;
        MATCH_KEYS.into_iter().filter(move |(_, from)| point >= *from).map(|(key, _)| key)
    }
}

impl FaultRule {
    /// A rule that concerns all, always.
    pub fn new(action: FaultAction) -> Self {
        FaultRule {
            matches: FaultMatch::default(),
            action,
            after_ms: 0,
            after: 0,
            times: None,
            probability: 1.0,
        }
    }

    /// Reads a rule from its JSON object.
    ///
    /// # Errors
    /// When it is none; the error says where, what was expected and what to do.
    pub fn from_json(json: &Value) -> Result<Self, RuleError> {
        let object = json
            .as_object()
            .ok_or_else(|| RuleError::new("a rule is an object such as {\"action\":\"drop\"}"))?;
        let mut object: BTreeMap<String, Value> = object.clone().into_iter().collect();
        let name = object.remove("action").unwrap_or(Value::Null);
        let name = name.as_str().ok_or_else(|| {
            RuleError::new("$.action: name a fault; `realtime mock --list-faults` lists them")
        })?;
        let row = FaultRow::find(name).ok_or_else(|| unknown(name))?;
        let matches = match_of(object.remove("match"), row)?;
        let probability = match object.remove("probability") {
            None => 1.0,
            Some(value) => value
                .as_f64()
                .filter(|it| (0.0..=1.0).contains(it))
                .ok_or_else(|| RuleError::at("probability", "a number from 0 to 1", &value))?,
        };
        type Count = Option<Whole<0, { u64::MAX }>>;
        let after = Count::take_from("after", &mut object)?.map_or(0, Whole::get);
        let times = Count::take_from("times", &mut object)?.map(Whole::get);
        let after_ms = if row.is_delayed() {
            Option::<Duration>::take_from("afterMs", &mut object)?.map_or(0, Whole::get)
        } else {
            0
        };
        let action = FaultAction::read(row, &mut object)?;
        if let Some(key) = object.keys().next() {
            let own: Vec<_> = row.parameters().map(|it| it.name).chain(RULE_KEYS).collect();
            return Err(RuleError::new(format!(
                "$.{}: no key of `{name}`, whose keys are {}: leave it out",
                shorten(key),
                own.join(", "),
            )));
        }
        Ok(FaultRule { matches, action, after_ms, after, times, probability })
    }

    /// The rule as its JSON object.
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("action".to_owned(), self.action.row().name.into());
        if self.matches != FaultMatch::default() {
            let matches = serde_json::to_value(&self.matches).unwrap_or_default();
            object.insert("match".to_owned(), matches);
        }
        self.action.write(&mut object);
        if self.after_ms > 0 {
            object.insert("afterMs".to_owned(), self.after_ms.into());
        }
        if self.after > 0 {
            object.insert("after".to_owned(), self.after.into());
        }
        if let Some(times) = self.times {
            object.insert("times".to_owned(), times.into());
        }
        if self.probability < 1.0 {
            object.insert("probability".to_owned(), self.probability.into());
        }
        Value::Object(object)
    }
}

fn unknown(name: &str) -> RuleError {
    let nearest = nearest(name, CATALOGUE.iter().map(|row| row.name));
    let advice = if nearest.is_empty() {
        "`realtime mock --list-faults` lists them".to_owned()
    } else {
        format!("nearest: {}", nearest.join(", "))
    };
    let name = shorten(name);
    RuleError::new(format!("$.action: there is no fault {name:?}; {advice}"))
}

fn match_of(json: Option<Value>, row: &FaultRow) -> Result<FaultMatch, RuleError> {
    let Some(json) = json else { return Ok(FaultMatch::default()) };
    let Value::Object(mut object) = json else {
        return Err(RuleError::at("match", "an object such as {\"type\":\"goal.*\"}", &json));
    };
    for (key, known_from) in MATCH_KEYS {
        if object.contains_key(key) && row.point < known_from {
            return Err(RuleError::new(format!(
                "$.match.{key}: `{}` acts {}, before there is a {key}: leave it out",
                row.name,
                row.point.doc(),
            )));
        }
    }
    let mut text = |key: &str| match object.remove(key) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
        Some(found) => Err(RuleError::at(&format!("match.{key}"), "a text", &found)),
    };
    let (wire_type, tenant, user) = (text("type")?, text("tenant")?, text("user")?);
    let connection = match object.remove("connection") {
        None => None,
        Some(found) => {
            let ordinal = found.as_u64().filter(|it| *it > 0);
            const EXPECTED: &str = "the number of a connection, the first being 1";
            Some(ordinal.ok_or_else(|| RuleError::at("match.connection", EXPECTED, &found))?)
        }
    };
    if let Some(key) = object.keys().next() {
        let keys: Vec<_> = MATCH_KEYS.iter().map(|(key, _)| *key).collect();
        return Err(RuleError::new(format!(
            "$.match.{}: a match has the keys {}: leave it out",
            shorten(key),
            keys.join(", ")
        )));
    }
    Ok(FaultMatch { wire_type, connection, tenant, user })
}

/// A JSON object, or `NAME[,key=value…]`.
impl FromStr for FaultRule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        if text.trim_start().starts_with('{') {
            let Ok(json) = serde_json::from_str(text) else {
                let NoJson { line, expected, found } = NoJson::of(text);
                return Err(RuleError::new(format!(
                    "the rule is not JSON: line {line}: expected {expected}, found {found}"
                )));
            };
            return FaultRule::from_json(&json);
        }
        let mut parts = text.split(',');
        let name = parts.next().unwrap_or_default().trim();
        let row = FaultRow::find(name).ok_or_else(|| unknown(name))?;
        let (mut object, mut of_match) = (Map::new(), Map::new());
        object.insert("action".to_owned(), name.into());
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| {
                RuleError::new(format!(
                    "`{}`: expected key=value, as in `drop,type=goal.*,times=3`",
                    shorten(part)
                ))
            })?;
            let (key, value) = (key.trim(), value.trim());
            let parameter = row.parameters().find(|it| it.name == key);
            let is_text = parameter.is_some_and(|it| !it.kind.is_number());
            let is_match = parameter.is_none() && MATCH_KEYS.iter().any(|(it, _)| *it == key);
            let json = serde_json::from_str::<Value>(value).ok().filter(Value::is_number);
            let is_text = is_text || (is_match && key != "connection");
            let json = json.filter(|_| !is_text).unwrap_or_else(|| value.into());
            let into = if is_match { &mut of_match } else { &mut object };
            if into.insert(key.to_owned(), json).is_some() {
                return Err(RuleError::new(format!(
                    "`{}` stands twice: leave one out",
                    shorten(key)
                )));
            }
        }
        if !of_match.is_empty() {
            object.insert("match".to_owned(), of_match.into());
        }
        FaultRule::from_json(&object.into())
    }
}

impl Serialize for FaultRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FaultRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        FaultRule::from_json(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
