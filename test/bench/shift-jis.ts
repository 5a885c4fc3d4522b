import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import Encoding from 'encoding-japanese';
import { shiftJisPieces } from '../../analysis/kernels/shift-jis.ts';
import { generateShop, sampleFiles, sampleOptions, shopFiles } from '../../samples/shop/generate.ts';
import { compare, report, type Contender } from './shared/measure.ts';

/** At most this part of the time TextDecoder takes, in pieces as the import reads them and in smaller ones. */
const limit = 1 / 2.5;
const smaller = 1 / 1.5;
const rounds = 15;
const bytes = 32 << 20;
const tail = 1000;

/** An order as a cart writes it: ids, times and amounts in ASCII, half-width kana, and addresses in kanji. */
const row =
  'SH2606-020000,2026/06/30 21:54:40,5184,02,M9938390,見本　結菜,ﾐﾎﾝ ﾕﾅ,yuna466@example.ne.jp,090-1234-5678,107-0052,' +
  '東京都,港区,赤坂４丁目３番地２号 見本ビル301,大阪府,大阪市北区,梅田１丁目１番地 見本ビル,203.0.113.9,クレジットカード,発送済み\r\n';

const repeated = (one: Uint8Array): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(bytes / one.length) }, () => one));

/** The sample shop's export, whose rows differ as rows do, and one row over and over, with more kanji. */
const files = (): readonly (readonly [name: string, file: Buffer])[] => [
  ['the sample shop', repeated(shopFiles(generateShop(sampleOptions)).get(sampleFiles.orders) ?? Buffer.alloc(0))],
  ['one row', repeated(Buffer.from(Encoding.convert(Encoding.stringToCode(row), { to: 'SJIS', from: 'UNICODE' })))],
];

type Push = (bytes: Uint8Array, take: (text: string) => void) => void;

/** The length of the text, and a hash of its beginning and end: hashing all of it would be what is measured. */
function answerOf(length: number, first: string, last: string): string {
  return `${length} ${createHash('sha256').update(first.slice(0, 1000)).update(last.slice(-tail)).digest('hex').slice(0, 12)}`;
}

/** Its CPU time counts: each runs in one thread, and what else the machine does disturbs that least. */
function read(file: Buffer, piece: number, push: Push): ReturnType<Contender['run']> {
  const before = process.cpuUsage();
  let length = 0;
  let first = '';
  let last = '';
  const take = (text: string): void => {
    length += text.length;
    first ||= text;
    last = text.length < tail ? (last + text).slice(-tail) : text;
  };
  for (let at = 0; at < file.length; at += piece) push(file.subarray(at, at + piece), take);
  const { user, system } = process.cpuUsage(before);
  return Promise.resolve({ ms: (user + system) / 1000, answer: answerOf(length, first, last) });
}

/** Pieces as the import reads them, as Node reads files of its own accord, and as small as the kernel takes them. */
const pieces = [
  ['1 MiB', 1 << 20, limit],
  ['64 KiB', 1 << 16, smaller],
  ['32 KiB', 1 << 15, smaller],
] as const;

/** Everything of the text, once before time is taken. */
function wholeHash(file: Buffer, push: Push): string {
  const hash = createHash('sha256');
  for (let at = 0; at < file.length; at += 1 << 20)
    push(file.subarray(at, at + (1 << 20)), (text) => hash.update(text, 'utf16le'));
  return hash.digest('hex');
}

/** What the import would use otherwise: both answer strings, which is what rows are cut from. */
const textDecoder = (): Push => {
  const decoder = new TextDecoder('shift_jis');
  return (part, take) => take(decoder.decode(part, { stream: true }));
};

/** Every pair of bytes between others: this platform's decoder has its own mind about those that are no character. */
const pairs = Buffer.from(
  Array.from({ length: 1 << 16 }, (_, pair) => [0x41, pair >> 8, pair & 0xff, 0x82, 0xa0, 0x2c]).flat(),
);

function mustAgree(name: string, file: Buffer): void {
  if (wholeHash(file, shiftJisPieces().push) !== wholeHash(file, textDecoder()))
    throw new Error(`${name}: the texts differ`);
}

async function measure(): Promise<void> {
  mustAgree('every pair of bytes', pairs);
  for (const [name, file] of files()) {
    mustAgree(name, file);
    for (const [size, piece, most] of pieces) {
      const ours = { name: 'kernel', run: () => read(file, piece, shiftJisPieces().push) };
      const peer = { name: 'TextDecoder', run: () => read(file, piece, textDecoder()) };
      const found = await compare(ours, peer, rounds);
      report(`32 MB of Shift_JIS (${name}) in pieces of ${size}, fastest run`, { ...found, ...found.fastest }, most);
    }
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
