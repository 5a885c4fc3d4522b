import type { Slot } from '../fields.ts';
import { years } from '../time.ts';
import type { Makers } from './compile.ts';
import { partsOf, type Signed, type Term, type TermOf } from './term.ts';

/**
 * Writes conditions as code of JavaScript. A number that is not there is NaN, through which every comparison fails; a condition
 * is written twice, as when it is certainly true and when it is certainly false, and where neither holds it cannot be
 * evaluated. No text of a package gets into the code: it names values by their place in `k`, fields by their index, and
 * holds no numbers but those of numerals.
 */
export class Writer {
  readonly loads = new Map<string, string>();
  body: string[] = [];
  readonly values: unknown[] = [];
  readonly #makers: Makers;
  readonly #places = new Map<string, number>();
  #names = 0;
  /** How often each comparison stands in the code; what several conditions ask is asked once, before all of them. */
  readonly asked = new Map<string, number>();
  readonly #known: ReadonlyMap<string, number>;

  /** `known`: how often comparisons stood in the same code before, when it was written to count them. */
  constructor(makers: Makers, known: ReadonlyMap<string, number> = new Map()) {
    this.#makers = makers;
    this.#known = known;
  }

  /** Code of 1 where a condition is true, 0 where it is not, 2 where it cannot be evaluated. */
  answer(term: Term): string {
    const yes = this.yes(term);
    if (!isPlain(term)) return `${yes}?1:${this.no(term)}?0:2`;
    // Nearly always everything is there, and what is not true then is false: what is hardly ever asked is not asked beforehand.
    this.#sharing = false;
    const no = this.no(term);
    this.#sharing = true;
    const there = fieldsIn(term).map((slot) => this.#isThere(slot));
    for (const one of there) this.#all.add(one);
    return there.length === 0 ? `${yes}?1:0` : `${yes}?1:a||${there.join('&&')}?0:${no}?0:2`;
  }

  /** What stands before the conditions: the fields they read, what several of them ask, and whether all fields are there. */
  get head(): string {
    const all = this.#all.size === 0 ? '' : `const a=${[...this.#all].join('&&')};`;
    return `${[...this.loads.values()].join('')}${all}`;
  }

  /** Names of the values, for what stands outside of the function. */
  get constants(): string {
    return this.values.map((_, place) => `const k${place}=k[${place}];`).join('');
  }

  readonly #all = new Set<string>();
  #sharing = true;

  /** Code that is true where the condition certainly is. */
  yes(term: Term): string {
    return this.#rail(term, true);
  }

  /** Code that is true where the condition certainly is not. */
  no(term: Term): string {
    return this.#rail(term, false);
  }

  #rail(term: Term, wanted: boolean): string {
    switch (term.is) {
      case 'truth':
        return String(term.value === wanted);
      case 'not':
        return this.#rail(term.of, !wanted);
      case 'logic': {
        const parts = term.of.map((one) => this.#rail(one, wanted));
        return `(${parts.join(term.all === wanted ? '&&' : '||')})`;
      }
      case 'has':
        return term.slot === null ? `L${wanted ? '!==' : '==='}null` : this.#present(term.slot, wanted);
      case 'has-item':
        return this.#presentIn(term.name, wanted);
      default: {
        const opposed = !wanted && this.#makers.absentIsFalse === true;
        return opposed ? `!(${this.#atom(term, true)})` : this.#atom(term, wanted);
      }
    }
  }

  /** A condition that holds no other but within its terms. */
  #atom(term: Term, wanted: boolean): string {
    switch (term.is) {
      case 'compare':
        return this.#once(this.#compared(term, wanted));
      case 'among':
        return this.#once(this.#among(term, wanted));
      case 'text': {
        const [of, part] = [this.#text(term.of), this.#text(term.part)];
        const name = { startsWith: 'startsWith', endsWith: 'endsWith' }[term.name] ?? 'includes';
        const there = [...mayLack(term.of, of), ...mayLack(term.part, part)];
        return this.#once(`(${[...there, `${wanted ? '' : '!'}${of}.${name}(${part})`].join('&&')})`);
      }
      default:
        return `${this.#truth(term)}===${wanted ? 1 : 0}`;
    }
  }

  /** A name for a condition as 1, 0 or NaN. */
  #truth(term: Term): string {
    switch (term.is) {
      case 'field':
        return this.#load(term.slot);
      case 'listed':
        return this.#keep(`${this.#value(this.#makers.listed(term.list, term.slot))}(e)`);
      case 'matches': {
        const of = this.#text(term.of);
        return this.#keep(`${of}===null?NaN:${this.#value(this.#makers.matcher(term.pattern))}(${of})?1:0`);
      }
      case 'lines':
        return this.#overLines(term);
      case 'choice': {
        const [yes, no] = [this.#truth(term.yes), this.#truth(term.no)];
        return this.#keep(this.#choice(term.of, yes, no, 'NaN'));
      }
      default:
        return this.#keep(`${this.yes(term)}?1:${this.no(term)}?0:NaN`);
    }
  }

  /** A name for a number. */
  #number(term: Term): string {
    switch (term.is) {
      case 'number':
        return `(${Object.is(term.value, -0) ? '-0' : String(term.value)})`;
      case 'field':
        return this.#load(term.slot);
      case 'item':
        return term.type === 'money' ? `(e.own?i.${lineName(term.name)}:NaN)` : `i.${lineName(term.name)}`;
      case 'total':
        return this.#total(term);
      case 'choice': {
        const [yes, no] = [this.#number(term.yes), this.#number(term.no)];
        return this.#keep(this.#choice(term.of, yes, no, 'NaN'));
      }
      case 'sum':
        return this.#keep(`h.sum([${term.of.map((one) => this.#signed(one)).join(',')}])`);
      case 'arithmetic':
        return this.#arithmetic(term);
      case 'ratio': {
        const [left, right] = [this.#number(term.left), this.#number(term.right)];
        return this.#keep(`${right}===0?NaN:${left}/${right}`);
      }
      case 'minus':
        return this.#keep(`-${this.#number(term.of)}`);
      case 'shift': {
        const moved = this.#keep(`${this.#number(term.of)}+(${String(term.micros)})`);
        return this.#keep(`${moved}>=(${years.from})&&${moved}<(${years.before})?${moved}:NaN`);
      }
      case 'size':
        return this.#keep(`h.size(${this.#text(term.of)})`);
      case 'part': {
        const [clock, name] = [this.#value(this.#makers.clock(term.zone)), this.#value(term.name)];
        return this.#keep(`${clock}.part(${name},${this.#number(term.of)})`);
      }
      default:
        throw new TypeError(term.is);
    }
  }

  /** A name for a text, null where there is none. */
  #text(term: Term): string {
    switch (term.is) {
      case 'string':
        return this.#value(this.#named(term.value));
      case 'field':
        return this.#load(term.slot);
      case 'item':
        return `i.${lineName(term.name)}`;
      case 'choice': {
        const [yes, no] = [this.#text(term.yes), this.#text(term.no)];
        return this.#keep(this.#choice(term.of, yes, no, 'null'));
      }
      default:
        throw new TypeError(term.is);
    }
  }

  #named(text: string): string {
    return this.#makers.literal?.(text) ?? text;
  }

  #choice(of: Term, yes: string, no: string, otherwise: string): string {
    const asked = this.#truth(of);
    return `${asked}===1?${yes}:${asked}===0?${no}:${otherwise}`;
  }

  #signed({ minus, of }: Signed): string {
    return minus ? `-${this.#number(of)}` : this.#number(of);
  }

