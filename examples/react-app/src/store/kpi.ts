import type { CalendarDate, ServerMessage, Timestamp } from "@purposepath/realtime";
import type { Row } from "./collection";

/** How many readings of a KPI the chart shows. */
const MAX_READINGS = 30;

/** Below this progress towards its target, in percent, a KPI is in the red zone. */
const RED_ZONE_BELOW = 40;

/** A value of a KPI. */
export interface Reading {
  readonly id: string;
  readonly value: number;
  readonly date: CalendarDate;
  readonly recordedAt: Timestamp;
  /** Towards the target, in percent; null if the reading does not say. */
  readonly progress: number | null;
}

/** A KPI and its last readings. */
export interface Kpi extends Row {
  /** Oldest first. */
  readonly readings: readonly Reading[];
}

/**
 * Whether a reading is in the red zone. No event carries a threshold, so this is the application's
 * own rule; a reading without progress is never red.
 */
export function isInRedZone(progress: number | null | undefined): boolean {
  return typeof progress === "number" && progress < RED_ZONE_BELOW;
}

/** The KPI that an event changes, if it changes one. */
export function kpiIdOf(message: ServerMessage): string | null {
  return message.type === "kpi.reading.created" ? message.data.kpiId : null;
}

/** The KPI after an event; the same object if nothing follows. */
export function applyToKpi(kpi: Kpi, message: ServerMessage): Kpi {
  if (message.type !== "kpi.reading.created") return kpi;
  const { readingId, value, date, recordedAt, progress } = message.data;
  const reading = { id: readingId, value, date, recordedAt, progress: progress === undefined ? null : progress };
  const readings = kpi.readings
    .filter(({ id }) => id !== readingId)
    .concat(reading)
    .sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0))
    .slice(-MAX_READINGS);
  return { ...kpi, readings };
}

/** A KPI of which nothing is known but its id. */
export function newKpi(id: string): Kpi {
  return { id, at: "", revision: 0, changedMs: 0, readings: [] };
}
