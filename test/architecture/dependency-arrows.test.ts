import { describe, expect, it } from 'vitest';
import { root } from '../../electron/setup/paths.mjs';
import { cycles, wrongArrows } from './arrows.ts';
import { importsOf, readTree } from './sources.ts';

const made = (files: Record<string, string>) => importsOf(new Map(Object.entries(files)));
const arrowsOf = (path: string, text: string) => wrongArrows(made({ [path]: text }));

describe('the arrows between the rooms', () => {
  const imports = importsOf(readTree(root));

  it('are as drawn', () => {
    expect(imports.length).toBeGreaterThan(0);
    expect(wrongArrows(imports)).toEqual([]);
  });

  it('make no circle between files', () => {
    expect(cycles(imports)).toEqual([]);
  });

  it('start from a setup that needs no package before it has installed them', () => {
    const setup = imports.filter(({ from }) => from.startsWith('electron/setup/'));
    expect(setup.length).toBeGreaterThan(10);
    const needed = setup.filter(({ to, external, lazy }) => external && !lazy && !to.startsWith('node:'));
    expect(needed).toEqual([]);
  });
});

describe('a wrong arrow is found', () => {
  it.each([
    ['renderer/a.ts', "import { call } from '../analysis/engine-api.ts';"],
    ['renderer/a.ts', "import type { Project } from '../analysis/store/project.ts';"],
    ['renderer/a.tsx', "import { readFileSync } from 'node:fs';"],
    ['renderer/a.ts', "import { table } from 'arquero';"],
    ['renderer/parts/a.ts', "import { harmless } from '../orders/copy-rows.ts';"],
    ['renderer/a.ts', "export * from '../analysis/engine-api.ts';"],
    ['renderer/a.ts', "const engine = await import('../analysis/engine.ts');"],
    ['analysis/model/a.ts', "import { z } from 'zod';\nimport { sql } from '../store/sql.ts';"],
    ['analysis/model/a.ts', "import type { Ast } from '../expression/ast.ts';"],
    ['analysis/expression/a.ts', "import { createHash } from 'node:crypto';"],
    ['analysis/store/a.ts', "import { readCsv } from '../ingest/csv.ts';"],
    ['analysis/backtest/a.ts', "import { DuckDBInstance } from '@duckdb/node-api';"],
    ['analysis/backtest/a.ts', "import type { DuckDBConnection } from '@duckdb/node-api';"],
    ['analysis/backtest/a.ts', "import { readCsv } from '../ingest/csv.ts';"],
    ['analysis/backtest/a.ts', "type Csv = import('../ingest/csv.ts').Csv;"],
    ['analysis/export/a.ts', "import { app } from 'electron';"],
    ['analysis/export/a.ts', "import { readCsv } from '../ingest/csv.ts';"],
    ['analysis/runtime/a.ts', "import type { RuleSet } from '../model/ruleset.ts';"],
    ['analysis/runtime/a.ts', "import { check } from '../expression/index.ts';"],
    ['analysis/runtime/a.ts', "import { readFileSync } from 'node:fs';"],
    ['analysis/runtime/a.ts', "import { z } from 'zod';"],
    ['analysis/backtest/a.ts', "import { Runtime } from '../runtime/index.ts';"],
    ['analysis/explore/a.ts', "import { open } from '../engine.ts';"],
    ['analysis/quality/a.ts', "import { identityKey } from '../identity/index.ts';"],
    ['electron/main.ts', "import { openProject } from '../analysis/store/project.ts';"],
    ['electron/main.ts', "import { main } from '../analysis/cli.ts';"],
    ['electron/main.ts', "import { App } from '../renderer/app.tsx';"],
    ['samples/a.ts', "import { sql } from '../analysis/store/sql.ts';"],
    ['elsewhere/a.ts', "import './b.ts';"],
  ])('%s: %s', (path, text) => {
    expect(arrowsOf(path, text)).toHaveLength(1);
  });
});

describe('a right arrow is let through', () => {
  it.each([
    ['analysis/export/a.ts', "import { Runtime } from '../runtime/index.ts';"],
    ['analysis/runtime/text/a.ts', "import type { FieldType } from '../package.ts';"],
    ['renderer/a.ts', "import type { Calls } from '../analysis/engine-api.ts';"],
    ['renderer/a.ts', "import { type Calls } from '../analysis/engine-api.ts';"],
    ['renderer/a.ts', "import { parse } from '../analysis/expression/parse.ts';"],
    ['renderer/a.tsx', "import React from 'react';\nimport './a.css';"],
    ['analysis/expression/sql/a.ts', "import { columns } from '../../model/columns.ts';"],
    ['analysis/store/a.ts', "import { DuckDBInstance } from '@duckdb/node-api';"],
    ['analysis/ingest/csv/a.ts', "import { b } from '../b.ts';\nimport { sql } from '../../store/sql.ts';"],
    ['analysis/ingest/a.ts', "import type { ProcessStarter } from '../process.ts';"],
    ['analysis/engine.ts', "import { importFile } from './ingest/import.ts';"],
    ['electron/engine-process.ts', "import { startEngine } from '../analysis/engine.ts';"],
  ])('%s: %s', (path, text) => {
    expect(arrowsOf(path, text)).toEqual([]);
  });
});

describe('a circle is found', () => {
  it('through three files, and not where one side needs only types', () => {
    const a = "import { b } from './b.ts';";
    const b = "import { c } from './c.ts';";
    const ring = { 'samples/a.ts': a, 'samples/b.ts': b, 'samples/c.ts': "import { a } from './a.ts';" };
    expect(cycles(made(ring))).toEqual(['samples/a.ts -> samples/b.ts -> samples/c.ts -> samples/a.ts']);
    expect(cycles(made({ ...ring, 'samples/c.ts': "import type { a } from './a.ts';" }))).toEqual([]);
  });
});
