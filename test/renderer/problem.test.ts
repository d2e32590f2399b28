import { ORPCError } from '@orpc/client';
import i18next from 'i18next';
import { beforeEach, describe, expect, it } from 'vitest';
import { viewFault } from '../../preload/contract/faults';
import { changeText } from '../../renderer/parts/change-text';
import { faultText, problemOf } from '../../renderer/parts/problem';
import { textOptions } from '../../renderer/text';

beforeEach(async () => {
  await i18next.init(textOptions('en'));
});

describe('what a call failed with', () => {
  it('is a refusal in the words of its reason, with its values and its field', () => {
    const error = new ORPCError('REFUSED', {
      data: {
        reason: 'address-taken',
        sentence: 'from main',
        field: 'address',
        params: { address: '10.0.0.1', name: 'Bar' },
      },
    });
    expect(problemOf(error)).toMatchObject({
      kind: 'refused',
      reason: 'address-taken',
      field: 'address',
      sentence: 'The address 10.0.0.1 belongs to the router "Bar" already.',
    });
  });

  it('says roles and things in the words of the screen', async () => {
    const notAllowed = new ORPCError('REFUSED', {
      data: { reason: 'not-allowed', sentence: '', params: { needed: 'sell' } },
    });
    expect(problemOf(notAllowed).sentence).toBe('Your role may not do this. It lacks the right “Sell tickets”.');
    await i18next.changeLanguage('it');
    const notFound = new ORPCError('REFUSED', {
      data: { reason: 'not-found', sentence: '', params: { what: 'Router', id: 3 } },
    });
    expect(problemOf(notFound).sentence).not.toContain('does not exist');
  });

  it('is the sentence of the venue where this program is older than the venue and does not know the reason', () => {
    const error = new ORPCError('REFUSED', { data: { reason: 'a-reason-of-tomorrow', sentence: 'Not on Sundays.' } });
    expect(problemOf(error).sentence).toBe('Not on Sundays.');
  });

  it('is a fault with its remedy', () => {
    const error = new ORPCError('FAULT', { data: viewFault('PRINTER_NO_PAPER', { printer: 'Bar' }) });
    expect(problemOf(error)).toMatchObject({
      kind: 'fault',
      code: 'PRINTER_NO_PAPER',
      sentence: 'The printer "Bar" is out of paper.',
      remedy: 'Put in a new roll, then press Reprint. The sale is safe.',
    });
  });

  it('names the field of an input that the contract does not take', () => {
    const error = new ORPCError('BAD_REQUEST', {
      data: { issues: [{ path: ['owner', 'name'], message: 'too short' }] },
    });
    expect(problemOf(error)).toMatchObject({ kind: 'refused', reason: 'invalid-input', field: 'owner.name' });
  });

  it('is "does not answer" when nothing came back at all', () => {
    expect(problemOf(new TypeError('Failed to fetch')).kind).toBe('gone');
  });

  it('never shows a text made for the log', () => {
    const problem = problemOf(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'SQLITE_CORRUPT at 0x7f' }));
    expect(problem).toMatchObject({ kind: 'fault', code: 'INTERNAL' });
    expect(JSON.stringify(problem)).not.toContain('SQLITE');
  });

  it('speaks the language of the window', async () => {
    await i18next.changeLanguage('it');
    expect(faultText(viewFault('PRINTER_NO_PAPER', { printer: 'Bar' })).sentence).toContain('Bar');
    expect(faultText(viewFault('PRINTER_NO_PAPER', { printer: 'Bar' })).sentence).not.toContain('out of paper');
  });
});

describe('the sentence of a change', () => {
  const sale = { action: 'sell-ticket', label: 'Sold 1 × 1 day' };

  it('leaves out the part whose value is not there', () => {
    expect(changeText({ ...sale, params: { quantity: 1, product: '1 day' } })).toBe('Sold 1 × 1 day');
    expect(changeText({ ...sale, params: { quantity: 1, product: '1 day', room: '12' } })).toBe(
      'Sold 1 × 1 day for room 12',
    );
  });

  it('shows a product called [Special {room}] as it is called', () => {
    expect(changeText({ ...sale, params: { quantity: 2, product: '[Special {room}]' } })).toBe(
      'Sold 2 × [Special {room}]',
    );
  });

  it('is the English one of the venue for an action it does not know', () => {
    expect(changeText({ action: 'paint-the-gate', params: {}, label: 'Painted the gate' })).toBe('Painted the gate');
  });
});
