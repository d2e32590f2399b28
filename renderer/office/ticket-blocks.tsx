/** The blocks of a ticket, top to bottom: moved by dragging, by Alt+arrow or by buttons; one is open at a time. */
import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import DownIcon from '@mui/icons-material/ArrowDownward';
import DragIcon from '@mui/icons-material/DragIndicator';
import UpIcon from '@mui/icons-material/ArrowUpward';
import { Box, Button, ButtonBase, Card, IconButton, Menu, MenuItem, Stack, Typography } from '@mui/material';
import { useRef, useState, type DragEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_BLOCKS, type TemplateBlock } from '../../preload/contract/ticket-templates';
import { useNamed } from '../parts/named';
import { TicketBlockFields } from './ticket-block-fields';
import {
  addBlock,
  blockKinds,
  moveBlock,
  removeBlock,
  setBlock,
  type BlockKind,
  type DraftBlock,
  type DraftProblems,
  type TicketDraft,
} from './ticket-draft';

interface TicketBlocksProps {
  readonly draft: TicketDraft;
  readonly problems: DraftProblems;
  readonly onChange: (draft: TicketDraft, step?: string) => void;
  /** Beside the heading. */
  readonly buttons: ReactNode;
}

export function TicketBlocks({ draft, problems, onChange, buttons }: TicketBlocksProps): ReactNode {
  const { t } = useTranslation();
  const [openKey, setOpenKey] = useState<number>();
  const drag = useDragging(draft, onChange);
  const add = (kind: BlockKind): void => {
    setOpenKey(draft.nextKey);
    onChange(addBlock(draft, kind));
  };
  return (
    <Box component="section" aria-label={t('tickets.blocks')}>
      <Stack direction="row" sx={{ alignItems: 'center', mb: 1 }}>
        <Typography variant="h3" sx={{ flex: 1 }}>
          {t('tickets.blocks')}
        </Typography>
        {buttons}
        {draft.blocks.length < MOST_BLOCKS && <AddBlock onAdd={add} />}
      </Stack>
      {problems.blocks && (
        <Typography color="error" role="alert">
          {t(problems.blocks)}
        </Typography>
      )}
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 0.75 }}>
        {draft.blocks.map((one, index) => (
          <BlockRow
            key={one.key}
            one={one}
            index={index}
            count={draft.blocks.length}
            unknown={problems.unknown.get(one.key)}
            isOpen={one.key === openKey}
            isTarget={drag.overKey === one.key}
            dragging={drag.handlers(one.key, index)}
            onToggle={() => setOpenKey(one.key === openKey ? undefined : one.key)}
            onMove={(to) => onChange(moveBlock(draft, one.key, to))}
            onRemove={() => onChange(removeBlock(draft, one.key))}
            onBlock={(block, step) => onChange(setBlock(draft, one.key, block), step && `${one.key} ${step}`)}
          />
        ))}
      </Stack>
    </Box>
  );
}

interface Dragging {
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
}

