/**
 * What a product allows, in one sentence, and the other words on paper, in every language of the contract.
 * They live here and not in renderer/text because the paper speaks the guest's language, in the main process too.
 */
import { languages, type Language } from './base';
import { weekdays, type Weekday } from './limitations';
import { formatBytes, formatDateTime, formatDuration, formatRate } from './units';

type Maybe<T> = T | null | undefined;

/**
 * A limitation of a product; null and undefined both mean no limit. What no guest buys is not said: timeouts, bursts,
 * pools and whatever else only the network knows of.
 */
export interface LimitationInWords {
  readonly downloadQuotaBytes?: Maybe<number>;
  readonly uploadQuotaBytes?: Maybe<number>;
  readonly totalQuotaBytes?: Maybe<number>;
  readonly uptimeSec?: Maybe<number>;
  readonly rateDownBps?: Maybe<number>;
  readonly rateUpBps?: Maybe<number>;
  readonly simultaneousSessions?: Maybe<number>;
  readonly devices?: Maybe<number>;
  readonly resetEvery?: Maybe<Period>;
  readonly slowDownBps?: Maybe<number>;
  readonly slowUpBps?: Maybe<number>;
  readonly window?: Maybe<WindowInWords>;
}

type Period = 'hour' | 'day' | 'week' | 'month';

/** Minutes after midnight; equal: the whole day. */
interface WindowInWords {
  readonly days: readonly Weekday[];
  readonly fromMin: number;
  readonly tillMin: number;
}

export interface ProductInWords {
  readonly starts: 'first-login' | 'now';
  readonly validForSec?: Maybe<number>;
  readonly untilCheckOut: boolean;
  readonly validUntilMs?: Maybe<number>;
  readonly limitations?: Maybe<readonly LimitationInWords[]>;
}

export interface SentenceOptions {
  /** BCP 47; a language we do not speak is answered in English. */
  readonly language: string;
  /** IANA zone of the venue. */
  readonly timeZone: string;
  /** When it ends, once that is known (until check-out, starts at the sale, or running already). */
  readonly endsAtMs?: Maybe<number>;
}

/** Plural forms by Intl.PluralRules category; `{n}` is the formatted number. `other` stands in for a missing one. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

interface SentenceWords {
  readonly fromFirstUse: string;
  readonly fromSale: string;
  readonly untilTime: string;
  /** After another validity. */
  readonly atTheLatest: string;
  readonly untilCheckOut: string;
  readonly noTimeLimit: string;
  readonly noLimit: string;
  readonly online: string;
  readonly download: string;
  readonly upload: string;
  readonly devices: Plural;
  readonly atATime: Plural;
  readonly devicesAtATime: Plural;
  readonly downAndUp: string;
  readonly up: string;
  readonly per: Readonly<Record<Period, string>>;
  /** The rate after a quota is used up. */
  readonly then: string;
  readonly everyDay: string;
  readonly hours: string;
  /** Between the parts. */
  readonly comma: string;
}

