/** A login of days ago is looked for in a log of many thousand rows. */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { openDesk, test } from './desk-venue';

const ROWS = 23_000;

test('the RADIUS log says how far back it was searched, and goes on until it has found what is older', async ({
  page,
  venue,
}) => {
  fillLog(venue.dataFolder);
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'RADIUS log' }).click();
  await page.getByRole('searchbox', { name: 'Code, name, MAC or address' }).fill('anna');
  const older = page.getByRole('button', { name: 'Search further back' });
  await expect(page.getByText(/^Searched back to .*\.$/)).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'anna' })).toHaveCount(0);
  await older.click();
  await expect(page.getByRole('row').filter({ hasText: 'anna' })).toHaveCount(1);
  await older.click();
  await expect(page.getByText('This is where the log begins.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'anna' })).toHaveCount(2);
  await expect(older).toHaveCount(0);

  // Another search begins at the top.
  await page.getByRole('searchbox').fill('nobody');
  await expect(page.getByRole('row').filter({ hasText: 'nobody' })).toHaveCount(100);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'nobody' })).toHaveCount(200);
});

/** A row of each minute; anna's are two of the older ones. */
function fillLog(dataFolder: string): void {
  const db = new Database(join(dataFolder, 'gatehouse.sqlite'));
  db.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < @rows)
     insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username)
     select @nowMs - (@rows - i) * 60000, 'access', 'accept', 'ok', 'Let in.', '10.5.50.1',
       iif(i in (3000, 9000), 'anna', 'nobody') from n`,
  ).run({ rows: ROWS, nowMs: Date.now() });
  db.close();
}
