import type { IdentityKey } from '../model/identity.ts';
import { nobody, nowhere } from '../model/placeholder-words.ts';
import { foldWidth } from './fold-text.ts';
import { everyStep, Trail, type StepsOff } from './trail.ts';

const uuid = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/iu;
/** Digits alone have no case, and a short word of these letters may be a name. */
const hex = /^(?=.*[a-f])[0-9a-f]{8,}$/iu;
const ofNobody = new RegExp(`^(?:${nowhere}|${nobody}|not[ _-]?set|\\(not set\\)|anonymous|[{}0-]+)$`, 'iu');
/** One digit throughout (advertising ids that were switched off), and the ANDROID_ID that whole series of phones share. */
const sharedByMany = /^(?:([0-9a-f])\1{7,}|9774d56d682e549c)$/u;

/**
 * An id of a device or cookie. Case is folded only where it tells nothing: in hexadecimal numbers and UUIDs, whose hyphens
 * and braces go too. Ids of other alphabets differ by case. Fact: the form (`uuid`, `hex`, `other`).
 */
export function deviceKey(kind: 'device' | 'cookie', raw: string, without: StepsOff = everyStep): IdentityKey {
  const trail = new Trail(kind, raw, without);
  const text = trail.step('width', foldWidth(raw));
  if (text.trim() === '') return trail.none('empty');
  const parts = uuid.exec(text)?.slice(1);
  const bare = parts === undefined ? text : trail.step('hyphens', parts.join(''));
  const form = parts === undefined ? (hex.test(text) ? 'hex' : 'other') : 'uuid';
  const plain = text.toLowerCase().replaceAll(/[{}-]/gu, '');
  if (ofNobody.test(text) || sharedByMany.test(plain)) return trail.none('placeholder');
  const key = form === 'other' ? bare : trail.step('case', bare.toLowerCase());
  trail.fact('form', form);
  return trail.key(key, 'certain');
}
