/** Copies of the venue: whether there is a good one, where they lie, and what became of each. */
import BackupIcon from '@mui/icons-material/Inventory2Outlined';
import ErrorIcon from '@mui/icons-material/Error';
import VerifiedIcon from '@mui/icons-material/VerifiedUserOutlined';
import { Box, Button, Card, LinearProgress, Stack, TableCell, TableRow, TextField, Typography } from '@mui/material';
import { useEffect, useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Output } from '../api';
import { Answer, Empty, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { ListTable } from '../parts/list-table';
import { Light, type LightColor } from '../parts/light';
import { useNotices } from '../parts/notices';
import { useNow } from '../parts/now';
import { Page } from '../parts/page';
import { faultText } from '../parts/problem';
import { useMay } from '../parts/who';
import { RestorePanel } from './restore-panel';
import { SupportButton } from './support-panel';

type Status = Output<'backup.status'>;
export type BackupView = Status['rows'][number];

export function Backup(): ReactNode {
  const { t } = useTranslation();
  const status = useAsk('backup.status');
  return (
    <Page title={t('place.backup')} intro={t('backup.intro')} actions={<Actions />}>
      <Running />
      <Answer of={status}>
        {(shown) => (
          <Stack sx={{ gap: 3 }}>
            <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: 'repeat(2, minmax(0, 1fr))' }, gap: 3 }}>
              <Here status={shown} />
              <Elsewhere away={shown.away} />
            </Box>
            {shown.rows.length > 0 && <BackupHistory rows={shown.rows} />}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

function Actions(): ReactNode {
  const { t } = useTranslation();
  const mayRestore = useMay('restore');
  const [restoring, setRestoring] = useState(false);
  return (
    <>
      {mayRestore && (
        <Button variant="outlined" onClick={() => setRestoring(true)}>
          {t('restore.open')}
        </Button>
      )}
      <SupportButton />
      <BackUpNow />
      {/* Made anew each time: an old preview says nothing about now. */}
      {restoring && <RestorePanel open onClose={() => setRestoring(false)} />}
    </>
  );
}

function BackUpNow(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const make = useDo('backup.make');
  return (
    <Button
      variant="contained"
      startIcon={<BackupIcon />}
      loading={make.isPending}
      onClick={() =>
        make.mutate(undefined, {
          onSuccess: () => notices.show({ kind: 'done', text: t('backup.made') }),
          onError: notices.showProblem,
        })
      }
    >
      {t('backup.now')}
    </Button>
  );
}

/** How far the one is that is being made, whoever asked for it. */
function Running(): ReactNode {
  const { t } = useTranslation();
  const jobs = useAsk('work.list').data?.rows ?? [];
  const job = jobs.find(({ name }) => name === 'make-backup');
  const stop = useDo('work.stop');
  if (job === undefined) return null;
  const share = job.total ? { variant: 'determinate' as const, value: (100 * (job.done ?? 0)) / job.total } : {};
  return (
    <Card sx={{ p: 2, mb: 3 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1 }}>
          <Typography sx={{ mb: 1 }}>{t('backup.running')}</Typography>
          <LinearProgress aria-label={t('backup.running')} {...share} />
        </Box>
        <Button loading={stop.isPending} onClick={() => stop.mutate({ id: job.id })}>
          {t('common.cancel')}
        </Button>
      </Stack>
    </Card>
  );
}

function Here({ status }: { readonly status: Status }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const nowMs = useNow();
  const next = status.nextAtMs <= nowMs ? t('backup.next-soon') : formats.moment(status.nextAtMs);
  const facts = [
    [t('backup.next'), next],
    [t('backup.kept'), t('backup.kept-rule')],
    [t('backup.folder'), status.folder],
    ...(status.disk === undefined ? [] : [[t('backup.free'), <DiskRoom key="free" disk={status.disk} />] as const]),
  ] as const;
  return (
    <Card sx={{ p: 3 }}>
      <LastVerified backup={status.lastVerified} nowMs={nowMs} />
      <Box
        component="dl"
        sx={{ m: 0, mt: 3, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 3, rowGap: 1 }}
      >
        {facts.map(([label, value]) => (
          <Box key={label} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {label}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {typeof value === 'string' ? <bdi>{value}</bdi> : value}
            </Typography>
          </Box>
        ))}
      </Box>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 3 }}>
        {t('backup.sealed')}
      </Typography>
    </Card>
  );
}

const roomColors = { enough: 'success', low: 'warning', 'nearly-full': 'error' } as const;

function DiskRoom({ disk }: { readonly disk: NonNullable<Status['disk']> }): ReactNode {
  const { t } = useTranslation();
  const { bytes } = useFormats();
  return (
    <Light color={roomColors[disk.level]}>{t(`backup.room-${disk.level}`, { size: bytes(disk.freeBytes) })}</Light>
  );
}

