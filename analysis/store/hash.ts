import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';

/** SHA-256 (hex) of a JSON value's canonical text: equal values have equal hashes, however their keys are ordered. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
