import type { IdentityKey } from '../model/identity.ts';
import { foldWidth } from './fold-text.ts';
import { everyStep, Trail, type StepsOff } from './trail.ts';

/** What people and payment providers write for digits they leave out, after folding of widths. */
const blots = '*xX×●•?#';
const written = new RegExp(`^([0-9]*)([${blots}]*)([0-9]{0,4})$`, 'u');
const separators = /[\s/.‐‑‒–—―−ー-]/gu;
const issuer = 6;
const longestBin = 8;

/**
 * The BIN of a card: its first six digits, which tell the issuer, from a BIN of six to eight digits or a masked number.
 * Fact: the eight digits where they are told. Of a full number only the BIN is answered: everything behind it is blotted
 * out in whatever is shown of it.
 */
export function cardKey(raw: string, without: StepsOff = everyStep): IdentityKey {
  const trail = new Trail('card', blotted(raw), without);
  const text = trail.step('width', blotted(foldWidth(raw)));
  if (text === '') return trail.none('empty');
  // A full number that was replaced when it was taken in.
  const replaced = /^card:([0-9]{6}):/u.exec(text)?.[1];
  const word = trail.step('spaces', replaced ?? text.replaceAll(separators, ''));
  const [, head] = written.exec(word) ?? [];
  if (head === undefined || head.length < issuer) return trail.none('not-a-bin');
  trail.step('bin', head.slice(0, longestBin));
  if (head.length >= longestBin) trail.fact('bin8', head.slice(0, longestBin));
  return trail.key(trail.step('issuer', head.slice(0, issuer)), 'certain');
}

/** Blots out digits behind the first six where more than eight of them follow each other: only then they tell the card. */
function blotted(text: string): string {
  const word = text.normalize('NFKC').replaceAll(separators, '');
  if (!new RegExp(`[0-9]{${longestBin + 1}}`, 'u').test(word)) return text;
  let seen = 0;
  return text.replaceAll(/\p{Nd}/gu, (digit) => ((seen += 1) <= issuer ? digit : '*'));
}
