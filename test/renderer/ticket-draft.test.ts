import { describe, expect, it } from 'vitest';
import { builtInTemplate } from '../../main/printing/built-in-template';
import {
  addBlock,
  changeDraft,
  doAgain,
  draftOf,
  inputOf,
  isDrawable,
  isSound,
  moveBlock,
  problemsOf,
  removeBlock,
  setBlock,
  startHistory,
  takeBack,
  type TicketDraft,
} from '../../renderer/office/ticket-draft';

const draft = (more: Partial<TicketDraft> = {}): TicketDraft => ({
  ...draftOf({
    name: 'Pool',
    blocks: builtInTemplate.blocks.slice(),
    cardsPerPage: 10,
    wifi: { name: null, security: 'open' },
  }),
  ...more,
});
const kindsOf = ({ blocks }: TicketDraft): string[] => blocks.map(({ block }) => block.kind);

describe('a ticket being edited', () => {
  it('that was only looked at is saved as it was', () => {
    expect(inputOf(draft())).toEqual({
      ...{ name: 'Pool', cardsPerPage: 10, wifi: { name: null, security: 'open' } },
      blocks: builtInTemplate.blocks,
    });
  });

  it('keeps its blocks when they are moved, and none leaves the list', () => {
    const three = draft({ blocks: draft().blocks.slice(0, 3) });
    expect(kindsOf(three)).toEqual(['logo', 'text', 'line']);
    expect(kindsOf(moveBlock(three, 0, 1))).toEqual(['text', 'logo', 'line']);
    expect(kindsOf(moveBlock(three, 2, 0))).toEqual(['line', 'logo', 'text']);
    expect(kindsOf(moveBlock(three, 0, 99))).toEqual(['text', 'line', 'logo']);
    expect(moveBlock(three, 0, -1)).toBe(three);
    expect(moveBlock(three, 77, 1)).toBe(three);
  });

  it('gives a new block a key that no block had, also after the last one was removed', () => {
    const one = addBlock(draft({ blocks: [], nextKey: 0 }), 'text');
    const other = addBlock(removeBlock(one, 0), 'line');
    expect(other.blocks).toEqual([{ key: 1, block: { kind: 'line' } }]);
  });

  it('cannot be saved with a placeholder that stands for nothing, and says which', () => {
    const text = { kind: 'text', text: 'Dear {gast}', size: 'small', bold: false, align: 'start' } as const;
    const wrong = setBlock(addBlock(draft(), 'text'), draft().nextKey, text);
    const problems = problemsOf(wrong, false);
    expect([...problems.unknown]).toEqual([[draft().nextKey, 'gast']]);
    expect(isDrawable(problems)).toBe(false);
    expect(isSound(problemsOf(setBlock(wrong, draft().nextKey, { ...text, text: 'Dear {guest}' }), false))).toBe(true);
  });

  it('needs a name and something that stands on it, and is drawn without a name', () => {
    const nameless = problemsOf(draft({ name: '  ' }), false);
    expect([isSound(nameless), isDrawable(nameless), nameless.name]).toEqual([false, true, 'form.required']);
    expect(problemsOf(draft({ blocks: [] }), false).blocks).toBe('tickets.no-blocks');
  });

  it('needs a Wi-Fi password of the right length, or one that is kept', () => {
    const wpa = (wifiPassword: string, isKept: boolean) =>
      problemsOf(draft({ wifiSecurity: 'wpa', wifiPassword }), isKept).wifiPassword;
    expect([
      wpa('', false),
      wpa('short', false),
      wpa('short', true),
      wpa('x'.repeat(64), false),
      wpa('pässword', false),
    ]).toEqual(Array(5).fill('tickets.wifi-password-wrong'));
    expect([wpa('', true), wpa('long enough', false)]).toEqual([undefined, undefined]);
    expect(inputOf(draft({ wifiSecurity: 'wpa', wifiName: ' Bar ' })).wifi).toEqual({ name: 'Bar', security: 'wpa' });
    expect(inputOf(draft({ wifiSecurity: 'open', wifiPassword: 'forgotten' })).wifi).not.toHaveProperty('password');
  });
});

describe('steps back', () => {
  it('take back what was done last, and do it again', () => {
    const start = startHistory(draft());
    const renamed = changeDraft(start, draft({ name: 'Bar' }));
    const back = takeBack(renamed);
    expect(back.draft).toBe(start.draft);
    expect(takeBack(back)).toEqual(back);
    expect(doAgain(back).draft.name).toBe('Bar');
    expect(doAgain(doAgain(back))).toEqual(doAgain(back));
  });

  it('take letters typed in a row back at once, but not those of two fields', () => {
    const typed = ['P', 'Po', 'Poo'].reduce(
      (history, name) => changeDraft(history, { ...history.draft, name }, 'name'),
      startHistory(draft({ name: '' })),
    );
    const both = changeDraft(typed, { ...typed.draft, wifiName: 'B' }, 'wifi-name');
    expect(takeBack(both).draft).toMatchObject({ name: 'Poo', wifiName: '' });
    expect(takeBack(takeBack(both)).draft.name).toBe('');
  });

  it('are forgotten forwards once something else is done', () => {
    const back = takeBack(changeDraft(startHistory(draft()), draft({ name: 'Bar' })));
    const other = changeDraft(back, draft({ name: 'Garden' }));
    expect(doAgain(other).draft.name).toBe('Garden');
  });
});
