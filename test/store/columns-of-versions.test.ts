import { afterEach, expect, test, vi } from 'vitest';
import { newProject, scratch } from './projects.ts';

afterEach(() => {
  vi.doUnmock('../../analysis/model/version.ts');
  vi.resetModules();
});

test('columns that another version of the program made of the same orders are not read', async () => {
  const place = scratch();
  const folder = async (version: string): Promise<string> => {
    vi.resetModules();
    vi.doMock('../../analysis/model/version.ts', () => ({ appVersion: version }));
    const { openProject } = await import('../../analysis/store/open-project.ts');
    const project = await openProject(`${place.dir}/p.shinsa`, { cacheDir: `${place.dir}/cache` });
    try {
      return await project.columnsDir();
    } finally {
      await project.close();
    }
  };
  try {
    await (await newProject(place.dir)).close();
    const first = await folder('1.0.0');
    expect(await folder('1.0.1')).not.toBe(first);
    expect(await folder('1.0.0')).toBe(first);
  } finally {
    place.dispose();
  }
});
