import { createPublicKey, verify } from 'node:crypto';
import { ShinsaError } from '../model/failure.ts';
import type { PackageSignature, SignedBy, Signer } from '../model/package-signature.ts';
import { packageFiles } from '../model/package.ts';
import { sha256 } from './package-files.ts';

/** Throws 'package-signature' unless the signature is of these bytes by the key it names, and the fingerprint that key's. */
export function checkSignature({ publicKey, fingerprint, signature }: PackageSignature, manifest: Uint8Array): void {
  const der = Buffer.from(publicKey, 'base64');
  if (sha256(der) !== fingerprint || !isOf(der, Buffer.from(signature, 'base64'), manifest))
    throw new ShinsaError('package-signature', {}, { place: { file: packageFiles.signature } });
}

function isOf(publicKey: Buffer, signature: Buffer, manifest: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, manifest, key, signature);
  } catch {
    return false;
  }
}

/** Who signed, by the names that are known for fingerprints. */
export function signedBy(signature: PackageSignature | null, known: readonly Signer[]): SignedBy {
  if (signature === null) return { kind: 'unsigned' };
  const { fingerprint } = signature;
  return { kind: 'signed', fingerprint, name: known.find((one) => one.fingerprint === fingerprint)?.name ?? null };
}
