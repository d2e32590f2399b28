/** Guessing codes and passwords gets slower and slower; nobody is locked out by somebody else's guesses. */
import { expect, test } from 'vitest';
import { getString } from '../../main/radius/attributes';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, MOST_WRONG_FOR_NAME, MOST_WRONG_OF_DEVICE } from '../../main/aaa/guessing';
import {
  addGuest,
  addProduct,
  entitle,
  hotspotFrom,
  logIn,
  macOf,
  sellCode,
  startEngine,
  type TestEngine,
} from './support';

const code = 'k7m2pq';

async function tryCode(here: TestEngine, username: string, device: number, password = username): Promise<string> {
  const answer = await here.nas.login({ username, password, attributes: hotspotFrom(device) });
  return answer.code === 'Access-Accept' ? 'in' : (getString(answer, 'Reply-Message') ?? '');
}

const WAIT = /wait a minute/;
const NOT_RECOGNISED = /not recognised/;

async function guess(here: TestEngine, times: number, device: number): Promise<readonly string[]> {
  const answers: string[] = [];
  for (let i = 0; i < times; i++) answers.push(await tryCode(here, `guess${i}`, device));
  return answers;
}

async function hotel(): Promise<TestEngine> {
  const here = await startEngine();
  sellCode(here.venue, code);
  return here;
}

test('a device that has been wrong too often is not listened to for some seconds, even with the right code', async () => {
  const here = await hotel();
  const answers = await guess(here, MOST_WRONG_OF_DEVICE, 1);
  expect(answers.every((text) => NOT_RECOGNISED.test(text))).toBe(true);
  expect(await tryCode(here, code, 1)).toMatch(WAIT);
  here.clock.nowMs += FIRST_PAUSE_MS;
  expect(await tryCode(here, code, 1)).toBe('in');
  expect(logIn(here).map((row) => row.reason)).toContain('too-many-guesses');
});

test('other devices are let in meanwhile, also with the code that was being guessed at', async () => {
  const here = await hotel();
  await guess(here, MOST_WRONG_OF_DEVICE + 1, 1);
  expect(await tryCode(here, code, 2)).toBe('in');
});

test('a machine that goes on guessing waits longer each time, up to a minute; its tries meanwhile count for nothing', async () => {
  const here = await hotel();
  await guess(here, MOST_WRONG_OF_DEVICE, 1);
  for (let pauseMs = FIRST_PAUSE_MS; pauseMs < LONGEST_PAUSE_MS; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    here.clock.nowMs += pauseMs - 1;
    expect(await tryCode(here, code, 1)).toMatch(WAIT);
    here.clock.nowMs += 1;
    expect(await tryCode(here, 'wrong again', 1)).toMatch(NOT_RECOGNISED);
  }
  here.clock.nowMs += LONGEST_PAUSE_MS - 1;
  expect(await tryCode(here, code, 1)).toMatch(WAIT);
  here.clock.nowMs += 1;
  expect(await tryCode(here, code, 1)).toBe('in');
  // And then it is a guest like any other.
  expect(await tryCode(here, 'a typo', 1)).toMatch(NOT_RECOGNISED);
  expect(await tryCode(here, code, 1)).toBe('in');
});

test('a guest who gets it right in the end is not held against what was wrong before', async () => {
  const here = await hotel();
  for (let i = 0; i < 3; i++) {
    await guess(here, MOST_WRONG_OF_DEVICE - 1, 1);
    expect(await tryCode(here, code, 1)).toBe('in');
  }
});

test('wrong answers hours apart do not add up', async () => {
  const here = await hotel();
  for (let i = 0; i < MOST_WRONG_OF_DEVICE + 2; i++) {
    expect(await tryCode(here, 'typo', 1)).toMatch(NOT_RECOGNISED);
    here.clock.nowMs += 3_600_000;
  }
});

test('a name that many devices are wrong about makes each of them wait sooner, and lets its guest in', async () => {
  const here = await startEngine();
  const guestId = addGuest(here.venue, 'anna', { password: 'correct horse' });
  entitle(here.db, guestId, addProduct(here.db));
  for (let device = 1; device <= MOST_WRONG_FOR_NAME; device++) {
    expect(await tryCode(here, 'anna', device, 'wrong')).toMatch(NOT_RECOGNISED);
  }
  expect(await tryCode(here, 'anna', 30, 'wrong')).toMatch(NOT_RECOGNISED);
  expect(await tryCode(here, 'anna', 30, 'wrong')).toMatch(NOT_RECOGNISED);
  expect(await tryCode(here, 'anna', 30, 'correct horse')).toMatch(WAIT);
  expect(await tryCode(here, 'anna', 31, 'correct horse')).toBe('in');
});

test('MAC logins are nobody’s guesses: the router asks for every phone that comes by', async () => {
  const here = await hotel();
  for (let i = 0; i < MOST_WRONG_OF_DEVICE + 5; i++) await tryCode(here, macOf(1), 1);
  expect(await tryCode(here, code, 1)).toBe('in');
});

test('without a device address the name has to wait on that router, and not elsewhere', async () => {
  const here = await startEngine();
  const guestId = addGuest(here.venue, 'anna', { password: 'correct horse' });
  entitle(here.db, guestId, addProduct(here.db));
  const ask = async (username: string, password: string) =>
    (await here.nas.login({ username, password, attributes: [] })).code;
  for (let i = 0; i < MOST_WRONG_OF_DEVICE; i++) await ask('anna', 'wrong');
  expect(await ask('anna', 'correct horse')).toBe('Access-Reject');
  expect(await tryCode(here, 'anna', 1, 'correct horse')).toBe('in');
});

test('a clock that is set back makes nobody wait longer', async () => {
  const here = await hotel();
  await guess(here, MOST_WRONG_OF_DEVICE, 1);
  here.clock.nowMs -= 3_600_000;
  expect(await tryCode(here, code, 1)).toBe('in');
});
