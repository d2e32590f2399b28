/** The transaction that a batch of requests shares, with an operator writing on another connection. */
import { expect, onTestFinished, test } from 'vitest';
import { openBeside, type Db } from '../../db/open';
import { GroupCommit } from '../../main/aaa/group-commit';
import { openTestVenue } from '../fakes/open-venue';

interface Pair {
  readonly operator: Db;
  readonly engine: Db;
  readonly commit: GroupCommit;
}

function openPair(): Pair {
  const venue = openTestVenue();
  const engine = openBeside(venue.db.file);
  onTestFinished(() => {
    engine.close();
    venue.close();
  });
  return { operator: venue.db, engine, commit: new GroupCommit(engine.sqlite) };
}

const rename = ({ sqlite }: Db, name: string): void => void sqlite.prepare('update domains set name = ?').run(name);
const nameIn = ({ sqlite }: Db): unknown => sqlite.prepare('select name from domains').pluck().get();

test('a batch that only reads sees one state of the database, and leaves nothing to commit', () => {
  const { operator, engine, commit } = openPair();
  commit.read();
  const before = nameIn(engine);
  rename(operator, 'Campsite');
  expect(nameIn(engine)).toBe(before);
  expect(commit.isOpen).toBe(false);
  commit.commit();
  expect(nameIn(engine)).toBe('Campsite');
});

test('a batch that reads does not keep the operator from writing', () => {
  const { operator, engine, commit } = openPair();
  commit.read();
  nameIn(engine);
  expect(() => rename(operator, 'Campsite')).not.toThrow();
});

test('the first write after reads is told that the reads may be out of date, further writes are not', () => {
  const { operator, engine, commit } = openPair();
  commit.read();
  nameIn(engine);
  rename(operator, 'Campsite');
  expect(commit.open()).toBe(true);
  expect(nameIn(engine)).toBe('Campsite');
  expect(commit.open()).toBe(false);
  rename(engine, 'Hotel');
  expect(commit.isOpen).toBe(true);
  commit.commit();
  expect(nameIn(operator)).toBe('Hotel');
});

test('what was rolled back is gone, and the next batch begins anew', () => {
  const { operator, engine, commit } = openPair();
  commit.read();
  commit.open();
  rename(engine, 'Hotel');
  commit.rollback();
  expect(nameIn(operator)).not.toBe('Hotel');
  commit.read();
  expect(commit.isOpen).toBe(false);
  expect(commit.open()).toBe(true);
  rename(engine, 'Hotel');
  commit.commit();
  expect(nameIn(operator)).toBe('Hotel');
});