const sentenceWords: Readonly<Record<Language, SentenceWords>> = {
  en: {
    fromFirstUse: 'Works {time} from first use',
    fromSale: 'Works {time} from the sale',
    untilTime: 'Valid until {time}',
    atTheLatest: 'until {time} at the latest',
    untilCheckOut: 'Works until check-out',
    noTimeLimit: 'No time limit',
    noLimit: 'No limit',
    online: '{time} online',
    download: '{size} download',
    upload: '{size} upload',
    devices: { one: '{n} device', other: '{n} devices' },
    atATime: { other: '{n} at a time' },
    devicesAtATime: { one: '{n} device at a time', other: '{n} devices at a time' },
    downAndUp: '{down} down, {up} up',
    up: '{up} up',
    per: { hour: '{what} per hour', day: '{what} per day', week: '{what} per week', month: '{what} per month' },
    then: 'then {rate}',
    everyDay: 'every day',
    hours: '{from}–{till}',
    comma: ', ',
  },
  it: {
    fromFirstUse: 'Vale {time} dal primo accesso',
    fromSale: 'Vale {time} dalla vendita',
    untilTime: 'Valido fino a {time}',
    atTheLatest: 'al massimo fino a {time}',
    untilCheckOut: 'Vale fino al check-out',
    noTimeLimit: 'Senza limiti di tempo',
    noLimit: 'Senza limiti',
    online: '{time} di connessione',
    download: '{size} in download',
    upload: '{size} in upload',
    devices: { one: '{n} dispositivo', other: '{n} dispositivi' },
    atATime: { other: '{n} alla volta' },
    devicesAtATime: { one: '{n} dispositivo alla volta', other: '{n} dispositivi alla volta' },
    downAndUp: '{down} in download, {up} in upload',
    up: '{up} in upload',
    per: { hour: '{what} all’ora', day: '{what} al giorno', week: '{what} alla settimana', month: '{what} al mese' },
    then: 'poi {rate}',
    everyDay: 'ogni giorno',
    hours: '{from}–{till}',
    comma: ', ',
  },
  es: {
    fromFirstUse: 'Válido {time} desde el primer uso',
    fromSale: 'Válido {time} desde la venta',
    untilTime: 'Válido hasta el {time}',
    atTheLatest: 'como máximo hasta el {time}',
    untilCheckOut: 'Válido hasta el check-out',
    noTimeLimit: 'Sin límite de tiempo',
    noLimit: 'Sin límite',
    online: '{time} de conexión',
    download: '{size} de descarga',
    upload: '{size} de subida',
    devices: { one: '{n} dispositivo', other: '{n} dispositivos' },
    atATime: { other: '{n} a la vez' },
    devicesAtATime: { one: '{n} dispositivo a la vez', other: '{n} dispositivos a la vez' },
    downAndUp: '{down} de bajada, {up} de subida',
    up: '{up} de subida',
    per: { hour: '{what} por hora', day: '{what} por día', week: '{what} por semana', month: '{what} por mes' },
    then: 'después {rate}',
    everyDay: 'todos los días',
    hours: '{from}–{till}',
    comma: ', ',
  },
  de: {
    fromFirstUse: 'Gilt {time} ab der ersten Nutzung',
    fromSale: 'Gilt {time} ab dem Verkauf',
    untilTime: 'Gültig bis {time}',
    atTheLatest: 'längstens bis {time}',
    untilCheckOut: 'Gilt bis zum Check-out',
    noTimeLimit: 'Ohne Zeitlimit',
    noLimit: 'Ohne Limit',
    online: '{time} online',
    download: '{size} Download',
    upload: '{size} Upload',
    devices: { one: '{n} Gerät', other: '{n} Geräte' },
    atATime: { other: '{n} gleichzeitig' },
    devicesAtATime: { one: '{n} Gerät gleichzeitig', other: '{n} Geräte gleichzeitig' },
    downAndUp: '{down} Download, {up} Upload',
    up: '{up} Upload',
    per: { hour: '{what} pro Stunde', day: '{what} pro Tag', week: '{what} pro Woche', month: '{what} pro Monat' },
    then: 'danach {rate}',
    everyDay: 'täglich',
    hours: '{from}–{till}',
    comma: ', ',
  },
  fr: {
    fromFirstUse: 'Valable {time} dès la première connexion',
    fromSale: 'Valable {time} dès la vente',
    untilTime: 'Valable jusqu’au {time}',
    atTheLatest: 'au plus tard jusqu’au {time}',
    untilCheckOut: 'Valable jusqu’au départ',
    noTimeLimit: 'Sans limite de temps',
    noLimit: 'Sans limite',
    online: '{time} de connexion',
    download: '{size} en réception',
    upload: '{size} en envoi',
    devices: { one: '{n} appareil', other: '{n} appareils' },
    atATime: { other: '{n} à la fois' },
    devicesAtATime: { one: '{n} appareil à la fois', other: '{n} appareils à la fois' },
    downAndUp: '{down} en réception, {up} en envoi',
    up: '{up} en envoi',
    per: { hour: '{what} par heure', day: '{what} par jour', week: '{what} par semaine', month: '{what} par mois' },
    then: 'puis {rate}',
    everyDay: 'tous les jours',
    hours: '{from}–{till}',
    comma: ', ',
  },
  pt: {
    fromFirstUse: 'Válido por {time} a partir da primeira utilização',
    fromSale: 'Válido por {time} a partir da venda',
    untilTime: 'Válido até {time}',
    atTheLatest: 'no máximo até {time}',
    untilCheckOut: 'Válido até ao check-out',
    noTimeLimit: 'Sem limite de tempo',
    noLimit: 'Sem limite',
    online: '{time} de ligação',
    download: '{size} de download',
    upload: '{size} de upload',
    devices: { one: '{n} dispositivo', other: '{n} dispositivos' },
    atATime: { other: '{n} de cada vez' },
    devicesAtATime: { one: '{n} dispositivo de cada vez', other: '{n} dispositivos de cada vez' },
    downAndUp: '{down} de download, {up} de upload',
    up: '{up} de upload',
    per: { hour: '{what} por hora', day: '{what} por dia', week: '{what} por semana', month: '{what} por mês' },
    then: 'depois {rate}',
    everyDay: 'todos os dias',
    hours: '{from}–{till}',
    comma: ', ',
  },
  ar: {
    fromFirstUse: 'يعمل لمدة {time} من أول استخدام',
    fromSale: 'يعمل لمدة {time} من وقت البيع',
    untilTime: 'صالح حتى {time}',
    atTheLatest: 'حتى {time} كحد أقصى',
    untilCheckOut: 'صالح حتى موعد المغادرة',
    noTimeLimit: 'بلا حد زمني',
    noLimit: 'بلا حدود',
    online: '{time} من الاتصال',
    download: '{size} تنزيل',
    upload: '{size} رفع',
    devices: { one: 'جهاز واحد', two: 'جهازان', few: '{n} أجهزة', many: '{n} جهازًا', other: '{n} جهاز' },
    atATime: { one: 'واحد في الوقت نفسه', two: 'اثنان في الوقت نفسه', other: '{n} في الوقت نفسه' },
    devicesAtATime: {
      one: 'جهاز واحد في كل مرة',
      two: 'جهازان في الوقت نفسه',
      few: '{n} أجهزة في الوقت نفسه',
      many: '{n} جهازًا في الوقت نفسه',
      other: '{n} جهاز في الوقت نفسه',
    },
    downAndUp: '{down} تنزيل، {up} رفع',
    up: '{up} رفع',
    per: { hour: '{what} في الساعة', day: '{what} في اليوم', week: '{what} في الأسبوع', month: '{what} في الشهر' },
    then: 'ثم {rate}',
    everyDay: 'كل يوم',
    hours: 'من {from} إلى {till}',
    comma: '، ',
  },
};

