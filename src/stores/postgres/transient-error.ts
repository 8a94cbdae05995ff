/** Of sockets and name look-ups. */
const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * SQLSTATEs of a server that is away or busy: connection exceptions (08), too many connections (53300), shutdown
 * and start-up (57P01 to 57P03), lost locks and deadlocks (40001, 40P01, 55P03), timeouts (57014, 25P03).
 */
const serverStates = /^(08...|53300|57P0[123]|40001|40P01|55P03|57014|25P03)$/;

/** pg's own errors, which have no code. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** Whether the same call may well succeed once the database is back: nothing is wrong with the call itself. */
export function isTransientStoreError(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isTransientStoreError);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return networkCodes.has(code) || serverStates.test(code) || driverMessages.test(error.message);
}
