import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { undoableTables } from '../../db/images';
import { changeLabels } from '../../db/labels';
import { dropDetails, rejectReasons, silentReasons, storedReasons } from '../../main/aaa/reasons';
import { everyCause } from '../../main/aaa/terminate-causes';
import { routerCommands } from '../../main/office/router-commands';
import { languages } from '../../preload/contract/base';
import { legalKinds } from '../../preload/contract/legal';
import { payments } from '../../preload/contract/desk';
import { cardFilters, cardObstacles, cardStates } from '../../preload/contract/cards';
import { registrations } from '../../preload/contract/domains';
import { faultCodes, faults } from '../../preload/contract/faults';
import { channels } from '../../preload/contract/marketing';
import { symptoms } from '../../preload/contract/radius';
import { placeholders } from '../../preload/contract/template-text';
import { templateWarning } from '../../preload/contract/ticket-templates';
import { consents, documentKinds, genders, personFieldNames } from '../../preload/contract/persons';
import { ownVerdicts } from '../../preload/contract/why-not-online';
import { historySubjects } from '../../preload/contract/history';
import { retentionClasses } from '../../preload/contract/retention';
import { refusalReasons, refusals } from '../../preload/contract/refusals';
import { builtInRights, rightGroups, rights } from '../../preload/contract/rights';
import { networkFields, networkSections } from '../../renderer/guests/network-fields';
import { wordedColumns } from '../../renderer/office/history-words';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));
const textFolder = join(renderer, 'text');

type Texts = Readonly<Record<string, string>>;

const readTexts = (language: string): Texts =>
  JSON.parse(readFileSync(join(textFolder, `${language}.json`), 'utf8')) as Texts;

const english = readTexts('en');

const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(renderer, file), 'utf8') }));

const screenStates = {
  router: ['waiting', 'ok', 'silent', 'wrong-secret'],
  printer: ['ready', 'problem', 'unknown'],
  printerKind: ['system', 'network', 'queue'],
  job: ['waiting', 'printing', 'printed', 'failed', 'cancelled'],
  printed: ['printed', 'queued', 'failed', 'no-printer', 'not-asked'],
  outcome: ['accept', 'reject', 'stored', 'answered', 'dropped'],
  strength: ['too-short', 'weak', 'fair', 'strong'],
  step: ['venue', 'owner', 'key', 'products', 'printer', 'router', 'ready'],
  trouble: ['printers', 'routers', 'radius-log', 'venue', 'backup'],
  backupReason: ['night', 'asked', 'closing', 'drive-back'],
  backup: ['verified', 'failed'],
  away: ['none', 'verified', 'missing', 'failed'],
  rehearsal: {
    cable: ['in', 'out'],
    secret: ['right', 'wrong'],
    dynamic: ['obeys', 'refuses', 'ignores'],
    clock: ['right', 'ahead', 'behind'],
    pace: ['slow', 'normal', 'fast'],
    printer: ['ready', 'slow', 'no-paper', 'cover-open', 'breaks-off', 'off'],
    phone: ['waiting', 'online', 'refused', 'gone'],
    act: ['leave', 'come-back', 'mistype', 'use-up', 'other-device'],
  },
} as const;

const templateWarnings = templateWarning.options.map(({ shape }) => shape.kind.value);

/** The lines of the screen that says how long data is kept. */
const timedData = ['connections', ...retentionClasses];
const fixedData = ['sales', 'history', 'packets', 'backups'];

const everyCommand = [3799, undefined].flatMap((coaPort) =>
  routerCommands({
    hotspot: true,
    pppoe: true,
    secret: 'a-secret-of-a-router',
    serverAddress: '192.168.88.10',
    authPort: 1812,
    acctPort: 1813,
    coaPort,
    macLogin: { kind: 'same' },
  }),
);

