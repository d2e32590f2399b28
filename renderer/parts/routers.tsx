/** What the wizard and the office share about routers: the fields, the commands to paste, and the wait for green. */
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ErrorIcon from '@mui/icons-material/Error';
import { Autocomplete, Box, Button, Chip, CircularProgress, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useAsk, useDo, type Output } from '../api';
import { monospace } from '../theme';
import { Answer } from './answer';
import { CopyButton } from './copy-button';
import { CheckInput, TextInput } from './fields';
import { useFormats } from './formats';
import { useNotices } from './notices';
import { serverText, textOr } from './problem';
import type { RouterView } from './troubles';

/** One router's address, or a network of routers. */
function isAddress(text: string): boolean {
  return z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success;
}

/** The form's fields; `secret` empty: a strong one is made. */
export const routerForm = z
  .object({
    name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
    address: z.string().trim().min(1, 'form.required').refine(isAddress, 'routers.address-wrong'),
    hotspot: z.boolean(),
    pppoe: z.boolean(),
    secret: z.union([
      z.literal(''),
      z
        .string()
        .min(8, 'routers.secret-short')
        .max(128, 'form.too-long')
        .regex(/^[\x21-\x7e]+$/, 'routers.secret-characters'),
    ]),
  })
  .refine((form) => form.hotspot || form.pppoe, { path: ['pppoe'], message: 'routers.service-needed' });
export type RouterForm = z.infer<typeof routerForm>;

export const emptyRouter: RouterForm = { name: '', address: '', hotspot: true, pppoe: false, secret: '' };

export function servicesOf(form: RouterForm): ('hotspot' | 'pppoe')[] {
  return [...(form.hotspot ? (['hotspot'] as const) : []), ...(form.pppoe ? (['pppoe'] as const) : [])];
}

interface RouterFieldsProps {
  readonly form: UseFormReturn<RouterForm>;
  /** An existing router keeps its secret unless a new one is typed. */
  readonly existing?: boolean;
}

/** Name, address (offering those that are asking), services, secret. */
export function RouterFields({ form, existing = false }: RouterFieldsProps): ReactNode {
  const { t } = useTranslation();
  const { control } = form;
  const serviceProblem = form.formState.errors.pppoe?.message;
  return (
    <Stack sx={{ gap: 2.5, pt: 1 }}>
      <TextInput control={control} name="name" label={t('routers.name')} hint={t('routers.name-hint')} autoFocus />
      <TextInput
        control={control}
        name="address"
        label={t('routers.address')}
        hint={t('routers.address-hint')}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', dir: 'ltr' } }}
      />
      <AskingAddresses form={form} />
      <Box component="fieldset" sx={{ border: 0, m: 0, p: 0 }}>
        <Typography component="legend" variant="subtitle2" sx={{ mb: 0.5 }}>
          {t('routers.services')}
        </Typography>
        <CheckInput control={control} name="hotspot" label={t('routers.hotspot')} hint={t('routers.hotspot-hint')} />
        <CheckInput control={control} name="pppoe" label={t('routers.pppoe')} hint={t('routers.pppoe-hint')} />
        {serviceProblem !== undefined && (
          <Typography role="alert" variant="caption" color="error">
            {textOr(serviceProblem, serviceProblem)}
          </Typography>
        )}
      </Box>
      <TextInput
        control={control}
        name="secret"
        label={t('routers.secret')}
        hint={t(existing ? 'routers.secret-hint-existing' : 'routers.secret-hint')}
        slotProps={{
          htmlInput: { spellCheck: false, autoComplete: 'off', dir: 'ltr', style: { fontFamily: monospace } },
        }}
      />
    </Stack>
  );
}

function AskingAddresses({ form }: { readonly form: UseFormReturn<RouterForm> }): ReactNode {
  const { t } = useTranslation();
  const chosen = useWatch({ control: form.control, name: 'address' });
  const asking = useAsk('routers.asking').data?.rows ?? [];
  if (asking.length === 0) return null;
  return (
    <Box sx={{ mt: -1 }}>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t('routers.asking-now')}
      </Typography>
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1, mt: 0.5 }}>
        {asking.map(({ address, nasIdentifier }) => (
          <Chip
            key={address}
            label={nasIdentifier === undefined ? address : `${address} (${nasIdentifier})`}
            color={chosen === address ? 'primary' : 'default'}
            variant={chosen === address ? 'filled' : 'outlined'}
            sx={{ height: 36 }}
            onClick={() => {
              form.setValue('address', address, { shouldDirty: true, shouldValidate: true });
              if (form.getValues('name') === '' && nasIdentifier !== undefined) form.setValue('name', nasIdentifier);
            }}
          />
        ))}
      </Stack>
    </Box>
  );
}

