import { generateKeyPairSync } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { zipPackage } from '../../analysis/export/package-zip.ts';
import { checkSignature } from '../../analysis/export/signature.ts';
import { signatureBy, signPackage } from '../../analysis/sign-package.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { canonicalText } from '../../analysis/model/canonical-json.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { PackageSignature } from '../../analysis/model/package-signature.ts';
import type { History } from '../backtest/history.ts';
import { buildIn, emptyFolder, packagedHistory, rewrite } from './packages.ts';
import { exportHere } from './here.ts';

const pemOf = (kind: 'ed25519' | 'ed448'): string =>
  kind === 'ed25519'
    ? generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    : generateKeyPairSync('ed448').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

let history: History;
let made: string;
let place: string;
let folder: string;
beforeAll(async () => {
  history = await packagedHistory();
  made = (await buildIn(history)).folder;
}, 60_000);
afterAll(() => history.close());
beforeEach(() => {
  place = emptyFolder();
  folder = join(place, 'p.shinsapkg');
  cpSync(made, folder, { recursive: true });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const context = { signal: new AbortController().signal, progress: () => undefined, emit: () => undefined };
const grants = localGrants();
const handlers = () => exportHere(history.project, grants);
const reading = (path: string) => handlers()['export.readPackage']({ file: grants.grant(path) }, context);

const sign = (pem: string): PackageSignature => signPackage(folder, pem);

test('RFC 8032, test 2: the signature over one byte is the published one, and verifies', () => {
  const seed = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64');
  const pem = `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
  const signature = signatureBy(pem, Buffer.from('72', 'hex'));
  expect(Buffer.from(signature.signature, 'base64').toString('hex')).toBe(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  expect(Buffer.from(signature.publicKey, 'base64').subarray(-32).toString('hex')).toBe(
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  );
  checkSignature(signature, Buffer.from('72', 'hex'));
  expect(() => checkSignature(signature, Buffer.from('73', 'hex'))).toThrow('package-signature');
});

test('a package is unsigned, signed by an unknown key, or by one that the project has a name for', async () => {
  expect((await reading(folder)).signedBy).toEqual({ kind: 'unsigned' });
  const { fingerprint } = sign(pemOf('ed25519'));
  expect((await reading(folder)).signedBy).toEqual({ kind: 'signed', fingerprint, name: null });
  await handlers()['export.keepSigner']({ fingerprint, name: '審査部' }, context);
  expect((await reading(folder)).signedBy).toEqual({ kind: 'signed', fingerprint, name: '審査部' });
  const zip = join(place, 'zip.shinsapkg');
  zipPackage(folder, zip);
  expect((await reading(zip)).signedBy).toEqual({ kind: 'signed', fingerprint, name: '審査部' });
  expect(await handlers()['export.keepSigner']({ fingerprint, name: null }, context)).toEqual([]);
});

test('a signed package in which anything was changed is refused, the file named, hashes redone or not', async () => {
  sign(pemOf('ed25519'));
  const path = join(folder, 'ruleset.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('5000', '6000'));
  expect(await reading(folder).catch(failureOf)).toMatchObject({
    code: 'package-hash',
    params: { file: 'ruleset.json' },
  });
  writeFileSync(path, text);
  rewrite(folder, 'rules.duckdb.sql', (sql) => `${sql}-- more\n`);
  expect(await reading(folder).catch(failureOf)).toMatchObject({
    code: 'package-signature',
    place: { file: 'signature.json' },
  });
});

test('a signature of another package, or under a fingerprint that is not its key, is refused', async () => {
  const own = sign(pemOf('ed25519'));
  const refused = async (signature: PackageSignature): Promise<void> => {
    writeFileSync(join(folder, 'signature.json'), canonicalText(signature));
    expect(await reading(folder).catch(failureOf)).toMatchObject({ code: 'package-signature' });
  };
  await refused({ ...own, signature: signatureBy(pemOf('ed25519'), Buffer.from('x')).signature });
  await refused({ ...own, fingerprint: '0'.repeat(64) });
  await refused({ ...own, publicKey: own.publicKey.slice(4) });
});

test('only an Ed25519 key signs', () => {
  expect(() => signatureBy(pemOf('ed448'), Buffer.from('x'))).toThrow('signing-key');
  expect(() => signatureBy('no key', Buffer.from('x'))).toThrow('signing-key');
});
