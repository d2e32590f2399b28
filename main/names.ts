/** How names are compared. */

/** Two names are the same when their keys are: NFKC, lower case, as RFC 8265 does for usernames. */
export function nameKey(name: string): string {
  // NFKC leaves ASCII as it is, and nearly every code is ASCII: a fraction of the time.
  return isAscii.test(name) ? name.toLowerCase() : name.normalize('NFKC').toLowerCase();
}

const isAscii = /^[\u0000-\u007f]*$/;
