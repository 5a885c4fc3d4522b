import { z } from 'zod';

const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
  .max(400);

/** SHA-256 of a public key (DER, SubjectPublicKeyInfo), lower-case hex. */
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A detached signature over the bytes of manifest.json, which names every other file by its hash. */
export const signatureSchema = z.strictObject({
  format: z.literal('shinsa-signature'),
  formatVersion: z.literal(1),
  algorithm: z.literal('Ed25519'),
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: base64,
  fingerprint: fingerprintSchema,
  signature: base64,
});
export type PackageSignature = z.infer<typeof signatureSchema>;

/** Somebody whose signature is known here. */
export const signerSchema = z.strictObject({ fingerprint: fingerprintSchema, name: z.string().trim().min(1).max(100) });
export const signersSchema = z.array(signerSchema).max(500);
export type Signer = z.infer<typeof signerSchema>;

/** Who signed a package; `name` is null for a fingerprint that nobody entered. A wrong signature is no answer but a failure. */
export type SignedBy =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'signed'; readonly fingerprint: string; readonly name: string | null };

/** The first digits of a fingerprint, in groups that can be read aloud. */
export const shortFingerprint = (fingerprint: string): string =>
  (fingerprint.slice(0, 16).match(/.{4}/g) ?? []).join(' ');
