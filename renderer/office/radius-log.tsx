/** Every decision and every dropped packet, live, with the reason in words: the first place to look. */
import LessIcon from '@mui/icons-material/ExpandLess';
import MoreIcon from '@mui/icons-material/ExpandMore';
import SearchIcon from '@mui/icons-material/Search';
import LogIcon from '@mui/icons-material/ReceiptLongOutlined';
import {
  Box,
  Button,
  Chip,
  InputAdornment,
  Stack,
  TableCell,
  TableRow,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from '@mui/material';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useAsk, type Output } from '../api';
import { sayName } from '../parts/guest-words';
import { Answer, Empty, LoadingRows } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { ListTable, WholeRow } from '../parts/list-table';
import { Page } from '../parts/page';
import { pathOf } from '../parts/places';
import { serverText } from '../parts/problem';
import { useMay, useVenueStatus } from '../parts/who';
import { monospace } from '../theme';

type LogRow = Output<'radiusLog.list'>['rows'][number];
type Outcome = LogRow['outcome'];
type More = NonNullable<Output<'radiusLog.list'>['more']>;

interface Filter {
  readonly outcome?: Outcome;
  readonly text?: string;
}

const outcomes = ['accept', 'reject', 'stored', 'answered', 'dropped'] as const satisfies readonly Outcome[];
const pageRows = 100;

const colors: Record<Outcome, 'success' | 'error' | 'warning' | 'default'> = {
  accept: 'success',
  reject: 'error',
  dropped: 'warning',
  stored: 'default',
  answered: 'default',
};

