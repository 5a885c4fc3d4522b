import { describe, expect, it } from 'vitest';
import { catalogues, languageOf, text } from '../../electron/setup/messages.mjs';
import { isSupportedNode } from '../../electron/setup/node-version.mjs';
import { sameEntries } from '../../electron/setup/packages.mjs';
import { debianPackage, librariesNotFound } from '../../electron/setup/system-libraries.mjs';

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '23.1.0', '24.0.0', '26.1.0'])('%s is accepted', (version) => {
    expect(isSupportedNode(version)).toBe(true);
  });

  it.each(['16.20.0', '18.20.8', '20.18.3', '21.7.0', '22.11.0'])('%s is refused', (version) => {
    expect(isSupportedNode(version)).toBe(false);
  });
});

describe('whether the installed packages are those of the lock file', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-darwin': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  };
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  it('they are when only an optional one is left out', () => {
    expect(sameEntries(wanted, { 'node_modules/a': a })).toBe(true);
  });

  it('they are not when one is missing, of another version, of another hash, or too many', () => {
    expect(sameEntries(wanted, {})).toBe(false);
    expect(sameEntries(wanted, { 'node_modules/a': { ...a, version: '1.0.1' } })).toBe(false);
    expect(sameEntries(wanted, { 'node_modules/a': { ...a, integrity: 'sha512-x' } })).toBe(false);
    expect(sameEntries(wanted, { 'node_modules/a': a, 'node_modules/c': a })).toBe(false);
  });
});

describe('missing system libraries', () => {
  const ldd = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibffmpeg.so => /cache/bin/libffmpeg.so (0x00007f)',
    '\tlibnspr4.so => not found',
    '\tlibgbm.so.1 => not found',
    '\tlibatk-bridge-2.0.so.0 => not found',
    '\tlibasound.so.2 => not found',
  ].join('\n');

  it('are read from what ldd prints and lead to the package that brings them', () => {
    const libraries = librariesNotFound(ldd);
    expect(libraries).toEqual(['libnspr4.so', 'libgbm.so.1', 'libatk-bridge-2.0.so.0', 'libasound.so.2']);
    expect(libraries.map(debianPackage)).toEqual(['libnss3', 'libgbm1', 'libgtk-3-0', 'libasound2']);
  });
});

describe('what the setup says', () => {
  it('has the same messages with the same parameters in both languages', () => {
    const parameters = (template: string) => (template.match(/\{\w+\}/g) ?? []).sort();
    expect(Object.keys(catalogues.ja).sort()).toEqual(Object.keys(catalogues.en).sort());
    for (const [key, template] of Object.entries(catalogues.en)) {
      expect([key, parameters(catalogues.ja[key] ?? '')]).toEqual([key, parameters(template)]);
    }
  });

  it('follows the locale', () => {
    expect(languageOf({ LANG: 'ja_JP.UTF-8' })).toBe('ja');
    expect(languageOf({ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' })).toBe('en');
    expect(text('step-failed', { label: 'lint', code: 2 }, 'en')).toBe('  failed: lint (exit code 2)');
  });
});
