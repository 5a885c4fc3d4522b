import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { join } from 'node:path';
import { scratch } from './projects.ts';

let place: ReturnType<typeof scratch>;
let project: OpenProject;

beforeEach(async () => {
  place = scratch();
  project = await createProject(join(place.dir, 'p.shinsa'), {
    cacheDir: join(place.dir, 'cache'),
    limits: { memoryMb: 120, threads: 2 },
  });
});

afterEach(async () => {
  await project.close();
  place.dispose();
});

test('work larger than the memory budget spills to the private folder and gives the right answer', async () => {
  const sorted = await project.read({}, (db) =>
    db.first(sql`
      SELECT count(*) AS n, max(i) AS last FROM (
        SELECT i, row_number() OVER (ORDER BY hash(i), repeat('x', 40)) AS place FROM range(3000000) t(i))`),
  );
  expect(sorted).toEqual({ n: 3_000_000, last: 2_999_999 });
});