/** Only blocks of this list can be dropped on it. */
function useDragging(draft: TicketDraft, onChange: (draft: TicketDraft) => void) {
  const dragged = useRef<number>(undefined);
  const [overKey, setOverKey] = useState<number>();
  const end = (): void => {
    dragged.current = undefined;
    setOverKey(undefined);
  };
  const handlers = (key: number, index: number): Dragging => ({
    onDragStart(event) {
      dragged.current = key;
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragOver(event) {
      if (dragged.current === undefined) return;
      event.preventDefault();
      setOverKey(key);
    },
    onDrop(event) {
      if (dragged.current === undefined) return;
      event.preventDefault();
      onChange(moveBlock(draft, dragged.current, index));
      end();
    },
    onDragEnd: end,
  });
  return { overKey, handlers };
}

interface BlockRowProps {
  readonly one: DraftBlock;
  readonly index: number;
  readonly count: number;
  /** A placeholder of its text that stands for nothing. */
  readonly unknown: string | undefined;
  readonly isOpen: boolean;
  /** Something is being dragged over it. */
  readonly isTarget: boolean;
  readonly dragging: Dragging;
  readonly onToggle: () => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
  readonly onBlock: (block: TemplateBlock, step?: string) => void;
}

function BlockRow({ one, index, count, isOpen, isTarget, dragging, ...rest }: BlockRowProps): ReactNode {
  const { t } = useTranslation();
  const blockName = useBlockName();
  const named = useNamed();
  const { block } = one;
  const name = `${index + 1}. ${blockName(block)}`;
  const hasFields = block.kind !== 'line';
  const moveByKey = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !event.altKey) return;
    event.preventDefault();
    rest.onMove(index + by);
  };
  return (
    <Card
      component="li"
      draggable={!isOpen}
      {...dragging}
      sx={{ borderColor: rest.unknown === undefined ? undefined : 'error.main', ...(isTarget && targetStyle) }}
    >
      <Stack direction="row" sx={{ alignItems: 'center', ps: 0.5 }}>
        <DragIcon aria-hidden sx={{ color: 'text.secondary', mx: 0.5, cursor: 'grab' }} />
        <ButtonBase
          aria-expanded={hasFields ? isOpen : undefined}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onClick={hasFields ? rest.onToggle : undefined}
          onKeyDown={moveByKey}
          sx={{ flex: 1, minWidth: 0, minHeight: 44, justifyContent: 'flex-start', borderRadius: '8px', px: 0.75 }}
        >
          <Typography
            component="span"
            noWrap
            sx={{ fontWeight: 550, fontSize: '0.9375rem', flexShrink: 0, maxWidth: '100%' }}
          >
            {name}
          </Typography>
          <Summary block={block} />
        </ButtonBase>
        <IconButton
          size="small"
          aria-label={named(t('tickets.up'), name)}
          disabled={index === 0}
          onClick={() => rest.onMove(index - 1)}
        >
          <UpIcon fontSize="small" />
        </IconButton>
        <IconButton
          size="small"
          aria-label={named(t('tickets.down'), name)}
          disabled={index === count - 1}
          onClick={() => rest.onMove(index + 1)}
        >
          <DownIcon fontSize="small" />
        </IconButton>
        <IconButton size="small" aria-label={named(t('common.remove'), name)} onClick={rest.onRemove}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      </Stack>
      {isOpen && hasFields && (
        <Box sx={{ px: 2, pb: 2, pt: 1 }}>
          <TicketBlockFields block={block} unknown={rest.unknown} onChange={rest.onBlock} />
        </Box>
      )}
    </Card>
  );
}

const targetStyle = { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 1 } as const;

/** The first words of a text, beside its kind. */
function Summary({ block }: { readonly block: TemplateBlock }): ReactNode {
  if (block.kind !== 'text' || block.text === '') return null;
  return (
    <Typography
      component="span"
      dir="auto"
      noWrap
      variant="body2"
      sx={{ color: 'text.secondary', marginInlineStart: 1.5 }}
    >
      {block.text.replaceAll('\n', ' ⏎ ')}
    </Typography>
  );
}

/** What a block is called. */
export function useBlockName(): (block: Pick<TemplateBlock, 'kind'>) => string {
  const { t } = useTranslation();
  return ({ kind }) => t(`tickets.block-${kind}`);
}

function AddBlock({ onAdd }: { readonly onAdd: (kind: BlockKind) => void }): ReactNode {
  const { t } = useTranslation();
  const blockName = useBlockName();
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <Button startIcon={<AddIcon />} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        {t('tickets.add-block')}
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {blockKinds.map((kind) => (
          <MenuItem
            key={kind}
            onClick={() => {
              setAnchor(undefined);
              onAdd(kind);
            }}
          >
            {blockName({ kind })}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