/** From here on a ticket says the year as well: "14 June" would be read as the next one. */
const SAY_YEAR_FROM_SEC = 300 * 86_400;

/** The contract language for a BCP 47 tag ('pt-BR' -> 'pt'); English where we do not speak it. */
export function spokenLanguage(language: string): Language {
  const wanted = language.toLowerCase().split(/[-_]/)[0];
  return languages.find((known) => known === wanted) ?? 'en';
}

/**
 * What a product allows, for guest and operator: "Works 24 hours from first use, 2 devices, 10 Mbit/s".
 * Time first, then time online, volume, devices, speed (towards the guest first), opening hours; "No limit" when nothing
 * limits it.
 */
export function productSentence(product: ProductInWords, options: SentenceOptions): string {
  const language = spokenLanguage(options.language);
  const words = sentenceWords[language];
  const all = product.limitations ?? [];
  const always = all.filter((one) => !one.window);
  const limits = [
    ...sayLimits(always, language),
    ...all.flatMap((one) => (one.window ? [sayWindow(one.window, sayLimits([one], language), language)] : [])),
  ];
  const validity = sayValidity(product, options, language);
  if (validity.length > 0) return [...validity, ...limits].join(words.comma);
  if (limits.length === 0) return words.noLimit;
  // "2 hours online" says its time itself; a volume or a number of devices alone would leave the question open.
  return (always.some((one) => one.uptimeSec) ? limits : [words.noTimeLimit, ...limits]).join(words.comma);
}

/**
 * What one limitation allows: "every day 8:00–12:00, 2 devices, 10 Mbit/s"; '' when it says nothing a guest reads of.
 * @param language BCP 47
 */
export function limitationSentence(limitation: LimitationInWords, language: string): string {
  const spoken = spokenLanguage(language);
  const limits = sayLimits([limitation], spoken);
  return limitation.window ? sayWindow(limitation.window, limits, spoken) : limits.join(sentenceWords[spoken].comma);
}

