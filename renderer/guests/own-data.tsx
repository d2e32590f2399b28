/** All that is held of a guest, as a file for that guest. */
import { Alert, Button, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ownDataColumns,
  ownDataSections,
  type OwnDataColumn,
  type OwnDataSection,
} from '../../preload/contract/own-data';
import { client, useDo } from '../api';
import type { GuestDetails } from '../desk/rows';
import { changeSentences } from '../parts/change-text';
import { sayName } from '../parts/guest-words';
import { JobProgress } from '../parts/job-progress';
import { useMadeFile } from '../parts/made-file';
import { SidePanel } from '../parts/side-panel';
import { shownLanguage, type TextKey } from '../text';

/** Most are called as elsewhere in the windows. */
const sectionKeys: Readonly<Record<OwnDataSection, TextKey>> = {
  guest: 'history.table-guests',
  person: 'history.table-guest_persons',
  products: 'guests.holds',
  sales: 'guests.sales',
  sessions: 'desk.sessions',
  months: 'retention.guest-months',
  devices: 'desk.devices',
  blocks: 'history.table-device_blocks',
  settings: 'history.table-guest_attributes',
  log: 'place.radius-log',
  history: 'place.history',
};
const columnKeys: Readonly<Record<OwnDataColumn, TextKey>> = {
  field: 'own-data.field',
  value: 'history.column-value',
  when: 'common.when',
  what: 'history.what',
  product: 'history.column-product_id',
  begins: 'history.column-starts_at_ms',
  ends: 'history.column-ends_at_ms',
  price: 'history.column-price_minor',
  currency: 'history.column-currency',
  payment: 'reports.payment',
  reason: 'own-data.reason',
  mac: 'history.column-mac_address',
  ip: 'history.column-ip_address',
  router: 'history.column-router_id',
  duration: 'own-data.seconds',
  upload: 'own-data.uploaded',
  download: 'own-data.downloaded',
  sessions: 'desk.sessions',
  firstSeen: 'own-data.first-seen',
  lastSeen: 'own-data.last-seen',
  scope: 'own-data.scope',
  username: 'history.column-username',
  displayName: 'history.column-display_name',
  room: 'history.column-room',
  note: 'history.column-note',
  language: 'history.column-language',
  kind: 'history.column-kind',
  domain: 'history.column-domain_id',
  since: 'own-data.since',
  lockedAt: 'history.column-locked_at_ms',
  outcome: 'radius-log.outcome',
};

interface OwnDataProps {
  readonly guest: GuestDetails;
  readonly onClose: () => void;
}

export function OwnData({ guest, onClose }: OwnDataProps): ReactNode {
  const { t } = useTranslation();
  const save = useMadeFile(client.guestFiles.exportPiece);
  const make = useDo('guestFiles.ownData');

  async function run(): Promise<void> {
    const named = <K extends string>(names: readonly K[], keys: Readonly<Record<K, TextKey>>) =>
      Object.fromEntries(names.map((name): [K, string] => [name, t(keys[name])])) as Record<K, string>;
    const question = {
      ...{ id: guest.id, language: shownLanguage() },
      sections: named(ownDataSections, sectionKeys),
      columns: named(ownDataColumns, columnKeys),
      changes: changeSentences(),
    };
    const isSaved = await save(
      () => make.mutateAsync(question),
      () => t('own-data.done'),
    );
    if (isSaved) onClose();
  }

  return (
    <SidePanel
      open
      title={t('guests.own-data')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="contained" loading={make.isPending} onClick={() => void run()}>
            {t('own-data.now')}
          </Button>
        </>
      }
    >
      <Stack sx={{ gap: 2.5 }}>
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
          <bdi>{guest.displayName ?? sayName(guest.username)}</bdi>
        </Typography>
        <Typography>{t('own-data.holds')}</Typography>
        <Typography sx={{ color: 'text.secondary' }}>{t('own-data.holds-not')}</Typography>
        <Alert severity="info">{t('own-data.noted')}</Alert>
        {make.isPending && <JobProgress names={['export-own-data']} label={t('export.running')} />}
      </Stack>
    </SidePanel>
  );
}
