/** Facts in one line, each in its own direction: '06:17 ص · Room 12' stays in order in every language. */
import { Fragment, type ReactNode } from 'react';

/**
 * For what people typed, a name or a note: with dir="auto" a cut one loses its own end and not, in a page of the other
 * direction, its beginning; it still stands where the page's text begins.
 */
export const cutAtItsEnd = { textAlign: '-webkit-match-parent' } as const;

/** `parts` that are undefined are left out. */
export function Parts({ parts }: { readonly parts: readonly (string | undefined)[] }): ReactNode {
  const shown = parts.filter((part) => part !== undefined);
  return shown.map((part, at) => (
    <Fragment key={at}>
      {at > 0 && ' · '}
      <bdi>{part}</bdi>
    </Fragment>
  ));
}