  #arithmetic({ type, op, left, right }: TermOf<'arithmetic'>): string {
    const [a, b] = [this.#number(left), this.#number(right)];
    if (type === 'double') {
      const found = this.#keep(op === '+' ? `${a}+${b}` : op === '-' ? `${a}-${b}` : `${a}*${b}`);
      return this.#keep(`${found}-${found}===0?${found}:NaN`);
    }
    if (op === '*') return this.#keep(`h.ranged(${a}*${b})`);
    // By the remainder, because the quotient of two whole numbers may be rounded up to the next one.
    return this.#keep(op === '%' ? `${a}%${b}` : `${b}===0?NaN:(${a}-${a}%${b})/${b}`);
  }

  #compared({ op, left, right }: TermOf<'compare'>, wanted: boolean): string {
    const equal = (op === '==') === wanted;
    if (left.type === 'bool') {
      const [a, b] = [this.#truth(left), this.#truth(right)];
      return equal ? `${a}===${b}` : `${a}+${b}===1`;
    }
    if (left.type === 'string') {
      const [a, b] = [this.#text(left), this.#text(right)];
      // Equal texts are both there where one of them is.
      if (equal) return left.is === 'string' || right.is === 'string' ? `${a}===${b}` : `(${a}===${b}&&${a}!==null)`;
      return `(${[`${a}!==${b}`, ...mayLack(left, a), ...mayLack(right, b)].join('&&')})`;
    }
    const [a, b] = [this.#number(left), this.#number(right)];
    if (op === '==' || op === '!=') return equal ? `${a}===${b}` : `(${a}<${b}||${a}>${b})`;
    return `${a}${wanted ? relations[op] : opposites[op]}${b}`;
  }

  #among({ of, values }: TermOf<'among'>, wanted: boolean): string {
    const text = of.type === 'string';
    const value = text ? this.#text(of) : this.#number(of);
    const named = values.map((one) => (typeof one === 'string' ? this.#named(one) : one));
    const found = `${this.#value(new Set(named))}.has(${value})`;
    const there = text ? `${value}!==null` : `${value}===${value}`;
    return wanted ? found : `(${there}&&!${found})`;
  }

  /** Whether any line meets a condition, or every one: one that decides does so whatever the others are. */
  #overLines({ all, of }: TermOf<'lines'>): string {
    const name = this.#name();
    const { inner, written } = this.#within(() => [this.#rail(of, !all), this.#rail(of, all)] as const);
    const [decides, neither] = written;
    this.body.push(
      `let ${name}=NaN;if(L!==null){${name}=${all ? 1 : 0};for(const i of L){${inner}` +
        `if(${decides}){${name}=${all ? 0 : 1};break;}if(!(${neither}))${name}=NaN;}}`,
    );
    return name;
  }

  /** Values of the lines that pass, added up; none where one of them, or whether it passes, cannot be evaluated. */
  #total({ filter, value }: TermOf<'total'>): string {
    const name = this.#name();
    const { inner, written } = this.#within(
      () =>
        [
          filter === null ? 'true' : this.yes(filter),
          filter === null ? 'false' : this.no(filter),
          value === null ? '1' : this.#number(value),
        ] as const,
    );
    const [yes, no, own] = written;
    this.body.push(
      `let ${name}=NaN;if(L!==null){const p=[];for(const i of L){${inner}p.push(${yes}?${own}:${no}?0:NaN);}${name}=h.sum(p);}`,
    );
    return name;
  }

