/** Entry of `npm run gatehouse`; needs no database and no Electron. */
import { readFileSync } from 'node:fs';
import { runGatehouse } from './gatehouse';

process.exitCode = await runGatehouse(process.argv.slice(2), {
  out: (line) => console.log(line),
  complain: (line) => console.error(line),
  input: () => readFileSync(process.stdin.fd, 'utf8'),
  forPerson: process.stdout.isTTY,
});
