import { SetupError } from './step.mjs';

/** @param {string} version such as 20.19.0 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}

export function requireSupportedNode(version = process.versions.node) {
  if (!isSupportedNode(version)) throw new SetupError('node-too-old', { version });
}
