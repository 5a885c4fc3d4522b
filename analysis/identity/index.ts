import type { IdentityKey, IdentityKind } from '../model/identity.ts';
export { bundledValues } from './bundled-lists.ts';
import { addressKey } from './address.ts';
import { emailKey } from './email.ts';
import { ipKey } from './ip.ts';
import { personKey } from './person.ts';
import { phoneKey } from './phone.ts';
import { agentKey } from './user-agent.ts';

/**
 * The key of one value of a kind (名寄せ), with every step on the way. `beside` is what it is read with: the postal code
 * beside an address, the kana beside a name.
 */
export function identityKey(kind: IdentityKind, value: string, beside?: string): IdentityKey {
  switch (kind) {
    case 'address':
      return addressKey(value, beside);
    case 'person':
      return personKey(value, beside);
    case 'phone':
      return phoneKey(value);
    case 'email':
      return emailKey(value);
    case 'ip':
      return ipKey(value);
    case 'agent':
      return agentKey(value);
  }
}
