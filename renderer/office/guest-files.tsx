/** Guests from files and into files, and their connections; whoever may do one of it sees that one. */
import { Card, Tab, Tabs } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, type Right } from '../../preload/contract/rights';
import { Page } from '../parts/page';
import { useOperator } from '../parts/who';
import { ExportAddresses } from './export-addresses';
import { ExportConnections } from './export-connections';
import { ExportGuests } from './export-guests';
import { ImportGuests } from './import-guests';

const parts = ['import', 'export', 'addresses', 'connections'] as const;
type Part = (typeof parts)[number];
const rightOf: Readonly<Record<Part, Right>> = {
  import: 'import',
  export: 'export',
  addresses: 'marketing-export',
  connections: 'connection-log',
};
/** Of a part of the venue there is none: its chain proves that nothing is missing. */
const ofWholeVenue: ReadonlySet<Part> = new Set<Part>(['connections']);

export function GuestFiles(): ReactNode {
  const { t } = useTranslation();
  const { role, sees } = useOperator();
  const mine = parts.filter(
    (part) => mayDo(role.rights, rightOf[part]) && (sees === undefined || !ofWholeVenue.has(part)),
  );
  const [chosen, setChosen] = useState<Part>();
  const part = mine.find((each) => each === chosen) ?? mine[0];
  const title = t('place.guest-files');
  return (
    <Page title={title} {...(part === undefined ? {} : { intro: t(`guest-files.${part}-intro`) })}>
      <Tabs value={part ?? false} aria-label={title} sx={{ mb: 3 }} onChange={(_event, next: Part) => setChosen(next)}>
        {mine.map((each) => (
          <Tab key={each} value={each} label={t(`guest-files.${each}`)} />
        ))}
      </Tabs>
      {part === 'import' && <ImportGuests />}
      {part === 'export' && (
        <Card sx={{ p: 3 }}>
          <ExportGuests />
        </Card>
      )}
      {part === 'addresses' && <ExportAddresses />}
      {part === 'connections' && <ExportConnections />}
    </Page>
  );
}