  /** What is written inside a loop stays there. */
  #within<T>(write: () => T): { readonly inner: string; readonly written: T } {
    const outside = this.body;
    this.body = [];
    const written = write();
    const inner = this.body.join('');
    this.body = outside;
    return { inner, written };
  }

  #present(slot: Slot, wanted: boolean): string {
    const name = this.#loadAsIs(slot);
    if (slot.type === 'string') return `${name}${wanted ? '!==' : '==='}null`;
    return `${name}${wanted ? '===' : '!=='}${name}`;
  }

  /** Whether a field has a value that may be read. */
  #isThere(slot: Slot): string {
    const name = this.#load(slot);
    return slot.type === 'string' ? `${name}!==null` : `${name}===${name}`;
  }

  #presentIn(name: string, wanted: boolean): string {
    const at = `i.${lineName(name)}`;
    if (isLineText(name)) return `${at}${wanted ? '!==' : '==='}null`;
    return `${at}${wanted ? '===' : '!=='}${at}`;
  }

  /** A field's value; money only of events in the rule set's currency. */
  #load(slot: Slot): string {
    const name = this.#loadAsIs(slot);
    if (slot.type !== 'money') return name;
    this.loads.set(`m${slot.index}`, `const m${slot.index}=e.own?${name}:NaN;`);
    return `m${slot.index}`;
  }

  #loadAsIs({ type, index }: Slot): string {
    const [name, from] = type === 'string' ? [`s${index}`, 's'] : [`n${index}`, 'n'];
    this.loads.set(name, `const ${name}=${from}[${index}];`);
    return name;
  }

  /** The comparison, or the name of it where others ask it too. Only those of fields and constants stand before all else. */
  #once(code: string): string {
    if (/\b[it][0-9.]/.test(code)) return code;
    if (!this.#sharing) return this.#shared.get(code) ?? code;
    this.asked.set(code, (this.asked.get(code) ?? 0) + 1);
    if ((this.#known.get(code) ?? 0) < 2) return code;
    const before = this.#shared.get(code);
    if (before !== undefined) return before;
    const name = `c${this.#shared.size}`;
    this.#shared.set(code, name);
    this.loads.set(name, `const ${name}=${code};`);
    return name;
  }

  readonly #shared = new Map<string, string>();

  #keep(code: string): string {
    const name = this.#name();
    this.body.push(`const ${name}=${code};`);
    return name;
  }

  #name(): string {
    this.#names += 1;
    return `t${this.#names}`;
  }

  /** Equal texts, and sets of them, stand in one place. */
  #value(value: unknown): string {
    const plain = typeof value === 'string' ? value : value instanceof Set ? [...value] : null;
    const key = plain === null ? null : JSON.stringify(plain);
    const known = key === null ? undefined : this.#places.get(key);
    if (known !== undefined) return `k${known}`;
    const place = this.values.push(value) - 1;
    if (key !== null) this.#places.set(key, place);
    return `k${place}`;
  }
}

