/**
 * FreeRADIUS 3 with rlm_sql_sqlite, configured to do as little as it can: credentials from SQL for PAP, accounting into
 * `radacct` with its own queries. Once with a row in `radpostauth` for each login, as its own default site has it with SQL
 * and as Gatehouse's RADIUS log does; once without. The database is WAL with synchronous=FULL (SQLite's default), as
 * Gatehouse's is.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FakeNas } from '../fakes/nas';
import { pinned, SERVER_CORE } from './cores';
import type { Ports } from './gatehouse';
import type { Credentials } from './job';
import { cpuMsOf, residentBytesOf, stopProcess, untilReady, type Target } from './target';

const SECRET = 'bench-secret-of-the-router';
const PROGRAMS = ['/usr/sbin/freeradius', '/usr/sbin/radiusd', '/usr/local/sbin/radiusd'];
const CONFIGURATIONS = ['/etc/freeradius/3.0', '/etc/raddb', '/usr/local/etc/raddb'];
const LIBRARIES = ['/usr/lib/freeradius', '/usr/lib64/freeradius', '/usr/local/lib'];

export interface FreeRadiusInstallation {
  readonly program: string;
  /** Where its stock queries and schema are. */
  readonly configuration: string;
  readonly libraries: string;
}

/** Where FreeRADIUS with SQLite is installed; otherwise one sentence that says what is missing. */
export function findFreeRadius(): FreeRadiusInstallation | string {
  const program = PROGRAMS.find((path) => existsSync(path));
  if (program === undefined)
    return 'FreeRADIUS is not installed (Debian: freeradius), so there is nothing to compare with.';
  const configuration = CONFIGURATIONS.find((path) => existsSync(join(path, 'mods-config/sql/main/sqlite/schema.sql')));
  const libraries = LIBRARIES.find((path) => existsSync(join(path, 'rlm_sql_sqlite.so')));
  if (configuration === undefined || libraries === undefined) {
    return 'FreeRADIUS is installed without its SQLite part (rlm_sql_sqlite), so there is nothing to compare with.';
  }
  return { program, configuration, libraries };
}

/** Whether each login leaves a row behind. */
export type LoginLog = 'writes logins down' | 'forgets logins';

/**
 * Starts it in `folder` with the given number of users.
 * @throws Error with its last words, when it does not start.
 */
export async function startFreeRadius(
  installation: FreeRadiusInstallation,
  folder: string,
  ports: Ports,
  users: number,
  log: LoginLog,
): Promise<Target> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'radius.db');
  const guests = fillDatabase(file, installation, users);
  writeFileSync(join(folder, 'radiusd.conf'), configurationText(installation, folder, file, ports, log));
  writeFileSync(join(folder, 'dictionary'), '');
  const [command, args] = pinned(SERVER_CORE, installation.program, [
    '-f',
    '-l',
    'stdout',
    '-d',
    folder,
    '-n',
    'radiusd',
  ]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const nas = new FakeNas({ secret: SECRET, ...ports });
  await untilReady(child, 'FreeRADIUS', () => answers(nas, guests[0]!));
  return {
    name: log === 'writes logins down' ? 'FreeRADIUS' : 'no login log',
    ...ports,
    secret: SECRET,
    guests,
    storedOctets: () => Promise.resolve(storedOctets(file)),
    cpuMs: () => cpuMsOf(child),
    residentBytes: () => residentBytesOf(child),
    stop: () => stopProcess(child),
  };
}

function fillDatabase(file: string, { configuration }: FreeRadiusInstallation, users: number): readonly Credentials[] {
  const guests = Array.from({ length: users }, (_, i) => ({ username: `bench${i}`, password: `password${i}` }));
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(readFileSync(join(configuration, 'mods-config/sql/main/sqlite/schema.sql'), 'utf8'));
  const check = db.prepare(
    "insert into radcheck (username, attribute, op, value) values (?, 'Cleartext-Password', ':=', ?)",
  );
  const reply = db.prepare("insert into radreply (username, attribute, op, value) values (?, ?, '=', ?)");
  db.transaction(() => {
    for (const { username, password } of guests) {
      check.run(username, password);
      reply.run(username, 'Session-Timeout', '604800');
      reply.run(username, 'Mikrotik-Rate-Limit', '2M/10M');
    }
  })();
  db.close();
  return guests;
}

function storedOctets(file: string): Readonly<Record<string, number>> {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('select acctsessionid, max(acctinputoctets) from radacct group by acctsessionid').raw().all();
  db.close();
  return Object.fromEntries(rows as [string, number][]);
}

async function answers(nas: FakeNas, { username, password }: Credentials): Promise<boolean> {
  const port = await nas.openPort('authentication');
  try {
    port.send(nas.accessRequest({ username, password }));
    return await Promise.race([
      port.next().then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 500)),
    ]);
  } finally {
    port.close();
  }
}

/** One worker thread: one core, and SQLite takes one writer at a time. */
function configurationText(
  { configuration, libraries }: FreeRadiusInstallation,
  folder: string,
  file: string,
  { authPort, acctPort }: Ports,
  log: LoginLog,
): string {
  return `
raddbdir = ${folder}
confdir = ${folder}
modconfdir = ${configuration}/mods-config
logdir = ${folder}
run_dir = ${folder}
libdir = ${libraries}
max_requests = 16384
hostname_lookups = no
log {
  destination = stdout
  auth = no
}
security {
  max_attributes = 200
  reject_delay = 0
  status_server = yes
}
proxy_requests = no
client bench {
  ipaddr = 127.0.0.1
  secret = ${SECRET}
}
thread pool {
  start_servers = 1
  max_servers = 1
  min_spare_servers = 1
  max_spare_servers = 1
  max_requests_per_server = 0
}
modules {
  expr {
    safe_characters = "@abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_: /"
  }
  pap {
  }
  sql {
    dialect = "sqlite"
    driver = "rlm_sql_sqlite"
    sqlite {
      filename = "${file}"
      busy_timeout = 200
    }
    radius_db = "radius"
    acct_table1 = "radacct"
    acct_table2 = "radacct"
    postauth_table = "radpostauth"
    authcheck_table = "radcheck"
    groupcheck_table = "radgroupcheck"
    authreply_table = "radreply"
    groupreply_table = "radgroupreply"
    usergroup_table = "radusergroup"
    read_groups = no
    read_profiles = no
    pool {
      start = 1
      min = 1
      max = 1
      spare = 0
      uses = 0
      lifetime = 0
      idle_timeout = 0
    }
    client_table = "nas"
    group_attribute = "SQL-Group"
    $INCLUDE ${configuration}/mods-config/sql/main/sqlite/queries.conf
  }
}
instantiate {
  expr
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${authPort}
  }
  listen {
    type = acct
    ipaddr = 127.0.0.1
    port = ${acctPort}
  }
  authorize {
    sql
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
  }
  preacct {
    update request {
      &Acct-Unique-Session-Id := "%{Acct-Session-Id}"
    }
  }
  accounting {
    sql
  }
  ${log === 'writes logins down' ? 'post-auth {\n    sql\n  }' : ''}
}
`;
}
