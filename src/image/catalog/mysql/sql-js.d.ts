/** The library brings no types; what is used of it is declared where it is loaded. */
declare module 'sql.js';
