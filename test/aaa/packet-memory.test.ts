import { describe, expect, test } from 'vitest';
import { MOST_PACKETS, PacketMemory } from '../../main/aaa/packet-memory';
import { pretendLogin } from '../../main/aaa/pretend';
import { findPacketNo } from '../../db/queries/radius-log';
import { attribute } from '../../main/radius/attributes';
import { hotspotFrom, logIn, sellCode, startEngine } from './support';

const packetOf = (username: string) =>
  pretendLogin({
    routerId: 1,
    username,
    password: 'secret-word',
    macAddress: '02:00:00:00:01:01',
    service: 'hotspot',
    atMs: 0,
  }).packet;

describe('the memory of packets', () => {
  test('shows what was sent and answered, and no password', () => {
    const memory = new PacketMemory(1_000);
    const no = memory.keep(packetOf('anna'), { code: 'Access-Accept', attributes: [attribute('Session-Timeout', 60)] });
    const shown = memory.describe(no);
    expect(shown?.request.attributes).toContain('User-Name = "anna"');
    expect(shown?.request.attributes).toContain('User-Password = ‹hidden›');
    expect(shown?.answer).toEqual({ code: 'Access-Accept', attributes: ['Session-Timeout = 60'] });
    expect(JSON.stringify(shown)).not.toContain('secret-word');
  });

  test('forgets the oldest, and never shows one packet for another', () => {
    const memory = new PacketMemory(1_000);
    const first = memory.keep(packetOf('first'), undefined);
    const second = memory.keep(packetOf('second'), undefined);
    const packet = packetOf('other');
    for (let i = 0; i < MOST_PACKETS - 1; i++) memory.keep(packet, undefined);
    expect(memory.describe(first)).toBeUndefined();
    expect(memory.describe(second)?.request.attributes).toContain('User-Name = "second"');
    expect(memory.describe(second)?.answer).toBeUndefined();
  });

  test('keeps a long packet whole, and not in the place of the short one that follows it there', () => {
    const memory = new PacketMemory(1_000);
    const sentence = 'x'.repeat(253);
    const attributes = Array.from({ length: 5 }, () => attribute('Reply-Message', sentence));
    const long = memory.keep(packetOf('anna'), { code: 'Access-Reject', attributes });
    expect(memory.describe(long)?.answer?.attributes).toHaveLength(5);
    expect(memory.describe(long)?.request.attributes).toContain('User-Name = "anna"');
    const packet = packetOf('bruno');
    let last = long;
    for (let i = 0; i < MOST_PACKETS; i++) last = memory.keep(packet, undefined);
    expect(memory.describe(last)?.request.attributes).toContain('User-Name = "bruno"');
    expect(memory.describe(last)?.answer).toBeUndefined();
  });

  test('knows no number that was not given, nor one of an earlier start', () => {
    const earlier = new PacketMemory(1_000);
    const no = earlier.keep(packetOf('anna'), undefined);
    const later = new PacketMemory(1_001);
    later.keep(packetOf('bruno'), undefined);
    expect(later.describe(no)).toBeUndefined();
    expect(later.describe(Number.MAX_SAFE_INTEGER)).toBeUndefined();
    expect(earlier.describe(no + 1)).toBeUndefined();
  });

  test('is reached from the row of the log: of logins, of accounting with news, of dropped packets of a known router', async () => {
    const engine = await startEngine();
    sellCode(engine.venue, 'K7MPX3');
    await engine.nas.login({ username: 'K7MPX3', password: 'K7MPX3', attributes: hotspotFrom(1) });
    const wrong = engine.nasFrom('127.0.0.1', 'another-secret');
    await engine.send(wrong, 'authentication', wrong.accessRequest({ username: 'x', password: 'y' }));
    const stranger = engine.nasFrom('127.0.0.9');
    await engine.send(stranger, 'authentication', stranger.accessRequest({ username: 'x', password: 'y' }));
    logIn(engine);
    const shown = (reason: string) => {
      const { id } = engine.db.sqlite
        .prepare<[string], { id: number }>('select id from radius_log where reason = ?')
        .get(reason)!;
      const no = findPacketNo(engine.db, id);
      return no === null || no === undefined ? no : engine.engine.describePacket(no);
    };
    expect(shown('ok')).toMatchObject({ request: { code: 'Access-Request' }, answer: { code: 'Access-Accept' } });
    expect(shown('bad-message-authenticator')).toMatchObject({ request: { code: 'Access-Request' } });
    expect(shown('unknown-source')).toBeNull();
  });
});
