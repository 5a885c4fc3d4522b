export interface ChoicesProps<T extends string> {
  readonly title: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly word: (one: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
  readonly hint?: string;
  readonly problem?: string | null;
}

/** Any number of a few; kept in the order of the list. */
export function Choices<T extends string>({
  title,
  all,
  chosen,
  word,
  onChange,
  hint,
  problem = null,
}: ChoicesProps<T>) {
  const toggle = (one: T): void =>
    onChange(all.filter((other) => (other === one ? !chosen.includes(one) : chosen.includes(other))));
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      <div className="row wrap">
        {all.map((one) => (
          <label key={one} className="row">
            <input type="checkbox" checked={chosen.includes(one)} onChange={() => toggle(one)} />
            <span>{word(one)}</span>
          </label>
        ))}
      </div>
      {problem === null ? null : (
        <span className="field-problem error" role="alert">
          {problem}
        </span>
      )}
      {hint === undefined ? null : <p className="note">{hint}</p>}
    </fieldset>
  );
}
