import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText } from './model/canonical-json.ts';
import { ShinsaError } from './model/failure.ts';
import { packageFiles } from './model/package.ts';
import type { PackageSignature } from './model/package-signature.ts';

/** Signs a package folder: signature.json beside its manifest. The key is Ed25519 (PEM, PKCS 8); 'signing-key' for any other. */
export function signPackage(folder: string, pem: string): PackageSignature {
  const signature = signatureBy(pem, readFileSync(join(folder, packageFiles.manifest)));
  writeFileSync(join(folder, packageFiles.signature), canonicalText(signature), { mode: 0o600 });
  return signature;
}

/** The detached signature over the bytes of a manifest. */
export function signatureBy(pem: string, manifest: Uint8Array): PackageSignature {
  const key = ed25519(pem);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    format: 'shinsa-signature',
    formatVersion: 1,
    algorithm: 'Ed25519',
    publicKey: publicKey.toString('base64'),
    fingerprint: createHash('sha256').update(publicKey).digest('hex'),
    signature: sign(null, manifest, key).toString('base64'),
  };
}

function ed25519(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new ShinsaError('signing-key', {}, { cause });
  }
  throw new ShinsaError('signing-key');
}
