/** Puts a copy in place and is killed without warning at its n-th touch of the file system: `node … FILE STAGED COPIES N`. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [file, staged, copies, killAt] = process.argv.slice(2) as [string, string, string, string];
let touches = 0;

const touching = ['mkdirSync', 'linkSync', 'renameSync', 'rmSync', 'fsyncSync', 'openSync', 'closeSync'] as const;
for (const name of touching) {
  const original = fs[name] as (...words: unknown[]) => unknown;
  (fs as Record<string, unknown>)[name] = (...words: unknown[]) => {
    touches++;
    if (touches === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    return original(...words);
  };
}
syncBuiltinESMExports();

const { putInPlace } = await import('../../db/restore');
touches = 0;
putInPlace(file, staged, copies, 1_000);
console.log(touches);
