/** The RouterOS commands that make a router ask this PC, each with what it does (RouterOS 6.43 to 7). */

export interface RouterCommand {
  readonly command: string;
  /** English; windows translate by `explanationKey`. */
  readonly explanation: string;
  readonly explanationKey: string;
}

export interface RouterCommandInput {
  readonly hotspot: boolean;
  readonly pppoe: boolean;
  readonly secret: string;
  readonly serverAddress: string;
  readonly authPort: number;
  readonly acctPort: number;
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
  incoming: 'Lets this PC end or change a guest’s access later, on the standard port 3799.',
  hotspotProfile:
    'Makes the HotSpot ask RADIUS, report usage as often as this PC asks, and accept the QR code of the ticket (http-pap), the login page (http-chap) and a returning phone (mac-cookie).',
  hotspotUserProfile:
    'Lets a phone that logged in once come back without typing the code again; the ticket’s own limits still hold.',
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
    line('/radius incoming set accept=yes port=3799', 'incoming'),
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
  if (input.pppoe) commands.push(line('/ppp aaa set use-radius=yes accounting=yes interim-update=1m', 'ppp'));
  return commands;
}