function LastVerified({
  backup,
  nowMs,
}: {
  readonly backup: BackupView | undefined;
  readonly nowMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (backup === undefined) {
    return (
      <Empty icon={<BackupIcon />} title={t('backup.none')}>
        {t('backup.none-hint')}
      </Empty>
    );
  }
  return (
    <Stack direction="row" sx={{ gap: 2, alignItems: 'flex-start' }}>
      <VerifiedIcon color="success" sx={{ fontSize: 44 }} aria-hidden />
      <Box>
        <Typography variant="h2">{t('backup.last')}</Typography>
        <Typography sx={{ fontWeight: 600, mt: 0.5 }}>
          <time dateTime={new Date(backup.atMs).toISOString()} title={formats.exact(backup.atMs)}>
            {formats.ago(backup.atMs, nowMs)}
          </time>
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          <Content backup={backup} />
        </Typography>
      </Box>
    </Stack>
  );
}

function Content({ backup }: { readonly backup: BackupView }): ReactNode {
  const { t } = useTranslation();
  const { number, bytes } = useFormats();
  return t('backup.holds', {
    guests: number(backup.guests ?? 0),
    sales: number(backup.sales ?? 0),
    size: bytes(backup.bytes ?? 0),
  });
}

/** The folder of another drive: typed, since it may be one of the computer that this page only shows. */
function Elsewhere({ away }: { readonly away: Status['away'] }): ReactNode {
  const { t } = useTranslation();
  const known = away?.folder ?? '';
  const form = useForm({ defaultValues: { folder: known } });
  const { isDirty } = form.formState;
  const set = useChange('backup.setFolder', {
    said: () => t('backup.away-changed'),
    onDone: (_output, input) => form.reset({ folder: input.folder ?? '' }),
    onProblem: () => false,
  });
  useEffect(() => {
    if (!isDirty) form.reset({ folder: known });
  }, [known, isDirty, form]);
  const submit = form.handleSubmit(({ folder }) => set.run({ folder: folder.trim() === '' ? null : folder.trim() }));
  return (
    <Card component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ p: 3 }}>
      <Stack sx={{ gap: 2 }}>
        <Typography variant="h2">{t('backup.away')}</Typography>
        <Typography sx={{ color: 'text.secondary' }}>{t('backup.away-intro')}</Typography>
        {away !== undefined && (
          <Stack direction="row" sx={{ columnGap: 3, flexWrap: 'wrap' }}>
            <Light color={away.isThere ? 'success' : 'warning'}>
              {t(away.isThere ? 'backup.away-there' : 'backup.away-gone')}
            </Light>
            {away.disk && <DiskRoom disk={away.disk} />}
          </Stack>
        )}
        <ProblemNote error={set.shownError} />
        <TextField
          label={t('backup.away-folder')}
          helperText={t('backup.away-hint')}
          autoComplete="off"
          // Also filled in without a key being pressed: when the change is undone.
          slotProps={{
            inputLabel: { shrink: true },
            htmlInput: { dir: 'ltr', spellCheck: false, maxLength: mostPathChars },
          }}
          {...form.register('folder')}
        />
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button disabled={!isDirty} onClick={() => form.reset({ folder: known })}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={!isDirty} loading={set.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </Stack>
    </Card>
  );
}

/** The contract's most (backup.setFolder). */
const mostPathChars = 1_000;

function BackupHistory({ rows }: { readonly rows: readonly BackupView[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <Box>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {t('backup.history')}
      </Typography>
      <ListTable
        dense
        label={t('backup.history')}
        columns={[
          { title: t('common.when') },
          { title: t('backup.why') },
          { title: t('backup.outcome') },
          { title: t('backup.content') },
          { title: t('backup.second') },
        ]}
      >
        {rows.map((row) => (
          <BackupLine key={row.id} backup={row} />
        ))}
      </ListTable>
    </Box>
  );
}

const awayColors = {
  none: 'quiet',
  verified: 'success',
  missing: 'warning',
  failed: 'warning',
} as const satisfies Record<BackupView['away'], LightColor>;

function BackupLine({ backup }: { readonly backup: BackupView }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { atMs, reason, operatorName, state, fault, away } = backup;
  return (
    <TableRow hover sx={{ '& td': { height: 48 } }}>
      <TableCell sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        <time dateTime={new Date(atMs).toISOString()} title={formats.exact(atMs)}>
          {formats.moment(atMs)}
        </time>
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        {t(`backup.reason-${reason}`, { name: operatorName ?? '' })}
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        <Light color={state === 'verified' ? 'success' : 'error'}>{t(`backup.state-${state}`)}</Light>
      </TableCell>
      <TableCell>
        {fault === undefined ? (
          <Content backup={backup} />
        ) : (
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
            <ErrorIcon color="error" fontSize="small" aria-hidden />
            <span>{`${faultText(fault).sentence} ${faultText(fault).remedy}`}</span>
          </Stack>
        )}
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {state === 'verified' && <Light color={awayColors[away]}>{t(`backup.away-${away}`)}</Light>}
      </TableCell>
    </TableRow>
  );
}
