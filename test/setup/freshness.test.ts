import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/setup/freshness.mjs';
import { root } from '../../electron/setup/paths.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'shinsa-fresh-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('whether a build is still up to date', () => {
  const digest = () => digestOf([relative(root, folder)]);

  it('stays the same while nothing changes', () => {
    writeFileSync(join(folder, 'a.ts'), 'a');
    expect(digest()).toBe(digest());
  });

  it('changes with an edit, a new file in a folder below, and a removal', () => {
    const path = join(folder, 'a.ts');
    writeFileSync(path, 'a');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const seen = [digest()];
    utimesSync(path, 1_700_000_001, 1_700_000_001);
    seen.push(digest());
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', 'b.ts'), 'b');
    seen.push(digest());
    rmSync(path);
    seen.push(digest());
    expect(new Set(seen).size).toBe(4);
  });
});
