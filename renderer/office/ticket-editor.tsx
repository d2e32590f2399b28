/** The editor of a ticket: its blocks beside the paper that comes of them. */
import RedoIcon from '@mui/icons-material/Redo';
import UndoIcon from '@mui/icons-material/Undo';
import { Box, Button, IconButton, MenuItem, Stack, TextField } from '@mui/material';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo } from '../api';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { problemOf } from '../parts/problem';
import { Section } from '../parts/section';
import { FormPanel } from '../parts/side-panel';
import { TicketBlocks } from './ticket-blocks';
import {
  changeDraft,
  doAgain,
  inputOf,
  isSound,
  problemsOf,
  startHistory,
  takeBack,
  type DraftProblems,
  type TemplateView,
  type TicketDraft,
} from './ticket-draft';
import { TicketPreview } from './ticket-preview';

/** Editor and paper side by side. */
const panelWidth = 1180;
/** Title above and buttons below: the paper scrolls by itself between them. */
const aroundPreview = 160;

interface TicketEditorProps {
  /** Undefined: a new one. */
  readonly template: TemplateView | undefined;
  readonly start: TicketDraft;
  readonly onClose: () => void;
}

export function TicketEditor({ template, start, onClose }: TicketEditorProps): ReactNode {
  const { t } = useTranslation();
  const [history, setHistory] = useState(() => startHistory(start));
  const [tried, setTried] = useState(false);
  const [refusedName, setRefusedName] = useState<string>();
  const { draft } = history;
  const problems = problemsOf(draft, template?.wifi.security === 'wpa');
  const change = (next: TicketDraft, step?: string): void => {
    setRefusedName(undefined);
    setHistory((now) => changeDraft(now, next, step));
  };
  const saving = useSaving(template, onClose, setRefusedName);
  const submit = (): void => {
    setTried(true);
    if (isSound(problems)) saving.run(draft);
  };
  const isDirty = history.before.length > 0;
  return (
    <FormPanel
      open
      width={panelWidth}
      title={template?.name ?? t('tickets.new')}
      onClose={onClose}
      dirty={isDirty}
      submitLabel={t('common.save')}
      submitting={saving.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      aside={template && <PrintSample id={template.id} isSaved={!isDirty} />}
    >
      <Box
        onKeyDown={(event) => stepByKey(event, setHistory)}
        sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) 420px' }, gap: 4, pt: 1 }}
      >
        <Stack sx={{ gap: 3, minWidth: 0 }}>
          <ProblemNote error={saving.shownError} />
          <TextField
            autoFocus
            label={t('tickets.name')}
            value={draft.name}
            onChange={(event) => change({ ...draft, name: event.target.value }, 'name')}
            {...said(refusedName ?? (tried && problems.name ? t(problems.name) : undefined))}
          />
          <TicketBlocks
            draft={draft}
            problems={problems}
            onChange={change}
            buttons={
              <>
                <IconButton
                  aria-label={t('undo.undo')}
                  disabled={history.before.length === 0}
                  onClick={() => setHistory(takeBack)}
                >
                  <UndoIcon />
                </IconButton>
                <IconButton
                  aria-label={t('undo.redo')}
                  disabled={history.after.length === 0}
                  onClick={() => setHistory(doAgain)}
                >
                  <RedoIcon />
                </IconButton>
              </>
            }
          />
          <Wifi
            draft={draft}
            problems={tried ? problems : undefined}
            isKept={template?.wifi.security === 'wpa'}
            onChange={change}
          />
        </Stack>
        <Box
          sx={{
            minWidth: 0,
            position: { md: 'sticky' },
            top: 0,
            alignSelf: 'start',
            maxHeight: { md: `calc(100vh - ${aroundPreview}px)` },
            overflowY: { md: 'auto' },
          }}
        >
          <TicketPreview draft={draft} problems={problems} id={template?.id} onChange={change} />
        </Box>
      </Box>
    </FormPanel>
  );
}

type SetHistory = (step: typeof takeBack) => void;

/** Ctrl+Z and Ctrl+Y are the editor's here: also in a text field, whose letters are steps like any other. */
function stepByKey(event: KeyboardEvent, setHistory: SetHistory): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
  if (!isRedo && key !== 'z') return;
  event.preventDefault();
  event.stopPropagation();
  setHistory(isRedo ? doAgain : takeBack);
}