/** The commands to paste, explained line by line, and below them the light that turns green by itself. */
export function ConnectRouter({ router }: { readonly router: RouterView }): ReactNode {
  const { t } = useTranslation();
  const [serverAddress, setServerAddress] = useState<string>();
  const commands = useAsk(
    'routers.commands',
    { id: router.id, ...(serverAddress !== undefined && { serverAddress }) },
    { keepLast: true },
  );
  return (
    <Stack sx={{ gap: 2.5 }}>
      <RouterLight router={router} />
      <Answer of={commands}>
        {(output) => (
          <>
            <ServerAddress output={output} onChange={setServerAddress} />
            <Commands output={output} />
          </>
        )}
      </Answer>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('routers.paste-where')}
      </Typography>
    </Stack>
  );
}

type CommandsOutput = Output<'routers.commands'>;

interface ServerAddressProps {
  readonly output: CommandsOutput;
  readonly onChange: (address: string) => void;
}

function ServerAddress({ output, onChange }: ServerAddressProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Autocomplete
      freeSolo
      forcePopupIcon
      disableClearable
      options={output.serverAddresses}
      value={output.serverAddress}
      onChange={(_event, address) => {
        if (address.trim() !== '') onChange(address.trim());
      }}
      renderInput={(params) => (
        <TextField {...params} label={t('routers.server-address')} helperText={t('routers.server-address-hint')} />
      )}
    />
  );
}

function Commands({ output }: { readonly output: CommandsOutput }): ReactNode {
  const { t } = useTranslation();
  return (
    <Box
      sx={{ borderRadius: '10px', border: 1, borderColor: 'divider', bgcolor: 'background.paper', overflow: 'hidden' }}
    >
      <Stack
        direction="row"
        sx={{
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 2,
          px: 2,
          py: 1,
          bgcolor: 'background.sunken',
        }}
      >
        <Typography variant="subtitle2">{t('routers.commands')}</Typography>
        <CopyButton text={output.script} label={t('routers.copy')} variant="contained" />
      </Stack>
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {output.lines.map(({ command, explanation, explanationKey }) => (
          <Box component="li" key={command} sx={{ px: 2, py: 1.5, borderTop: 1, borderColor: 'divider' }}>
            <Box
              component="code"
              dir="ltr"
              sx={{
                display: 'block',
                fontFamily: monospace,
                fontSize: '0.8125rem',
                overflowWrap: 'anywhere',
                lineHeight: 1.6,
              }}
            >
              {command}
            </Box>
            <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.75 }}>
              {textOr(`routers.command.${explanationKey}`, explanation)}
            </Typography>
          </Box>
        ))}
      </Stack>
    </Box>
  );
}

/** Waiting, connected, or wrong secret, in words; live. */
function RouterLight({ router }: { readonly router: RouterView }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  switch (router.state) {
    case 'waiting':
      return (
        <Panel
          color="info"
          icon={<CircularProgress size={24} aria-hidden />}
          title={t('routers.waiting', { address: router.address })}
        >
          {t('routers.waiting-hint')}
          <OtherAddress router={router} />
        </Panel>
      );
    case 'ok':
    case 'silent':
      return (
        <Panel
          color="success"
          icon={<CheckCircleIcon color="success" />}
          title={t('routers.connected', { name: router.name })}
        >
          {router.lastAuthenticAtMs !== undefined &&
            t('routers.last-packet', { when: formats.exact(router.lastAuthenticAtMs) })}
        </Panel>
      );
    case 'wrong-secret':
      return (
        <Panel color="error" icon={<ErrorIcon color="error" />} title={t('routers.wrong-secret')}>
          {serverText('routers.wrong-secret-hint', router.problem ?? t('routers.wrong-secret-hint'))}{' '}
          {t('routers.paste-again')}
        </Panel>
      );
  }
}

interface PanelProps {
  readonly color: 'info' | 'success' | 'error';
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Panel({ color, icon, title, children }: PanelProps): ReactNode {
  return (
    <Stack
      role="status"
      direction="row"
      sx={(theme) => ({
        gap: 2,
        p: 2,
        alignItems: 'flex-start',
        borderRadius: '10px',
        border: `1px solid color-mix(in srgb, ${theme.vars.palette[color].main} 45%, transparent)`,
        backgroundColor: `color-mix(in srgb, ${theme.vars.palette[color].main} 9%, ${theme.vars.palette.background.paper})`,
      })}
    >
      <Box sx={{ pt: 0.25, display: 'flex' }}>{icon}</Box>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650 }}>{title}</Typography>
        <Typography component="div" variant="body2" sx={{ color: 'text.secondary' }}>
          {children}
        </Typography>
      </Box>
    </Stack>
  );
}

/** The router waits at one address while another one asks: most often the same box, seen from its other side. */
function OtherAddress({ router }: { readonly router: RouterView }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const update = useDo('routers.update');
  const [other] = useAsk('routers.asking').data?.rows ?? [];
  if (!other) return null;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 2, mt: 1.5 }}>
      <Typography variant="body2" sx={{ flex: 1, color: 'text.primary' }}>
        {t('routers.other-asks', { address: other.address })}
      </Typography>
      <Button
        variant="outlined"
        loading={update.isPending}
        onClick={() => update.mutate({ id: router.id, address: other.address }, { onError: notices.showProblem })}
      >
        {t('routers.use-address', { address: other.address })}
      </Button>
    </Stack>
  );
}