function sayValidity(product: ProductInWords, options: SentenceOptions, language: Language): readonly string[] {
  const words = sentenceWords[language];
  const own = sayOwnValidity(product, language);
  const { validUntilMs } = product;
  const date = (timeMs: number, withYear: boolean): string =>
    formatDateTime(timeMs, language, options.timeZone, withYear);
  if (options.endsAtMs != null && options.endsAtMs !== validUntilMs) {
    const withYear = (product.validForSec ?? 0) >= SAY_YEAR_FROM_SEC;
    return [fill(words.untilTime, { time: date(options.endsAtMs, withYear) })];
  }
  if (validUntilMs == null) return own;
  // A date of the product itself may be long ahead: it is always said with its year.
  const template = own.length === 0 ? words.untilTime : words.atTheLatest;
  return [...own, fill(template, { time: date(validUntilMs, true) })];
}

function sayOwnValidity(product: ProductInWords, language: Language): readonly string[] {
  const words = sentenceWords[language];
  if (product.untilCheckOut) return [words.untilCheckOut];
  if (!product.validForSec) return [];
  const template = product.starts === 'now' ? words.fromSale : words.fromFirstUse;
  return [fill(template, { time: formatDuration(product.validForSec, language) })];
}

/** Several limitations that hold together: volumes one by one, of devices and speeds the strictest. */
function sayLimits(limitations: readonly LimitationInWords[], language: Language): readonly string[] {
  const strictest = (name: 'devices' | 'simultaneousSessions' | 'rateDownBps' | 'rateUpBps'): number | undefined => {
    const given = limitations.flatMap((one) => one[name] ?? []);
    return given.length === 0 ? undefined : Math.min(...given);
  };
  const slowing = limitations.filter(({ slowDownBps, slowUpBps }) => slowDownBps || slowUpBps);
  return [
    ...limitations.flatMap((one) => sayUptime(one, language)),
    ...limitations.flatMap((one) => (slowing.includes(one) ? [] : sayQuotas(one, language))),
    ...sayDevices(strictest('devices'), strictest('simultaneousSessions'), language),
    ...sayRates(strictest('rateDownBps'), strictest('rateUpBps'), language),
    // "10 Mbit/s, 1 GB per day, then 1 Mbit/s": the fast rate is said before the slow one.
    ...slowing.flatMap((one) => sayQuotas(one, language)),
  ];
}

function sayUptime({ uptimeSec, resetEvery }: LimitationInWords, language: Language): readonly string[] {
  if (!uptimeSec) return [];
  const online = fill(sentenceWords[language].online, { time: formatDuration(uptimeSec, language) });
  return [sayPeriod(online, resetEvery, language)];
}

function sayQuotas(limitation: LimitationInWords, language: Language): readonly string[] {
  const words = sentenceWords[language];
  const quotas = [
    [limitation.totalQuotaBytes, '{size}'],
    [limitation.downloadQuotaBytes, words.download],
    [limitation.uploadQuotaBytes, words.upload],
  ] as const;
  const said = quotas.flatMap(([count, template]) => {
    if (!count) return [];
    return [sayPeriod(fill(template, { size: formatBytes(count, language) }), limitation.resetEvery, language)];
  });
  const slow = sayRates(limitation.slowDownBps, limitation.slowUpBps, language);
  return said.length === 0 ? [] : [...said, ...slow.map((rate) => fill(words.then, { rate }))];
}

/** "1 GB per day". */
function sayPeriod(what: string, period: Maybe<Period>, language: Language): string {
  return period ? fill(sentenceWords[language].per[period], { what }) : what;
}

function sayDevices(devices: Maybe<number>, atATime: Maybe<number>, language: Language): readonly string[] {
  const words = sentenceWords[language];
  if (!devices && !atATime) return [];
  if (!devices) return [count(words.devicesAtATime, atATime!, language)];
  const all = count(words.devices, devices, language);
  // As many at a time as there are devices: saying it twice would only raise questions.
  if (!atATime || atATime >= devices) return [all];
  return [all, count(words.atATime, atATime, language)];
}

