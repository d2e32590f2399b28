/** A chosen file: what its columns mean, whom its rows are about, what importing them would do, and doing it. */
import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import {
  Alert,
  Box,
  Button,
  Card,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { duplicateRules, guestKeys } from '../../preload/contract/guest-files';
import { columnTitle, guestColumns, type GuestColumn } from '../../preload/contract/guest-columns';
import { sayProblem } from '../../preload/contract/import-words';
import { client, useDo, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { Choice } from '../parts/choice';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { useMadeFile } from '../parts/made-file';
import { shownLanguage } from '../text';
import type { ChosenFile } from './import-guests';

type Outcome = Output<'guestFiles.import'>;
type Mapping = readonly (GuestColumn | null)[];

/** Rows of the file shown beside each column. */
const SAMPLES = 3;

interface ImportTableProps {
  readonly chosen: ChosenFile;
  readonly onSheet: (sheet: string) => void;
  readonly onLeave: () => void;
}

export function ImportTable({ chosen, onSheet, onLeave }: ImportTableProps): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { file, fileName, table } = chosen;
  const [mapping, setMapping] = useState<Mapping>(table.mapping);
  const [key, setKey] = useState<(typeof guestKeys)[number]>(() => keyFor(table.mapping));
  const [duplicates, setDuplicates] = useState<(typeof duplicateRules)[number]>('skip');
  const [tried, setTried] = useState<Outcome>();
  const [imported, setImported] = useState<Outcome>();
  const sheet = table.sheet === undefined ? {} : { sheet: table.sheet };
  const question = { file, fileName, ...sheet, mapping: [...mapping], key, duplicates };
  const check = useDo('guestFiles.import');
  const run = useChange('guestFiles.import', {
    said: (_input, { added, changed }) => t('import.done', { added: number(added), changed: number(changed) }),
    onDone: (outcome) => setImported(outcome),
    onProblem: () => false,
  });

  /** What was found out was about another question. */
  function ask<T>(set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value);
      setTried(undefined);
    };
  }

  const isBusy = check.isPending || run.isPending;
  const outcome = imported ?? tried;
  const toWrite = (tried?.added ?? 0) + (tried?.changed ?? 0);
  return (
    <Card sx={{ p: 3 }}>
      <Stack sx={{ gap: 3 }}>
        <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
          <Box sx={{ flex: 1, minWidth: 240 }}>
            <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
              {fileName}
            </Typography>
            <Typography sx={{ color: 'text.secondary' }}>
              {t('import.rows', { count: table.rows, rows: number(table.rows) })}
            </Typography>
          </Box>
          {table.sheets.length > 1 && (
            <TextField
              select
              label={t('import.sheet')}
              value={table.sheet ?? ''}
              sx={{ minWidth: 200 }}
              disabled={isBusy}
              onChange={({ target }) => onSheet(target.value)}
            >
              {table.sheets.map((name) => (
                <MenuItem key={name} value={name}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
          )}
          <Button onClick={onLeave} disabled={isBusy}>
            {t('import.other')}
          </Button>
        </Stack>
        {imported === undefined && (
          <>
            {table.isRemembered && <Alert severity="info">{t('import.remembered')}</Alert>}
            <Columns table={table} mapping={mapping} disabled={isBusy} onChange={ask(setMapping)} />
            <Choice
              label={t('import.duplicates')}
              value={duplicates}
              options={duplicateRules}
              said={(rule) => t(`import.duplicates-${rule}`)}
              onChoose={ask(setDuplicates)}
            />
            {duplicates !== 'add' && (
              <TextField
                select
                label={t('import.key')}
                helperText={t('import.key-hint')}
                value={key}
                sx={{ maxWidth: 360 }}
                onChange={({ target }) => ask(setKey)(target.value as typeof key)}
              >
                {guestKeys.map((one) => (
                  <MenuItem key={one} value={one}>
                    {columnTitle(one, shownLanguage())}
                  </MenuItem>
                ))}
              </TextField>
            )}
          </>
        )}
        <ProblemNote error={check.error ?? run.shownError} />
        {isBusy && (
          <JobProgress names={['import-guests']} label={t(check.isPending ? 'import.checking' : 'import.running')} />
        )}
        {outcome !== undefined && !isBusy && (
          <OutcomeView outcome={outcome} isDone={imported !== undefined} question={question} />
        )}
        {imported === undefined && (
          <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
            <Button
              variant={toWrite > 0 ? 'outlined' : 'contained'}
              loading={check.isPending}
              disabled={isBusy}
              onClick={() => check.mutate({ ...question, dryRun: true }, { onSuccess: setTried })}
            >
              {t('import.check')}
            </Button>
            <Button
              variant="contained"
              loading={run.isPending}
              disabled={isBusy || toWrite === 0}
              onClick={() => run.run({ ...question, dryRun: false })}
            >
              {t('import.now', { count: toWrite, rows: number(toWrite) })}
            </Button>
          </Stack>
        )}
      </Stack>
    </Card>
  );
}

/** The login name where there is one; otherwise what the file has and tells guests apart best. */
function keyFor(mapping: Mapping): (typeof guestKeys)[number] {
  const byUse = ['username', 'email', 'mobile', 'pmsCode', 'displayName', 'room'] as const;
  return byUse.find((key) => mapping.includes(key)) ?? 'username';
}

interface ColumnsProps {
  readonly table: ChosenFile['table'];
  readonly mapping: Mapping;
  readonly disabled: boolean;
  readonly onChange: (mapping: Mapping) => void;
}

/** One line per column of the file: its heading, its first values, and what it is. */
function Columns({ table, mapping, disabled, onChange }: ColumnsProps): ReactNode {
  const { t } = useTranslation();
  const language = shownLanguage();
  const set = (at: number, column: GuestColumn | null): void =>
    // A field is in one column only.
    onChange(mapping.map((now, each) => (each === at ? column : now === column ? null : now)));
  return (
    <TableContainer sx={{ maxHeight: 440 }} tabIndex={0} role="region" aria-label={t('import.columns')}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>{t('import.in-file')}</TableCell>
            <TableCell>{t('import.first-rows')}</TableCell>
            <TableCell>{t('import.is')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {table.titles.map((title, at) => (
            <TableRow key={at}>
              <TableCell sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
                {title === '' ? t('import.column', { at: at + 1 }) : title}
              </TableCell>
              <TableCell sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                {mapping[at] === 'password' ? '••••' : samplesOf(table, at)}
              </TableCell>
              <TableCell sx={{ width: 300 }}>
                <TextField
                  select
                  fullWidth
                  size="small"
                  disabled={disabled}
                  value={mapping[at] ?? ''}
                  slotProps={{
                    select: { displayEmpty: true },
                    htmlInput: { 'aria-label': t('import.is-of', { title: title || at + 1 }) },
                  }}
                  onChange={({ target }) => set(at, target.value === '' ? null : (target.value as GuestColumn))}
                >
                  <MenuItem value="">{t('import.left-out')}</MenuItem>
                  {guestColumns.map((column) => (
                    <MenuItem key={column} value={column}>
                      {columnTitle(column, language)}
                    </MenuItem>
                  ))}
                </TextField>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function samplesOf({ first }: ChosenFile['table'], at: number): string {
  return first
    .map(({ cells }) => cells[at] ?? '')
    .filter((cell) => cell !== '')
    .slice(0, SAMPLES)
    .join(' · ');
}

interface OutcomeProps {
  readonly outcome: Outcome;
  readonly isDone: boolean;
  readonly question: Omit<Parameters<typeof client.guestFiles.problemFile>[0], 'language'>;
}

const countKeys = ['added', 'changed', 'same', 'skipped', 'wrong'] as const;

function OutcomeView({ outcome, isDone, question }: OutcomeProps): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const saveMade = useMadeFile(client.guestFiles.problemPiece);
  const make = useDo('guestFiles.problemFile');

  async function save(): Promise<void> {
    await saveMade(() => make.mutateAsync({ ...question, language: shownLanguage() }));
  }

  return (
    <Stack sx={{ gap: 2 }} role="status">
      <Typography variant="h3" sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
        {isDone && <CheckIcon color="success" aria-hidden />}
        {t(isDone ? 'import.was' : 'import.would')}
      </Typography>
      <Stack component="dl" direction="row" sx={{ gap: 4, flexWrap: 'wrap', m: 0 }}>
        {countKeys.map((key) => (
          <Stack key={key} direction="column-reverse">
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {t(`import.${key}`)}
            </Typography>
            <Typography component="dd" variant="h2" sx={{ m: 0, fontVariantNumeric: 'tabular-nums' }}>
              {number(outcome[key])}
            </Typography>
          </Stack>
        ))}
      </Stack>
      {outcome.wrong > 0 && (
        <>
          <Problems outcome={outcome} />
          {!isDone && (
            <Button
              variant="outlined"
              sx={{ alignSelf: 'flex-start' }}
              loading={make.isPending}
              onClick={() => void save()}
            >
              {t('import.give-back')}
            </Button>
          )}
        </>
      )}
    </Stack>
  );
}

function Problems({ outcome }: { readonly outcome: Outcome }): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const language = shownLanguage();
  return (
    <TableContainer sx={{ maxHeight: 280 }} tabIndex={0} role="region" aria-label={t('import.wrong')}>
      <Table size="small">
        <TableBody>
          {outcome.problems.map(({ row, problems }) => (
            <TableRow key={row}>
              <TableCell sx={{ whiteSpace: 'nowrap', width: 120 }}>{t('import.row', { row: number(row) })}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>
                {problems.map((problem) => sayProblem(problem, language)).join('; ')}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
