// The names that the example's REST API knows: they follow from the ids, so that the mock server's people
// and KPIs are called the same each time. The product asks its own API.
import type { DirectoryContents, KpiDefinition, WantedNames } from "../store/directory";

const FIRST = ["Ana", "Ben", "Chloé", "David", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kim", "Lea"] as const;
const LAST = ["Abel", "Berg", "Costa", "Diaz", "Ek", "Fischer", "Gruber", "Horn", "Ito", "Jansen", "Keller"] as const;
const MEASURES = [
  ["Revenue", "€"],
  ["Gross margin", "€"],
  ["Open invoices", "€"],
  ["Pipeline", "€"],
  ["Support calls", "calls"],
  ["Active customers", "customers"],
  ["Units shipped", "units"],
  ["Page views", "views"],
] as const;
/** What a KPI with a readable id is counted in, by a word of it; any other is a score. */
const UNITS = [
  ["%", /churn|margin|rate|ratio|share|retention|conversion|utili[sz]ation|uptime|satisfaction/i],
  ["€", /revenue|sales|cash|cost|profit|price|invoice|pipeline|budget|spend|mrr|arr/i],
  ["days", /days|duration|lead[-_ ]time|age\b/i],
  ["customers", /customer|client/i],
  ["users", /user|visitor/i],
  ["calls", /call|ticket/i],
  ["units", /unit|shipment|order|stock/i],
] as const;
const PLACES = ["Vienna", "Berlin", "Madrid", "Oslo", "Porto", "Lyon", "Turin", "Gdansk", "Cork", "Bergen", "Basel"] as const;

/** Ids that say nothing to people: of the mock's traffic, and UUIDs. */
const NO_NAME = /^(user|kpi)-\d+$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function namesOf({ people, kpis }: WantedNames): DirectoryContents {
  return {
    people: Object.fromEntries(people.map((id) => [id, personOf(id)])),
    kpis: Object.fromEntries(kpis.map((id) => [id, kpiOf(id)])),
  };
}

function personOf(id: string): string {
  const number = hash(id);
  return NO_NAME.test(id) ? `${pick(FIRST, number)} ${pick(LAST, Math.floor(number / FIRST.length))}` : nameOf(id);
}

function kpiOf(id: string): KpiDefinition {
  const number = hash(id);
  const [measure, unit] = pick(MEASURES, number);
  if (!NO_NAME.test(id)) return { name: readable(id), unit: unitOf(id) };
  return { name: `${measure}, ${pick(PLACES, Math.floor(number / MEASURES.length))}`, unit };
}

function unitOf(id: string): string {
  const [unit] = UNITS.find(([, word]) => word.test(id)) ?? ["points"];
  return unit;
}

/** "ann-lee" is "Ann Lee". */
function nameOf(id: string): string {
  return id.replace(/[-_]+/g, " ").replace(/(^| )\p{L}/gu, (first) => first.toUpperCase());
}

/** "gross-margin" is "Gross margin". */
function readable(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replace(/[-_]+/g, " ");
}

function pick<Kind>(list: readonly Kind[], number: number): Kind {
  return list[number % list.length] as Kind;
}

/** FNV-1a: the same for an id on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