/** A problem as a field shows it. */
function said(problem: string | undefined): { readonly error: boolean; readonly helperText: string | undefined } {
  return { error: problem !== undefined, helperText: problem };
}

function useSaving(template: TemplateView | undefined, onDone: () => void, onNameRefused: (sentence: string) => void) {
  const { t } = useTranslation();
  const onProblem = (error: unknown): boolean => {
    const { field, sentence } = problemOf(error);
    if (field !== 'name') return false;
    onNameRefused(sentence);
    return true;
  };
  const add = useChange('ticketTemplates.add', {
    ...{ onDone, onProblem },
    said: ({ name }) => t('tickets.added', { name }),
  });
  const update = useChange('ticketTemplates.update', {
    ...{ onDone, onProblem },
    said: ({ name }) => t('tickets.changed', { name: name ?? '' }),
  });
  return {
    run(draft: TicketDraft): void {
      const input = inputOf(draft);
      if (template) update.run({ id: template.id, ...input });
      else add.run(input);
    },
    isPending: add.isPending || update.isPending,
    shownError: template ? update.shownError : add.shownError,
  };
}

/** On the usual printer; what is not saved yet cannot come out of it. */
function PrintSample({ id, isSaved }: { readonly id: number; readonly isSaved: boolean }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const said = usePrintSaid();
  const print = useDo('ticketTemplates.print');
  const printer = useAsk('printers.list').data?.rows.find(({ isDefault }) => isDefault);
  if (!printer) return null;
  return (
    <Button
      color="inherit"
      disabled={!isSaved}
      loading={print.isPending}
      onClick={() => print.mutate({ id, printerId: printer.id }, { onSuccess: said, onError: notices.showProblem })}
    >
      {isSaved ? t('tickets.print-sample') : t('tickets.print-sample-saved')}
    </Button>
  );
}

interface WifiProps {
  readonly draft: TicketDraft;
  /** Undefined: nothing is said yet. */
  readonly problems: DraftProblems | undefined;
  /** A password is kept already. */
  readonly isKept: boolean;
  readonly onChange: (draft: TicketDraft, step?: string) => void;
}

/** What the Wi-Fi QR code joins; of no use where there is none. */
function Wifi({ draft, problems, isKept, onChange }: WifiProps): ReactNode {
  const { t } = useTranslation();
  const joins = draft.blocks.some(({ block }) => block.kind === 'wifi-qr' || usesWifi(block));
  if (!joins) return null;
  const wrong = problems?.wifiPassword;
  return (
    <Section title={t('tickets.wifi')} hint={t('tickets.wifi-hint')}>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: 2 }}>
        <TextField
          label={t('tickets.wifi-name')}
          value={draft.wifiName}
          placeholder={t('tickets.wifi-of-venue')}
          onChange={(event) => onChange({ ...draft, wifiName: event.target.value }, 'wifi-name')}
          slotProps={{ htmlInput: { maxLength: 32 }, inputLabel: { shrink: true } }}
        />
        <TextField
          select
          label={t('tickets.wifi-security')}
          value={draft.wifiSecurity}
          onChange={(event) => onChange({ ...draft, wifiSecurity: event.target.value as 'open' | 'wpa' })}
        >
          <MenuItem value="open">{t('tickets.wifi-open')}</MenuItem>
          <MenuItem value="wpa">{t('tickets.wifi-wpa')}</MenuItem>
        </TextField>
      </Box>
      {draft.wifiSecurity === 'wpa' && (
        <TextField
          label={t('tickets.wifi-password')}
          value={draft.wifiPassword}
          autoComplete="off"
          onChange={(event) => onChange({ ...draft, wifiPassword: event.target.value }, 'wifi-password')}
          {...said(wrong && t(wrong))}
          {...(wrong === undefined && {
            helperText: t(isKept ? 'tickets.wifi-password-kept' : 'tickets.wifi-password-hint'),
          })}
        />
      )}
    </Section>
  );
}

function usesWifi(block: TicketDraft['blocks'][number]['block']): boolean {
  return block.kind === 'text' && /\{wifi/.test(block.text);
}
