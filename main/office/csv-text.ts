/**
 * Text in CSV files that a spreadsheet would take for a formula. `quotedCell` writes it with an apostrophe before it, as
 * people do in a spreadsheet; `plainCell` takes that one apostrophe away again, so that what was written is read unchanged.
 */

/** What spreadsheets begin a formula with, and separators that could move it into the next cell. */
const FORMULA_LIKE = /^'*[=+\-@\t\r|]/;

/** A field of RFC 4180, between `separator`s. */
export function quotedCell(value: string, separator = ','): string {
  const text = FORMULA_LIKE.test(value) ? `'${value}` : value;
  const needsQuotes = /["\r\n]|^\s|\s$/.test(text) || text.includes(separator);
  return needsQuotes ? `"${text.replace(/"/g, '""')}"` : text;
}

/** What `quotedCell` was given. */
export function plainCell(text: string): string {
  return text.startsWith("'") && FORMULA_LIKE.test(text) ? text.slice(1) : text;
}

/** With a byte order mark, by which spreadsheets know that it is UTF-8. A number is no formula, although a minus begins it. */
export function csvFile(lines: readonly (readonly (string | number)[])[], separator = ','): Uint8Array {
  const field = (cell: string | number): string =>
    typeof cell === 'number' ? String(cell) : quotedCell(cell, separator);
  const text = lines.map((cells) => `${cells.map(field).join(separator)}\r\n`).join('');
  return Buffer.from(`\uFEFF${text}`, 'utf8');
}
