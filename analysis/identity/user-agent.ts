import { isbot } from 'isbot';
import { UAParser } from 'ua-parser-js';
import type { IdentityKey } from '../model/identity.ts';
import { everyStep, Trail } from './trail.ts';

/** Apps whose pages open in a browser of their own; its name says more than the engine's. */
const apps: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/YJApp-|Yahoo! ?JAPAN/u, 'Yahoo! JAPAN app'],
  [/\bLine\//u, 'LINE'],
  [/\bInstagram\b/u, 'Instagram'],
  [/\bFBA[NV]\//u, 'Facebook'],
];

/** Programs that name themselves but are no browser. */
const programs = /^(?:curl|wget|python|go-http-client|java|okhttp|axios|node|php|ruby|libwww|apache-httpclient)\b/iu;

/**
 * A user agent as browser, system and sort of device, without versions: the key of a family, which many share. Facts:
 * each of the three, and whether it is a program (`bot`).
 */
export function agentKey(raw: string): IdentityKey {
  const trail = new Trail('agent', raw, everyStep);
  const text = raw.trim();
  if (text === '') return trail.none('empty');
  const { browser, os, device } = new UAParser(text).getResult();
  const bot = isbot(text) || programs.test(text);
  const name = apps.find(([pattern]) => pattern.test(text))?.[1] ?? browser.name;
  if (!bot && name === undefined && os.name === undefined) return trail.none('not-an-agent');
  const kind = bot ? 'bot' : (device.type ?? 'desktop');
  trail.fact('browser', name);
  trail.fact('os', os.name);
  trail.fact('device', kind);
  const key = trail.step('family', [name ?? '-', os.name ?? '-', kind].join(' / '));
  return trail.key(key, 'certain');
}