/** Keys made while running: as they stand in the source, and every value they can take. */
const families: Readonly<Record<string, readonly string[]>> = {
  'change.${row.action}': Object.keys(changeLabels),
  'domains.registration-${each}': registrations,
  'domains.registration-${registration}': registrations,
  'desk.arranged-${kind}': ['move', 'pin', 'unpin', 'hide', 'show'],
  'reports.${kind}': ['xlsx', 'csv'],
  'refusal.${data.reason}': refusalReasons,
  'fault.${fault.code}.sentence': faultCodes,
  'fault.${fault.code}.remedy': faultCodes,
  'radius-log.reason.${row.reason}': [rejectReasons, storedReasons, silentReasons, dropDetails].flatMap(Object.keys),
  'routers.command.${explanationKey}': everyCommand.map(({ explanationKey }) => explanationKey),
  'doctor.${symptom}.sentence': symptoms.filter((symptom) => symptom !== 'port-closed'),
  'doctor.${symptom}.remedy': symptoms.filter((symptom) => symptom !== 'port-closed'),
  'doctor.${finding.certainty}': ['certain', 'likely'],
  'radius-log.outcome-${each}': screenStates.outcome,
  'radius-log.outcome-${row.outcome}': screenStates.outcome,
  'thing.${what}': [
    'Guest',
    'Operator',
    'Product',
    'Limitation',
    'Entitlement',
    'Domain',
    'Session',
    'Router',
    'Printer',
    'Print job',
    'Change',
    'Shift',
    'Batch',
    'Card',
    'Role',
    'Text',
    'Ticket',
  ],
  'legal.kind-${kind}': legalKinds,
  'legal.kind-${kind}-hint': legalKinds,
  'legal.kind-${rest.kind}': legalKinds,
  'legal.kind-${text.kind}': legalKinds,
  'legal.kind-${version.kind}': legalKinds,
  'retention.${name}': [...timedData, ...fixedData],
  'retention.${each}': retentionClasses,
  'retention.${name}-why': [...timedData, ...fixedData],
  'retention.${each}-kept': fixedData.filter((each) => each !== 'backups'),
  'right.${needed}': rights,
  'right.${right}': rights,
  'right-group.${group}': Object.keys(rightGroups),
  'role.${kind}': Object.keys(builtInRights),
  'role.${kind}-hint': Object.keys(builtInRights),
  'cards.count-${column}': ['made', 'printed', 'sold', 'used', 'unused', 'ended'],
  'reports.batch-${count}': ['made', 'printed', 'sold', 'activated', 'expired', 'suspended', 'left'],
  'cards.kind-${batch.kind}': ['cards', 'vouchers'],
  'cards.kind-${kind}-hint': ['cards', 'vouchers'],
  'cards.kind-${value}': ['cards', 'vouchers'],
  'cards.alphabet-${value}': ['mixed', 'letters', 'digits'],
  'cards.show-${one}': cardFilters,
  'cards.state-${state}': cardStates,
  'refusal.${card.obstacle}': cardObstacles,
  'shift.payment-${one}': ['cash', 'card', 'room'],
  'print-jobs.state-${state}': screenStates.job,
  'tickets.block-${kind}': [
    'logo',
    'text',
    'code',
    'login-qr',
    'wifi-qr',
    'sentence',
    'price',
    'terms',
    'line',
    'space',
  ],
  'tickets.value-${name}': placeholders,
  'tickets.size-${size}': ['small', 'medium', 'large'],
  'tickets.align-${align}': ['start', 'center', 'end'],
  'tickets.guest-${one}': ['usual', 'long', 'person'],
  'tickets.warning-${warning.kind}': templateWarnings,
  'routers.${service}': ['hotspot', 'pppoe'],
  'routers.state-${state}': screenStates.router,
  'printers.kind-${each}': screenStates.printerKind,
  'printers.kind-${each}-hint': screenStates.printerKind,
  'printers.kind-${printer.kind}': screenStates.printerKind,
  'printers.state-${printer.state}': screenStates.printer,
  'print-jobs.state-${job.state}': screenStates.job,
  'print.${outcome.state}': screenStates.printed,
  'password.${strength}': screenStates.strength,
  'history.${row.kind}': ['added', 'changed', 'removed'],
  'history.table-${row.table}': undoableTables,
  'history.column-${column}': wordedColumns,
  'history.subject-${one}': historySubjects,
  'history.via-${row.via}': ['terminal', 'system'],
  'products.nobody-${reply.reason}': ['ended', 'outside-opening-hours'],
  'products.reply-from-${source}': ['router', 'product', 'guest'],
  'products.reset-${period}': ['hour', 'day', 'week', 'month'],
  'shift.payment-${row.payment}': payments,
  'shift.payment-${payment}': payments,
  'unit.${unit}': ['minute', 'hour', 'day', 'week'],
  'desk.end-${outcome}': ['ended', 'refused', 'no-answer', 'not-there', 'off'],
  'rehearsal.cable-${each}': screenStates.rehearsal.cable,
  'rehearsal.secret-${each}': screenStates.rehearsal.secret,
  'rehearsal.dynamic-${each}': screenStates.rehearsal.dynamic,
  'rehearsal.clock-${each}': screenStates.rehearsal.clock,
  'rehearsal.pace-${each}': screenStates.rehearsal.pace,
  'rehearsal.printer-${each}': screenStates.rehearsal.printer,
  'rehearsal.guest-${phone.state}': screenStates.rehearsal.phone,
  'rehearsal.act-${each}': screenStates.rehearsal.act,
  'health.open-${trouble.place}': screenStates.trouble,
  'restore.kind-${kind}': ['backup', 'before-update', 'before-restore'],
  'backup.room-${disk.level}': ['enough', 'low', 'nearly-full'],
  'backup.reason-${reason}': screenStates.backupReason,
  'backup.state-${state}': screenStates.backup,
  'backup.away-${away}': screenStates.away,
  'set-up.step-${stepKey}': screenStates.step,
  'desk.terminate-cause.${row.terminateCause}': everyCause,
  'desk.terminate-cause.${reason}': everyCause,
  'radius-log.reason.${reason}': Object.keys(rejectReasons),
  'radius-log.reason.${told.verdict}': Object.keys(rejectReasons),
  'why.${told.verdict}': ownVerdicts,
  'person.${name}': personFieldNames,
  'person.section-${name}': ['name', 'contact', 'address', 'document', 'other', 'equipment', 'consents'],
  'person.gender-${gender}': genders,
  'guest-files.${each}': ['import', 'export', 'addresses', 'connections'],
  'guest-files.${part}-intro': ['import', 'export', 'addresses', 'connections'],
  'connections.${what}': ['altered', 'removed', 'inserted', 'cut', 'not-ours'],
  'addresses.channel-${channel}': channels,
  'addresses.${field}': [
    ...['channel', 'language', 'country', 'city', 'domainId', 'productId', 'gender', 'newsletter', 'notLocked'],
  ],
  'person.document-${kind}': documentKinds,
  'person.consent-${consent}': consents,
  'import.duplicates-${rule}': ['skip', 'update', 'add'],
  'import.${key}': ['added', 'changed', 'same', 'skipped', 'wrong'],
  'guests.state-${state}': ['online', 'valid', 'expired', 'locked'],
  'guests.kind-${kind}': ['code', 'person', 'device'],
  'guests.payment-${kind}': ['cash', 'card', 'room'],
  'guests.kept-out-${scope}': ['guest', 'domain', 'venue'],
  'guests.${action}': ['new-password', 'copy-guest', 'own-data', 'erase'],
  'guests.${field}': networkFields,
  'guests.network-${name}': networkSections.map(([name]) => name),
  'guests.attributes-${kind}': ['check', 'reply'],
  'guests.attributes-${kind}-hint': ['check', 'reply'],
};

