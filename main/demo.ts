/** Makes the demo hotel in a folder of its own at its first start. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillDemo } from '../db/demo';
import type { Db } from '../db/open';
import { hashPassword } from './office/passwords';
import { makeSecret } from './office/routers';

export interface DemoAccess {
  /** Secret of the demo's router at 127.0.0.1. */
  readonly routerSecret: string;
  readonly ownerName: string;
  readonly ownerPassword: string;
}

const accessFile = (dataFolder: string): string => join(dataFolder, 'demo-access.json');

/** Fills a fresh file and writes down (0600) what the demo prints at every start. */
export async function fillDemoVenue(db: Db, dataKey: Uint8Array, dataFolder: string, nowMs: number): Promise<void> {
  const access: DemoAccess = {
    routerSecret: makeSecret(),
    ownerName: 'Olivia',
    ownerPassword: randomBytes(9).toString('base64url'),
  };
  fillDemo(db, dataKey, {
    nowMs,
    ownerName: access.ownerName,
    ownerPasswordHash: await hashPassword(access.ownerPassword),
    routerSecret: access.routerSecret,
  });
  writeFileSync(accessFile(dataFolder), JSON.stringify(access), { mode: 0o600 });
}

/** What the demo made at its first start; undefined when the folder holds no demo. */
export function readDemoAccess(dataFolder: string): DemoAccess | undefined {
  const file = accessFile(dataFolder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoAccess) : undefined;
}
