/** A horizontal share of 1 with a marked part in front; decorative, the numbers stand beside it. */
export function Bar({ share, marked = 0 }: { readonly share: number; readonly marked?: number }) {
  const whole = Math.max(0, Math.min(1, share));
  return (
    <span className="bar" aria-hidden="true">
      <span className="bar-whole" style={{ width: `${whole * 100}%` }} />
      <span className="bar-marked" style={{ width: `${Math.min(whole, Math.max(0, marked)) * 100}%` }} />
    </span>
  );
}
