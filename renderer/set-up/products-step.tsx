/** What most venues start with: tick, price, done. */
import { Box, Button, Card, Checkbox, InputAdornment, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Input, type Output } from '../api';
import { parseMoney } from '../../preload/contract/units';
import { Answer, ProblemNote } from '../parts/answer';
import { typedPrice } from '../parts/amounts';
import { useVenue } from '../parts/who';
import { WizardFrame } from './wizard-frame';

type Starter = Output<'products.starters'>['rows'][number];

interface Choice {
  readonly chosen: boolean;
  readonly price: string;
}

export function ProductsStep({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const { currency } = useVenue();
  const starters = useAsk('products.starters');
  const add = useDo('products.addStarters');
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const rows = starters.data?.rows ?? [];
  const choiceOf = (starter: Starter): Choice =>
    choices[starter.key] ?? { chosen: true, price: typedPrice(starter.priceMinor, currency) };
  const chosen = rows.filter((starter) => choiceOf(starter).chosen);
  const wrong = chosen.some((starter) => parseMoney(choiceOf(starter).price, currency) === undefined);

  function submit(): void {
    const choose: Input<'products.addStarters'>['choose'] = chosen.map((starter) => ({
      key: starter.key,
      priceMinor: parseMoney(choiceOf(starter).price, currency) ?? starter.priceMinor,
    }));
    add.mutate({ choose }, { onSuccess: onDone });
  }

  return (
    <WizardFrame
      step="products"
      title={t('set-up.products-title')}
      intro={t('set-up.products-intro')}
      foot={
        <>
          <Button size="large" onClick={onDone}>
            {t('set-up.skip')}
          </Button>
          <Button
            variant="contained"
            size="large"
            disabled={chosen.length === 0 || wrong}
            loading={add.isPending}
            onClick={submit}
          >
            {t('set-up.add-products', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <Stack sx={{ gap: 1.5 }}>
        <ProblemNote error={add.error} />
        <Answer of={starters}>
          {({ rows: all }) =>
            all.map((starter) => (
              <StarterRow
                key={starter.key}
                starter={starter}
                choice={choiceOf(starter)}
                onChange={(part) => setChoices({ ...choices, [starter.key]: { ...choiceOf(starter), ...part } })}
              />
            ))
          }
        </Answer>
      </Stack>
    </WizardFrame>
  );
}

interface StarterRowProps {
  readonly starter: Starter;
  readonly choice: Choice;
  readonly onChange: (part: Partial<Choice>) => void;
}

function StarterRow({ starter, choice, onChange }: StarterRowProps): ReactNode {
  const { t } = useTranslation();
  const { currency } = useVenue();
  const wrong = choice.chosen && parseMoney(choice.price, currency) === undefined;
  const labelId = `starter-${starter.key}`;
  return (
    <Card sx={{ p: 1.5, ...(choice.chosen && { borderColor: 'primary.main' }) }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1.5 }}>
        <Checkbox
          checked={choice.chosen}
          onChange={(_event, checked) => onChange({ chosen: checked })}
          slotProps={{ input: { 'aria-labelledby': labelId } }}
        />
        <Box
          id={labelId}
          sx={{ flex: 1, minWidth: 0, cursor: 'pointer' }}
          onClick={() => onChange({ chosen: !choice.chosen })}
        >
          <Typography sx={{ fontWeight: 600 }}>
            <bdi>{starter.name}</bdi>
          </Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            <bdi>{starter.sentence}</bdi>
          </Typography>
        </Box>
        <TextField
          label={t('products.price')}
          value={choice.price}
          disabled={!choice.chosen}
          error={wrong}
          helperText={wrong ? t('form.not-a-price') : undefined}
          onChange={(event) => onChange({ price: event.target.value })}
          sx={{ width: 160, flexShrink: 0 }}
          slotProps={{
            htmlInput: { inputMode: 'decimal' },
            input: { endAdornment: <InputAdornment position="end">{currency}</InputAdornment> },
          }}
        />
      </Stack>
    </Card>
  );
}
