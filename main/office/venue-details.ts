/** The venue's own details. */
import { writeChange, type Actor } from '../../db/write';
import { findLogo, getVenue, hasLogo, type VenueRow } from '../../db/queries/venue';
import { languages, type Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { prepareLogo } from '../printing/logo';

export function viewVenue(row: VenueRow) {
  return {
    venueName: row.name,
    country: row.country,
    currency: row.currency,
    timeZone: row.timeZone,
    language: languages.find((known) => known === row.language) ?? ('en' satisfies Language),
    checkOutMinute: row.checkOutMinute,
    loginHost: row.loginHost,
    wifiName: row.wifiName,
    lockAfterMin: row.lockAfterMin,
  };
}

export type VenueUpdate = {
  readonly [K in keyof ReturnType<typeof viewVenue>]?: ReturnType<typeof viewVenue>[K] | undefined;
};

/** Writes the given details; answers without a change when all of them are as they were. */
export function updateVenue(open: OpenVenue, actor: Actor, input: VenueUpdate): { changeId?: number } {
  const before = getVenue(open.db);
  const columns = {
    name: input.venueName,
    country: input.country,
    currency: input.currency,
    time_zone: input.timeZone,
    language: input.language,
    check_out_minute: input.checkOutMinute,
    login_host: input.loginHost,
    wifi_name: input.wifiName,
    lock_after_min: input.lockAfterMin,
  };
  const old = viewVenue(before);
  const differs = Object.entries(input).some(
    ([key, value]) => value !== undefined && value !== old[key as keyof typeof old],
  );
  if (!differs) return {};
  const set = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const what = { action: 'update-venue', params: { name: input.venueName ?? before.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('venue', 1, set);
    return { changeId: write.changeId };
  });
}

/** `image`: PNG or JPEG as base64, or null to take the logo away. Refused when it cannot be used. */
export async function setLogo(
  open: OpenVenue,
  actor: Actor,
  image: string | null,
): Promise<{ changeId: number } | Refusal> {
  const prepared = image === null ? undefined : await prepareLogo(Buffer.from(image, 'base64'));
  if (prepared?.kind === 'refused') return prepared;
  return writeChange(open.db, actor, { action: 'set-logo', params: {} }, open.now(), (write) => {
    const had = hasLogo(open.db);
    if (!prepared) {
      if (had) write.remove('venue_logos', 1);
    } else if (had) write.update('venue_logos', 1, { png: prepared.png });
    else write.insert('venue_logos', { id: 1, png: prepared.png });
    return { changeId: write.changeId };
  });
}

export function readLogo(open: OpenVenue): { png?: string } {
  const png = findLogo(open.db);
  return png ? { png: Buffer.from(png).toString('base64') } : {};
}
