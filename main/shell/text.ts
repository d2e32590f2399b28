/**
 * The few words of the shell itself (tray, quit, notices), in the language of the computer. Everything inside a window
 * is in renderer/text; the shell cannot read that: it speaks before, without and after a window.
 */
import { languages, type Language } from '../../preload/contract/base';
import { fillText } from '../../preload/contract/faults';
import type { Venue } from '../venue';

export interface ShellText {
  readonly open: string;
  readonly quit: string;
  /** Tray status; `{online}` guests. */
  readonly statusReady: string;
  readonly statusNotReady: string;
  readonly quitQuestion: string;
  /** What stops, in the order of importance. */
  readonly quitStopsRadius: string;
  readonly quitNobodyOnline: string;
  readonly quitOnline: string;
  readonly quitPrinting: string;
  readonly cancel: string;
  readonly stillRunningTitle: string;
  readonly stillRunning: string;
  readonly crashTitle: string;
  /** `{file}`: the log. */
  readonly crash: string;
  readonly goOn: string;
  readonly restart: string;
}

const texts: Readonly<Record<Language, ShellText>> = {
  en: {
    open: 'Open Gatehouse',
    quit: 'Quit',
    statusReady: 'RADIUS is running · {online} online',
    statusNotReady: 'RADIUS is not running: open Gatehouse',
    quitQuestion: 'Quit Gatehouse?',
    quitStopsRadius: 'RADIUS stops: new guests cannot log in until Gatehouse is started again.',
    quitNobodyOnline: 'Nobody is online now.',
    quitOnline: 'Online now: {online}. They stay online, but their time and data are not counted meanwhile.',
    quitPrinting: 'Tickets waiting for the printer: {printing}. They can be reprinted later.',
    cancel: 'Cancel',
    stillRunningTitle: 'Gatehouse goes on',
    stillRunning: 'RADIUS still answers. Open the window again from the tray icon, or by starting Gatehouse again.',
    crashTitle: 'Something went wrong inside Gatehouse',
    crash: 'It was written to the log {file}. RADIUS goes on by itself; if anything looks odd, restart Gatehouse.',
    goOn: 'Go on',
    restart: 'Restart',
  },
  it: {
    open: 'Apri Gatehouse',
    quit: 'Esci',
    statusReady: 'RADIUS è attivo · {online} online',
    statusNotReady: 'RADIUS non è attivo: apri Gatehouse',
    quitQuestion: 'Uscire da Gatehouse?',
    quitStopsRadius: 'RADIUS si ferma: i nuovi ospiti non possono accedere finché Gatehouse non viene riavviato.',
    quitNobodyOnline: 'Nessuno è online in questo momento.',
    quitOnline: 'Online ora: {online}. Restano online, ma intanto tempo e dati non vengono conteggiati.',
    quitPrinting: 'Biglietti in attesa della stampante: {printing}. Si possono ristampare più tardi.',
    cancel: 'Annulla',
    stillRunningTitle: 'Gatehouse continua a funzionare',
    stillRunning:
      'RADIUS risponde ancora. Riapri la finestra dall’icona nell’area di notifica o avviando di nuovo Gatehouse.',
    crashTitle: 'Qualcosa è andato storto in Gatehouse',
    crash:
      'È stato scritto nel registro {file}. RADIUS continua da solo; se qualcosa sembra strano, riavvia Gatehouse.',
    goOn: 'Continua',
    restart: 'Riavvia',
  },
  es: {
    open: 'Abrir Gatehouse',
    quit: 'Salir',
    statusReady: 'RADIUS está en marcha · {online} en línea',
    statusNotReady: 'RADIUS no está en marcha: abra Gatehouse',
    quitQuestion: '¿Salir de Gatehouse?',
    quitStopsRadius:
      'RADIUS se detiene: los nuevos huéspedes no podrán conectarse hasta que Gatehouse se inicie de nuevo.',
    quitNobodyOnline: 'Ahora no hay nadie en línea.',
    quitOnline: 'En línea ahora: {online}. Siguen en línea, pero mientras tanto no se cuentan su tiempo ni sus datos.',
    quitPrinting: 'Tickets a la espera de la impresora: {printing}. Se pueden reimprimir más tarde.',
    cancel: 'Cancelar',
    stillRunningTitle: 'Gatehouse sigue funcionando',
    stillRunning:
      'RADIUS sigue respondiendo. Vuelva a abrir la ventana desde el icono de la bandeja o iniciando Gatehouse.',
    crashTitle: 'Algo ha fallado en Gatehouse',
    crash: 'Se ha anotado en el registro {file}. RADIUS sigue por sí solo; si algo parece raro, reinicie Gatehouse.',
    goOn: 'Continuar',
    restart: 'Reiniciar',
  },
  de: {
    open: 'Gatehouse öffnen',
    quit: 'Beenden',
    statusReady: 'RADIUS läuft · {online} online',
    statusNotReady: 'RADIUS läuft nicht: Gatehouse öffnen',
    quitQuestion: 'Gatehouse beenden?',
    quitStopsRadius: 'RADIUS hält an: Neue Gäste können sich erst wieder anmelden, wenn Gatehouse gestartet ist.',
    quitNobodyOnline: 'Jetzt ist niemand online.',
    quitOnline: 'Jetzt online: {online}. Sie bleiben online, aber Zeit und Daten werden so lange nicht gezählt.',
    quitPrinting: 'Tickets, die auf den Drucker warten: {printing}. Sie können später nachgedruckt werden.',
    cancel: 'Abbrechen',
    stillRunningTitle: 'Gatehouse läuft weiter',
    stillRunning:
      'RADIUS antwortet weiter. Das Fenster öffnet sich wieder über das Symbol im Infobereich oder mit einem neuen Start.',
    crashTitle: 'In Gatehouse ist etwas schiefgegangen',
    crash:
      'Es steht im Protokoll {file}. RADIUS läuft selbständig weiter; wenn etwas seltsam aussieht, Gatehouse neu starten.',
    goOn: 'Weiter',
    restart: 'Neu starten',
  },
  fr: {
    open: 'Ouvrir Gatehouse',
    quit: 'Quitter',
    statusReady: 'RADIUS fonctionne · {online} en ligne',
    statusNotReady: 'RADIUS ne fonctionne pas : ouvrez Gatehouse',
    quitQuestion: 'Quitter Gatehouse ?',
    quitStopsRadius:
      'RADIUS s’arrête : les nouveaux clients ne pourront pas se connecter tant que Gatehouse n’est pas relancé.',
    quitNobodyOnline: 'Personne n’est en ligne en ce moment.',
    quitOnline:
      'En ligne maintenant : {online}. Ils restent en ligne, mais temps et données ne sont plus comptés entre-temps.',
    quitPrinting: 'Tickets en attente de l’imprimante : {printing}. Ils pourront être réimprimés plus tard.',
    cancel: 'Annuler',
    stillRunningTitle: 'Gatehouse continue',
    stillRunning:
      'RADIUS répond toujours. Rouvrez la fenêtre depuis l’icône de notification ou en relançant Gatehouse.',
    crashTitle: 'Un problème est survenu dans Gatehouse',
    crash:
      'Il a été noté dans le journal {file}. RADIUS continue seul ; si quelque chose semble anormal, redémarrez Gatehouse.',
    goOn: 'Continuer',
    restart: 'Redémarrer',
  },
  pt: {
    open: 'Abrir o Gatehouse',
    quit: 'Sair',
    statusReady: 'RADIUS em funcionamento · {online} online',
    statusNotReady: 'RADIUS parado: abra o Gatehouse',
    quitQuestion: 'Sair do Gatehouse?',
    quitStopsRadius: 'O RADIUS para: novos hóspedes não podem entrar até o Gatehouse ser iniciado de novo.',
    quitNobodyOnline: 'Ninguém está online agora.',
    quitOnline: 'Online agora: {online}. Continuam online, mas entretanto o tempo e os dados não são contados.',
    quitPrinting: 'Bilhetes à espera da impressora: {printing}. Podem ser reimpressos mais tarde.',
    cancel: 'Cancelar',
    stillRunningTitle: 'O Gatehouse continua',
    stillRunning:
      'O RADIUS continua a responder. Reabra a janela pelo ícone da bandeja ou iniciando o Gatehouse de novo.',
    crashTitle: 'Algo correu mal no Gatehouse',
    crash:
      'Ficou escrito no registo {file}. O RADIUS continua sozinho; se algo parecer estranho, reinicie o Gatehouse.',
    goOn: 'Continuar',
    restart: 'Reiniciar',
  },
  ar: {
    open: 'فتح Gatehouse',
    quit: 'إنهاء',
    statusReady: 'خادم RADIUS يعمل · المتصلون: {online}',
    statusNotReady: 'خادم RADIUS متوقف: افتح Gatehouse',
    quitQuestion: 'هل تريد إنهاء Gatehouse؟',
    quitStopsRadius: 'يتوقف RADIUS: لن يتمكن الضيوف الجدد من الدخول حتى يُشغَّل Gatehouse من جديد.',
    quitNobodyOnline: 'لا أحد متصل الآن.',
    quitOnline: 'المتصلون الآن: {online}. يبقون متصلين، لكن لا يُحتسب وقتهم وبياناتهم أثناء ذلك.',
    quitPrinting: 'تذاكر تنتظر الطابعة: {printing}. يمكن إعادة طباعتها لاحقًا.',
    cancel: 'إلغاء',
    stillRunningTitle: 'Gatehouse ما زال يعمل',
    stillRunning: 'ما زال RADIUS يجيب. افتح النافذة من أيقونة شريط النظام أو بتشغيل Gatehouse من جديد.',
    crashTitle: 'حدث خطأ داخل Gatehouse',
    crash: 'كُتب الخطأ في السجل {file}. يستمر RADIUS وحده؛ إذا بدا شيء غريبًا فأعد تشغيل Gatehouse.',
    goOn: 'متابعة',
    restart: 'إعادة التشغيل',
  },
};

/**
 * The words for a locale of the operating system ("de-AT", "pt_BR"); English for languages Gatehouse does not speak.
 */
export function shellText(locale: string): ShellText {
  const spoken = locale.toLowerCase().split(/[-_]/)[0];
  return texts[languages.find((language) => language === spoken) ?? 'en'];
}

/** "RADIUS is running · 12 online", in the words of `text`. */
export function statusLine(text: ShellText, { ready, onlineSessions }: ReturnType<Venue['describe']>): string {
  return ready ? fillText(text.statusReady, { online: onlineSessions }) : text.statusNotReady;
}
