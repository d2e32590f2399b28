/** How names are compared. */

/** Two names are the same when their keys are: NFKC, lower case, as RFC 8265 does for usernames. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
