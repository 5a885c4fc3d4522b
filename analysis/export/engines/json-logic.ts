import { LogicEngine } from 'json-logic-engine';
import { z } from 'zod';
import type { Logic } from '../../expression/index.ts';
import type { Asked, FieldTypes } from './engine.ts';
import { jsonRecord } from './json-record.ts';

const logic = z.custom<Logic>();
const fileSchema = z.object({
  rules: z.array(z.object({ code: z.string(), when: logic })),
  exceptions: z.array(z.object({ exception: z.int(), when: logic })),
  decision: z.object({ result: logic, by: logic }),
});

/** rules.jsonlogic.json on json-logic-engine. */
export function openJsonLogic(text: string, types: FieldTypes): Asked {
  const file = fileSchema.parse(JSON.parse(text));
  const engine = new LogicEngine();
  const built = (rule: Logic): ((data: unknown) => unknown) => {
    const made: unknown = engine.build(rule);
    return typeof made === 'function' ? (made as (data: unknown) => unknown) : () => made;
  };
  const rules = file.rules.map(({ code, when }) => ({ code, when: built(when) }));
  const exceptions = file.exceptions.map(({ exception, when }) => ({ exception, when: built(when) }));
  const [result, by] = [built(file.decision.result), built(file.decision.by)];
  return (record) => {
    const { json } = jsonRecord(record, types);
    const fired = rules.filter(({ when }) => when(json) === true).map(({ code }) => code);
    const holding = exceptions.filter(({ when }) => when(json) === true).map(({ exception }) => exception);
    const told = { fired, exceptions: holding };
    return {
      fired,
      exceptions: holding.map((exception) => exception - 1),
      result: String(result(told)),
      by: String(by(told)),
      outside: [],
    };
  };
}