/** 'desk.left_one' and 'desk.left_other' are one text in two forms. */
const withoutForm = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

const sections = new Set(Object.keys(english).map((key) => key.split('.')[0]));

/** Template literals that look like our keys: they begin with a section of the text file. */
function madeKeys(): { readonly file: string; readonly key: string }[] {
  return sources.flatMap(({ file, text }) =>
    Array.from(text.matchAll(/`([a-z-]+)\.([^`\s]*\$\{[^`\s]*)`/g), ([literal, section]) => ({
      file,
      literal,
      section,
    }))
      .filter(({ section }) => sections.has(section))
      .map(({ literal }) => ({ file, key: literal.slice(1, -1) })),
  );
}

const valuesOf = (pattern: string): string[] =>
  families[pattern]!.map((value) => pattern.replace(/\$\{[^}]*\}/, value));

/** `{name}` places, sorted, each once. */
const placesIn = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('the words of the windows', () => {
  it('have a table of values for every key that is made while running', () => {
    const unknown = madeKeys().filter(({ key }) => !(key in families));
    expect(unknown).toEqual([]);
  });

  it('exist for every value such a key can take', () => {
    const missing = Object.keys(families)
      .flatMap(valuesOf)
      .filter((key) => !(key in english));
    expect(missing).toEqual([]);
  });

  it('are all used', () => {
    const made = new Set(madeKeys().flatMap(({ key }) => (key in families ? valuesOf(key) : [])));
    const isWritten = (key: string): boolean =>
      sources.some(({ text }) => text.includes(`'${key}'`) || text.includes(`"${key}"`));
    const unused = Object.keys(english).filter((key) => {
      const plain = withoutForm(key);
      return !made.has(plain) && !isWritten(plain);
    });
    expect(unused).toEqual([]);
  });

  it('are not empty and have no blanks at their ends', () => {
    for (const language of languages) {
      const bad = Object.entries(readTexts(language)).filter(([, text]) => text === '' || text !== text.trim());
      expect({ language, bad }).toEqual({ language, bad: [] });
    }
  });

  it('say in English what the terminal says for refusals and faults', () => {
    for (const reason of refusalReasons)
      expect(placesIn(english[`refusal.${reason}`]!)).toEqual(placesIn(refusals[reason]));
    for (const code of faultCodes) {
      expect(placesIn(english[`fault.${code}.sentence`]!)).toEqual(placesIn(faults[code].sentence));
      expect(placesIn(english[`fault.${code}.remedy`]!)).toEqual(placesIn(faults[code].remedy));
    }
  });

  it('promise no place that a change does not have', () => {
    for (const [action, label] of Object.entries(changeLabels)) {
      const known = placesIn(label);
      expect(placesIn(english[`change.${action}`]!).filter((place) => !known.includes(place))).toEqual([]);
    }
  });
});

