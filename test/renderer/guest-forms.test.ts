import { describe, expect, it } from 'vitest';
import { addedOf, blankGuest, likeGuest, newGuest } from '../../renderer/guests/add-guest-form';
import { attributesOf, filledIn, newRow } from '../../renderer/guests/attribute-rows';
import { networkChanges, networkTexts, sectionsFor } from '../../renderer/guests/network-fields';
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

describe('the form of a new guest', () => {
  const known = { productIds: [3, 5], domainIds: [1, 2], heldProductId: 5 };

  it('like another one begins with room, domain and product, and with no login name or password', () => {
    const start = likeGuest({ room: '12', domainId: 2 }, known);
    expect(start).toEqual({ ...blankGuest, room: '12', productId: '5', domainId: '2' });
    expect(likeGuest({ domainId: 1 }, { ...known, heldProductId: 9 })).toEqual(blankGuest);
  });

  it('says which domain and product were chosen, so that a copy does not fall back on those of the other', () => {
    const sent = addedOf({ ...blankGuest, username: 'bert' }, 'Europe/Rome', { id: 7, firstDomainId: 1 });
    expect(sent).toEqual({ username: 'bert', productId: null, domainId: 1, copyFromId: 7 });
    expect(addedOf({ ...blankGuest, username: 'bert' }, 'Europe/Rome', undefined)).toEqual({
      ...{ username: 'bert', productId: null },
    });
  });

  it('sends an end in the venue’s time, and none without a product', () => {
    const typed = { ...blankGuest, username: 'bert', ends: '2026-11-30T11:00' };
    const endsAtMs = Date.parse('2026-11-30T11:00:00+01:00');
    expect(addedOf({ ...typed, productId: '3' }, 'Europe/Rome', undefined)).toMatchObject({ productId: 3, endsAtMs });
    expect(addedOf(typed, 'Europe/Rome', undefined)).not.toHaveProperty('endsAtMs');
    expect(newGuest('Europe/Rome').safeParse({ ...typed, ends: '2026-03-29T02:30' }).success).toBe(false);
  });
});

describe('the forms of attributes and network', () => {
  it('drop rows in which nothing was typed and keep the others in order', () => {
    const texts = attributesOf({
      check: [{ name: 'NAS-Port-Type', operator: '!=', value: 'Virtual' }],
      reply: [{ name: 'Mikrotik-Group', value: 'gold' }],
    });
    const more = { ...texts, reply: [...texts.reply, newRow(texts.reply)] };
    expect(filledIn(more)).toEqual(texts);
    expect(new Set(more.reply.map(({ key }) => key)).size).toBe(2);
  });

  it('send only what differs, a route in each line, and no VLAN for what is no number', () => {
    const before = networkTexts({ ipAddress: '10.0.0.5', vlanId: 7, routes: ['10.1.0.0/24', '10.2.0.0/24'] });
    expect(networkChanges(before, before)).toEqual({});
    expect(networkChanges({ ...before, ipAddress: ' ', routes: ' 10.1.0.0/24\n\n', vlanId: '8' }, before)).toEqual({
      ...{ ipAddress: null, routes: ['10.1.0.0/24'], vlanId: 8 },
    });
    expect(networkChanges({ ...before, vlanId: 'seven' }, before)).toEqual({ vlanId: 0 });
  });

  it('offer routes and IPv6 where the domain has them, and where they are set all the same', () => {
    const names = (...[service, network]: [Parameters<typeof sectionsFor>[0], Parameters<typeof networkTexts>[0]]) =>
      sectionsFor(service, networkTexts(network)).map(([name]) => name);
    expect(names('hotspot', {})).toEqual(['address', 'group', 'wireless']);
    expect(names('pppoe', {})).toContain('routed');
    expect(names('hotspot', { ipv6Prefix: '2001:db8::/64' })).toContain('routed');
  });
});
