/** Guests from a file: chosen, its columns named, tried out, imported as one change. */
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Button, Stack } from '@mui/material';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, type Output } from '../api';
import { Empty, LoadingRows, ProblemNote } from '../parts/answer';
import { sendFile } from '../parts/file-pieces';
import { ImportTable } from './import-table';

/** A file that the venue has, and what is in it. */
export interface ChosenFile {
  readonly file: string;
  readonly fileName: string;
  readonly table: Output<'guestFiles.inspect'>;
}

type Chosen =
  | { readonly kind: 'none' | 'sending' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'chosen'; readonly chosen: ChosenFile };

export function ImportGuests(): ReactNode {
  const [state, setState] = useState<Chosen>({ kind: 'none' });

  async function choose(content: File): Promise<void> {
    setState({ kind: 'sending' });
    try {
      const file = await sendFile(content);
      const table = await client.guestFiles.inspect({ file });
      setState({ kind: 'chosen', chosen: { file, fileName: content.name, table } });
    } catch (error) {
      setState({ kind: 'failed', error });
    }
  }

  async function chooseSheet(chosen: ChosenFile, sheet: string): Promise<void> {
    try {
      const table = await client.guestFiles.inspect({ file: chosen.file, sheet });
      setState({ kind: 'chosen', chosen: { ...chosen, table } });
    } catch (error) {
      setState({ kind: 'failed', error });
    }
  }

  return (
    <Stack sx={{ gap: 3 }}>
      {state.kind === 'failed' && <ProblemNote error={state.error} />}
      {(state.kind === 'none' || state.kind === 'failed') && <DropZone onChoose={(file) => void choose(file)} />}
      {state.kind === 'sending' && <LoadingRows />}
      {state.kind === 'chosen' && (
        <ImportTable
          key={`${state.chosen.file} ${state.chosen.table.sheet ?? ''}`}
          chosen={state.chosen}
          onSheet={(sheet) => void chooseSheet(state.chosen, sheet)}
          onLeave={() => setState({ kind: 'none' })}
        />
      )}
    </Stack>
  );
}

/** Dropped anywhere on it, or chosen with the button. */
function DropZone({ onChoose }: { readonly onChoose: (file: File) => void }): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) onChoose(file);
  };
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Empty
        icon={<UploadIcon />}
        title={t('import.drop')}
        action={
          <Button variant="contained" onClick={() => input.current?.click()}>
            {t('import.choose')}
          </Button>
        }
      >
        {t('import.drop-hint')}
      </Empty>
      <input
        ref={input}
        type="file"
        accept=".xlsx,.csv,.txt,text/csv"
        hidden
        aria-label={t('import.choose')}
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file chosen again, corrected, is a new choice.
          target.value = '';
          if (file) onChoose(file);
        }}
      />
    </div>
  );
}
