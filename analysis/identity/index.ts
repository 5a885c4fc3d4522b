import { isTrusted, type IdentityKey, type IdentityKind, type IdentityStepName } from '../model/identity.ts';
export { bundledValues } from './bundled-lists.ts';
export { meantReadings } from './name-reading.ts';
export { readingOf, skeleton } from './near/reading.ts';
import { addressKey } from './address.ts';
import { cardKey } from './card-bin.ts';
import { deviceKey } from './device.ts';
import { emailKey } from './email.ts';
import { ipKey } from './ip.ts';
import { personKey } from './person.ts';
import { phoneKey } from './phone.ts';
import { everyStep, type StepsOff } from './trail.ts';
import { agentKey } from './user-agent.ts';

/**
 * The key of one value of a kind (名寄せ), with every step on the way. `beside` is what it is read with: the postal code
 * beside an address, the kana beside a name. Steps `without` are left out (`switchableSteps`), and what they fold away
 * stays in the key.
 */
export function identityKey(
  kind: IdentityKind,
  value: string,
  beside?: string,
  { without = everyStep }: { readonly without?: StepsOff } = {},
): IdentityKey {
  const found = folded(kind, value, beside, without);
  if (without.size === 0 || isTrusted(found)) return found;
  const whole = folded(kind, value, beside, everyStep);
  return isTrusted(whole) ? { ...found, ...asItStood(found), confidence: 'likely', doubts: [] } : found;
}

/** Steps that find a place in an address: what they say is no text of the address any more. */
const placeSteps: StepsOff = new Set<IdentityStepName>(['prefecture', 'city', 'town', 'street', 'block']);

/** A value that has a key, but cannot be read without the steps left out: it is compared by its text as it stood. */
function asItStood({ raw, steps }: IdentityKey): Pick<IdentityKey, 'key' | 'steps'> {
  const read = steps.filter(({ step }) => !placeSteps.has(step));
  return { key: read.at(-1)?.value ?? raw, steps: read };
}

function folded(kind: IdentityKind, value: string, beside: string | undefined, without: StepsOff): IdentityKey {
  switch (kind) {
    case 'address':
      return addressKey(value, beside, without);
    case 'person':
      return personKey(value, beside, without);
    case 'phone':
      return phoneKey(value, without);
    case 'email':
      return emailKey(value, without);
    case 'ip':
      return ipKey(value, without);
    case 'device':
    case 'cookie':
      return deviceKey(kind, value, without);
    case 'card':
      return cardKey(value, without);
    case 'agent':
      return agentKey(value);
  }
}
export { isPublicDomain } from './mail-domains.ts';
