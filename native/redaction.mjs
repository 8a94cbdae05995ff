/**
 * Takes addresses and host names out of a line of a package manager's output: a machine's registry is its own affair.
 *
 * @param {string} line
 */
export function withoutHosts(line) {
  return line
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s/'")\]]+/gi, '<registry>')
    .replace(/\b(host=)(['"]?)[^'",\s)]+/gi, '$1$2<registry>')
    .replace(/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT)( )[^\s,]+/g, '$1$2<registry>');
}
