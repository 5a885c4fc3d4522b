import { ZenEngine } from '@gorules/zen-engine';
import { z } from 'zod';
import { isPlainNumber } from '../../expression/index.ts';
import type { Asked, FieldTypes } from './engine.ts';
import { jsonRecord } from './json-record.ts';

const graphSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      content: z.object({ rules: z.array(z.object({ _id: z.string(), when: z.string() })) }).optional(),
    }),
  ),
});

const answered = z.object({
  fired: z.array(z.object({ code: z.string().nullish() })),
  exceptions: z.array(z.object({ exception: z.int() })),
  result: z.string(),
  by: z.string(),
});

/**
 * rules.jdm.json on the engine of GoRules, which ends its whole process on numbers it cannot hold: a record with such a
 * number is asked without it, and the rules that read it say nothing there.
 */
export function openZen(text: string, types: FieldTypes): Asked {
  const decision = new ZenEngine().createDecision(Buffer.from(text));
  const conditions = conditionsOf(text);
  return async (record) => {
    const { json, left } = jsonRecord(record, types, isPlainNumber);
    const { result } = await decision.evaluate(json);
    const said = answered.parse(result);
    const read = (when: string): boolean => [...left].some((path) => when.includes(path));
    return {
      fired: said.fired.flatMap(({ code }) => (typeof code === 'string' ? [code] : [])),
      exceptions: said.exceptions.flatMap(({ exception }) => (exception > 0 ? [exception - 1] : [])),
      result: said.result,
      by: said.by,
      outside: left.size === 0 ? [] : conditions.filter(({ when }) => read(when)).map(({ code }) => code),
    };
  };
}

function conditionsOf(text: string): { readonly code: string; readonly when: string }[] {
  const { nodes } = graphSchema.parse(JSON.parse(text));
  const table = nodes.find(({ id }) => id === 'rules')?.content?.rules ?? [];
  return table.map(({ _id, when }) => ({ code: _id, when }));
}
