/** The RouterOS commands that make a router ask this PC, each with what it does (RouterOS 6.43 to 7). */

export interface RouterCommand {
  readonly command: string;
  /** English; windows translate by `explanationKey`. */
  readonly explanation: string;
  readonly explanationKey: string;
}

/** What the router sends as password of a MAC login: nothing, the MAC again, or its mac-auth-password. */
export type MacLogin =
  { readonly kind: 'empty' } | { readonly kind: 'same' } | { readonly kind: 'shared'; readonly password: string };

export interface RouterCommandInput {
  readonly hotspot: boolean;
  readonly pppoe: boolean;
  readonly secret: string;
  readonly serverAddress: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** Where it takes Disconnect and CoA; undefined: nowhere. */
  readonly coaPort: number | undefined;
  /** How devices come in by their address; undefined: not at all. */
  readonly macLogin: MacLogin | undefined;
}

/** RouterOS string: backslash, quote, dollar and question mark mean something inside quotes. */
export function quoteRouterOs(text: string): string {
  return `"${text.replace(/[\\"$?]/g, (char) => `\\${char}`)}"`;
}

const line = (command: string, explanationKey: keyof typeof explanations): RouterCommand => ({
  command,
  explanationKey,
  explanation: explanations[explanationKey],
});

const explanations = {
  again: 'Takes away the entry of an earlier paste, so that pasting twice does no harm.',
  radius:
    'Adds this PC as RADIUS server, with the secret only this router and this PC know. It answers within 1.1 seconds.',
  incoming: 'Lets this PC end or change a guest’s access later.',
  noIncoming: 'This PC is set up not to end or change a guest’s access; nothing else may either.',
  hotspotProfile:
    'Makes the HotSpot ask RADIUS, report usage as often as this PC asks, and accept the QR code of the ticket (http-pap), the login page (http-chap) and a returning phone (mac-cookie).',
  hotspotUserProfile:
    'Lets a phone that logged in once come back without typing the code again; the ticket’s own limits still hold.',
  macLogin: 'Lets printers, TVs and other devices in by their address, without a login page.',
  ppp: 'Makes PPPoE ask RADIUS, and report usage every minute.',
} as const;

/** In the order to paste them. Values proven by section 5.8 of the RouterOS notes: PAP is what a login QR needs. */
export function routerCommands(input: RouterCommandInput): readonly RouterCommand[] {
  const services = [input.hotspot ? 'hotspot' : undefined, input.pppoe ? 'ppp' : undefined].filter(Boolean).join(',');
  const commands = [
    line('/radius remove [find comment="Gatehouse"]', 'again'),
    line(
      `/radius add comment="Gatehouse" service=${services} address=${input.serverAddress} secret=${quoteRouterOs(input.secret)} ` +
        `authentication-port=${input.authPort} accounting-port=${input.acctPort} timeout=1100ms`,
      'radius',
    ),
    input.coaPort === undefined
      ? line('/radius incoming set accept=no', 'noIncoming')
      : line(`/radius incoming set accept=yes port=${input.coaPort}`, 'incoming'),
  ];
  if (input.hotspot) {
    commands.push(
      line(
        '/ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=received ' +
          'login-by=http-chap,http-pap,mac-cookie radius-mac-format=XX:XX:XX:XX:XX:XX',
        'hotspotProfile',
      ),
      line(
        '/ip hotspot user profile set [find default=yes] add-mac-cookie=yes mac-cookie-timeout=30d keepalive-timeout=2m',
        'hotspotUserProfile',
      ),
    );
  }
  if (input.hotspot && input.macLogin) commands.push(line(macLoginCommand(input.macLogin), 'macLogin'));
  if (input.pppoe) commands.push(line('/ppp aaa set use-radius=yes accounting=yes interim-update=1m', 'ppp'));
  return commands;
}

function macLoginCommand(macLogin: MacLogin): string {
  const mode = macLogin.kind === 'same' ? 'mac-as-username-and-password' : 'mac-as-username';
  const password = macLogin.kind === 'shared' ? macLogin.password : '';
  return (
    '/ip hotspot profile set [find] login-by=mac,http-chap,http-pap,mac-cookie ' +
    `mac-auth-mode=${mode} mac-auth-password=${quoteRouterOs(password)}`
  );
}
