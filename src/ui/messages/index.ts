import { en, type Messages } from './en';

/** The page's languages, the first being the one for everybody else. */
export const languages: readonly (readonly [string, Messages])[] = [['en', en]];
