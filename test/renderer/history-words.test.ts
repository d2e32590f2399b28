import { describe, expect, it } from 'vitest';
import { makeFormats } from '../../renderer/parts/formats';
import { valueText } from '../../renderer/office/history-words';

const formats = makeFormats('en', 'IE', 'EUR', 'Europe/Dublin');
const words = { hidden: 'not shown', nothing: 'nothing', yes: 'yes', no: 'no' };
const said = (column: string, value: string | number | null, name?: string) =>
  valueText(column, { kind: 'plain', value, ...(name !== undefined && { name }) }, formats, words);

describe('a value in history', () => {
  it('is read by the unit its column ends with', () => {
    expect(said('price_minor', 1_250)).toBe('€12.50');
    expect(said('valid_for_sec', 604_800)).toBe('1 week');
    expect(said('rate_down_bps', 10_000_000)).toBe('10 Mbit/s');
    expect(said('locked_at_ms', Date.UTC(2026, 10, 22, 12))).toContain('2026');
    expect(said('check_out_minute', 665)).toBe('11:05');
    expect(said('until_check_out', 1)).toBe('yes');
    expect(said('note', 'late arrival')).toBe('late arrival');
  });

  it('is a name where a number stands for something', () => {
    expect(said('product_id', 7, '1 day')).toBe('1 day');
    expect(said('product_id', 12_345)).toBe('12345');
  });

  it('says that there was nothing, and that something is not shown', () => {
    expect(said('note', null)).toBe('nothing');
    expect(valueText('note', undefined, formats, words)).toBe('nothing');
    expect(valueText('pin_hash', { kind: 'hidden', value: null }, formats, words)).toBe('not shown');
  });
});
