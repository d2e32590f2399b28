import type { ReactNode } from 'react';
import type { Output } from '../api';

export function SetUp(_props: { readonly status: Output<'venue.status'>; readonly onDone: () => void }): ReactNode {
  return null;
}
