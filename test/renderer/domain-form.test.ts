import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../preload/contract';
import { languages } from '../../preload/contract/base';
import { registrations } from '../../preload/contract/domains';
import {
  domainForm,
  emptyDomainForm,
  toDomainForm,
  toDomainInput,
  toDomainUpdate,
  type DomainFormInput,
} from '../../renderer/office/domain-form';

const problems = (part: Partial<DomainFormInput>): Record<string, string> => {
  const { error } = domainForm.safeParse({ ...emptyDomainForm(), name: 'Hall', ...part });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
};

describe('the domain form', () => {
  it('saves a domain that was only looked at exactly as it was', () => {
    const optional = (least: number, most: number) =>
      fc.option(fc.integer({ min: least, max: most }), { nil: undefined });
    fc.assert(
      fc.property(
        optional(1, 36_500),
        optional(60, 31_536_000),
        fc.constantFrom('hotspot', 'pppoe'),
        fc.constantFrom(...registrations),
        fc.option(fc.constantFrom(...languages), { nil: undefined }),
        optional(1, 1_000),
        (keepSessionsDays, closeSessionsAfterSec, service, registration, language, ticketTemplateId) => {
          const view = {
            ...{ id: 2, name: 'Campsite', service, guests: 7, registration },
            ...(language !== undefined && { language }),
            ...(ticketTemplateId !== undefined && { ticketTemplateId }),
            ...(keepSessionsDays !== undefined && { keepSessionsDays }),
            ...(closeSessionsAfterSec !== undefined && { closeSessionsAfterSec }),
          };
          const checked = domainForm.safeParse(toDomainForm(view));
          expect(checked.error).toBeUndefined();
          expect(toDomainUpdate(2, checked.data!)).toEqual({
            ...{ id: 2, name: 'Campsite', service, registration, language: language ?? null },
            ticketTemplateId: ticketTemplateId ?? null,
            keepSessionsDays: keepSessionsDays ?? null,
            closeSessionsAfterSec: closeSessionsAfterSec ?? null,
          });
        },
      ),
    );
  });

  it('makes only what the contract takes', async () => {
    const form = { ...emptyDomainForm(), name: ' Hall ', keepDays: '180', closeAfter: { amount: '1,5', unit: 'hour' } };
    const input = toDomainInput(domainForm.parse(form));
    expect(input).toEqual({
      ...{ name: 'Hall', service: 'hotspot', registration: 'open' },
      ...{ keepSessionsDays: 180, closeSessionsAfterSec: 5_400 },
    });
    const schema = contract.domains.add['~orpc'].inputSchema!;
    expect(await schema['~standard'].validate(input)).not.toHaveProperty('issues');
  });

  it('says beside the field what is wrong', () => {
    expect(problems({ name: ' ' })).toEqual({ name: 'form.required' });
    expect(problems({ keepDays: '0' })).toEqual({ keepDays: 'form.too-small' });
    expect(problems({ keepDays: 'a year' })).toEqual({ keepDays: 'form.not-a-number' });
    expect(problems({ closeAfter: { amount: '0.5', unit: 'minute' } })).toEqual({ closeAfter: 'form.too-small' });
    expect(problems({ closeAfter: { amount: '60', unit: 'week' } })).toEqual({ closeAfter: 'form.too-large' });
    expect(problems({})).toEqual({});
  });
});
