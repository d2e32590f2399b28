import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentTexts } from '../../db/queries/legal';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let desk: Client;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  const api = createTestApi(venue);
  desk = api.as('desk');
  manager = api.as('manager');
});
afterEach(() => venue.close());

const english = (body: string) => ({ language: 'en' as const, body });
const publishTerms = (body: string, domainId?: number) =>
  manager.legal.publish({ kind: 'terms', ...(domainId !== undefined && { domainId }), texts: [english(body)] });
const current = (domainId: number | null = 1, language = 'en') => currentTexts(venue.db, domainId, language);
const bodies = (domainId?: number | null, language?: string) => current(domainId, language).map(({ body }) => body);

describe('what guests agree to', () => {
  it('is published in versions with author and date, the newest holding', async () => {
    const first = await publishTerms('Be kind.');
    venue.setNow(sundayEvening + 60_000);
    const second = await publishTerms('Be very kind.');
    expect([first.number, second.number]).toEqual([1, 2]);
    const by = { kind: 'terms', operatorName: 'Olivia', languages: ['en'] };
    expect((await manager.legal.list()).rows).toEqual([
      { ...by, id: second.id, number: 2, publishedAtMs: sundayEvening + 60_000, current: true },
      { ...by, id: first.id, number: 1, publishedAtMs: sundayEvening, current: false },
    ]);
    expect(bodies()).toEqual(['Be very kind.']);
    expect((await manager.legal.get({ id: first.id })).texts).toEqual([
      { language: 'en', body: 'Be kind.', publishedAtMs: sundayEvening, operatorName: 'Olivia' },
    ]);
  });

  it('never changes once it is published, whatever writes', async () => {
    const { id } = await publishTerms('Be kind.');
    for (const change of [
      `update legal_texts set body = 'Pay more.' where version_id = ${id}`,
      `update legal_versions set number = 7 where id = ${id}`,
    ]) {
      expect(() => venue.db.sqlite.exec(change)).toThrow(/never changes/);
    }
    expect(bodies()).toEqual(['Be kind.']);
  });

  it('is of each kind by itself', async () => {
    await publishTerms('Terms.');
    const { number } = await manager.legal.publish({ kind: 'privacy', texts: [english('Privacy.')] });
    expect(number).toBe(1);
    expect(current().map(({ kind, body }) => [kind, body])).toEqual([
      ['terms', 'Terms.'],
      ['privacy', 'Privacy.'],
    ]);
  });

  it('is the domain’s own where it has one, and the venue’s elsewhere', async () => {
    const { id } = await manager.domains.add({ name: 'Neighbours', service: 'pppoe' });
    await publishTerms('Of the house.');
    await publishTerms('Of the neighbours.', id);
    await publishTerms('Of the house, anew.');
    expect(bodies(id)).toEqual(['Of the neighbours.']);
    expect(bodies(1)).toEqual(['Of the house, anew.']);
    expect(bodies(null)).toEqual(['Of the house, anew.']);
    const { rows } = await manager.legal.list();
    expect(rows.map(({ domainId, number, current: holds }) => [domainId, number, holds])).toEqual([
      [undefined, 2, true],
      [id, 1, true],
      [undefined, 1, false],
    ]);
    expect((await manager.history.list({ limit: 2 })).rows[1]?.label).toBe(
      'Published version 1 of the terms of Neighbours',
    );
  });

  it('comes in the language asked for, else the venue’s, else English, else any', async () => {
    const texts = [
      { language: 'it', body: 'Siate gentili.' },
      { language: 'de', body: 'Seid nett.' },
    ] as const;
    const { id } = await manager.legal.publish({ kind: 'terms', texts: [...texts] });
    expect(bodies(1, 'de')).toEqual(['Seid nett.']);
    expect(bodies(1, 'fr')).toEqual(['Siate gentili.']);
    await manager.legal.addTranslation({ id, language: 'en', body: 'Be kind.' });
    expect(bodies(1, 'fr')).toEqual(['Be kind.']);
    await manager.venue.update({ language: 'de' });
    expect(bodies(1, 'fr')).toEqual(['Seid nett.']);
    expect((await desk.legal.current({ domainId: 1, language: 'it' })).rows).toEqual([
      {
        ...{ versionId: id, kind: 'terms', number: 1, publishedAtMs: sundayEvening },
        ...{ language: 'it', body: 'Siate gentili.' },
      },
    ]);
  });

  it('is kept in paragraphs, without what a word processor leaves behind', async () => {
    await publishTerms('\r\n  One.  \r\n\r\n\r\n\r\nTwo,\tand three.\r\n');
    expect(bodies()).toEqual(['One.\n\nTwo, and three.']);
    expect(await refusalOf(publishTerms('\u0007bell'))).toMatchObject({ reason: 'invalid-input' });
    expect(await refusalOf(publishTerms(' \n '))).toMatchObject({ reason: 'invalid-input' });
    expect(await refusalOf(publishTerms('x'.repeat(50_001)))).toMatchObject({ reason: 'invalid-input' });
  });

  it('is published by who looks after the domains, and read by the desk', async () => {
    expect(await refusalOf(desk.legal.publish({ kind: 'terms', texts: [english('x')] }))).toMatchObject({
      reason: 'not-allowed',
    });
    expect((await desk.legal.current({})).rows).toEqual([]);
    const twice = [english('One.'), english('Two.')];
    expect(await refusalOf(manager.legal.publish({ kind: 'terms', texts: twice }))).toMatchObject({ field: 'texts' });
    expect(await refusalOf(publishTerms('x', 77))).toMatchObject({ reason: 'not-found', field: 'domainId' });
    expect((await manager.legal.list()).rows).toEqual([]);
  });
});

