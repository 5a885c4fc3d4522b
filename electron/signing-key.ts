import type { SafeStorage } from 'electron';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ShinsaError } from '../analysis/model/failure.ts';
import type { PackageSignature } from '../analysis/model/package-signature.ts';
import { packageFiles } from '../analysis/model/package.ts';
import { signPackage } from '../analysis/sign-package.ts';

/** Signs packages with this person's own key, which only this module ever sees unencrypted. */
export interface Signing {
  /** Writes signature.json beside the manifest of a staged package folder; 'signing-unavailable' without a keychain. */
  readonly sign: (folder: string) => PackageSignature;
  /** Takes the signature of a staged package folder away again; answers null: nobody's. */
  readonly unsign: (folder: string) => null;
}

/** What of Electron's safeStorage is used. */
export type Keychain = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> & {
  readonly getSelectedStorageBackend?: () => string;
};

/** The key is made when it is first wanted and kept in `file`, encrypted by the keychain of the system. */
export function createSigning(file: string, keychain: Keychain): Signing {
  return {
    sign: (folder) => signPackage(folder, keyIn(file, keychain)),
    unsign: (folder) => {
      rmSync(join(folder, packageFiles.signature), { force: true });
      return null;
    },
  };
}

function keyIn(file: string, keychain: Keychain): string {
  // On Linux without a keychain Electron would keep it by a password that everybody knows.
  const plain = process.platform === 'linux' && keychain.getSelectedStorageBackend?.() === 'basic_text';
  if (plain || !keychain.isEncryptionAvailable()) throw new ShinsaError('signing-unavailable');
  if (existsSync(file)) {
    try {
      return keychain.decryptString(readFileSync(file));
    } catch (cause) {
      throw new ShinsaError('signing-unavailable', {}, { cause });
    }
  }
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  writeFileSync(part, keychain.encryptString(pem), { mode: 0o600 });
  renameSync(part, file);
  return pem;
}
