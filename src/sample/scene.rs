//! One event in the making: values that fit their kind, their key and each other.

use fastrand::Rng;
use uuid::Builder;

use super::world::World;
use super::{below, text};
use crate::enumeration::Enumeration;
use crate::event::EventRow;
use crate::json::{Field, IdType, Kind, Presence, Writer};
use crate::value::{CalendarDate, Timestamp};

const MILLIS_PER_DAY: i64 = 86_400_000;

pub struct Scene<'a> {
    rng: &'a mut Rng,
    world: &'a mut World,
    row: &'static EventRow,
    tenant: usize,
    /// Texts of one event come from one place in their lists, so that they suit each other.
    theme: usize,
    /// The id of what the event is about, once it is written.
    entity: Option<String>,
    /// The last enumeration value and the last `previous…` value that were written.
    last_value: &'static str,
    previous: Option<String>,
}

impl<'a> Scene<'a> {
    pub fn new(rng: &'a mut Rng, world: &'a mut World, row: &'static EventRow) -> Self {
        let tenant = below(rng, world.tenants.len()).min(below(rng, world.tenants.len()));
        let theme = below(rng, text::THEMES);
        Scene { rng, world, row, tenant, theme, entity: None, last_value: "", previous: None }
    }

    /// True in so many cases out of so many.
    pub fn chance(&mut self, cases: u32, of: u32) -> bool {
        self.rng.u32(..of) < cases
    }

    /// The JSON of a key of the envelope.
    pub fn header_value(&mut self, field: &Field) -> String {
        match field.kind {
            Kind::Timestamp => quoted(&timestamp(self.world.now)),
            Kind::Id(IdType { name: "EventId", .. }) => {
                let mut random = [0; 10];
                random.fill_with(|| self.rng.u8(..));
                let millis = self.world.now.unsigned_abs();
                let uuid = Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
                quoted(&uuid.to_string())
            }
            kind => self.json(field.key, kind),
        }
    }

    /// The JSON of the payload.
    pub fn data(&mut self) -> String {
        let mut data = String::with_capacity(256);
        let mut out = Writer::new(&mut data);
        out.raw("{");
        for field in self.row.fields {
            if let Some(value) = self.value(field) {
                out.key(field);
                out.raw(&value);
            }
        }
        out.raw("}");
        data
    }

    /// The JSON of a key of the payload; `None` if it is to be absent.
    fn value(&mut self, field: &Field) -> Option<String> {
        if field.presence == Presence::Optional && self.chance(2, 5) {
            return None;
        }
        let json = self.stateful(field);
        if self.row.entity.is_some_and(|entity| entity.key == field.key) {
            self.entity = Some(json.trim_matches('"').to_owned());
        }
        Some(json)
    }

    /// `previousStatus` is what `newStatus` of an earlier event, or `status` of the first, was.
    fn stateful(&mut self, field: &Field) -> String {
        let (is_previous, is_new) =
            (field.key.strip_prefix("previous"), field.key.strip_prefix("new"));
        let topic = is_previous.or(is_new).unwrap_or(field.key).to_ascii_lowercase();
        let outcome = self.outcome(field.kind);
        let refused = if is_previous.is_some() { outcome.clone() } else { self.previous.clone() };
        let mut json = match (&self.entity, is_previous, outcome) {
            (_, None, Some(outcome)) => outcome,
            (Some(entity), Some(_), _) => {
                let tenant = &self.world.tenants[self.tenant];
                let known = tenant.state(entity, &topic).map(str::to_owned);
                known.unwrap_or_else(|| self.nullable(field))
            }
            _ => self.nullable(field),
        };
        for _ in 0..20 {
            if Some(&json) != refused.as_ref() || (is_previous.is_none() && is_new.is_none()) {
                break;
            }
            json = self.nullable(field);
        }
        if is_previous.is_some() {
            self.previous = Some(json.clone());
        } else if let Some(entity) = &self.entity {
            self.world.tenants[self.tenant].set_state(entity, &topic, &json);
        }
        json
    }

    /// The value of an enumeration that the type announces: `active` for `goal.activated`.
    fn outcome(&self, kind: Kind) -> Option<String> {
        let Kind::Enum(enumeration) = kind else { return None };
        let verb = self.row.wire_type.rsplit('.').next()?;
        let stem = verb.strip_suffix("ated")?;
        let value = enumeration.values.iter().find(|value| value.text.starts_with(stem))?;
        Some(quoted(value.text))
    }

