import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type IconName } from '../theme/icons.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon?: IconName;
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly small?: boolean;
  readonly children?: ReactNode;
}

/** Without children it shows the icon only and needs an `aria-label`, which is also its tooltip. */
export function Button({ icon, look = 'plain', small = false, children, className, ...rest }: ButtonProps) {
  const classes = ['button', look === 'plain' ? '' : look, small ? 'small' : ''];
  if (children === undefined) classes.push('icon-only');
  return (
    <button
      type="button"
      title={children === undefined ? rest['aria-label'] : undefined}
      {...rest}
      className={[...classes, className ?? ''].join(' ')}
    >
      {icon ? <Icon name={icon} size={small ? 14 : 16} /> : null}
      {children}
    </button>
  );
}
