import { ShinsaError } from '../model/failure.ts';

/** A file may always unpack to this many bytes … */
const always = 64 * 2 ** 20;
/** … and beyond to this many times its packed size: tables pack to a fifth or a thirtieth, bombs to a thousandth. */
const times = 100;
/** Most bytes anything may unpack to. */
const most = 64 * 2 ** 30;

/** Counts what a packed file gives. Throws 'file-unpacks-too-large' once it is more than its size allows. */
export interface UnpackLimit {
  readonly add: (bytes: number) => void;
}

/** The limit of something `packed` bytes large. */
export function unpackLimit(packed: number): UnpackLimit {
  let unpacked = 0;
  return {
    add: (bytes) => {
      unpacked += bytes;
      checkUnpacked(packed, unpacked);
    },
  };
}

/** Throws 'file-unpacks-too-large' where `unpacked` bytes are too many for `packed` ones. */
export function checkUnpacked(packed: number, unpacked: number): void {
  const limit = Math.min(most, Math.max(always, packed * times));
  if (unpacked > limit)
    throw new ShinsaError('file-unpacks-too-large', {
      packed: sizeText(packed),
      unpacked: sizeText(unpacked),
      limit: sizeText(limit),
    });
}

const units = ['B', 'KB', 'MB', 'GB'] as const;

/** A size in bytes as people write it: `4 KB`, `1.2 GB`; units of 1,024. */
export function sizeText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${step === 3 ? Math.round(value * 10) / 10 : Math.round(value)} ${units[step] ?? 'B'}`;
}
