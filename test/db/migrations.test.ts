/** Every migration after the first, from the version before it with rows in the file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { advanceJob, listOpenJobs } from '../../db/queries/print-jobs';
import { openDatabase, type Db } from '../../db/open';
import { addGuest, addProduct, emptyVenue, morning, saleRow, sellTicket, temporaryFolder } from './support';
import { listChangesOfGuest } from '../../db/queries/history';
import { updateSums } from '../../main/office/report-sums';
import { copyMigrations } from '../fakes/old-venue';
import { unwatched } from '../fakes/watch';
import { rights as everyRight, rightsOf } from '../../preload/contract/rights';

/** The migrations up to and including that number. */
function migrationsUpTo(number: number): string {
  const folder = join(temporaryFolder(), 'migrations');
  copyMigrations(folder, number);
  return folder;
}

/** Opens a file of version `number - 1`, fills it, and opens it again with version `number`, or a later one. */
function migrateTo(number: number, fill: (db: Db) => void, till = number): Db {
  const folder = temporaryFolder();
  const file = join(folder, 'gatehouse.sqlite');
  const open = (version: number): Db =>
    openDatabase(file, {
      migrationsFolder: migrationsUpTo(version),
      ...{ copiesFolder: join(folder, 'copies'), nowMs: morning },
    });
  const before = open(number - 1);
  fill(before);
  before.close();
  const after = open(till);
  onTestFinished(() => after.close());
  return after;
}

const found = (db: Db, text: string): readonly unknown[] =>
  db.sqlite.prepare('select rowid from guest_search where guest_search match ? order by rowid').pluck().all(text);

const columnsOf = (db: Db, index: string): readonly unknown[] =>
  db.sqlite.prepare('select name from pragma_index_info(?)').pluck().all(index);

