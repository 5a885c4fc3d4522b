import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import Encoding from 'encoding-japanese';
import { shiftJisPieces } from '../../analysis/kernels/shift-jis.ts';
import { compare, report } from './shared/measure.ts';

/** At most this part of the time TextDecoder takes. */
const limit = 1 / 2.5;
const bytes = 64 << 20;
const tail = 1000;

/** An order as a cart writes it: ids, times and amounts in ASCII, half-width kana, and addresses in kanji. */
const row =
  'SH2606-020000,2026/06/30 21:54:40,5184,02,M9938390,見本　結菜,ﾐﾎﾝ ﾕﾅ,yuna466@example.ne.jp,090-1234-5678,107-0052,' +
  '東京都,港区,赤坂４丁目３番地２号 見本ビル301,大阪府,大阪市北区,梅田１丁目１番地 見本ビル,203.0.113.9,クレジットカード,発送済み\r\n';

const file = ((): Buffer => {
  const one = Buffer.from(Encoding.convert(Encoding.stringToCode(row), { to: 'SJIS', from: 'UNICODE' }));
  return Buffer.concat(Array.from({ length: Math.floor(bytes / one.length) }, () => one));
})();

/** The length of the text, and a hash of its beginning and end: hashing all of it would be what is measured. */
function answerOf(length: number, first: string, last: string): string {
  return `${length} ${createHash('sha256').update(first.slice(0, 1000)).update(last.slice(-tail)).digest('hex').slice(0, 12)}`;
}

function read(piece: number, push: (bytes: Uint8Array, take: (text: string) => void) => void): Promise<string> {
  let length = 0;
  let first = '';
  let last = '';
  const take = (text: string): void => {
    length += text.length;
    first ||= text;
    last = text.length < tail ? (last + text).slice(-tail) : text;
  };
  for (let at = 0; at < file.length; at += piece) push(file.subarray(at, at + piece), take);
  return Promise.resolve(answerOf(length, first, last));
}

/** Pieces as the import reads them, as Node reads files of its own accord, and as small as the kernel takes them. */
const pieces = [
  ['1 MiB', 1 << 20, limit],
  ['64 KiB', 1 << 16, 1],
  ['32 KiB', 1 << 15, 1],
] as const;

const ours = { name: 'kernel', run: (): Promise<string> => read(1 << 20, shiftJisPieces().push) };

/** Everything of the text, once before time is taken. */
function wholeHash(push: (bytes: Uint8Array, take: (text: string) => void) => void): string {
  const hash = createHash('sha256');
  for (let at = 0; at < file.length; at += 1 << 20)
    push(file.subarray(at, at + (1 << 20)), (text) => hash.update(text, 'utf16le'));
  return hash.digest('hex');
}

const textDecoder = () => {
  const decoder = new TextDecoder('shift_jis');
  return (part: Uint8Array, take: (text: string) => void): void => take(decoder.decode(part, { stream: true }));
};

async function measure(): Promise<void> {
  if (wholeHash(shiftJisPieces().push) !== wholeHash(textDecoder())) throw new Error('the texts differ');
  for (const [name, piece, most] of pieces) {
    const peer = { name: 'TextDecoder', run: (): Promise<string> => read(piece, textDecoder()) };
    report(`64 MB of Shift_JIS against TextDecoder in pieces of ${name}`, await compare(ours, peer), most);
  }
}

/** The engine runs on Electron's Node, whose TextDecoder is another. */
const electron = process.env['SHINSA_ELECTRON'];
if (process.versions['electron'] !== undefined || electron === undefined) await measure();
else {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { status } = spawnSync(electron, process.argv.slice(1), { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
