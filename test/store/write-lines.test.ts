import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLines } from '../../analysis/store/write-lines.ts';
import { codeOf } from './projects.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-lines-'));
  path = join(folder, 'events.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let closed = false;
async function* lines(fail: () => void): AsyncGenerator<string> {
  closed = false;
  try {
    for (let n = 0; n < 5000; n += 1) {
      if (n === 4000) fail();
      yield `${'x'.repeat(100)}${n}\n`;
    }
  } finally {
    closed = true;
  }
}

test('all of them, for the owner alone, and nothing beside', async () => {
  await writeLines(
    path,
    lines(() => undefined),
  );
  const text = readFileSync(path, 'utf8');
  expect([text.split('\n').length, text.endsWith('4999\n')]).toEqual([5001, true]);
  expect(readdirSync(folder)).toEqual(['events.ndjson']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a failure half-way leaves what was there before, and no part', async () => {
  writeFileSync(path, 'earlier');
  const failing = lines(() => {
    throw new Error('unreadable');
  });
  await expect(writeLines(path, failing)).rejects.toThrow('unreadable');
  expect([readdirSync(folder), readFileSync(path, 'utf8'), closed]).toEqual([['events.ndjson'], 'earlier', true]);
});

test('so does a write that fails, and whoever cancels', async () => {
  // A folder stands where the part is to be written.
  mkdirSync(`${path}.part`);
  await expect(
    writeLines(
      path,
      lines(() => undefined),
    ),
  ).rejects.toThrow();
  rmSync(`${path}.part`, { recursive: true, force: true });
  const abort = new AbortController();
  expect(
    await codeOf(
      writeLines(
        path,
        lines(() => abort.abort()),
        abort.signal,
      ),
    ),
  ).toBe('cancelled');
  expect(readdirSync(folder)).toEqual([]);
});