/** A plural in this language has as many forms as the language has categories for whole numbers. */
function formsOf(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)))];
}

const isPlural = (key: string): boolean => `${withoutForm(key)}_other` in english;

const expectedKeys = (language: string): string[] =>
  [
    ...new Set(
      Object.keys(english).flatMap((key) =>
        isPlural(key) ? formsOf(language).map((form) => `${withoutForm(key)}_${form}`) : [key],
      ),
    ),
  ].sort();

describe.each(languages.filter((language) => language !== 'en'))('the words in %s', (language) => {
  const texts = readTexts(language);

  it('are there for every English one, and for nothing else', () => {
    expect(Object.keys(texts).sort()).toEqual(expectedKeys(language));
  });

  it('have the places of the English ones', () => {
    const wrong = Object.entries(texts).filter(([key, text]) => {
      const original = english[key] ?? english[`${withoutForm(key)}_other`]!;
      const places = placesIn(text).filter((place) => place !== '{count}');
      // "one guest" may leave the number out; every other place must be there.
      return String(places) !== String(placesIn(original).filter((place) => place !== '{count}'));
    });
    expect(wrong).toEqual([]);
  });

  it('are another language than English', () => {
    const same = Object.keys(english).filter((key) => texts[key] === english[key]);
    // Names of things (RADIUS, HotSpot, MAC) are the same everywhere; sentences are not.
    expect(same.filter((key) => english[key]!.split(' ').length > 3)).toEqual([]);
  });
});
