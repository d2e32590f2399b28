/** A venue in a process of its own that sells without pause and says so after each commit; crash.test.ts kills it. */
import { writeSync } from 'node:fs';
import { openDatabase } from '../../db/open';
import { openShiftOf } from '../../db/shifts';
import { writeChange } from '../../db/write';

const [file, migrationsFolder, copiesFolder] = process.argv.slice(2) as [string, string, string];
const db = openDatabase(file, { migrationsFolder, copiesFolder, nowMs: Date.now() });
const operator = { operatorId: 7, operatorName: 'Anna', via: 'window' } as const;
const STDOUT = 1;

for (;;) {
  const nowMs = Date.now();
  const changeId = writeChange(db, operator, { action: 'sell-ticket', params: { product: 'Day' } }, nowMs, (write) => {
    const code = `code ${write.changeId}`;
    const guestId = write.insert('guests', {
      ...{ domain_id: 1, kind: 'code', username: code, username_key: code },
      ...{ password_sealed: Buffer.alloc(40), created_at_ms: nowMs },
    });
    write.append('sales', {
      ...{ kind: 'sale', at_ms: nowMs, shift_id: openShiftOf(db.sqlite, operator, nowMs), operator_id: 7 },
      ...{ operator_name: 'Anna', guest_id: guestId, entitlement_id: 0, product_id: 1, product_name: 'Day' },
      ...{ amount_minor: 500, currency: 'EUR', payment: 'cash' },
    });
    return write.changeId;
  });
  // Synchronous: a line is in the pipe before the next change begins.
  writeSync(STDOUT, `${changeId}\n`);
}
