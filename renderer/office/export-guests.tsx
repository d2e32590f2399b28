/** Guests into a file that can be imported again. */
import { Alert, Button, Checkbox, FormControlLabel, FormGroup, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useDo } from '../api';
import { Choice } from '../parts/choice';
import { fetchFile } from '../parts/file-pieces';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { useNotices } from '../parts/notices';
import { saveBlob } from '../parts/save-file';
import { useMay } from '../parts/who';
import { shownLanguage } from '../text';

const kinds = ['person', 'code', 'device'] as const;
type Kind = (typeof kinds)[number];
const formats = ['xlsx', 'csv'] as const;

export function ExportGuests(): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const notices = useNotices();
  const maySee = useMay('see-passwords');
  const [chosen, setChosen] = useState<readonly Kind[]>(kinds);
  const [format, setFormat] = useState<(typeof formats)[number]>('xlsx');
  const [withPasswords, setWithPasswords] = useState(false);
  const make = useDo('guestFiles.export');

  function toggle(kind: Kind): void {
    setChosen(chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]);
  }

  async function run(): Promise<void> {
    try {
      const made = await make.mutateAsync({ format, kinds: [...chosen], withPasswords, language: shownLanguage() });
      saveBlob(await fetchFile(client.guestFiles.exportPiece, made.file), made.fileName);
      notices.show({ kind: 'done', text: t('export.done', { count: made.guests, guests: number(made.guests) }) });
    } catch (error) {
      notices.showProblem(error);
    }
  }

  return (
    <Stack sx={{ gap: 2 }}>
      <Typography sx={{ color: 'text.secondary' }}>{t('export.intro')}</Typography>
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
