/** What the venue holds of one guest, as a file for that guest: what its tables and columns are called. */

export const ownDataSections = [
  ...(['guest', 'person', 'products', 'sales', 'sessions', 'months', 'devices', 'blocks', 'settings', 'log'] as const),
  'history',
] as const;
export type OwnDataSection = (typeof ownDataSections)[number];

export const ownDataColumns = [
  ...([
    'field',
    'value',
    'when',
    'what',
    'product',
    'begins',
    'ends',
    'price',
    'currency',
    'payment',
    'reason',
  ] as const),
  ...(['mac', 'ip', 'router', 'duration', 'upload', 'download', 'sessions', 'firstSeen', 'lastSeen', 'scope'] as const),
  ...([
    'username',
    'displayName',
    'room',
    'note',
    'language',
    'kind',
    'domain',
    'since',
    'lockedAt',
    'outcome',
  ] as const),
] as const;
export type OwnDataColumn = (typeof ownDataColumns)[number];
