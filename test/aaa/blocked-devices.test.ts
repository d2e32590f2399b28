import { describe, expect, onTestFinished, test } from 'vitest';
import { openBeside } from '../../db/open';
import { dataVersion } from '../../db/queries/versions';
import { BlockedDevices, MOST_BLOCKED } from '../../main/aaa/blocked-devices';
import { nameKey } from '../../main/names';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { insert, macOf } from './support';

function venueAndThread(): { venue: TestVenue; blocked: BlockedDevices; refresh: () => void } {
  const venue = openTestVenue();
  const own = openBeside(venue.db.file);
  onTestFinished(() => {
    own.close();
    venue.close();
  });
  const blocked = new BlockedDevices(own);
  return { venue, blocked, refresh: () => blocked.refresh(dataVersion(own)) };
}

const block = (venue: TestVenue, macAddress: string): number =>
  insert(venue.db, 'device_blocks', { mac_address: macAddress, scope: 'venue', created_at_ms: 0 });

describe('the devices that may be blocked', () => {
  test('are known once somebody else has written, and not before they are read again', () => {
    const { venue, blocked, refresh } = venueAndThread();
    expect(blocked.mayBeBlocked(macOf(1))).toBe(false);
    const id = block(venue, macOf(1));
    refresh();
    expect(blocked.mayBeBlocked(macOf(1))).toBe(true);
    expect(blocked.mayBeBlocked(macOf(2))).toBe(false);
    venue.db.sqlite.prepare('delete from device_blocks where id = ?').run(id);
    refresh();
    expect(blocked.mayBeBlocked(macOf(1))).toBe(false);
  });

  test('are all of them where there are too many to keep', () => {
    const { venue, blocked, refresh } = venueAndThread();
    venue.db.sqlite.transaction(() => {
      for (let i = 0; i <= MOST_BLOCKED; i++) block(venue, `02:00:00:00:${i}`);
    })();
    refresh();
    expect(blocked.mayBeBlocked(macOf(1))).toBe(true);
  });
});

describe('names', () => {
  test('are the same in whatever script and case, ASCII or not', () => {
    expect(nameKey('K7mPX3')).toBe('k7mpx3');
    expect(nameKey('ＡＢＣ１２３')).toBe('abc123');
    expect(nameKey('ÉTÉ')).toBe(nameKey('e\u0301te\u0301'));
    expect(nameKey('')).toBe('');
  });
});
