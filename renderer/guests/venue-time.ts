/** A moment as a date-and-time field has it, in the zone of the venue and not of this computer. */

const field = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    hourCycle: 'h23',
  });

/** '2026-11-23T11:00'. */
export function toVenueTime(atMs: number, timeZone: string): string {
  return field(timeZone).format(atMs).replace(' ', 'T');
}

/**
 * The moment at which the venue's clock shows `text`; undefined where it is no time, or where the clock leaps over it.
 * Of the two when it is put back: the later.
 */
export function fromVenueTime(text: string, timeZone: string): number | undefined {
  const asUtcMs = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) || Number.isNaN(asUtcMs)) return undefined;
  // The zone is at most 14 hours off; its offset on either side of the moment covers every change of the clock.
  const offsets = [asUtcMs - dayMs, asUtcMs + dayMs].map((nearMs) => offsetMs(nearMs, timeZone));
  const moments = offsets.map((offset) => asUtcMs - offset).filter((atMs) => toVenueTime(atMs, timeZone) === text);
  return moments.length === 0 ? undefined : Math.max(...moments);
}

const dayMs = 86_400_000;

function offsetMs(atMs: number, timeZone: string): number {
  const minuteMs = Math.floor(atMs / 60_000) * 60_000;
  return Date.parse(`${toVenueTime(minuteMs, timeZone)}Z`) - minuteMs;
}
