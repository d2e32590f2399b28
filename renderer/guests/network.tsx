/** A guest's place of its own on the network: address, pool, routes, IPv6, VLAN, wireless keys. */
import { MenuItem, Stack, TextField } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import type { GuestDetails } from '../desk/rows';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { problemOf } from '../parts/problem';
import { Section } from '../parts/section';
import { FormPanel } from '../parts/side-panel';
import {
  encAlgorithms,
  networkChanges,
  networkFields,
  networkTexts,
  sectionsFor,
  type NetworkField,
  type NetworkTexts,
} from './network-fields';
import type { GuestSettings } from './technical';

interface GuestNetworkProps {
  readonly guest: GuestDetails;
  readonly network: GuestSettings['network'];
  readonly onClose: () => void;
}

interface FieldProblem {
  readonly field: string;
  readonly sentence: string;
}

export function GuestNetwork({ guest, network, onClose }: GuestNetworkProps): ReactNode {
  const { t } = useTranslation();
  const [before] = useState(() => networkTexts(network));
  const [texts, setTexts] = useState(before);
  const [problem, setProblem] = useState<FieldProblem>();
  const service = useAsk('domains.list').data?.rows.find(({ id }) => id === guest.domainId)?.service;
  const save = useChange('guests.setNetwork', {
    said: () => t('guests.network-saved'),
    onDone: onClose,
    onProblem: (error) => {
      const { field, sentence } = problemOf(error);
      // One route of several: "routes.2".
      const name = field?.split('.')[0];
      if (name === undefined || !(networkFields as readonly string[]).includes(name)) return false;
      setProblem({ field: name, sentence });
      return true;
    },
  });
  return (
    <FormPanel
      open
      title={t('guests.network')}
      onClose={onClose}
      dirty={texts !== before}
      submitLabel={t('common.save')}
      submitting={save.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        setProblem(undefined);
        save.run({ id: guest.id, ...networkChanges(texts, before) });
      }}
    >
      <Stack sx={{ gap: 4, pt: 1 }}>
        <ProblemNote error={save.shownError} />
        {sectionsFor(service, before).map(([name, fields]) => (
          <Section key={name} title={t(`guests.network-${name}`)}>
            {fields.map((field) => (
              <NetworkInput
                key={field}
                field={field}
                text={texts[field]}
                error={problem?.field === field ? problem.sentence : undefined}
                onChange={(text) => setTexts((all: NetworkTexts) => ({ ...all, [field]: text }))}
              />
            ))}
          </Section>
        ))}
      </Stack>
    </FormPanel>
  );
}

interface NetworkInputProps {
  readonly field: NetworkField;
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

/** What a field looks like, where a word does not say it. */
const examples: Partial<Record<NetworkField, string>> = {
  ipAddress: '10.0.0.5',
  netmask: '255.255.255.0',
  routes: '10.1.0.0/24 10.0.0.1 1',
  ipv6Prefix: '2001:db8:1::/64',
  delegatedIpv6Prefix: '2001:db8:2::/56',
};

function NetworkInput({ field, text, error, onChange }: NetworkInputProps): ReactNode {
  const { t } = useTranslation();
  const shared = {
    label: t(`guests.${field}`),
    value: text,
    error: error !== undefined,
    helperText: error ?? (field === 'routes' ? t('guests.routes-hint') : undefined),
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  if (field === 'wirelessEncAlgo') {
    return (
      <TextField select {...shared}>
        <MenuItem value="">{t('guests.nothing-set')}</MenuItem>
        {encAlgorithms.map((algorithm) => (
          <MenuItem key={algorithm} value={algorithm}>
            {algorithm}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  return (
    <TextField
      {...shared}
      placeholder={examples[field] ?? ''}
      multiline={field === 'routes'}
      slotProps={{
        htmlInput: {
          dir: 'ltr',
          autoComplete: 'off',
          spellCheck: false,
          ...(field === 'vlanId' && { inputMode: 'numeric' }),
        },
      }}
    />
  );
}
