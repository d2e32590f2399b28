/** Who may import whom (DESIGN section 4), as a table; the most specific room counts. */
import { posix } from 'node:path';
import type { Import } from './imports';

export interface Room {
  /** A file, or a folder with all below it. */
  readonly room: string;
  /** Files and folders of this project beside the room's own. */
  readonly may: readonly string[];
  /** Packages, and 'node:' for what is built into Node. A package stands for its sub-paths too. Undefined: any. */
  readonly packages?: readonly string[];
  /** Files and folders of which only types may be used: nothing of them runs here. */
  readonly mayTypes?: readonly string[];
}

/** Small pieces of main without a room of their own, used by several. */
const shared = ['main/log.ts', 'main/names.ts', 'main/refuse.ts', 'main/thread-load.ts'];
/** The two threads are kept running in the same way. */
const keptWorker = 'main/kept-worker.ts';
/** What db lets others use; how it keeps its word (undo, images, migrations) is its own business. */
const dbForRules = [
  'db/open.ts',
  'db/queries',
  'db/seal.ts',
  'db/write.ts',
  'db/write-turn.ts',
  'db/shifts.ts',
  'db/faults.ts',
];

export const rooms: readonly Room[] = [
  { room: 'preload/contract', may: [], packages: ['@orpc/contract', 'zod'] },
  { room: 'preload', may: ['preload/contract'], packages: ['electron'] },

  { room: 'db', may: ['preload/contract'], packages: ['node:', 'better-sqlite3', 'drizzle-orm', 'luxon'] },
  { room: 'db/schema', may: [], packages: ['drizzle-orm'] },

  { room: 'main/radius', may: [], packages: ['node:'] },
  {
    room: 'main/printing',
    may: ['units', 'faults', 'sentence', 'template-text'].map((name) => `preload/contract/${name}.ts`),
    mayTypes: ['preload/contract'],
    packages: ['node:', '@napi-rs/canvas', '@point-of-sale/receipt-printer-encoder', 'qr', 'qrcode'],
  },
  {
    room: 'main/aaa',
    may: ['preload/contract', 'main/radius', keptWorker, ...shared, ...dbForRules],
    packages: ['node:', 'better-sqlite3', 'ipaddr.js', 'luxon'],
  },
  {
    room: 'main/desk',
    may: [
      'preload/contract',
      'main/office',
      'main/aaa',
      'main/printing',
      'main/open-venue.ts',
      ...shared,
      ...dbForRules,
    ],
    packages: ['node:', 'luxon'],
  },
  {
    room: 'main/office',
    may: [
      'preload/contract',
      'main/desk',
      'main/aaa',
      'main/printing',
      'main/open-venue.ts',
      'db/snapshot.ts',
      'db/soundness.ts',
      ...shared,
      ...dbForRules,
    ],
    packages: ['node:', 'luxon', 'ipaddr.js', 'exceljs', 'csv-parse', 'fflate'],
  },
  // Plays what lies outside the venue: it may speak RADIUS and draw tickets, and asks nobody beyond this computer.
  {
    room: 'main/rehearsal',
    may: ['preload/contract', 'main/radius', 'main/printing', ...shared, ...dbForRules],
    packages: ['node:'],
  },
  {
    room: 'main/work',
    may: [
      'preload/contract',
      'main/office',
      'main/printing',
      'main/aaa',
      keptWorker,
      'db/checkpoint.ts',
      'db/soundness.ts',
      'db/update.ts',
      ...shared,
      ...dbForRules,
    ],
    packages: ['node:'],
  },
  {
    room: 'main/api',
    may: [
      'preload/contract',
      'main/desk',
      'main/office',
      'main/feed.ts',
      'main/open-venue.ts',
      'main/rehearsal',
      ...shared,
      ...dbForRules,
    ],
    mayTypes: ['main/start-rehearsal.ts'],
    packages: ['@orpc/server', '@orpc/contract'],
  },
  {
    room: 'main/doors',
    may: ['preload/contract', 'main/api/caller.ts'],
    mayTypes: ['main/venue.ts', 'main/log.ts'],
    packages: ['node:', '@orpc/server', 'zod', 'better-sqlite3'],
  },
  {
    room: 'main/shell',
    // The system printer is Electron's, what stands on the paper is not.
    may: ['preload/contract', 'main/printing', 'main/key-file.ts', 'main/doors/page-files.ts'],
    mayTypes: ['main/venue.ts', 'main/log.ts', 'main/api/caller.ts'],
    packages: ['node:', 'electron', 'electron-pos-printer', '@napi-rs/canvas', '@orpc/server', 'zod'],
  },

  // The files of main itself: first what every one may, then the entries and the composition root.
  { room: 'main', may: ['preload/contract', ...shared], mayTypes: ['main', 'db'], packages: ['node:', 'electron-log'] },
  {
    room: 'main/open-printing.ts',
    may: ['preload/contract', 'main/desk', 'main/office', 'main/printing', ...shared, ...dbForRules],
    mayTypes: ['main/open-venue.ts'],
    packages: ['node:'],
  },
  {
    room: 'main/start-rehearsal.ts',
    may: ['preload/contract', 'main/demo.ts', 'main/doors/instance.ts'],
    packages: ['node:'],
  },
  { room: 'main/demo.ts', may: ['db', 'main/office', 'preload/contract', ...shared], packages: ['node:'] },
  {
    room: 'main/venue.ts',
    may: [
      'preload/contract',
      'main/aaa',
      'main/api',
      'main/office',
      'main/desk',
      'main/printing',
      'main/rehearsal',
      'main/work',
      'main/open-printing.ts',
      'main/open-venue.ts',
      'main/demo.ts',
      'db/rehearsal-mark.ts',
      'main/fault-board.ts',
      'main/feed.ts',
      'db/migrate.ts',
      'db/restore.ts',
      'db/update.ts',
      ...shared,
      ...dbForRules,
    ],
    mayTypes: ['main/start-rehearsal.ts'],
    packages: ['node:', '@orpc/server'],
  },
  {
    room: 'main/serve.ts',
    may: [
      'package.json',
      'preload/contract',
      'main/doors',
      'main/venue.ts',
      'main/start-rehearsal.ts',
      'main/options.ts',
      'main/key-file.ts',
      'main/log-file.ts',
      'main/log.ts',
      'main/say-update.ts',
    ],
    packages: ['node:'],
  },
  { room: 'main/service.ts', may: ['main/serve.ts'], packages: [] },
  {
    room: 'main/gatehouse.ts',
    may: ['preload/contract', 'main/options.ts', 'main/doors/data-folder.ts', 'main/doors/socket-client.ts'],
    packages: ['node:', '@orpc/client', '@orpc/contract', 'zod'],
  },
  { room: 'main/terminal.ts', may: ['main/gatehouse.ts'], packages: ['node:'] },
  {
    room: 'main/index.ts',
    may: [
      'preload/contract',
      'main/api/caller.ts',
      'main/doors',
      'main/shell',
      'main/serve.ts',
      'main/venue.ts',
      'main/start-rehearsal.ts',
      'main/options.ts',
      'main/log-file.ts',
      'main/log.ts',
    ],
    packages: ['node:', 'electron'],
  },

  { room: 'renderer', may: ['preload/contract'], packages: ['*'] },

  { room: 'test', may: ['main', 'db', 'preload', 'renderer', 'scripts', 'package.json'] },
  // What is a library in the tree is one in its tests, too: driven from outside, without a venue.
  { room: 'test/radius', may: ['main/radius', 'test/fakes', 'test/tools.ts'] },
  // A file of years is filled without the service, which would take hours.
  { room: 'test/bench', may: ['main/radius', 'db/seal.ts', 'test/fakes', 'test/tools.ts'] },
  // The application is driven from outside; only what reads its paper and its packets back is shared with it.
  {
    room: 'test/screens',
    may: ['preload/contract', 'main/printing', 'main/shell', 'renderer', 'test/fakes', 'test/tools.ts'],
  },
];

