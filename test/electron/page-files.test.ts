import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { servedFile } from '../../electron/page-files.ts';

describe('files behind page addresses', () => {
  let root = '';

  beforeAll(() => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'page-files-')));
    root = join(folder, 'renderer');
    mkdirSync(join(root, 'assets'), { recursive: true });
    mkdirSync(join(folder, 'renderer-beside'));
    writeFileSync(join(root, 'index.html'), '');
    writeFileSync(join(root, 'assets', 'a.js'), '');
    writeFileSync(join(root, 'assets', 'notes.txt'), '');
    writeFileSync(join(folder, 'main.js'), '');
    writeFileSync(join(folder, 'renderer-beside', 'b.js'), '');
    symlinkSync(join(folder, 'main.js'), join(root, 'out.js'));
  });

  it.each([
    ['app://workbench/', 'index.html'],
    ['app://workbench/index.html', 'index.html'],
    ['app://workbench/index.html?x=1#rules', 'index.html'],
    ['app://workbench/assets/a.js', 'assets/a.js'],
  ])('%s is %s', async (address, file) => {
    expect(await servedFile(address, root)).toBe(join(root, file));
  });

  it.each([
    'app://workbench/../main.js',
    'app://workbench/%2e%2e/main.js',
    'app://workbench/%2e%2e%2fmain.js',
    'app://workbench/..%2fmain.js',
    'app://workbench/..%5cmain.js',
    'app://workbench/%252e%252e%252fmain.js',
    'app://workbench/assets/..%2f..%2fmain.js',
    'app://workbench/..%2frenderer-beside/b.js',
    'app://workbench//etc/passwd',
    'app://workbench/%2fetc/passwd',
    'app://workbench/index.html%00.js',
    'app://workbench/%zz',
    'app://workbench/out.js',
    'app://workbench/assets',
    'app://workbench/assets/notes.txt',
    'app://elsewhere/index.html',
    'app://workbench:80/index.html',
    'https://workbench/index.html',
    'file:///etc/passwd',
    'nothing',
  ])('%s is nothing', async (address) => {
    expect(await servedFile(address, root)).toBeNull();
  });
});
