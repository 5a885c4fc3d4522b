import { useContext, useEffect, useRef } from 'react';
import { ExplainedOf } from './save-context.ts';

export interface ExplainedProps {
  readonly children: string | readonly string[];
  /** It goes along, and is not shown just now. */
  readonly unseen?: boolean;
}

/** A sentence under a chart: how it is read, what it leaves out. It goes along wherever the chart is put. */
export function Explained({ children, unseen = false }: ExplainedProps) {
  const all = useContext(ExplainedOf);
  const text = [children].flat().join('').trim();
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => all?.add(() => latest.current), [all]);
  return unseen ? null : <p className="note">{text}</p>;
}