export function RadiusLog(): ReactNode {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome>();
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const filter: Filter = { ...(outcome && { outcome }), ...(text !== '' && { text }) };
  const log = useAsk('radiusLog.list', { limit: pageRows, ...filter }, { keepLast: true });
  const filtered = outcome !== undefined || text !== '';
  return (
    <Page title={t('place.radius-log')} intro={t('radius-log.intro')}>
      <Listening />
      <Stack direction="row" sx={{ gap: 2, mb: 2, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          type="search"
          label={t('radius-log.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          sx={{ width: 340 }}
          slotProps={{
            htmlInput: { maxLength: 100 },
            input: {
              startAdornment: (
                <InputAdornment position="start">
                  <SearchIcon fontSize="small" />
                </InputAdornment>
              ),
            },
          }}
        />
        <ToggleButtonGroup
          exclusive
          value={outcome ?? 'all'}
          aria-label={t('radius-log.outcome')}
          onChange={(_event, chosen: Outcome | 'all' | null) => {
            setOutcome(chosen === null || chosen === 'all' ? undefined : chosen);
          }}
        >
          <ToggleButton value="all">{t('radius-log.all')}</ToggleButton>
          {outcomes.map((each) => (
            <ToggleButton key={each} value={each}>
              {t(`radius-log.outcome-${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Stack>
      <Answer of={log}>
        {({ rows, more }) => {
          if (rows.length === 0 && more === undefined)
            return filtered ? <NothingFound onClear={clear} /> : <NothingYet />;
          return (
            <LogTable>
              {rows.map((row) => (
                <LogLine key={row.id} row={row} />
              ))}
              {more && <Further key={JSON.stringify(filter)} filter={filter} more={more} found={rows.length} />}
            </LogTable>
          );
        }}
      </Answer>
    </Page>
  );

  function clear(): void {
    setOutcome(undefined);
    setTyped('');
  }
}

/** Where the server listens: what a network engineer compares with the router first. */
function Listening(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { radius } = useVenueStatus();
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', mt: -2, mb: 2 }}>
      {radius.listening
        ? t('radius-log.listening', { auth: radius.authPort, acct: radius.acctPort })
        : t('radius-log.not-listening')}{' '}
      {radius.lastPacketAtMs !== undefined &&
        t('radius-log.last-packet', { when: formats.exact(radius.lastPacketAtMs) })}
    </Typography>
  );
}

function LogTable({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <ListTable
      dense
      label={t('place.radius-log')}
      columns={[
        { title: t('common.when') },
        { title: t('radius-log.outcome') },
        { title: t('radius-log.why') },
        { title: t('radius-log.who') },
        { title: t('radius-log.from') },
        { title: t('radius-log.packets') },
      ]}
    >
      {children}
    </ListTable>
  );
}

interface FurtherProps {
  readonly filter: Filter;
  /** Where the page before has ended, and how many rows it had. */
  readonly more: More;
  readonly found: number;
}

/** What is further back: how far has been looked, and on demand the next page. */
function Further({ filter, more, found }: FurtherProps): ReactNode {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <OlderPage filter={filter} beforeId={more.beforeId} />;
  return <SearchedBack more={more} isFull={found === pageRows} onFurther={() => setWanted(true)} />;
}

function OlderPage({ filter, beforeId }: { readonly filter: Filter; readonly beforeId: number }): ReactNode {
  const log = useAsk('radiusLog.list', { limit: pageRows, ...filter, beforeId }, { keepLast: true });
  if (log.data === undefined) {
    return (
      <WholeRow>
        <Answer of={log} loading={<LoadingRows rows={1} />}>
          {() => null}
        </Answer>
      </WholeRow>
    );
  }
  const { rows, more } = log.data;
  return (
    <>
      {rows.map((row) => (
        <LogLine key={row.id} row={row} />
      ))}
      {more ? <Further filter={filter} more={more} found={rows.length} /> : <BeginningOfLog />}
    </>
  );
}

interface SearchedBackProps {
  readonly more: More;
  /** The page ended because it was full, not because so much had been looked through. */
  readonly isFull: boolean;
  readonly onFurther: () => void;
}

function SearchedBack({ more, isFull, onFurther }: SearchedBackProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <WholeRow>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', justifyContent: 'center' }}>
        {!isFull && (
          <Typography variant="body2" role="status">
            {t('radius-log.searched-back', { when: formats.moment(more.backToMs) })}
          </Typography>
        )}
        <Button onClick={onFurther}>{t(isFull ? 'common.show-more' : 'radius-log.search-further')}</Button>
      </Stack>
    </WholeRow>
  );
}

function BeginningOfLog(): ReactNode {
  const { t } = useTranslation();
  return (
    <WholeRow>
      <Typography variant="body2" role="status" sx={{ textAlign: 'center', color: 'text.secondary' }}>
        {t('radius-log.beginning')}
      </Typography>
    </WholeRow>
  );
}

function LogLine({ row }: { readonly row: LogRow }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <LogCells row={row} open={open} onToggle={() => setOpen(!open)} />
      {open && (
        <WholeRow isDetail>
          <Packets id={row.id} />
        </WholeRow>
      )}
    </>
  );
}

interface LogCellsProps {
  readonly row: LogRow;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function LogCells({ row, open, onToggle }: LogCellsProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const bad = row.outcome === 'reject' || row.outcome === 'dropped';
  return (
    <TableRow
      sx={(theme) => {
        const ink = row.outcome === 'reject' ? theme.vars.palette.error.main : theme.vars.palette.warning.main;
        return bad
          ? { backgroundColor: `color-mix(in srgb, ${ink} 7%, transparent)`, boxShadow: `inset 4px 0 0 ${ink}` }
          : {};
      }}
    >
      <TableCell sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        <time dateTime={new Date(row.atMs).toISOString()} title={formats.exact(row.atMs)}>
          {formats.momentWithSeconds(row.atMs)}
        </time>
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        <Chip
          size="small"
          color={colors[row.outcome]}
          variant={bad ? 'filled' : 'outlined'}
          label={t(`radius-log.outcome-${row.outcome}`)}
        />
        {row.count > 1 && (
          <Typography component="span" variant="caption" sx={{ marginInlineStart: 1 }}>
            × {formats.number(row.count)}
          </Typography>
        )}
      </TableCell>
      <TableCell sx={{ maxWidth: 520 }}>
        <Typography variant="body2" sx={{ fontWeight: bad ? 600 : 400 }}>
          {serverText(`radius-log.reason.${row.reason}`, row.detail)}
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary', fontFamily: monospace }} dir="ltr">
          {row.reason}
        </Typography>
      </TableCell>
      <TableCell sx={{ maxWidth: 220, overflowWrap: 'anywhere' }}>
        {row.username !== undefined && (
          <bdi style={{ fontFamily: monospace, fontWeight: 600 }}>{sayName(row.username)}</bdi>
        )}
        {row.macAddress !== undefined && (
          <Typography
            variant="caption"
            component="div"
            sx={{ color: 'text.secondary', fontFamily: monospace, whiteSpace: 'nowrap' }}
            dir="ltr"
          >
            {row.macAddress}
          </Typography>
        )}
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        {row.routerName ?? ''}
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }} dir="ltr">
          {row.sourceAddress}
        </Typography>
      </TableCell>
      <TableCell sx={{ width: '1%', whiteSpace: 'nowrap' }}>
        {row.hasPackets && (
          <Button size="small" aria-expanded={open} onClick={onToggle} endIcon={open ? <LessIcon /> : <MoreIcon />}>
            {t('radius-log.packets')}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

/** What was on the wire, decoded. */
function Packets({ id }: { readonly id: number }): ReactNode {
  const { t } = useTranslation();
  const packets = useAsk('radiusLog.packets', { id });
  return (
    <Answer of={packets} loading={<LoadingRows rows={1} />}>
      {(shown) => {
        if (!shown.kept) return <Typography variant="body2">{t('radius-log.packet-gone')}</Typography>;
        const { request, answer } = shown;
        return (
          <Stack sx={{ gap: 1.5 }}>
            <Stack direction="row" sx={{ gap: 4, flexWrap: 'wrap' }}>
              <PacketText title={t('radius-log.request')} packet={request} identifier={request.identifier} />
              {answer === undefined ? (
                <Typography variant="body2">{t('radius-log.no-answer')}</Typography>
              ) : (
                <PacketText title={t('radius-log.answer')} packet={answer} />
              )}
            </Stack>
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {t('radius-log.packet-hidden')}
            </Typography>
          </Stack>
        );
      }}
    </Answer>
  );
}

interface PacketTextProps {
  readonly title: string;
  readonly packet: { readonly code: string; readonly attributes: readonly string[] };
  readonly identifier?: number;
}

function PacketText({ title, packet: { code, attributes }, identifier }: PacketTextProps): ReactNode {
  return (
    <Box sx={{ minWidth: 300, flex: 1 }}>
      <Typography variant="body2" sx={{ fontWeight: 650 }}>
        {title}
      </Typography>
      <Box
        component="pre"
        dir="ltr"
        tabIndex={0}
        aria-label={title}
        sx={{
          m: 0,
          mt: 0.5,
          fontFamily: monospace,
          fontSize: '0.8125rem',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {[identifier === undefined ? code : `${code} (Identifier ${identifier})`, ...attributes].join('\n')}
      </Box>
    </Box>
  );
}

function NothingFound({ onClear }: { readonly onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<SearchIcon />}
      title={t('radius-log.nothing-found')}
      action={
        <Button variant="outlined" onClick={onClear}>
          {t('radius-log.clear')}
        </Button>
      }
    />
  );
}

/** Nothing has come in yet: what to do about it. */
function NothingYet(): ReactNode {
  const { t } = useTranslation();
  const { routers } = useVenueStatus();
  const mayOpenRouters = useMay('technical');
  return (
    <Empty
      icon={<LogIcon />}
      title={t('radius-log.none')}
      action={
        mayOpenRouters && (
          <Button variant="contained" component={RouterLink} to={pathOf('routers')}>
            {t(routers.known === 0 ? 'routers.add' : 'routers.show-commands')}
          </Button>
        )
      }
    >
      {t(routers.known === 0 ? 'radius-log.none-no-router' : 'radius-log.none-router')}
    </Empty>
  );
}