    fn nullable(&mut self, field: &Field) -> String {
        if field.presence == Presence::Nullable && self.chance(1, 3) {
            return "null".to_owned();
        }
        self.json(field.key, field.kind)
    }

    fn json(&mut self, key: &str, kind: Kind) -> String {
        match kind {
            Kind::Text => quoted(&self.text(key)),
            Kind::Token => quoted("a.token.of-nobody"),
            Kind::Id(id) => quoted(&self.id(key, id.name)),
            Kind::Timestamp => {
                let earlier = self.rng.i64(0..900);
                quoted(&timestamp(self.world.now - earlier))
            }
            Kind::Date => quoted(&self.date(key)),
            Kind::Number { min, max } => self.number(min, max),
            Kind::Integer => self.integer(key).to_string(),
            Kind::Bool => self.rng.bool().to_string(),
            Kind::Enum(enumeration) => self.enumeration_value(enumeration),
            Kind::List(of) => {
                let mut list: Vec<String> = Vec::new();
                for _ in 0..below(self.rng, 5) {
                    self.theme += 1;
                    let json = self.json(key, *of);
                    if !list.contains(&json) {
                        list.push(json);
                    }
                }
                format!("[{}]", list.join(","))
            }
        }
    }

    fn id(&mut self, key: &str, name: &str) -> String {
        let tenant = &mut self.world.tenants[self.tenant];
        let kind = match name.strip_suffix("Id").unwrap_or(name) {
            "Tenant" => return tenant.id.clone(),
            "User" => return tenant.users[below(self.rng, tenant.users.len())].clone(),
            "Entity" => self.last_value.to_owned(),
            kind => kind.to_ascii_lowercase(),
        };
        let is_entity = self.row.entity.is_some_and(|entity| entity.key == key);
        if is_entity && self.row.wire_type.ends_with(".created") {
            tenant.create(&kind, self.rng)
        } else {
            tenant.pick(&kind, self.rng)
        }
    }

    fn text(&mut self, key: &str) -> String {
        if key == "description" && self.chance(1, 8) {
            return String::new();
        }
        let area = self.row.wire_type.split('.').next().unwrap_or_default();
        let texts = text::texts(area, key);
        texts[self.theme % texts.len()].to_owned()
    }

    fn date(&mut self, key: &str) -> String {
        let days = if key.starts_with("due") { self.rng.i64(0..60) } else { self.rng.i64(-7..1) };
        let day = self.world.now.div_euclid(MILLIS_PER_DAY) + days;
        let date = i32::try_from(day).ok().and_then(chrono::NaiveDate::from_epoch_days);
        date.and_then(|date| CalendarDate::try_from(date).ok())
            .map_or_else(|| "9999-12-31".to_owned(), |date| date.to_string())
    }

    /// Whole or with a fraction, on the bounds now and then; written without a float in between.
    fn number(&mut self, min: Option<f64>, max: Option<f64>) -> String {
        let low = min.map_or(-2_000, |min| min.ceil() as i64);
        let high = max.map_or(if min.is_some() { 160 } else { 250_000 }, |max| max.floor() as i64);
        let whole = match self.rng.u8(..10) {
            0 => low,
            1 => high,
            2..6 => low + self.rng.i64(0..=(high - low) / 5) * 5,
            _ => self.rng.i64(low..=high),
        };
        let is_inside = whole > low && whole < high;
        match self.rng.u8(..4) {
            0 if is_inside => format!("{whole}.{}", self.rng.u8(1..10)),
            1 if is_inside => format!("{whole}.{:02}", self.rng.u8(1..100)),
            _ => whole.to_string(),
        }
    }

    fn integer(&mut self, key: &str) -> u64 {
        if key.ends_with("Ms") {
            return 1000 << self.rng.u32(..5);
        }
        let digits = self.rng.u32(..9);
        self.rng.u64(..10_u64.pow(digits))
    }

    fn enumeration_value(&mut self, enumeration: &'static Enumeration) -> String {
        self.last_value = enumeration.values[below(self.rng, enumeration.values.len())].text;
        quoted(self.last_value)
    }
}

fn timestamp(millis: i64) -> String {
    Timestamp::from_unix_millis(millis).unwrap_or(Timestamp::MAX).to_string()
}

fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    Writer::new(&mut json).string(text);
    json
}