function sayRates(downBps: Maybe<number>, upBps: Maybe<number>, language: Language): readonly string[] {
  const words = sentenceWords[language];
  if (!downBps && !upBps) return [];
  if (!downBps) return [fill(words.up, { up: inOrder(formatRate(upBps!, language), language) })];
  const down = formatRate(downBps, language);
  if (!upBps || upBps === downBps) return [inOrder(down, language)];
  const up = withoutSameUnit(formatRate(upBps, language), down);
  return [fill(words.downAndUp, { down: inOrder(down, language), up: inOrder(up, language) })];
}

/** "Mon–Fri 8:00–18:00", with what holds then in brackets. */
function sayWindow(window: WindowInWords, limits: readonly string[], language: Language): string {
  const words = sentenceWords[language];
  const days = window.days.length === 7 ? words.everyDay : sayDays(window.days, language);
  const hours = fill(words.hours, { from: timeOfDay(window.fromMin), till: timeOfDay(window.tillMin) });
  const when = isWholeDay(window) ? days : `${days} ${hours}`;
  return limits.length === 0 ? when : `${when} (${limits.join(words.comma)})`;
}

const isWholeDay = ({ fromMin, tillMin }: WindowInWords): boolean => tillMin === fromMin || tillMin - fromMin === 1_440;

