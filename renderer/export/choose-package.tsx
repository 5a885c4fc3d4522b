import { Button } from '../parts/button.tsx';
import type { PackageKind } from './package-store.ts';

interface ChoosePackageProps {
  /** What the two buttons say. */
  readonly folder: string;
  readonly zip: string;
  readonly disabled: boolean;
  readonly small?: boolean;
  readonly onChoose: (kind: PackageKind) => void;
}

/** A package is a folder or a zip, and no dialog of a system offers both. */
export function ChoosePackage({ folder, zip, disabled, small = false, onChoose }: ChoosePackageProps) {
  return (
    <>
      <Button small={small} icon="file" disabled={disabled} onClick={() => onChoose('package')}>
        {folder}
      </Button>
      <Button small={small} icon="file" disabled={disabled} onClick={() => onChoose('package-file')}>
        {zip}
      </Button>
    </>
  );
}
