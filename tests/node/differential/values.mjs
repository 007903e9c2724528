// What values a key takes, by PROTOCOL.md. A value is right, and then has a canonical form, or has a
// fault.
import { enumerations } from "./facts.mjs";

const right = (canonical) => ({ canonical });
const wrong = (code) => ({ code });

const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year, month) => [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];

/** The day of a text `YYYY-MM-DD`, counted from the first of the year 0; undefined if there is none. */
function day(text) {
  const [, ...parts] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  const [year, month, date] = parts.map(Number);
  if (!(month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month))) return undefined;
  let days = date - 1;
  for (let before = 1; before < month; before++) days += daysIn(year, before);
  const past = year - 1;
  return year === 0 ? days : days + 366 + past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

const DAY = 86_400_000;
const LAST = day("9999-12-31") + 1;

/** The milliseconds of a date-time since the first of the year 0, in UTC; undefined for a wrong one. */
function instant(text) {
  const parts = /^(.{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/s.exec(text);
  if (!parts) return undefined;
  const [, date, hour, minute, second, fraction = "", sign, hours = "0", minutes = "0"] = parts;
  const days = day(date);
  if (days === undefined || hour > 23 || minute > 59 || second > 59 || hours > 23 || minutes > 59) return undefined;
  const clock = ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
  const offset = (hours * 60 + Number(minutes)) * 60_000;
  const utc = days * DAY + clock + (sign === "+" ? -offset : offset);
  return utc >= 0 && utc < LAST * DAY ? utc : undefined;
}

/** The text of an instant, with a calendar that is walked year by year. */
function written(utc) {
  let days = Math.floor(utc / DAY);
  let year = Math.floor(days / 366);
  while (day(`${String(year + 1).padStart(4, "0")}-01-01`) <= days) year++;
  days -= day(`${String(year).padStart(4, "0")}-01-01`);
  let month = 1;
  while (days >= daysIn(year, month)) days -= daysIn(year, month++);
  const rest = utc % DAY;
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const clock = `${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(days + 1)}T${clock}.${String(rest % 1000).padStart(3, "0")}Z`;
}

const text = (judge) => (it) => (it.json === "string" ? judge(it.value) : wrong("wrong_type"));
const number = (judge) => (it) => (it.json === "number" ? judge(it.value) : wrong("wrong_type"));
const range = (from, to) =>
  // Zero has no sign on the wire.
  number((value) => (value >= from && value <= to && Number.isFinite(value) ? right(value + 0) : wrong("out_of_range")));

export const KINDS = {
  id: text((value) => (value === "" ? wrong("bad_format") : right(value))),
  text: text(right),
  dt: text((value) => {
    const utc = instant(value);
    return utc === undefined ? wrong("bad_format") : right(written(utc));
  }),
  d: text((value) => {
    const isDay = value.length > 10 ? instant(value) !== undefined : day(value) !== undefined;
    return isDay ? right(value.slice(0, 10)) : wrong("bad_format");
  }),
  num: range(-Infinity, Infinity),
  positive: range(0, Infinity),
  percent: range(0, 100),
  int: number((value) => {
    if (!Number.isInteger(value) && Number.isFinite(value)) return wrong("wrong_type");
    return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? right(value + 0) : wrong("out_of_range");
  }),
  bool: (it) => (it.json === "boolean" ? right(it.value) : wrong("wrong_type")),
};
for (const [name, meanings] of Object.entries(enumerations)) {
  const judge = (value) => ({ canonical: meanings.get(value) ?? value, isListed: meanings.has(value) });
  KINDS[name] = text((value) => (value === "" ? wrong("bad_format") : judge(value)));
  KINDS[name].isEnumeration = true;
}
