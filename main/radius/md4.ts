/** MD4 (RFC 1320). Broken as a digest, but what an NT password hash is made of; OpenSSL 3 has it no more. */

const BLOCK_BYTES = 64;
/** The block's last 8 bytes hold the length. */
const LENGTH_AT = BLOCK_BYTES - 8;
const DIGEST_BYTES = 16;

/** The functions F, G and H of RFC 1320 §3.4, with the constant, the order of the words and the shifts of each round. */
interface Round {
  readonly mix: (x: number, y: number, z: number) => number;
  readonly constant: number;
  readonly words: readonly number[];
  readonly shifts: readonly [number, number, number, number];
}

const rounds: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    words: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    words: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    words: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
  },
];

/** The 16 bytes of the digest. */
export function md4(bytes: Uint8Array): Buffer {
  const padded = pad(bytes);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) addBlock(state, padded.subarray(at, at + BLOCK_BYTES));
  const digest = Buffer.allocUnsafe(DIGEST_BYTES);
  state.forEach((word, i) => digest.writeInt32LE(word, i * 4));
  return digest;
}

/** RFC 1320 §3.1, §3.2: a one bit, zeros, and the length in bits as 64 bits, low word first. */
function pad(bytes: Uint8Array): Buffer {
  const blocks = Math.floor((bytes.length + 1 + 8 + BLOCK_BYTES - 1) / BLOCK_BYTES);
  const padded = Buffer.alloc(blocks * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(bytes.length) * 8n, padded.length - BLOCK_BYTES + LENGTH_AT);
  return padded;
}

function addBlock(state: Int32Array, block: Buffer): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (const { mix, constant, words, shifts } of rounds) {
    for (let step = 0; step < words.length; step++) {
      const sum = (a + mix(b, c, d) + block.readInt32LE(words[step]! * 4) + constant) | 0;
      const shift = shifts[step % 4]!;
      a = d;
      d = c;
      c = b;
      b = (sum << shift) | (sum >>> (32 - shift));
    }
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}
