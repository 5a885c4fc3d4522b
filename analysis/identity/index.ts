import type { IdentityKey, IdentityKind } from '../model/identity.ts';
export { bundledValues } from './bundled-lists.ts';
import { addressKey } from './address.ts';
import { emailKey } from './email.ts';
import { ipKey } from './ip.ts';
import { personKey } from './person.ts';
import { phoneKey } from './phone.ts';

/** The key of one value of a kind (名寄せ), with every step on the way. `postal` is read beside an address only. */
export function identityKey(kind: IdentityKind, value: string, postal?: string): IdentityKey {
  switch (kind) {
    case 'address':
      return addressKey(value, postal);
    case 'person':
      return personKey(value);
    case 'phone':
      return phoneKey(value);
    case 'email':
      return emailKey(value);
    case 'ip':
      return ipKey(value);
  }
}
