/** What this browser remembers between visits: the language, the theme, the chart's range. */

/** The remembered value; null where there is none, or where storage is forbidden. */
export function remembered(name) {
  try {
    return localStorage.getItem(`carteiro-${name}`);
  } catch {
    return null;
  }
}

/** Remembers a value where that is allowed. */
export function remember(name, value) {
  try {
    localStorage.setItem(`carteiro-${name}`, value);
  } catch {
    // Then it is good until the page is left.
  }
}
