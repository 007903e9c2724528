// What people and KPIs are called. Events carry ids only; the names come from the REST API, for the ids
// that have occurred, and each is asked for once.
import type { UserId } from "@purposepath/realtime";
import { shortId } from "./describe";

/** How many names of a kind are remembered. */
const MAX_NAMES = 1000;

/** What the REST API says of a KPI. */
export interface KpiDefinition {
  readonly name: string;
  /** "€", "%", "days": what a value is counted in; empty if it is a mere number. */
  readonly unit: string;
}

/** Ids for which a name is wanted. */
export interface WantedNames {
  readonly people: readonly UserId[];
  readonly kpis: readonly string[];
}

/** What the REST API calls them; an id that it does not know is missing. */
export interface DirectoryContents {
  readonly people: Readonly<Record<UserId, string>>;
  readonly kpis: Readonly<Record<string, KpiDefinition>>;
}

/** Names for ids; an id whose name is not known stands for itself. Another object when a name is added. */
export interface Names {
  readonly person: (id: UserId) => string;
  readonly kpi: (id: string) => KpiDefinition;
}

export class Directory {
  private readonly people = new Map<UserId, string>();
  private readonly kpis = new Map<string, KpiDefinition>();
  /** Asked for, or about to be. */
  private readonly known = { people: new Set<string>(), kpis: new Set<string>() };
  private wanted = { people: new Set<string>(), kpis: new Set<string>() };
  private names: Names = this.publish();

  readonly getNames = (): Names => this.names;

  wantPerson(id: UserId | null | undefined): void {
    if (id) this.want("people", id);
  }

  wantKpi(id: string): void {
    this.want("kpis", id);
  }

  /** What is to be asked for now, if anything is. */
  takeWanted(): WantedNames | null {
    const { people, kpis } = this.wanted;
    if (people.size + kpis.size === 0) return null;
    this.wanted = { people: new Set(), kpis: new Set() };
    return { people: Array.from(people), kpis: Array.from(kpis) };
  }

  /** The question failed: it is to be asked again. */
  putBack({ people, kpis }: WantedNames): void {
    people.filter((id) => this.known.people.has(id)).forEach((id) => this.wanted.people.add(id));
    kpis.filter((id) => this.known.kpis.has(id)).forEach((id) => this.wanted.kpis.add(id));
  }

  add(contents: DirectoryContents): void {
    Object.keys(contents.people).forEach((id) => this.people.set(id, contents.people[id] as string));
    Object.keys(contents.kpis).forEach((id) => this.kpis.set(id, contents.kpis[id] as KpiDefinition));
    this.names = this.publish();
  }

  private want(kind: "people" | "kpis", id: string): void {
    const known = this.known[kind];
    if (known.has(id)) return;
    known.add(id);
    this.wanted[kind].add(id);
    if (known.size <= MAX_NAMES) return;
    const oldest = known.values().next().value as string;
    known.delete(oldest);
    this.wanted[kind].delete(oldest);
    this[kind].delete(oldest);
  }

  private publish(): Names {
    return {
      person: (id) => this.people.get(id) || shortId(id),
      kpi: (id) => this.kpis.get(id) || { name: shortId(id), unit: "" },
    };
  }
}

const NUMBER = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, notation: "compact" });

/** A value as it is counted: "12.5K €", "38 %", "4 days". */
export function quantity(value: number, unit: string): string {
  return unit ? `${NUMBER.format(value)} ${unit}` : NUMBER.format(value);
}
