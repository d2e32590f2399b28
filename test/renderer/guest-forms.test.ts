import { describe, expect, it } from 'vitest';
import { changesOf, sections, textsOf } from '../../renderer/guests/person-fields';
import { fromVenueTime, toVenueTime } from '../../renderer/guests/venue-time';
import { personFieldNames } from '../../preload/contract/persons';

describe('an end that is typed', () => {
  it('is the venue’s time, whatever zone this computer is in', () => {
    const atMs = Date.parse('2026-11-30T11:00:00+01:00');
    expect(toVenueTime(atMs, 'Europe/Rome')).toBe('2026-11-30T11:00');
    expect(fromVenueTime('2026-11-30T11:00', 'Europe/Rome')).toBe(atMs);
    expect(fromVenueTime('2026-11-30T11:00', 'Asia/Kolkata')).toBe(Date.parse('2026-11-30T11:00:00+05:30'));
  });

  it('is the later of two where the clock is put back, and none where it leaps', () => {
    expect(fromVenueTime('2026-10-25T02:30', 'Europe/Rome')).toBe(Date.parse('2026-10-25T02:30:00+01:00'));
    expect(fromVenueTime('2026-03-29T02:30', 'Europe/Rome')).toBeUndefined();
    for (const text of ['', 'tomorrow', '2026-13-01T00:00', '2026-11-30']) {
      expect(fromVenueTime(text, 'Europe/Rome')).toBeUndefined();
    }
  });
});

describe('the form of a person', () => {
  const known = { smsSent: 0, hasPhoto: false, firstName: 'Anna', birthYear: 1980, city: 'Roma' };

  it('has a place for every field, once', () => {
    expect(sections.flatMap(([, names]) => [...names]).toSorted()).toEqual(personFieldNames.toSorted());
  });

  it('sends what differs, takes away what was emptied, and nothing else', () => {
    const before = textsOf(known);
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf({ ...before, firstName: ' Anna ' }, before)).toEqual({});
    expect(changesOf({ ...before, city: '  ', birthYear: '1981', latitude: '41,5' }, before)).toEqual({
      ...{ city: null, birthYear: 1981, latitude: 41.5 },
    });
  });
});
