import type { CatalogImage } from '../../define-image';
import { applications } from './applications';
import { demonstrations } from './demonstrations';
import { distributions } from './distributions';
import { infrastructure } from './infrastructure';
import { languages } from './languages';
import { monitoring } from './monitoring';
import { stores } from './stores';

/** The images that are declared as tables. */
export const services: readonly CatalogImage[] = [
  ...distributions,
  ...languages,
  ...demonstrations,
  ...infrastructure,
  ...monitoring,
  ...stores,
  ...applications,
];
