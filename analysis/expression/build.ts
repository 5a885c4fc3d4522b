import type { BinaryOp, Syntax } from './syntax.ts';
import { formatInstant } from './time.ts';
import type { Literal } from './term.ts';

const nowhere = { from: 0, to: 0 } as const;

/** Builders of syntax that stands in no text: what the CEL printers are made of. */
export const truth = (value: boolean): Syntax => ({ kind: 'bool', value, ...nowhere });
export const path = (text: string): Syntax => ({ kind: 'path', path: text, ...nowhere });
export const text = (value: string): Syntax => ({ kind: 'string', value, ...nowhere });
export const binary = (op: BinaryOp, left: Syntax, right: Syntax): Syntax => ({
  kind: 'binary',
  op,
  left,
  right,
  ...nowhere,
});
export const unary = (op: '!' | '-', operand: Syntax): Syntax => ({ kind: 'unary', op, operand, ...nowhere });
export const list = (items: readonly Syntax[]): Syntax => ({ kind: 'list', items, ...nowhere });

export const conditional = (condition: Syntax, then: Syntax, otherwise: Syntax): Syntax => ({
  kind: 'conditional',
  condition,
  then,
  otherwise,
  ...nowhere,
});

export const call = (name: string, target: Syntax | null, args: readonly Syntax[]): Syntax => ({
  kind: 'call',
  name,
  nameAt: nowhere,
  target,
  args,
  ...nowhere,
});

/** `&&` or `||` over the operands, flat, without repetitions and constants that decide nothing. */
export function logic(op: '&&' | '||', operands: readonly Syntax[]): Syntax {
  const neutral = op === '&&';
  const flat = new Set<Syntax>();
  for (const operand of operands) {
    for (const one of operand.kind === 'logic' && operand.op === op ? operand.operands : [operand]) {
      if (one.kind !== 'bool') flat.add(one);
      else if (one.value !== neutral) return truth(!neutral);
    }
  }
  const [first, ...others] = flat;
  if (first === undefined) return truth(neutral);
  return others.length === 0 ? first : { kind: 'logic', op, operands: [...flat], ...nowhere };
}

export function integer(value: bigint): Syntax {
  const size = value < 0n ? -value : value;
  const literal: Syntax = { kind: 'int', value: size, text: size.toString(), ...nowhere };
  return value < 0n ? unary('-', literal) : literal;
}

export function double(value: number): Syntax {
  const size = Math.abs(value);
  const plain = String(size).replace('e+', 'e');
  const [digits = plain, exponent] = plain.split('e');
  const written = `${digits.includes('.') ? digits : `${digits}.0`}${exponent === undefined ? '' : `e${exponent}`}`;
  const literal: Syntax = { kind: 'double', value: size, text: written, ...nowhere };
  return value < 0 || Object.is(value, -0) ? unary('-', literal) : literal;
}

/** A constant in canonical CEL: ints without point, doubles with one, money in minor units, instants in UTC. */
export function constant(literal: Literal): Syntax {
  switch (literal.type) {
    case 'int':
    case 'money':
      return integer(literal.value);
    case 'double':
      return double(literal.value);
    case 'string':
      return text(literal.value);
    case 'bool':
      return truth(literal.value);
    case 'timestamp':
      return instantCall(literal.value);
  }
}

export function instantCall(micros: bigint): Syntax {
  return call('timestamp', null, [text(formatInstant(micros))]);
}
