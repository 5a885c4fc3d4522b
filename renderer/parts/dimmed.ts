import { useEffect, useState } from 'react';

/** So long figures stay as they are while new ones are computed: most are there before, and dimming a page costs a frame of its own. */
export const patience = 150;

/** The class of figures that are old; none for the first moment. */
export function useDimmed(old: boolean): string {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!old) return;
    const timer = setTimeout(() => setLate(true), patience);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [old]);
  return old && late ? 'old-figures' : '';
}