/** That a text is there, where it may not be. */
const mayLack = (term: Term, code: string): string[] => (term.is === 'string' ? [] : [`${code}!==null`]);

const relations: Readonly<Record<string, string>> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const opposites: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

const lineNames = ['sku', 'name', 'category', 'unit_price', 'quantity', 'amount'] as const;
const lineName = (name: string): string => lineNames.find((one) => one === name) ?? 'sku';
const isLineText = (name: string): boolean => name === 'sku' || name === 'name' || name === 'category';

/** Whether nothing but absent fields can keep a condition from being evaluated. */
function isPlain(term: Term): boolean {
  switch (term.is) {
    case 'number':
    case 'string':
    case 'truth':
    case 'field':
    case 'has':
      return true;
    case 'not':
    case 'among':
    case 'matches':
    case 'size':
    case 'part':
      return isPlain(term.of);
    case 'logic':
      return term.of.every(isPlain);
    case 'compare':
      return isPlain(term.left) && isPlain(term.right);
    case 'text':
      return isPlain(term.of) && isPlain(term.part);
    default:
      return false;
  }
}

/** The fields that such a condition reads the value of, each once. */
function fieldsIn(term: Term): readonly Slot[] {
  const found = new Map<string, Slot>();
  const walk = (one: Term): void => {
    if (one.is === 'field') found.set(one.slot.path, one.slot);
    partsOf(one).forEach(walk);
  };
  walk(term);
  return [...found.values()];
}
