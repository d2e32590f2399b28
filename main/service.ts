/** Plain Node entry: the same venue without Electron; the windows become a page on loopback. */
export {};

/** better-sqlite3 13 is built for it and ends an older Node without a word. */
const NEEDED_NODE_API = 10;

if (Number(process.versions.napi) < NEEDED_NODE_API) {
  console.error(
    `Gatehouse needs Node.js 22.22 or newer; this is ${process.version}. "npm start" finds or fetches a fitting one.`,
  );
  process.exitCode = 1;
} else {
  // Loaded only now, so that an unfit Node reads the sentence above and never the database's native part.
  const { serve } = await import('./serve');
  process.exitCode = await serve(process.argv.slice(2), { program: process.execPath, args: process.argv.slice(1, 2) });
}
