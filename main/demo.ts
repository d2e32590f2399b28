/** Makes the demo hotel, which is what one rehearses in, in a folder of its own at its first start. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillDemo } from '../db/demo';
import type { Db } from '../db/open';
import { isRehearsalFile } from '../db/rehearsal-mark';
import { Fault } from '../preload/contract/faults';
import { hashPassword } from './office/passwords';
import { makeSecret } from './office/routers';

export interface DemoAccess {
  /** Secret of the demo's router at 127.0.0.1. */
  readonly routerSecret: string;
  readonly ownerName: string;
  readonly ownerPassword: string;
}

const accessFile = (dataFolder: string): string => join(dataFolder, 'demo-access.json');

/**
 * A rehearsal and a real venue never share a folder, not even by mistake: asked before anything of it is opened.
 * @throws Fault FOLDER_HOLDS_REHEARSAL, FOLDER_HOLDS_VENUE
 */
export function assertKindOfFolder(dataFolder: string, databaseFile: string, demo: boolean): void {
  const rehearsal = existsSync(accessFile(dataFolder)) || isRehearsalFile(databaseFile);
  if (rehearsal && !demo) throw new Fault('FOLDER_HOLDS_REHEARSAL', { folder: dataFolder });
  if (demo && !rehearsal && isThere(databaseFile)) throw new Fault('FOLDER_HOLDS_VENUE', { folder: dataFolder });
}

/** An empty file is what a start that was cut off leaves. */
function isThere(databaseFile: string): boolean {
  return (statSync(databaseFile, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Makes what the demo prints at every start (0600), unless it is there: the folder is a rehearsal's from here on. */
export function prepareDemoFolder(dataFolder: string): void {
  if (existsSync(accessFile(dataFolder))) return;
  const access: DemoAccess = {
    routerSecret: makeSecret(),
    ownerName: 'Olivia',
    ownerPassword: randomBytes(9).toString('base64url'),
  };
  writeFileSync(accessFile(dataFolder), JSON.stringify(access), { mode: 0o600 });
}

/** Fills a fresh file of a prepared folder. */
export async function fillDemoVenue(db: Db, dataKey: Uint8Array, dataFolder: string, nowMs: number): Promise<void> {
  const access = readDemoAccess(dataFolder);
  if (access === undefined) throw new Error('The folder of the demo was not prepared');
  fillDemo(db, dataKey, {
    nowMs,
    ownerName: access.ownerName,
    ownerPasswordHash: await hashPassword(access.ownerPassword),
    routerSecret: access.routerSecret,
  });
}

/** What the demo made at its first start; undefined when the folder holds no demo. */
export function readDemoAccess(dataFolder: string): DemoAccess | undefined {
  const file = accessFile(dataFolder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoAccess) : undefined;
}
