/** A backup chosen, looked into, and put in the venue's place: in the office, in the wizard, and where nothing opens. */
import { Alert, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useDo, type Input, type Output } from '../api';
import { monospace } from '../theme';
import { ProblemNote } from './answer';

export type RestorePreview = Output<'backup.inspect'>;

interface RestoreFormProps {
  /** A new computer, or a database that cannot be opened: the recovery key is needed in any case. */
  readonly anew: boolean;
  /** Of the venue that is open; without one, this computer's. */
  readonly timeZone?: string;
  /** Fills the path in: a list of what was found, for the office. */
  readonly choices?: (choose: (file: string) => void) => ReactNode;
  readonly onDone?: () => void;
}

interface Typed {
  readonly file: string;
  readonly recoveryKey: string;
}

/** The contract's bounds (backup.inspect). */
const mostPathChars = 1_000;
const mostKeyChars = 200;
const leastKeyChars = 10;

export function RestoreForm({ anew, timeZone, choices, onDone }: RestoreFormProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<Typed>({ defaultValues: { file: '', recoveryKey: '' } });
  const inspect = useDo(anew ? 'backup.inspectAnew' : 'backup.inspect');
  const restore = useDo(anew ? 'backup.restoreAnew' : 'backup.restore');
  /** What was looked into is what is put in place, whatever is typed meanwhile. */
  const [looked, setLooked] = useState<Typed>();
  const preview = looked && inspect.data;

  const look = form.handleSubmit((typed) => {
    setLooked(typed);
    restore.reset();
    inspect.mutate(inputOf(typed));
  });
  const choose = (file: string): void => {
    form.setValue('file', file);
    void look();
  };
  const { errors } = form.formState;
  return (
    <Stack sx={{ gap: 2.5 }}>
      {choices?.(choose)}
      <Stack component="form" noValidate onSubmit={(event) => void look(event)} sx={{ gap: 2 }}>
        <TextField
          label={t('restore.file')}
          helperText={errors.file?.message ?? t('restore.file-hint')}
          error={errors.file !== undefined}
          autoComplete="off"
          // A path that is chosen from the list is filled in without a key being pressed.
          slotProps={{
            inputLabel: { shrink: true },
            htmlInput: { dir: 'ltr', spellCheck: false, maxLength: mostPathChars },
          }}
          {...form.register('file', { required: t('form.required') })}
        />
        <TextField
          label={t('unlock.key')}
          helperText={errors.recoveryKey?.message ?? (anew ? undefined : t('restore.key-hint'))}
          error={errors.recoveryKey !== undefined}
          autoComplete="off"
          slotProps={{
            htmlInput: { dir: 'ltr', spellCheck: false, maxLength: mostKeyChars, style: { fontFamily: monospace } },
          }}
          {...form.register('recoveryKey', {
            ...(anew && { required: t('form.required') }),
            minLength: { value: leastKeyChars, message: t('unlock.too-short') },
          })}
        />
        <ProblemNote error={inspect.error} />
        <Box>
          <Button type="submit" variant={preview ? 'outlined' : 'contained'} loading={inspect.isPending}>
            {t('restore.look')}
          </Button>
        </Box>
      </Stack>
      {preview && (
        <Preview
          preview={preview}
          timeZone={timeZone}
          busy={restore.isPending}
          error={restore.error}
          onRestore={() => restore.mutate(inputOf(looked), { onSuccess: () => onDone?.() })}
        />
      )}
    </Stack>
  );
}

/** Without a key, only what this venue's own key opens. */
function inputOf({ file, recoveryKey }: Typed): Input<'backup.inspect'> {
  const key = recoveryKey.trim();
  return { file: file.trim(), ...(key !== '' && { recoveryKey: key }) };
}

interface PreviewProps {
  readonly timeZone: string | undefined;
  readonly preview: RestorePreview;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onRestore: () => void;
}

function Preview({ preview, timeZone, busy, error, onRestore }: PreviewProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { venueName, takenAtMs, guests, sales, sessions, newestSaleAtMs, lost } = preview;
  const moments = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'short', timeZone });
  const numbers = new Intl.NumberFormat(i18n.language);
  const facts = [
    [t('restore.taken'), moments.format(takenAtMs)],
    [t('restore.guests'), numbers.format(guests)],
    [t('restore.sales'), numbers.format(sales)],
    ...(newestSaleAtMs === undefined ? [] : [[t('restore.newest-sale'), moments.format(newestSaleAtMs)] as const]),
    [t('restore.sessions'), numbers.format(sessions)],
  ] as const;
  return (
    <Stack
      role="region"
      aria-live="polite"
      aria-label={venueName}
      sx={{ gap: 2, p: 2.5, borderRadius: '12px', border: '2px solid', borderColor: 'primary.main' }}
    >
      <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
        <bdi>{venueName}</bdi>
      </Typography>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 3, rowGap: 0.75 }}>
        {facts.map(([label, value]) => (
          <Box key={label} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {label}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0 }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
      {lost && <Lost lost={lost} numbers={numbers} />}
      <ProblemNote error={error} />
      <Box>
        <Button variant="contained" size="large" loading={busy} onClick={onRestore}>
          {t('restore.put')}
        </Button>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
          {t('restore.put-hint')}
        </Typography>
      </Box>
    </Stack>
  );
}

interface LostProps {
  readonly lost: NonNullable<RestorePreview['lost']>;
  readonly numbers: Intl.NumberFormat;
}

function Lost({ lost, numbers }: LostProps): ReactNode {
  const { t } = useTranslation();
  if (lost.sales + lost.guests + lost.changes === 0) return <Alert severity="info">{t('restore.nothing-lost')}</Alert>;
  return (
    <Alert severity="warning">
      {t('restore.lost', {
        sales: numbers.format(lost.sales),
        guests: numbers.format(lost.guests),
        changes: numbers.format(lost.changes),
      })}
    </Alert>
  );
}