describe('0001, fewer index writes', () => {
  test('keeps sessions and log, and looks for open sessions by their start', () => {
    const db = migrateTo(1, (before) => {
      const guest = addGuest(before, 'anna').id;
      sellTicket(before, addProduct(before, 'Day').id, 'K7MPX3');
      for (const endedAtMs of [null, morning]) {
        before.sqlite
          .prepare(
            `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms,
               last_heard_at_ms, ended_at_ms, interim_sec) values (1, '80100001', ?, 'anna', '', ?, ?, ?, 60)`,
          )
          .run(guest, morning, morning, endedAtMs);
      }
      before.sqlite
        .prepare(
          `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address)
             values (?, 'access', 'accept', 'ok', 'let in', '127.0.0.1')`,
        )
        .run(morning);
    });
    expect(columnsOf(db, 'sessions_open')).toEqual(['started_at_ms']);
    expect(columnsOf(db, 'radius_log_by_time')).toEqual([]);
    const open = db.sqlite.prepare('select count(*) from sessions indexed by sessions_open where ended_at_ms is null');
    expect(open.pluck().get()).toBe(1);
    expect(db.sqlite.prepare('select count(*) from sessions').pluck().get()).toBe(2);
    expect(db.sqlite.prepare('select count(*) from radius_log').pluck().get()).toBe(1);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0002, guests as persons', () => {
  test('finds everybody again by what they were found by before, and by what is added', () => {
    const db = migrateTo(2, (before) => {
      addGuest(before, 'anna', { display_name: 'José García', room: '12-B', note: 'late arrival' });
      addGuest(before, 'berta', { room: '112' });
    });
    for (const text of ['anna', 'garcia', '"12"*', 'lat*']) expect(found(db, text)).toEqual([1]);
    const write = db.sqlite.prepare(
      `insert into guest_persons (guest_id, last_name, calling_code, mobile, email, pms_code) values (?, ?, ?, ?, ?, ?)`,
    );
    write.run(2, 'Dvořáková', '39', '3331234567', 'berta@example.com', 'R-77');
    for (const text of ['dvorakova', '"3331"*', '"39333"*', 'example', 'berta', '"112"'])
      expect(found(db, text)).toEqual([2]);
    db.sqlite.prepare('update guest_persons set last_name = null').run();
    expect(found(db, 'dvorakova')).toEqual([]);
    db.sqlite.prepare('delete from guest_persons').run();
    expect(found(db, '"3331"*')).toEqual([]);
    expect(found(db, 'berta')).toEqual([2]);
    db.sqlite.prepare('delete from guests where id = 2').run();
    expect(found(db, 'berta')).toEqual([]);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('keeps persons out that nobody is', () => {
    const db = migrateTo(2, (before) => void addGuest(before, 'anna'));
    const write = db.sqlite.prepare('insert into guest_persons (guest_id, birth_year, latitude) values (?, ?, ?)');
    expect(() => write.run(9, null, null)).toThrow(/FOREIGN KEY/);
    expect(() => write.run(1, 1066, null)).toThrow(/CHECK/);
    expect(() => write.run(1, null, 91)).toThrow(/CHECK/);
    expect(write.run(1, 1966, 45.4).changes).toBe(1);
    expect(() => write.run(1, null, null)).toThrow(/UNIQUE/);
  });
});

describe('0003, shifts', () => {
  test('keeps sales and shifts, closed ones without a count, and lets no money into a closed shift', () => {
    const db = migrateTo(3, (before) => {
      sellTicket(before, addProduct(before, 'Day').id, 'K7MPX3');
      before.sqlite.prepare('update shifts set closed_at_ms = ?').run(morning);
      before.sqlite
        .prepare(
          `insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state)
             values (?, 1, 'Reception', '[1]', 0, 'Anna', 'printed')`,
        )
        .run(morning);
    });
    expect(
      db.sqlite.prepare('select amount_minor, list_price_minor, price_reason, request_id from sales').all(),
    ).toEqual([{ amount_minor: 500, list_price_minor: null, price_reason: null, request_id: null }]);
    expect(db.sqlite.prepare('select shift_id from print_jobs').pluck().all()).toEqual([null]);
    expect(db.sqlite.prepare('select count(*) from shift_closings').pluck().get()).toBe(0);
    expect(() => sellIntoShift(db, 1)).toThrow('a closed shift takes no more money');
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('never lets a count or a movement of cash be changed or removed', () => {
    const db = emptyVenue();
    db.sqlite.exec(`
      insert into shifts (id, operator_id, operator_name, opened_at_ms) values (1, 7, 'Anna', 0);
      insert into cash_movements (shift_id, at_ms, operator_id, operator_name, kind, amount_minor, currency)
        values (1, 0, 7, 'Anna', 'float', 5000, 'EUR');
      insert into shift_closings (shift_id, at_ms, operator_id, operator_name, currency, expected_minor, counted_minor,
        reprints) values (1, 0, 7, 'Anna', 'EUR', 5000, 5000, 0);`);
    for (const table of ['cash_movements', 'shift_closings']) {
      expect(() => db.sqlite.exec(`update ${table} set currency = 'USD'`)).toThrow('append-only');
      expect(() => db.sqlite.exec(`delete from ${table}`)).toThrow('append-only');
    }
  });
});

function sellIntoShift(db: Db, shiftId: number): void {
  const sale = saleRow({ shift_id: shiftId, change_id: 1, guest_id: 1, entitlement_id: 1 });
  const columns = Object.keys(sale);
  db.sqlite
    .prepare(`insert into sales (${columns.join()}) values (${columns.map((column) => `@${column}`).join()})`)
    .run(sale);
}

describe('0004, backups', () => {
  test('leaves the venue as it was, with no other folder for backups', () => {
    const db = migrateTo(4, (before) => addVenue(before));
    const venue = db.sqlite.prepare('select name, check_out_minute, backup_folder from venue').get();
    expect(venue).toEqual({ name: 'Hotel Test', check_out_minute: 600, backup_folder: null });
    const write = db.sqlite.prepare(
      `insert into backups (at_ms, reason, state, fault_code, file_name, took_ms, away, away_folder)
         values (1, 'night', ?, ?, ?, 5, ?, ?)`,
    );
    expect(write.run('verified', null, 'a.backup', 'none', null).changes).toBe(1);
    expect(write.run('failed', 'DISK_FULL', null, 'none', null).changes).toBe(1);
    expect(() => write.run('verified', null, null, 'none', null)).toThrow(/CHECK/);
    expect(() => write.run('failed', null, null, 'none', null)).toThrow(/CHECK/);
    expect(() => write.run('verified', null, 'a.backup', 'missing', null)).toThrow(/CHECK/);
  });
});

function addVenue(db: Db): void {
  db.sqlite
    .prepare(
      `insert into venue (id, name, country, currency, time_zone, language, check_out_minute, recovery_sealed, created_at_ms)
         values (1, 'Hotel Test', 'IT', 'EUR', 'Europe/Rome', 'en', 600, x'00', 1)`,
    )
    .run();
}
/** As that version undid a change: today's undo asks columns it did not have. */
function takeBack(db: Db, changeId: number): void {
  db.sqlite
    .prepare(
      `insert into changes (at_ms, operator_name, via, kind, of_change_id, action, params)
         select at_ms, operator_name, via, 'undo', id, action, params from changes where id = ?`,
    )
    .run(changeId);
  db.sqlite
    .prepare(
      `insert into change_rows (change_id, table_name, row_id, before)
         select (select max(id) from changes), table_name, row_id, after from change_rows where change_id = ?`,
    )
    .run(changeId);
  db.sqlite.exec('delete from entitlements where guest_id = 3; delete from guests where id = 3');
}

describe('0005, the history of a guest', () => {
  test('finds what was done before, also with what is no more', () => {
    const db = migrateTo(
      5,
      (before) => {
        const { guestId } = sellTicket(before, addProduct(before, 'Day').id, 'K7MPX3');
        addGuest(before, 'berta');
        takeBack(before, sellTicket(before, 1, 'AAAAAA').changeId);
        expect(guestId).toBe(1);
      },
      Infinity,
    );
    expect(listChangesOfGuest(db, 1, 10).map(({ action }) => action)).toEqual(['sell-ticket']);
    expect(listChangesOfGuest(db, 3, 10).map(({ kind }) => kind)).toEqual(['undo', 'do']);
  });
});

describe('0006, cards and vouchers', () => {
  test('keeps guests, none of which is a card, and keeps out what no batch has', () => {
    const db = migrateTo(6, (before) => {
      addGuest(before, 'anna');
      sellTicket(before, addProduct(before, 'Day').id, 'K7MPX3');
    });
    expect(found(db, 'anna')).toEqual([1]);
    expect(db.sqlite.prepare('select count(*) from cards').pluck().get()).toBe(0);
    const batch = db.sqlite.prepare(
      `insert into batches (kind, name, product_id, domain_id, count, code_alphabet, code_length, sold_at_desk,
         price_minor, price_printed, created_at_ms) values ('cards', 'Roll', 1, 1, ?, 'mixed', 6, 0, 500, 1, 0)`,
    );
    expect(() => batch.run(10_001)).toThrow(/CHECK/);
    expect(batch.run(2).changes).toBe(1);
    const card = db.sqlite.prepare('insert into cards (id, batch_id, serial) values (?, ?, ?)');
    expect(() => card.run(1, 9, 1)).toThrow(/FOREIGN KEY/);
    expect(card.run(1, 1, 1).changes).toBe(1);
    expect(() => card.run(2, 1, 1)).toThrow(/UNIQUE/);
    const voucher = db.sqlite.prepare(
      `insert into vouchers (batch_id, serial, code, code_key, redeemed_at_ms) values (1, ?, ?, ?, ?)`,
    );
    expect(() => voucher.run(1, 'V1', 'v1', 5)).toThrow(/CHECK/);
    expect(voucher.run(1, 'V1', 'v1', null).changes).toBe(1);
    expect(() => voucher.run(2, 'v1', 'v1', null)).toThrow(/UNIQUE/);
  });
});

describe('0007, sums for the reports', () => {
  test('starts without sums, and they are made from what was there before', async () => {
    const db = migrateTo(
      7,
      (before) => {
        addVenue(before);
        sellTicket(before, addProduct(before, 'Day').id, 'K7MPX3');
        before.sqlite.exec(`
        insert into sessions (router_id, acct_session_id, username, mac_address, started_at_ms, last_heard_at_ms,
          ended_at_ms, interim_sec, chained) values (1, '80100001', 'anna', '', ${morning}, ${morning}, ${morning}, 60, 1);
        insert into session_chain (session_id, hash) values (1, x'00');`);
        // The sums are made by the program of today, for which the file has to be of today.
      },
      Infinity,
    );
    expect(db.sqlite.prepare('select count(*) from report_state').pluck().get()).toBe(0);
    await updateSums(db, unwatched);
    expect(db.sqlite.prepare('select sum(sessions) from usage_days').pluck().get()).toBe(1);
    expect(db.sqlite.prepare('select sum(amount_minor) from sales_days').pluck().get()).toBe(500);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0008, roles of single rights', () => {
  const addOperator = (db: Db, name: string, level: string): void => {
    db.sqlite
      .prepare(
        `insert into operators (name, name_key, role_id, password_hash, created_at_ms)
           values (?, ?, (select id from roles where level = ?), 'none', ?)`,
      )
      .run(name, name.toLowerCase(), level, morning);
  };
  const roleOf = (db: Db, name: string) =>
    db.sqlite
      .prepare('select r.kind, r.rights from operators o join roles r on r.id = o.role_id where o.name = ?')
      .get(name) as { readonly kind: string; readonly rights: string | null };

  test('leaves everybody what they could do, and the new manager without technical settings', () => {
    const db = migrateTo(8, (before) => {
      addOperator(before, 'Olivia', 'owner');
      addOperator(before, 'Marta', 'manager');
      addOperator(before, 'Dora', 'desk');
    });
    expect(roleOf(db, 'Olivia')).toEqual({ kind: 'owner', rights: null });
    expect(roleOf(db, 'Dora')).toEqual({ kind: 'desk', rights: null });
    const { kind, rights } = roleOf(db, 'Marta');
    expect(kind).toBe('own');
    expect(rightsOf('own', JSON.parse(rights!) as string[])).toEqual(
      everyRight.filter((right) => right !== 'operators' && right !== 'restore'),
    );
    expect(db.sqlite.prepare('select kind from roles order by kind').pluck().all()).toEqual([
      ...['desk', 'installer', 'manager', 'own', 'owner'],
    ]);
  });

  test('makes no own role where nobody is a manager, and keeps the file sound', () => {
    const db = migrateTo(8, (before) => addOperator(before, 'Olivia', 'owner'));
    expect(db.sqlite.prepare(`select count(*) from roles where kind = 'own'`).pluck().get()).toBe(0);
    expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(() => db.sqlite.exec(`insert into roles (name, kind) values ('Second owner', 'owner')`)).toThrow(/UNIQUE/);
    expect(() => db.sqlite.exec(`insert into roles (name, kind) values ('Own', 'own')`)).toThrow(/CHECK/);
  });
});

describe('0009, terms and privacy texts', () => {
  test('keeps what guests accepted before there were texts, and lets no text change', () => {
    const db = migrateTo(9, (before) => {
      addGuest(before, 'anna');
      before.sqlite.exec(`insert into guest_persons (guest_id, last_name, terms_accepted_at_ms, terms_version)
        values (1, 'Groß', 5, 'paper 2024')`);
    });
    const person =
      'select terms_accepted_at_ms as at, terms_version as version, terms_version_id as id from guest_persons';
    expect(db.sqlite.prepare(person).get()).toEqual({ at: 5, version: 'paper 2024', id: null });
    expect(found(db, 'Groß')).toHaveLength(1);
    db.sqlite.exec(`
      insert into legal_versions (kind, number, published_at_ms, operator_name) values ('terms', 1, 5, 'Anna');
      insert into legal_texts (version_id, language, body, published_at_ms, operator_name) values (1, 'en', 'x', 5, 'Anna');
      update guest_persons set terms_version_id = 1;`);
    expect(() => db.sqlite.exec(`update legal_texts set body = 'y'`)).toThrow(/never changes/);
    expect(() => db.sqlite.exec(`delete from legal_texts; delete from legal_versions`)).toThrow(/FOREIGN KEY/);
    const twice = `insert into legal_versions (kind, number, published_at_ms, operator_name) values ('terms', 1, 6, 'Anna')`;
    expect(() => db.sqlite.exec(twice)).toThrow(/UNIQUE/);
    expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
  });
});

describe('0010, ticket templates', () => {
  test('leaves products and waiting paper as they were, with the ticket that comes with the program', () => {
    const db = migrateTo(10, (before) => {
      addProduct(before, '1 day');
      before.sqlite.exec(
        `insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state)
           values (${morning}, 1, 'Reception', '[7]', 0, 'Olivia', 'waiting')`,
      );
    });
    const product = db.sqlite.prepare('select name, ticket_template_id from products').get();
    expect(product).toEqual({ name: '1 day', ticket_template_id: null });
    const job = db.sqlite.prepare('select guest_ids, state, template_id from print_jobs').get();
    expect(job).toEqual({ guest_ids: '[7]', state: 'waiting', template_id: null });
    expect(db.sqlite.prepare('select count(*) from ticket_templates').pluck().get()).toBe(0);
  });

  test('holds one default, keeps a password exactly where the Wi-Fi has one, and no template that a product follows goes', () => {
    const db = migrateTo(10, () => undefined);
    const add = (name: string, isDefault: 0 | 1, security: string, password: Buffer | null): number =>
      Number(
        db.sqlite
          .prepare(
            `insert into ticket_templates (name, blocks, cards_per_page, is_default, wifi_security, wifi_password_sealed,
               created_at_ms) values (?, '[]', 10, ?, ?, ?, ?)`,
          )
          .run(name, isDefault, security, password, morning).lastInsertRowid,
      );
    const first = add('Pool', 1, 'wpa', Buffer.of(1));
    expect(() => add('Bar', 1, 'open', null)).toThrow(/UNIQUE/);
    expect(() => add('Pool', 0, 'open', null)).toThrow(/UNIQUE/);
    expect(() => add('Bar', 0, 'wpa', null)).toThrow(/CHECK/);
    expect(() => add('Bar', 0, 'open', Buffer.of(1))).toThrow(/CHECK/);
    const productId = addProduct(db, '1 day').id;
    db.sqlite.prepare('update products set ticket_template_id = ? where id = ?').run(first, productId);
    expect(() => db.sqlite.prepare('delete from ticket_templates').run()).toThrow(/FOREIGN KEY/);
  });
});

describe('0011, erased guests', () => {
  test('keeps history as it is and append-only, but for what an erasure has in hand', () => {
    const db = migrateTo(11, (before) => {
      before.sqlite.exec(`
        insert into changes (id, at_ms, operator_name, via, kind, action, params)
          values (1, 5, 'Olivia', 'window', 'do', 'add-guest', '{"name":"anna"}');
        insert into change_rows (change_id, table_name, row_id, after) values (1, 'guests', 7, '{"id":7,"username":"anna"}')`);
    });
    const history = () => ['changes', 'change_rows'].map((table) => db.sqlite.prepare(`select * from ${table}`).all());
    expect(history()).toMatchObject([[{ params: '{"name":"anna"}' }], [{ after: '{"id":7,"username":"anna"}' }]]);
    const forget = `update changes set params = '{}'; update change_rows set after = '{}'`;
    expect(() => db.sqlite.exec(forget)).toThrow('append-only');
    db.sqlite.exec('insert into erased_guests (guest_id, erased_at_ms, in_hand) values (7, 1, 1)');
    db.sqlite.exec(forget);
    expect(() => db.sqlite.exec('update change_rows set after = null')).toThrow('append-only');
    expect(() => db.sqlite.exec('delete from changes')).toThrow('append-only');
    db.sqlite.exec('update erased_guests set in_hand = 0');
    expect(() => db.sqlite.exec(forget)).toThrow('append-only');
  });
});

describe('0012, imports of guests', () => {
  test('knows of nothing that was cut off before, and refuses two mappings for the same headings', () => {
    const db = migrateTo(12, (before) => void addGuest(before, 'anna'));
    expect(db.sqlite.prepare('select count(*) from unfinished_changes').pluck().get()).toBe(0);
    expect(db.sqlite.prepare('select username from guests').pluck().all()).toEqual(['anna']);
    const mapping = db.sqlite.prepare(
      `insert into import_mappings (signature, fields, used_at_ms) values ('a', '[]', 0)`,
    );
    mapping.run();
    expect(() => mapping.run()).toThrow(/UNIQUE/);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0013, PINs of operators', () => {
  test('leaves everybody without one, and windows lock themselves after five minutes', () => {
    const db = migrateTo(13, (before) => {
      addVenue(before);
      before.sqlite.exec(`
        insert into operators (name, name_key, role_id, password_hash, created_at_ms)
          values ('Olivia', 'olivia', (select id from roles where kind = 'owner'), 'none', ${morning})`);
    });
    expect(db.sqlite.prepare('select name, pin_hash from operators').all()).toEqual([
      { name: 'Olivia', pin_hash: null },
    ]);
    expect(db.sqlite.prepare('select lock_after_min from venue').pluck().get()).toBe(5);
    expect(() => db.sqlite.exec('update venue set lock_after_min = 721')).toThrow(/CHECK/);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0014, how long data is kept', () => {
  test('keeps everything for good until somebody says otherwise', () => {
    const db = migrateTo(14, (before) => addVenue(before));
    expect(db.sqlite.prepare('select count(*) from retention_rules').pluck().get()).toBe(0);
    const rule = db.sqlite.prepare('insert into retention_rules (data_class, keep_days, set_at_ms) values (?, ?, 5)');
    expect(() => rule.run('sales', 90)).toThrow(/CHECK/);
    expect(() => rule.run('marketing', 0)).toThrow(/CHECK/);
    expect(rule.run('marketing', 730).changes).toBe(1);
    expect(() => rule.run('marketing', 30)).toThrow(/UNIQUE/);
  });
});

describe('0015, the scope of operators', () => {
  test('leaves everybody seeing the whole venue, below nobody', () => {
    const db = migrateTo(15, (before) => {
      addVenue(before);
      before.sqlite.exec(`
        insert into operators (name, name_key, role_id, password_hash, created_at_ms)
          values ('Olivia', 'olivia', (select id from roles where kind = 'owner'), 'none', ${morning})`);
    });
    expect(db.sqlite.prepare('select name, parent_id, guest_prefix from operators').all()).toEqual([
      { name: 'Olivia', parent_id: null, guest_prefix: null },
    ]);
    expect(db.sqlite.prepare('select count(*) from operator_domains').pluck().get()).toBe(0);
    expect(() => db.sqlite.exec('update operators set parent_id = id')).toThrow(/CHECK/);
    expect(() => db.sqlite.exec('update operators set parent_id = 99')).toThrow(/FOREIGN KEY/);
    expect(() => db.sqlite.exec(`update operators set guest_prefix = ''`)).toThrow(/CHECK/);
    const bind = db.sqlite.prepare('insert into operator_domains (operator_id, domain_id) select id, ? from operators');
    const domainId = db.sqlite.prepare('select min(id) from domains').pluck().get();
    expect(bind.run(domainId).changes).toBe(1);
    expect(() => bind.run(domainId)).toThrow(/UNIQUE/);
    expect(() => bind.run(99)).toThrow(/FOREIGN KEY/);
    expect(() => db.sqlite.exec('delete from domains')).toThrow(/FOREIGN KEY/);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0016, arranged tiles', () => {
  test('keeps every product where its key had put it, sold tickets with it, and gives no number twice', () => {
    const db = migrateTo(16, (before) => {
      const key = (name: string, hotKey: number | null, order: number): number => {
        const product = addProduct(before, name, { sort_order: order });
        before.sqlite.prepare('update products set hot_key = ? where id = ?').run(hotKey, product.id);
        return product.id;
      };
      const [, , gone] = [key('Week', 7, 1), key('Staff', null, 2), key('Gone', null, 3)];
      sellTicket(before, key('Day', 2, 4), 'K7MPX3');
      before.sqlite.prepare('delete from products where id = ?').run(gone);
      before.sqlite.prepare(`update sqlite_sequence set seq = 9 where name = 'products'`).run();
    });
    const inOrder = db.sqlite.prepare('select name, pinned, hidden from products order by sort_order').all();
    expect(inOrder).toEqual(['Day', 'Week', 'Staff'].map((name) => ({ name, pinned: 0, hidden: 0 })));
    expect(db.sqlite.prepare('select p.name from entitlements e join products p on p.id = e.product_id').get()).toEqual(
      {
        name: 'Day',
      },
    );
    expect(addProduct(db, 'Month').id).toBe(10);
    expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('keeps domains open, and knows no fourth way to register', () => {
    const db = migrateTo(16, (before) => addVenue(before));
    expect(db.sqlite.prepare('select registration, language, keep_lowered_at_ms from domains').all()).toEqual([
      { registration: 'open', language: null, keep_lowered_at_ms: null },
    ]);
    const set = db.sqlite.prepare('update domains set registration = ?');
    expect(() => set.run('closed')).toThrow(/CHECK/);
    expect(set.run('person').changes).toBe(1);
  });
});

describe('0017, a printer that takes over', () => {
  test('keeps printers and jobs, none of which has a fallback', () => {
    const db = migrateTo(17, (before) => {
      before.sqlite.exec(`
        insert into printers (id, name, kind, target, paper_mm, is_default, created_at_ms)
          values (1, 'Reception', 'network', '10.0.0.9', 80, 1, 5), (2, 'Bar', 'network', '10.0.0.8', 58, 0, 5);
        insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state, attempts)
          values (5, 1, 'Reception', '[1]', 0, 'Anna', 'waiting', 2)`);
    });
    expect(db.sqlite.prepare('select name, fallback_id, fallback_after_sec from printers').raw().all()).toEqual([
      ['Reception', null, 0],
      ['Bar', null, 0],
    ]);
    const jobs = db.sqlite.prepare('select state, attempts, fallback_printer_id from print_jobs').raw().all();
    expect(jobs).toEqual([['waiting', 2, null]]);
    expect(() => db.sqlite.exec('update printers set fallback_after_sec = 301')).toThrow(/CHECK/);
    expect(() => db.sqlite.exec('update printers set fallback_id = 9')).toThrow(/FOREIGN KEY/);
    db.sqlite.exec('update printers set fallback_id = 2, fallback_after_sec = 30 where id = 1');
    expect(() => db.sqlite.exec('delete from printers where id = 2')).toThrow(/FOREIGN KEY/);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0018, runs of cards', () => {
  test('keeps the jobs there are, none of which is a run', () => {
    const db = migrateTo(18, (before) => {
      before.sqlite.exec(`
        insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state, attempts)
          values (5, 1, 'Reception', '[1]', 0, 'Anna', 'waiting', 2)`);
    });
    const [job] = listOpenJobs(db, 10);
    expect(job).toMatchObject({ guestIds: [1], batch: undefined, printedCount: 0 });
    advanceJob(db, job!.id, 1);
    expect(listOpenJobs(db, 10)).toMatchObject([{ printedCount: 1 }]);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0019, reasons of prices', () => {
  test('takes the words out of sales of guests erased before, and of nobody else', () => {
    const db = migrateTo(19, (before) => {
      before.sqlite.exec(`
        insert into operators (id, name, name_key, role_id, password_hash, created_at_ms)
          values (1, 'Olivia', 'olivia', (select id from roles where kind = 'owner'), 'none', 5);
        insert into shifts (id, operator_id, operator_name, opened_at_ms) values (1, 1, 'Olivia', 5);
        insert into erased_guests (guest_id, erased_at_ms) values (7, 5), (9, 5)`);
      const sale = before.sqlite.prepare(
        `insert into sales (kind, at_ms, shift_id, operator_id, operator_name, change_id, guest_id, entitlement_id, product_id,
           product_name, amount_minor, currency, payment, list_price_minor, price_reason)
         values ('sale', 5, 1, 1, 'Olivia', 1, ?, 1, 1, 'Day', 100, 'EUR', 'cash', ?, ?)`,
      );
      sale.run(7, 500, 'cousin of Anna');
      sale.run(7, null, null);
      sale.run(8, 500, 'cousin of Bruno');
      for (let one = 0; one < 100; one++) sale.run(9, 500, `cousin of Carla number ${one}`);
    });
    const sales = () => db.sqlite.prepare('select guest_id, price_reason from sales order by id limit 4').raw().all();
    const kept = [
      [7, 'erased-7'],
      [7, null],
      [8, 'cousin of Bruno'],
      [9, 'erased-9'],
    ];
    expect(sales()).toEqual(kept);
    expect(() => db.sqlite.exec(`update sales set price_reason = 'x' where price_reason is not null`)).toThrow(
      'append-only',
    );
    expect(sales()).toEqual(kept);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(db.file, 'latin1');
    expect(bytes).toContain('cousin of Bruno');
    expect(bytes).not.toContain('cousin of Anna');
    expect(bytes).not.toContain('Carla');
  });
});

describe('0020, erasing by time', () => {
  test('keeps the rules there are, gives no number twice, and knows how long persons are kept', () => {
    const db = migrateTo(20, (before) => {
      before.sqlite.exec(`
        insert into retention_rules (data_class, keep_days, set_at_ms) values ('marketing', 730, 5), ('radius-log', 90, 6);
        delete from retention_rules where data_class = 'radius-log'`);
    });
    const rules = db.sqlite.prepare('select id, data_class, keep_days, set_at_ms from retention_rules').raw().all();
    expect(rules).toEqual([[1, 'marketing', 730, 5]]);
    const rule = db.sqlite.prepare('insert into retention_rules (data_class, keep_days, set_at_ms) values (?, ?, 5)');
    expect(rule.run('persons', 365).lastInsertRowid).toBe(3);
    expect(() => rule.run('persons', 30)).toThrow(/UNIQUE/);
    expect(() => rule.run('guest-months', 0)).toThrow(/CHECK/);
    expect(() => rule.run('sales', 90)).toThrow(/CHECK/);
    expect(db.sqlite.prepare('select count(*) from unfinished_erasures').pluck().get()).toBe(0);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0021, tickets of a domain', () => {
  test('leaves every domain with the tickets of the venue, and knows no template that is not there', () => {
    const db = migrateTo(21, (before) => addVenue(before));
    expect(db.sqlite.prepare('select name, ticket_template_id from domains').raw().all()).toEqual([['Guests', null]]);
    const set = db.sqlite.prepare('update domains set ticket_template_id = ?');
    expect(() => set.run(9)).toThrow(/FOREIGN KEY/);
    db.sqlite.exec(`insert into ticket_templates (id, name, blocks, cards_per_page, wifi_security, created_at_ms)
      values (9, 'Camp', '[]', 10, 'open', 5)`);
    expect(set.run(9).changes).toBe(1);
    expect(() => db.sqlite.exec('delete from ticket_templates')).toThrow(/FOREIGN KEY/);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('0022, connections of the venue', () => {
  test('keeps the rules there are and what domains had of their own, and knows one more of the venue', () => {
    const db = migrateTo(22, (before) => {
      addVenue(before);
      before.sqlite.exec(`
        update domains set keep_sessions_days = 365, keep_lowered_at_ms = 4;
        insert into retention_rules (data_class, keep_days, set_at_ms) values ('persons', 730, 5), ('marketing', 90, 6);
        delete from retention_rules where data_class = 'marketing'`);
    });
    const rules = db.sqlite.prepare('select id, data_class, keep_days, set_at_ms from retention_rules').raw().all();
    expect(rules).toEqual([[1, 'persons', 730, 5]]);
    const domains = db.sqlite.prepare('select keep_sessions_days, keep_lowered_at_ms from domains').raw().all();
    expect(domains).toEqual([[365, 4]]);
    const rule = db.sqlite.prepare('insert into retention_rules (data_class, keep_days, set_at_ms) values (?, ?, 5)');
    expect(rule.run('connections', 180).lastInsertRowid).toBe(3);
    expect(() => rule.run('connections', 30)).toThrow(/UNIQUE/);
    expect(() => rule.run('sales', 90)).toThrow(/CHECK/);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
