/**
 * Opening hours: weekdays and hours of the venue's zone. A window begins on its days at `fromMin` and ends at `tillMin`
 * of the same day, or of the next where that is at or before the beginning. On the nights the clocks change it follows
 * the clock: it begins at the first of two equal times and ends at the last.
 */
import type { Window } from '../../db/queries/product-rules';
import { DAY_MIN, instantOf, localDay, weekdayOf } from './zone';

/** From inclusive, till exclusive; UTC milliseconds. */
interface Span {
  readonly fromMs: number;
  readonly tillMs: number;
}

/** A window that the change in spring leaves out comes again a week later. */
const HORIZON_DAYS = 15;

export type Opening =
  /** Inside one of the windows; `tillMs` null: always, every day is covered. */
  | { readonly kind: 'open'; readonly tillMs: number | null }
  /** Outside all of them; `fromMs` null: they never come. */
  | { readonly kind: 'closed'; readonly fromMs: number | null };

/** How the windows stand together at an instant, and when that changes. */
export function openingAt(windows: readonly Window[], zone: string, atMs: number): Opening {
  const today = localDay(zone, atMs);
  const spans = merge(windows.flatMap((window) => spansOf(window, zone, today)));
  const now = spans.find(({ fromMs, tillMs }) => fromMs <= atMs && atMs < tillMs);
  if (now === undefined) return { kind: 'closed', fromMs: spans.find(({ fromMs }) => fromMs > atMs)?.fromMs ?? null };
  const endless = localDay(zone, now.tillMs) >= today + HORIZON_DAYS - 1;
  return { kind: 'open', tillMs: endless ? null : now.tillMs };
}

export function isInside(window: Window, zone: string, atMs: number): boolean {
  return openingAt([window], zone, atMs).kind === 'open';
}

/** The next instant at which the window begins or ends; null: never. */
export function nextEdge(window: Window, zone: string, atMs: number): number | null {
  const opening = openingAt([window], zone, atMs);
  return opening.kind === 'open' ? opening.tillMs : opening.fromMs;
}

/** Yesterday's may still run. */
function spansOf(window: Window, zone: string, today: number): readonly Span[] {
  const spans: Span[] = [];
  for (let day = today - 1; day < today + HORIZON_DAYS; day++) {
    if ((window.days & (1 << weekdayOf(day))) !== 0) spans.push(spanOn(window, zone, day));
  }
  return spans.filter(({ fromMs, tillMs }) => fromMs < tillMs);
}

function spanOn({ fromMin, tillMin }: Window, zone: string, day: number): Span {
  const overnight = tillMin <= fromMin;
  const tillDay = overnight || tillMin === DAY_MIN ? day + 1 : day;
  return {
    fromMs: instantOf(zone, day, fromMin, 'first'),
    tillMs: instantOf(zone, tillDay, tillMin % DAY_MIN, 'last'),
  };
}

/** Spans that touch or overlap are one; in order. */
function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    if (last === undefined || span.fromMs > last.tillMs) merged.push(span);
    else merged[merged.length - 1] = { fromMs: last.fromMs, tillMs: Math.max(last.tillMs, span.tillMs) };
  }
  return merged;
}
