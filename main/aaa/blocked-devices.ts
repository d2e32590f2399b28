/** MACs that some block names, in memory: a login of any other device need not ask the database for whom. */
import { listBlockedMacs } from '../../db/queries/access';
import { dataVersion } from '../../db/queries/versions';
import type { Db } from '../../db/open';

/** More blocks than any desk makes; beyond, every login asks the database. */
export const MOST_BLOCKED = 10_000;

export class BlockedDevices {
  readonly #db: Db;
  #version: number;
  /** Undefined: too many to keep. */
  #macs: ReadonlySet<string> | undefined;

  /** Reads the blocks. Throws what SQLite reports. */
  constructor(db: Db) {
    this.#db = db;
    this.#version = dataVersion(db);
    this.#macs = this.#read();
  }

  /**
   * Reads them again if anybody else has written to the file since. To be called once per batch.
   * @param version what `dataVersion` says now
   */
  refresh(version: number): void {
    if (version === this.#version) return;
    this.#macs = this.#read();
    this.#version = version;
  }

  /** False: nobody has blocked this device for anybody. */
  mayBeBlocked(macAddress: string): boolean {
    return this.#macs?.has(macAddress) ?? true;
  }

  #read(): ReadonlySet<string> | undefined {
    const macs = listBlockedMacs(this.#db, MOST_BLOCKED + 1);
    return macs.length > MOST_BLOCKED ? undefined : new Set(macs);
  }
}
