/** From the real venue to a rehearsal beside it: the built service as a process of its own. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRunning } from '../main/doors/instance';
import { createRehearsalStarter, type RehearsalStarter } from '../main/start-rehearsal';

const SERVICE = join(import.meta.dirname, '../out/main/service.js');

let folder: string;
let starters: RehearsalStarter[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  starters = [];
});
afterEach(async () => {
  for (const starter of starters) await starter.stop();
  rmSync(folder, { recursive: true, force: true });
});

function createStarter(...args: string[]): RehearsalStarter {
  const starter = createRehearsalStarter({ command: { program: process.execPath, args }, mode: 'service', folder });
  starters.push(starter);
  return starter;
}

describe('a rehearsal beside the venue', () => {
  it('is started once, found by whoever starts it again, and ended by whoever started it', async () => {
    expect(existsSync(SERVICE), 'not built: run "npm run build" first').toBe(true);
    const starter = createStarter(SERVICE);
    const [first, second] = await Promise.all([starter.start(), starter.start()]);
    expect(second).toEqual(first);
    const answer = await fetch(`${first.url!}/rpc/venue/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: first.url! },
      body: '{}',
    });
    expect(await answer.json()).toMatchObject({ json: { demo: true, phase: 'ready', dataFolder: folder, faults: [] } });

    const another = createStarter(SERVICE);
    expect(await another.start()).toEqual(first);
    await another.stop();
    expect(await findRunning(folder, 0)).toMatchObject({ url: first.url });
    await starter.stop();
    expect(await findRunning(folder, 0)).toBeUndefined();
  });

  it('that does not come up is a fault with a remedy, not an endless wait', async () => {
    await expect(createStarter(join(folder, 'nothing-here.js')).start()).rejects.toMatchObject({
      code: 'REHEARSAL_NOT_STARTED',
      params: { folder },
    });
  });
});
