/** What a technician sets for one guest: RADIUS attributes and a place of its own on the network. Folded away. */
import { Button, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import type { GuestDetails } from '../desk/rows';
import { Answer, LoadingRows } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { GuestAttributes } from './attributes';
import { GuestNetwork } from './network';
import { Panel } from './panel';

export type GuestSettings = Output<'guests.settings'>;

export function Technical({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<'attributes' | 'network'>();
  const settings = useAsk('guests.settings', { id: guest.id });
  const close = (): void => setEditing(undefined);
  return (
    <Panel title={t('guests.technical')}>
      <Answer of={settings} loading={<LoadingRows rows={1} />}>
        {(set) => (
          <>
            <Row
              title={t('guests.network')}
              said={<NetworkWords settings={set} />}
              onEdit={() => setEditing('network')}
            />
            <Row
              title={t('products.attributes')}
              said={<AttributeWords settings={set} />}
              onEdit={() => setEditing('attributes')}
            />
            {editing === 'network' && <GuestNetwork guest={guest} network={set.network} onClose={close} />}
            {editing === 'attributes' && <GuestAttributes guest={guest} settings={set} onClose={close} />}
          </>
        )}
      </Answer>
    </Panel>
  );
}

interface RowProps {
  readonly title: string;
  readonly said: ReactNode;
  readonly onEdit: () => void;
}

function Row({ title, said, onEdit }: RowProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack direction="row" sx={{ py: 1, gap: 1, alignItems: 'center', borderTop: 1, borderColor: 'divider' }}>
      <Stack sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 550 }}>
          {title}
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {said}
        </Typography>
      </Stack>
      <Button aria-label={t('common.named', { action: t('guests.edit'), name: title })} onClick={onEdit}>
        {t('guests.edit')}
      </Button>
    </Stack>
  );
}

interface WordsProps {
  readonly settings: GuestSettings;
}

/** What identifies the guest on the network; that there is a wireless key is said, the key is not. */
function NetworkWords({ settings: { network } }: WordsProps): ReactNode {
  const { t } = useTranslation();
  const { ipAddress, ipPool, groupName, addressList, vlanId, ipv6Prefix, delegatedIpv6Prefix, routes, wirelessPsk } =
    network;
  const addresses = [ipAddress, ipv6Prefix, delegatedIpv6Prefix, ...(routes ?? []), ipPool, groupName, addressList];
  const parts = [
    ...addresses.filter((part) => part !== undefined),
    ...(vlanId === undefined ? [] : [`VLAN ${vlanId}`]),
    ...(wirelessPsk === undefined ? [] : [t('guests.wireless-psk')]),
  ];
  return parts.length === 0 ? t('guests.nothing-set') : <bdi>{parts.join(' · ')}</bdi>;
}

function AttributeWords({ settings: { check, reply } }: WordsProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (check.length + reply.length === 0) return t('guests.nothing-set');
  return t('guests.attributes-set', { check: formats.number(check.length), reply: formats.number(reply.length) });
}
