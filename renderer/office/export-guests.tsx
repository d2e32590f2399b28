/** Guests into a file that can be imported again. */
import { Alert, Button, Checkbox, FormControlLabel, FormGroup, Stack } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useDo } from '../api';
import { Choice } from '../parts/choice';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { useMadeFile } from '../parts/made-file';
import { useMay } from '../parts/who';
import { shownLanguage } from '../text';

const kinds = ['person', 'code', 'device'] as const;
type Kind = (typeof kinds)[number];
const formats = ['xlsx', 'csv'] as const;

export function ExportGuests(): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const save = useMadeFile(client.guestFiles.exportPiece);
  const maySee = useMay('see-passwords');
  const [chosen, setChosen] = useState<readonly Kind[]>(kinds);
  const [format, setFormat] = useState<(typeof formats)[number]>('xlsx');
  const [withPasswords, setWithPasswords] = useState(false);
  const make = useDo('guestFiles.export');

  function toggle(kind: Kind): void {
    setChosen(chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]);
  }

  async function run(): Promise<void> {
    await save(
      () => make.mutateAsync({ format, kinds: [...chosen], withPasswords, language: shownLanguage() }),
      ({ guests }) => t('export.done', { count: guests, guests: number(guests) }),
    );
  }

  return (
    <Stack sx={{ gap: 2 }}>
      <FormGroup row>
        {kinds.map((kind) => (
          <FormControlLabel
            key={kind}
            label={t(`guests.kind-${kind}`)}
            control={<Checkbox checked={chosen.includes(kind)} onChange={() => toggle(kind)} />}
          />
        ))}
      </FormGroup>
      <Choice
        label={t('export.format')}
        value={format}
        options={formats}
        said={(one) => one.toUpperCase()}
        onChoose={setFormat}
      />
      {maySee && (
        <FormControlLabel
          label={t('export.with-passwords')}
          control={<Checkbox checked={withPasswords} onChange={(_event, on) => setWithPasswords(on)} />}
        />
      )}
      <Alert severity={withPasswords ? 'warning' : 'info'}>
        {t(withPasswords ? 'export.passwords-in' : 'export.passwords-out')}
      </Alert>
      {make.isPending && <JobProgress names={['export-guests']} label={t('export.running')} />}
      <Button
        variant="outlined"
        sx={{ alignSelf: 'flex-start' }}
        disabled={chosen.length === 0}
        loading={make.isPending}
        onClick={() => void run()}
      >
        {t('export.now')}
      </Button>
    </Stack>
  );
}
