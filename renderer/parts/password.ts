/** How good a new password is, said while it is typed. No list is fetched; the rule is length first. */

/** The contract's least length (preload/contract/venue.ts). */
export const leastPasswordLength = 8;

export type PasswordStrength = 'too-short' | 'weak' | 'fair' | 'strong';

/**
 * A hint, not a gate. Length counts most (NIST SP 800-63B §5.1.1: length over composition); repeated or running
 * characters count as one, so that "aaaaaaaaaaaa" and "12345678" are weak.
 */
export function passwordStrength(password: string): PasswordStrength {
  const characters = Array.from(new Intl.Segmenter().segment(password), ({ segment }) => segment);
  if (characters.length < leastPasswordLength) return 'too-short';
  const counted = characters.filter((character, index) => index === 0 || !continues(characters[index - 1]!, character));
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const score = counted.length + (kinds - 1) * 2;
  if (score < 10) return 'weak';
  return score < 15 ? 'fair' : 'strong';
}

function continues(before: string, character: string): boolean {
  const step = character.codePointAt(0)! - before.codePointAt(0)!;
  return Math.abs(step) <= 1;
}
