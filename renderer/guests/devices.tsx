/** A guest's phones and laptops: when they were last seen, and keeping one out or making room for another. */
import { Box, Button, Chip, Menu, MenuItem, Stack } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Input, type Output } from '../api';
import type { GuestDetails } from '../desk/rows';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { Line, Mac, plainList, Quiet } from '../parts/lines';
import { useNamed } from '../parts/named';
import { useNow } from '../parts/now';
import { useMay } from '../parts/who';
import { Panel } from './panel';

type Device = GuestDetails['devices'][number];
type Blocked = Output<'devices.dissociated'>['rows'][number];
type Where = Input<'devices.dissociate'>;

/** "2 minutes ago" need not be truer than this. */
const tickMs = 30_000;

export function Devices({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const blocked = useAsk('devices.dissociated', { guestId: guest.id }).data?.rows ?? [];
  const nobody = guest.devices.length === 0 && blocked.length === 0;
  return (
    <Panel title={t('desk.devices')} count={guest.devices.length}>
      {nobody && <Quiet>{t('guests.no-devices')}</Quiet>}
      <Box component="ul" sx={plainList}>
        {guest.devices.map((device) => (
          <DeviceLine key={device.macAddress} guest={guest} device={device} />
        ))}
        {blocked.map((block) => (
          <BlockedLine key={`${block.scope} ${block.macAddress}`} block={block} />
        ))}
      </Box>
    </Panel>
  );
}

function DeviceLine({ guest, device }: { readonly guest: GuestDetails; readonly device: Device }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const nowMs = useNow(tickMs);
  const { macAddress } = device;
  const forget = useChange('devices.swap', { said: () => t('guests.device-forgotten', { mac: macAddress }) });
  return (
    <Line
      main={
        <Stack component="span" direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <Mac address={macAddress} />
          {device.privateAddress && <Chip component="span" size="small" label={t('desk.private-address')} />}
        </Stack>
      }
      aside={[
        t('desk.last-seen', { ago: formats.ago(device.lastSeenAtMs, nowMs) }),
        t('guests.first-seen', { when: formats.moment(device.firstSeenAtMs) }),
      ]}
      mark={
        <Stack direction="row">
          <Button
            size="small"
            title={t('guests.forget-hint')}
            aria-label={named(t('guests.forget'), macAddress)}
            onClick={() => forget.run({ guestId: guest.id, macAddress })}
          >
            {t('guests.forget')}
          </Button>
          <KeepOut guest={guest} macAddress={macAddress} />
        </Stack>
      }
    />
  );
}

/** At which of three scopes: this guest, the guests of the domain, the venue. */
function KeepOut({ guest, macAddress }: { readonly guest: GuestDetails; readonly macAddress: string }): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const mayVenue = useMay('block-devices');
  const [anchor, setAnchor] = useState<HTMLElement>();
  const keepOut = useChange('devices.dissociate', { said: () => t('guests.device-kept-out', { mac: macAddress }) });
  const scopes: readonly (readonly [string, Where])[] = [
    [t('guests.keep-out-guest'), { scope: 'guest', guestId: guest.id, macAddress }],
    [t('guests.keep-out-domain'), { scope: 'domain', domainId: guest.domainId, macAddress }],
    ...(mayVenue ? [[t('guests.keep-out-venue'), { scope: 'venue', macAddress }] as const] : []),
  ];
  return (
    <>
      <Button
        size="small"
        color="error"
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        aria-label={named(t('guests.keep-out'), macAddress)}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('guests.keep-out')}
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {scopes.map(([label, where]) => (
          <MenuItem
            key={where.scope}
            onClick={() => {
              setAnchor(undefined);
              keepOut.run(where);
            }}
          >
            {label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

function BlockedLine({ block }: { readonly block: Blocked }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const mayVenue = useMay('block-devices');
  const { macAddress, scope, guestId, domainId } = block;
  const allow = useChange('devices.reassociate', { said: () => t('guests.device-allowed', { mac: macAddress }) });
  return (
    <Line
      main={
        <Stack component="span" direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <Mac address={macAddress} />
          <Chip component="span" size="small" color="error" variant="outlined" label={t(`guests.kept-out-${scope}`)} />
        </Stack>
      }
      aside={[block.domainName, t('desk.since', { time: formats.moment(block.sinceMs) })]}
      mark={
        (scope !== 'venue' || mayVenue) && (
          <Button
            size="small"
            aria-label={named(t('guests.allow-again'), macAddress)}
            onClick={() => allow.run(whereOf(scope, macAddress, guestId, domainId))}
          >
            {t('guests.allow-again')}
          </Button>
        )
      }
    />
  );
}

function whereOf(scope: Blocked['scope'], macAddress: string, guestId = 0, domainId = 0): Where {
  if (scope === 'guest') return { scope, guestId, macAddress };
  return scope === 'domain' ? { scope, domainId, macAddress } : { scope, macAddress };
}