describe('a translation', () => {
  it('is added to the version that holds, with its own date, and never replaces one', async () => {
    const { id } = await publishTerms('Be kind.');
    venue.setNow(sundayEvening + 60_000);
    const { changeId } = await manager.legal.addTranslation({ id, language: 'it', body: 'Siate gentili.' });
    expect((await manager.legal.get({ id })).texts[1]).toEqual({
      ...{ language: 'it', body: 'Siate gentili.' },
      ...{ publishedAtMs: sundayEvening + 60_000, operatorName: 'Olivia' },
    });
    expect(await refusalOf(manager.legal.addTranslation({ id, language: 'it', body: 'Altro.' }))).toMatchObject({
      reason: 'translation-there',
    });
    await manager.history.undo({ id: changeId });
    expect((await manager.legal.get({ id })).version.languages).toEqual(['en']);
    await publishTerms('Be very kind.');
    expect(await refusalOf(manager.legal.addTranslation({ id, language: 'it', body: 'Altro.' }))).toMatchObject({
      reason: 'text-superseded',
    });
    expect(await refusalOf(manager.legal.addTranslation({ id: 99, language: 'it', body: 'x' }))).toMatchObject({
      reason: 'not-found',
    });
  });
});

describe('a publication', () => {
  it('is taken back as long as nobody has accepted it, and its number is not given again', async () => {
    await publishTerms('One.');
    const { changeId } = await publishTerms('Two.');
    await manager.history.undo({ id: changeId });
    expect(bodies()).toEqual(['One.']);
    expect((await publishTerms('Three.')).number).toBe(3);
    await manager.history.redo({ id: changeId });
    expect(bodies()).toEqual(['Three.']);
    expect((await manager.legal.list()).rows.map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  it('stays when a guest has accepted it, until the guest withdraws', async () => {
    const { id, changeId } = await publishTerms('One.');
    const guest = await desk.guests.add({ username: 'anna', password: 'secret-enough' });
    const accepted = await desk.guests.setPerson({ id: guest.id, terms: { versionId: id } });
    expect((await manager.legal.get({ id })).accepted).toBe(1);
    const refusal = await refusalOf(manager.history.undo({ id: changeId }));
    expect(refusal).toMatchObject({ reason: 'changed-since', params: { changeId: accepted.changeId } });
    expect(bodies()).toEqual(['One.']);
    await manager.history.undo({ id: accepted.changeId });
    await manager.history.undo({ id: changeId });
    expect(bodies()).toEqual([]);
  });
});

describe('what a guest accepted', () => {
  let id: number;
  beforeEach(async () => {
    ({ id } = await desk.guests.add({ username: 'anna', password: 'secret-enough' }));
  });
  const person = async () => (await desk.guests.person({ id })).person;

  it('names version and date, and keeps them when the text is superseded', async () => {
    const { id: versionId } = await publishTerms('One.');
    await desk.guests.setPerson({ id, terms: { versionId } });
    venue.setNow(sundayEvening + 60_000);
    const second = await publishTerms('Two.');
    await desk.guests.setPerson({ id, terms: { versionId }, city: 'Roma' });
    expect((await person()).terms).toEqual({ atMs: sundayEvening, version: '1', versionId });
    await desk.guests.setPerson({ id, terms: { versionId: second.id } });
    expect((await person()).terms).toEqual({ atMs: sundayEvening + 60_000, version: '2', versionId: second.id });
    await desk.guests.setPerson({ id, terms: null });
    expect(await person()).not.toHaveProperty('terms');
    expect((await manager.legal.get({ id: second.id })).accepted).toBe(0);
  });

  it('may be a text on paper, which is a version of no publication', async () => {
    await publishTerms('One.');
    await desk.guests.setPerson({ id, terms: { version: 'paper 2024' } });
    expect((await person()).terms).toEqual({ atMs: sundayEvening, version: 'paper 2024' });
  });

  it('is a text of that kind', async () => {
    const { id: versionId } = await publishTerms('One.');
    const wrong = desk.guests.setPerson({ id, privacy: { versionId } });
    expect(await refusalOf(wrong)).toMatchObject({ reason: 'not-found', field: 'privacy.versionId' });
    expect(await refusalOf(desk.guests.setPerson({ id, terms: { versionId: 99 } }))).toMatchObject({
      reason: 'not-found',
    });
    expect(await person()).not.toHaveProperty('privacy');
  });
});

describe('a domain with texts', () => {
  it('goes with those nobody accepted, and comes back with them', async () => {
    const { id } = await manager.domains.add({ name: 'Neighbours', service: 'hotspot' });
    await publishTerms('Of the neighbours.', id);
    const { changeId } = await manager.domains.remove({ id });
    expect((await manager.legal.list()).rows).toEqual([]);
    await manager.history.undo({ id: changeId });
    expect(bodies(id)).toEqual(['Of the neighbours.']);
  });

  it('stays with those that guests accepted, also when they have moved on', async () => {
    const { id: domainId } = await manager.domains.add({ name: 'Neighbours', service: 'hotspot' });
    const { id: versionId } = await publishTerms('Of the neighbours.', domainId);
    const { id } = await desk.guests.add({ username: 'anna', password: 'secret-enough' });
    await desk.guests.setPerson({ id, terms: { versionId } });
    expect(await refusalOf(manager.domains.remove({ id: domainId }))).toMatchObject({
      reason: 'domain-has-texts',
      params: { name: 'Neighbours' },
    });
    expect((await manager.domains.list()).rows).toHaveLength(2);
  });
});
