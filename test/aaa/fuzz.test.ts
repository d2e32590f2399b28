/**
 * Datagrams nobody meant, at the whole access engine: whatever names, devices, services and counters they carry, nobody
 * is let in who should not be, nothing breaks, and the guest who is one still gets in. 10,000 in the normal run,
 * 200,000 with GATEHOUSE_LONG=1.
 */
import { expect, test } from 'vitest';
import { attribute } from '../../main/radius/attributes';
import { Exchange, ODD_PASSWORD, ODD_USERNAME, OddDatagrams, type Fate } from '../fakes/odd-datagrams';
import { LONG, randomFrom } from '../fakes/random';
import { addGuest, addProduct, entitle, hotspotFrom, logIn, MINUTE_MS, SECRET, startEngine } from './support';

const DATAGRAMS = LONG ? 200_000 : 10_000;
const WINDOW = 24;
const APART_MS = 10 * MINUTE_MS;

test(
  `${DATAGRAMS} datagrams nobody meant let nobody in and break nothing`,
  async () => {
    const seed = Date.now() % 0x7fff_ffff;
    const here = await startEngine();
    entitle(here.db, addGuest(here.venue, ODD_USERNAME, { password: ODD_PASSWORD }), addProduct(here.db));
    const exchange = await Exchange.open(here.nas, SECRET);
    const source = new OddDatagrams(randomFrom(seed), SECRET);
    // From its first signed login on, the router is known to sign.
    const login = { username: ODD_USERNAME, password: ODD_PASSWORD, attributes: hotspotFrom(1) };
    expect((await here.nas.login(login)).code).toBe('Access-Accept');
    let accepted = 0;
    for (let sent = 0; sent < DATAGRAMS; sent += WINDOW) {
      const became = await exchange.send(Array.from({ length: WINDOW }, () => source.next()));
      for (const { sent: one, fate } of became) {
        if (fate === 'accept') accepted++;
        if (!isRight(one.fate, fate)) {
          throw new Error(`seed ${seed}: ${one.kind}: ${fate}, not ${one.fate}: ${one.datagram.toString('hex')}`);
        }
      }
      // So far apart wrong passwords are not taken for guesses of one device, which would have to wait.
      here.clock.nowMs += APART_MS;
      here.engine.flush();
    }
    exchange.close();
    expect(here.events.filter(({ kind }) => kind === 'mistake' || kind === 'fault')).toEqual([]);
    expect(logIn(here).filter(({ reason }) => reason === 'own-mistake')).toEqual([]);
    // Both outcomes have been seen, or this proves nothing.
    expect(accepted).toBeGreaterThan(DATAGRAMS / 20);
    expect((await here.nas.login(login)).code).toBe('Access-Accept');
    const start = [attribute('Acct-Status-Type', 1), attribute('User-Name', ODD_USERNAME), ...hotspotFrom(1)];
    expect((await here.nas.account(start)).code).toBe('Accounting-Response');
  },
  LONG ? 3_600_000 : 300_000,
);

/** Odd services and devices may cost a guest the login, but not the answer; nothing else is ever let in. */
function isRight(expected: Fate, fate: Fate): boolean {
  return expected === 'accept' ? fate === 'accept' || fate === 'reject' : fate !== 'accept';
}
