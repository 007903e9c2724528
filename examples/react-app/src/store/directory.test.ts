import { expect, test } from "vitest";
import { namesOf } from "../services/sample-names";
import { sentence } from "./describe";
import { Directory, quantity } from "./directory";

test("an id stands for itself until its name is known, and is asked for once", () => {
  const it = new Directory();
  expect(it.takeWanted()).toBeNull();
  it.wantPerson("ann");
  it.wantPerson("ann");
  it.wantPerson(null);
  it.wantKpi("margin");
  const before = it.getNames();
  expect(before.person("ann")).toBe("ann");
  expect(before.kpi("4f78dee2-6b7e-4a46-8011-f18afb5b5f59")).toEqual({ name: "4f78dee2", unit: "" });
  expect(it.takeWanted()).toEqual({ people: ["ann"], kpis: ["margin"] });
  it.add({ people: { ann: "Ann" }, kpis: { margin: { name: "Margin", unit: "%" } } });
  expect(it.getNames()).not.toBe(before);
  expect(it.getNames().person("ann")).toBe("Ann");
  it.wantPerson("ann");
  expect(it.takeWanted()).toBeNull();
});

test("a question that failed is to be asked again", () => {
  const it = new Directory();
  it.wantPerson("ann");
  it.wantKpi("margin");
  const wanted = it.takeWanted();
  expect(it.takeWanted()).toBeNull();
  if (wanted) it.putBack(wanted);
  expect(it.takeWanted()).toEqual({ people: ["ann"], kpis: ["margin"] });
});

test("it is bounded: the name that was asked for first goes", () => {
  const it = new Directory();
  it.wantPerson("first");
  it.add({ people: { first: "The first" }, kpis: {} });
  for (let index = 0; index < 1000; index += 1) it.wantPerson(`user-${index}`);
  expect(it.getNames().person("first")).toBe("first");
  // Where nobody takes the questions too.
  expect(it.takeWanted()?.people).toHaveLength(1000);
});

test("the example's names follow from the ids; readable ids stay readable", () => {
  const wanted = { people: ["user-456", "ann-lee"], kpis: ["kpi-77", "cash"] };
  expect(namesOf(wanted)).toEqual(namesOf(wanted));
  const { people, kpis } = namesOf(wanted);
  expect(people["ann-lee"]).toBe("Ann Lee");
  expect(people["user-456"]).toMatch(/^\S+ \S+$/);
  expect(kpis["cash"]?.name).toBe("Cash");
  expect(kpis["kpi-77"]?.name).toMatch(/, /);
});

test("every KPI of the example is counted in something", () => {
  const ids = ["churn", "gross-margin", "cash", "lead_time", "active-customers", "nps", "kpi-77", "4f78dee2-6b7e-4a46-8011-f18afb5b5f59"];
  const { kpis } = namesOf({ people: [], kpis: ids });
  expect(ids.slice(0, 6).map((id) => `${kpis[id]?.name}: ${kpis[id]?.unit}`)).toEqual([
    "Churn: %",
    "Gross margin: %",
    "Cash: €",
    "Lead time: days",
    "Active customers: customers",
    "Nps: points",
  ]);
  for (const id of ids) expect(kpis[id]?.unit).not.toBe("");
});

test("values are told with their unit, sentences with their names", () => {
  expect([quantity(1234.5, ""), quantity(38.25, "%"), quantity(0, "€")]).toEqual(["1.23K", "38.3 %", "0 €"]);
  const names = { person: () => "Ann", kpi: () => ({ name: "Margin", unit: "%" }) };
  expect(sentence({ text: "paused Grow", mention: null }, names)).toBe("paused Grow");
  expect(sentence({ text: "gave Call to", mention: { kind: "person", id: "a" } }, names)).toBe("gave Call to Ann");
  const mention = { kind: "reading", id: "m", value: 12 } as const;
  expect(sentence({ text: "recorded", mention }, names)).toBe("recorded 12 % for Margin");
});
