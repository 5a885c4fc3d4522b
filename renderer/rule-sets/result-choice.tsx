import { useId } from 'react';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { ResultTag } from '../parts/result-tag.tsx';

export interface ResultChoiceProps {
  readonly label: string;
  readonly value: ScreeningResult;
  readonly onChoose: (result: ScreeningResult) => void;
}

/** One of the four results; arrow keys move between them. */
export function ResultChoice({ label, value, onChoose }: ResultChoiceProps) {
  const name = useId();
  return (
    <fieldset className="result-choice">
      <legend className="hidden-visually">{label}</legend>
      {results.map((result) => (
        <label key={result} className={result === value ? 'chosen' : ''}>
          <input type="radio" name={name} checked={result === value} onChange={() => onChoose(result)} />
          <ResultTag result={result} />
        </label>
      ))}
    </fieldset>
  );
}