/** "Mon–Fri, Sun": three days or more in a row are said as a range. */
function sayDays(days: readonly Weekday[], language: Language): string {
  const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const runs: number[][] = [];
  for (const [index] of weekdays.entries()) {
    if (!days.includes(weekdays[index]!)) continue;
    const run = runs.at(-1);
    if (run?.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  }
  return runs
    .flatMap((run) => {
      const named = run.map((index) => name.format(SOME_MONDAY_MS + index * DAY_MS));
      return named.length < 3 ? named : [`${named[0]}–${named.at(-1)}`];
    })
    .join(sentenceWords[language].comma);
}

const DAY_MS = 86_400_000;
const SOME_MONDAY_MS = Date.UTC(2024, 0, 1);

function timeOfDay(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Read from the right, "10 Mbit/s" would turn into "Mbit/s 10" (UAX #9 §2.4). */
function inOrder(rate: string, language: Language): string {
  return language === 'ar' ? `\u2066${rate}\u2069` : rate;
}

/** "2 Mbit/s" beside "10 Mbit/s" is said as "2". */
function withoutSameUnit(rate: string, beside: string): string {
  const [value = rate, unit] = rate.split(' ');
  return beside.split(' ')[1] === unit ? value : rate;
}

function count(plural: Plural, n: number, language: Language): string {
  const form = plural[new Intl.PluralRules(language).select(n)] ?? plural.other;
  return fill(form, { n: new Intl.NumberFormat(language, { numberingSystem: 'latn' }).format(n) });
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** The words on a ticket beside the sentence. */
export interface PaperWords {
  readonly wifi: string;
  readonly code: string;
  readonly voucher: string;
  /** Before a date: the last day of a card or voucher. */
  readonly useBefore: string;
  readonly username: string;
  readonly password: string;
  readonly price: string;
  readonly room: string;
  readonly name: string;
  /** Stamped on a reprint. */
  readonly copy: string;
  readonly scanToLogIn: string;
  readonly scanToJoin: string;
  readonly testPage: string;
  /** Beneath the QR code of a test page. */
  readonly testPageQr: string;
  /** Before a date: when it ends. */
  readonly validUntil: string;
  /** Before the name of who sold it. */
  readonly operator: string;
  readonly wifiPassword: string;
}

const paperWords: Readonly<Record<Language, PaperWords>> = {
  en: {
    wifi: 'Wi-Fi',
    code: 'Code',
    voucher: 'Voucher',
    useBefore: 'Use before',
    username: 'Username',
    password: 'Password',
    price: 'Price',
    room: 'Room',
    name: 'Name',
    copy: 'COPY',
    scanToLogIn: 'Scan to log in',
    scanToJoin: 'Scan to join the Wi-Fi',
    testPage: 'Test page',
    testPageQr: 'This QR code was read back before printing',
    validUntil: 'Valid until',
    operator: 'Served by',
    wifiPassword: 'Wi-Fi password',
  },
  it: {
    wifi: 'Wi-Fi',
    code: 'Codice',
    voucher: 'Buono',
    useBefore: 'Da usare prima del',
    username: 'Nome utente',
    password: 'Password',
    price: 'Prezzo',
    room: 'Camera',
    name: 'Nome',
    copy: 'COPIA',
    scanToLogIn: 'Inquadra per accedere',
    scanToJoin: 'Inquadra per collegarti al Wi-Fi',
    testPage: 'Pagina di prova',
    testPageQr: 'Questo codice QR è stato riletto prima della stampa',
    validUntil: 'Valido fino al',
    operator: 'Servito da',
    wifiPassword: 'Password del Wi-Fi',
  },
  es: {
    wifi: 'Wi-Fi',
    code: 'Código',
    voucher: 'Vale',
    useBefore: 'Usar antes del',
    username: 'Usuario',
    password: 'Contraseña',
    price: 'Precio',
    room: 'Habitación',
    name: 'Nombre',
    copy: 'COPIA',
    scanToLogIn: 'Escanee para iniciar sesión',
    scanToJoin: 'Escanee para conectarse al Wi-Fi',
    testPage: 'Página de prueba',
    testPageQr: 'Este código QR se ha leído antes de imprimirlo',
    validUntil: 'Válido hasta',
    operator: 'Atendido por',
    wifiPassword: 'Contraseña del Wi-Fi',
  },
  de: {
    wifi: 'WLAN',
    code: 'Code',
    voucher: 'Gutschein',
    useBefore: 'Einzulösen vor dem',
    username: 'Benutzername',
    password: 'Passwort',
    price: 'Preis',
    room: 'Zimmer',
    name: 'Name',
    copy: 'KOPIE',
    scanToLogIn: 'Scannen und anmelden',
    scanToJoin: 'Scannen und mit dem WLAN verbinden',
    testPage: 'Testseite',
    testPageQr: 'Dieser QR-Code wurde vor dem Druck zurückgelesen',
    validUntil: 'Gültig bis',
    operator: 'Es bediente Sie',
    wifiPassword: 'WLAN-Passwort',
  },
  fr: {
    wifi: 'Wi-Fi',
    code: 'Code',
    voucher: 'Bon',
    useBefore: 'À utiliser avant le',
    username: 'Identifiant',
    password: 'Mot de passe',
    price: 'Prix',
    room: 'Chambre',
    name: 'Nom',
    copy: 'COPIE',
    scanToLogIn: 'Scannez pour vous connecter',
    scanToJoin: 'Scannez pour rejoindre le Wi-Fi',
    testPage: 'Page de test',
    testPageQr: 'Ce code QR a été relu avant l’impression',
    validUntil: 'Valable jusqu’au',
    operator: 'Servi par',
    wifiPassword: 'Mot de passe du Wi-Fi',
  },
  pt: {
    wifi: 'Wi-Fi',
    code: 'Código',
    voucher: 'Vale',
    useBefore: 'Usar antes de',
    username: 'Utilizador',
    password: 'Palavra-passe',
    price: 'Preço',
    room: 'Quarto',
    name: 'Nome',
    copy: 'CÓPIA',
    scanToLogIn: 'Leia o código para iniciar sessão',
    scanToJoin: 'Leia o código para se ligar ao Wi-Fi',
    testPage: 'Página de teste',
    testPageQr: 'Este código QR foi lido antes da impressão',
    validUntil: 'Válido até',
    operator: 'Atendido por',
    wifiPassword: 'Palavra-passe do Wi-Fi',
  },
  ar: {
    wifi: 'شبكة الواي فاي',
    code: 'الرمز',
    voucher: 'قسيمة',
    useBefore: 'يستخدم قبل',
    username: 'اسم المستخدم',
    password: 'كلمة المرور',
    price: 'السعر',
    room: 'الغرفة',
    name: 'الاسم',
    copy: 'نسخة',
    scanToLogIn: 'امسح الرمز لتسجيل الدخول',
    scanToJoin: 'امسح الرمز للاتصال بشبكة الواي فاي',
    testPage: 'صفحة اختبار',
    testPageQr: 'تمت قراءة رمز الاستجابة السريعة هذا قبل الطباعة',
    validUntil: 'صالح حتى',
    operator: 'خدمك',
    wifiPassword: 'كلمة مرور الواي فاي',
  },
};

/** The words on a ticket in this language; English where we do not speak it. */
export function paperText(language: string): PaperWords {
  return paperWords[spokenLanguage(language)];
}
