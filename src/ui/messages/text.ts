import { languages } from '.';

const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;

/** The message table in the learner's language. */
export const text = (languages.find(([code]) => wanted.some((w) => w.toLowerCase().startsWith(code))) ??
  languages[0]!)[1];
