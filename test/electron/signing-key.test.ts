import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSigning, type Keychain } from '../../electron/signing-key.ts';
import { checkSignature } from '../../analysis/export/signature.ts';
import { emptyFolder } from '../export/packages.ts';

let place: string;
let file: string;
beforeEach(() => {
  place = emptyFolder();
  file = join(place, 'deep', 'signing-key');
  writeFileSync(join(place, 'manifest.json'), '{}\n');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** A keychain that turns every bit around. */
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 255));
const keychain: Keychain = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => turned(Buffer.from(text)),
  decryptString: (bytes) => turned(bytes).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};

test('a key is made once, kept encrypted for this person alone, and signs the manifest', () => {
  const first = createSigning(file, keychain).sign(place);
  expect(readFileSync(file, 'latin1')).not.toContain('PRIVATE KEY');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  checkSignature(first, readFileSync(join(place, 'manifest.json')));
  expect(createSigning(file, keychain).sign(place)).toEqual(first);
});

test('a signature that is not wanted any more is taken away', () => {
  const signing = createSigning(file, keychain);
  signing.sign(place);
  expect(existsSync(join(place, 'signature.json'))).toBe(true);
  expect(signing.unsign(place)).toBeNull();
  expect(existsSync(join(place, 'signature.json'))).toBe(false);
  expect(signing.unsign(place)).toBeNull();
});

const hiding: Keychain = { ...keychain, getSelectedStorageBackend: () => 'basic_text' };
const without: readonly (readonly [string, Keychain])[] = [
  ['no keychain', { ...keychain, isEncryptionAvailable: () => false }],
  // Only Linux has one that hides a key by a password that everybody knows.
  ...(process.platform === 'linux' ? [['a keychain that only hides it', hiding] as const] : []),
];

test.each(without)('with %s nothing is signed, and no key is made', (_name, chain) => {
  expect(() => createSigning(file, chain).sign(place)).toThrow('signing-unavailable');
  expect(existsSync(file)).toBe(false);
  expect(existsSync(join(place, 'signature.json'))).toBe(false);
});

test('a key that the keychain no longer opens is no key, and stays as it is', () => {
  createSigning(file, keychain).sign(place);
  const before = readFileSync(file);
  const other: Keychain = {
    ...keychain,
    decryptString: () => {
      throw new Error('another keychain');
    },
  };
  expect(() => createSigning(file, other).sign(place)).toThrow('signing-unavailable');
  expect(readFileSync(file).equals(before)).toBe(true);
});
