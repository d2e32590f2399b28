/** The connection log as a file that proves itself; and the proof, of such a file or of the records here. */
import { Alert, Box, Button, Card, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Input, type Output } from '../api';
import { Choice } from '../parts/choice';
import { CopyButton } from '../parts/copy-button';
import { DayField } from '../parts/day-field';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { useNotices } from '../parts/notices';
import { useVenue } from '../parts/who';
import { endOfDayMs, startOfDayMs } from '../parts/zone-time';

const formats = ['csv', 'jsonl'] as const;
/** As the fields have it; '' bounds nothing. */
type Wanted = Readonly<Record<'fromDay' | 'tillDay' | 'domainId', string>> & {
  readonly format: (typeof formats)[number];
};
type Made = Output<'sessions.exportLog'>;
type Verdict = Output<'sessions.verifyLog'>;

export function ExportConnections(): ReactNode {
  // The file that was just made is the one to be checked.
  const [path, setPath] = useState('');
  return (
    <Stack sx={{ gap: 3 }}>
      <Card sx={{ p: 3 }}>
        <MakeFile onMade={setPath} />
      </Card>
      <Card sx={{ p: 3 }}>
        <CheckLog path={path} onPath={setPath} />
      </Card>
    </Stack>
  );
}

function MakeFile({ onMade }: { readonly onMade: (path: string) => void }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const { timeZone } = useVenue();
  const domains = useAsk('domains.list').data?.rows ?? [];
  const make = useDo('sessions.exportLog');
  const [wanted, setWanted] = useState<Wanted>({ fromDay: '', tillDay: '', domainId: '', format: 'csv' });
  const set = (field: keyof Wanted) => (value: string) => setWanted({ ...wanted, [field]: value });
  const isBackwards = wanted.fromDay !== '' && wanted.tillDay !== '' && wanted.fromDay > wanted.tillDay;

  async function run(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (isBackwards || make.isPending) return;
    try {
      onMade((await make.mutateAsync(inputOf(wanted, timeZone))).file);
    } catch (error) {
      notices.showProblem(error);
    }
  }

  return (
    <Stack component="form" sx={{ gap: 2 }} onSubmit={(event) => void run(event)}>
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', alignItems: 'flex-end' }}>
        <DayField label={t('reports.from')} value={wanted.fromDay} isWrong={isBackwards} onChange={set('fromDay')} />
        <DayField label={t('reports.till')} value={wanted.tillDay} isWrong={isBackwards} onChange={set('tillDay')} />
        {domains.length > 1 && (
          <TextField
            select
            label={t('addresses.domainId')}
            value={wanted.domainId}
            onChange={({ target }) => set('domainId')(target.value)}
            sx={{ width: 200 }}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          >
            <MenuItem value="">{t('addresses.any')}</MenuItem>
            {domains.map(({ id, name }) => (
              <MenuItem key={id} value={String(id)}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
        <Choice
          label={t('export.format')}
          value={wanted.format}
          options={formats}
          said={(one) => (one === 'csv' ? 'CSV' : 'JSON Lines')}
          onChoose={set('format')}
        />
        <Button type="submit" variant="contained" disabled={isBackwards} loading={make.isPending}>
          {t('connections.now')}
        </Button>
      </Stack>
      <Typography sx={{ color: isBackwards ? 'error.main' : 'text.secondary' }}>
        {t(isBackwards ? 'reports.not-a-range' : 'connections.days-hint')}
      </Typography>
      {make.isPending && <JobProgress names={['export-connection-log']} label={t('export.running')} />}
      <Box role="status">{make.isSuccess && <MadeFile made={make.data} />}</Box>
    </Stack>
  );
}

function inputOf({ fromDay, tillDay, domainId, format }: Wanted, timeZone: string): Input<'sessions.exportLog'> {
  return {
    format,
    ...(fromDay === '' ? {} : { fromMs: startOfDayMs(fromDay, timeZone) }),
    ...(tillDay === '' ? {} : { tillMs: endOfDayMs(tillDay, timeZone) }),
    ...(domainId === '' ? {} : { domainId: Number(domainId) }),
  };
}

function MadeFile({ made: { file, rows, bytes } }: { readonly made: Made }): ReactNode {
  const { t } = useTranslation();
  const { number, bytes: size } = useFormats();
  return (
    <Alert severity="success" action={<CopyButton text={file} label={t('connections.copy-path')} size="small" />}>
      {t('connections.done', { rows: number(rows), size: size(bytes) })}
      <Box component="bdi" sx={{ display: 'block', mt: 0.5, fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
        {file}
      </Box>
    </Alert>
  );
}

interface CheckLogProps {
  readonly path: string;
  readonly onPath: (path: string) => void;
}

function CheckLog({ path, onPath }: CheckLogProps): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const check = useDo('sessions.verifyLog');

  async function run(input: Input<'sessions.verifyLog'>): Promise<void> {
    try {
      await check.mutateAsync(input);
    } catch (error) {
      notices.showProblem(error);
    }
  }

  return (
    <Stack sx={{ gap: 2 }}>
      <Box>
        <Typography variant="h3" component="h2">
          {t('connections.check-title')}
        </Typography>
        <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>{t('connections.check-hint')}</Typography>
      </Box>
      <Stack
        component="form"
        direction="row"
        sx={{ gap: 2, flexWrap: 'wrap', alignItems: 'center' }}
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== '') void run({ file: path.trim() });
        }}
      >
        <TextField
          label={t('connections.path')}
          value={path}
          onChange={({ target }) => onPath(target.value)}
          sx={{ flex: 1, minWidth: 280 }}
          slotProps={{ htmlInput: { dir: 'ltr', spellCheck: false, maxLength: 4_096 }, inputLabel: { shrink: true } }}
        />
        <Button type="submit" variant="outlined" disabled={path.trim() === '' || check.isPending}>
          {t('connections.check-file')}
        </Button>
        <Button variant="outlined" disabled={check.isPending} onClick={() => void run({})}>
          {t('connections.check-records')}
        </Button>
      </Stack>
      {check.isPending && (
        <JobProgress names={['verify-connection-log', 'verify-connections']} label={t('connections.checking')} />
      )}
      <Box role="status">{check.isSuccess && <Proof verdict={check.data} />}</Box>
    </Stack>
  );
}

function Proof({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  if (verdict.kind === 'whole') {
    return <Alert severity="success">{t('connections.whole', { rows: number(verdict.rows) })}</Alert>;
  }
  const { what, line, seq } = verdict;
  const place =
    line === undefined
      ? t('connections.entry', { number: number(seq ?? 0) })
      : t('connections.line', { number: number(line) });
  return <Alert severity="error">{t(`connections.${what}`, { place })}</Alert>;
}
