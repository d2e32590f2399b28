/** How a code is cut for the eye and spelled for the ear. */

/** As many characters as one reads at a glance. */
const mostInGroup = 4;
/** So short a code needs no groups. */
const longestWhole = 5;

/** In groups of three or four, as even as can be: 'k7mn4px2' -> ['k7mn', '4px2'], ten characters -> 4, 3, 3. */
export function codeGroups(code: string): readonly string[] {
  const characters = Array.from(code);
  if (characters.length <= longestWhole) return [code];
  const count = Math.ceil(characters.length / mostInGroup);
  return Array.from({ length: count }, (_, group) => {
    const startOf = (at: number): number => Math.ceil((at * characters.length) / count);
    return characters.slice(startOf(group), startOf(group + 1)).join('');
  });
}

/** 'k7mn' -> 'k, 7, m, n': a screen reader says it letter by letter. */
export function spellOut(code: string): string {
  return Array.from(code).join(', ');
}