/** Packages that need Node, Electron or a server and so never run in a window. */
const notInWindows = ['node:', 'electron', 'better-sqlite3', 'drizzle-orm', '@orpc/server', 'electron-log'];

/** Where an import leads: a path of this project without its ending, or a package. */
export type Target =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'package'; readonly name: string };

export function resolveTarget(importer: string, specifier: string): Target {
  if (!specifier.startsWith('.')) return { kind: 'package', name: specifier };
  return { kind: 'file', path: posix.join(posix.dirname(importer), specifier) };
}

/** One sentence about what the import breaks; undefined when it is allowed. */
export function judge(importer: string, { specifier, typeOnly }: Import): string | undefined {
  const room = roomOf(importer);
  if (room === undefined) return `${importer} is in no room of the design.`;
  const target = resolveTarget(importer, specifier);
  const allowed =
    target.kind === 'package' ? mayUse(room, target.name) : mayImport(room, target.path, typeOnly ? room.mayTypes : []);
  return allowed ? undefined : `${importer} (room ${room.room}) must not import ${specifier}.`;
}

function roomOf(file: string): Room | undefined {
  return rooms.filter(({ room }) => isIn(file, room)).sort((a, b) => b.room.length - a.room.length)[0];
}

function mayImport(room: Room, path: string, types: readonly string[] = []): boolean {
  const own = room.room.includes('.') ? [] : [room.room];
  // A file of main itself is no folder: its neighbours are not its own room.
  const ownRoom = room.room === 'main' ? [] : own;
  return [...ownRoom, ...room.may, ...types].some((place) => isIn(path, place));
}

function mayUse(room: Room, name: string): boolean {
  if (room.packages === undefined) return true;
  if (room.packages.includes('*')) return !isOneOf(notInWindows, name);
  return isOneOf(room.packages, name);
}

function isOneOf(packages: readonly string[], name: string): boolean {
  return packages.some((allowed) =>
    allowed === 'node:' ? name.startsWith('node:') : name === allowed || name.startsWith(`${allowed}/`),
  );
}

/** Whether a path (with or without its ending) is this file or lies in this folder. */
function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`) || path === place.replace(/\.tsx?$/, '');
}
